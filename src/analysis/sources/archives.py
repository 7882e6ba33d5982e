"""Zipped formats, opened without trust: sizes, names and links are checked before a byte is unpacked."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib

from lxml import etree

from analysis.sources.limits import Limits
from analysis.sources.refusals import Refusal

SMALL = 10_000_000
"""A part below this many bytes is harmless whatever its ratio."""

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    ValueError,
)
"""What reading a zip raises when it is not as it says it is; of NotImplementedError the way it is packed is unknown."""


class Archive:
    """A zip whose parts are read one by one within limits.

    Raises
    ------
    Refusal
        When it is no zip, is encrypted, or asks for more than the limits.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except (*DAMAGE, KeyError) as failure:
            raise Refusal("damaged", f"the zip inside it is damaged ({type(failure).__name__})") from None
        if len(members) > limits.members:
            raise Refusal("unsafe", f"holds {len(members)} parts, more than {limits.members}")
        total = sum(member.file_size for member in members)
        if total > limits.unpacked:
            raise Refusal("unsafe", f"would unpack to {total} bytes, more than {limits.unpacked}")
        for member in members:
            if member.file_size > SMALL and member.file_size > limits.ratio * max(member.compress_size, 1):
                raise Refusal("unsafe", f"has a part that unpacks to more than {limits.ratio} times its size")
            if member.filename.startswith(("/", "\\")) or ".." in member.filename.replace("\\", "/").split("/"):
                raise Refusal("unsafe", "has a part whose path leads out of the archive")
            if (member.external_attr >> 16) & 0o170000 == 0o120000:
                raise Refusal("unsafe", "has a part that is a link")
        self.names = frozenset(member.filename for member in members)

    def read(self, name: str) -> bytes | None:
        """Bytes of a part, or None when it is not there."""
        if name not in self.names:
            return None
        try:
            return self._zip.read(name)
        except DAMAGE as failure:
            raise Refusal("damaged", f"a part of it is damaged ({type(failure).__name__})") from None
        except RuntimeError:
            raise Refusal("password", "is protected with a password") from None

    def xml(self, name: str) -> etree._Element | None:
        """Root of an XML part, or None when the part is not there."""
        data = self.read(name)
        return None if data is None else parse_xml(data)


def parse_xml(data: bytes) -> etree._Element:
    """Root of XML that comes from outside: no entities, no external anything, no network, no depth beyond 256.

    Raises
    ------
    Refusal
        When it declares entities (the road of XXE and entity bombs), or is no XML.
    """
    head = data[:4096].replace(b"\0", b"").upper()
    if b"<!ENTITY" in data.upper() or (b"<!DOCTYPE" in head and b"[" in head.split(b"<!DOCTYPE", 1)[1].split(b">")[0]):
        raise Refusal("unsafe", "declares XML entities")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_pis=True,
        remove_comments=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as failure:
        if "depth" in str(failure):
            raise Refusal("unsafe", "nests XML deeper than 256") from None
        raise Refusal("damaged", f"its XML is damaged (line {failure.lineno})") from None
    except ValueError:
        raise Refusal("damaged", "its XML is damaged") from None
    if root is None:
        raise Refusal("damaged", "its XML is empty")
    return root
