"""What annotations of a PDF draw by themselves: stamps, captions of lines, buttons; words that stand in no entry of theirs."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.sources.document import Block, Comment
from analysis.sources.formats.glyphs import page_of
from analysis.sources.formats.lines import Line
from analysis.sources.formats.markings import MOST_ANNOTATIONS
from analysis.sources.formats.repeats import drawn_again

if TYPE_CHECKING:
    import pypdfium2

Box = tuple[float, float, float, float]


def read(
    pdf: pypdfium2.PdfDocument,
    drawn: Sequence[int],
    pages: Sequence[Sequence[Line]],
    fields: Sequence[Block],
    comments: Sequence[Comment],
) -> list[Block]:
    """Blocks of what annotations draw and neither the page nor an entry of theirs holds yet; its pages are spent after it.

    Parameters
    ----------
    pdf : pypdfium2.PdfDocument
    drawn : sequence of int
        Pages (from 0) on which an annotation draws text.
    pages : sequence of sequence of Line
        Lines that the pages draw themselves.
    fields, comments
        What was read of the annotations' entries.
    """
    held: dict[int, str] = {}
    for block in fields:
        held[block.page] = held.get(block.page, "") + _closed(block.text) + "\n"
    remarks = "\n".join(_closed(comment.text) for comment in comments)
    blocks: list[Block] = []
    for number in drawn:
        for line, aside in _drawn(pdf, number):
            known = _closed(line.text) in held.get(number + 1, "") + remarks
            if not known and not any(drawn_again(other, line) for other in pages[number]):
                blocks.append(Block(line.text, aside=aside, page=number + 1, place=f"page {number + 1}, mark on it"))
    return blocks


def _closed(text: str) -> str:
    return "".join(text.split())


def _drawn(pdf: pypdfium2.PdfDocument, number: int) -> list[tuple[Line, str]]:
    """Lines that the annotations of a page draw, each with why it is no text, if it is none."""
    import pypdfium2
    import pypdfium2.raw as raw

    try:
        page = pdf[number]
    except (pypdfium2.PdfiumError, ValueError, OSError):
        return []
    try:
        asides = _asides(raw, pdf.formenv.raw if pdf.formenv is not None else None, page.raw)
        if not _alone(raw, page.raw):
            return []
    finally:
        page.close()
    try:
        lines = page_of(pdf, number, ask_losses=False).lines
    except (pypdfium2.PdfiumError, ValueError, OSError):
        return []
    return [(line, next((why for box, why in asides if _within(line, box)), "")) for line in lines]


def _asides(raw: Any, form: Any, page: Any) -> list[tuple[Box, str]]:
    """Places whose words are no text, with the reason."""
    places: list[tuple[Box, str]] = []
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), MOST_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        if why := _why_aside(raw, form, annotation):
            found = raw.FS_RECTF()
            raw.FPDFAnnot_GetRect(annotation, ctypes.byref(found))
            places.append(((found.left, found.bottom, found.right, found.top), why))
        raw.FPDFPage_CloseAnnot(annotation)
    return places


def _why_aside(raw: Any, form: Any, annotation: Any) -> str:
    """Of a button its label, and of a field the value once more, as a format or a list of its form shows it."""
    if form is None or raw.FPDFAnnot_GetSubtype(annotation) != raw.FPDF_ANNOT_WIDGET:
        return ""
    kind = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in (raw.FPDF_FORMFIELD_PUSHBUTTON, raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
        return "button of a form"
    return "field of a form as it shows" if raw.FPDFAnnot_GetFormFieldValue(form, annotation, None, 0) > 2 else ""


def _alone(raw: Any, page: Any) -> bool:
    """Leave on a page only what its annotations draw; whether that could be done."""
    for index in reversed(range(raw.FPDFPage_CountObjects(page))):
        piece = raw.FPDFPage_GetObject(page, index)
        if raw.FPDFPage_RemoveObject(page, piece):
            raw.FPDFPageObj_Destroy(piece)
    raw.FPDFPage_GenerateContent(page)
    return bool(raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS)


def _within(line: Line, box: Box) -> bool:
    middle, level = (line.left + line.right) / 2, (line.bottom + line.top) / 2
    return box[0] <= middle <= box[2] and box[1] <= level <= box[3]
