"""Every way in which text can lie in a file: read as text in several encodings, unpacked, decoded and taken out of pages.

A layer is a text with the way to it. Nothing is interpreted, only looked through: what cannot be opened is told, since
what was not searched was not found to be clean.
"""

from __future__ import annotations

import base64
import binascii
import bz2
import gzip
import html
import io
import lzma
import quopri
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

DEEPEST = 8
"""Containers in containers before a file is told as one that cannot be searched."""

LARGEST = 1 << 30
"""Bytes that one part may unpack to; a bomb is told, not searched."""

_BASE64 = re.compile(rb"[A-Za-z0-9+/_-](?:[A-Za-z0-9+/_-]|\\?[\r\n]|\\[rn])*={0,2}")
_SHORTEST_BASE64 = 8
_GLUED_BASE64 = 16
"""Runs this long may have a word glued before them, and are read from each of four places."""

_HEX = re.compile(rb"(?:[0-9a-fA-F]{2}[\s:]?){6,}")
_TAG = re.compile(r"<[^<>]{0,20000}>")
_ESCAPES = (
    re.compile(r"\\u\{?([0-9a-fA-F]{4,6})\}?"),
    re.compile(r"\\x([0-9a-fA-F]{2})"),
    re.compile(r"\\([0-9a-fA-F]{1,6})[ \t\n]?"),  # CSS
)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_PNG_TEXT = (b"tEXt", b"zTXt", b"iTXt", b"eXIf")


@dataclass(frozen=True)
class Layer:
    """A text and the way to it; `text` is None where nothing could be read, and then `way` ends in why."""

    way: str
    text: str | None


def layers(data: bytes, way: str, depth: int = 0) -> Iterator[Layer]:
    """All texts in `data`.

    Parameters
    ----------
    data : bytes
    way : str
        Where these bytes lie, in words.
    """
    if depth > DEEPEST:
        yield Layer(f"{way}: packed too deep", None)
        return
    yield from _as_text(data, way)
    for test, read in _CONTAINERS:
        if test(data):
            try:
                for name, part in read(data):
                    below = f"{way} > {name}"
                    if isinstance(part, str):
                        yield from _spellings(part, below)
                    else:
                        yield from layers(part, below, depth + 1)
            except Exception as failure:  # any reader may fail in any way on a file that is not whole
                yield Layer(f"{way}: cannot be opened ({type(failure).__name__})", None)
    yield from _base64_runs(data, way, depth)
    found = [bytes.fromhex(re.sub(rb"[\s:]", b"", run.group()).decode()) for run in _HEX.finditer(data)]
    if found:
        yield Layer(f"{way} > hexadecimal", "\n".join(part.decode("utf-8", "ignore") for part in found))


def _as_text(data: bytes, way: str) -> Iterator[Layer]:
    try:
        yield from _spellings(data.decode("utf-8"), way)
    except UnicodeDecodeError:
        yield from _spellings(data.decode("utf-8", "ignore"), way)
        yield Layer(f"{way} as Windows-1252", data.decode("cp1252", "replace"))
    if b"\x00" in data:
        for encoding in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
            for start in range(4 if "32" in encoding else 2):
                yield Layer(f"{way} as {encoding}", data[start:].decode(encoding, "ignore"))


def _spellings(text: str, way: str) -> Iterator[Layer]:
    """A text as it stands, with its escapes undone, and without its tags."""
    yield Layer(way, text)
    undone = _undo(text)
    if undone != text:
        yield Layer(f"{way}, escapes undone", undone)
    if "<" in undone:
        # a name may be cut in two by a tag, and two words kept apart by nothing else
        yield Layer(f"{way}, without tags", html.unescape(_TAG.sub("", text)))
        yield Layer(f"{way}, tags as spaces", html.unescape(_TAG.sub(" ", text)))
    if "=" in text:
        plain = re.sub(r"=\r?\n", "", text)
        if re.search(r"=[0-9A-F]{2}", plain):
            yield Layer(f"{way} as quoted-printable", quopri.decodestring(plain.encode()).decode("utf-8", "replace"))


def _undo(text: str) -> str:
    undone = html.unescape(text) if "&" in text else text
    if "%" in undone:
        undone = unquote(undone)
    if "\\" in undone:
        for escape in _ESCAPES:
            undone = escape.sub(_character, undone)
    return undone


def _character(found: re.Match[str]) -> str:
    number = int(found.group(1), 16)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else found.group(0)


def _base64_runs(data: bytes, way: str, depth: int) -> Iterator[Layer]:
    """What every long enough run of base64 signs says, from each of the four places at which a group can begin.

    A script has tens of thousands of such runs, nearly all of them words: what they say as text is one layer together.
    """
    said: list[str] = []
    for found in _BASE64.finditer(data):
        if len(found.group()) < _SHORTEST_BASE64:
            continue
        run = re.sub(rb"\\?[\r\n]|\\[rn]|=", b"", found.group()).translate(bytes.maketrans(b"-_", b"+/"))
        for start in range(4 if _GLUED_BASE64 <= len(run) < 1 << 20 else 1):
            part = run[start:]
            part = part[: len(part) - 1] if len(part) % 4 == 1 else part
            try:
                decoded = base64.b64decode(part + b"=" * (-len(part) % 4))
            except (binascii.Error, ValueError):
                continue
            if start == 0 and any(test(decoded) for test, _ in _CONTAINERS):
                yield from layers(decoded, f"{way} > base64", depth + 1)
            elif b"\x00" in decoded and start == 0:
                yield from _as_text(decoded, f"{way} > base64")
            else:
                said.append(decoded.decode("utf-8", "ignore"))
    if said:
        yield Layer(f"{way} > base64", "\n".join(said))


def _zip(data: bytes) -> Iterator[tuple[str, bytes | str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if archive.comment:
            yield "comment", archive.comment
        for entry in archive.infolist():
            yield "name in the archive", entry.filename
            if entry.comment or entry.extra:
                yield f"{entry.filename} (notes)", entry.comment + b" " + entry.extra
            if entry.is_dir():
                continue
            if entry.file_size > LARGEST:
                raise ValueError("unpacks to too much")
            yield entry.filename, archive.read(entry)


def _tar(data: bytes) -> Iterator[tuple[str, bytes | str]]:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for entry in archive:
            yield "name in the archive", f"{entry.name} {entry.uname} {entry.linkname}"
            stream = archive.extractfile(entry) if entry.isfile() else None
            if stream:
                yield entry.name, stream.read()


def _unpacked(name: str, opener: Callable[[bytes], bytes]) -> Callable[[bytes], Iterator[tuple[str, bytes | str]]]:
    def read(data: bytes) -> Iterator[tuple[str, bytes | str]]:
        yield name, opener(data)

    return read


def _pdf(data: bytes) -> Iterator[tuple[str, bytes | str]]:
    import pypdfium2 as pdfium

    for number, found in enumerate(_STREAM.finditer(data), 1):
        try:
            yield f"stream {number}", zlib.decompressobj().decompress(found.group(1), LARGEST)
        except zlib.error:
            continue
    document = pdfium.PdfDocument(data)
    try:
        for key, value in document.get_metadata_dict().items():
            yield f"metadata {key}", str(value)
        for item in document.get_toc():
            yield "contents", str(item.get_title())
        for number in range(document.count_attachments()):
            attachment = document.get_attachment(number)
            yield "attachment's name", attachment.get_name()
            yield "attachment", bytes(attachment.get_data())
        for number in range(len(document)):
            page = document[number]
            yield f"page {number + 1}", page.get_textpage().get_text_range()
    finally:
        document.close()


def _parquet(data: bytes) -> Iterator[tuple[str, bytes | str]]:
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(data))
    for key, value in (table.schema.metadata or {}).items():
        yield "metadata", key + b"\n" + value
    for name in table.column_names:
        yield "column name", name
        values = table.column(name).combine_chunks().to_pylist()
        yield f"column {name}", "\n".join(_flat(value) for value in values if value is not None)


def _flat(value: object) -> str:
    return value.decode("utf-8", "ignore") if isinstance(value, bytes) else str(value)


def _png(data: bytes) -> Iterator[tuple[str, bytes | str]]:
    place = 8
    while place + 8 <= len(data):
        size = int.from_bytes(data[place : place + 4], "big")
        kind, content = data[place + 4 : place + 8], data[place + 8 : place + 8 + size]
        if kind in _PNG_TEXT:
            yield f"image metadata {kind.decode()}", content
            for part in range(len(content)):
                # compressed text begins somewhere after its keyword, flags and language
                if content[part : part + 1] == b"\x78":
                    try:
                        yield (
                            f"image metadata {kind.decode()}",
                            zlib.decompressobj().decompress(content[part:], LARGEST),
                        )
                        break
                    except zlib.error:
                        continue
        place += 12 + size


def _begins(*magic: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(magic)


_CONTAINERS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], Iterator[tuple[str, bytes | str]]]], ...] = (
    # a zip may have anything before it
    (lambda data: b"PK\x03\x04" in data[:4096] or b"PK\x05\x06" in data[-65557:], _zip),
    (_begins(b"\x1f\x8b\x08"), _unpacked("gzip", gzip.decompress)),
    (_begins(b"BZh"), _unpacked("bzip2", bz2.decompress)),
    (_begins(b"\xfd7zXZ\x00"), _unpacked("xz", lzma.decompress)),
    (lambda data: data[257:262] == b"ustar", _tar),
    (lambda data: b"%PDF-" in data[:1024], _pdf),
    (_begins(b"PAR1"), _parquet),
    (_begins(b"\x89PNG\r\n\x1a\n"), _png),
)
