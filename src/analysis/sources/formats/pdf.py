"""PDF through pypdfium2: lines with their place on the page become paragraphs; scans go to tesseract when asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.sources.formats import Contents, Options, markings
from analysis.sources.formats.glyphs import lines_of
from analysis.sources.formats.layout import arrange
from analysis.sources.formats.lines import Line
from analysis.sources.refusals import Refusal

if TYPE_CHECKING:
    import pypdfium2

MOST_PAGES = 20_000
NO_LETTER = re.compile("[\ufffd\ue000-\uf8ff\x80-\x9f]")
"""What stands for a sign of a symbol font, or of a damaged one."""


def read(data: bytes, options: Options) -> Contents:
    """Contents of a PDF."""
    pdf = _open(data)
    # the library is built without JavaScript: forms are read, their scripts cannot run
    pdf.init_forms()
    metadata = {key.lower(): str(value) for key, value in _metadata(pdf).items() if value}
    pages: list[list[Line]] = []
    empty: list[int] = []
    broken = 0
    if len(pdf) > MOST_PAGES:
        raise Refusal("size", f"has {len(pdf)} pages, more than {MOST_PAGES}")
    for number in range(len(pdf)):
        try:
            lines = lines_of(pdf, number)
        except _page_errors():
            lines, broken = [], broken + 1
        if not lines:
            empty.append(number)
        pages.append(lines)
    warnings = [f"{broken} pages could not be opened"] if broken else []
    if empty and options.ocr:
        from analysis.sources.formats import scans

        warnings += scans.recognise(pdf, empty, pages, options)
    elif len(empty) == len(pages) and not markings.read(pdf)[0]:
        raise Refusal("scan", f"holds no text on its {len(pages)} pages: a scan, or pictures only")
    elif empty:
        warnings.append(f"no text on {len(empty)} of {len(pages)} pages (pictures or a scan): pages {_list(empty)}")
    blocks = arrange(pages)
    fields, comments = markings.read(pdf)
    blocks += fields
    if not blocks:
        raise Refusal("scan", f"holds no text on its {len(pages)} pages: a scan, or pictures only")
    unknown = sum(len(NO_LETTER.findall(block.text)) for block in blocks)
    if unknown:
        warnings.append(
            f"{unknown} signs have no letter in the fonts of this PDF; they may be missing or show as \ufffd"
        )
    return Contents(blocks=blocks, comments=comments, warnings=warnings, metadata=metadata)


def _open(data: bytes) -> pypdfium2.PdfDocument:
    import pypdfium2

    start = data.find(b"%PDF-")
    try:
        return pypdfium2.PdfDocument(data[start:] if 0 < start < 1024 else data)
    except pypdfium2.PdfiumError as failure:
        if "assword" in str(failure):
            raise Refusal("password", "is protected with a password") from None
        if "security" in str(failure).lower():
            raise Refusal("password", "is encrypted in a way that cannot be opened") from None
        raise Refusal("damaged", "is no PDF that can be opened") from None


def _page_errors() -> tuple[type[Exception], ...]:
    import pypdfium2

    return (pypdfium2.PdfiumError, ValueError, OSError)


def _metadata(pdf: pypdfium2.PdfDocument) -> dict[str, str]:
    try:
        return {
            key: value
            for key, value in pdf.get_metadata_dict(skip_empty=True).items()
            if key in ("Title", "Author", "CreationDate")
        }
    except _page_errors():
        return {}


def _list(numbers: list[int]) -> str:
    shown = ", ".join(str(number + 1) for number in numbers[:10])
    return shown + (", …" if len(numbers) > 10 else "")
