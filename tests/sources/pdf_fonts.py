"""PDFs with fonts that do not say which letters they draw: made by hand, since no program is asked to make them."""

from __future__ import annotations

import struct

PAGES = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R/G 6 0 R>>>>>>endobj\n"
)


def _object(number: int, entries: str, stream: bytes | None = None) -> bytes:
    if stream is None:
        return f"{number} 0 obj<<{entries}>>endobj\n".encode()
    start = f"{number} 0 obj<</Length {len(stream)}{entries}>>stream\n".encode()
    return start + stream + b"\nendstream endobj\n"


def _book(*objects: bytes) -> bytes:
    return PAGES + b"".join(objects) + b"trailer<</Root 1 0 R>>\n%%EOF\n"


def _descriptor(number: int, font: str, more: str = "") -> bytes:
    box = "/FontBBox[0 0 500 700]/Ascent 700/Descent 0/CapHeight 700/ItalicAngle 0/StemV 80"
    return _object(number, f"/Type/FontDescriptor/FontName/{font}/Flags 4{box}{more}")


def mac_font(text: bytes) -> bytes:
    """Text in a symbolic TrueType font with one table, which pdfium takes for Mac Roman, and the entry WinAnsiEncoding."""
    font = _true_type()
    entries = "/Type/Font/Subtype/TrueType/BaseFont/AAAAAA+Arial/Encoding/WinAnsiEncoding/FontDescriptor 7 0 R"
    widths = f"/FirstChar 32/LastChar 255/Widths[{'500 ' * 224}]"
    return _book(
        _object(4, "", b"BT /F 12 Tf 60 700 Td (" + text + b") Tj ET"),
        _object(5, entries + widths),
        _object(6, "/Type/Font/Subtype/Type1/BaseFont/Helvetica"),
        _descriptor(7, "AAAAAA+Arial", "/FontFile2 8 0 R"),
        _object(8, f"/Length1 {len(font)}", font),
    )


def sign_of(font: str) -> bytes:
    """The sign with number 66 of a font that tells no letters, before a number in Helvetica."""
    system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 600"
    return _book(
        _object(4, "", b"BT /F 12 Tf 60 700 Td <0042> Tj /G 12 Tf (0,02) Tj ET"),
        _object(5, f"/Type/Font/Subtype/Type0/BaseFont/{font}/Encoding/Identity-H/DescendantFonts[7 0 R]"),
        _object(6, "/Type/Font/Subtype/Type1/BaseFont/Helvetica"),
        _object(7, f"/Type/Font/Subtype/CIDFontType2/BaseFont/{font}{system}/FontDescriptor 8 0 R"),
        _descriptor(8, font),
    )


def _true_type() -> bytes:
    """A TrueType font that draws one square for every number of its only table, that of Mac Roman."""
    square = struct.pack(">hhhhhHH4B8h", 1, 0, 0, 500, 700, 3, 0, 1, 1, 1, 1, 0, 500, 0, -500, 0, 0, 700, 0)
    tables = {
        b"cmap": struct.pack(">HHHHIHHH", 0, 1, 1, 0, 12, 0, 262, 0) + b"\1" * 256,
        b"glyf": square + b"\0" * (-len(square) % 4),
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh", 65536, 65536, 0, 0x5F0F3CF5, 0, 1000, 0, 0, 0, 0, 500, 700, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 65536, 700, 0, 0, 500, 0, 0, 500, 1, 0, 0, 0, 0, 0, 0, 0, 1),
        b"hmtx": struct.pack(">Hhh", 500, 0, 0),
        b"loca": struct.pack(">III", 0, 0, len(square) + -len(square) % 4),
        b"maxp": struct.pack(">IH13H", 65536, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    head, body = struct.pack(">IHHHH", 65536, len(tables), 64, 2, 48), b""
    for name, data in tables.items():
        head += name + struct.pack(">III", 0, 12 + 16 * len(tables) + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return head + body
