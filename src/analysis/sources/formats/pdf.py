"""PDF through pypdfium2: lines with their place on the page become paragraphs; scans go to tesseract when asked."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from analysis.sources.document import Block, Comment
from analysis.sources.formats import Contents, Options
from analysis.sources.formats.layout import Line, arrange
from analysis.sources.refusals import Refusal

if TYPE_CHECKING:
    import pypdfium2

MOST_PAGES = 20_000
MOST_ANNOTATIONS = 5_000
HYPHENS = ("\ufffe", "\x02", "\u00ad")
"""What pdfium puts where a word is broken at a line's end."""
PRINTED_LINE = re.compile(r"[^\r\n\ufffe\x02]+[\ufffe\x02]?")
"""pdfium runs lines together at a broken word; apart again, each has its own place on the page."""


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
            lines = _lines(pdf, number)
        except _page_errors():
            lines, broken = [], broken + 1
        if not lines:
            empty.append(number)
        pages.append(lines)
    warnings = [f"{broken} pages could not be opened"] if broken else []
    if empty and options.ocr:
        from analysis.sources.formats import scans

        warnings += scans.recognise(pdf, empty, pages, options)
    elif len(empty) == len(pages) and not _annotations(pdf)[0]:
        raise Refusal("scan", f"holds no text on its {len(pages)} pages: a scan, or pictures only")
    elif empty:
        warnings.append(f"no text on {len(empty)} of {len(pages)} pages (pictures or a scan): pages {_list(empty)}")
    blocks = arrange(pages)
    fields, comments = _annotations(pdf)
    blocks += fields
    if not blocks:
        raise Refusal("scan", f"holds no text on its {len(pages)} pages: a scan, or pictures only")
    unknown = sum(block.text.count("\ufffd") for block in blocks)
    if unknown:
        warnings.append(f"{unknown} signs have no letter in the fonts of this PDF; they show as \ufffd")
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


def _lines(pdf: pypdfium2.PdfDocument, number: int) -> list[Line]:
    """Lines of a page in the order of the PDF, each with its box (points from the bottom left) and size."""
    import pypdfium2.raw as raw

    page = pdf[number]
    try:
        text_page = page.get_textpage()
        try:
            count = text_page.count_chars()
            text = text_page.get_text_range() if count > 0 else ""
            if len(text) != count:
                text = "".join(_sign(raw.FPDFText_GetUnicode(text_page.raw, index)) for index in range(count))
            width, height = page.get_size()
            return [
                line
                for match in PRINTED_LINE.finditer(text)
                if (line := _line(raw, text_page.raw, match, (width, height), number + 1))
            ]
        finally:
            text_page.close()
    finally:
        page.close()


def _sign(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _line(raw: object, page: object, match: re.Match[str], size: tuple[float, float], number: int) -> Line | None:
    text = match.group()
    stripped = text.strip()
    if not stripped:
        return None
    first = match.start() + len(text) - len(text.lstrip())
    last = match.start() + len(text.rstrip()) - 1
    while last > first and text[last - match.start()] in HYPHENS:
        last -= 1
    left, bottom, _, top = _box(raw, page, first)
    _, bottom_last, right, top_last = _box(raw, page, last)
    broken = stripped[-1] in HYPHENS
    return Line(
        text=stripped.rstrip("".join(HYPHENS)) if broken else stripped,
        left=left,
        right=max(left, right),
        bottom=min(bottom, bottom_last),
        top=max(top, top_last),
        size=round(float(raw.FPDFText_GetFontSize(page, first)), 1),  # type: ignore[attr-defined]
        bold=raw.FPDFText_GetFontWeight(page, first) >= 600 and raw.FPDFText_GetFontWeight(page, last) >= 600,  # type: ignore[attr-defined]
        broken=broken,
        page=number,
        width=size[0],
        height=size[1],
    )


def _box(raw: object, page: object, index: int) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of a character, with the loose box: that of its line, not of its ink."""
    box = raw.FS_RECTF()  # type: ignore[attr-defined]
    raw.FPDFText_GetLooseCharBox(page, index, ctypes.byref(box))  # type: ignore[attr-defined]
    return box.left, box.bottom, box.right, box.top


def _annotations(pdf: pypdfium2.PdfDocument) -> tuple[list[Block], list[Comment]]:
    """What was filled in on a form, and comments put on the pages."""
    import pypdfium2.raw as raw

    fields: list[Block] = []
    comments: list[Comment] = []
    form = pdf.formenv
    for number in range(len(pdf)):
        try:
            page = pdf[number]
        except _page_errors():
            continue
        for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), MOST_ANNOTATIONS)):
            annotation = raw.FPDFPage_GetAnnot(page.raw, index)
            if not annotation:
                continue
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            if kind == raw.FPDF_ANNOT_WIDGET and form is not None:
                value = _string(lambda b, n, a=annotation: raw.FPDFAnnot_GetFormFieldValue(form.raw, a, b, n))
                if value.strip() and value not in ("Off", "Yes", "On"):
                    fields.append(Block(value, apart=False, page=number + 1, place=f"page {number + 1}, form field"))
            elif kind in (
                raw.FPDF_ANNOT_TEXT,
                raw.FPDF_ANNOT_FREETEXT,
                raw.FPDF_ANNOT_HIGHLIGHT,
                raw.FPDF_ANNOT_STRIKEOUT,
            ):
                words, author, date = (
                    _string(lambda b, n, a=annotation, k=key: raw.FPDFAnnot_GetStringValue(a, k, b, n))
                    for key in (b"Contents", b"T", b"M")
                )
                if words.strip():
                    comments.append(Comment(author, date, words, "", 0))
            raw.FPDFPage_CloseAnnot(annotation)
        page.close()
    return fields, comments


def _string(get: Callable[..., int]) -> str:
    """Text of a pdfium call that fills a buffer of UTF-16."""
    length = get(None, 0)
    if not 2 < length <= 1_000_000:
        return ""
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    get(buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", errors="replace")
