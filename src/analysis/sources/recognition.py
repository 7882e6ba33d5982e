"""Which format a file is in: from its first bytes, and from its name where bytes leave a choice."""

from __future__ import annotations

import re

from analysis.sources.refusals import Refusal

TEXTUAL = {
    ".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".vtt": "vtt", ".srt": "srt", ".sbv": "sbv", ".rst": "rst", ".eml": "eml", ".json": "json", ".csv": "csv", ".tsv": "csv",
    ".rtf": "rtf", "": "txt",
}  # fmt: skip
"""Formats told by the name, all of them text."""

FOREIGN = {
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"II*\0": "a picture",
    b"MM\0*": "a picture",
    b"ID3": "a recording",
    b"RIFF": "a recording or a picture",
    b"OggS": "a recording",
    b"fLaC": "a recording",
    b"\x1aE\xdf\xa3": "a recording",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"\x1f\x8b": "a packed archive",
    b"7z\xbc\xaf": "a packed archive",
    b"Rar!": "a packed archive",
}
"""First bytes of what is no document."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def format_of(name: str, data: bytes) -> str:
    """Format of a file by its bytes, then its name.

    Raises
    ------
    Refusal
        For what is empty, encrypted, old binary Word, a picture, a program, a lock or hidden file, or unknown.
    """
    suffix = _suffix(name)
    if name.startswith(("~$", ".~lock.")):
        raise Refusal("lock file", "is a lock file of an office program, not a document")
    if name.startswith("."):
        raise Refusal("hidden file", "is a hidden file of the system or an editor")
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Refusal("empty", "is empty (0 bytes)" if not data else "holds nothing but white space")
    if data.startswith(OLE):
        raise _ole(data)
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _zipped(suffix, data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.lstrip()[:5] == b"{\\rtf":
        return "rtf"
    what = next((what for start, what in FOREIGN.items() if data.startswith(start)), "")
    if what and (b"\0" in data[:512] or suffix not in TEXTUAL):
        raise Refusal("not text", f"is {what}")
    if data[4:8] == b"ftyp":
        raise Refusal("not text", "is a recording")
    return _textual(suffix, data)


def _suffix(name: str) -> str:
    match = re.search(r"\.[A-Za-z0-9]{1,8}$", name)
    return match.group().lower() if match else ""


def _ole(data: bytes) -> Refusal:
    if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0" in data:
        return Refusal("password", "is protected with a password")
    return Refusal("old Word", "is in an old binary format of Office (.doc, .xls, .msg)")


def _zipped(suffix: str, data: bytes) -> str:
    if suffix in (".docx", ".docm", ".dotx"):
        return "docx"
    if suffix in (".odt", ".ott"):
        return "odt"
    if suffix in (".xlsx", ".xlsm"):
        return "xlsx"
    if suffix == ".epub" or b"mimetypeapplication/epub+zip" in data[:200]:
        return "epub"
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in data[:200]:
        return "odt"
    if b"word/document" in data[:20000] or b"word/document" in data[-20000:]:
        return "docx"
    if b"xl/workbook" in data[:20000] or b"xl/workbook" in data[-20000:]:
        return "xlsx"
    raise Refusal("unknown format", f"is an archive ({suffix or 'no suffix'}), not a document")


def _textual(suffix: str, data: bytes) -> str:
    if suffix in (".docx", ".docm", ".odt", ".xlsx", ".pdf", ".epub"):
        raise Refusal("damaged", f"is named {suffix} and does not begin as one")
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if suffix in TEXTUAL:
        if suffix in ("", ".txt", ".text") and head.startswith(b"WEBVTT"):
            return "vtt"
        return TEXTUAL[suffix]
    if suffix == ".doc":
        if head[:6].lower() in (b"<html>", b"<!doct"):
            return "html"
        raise Refusal("damaged", "is named .doc and does not begin as one")
    raise Refusal("unknown format", f"is of a format nobody reads here ({suffix})")
