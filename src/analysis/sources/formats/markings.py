"""What people filled in or put on the pages of a PDF: fields of forms, text boxes and comments."""

# ruff: noqa: SIM905
from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from analysis.sources.document import Block, Comment
from analysis.sources.formats.losses import has_text

if TYPE_CHECKING:
    import pypdfium2

MOST_ANNOTATIONS = 5_000
REMARKS = tuple(
    "TEXT HIGHLIGHT STRIKEOUT UNDERLINE SQUIGGLY CARET STAMP INK LINE SQUARE CIRCLE POLYGON POLYLINE".split()
)
"""Kinds of annotation whose contents are what a reader remarked."""


def read(pdf: pypdfium2.PdfDocument) -> tuple[list[Block], list[Comment], list[int]]:
    """Blocks of fields and text boxes, comments, and the pages (from 0) on which an annotation draws text by itself."""
    import pypdfium2
    import pypdfium2.raw as raw

    blocks: list[Block] = []
    comments: list[Comment] = []
    drawn: list[int] = []
    form = pdf.formenv.raw if pdf.formenv is not None else None
    for number in range(len(pdf)):
        try:
            page = pdf[number]
        except (pypdfium2.PdfiumError, ValueError, OSError):
            continue
        for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), MOST_ANNOTATIONS)):
            annotation = raw.FPDFPage_GetAnnot(page.raw, index)
            if not annotation:
                continue
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            if kind == raw.FPDF_ANNOT_WIDGET:
                found = _field(raw, form, annotation, number + 1) if form is not None else []
                blocks += found or _stray_field(raw, form, annotation, number + 1)
            elif kind == raw.FPDF_ANNOT_FREETEXT:
                words = _entry(raw, annotation, b"Contents")
                if words.strip():
                    blocks.append(Block(words, page=number + 1, place=f"page {number + 1}, text box"))
            elif kind in (getattr(raw, f"FPDF_ANNOT_{name}") for name in REMARKS):
                words, author, date = (_entry(raw, annotation, key) for key in (b"Contents", b"T", b"M"))
                if words.strip():
                    comments.append(Comment(author, _iso(date), words, "", 0))
            if drawn[-1:] != [number] and has_text(raw, annotation):
                drawn.append(number)
            raw.FPDFPage_CloseAnnot(annotation)
        page.close()
    return blocks, comments, drawn


def _iso(date: str) -> str:
    """A date of a PDF (`D:20251030103422+01'00'`) as other formats write it; as it stands when it is none."""
    match = re.match(r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?", date)
    if not match:
        return date
    day, clock = "-".join(match.groups()[:3]), match.groups()[3:]
    return f"{day}T{':'.join(clock)}" if all(clock) else day


def _field(raw: Any, form: Any, annotation: Any, page: int) -> list[Block]:
    """What was filled in; of a list what was chosen as people see it, and apart what could have been."""
    kind = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    place = f"page {page}, form field"
    if kind in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON, raw.FPDF_FORMFIELD_PUSHBUTTON):
        name = _text(lambda b, n: raw.FPDFAnnot_GetFormFieldAlternateName(form, annotation, b, n))
        ticked = kind != raw.FPDF_FORMFIELD_PUSHBUTTON and raw.FPDFAnnot_IsChecked(form, annotation)
        return [Block(f"☒ {name.strip()}", page=page, place=place)] if ticked and name.strip() else []
    value = _text(lambda b, n: raw.FPDFAnnot_GetFormFieldValue(form, annotation, b, n)).strip()
    if kind not in (raw.FPDF_FORMFIELD_LISTBOX, raw.FPDF_FORMFIELD_COMBOBOX):
        return [Block(value, page=page, place=place)] if value else []
    chosen: list[str] = []
    others: list[str] = []
    for number in range(min(max(raw.FPDFAnnot_GetOptionCount(form, annotation), 0), MOST_ANNOTATIONS)):
        label = _text(lambda b, n, k=number: raw.FPDFAnnot_GetOptionLabel(form, annotation, k, b, n)).strip()
        selected = raw.FPDFAnnot_IsOptionSelected(form, annotation, number)
        (chosen if selected else others).append(label)
    blocks = [Block(text, page=page, place=place) for text in chosen or [value] if text]
    if kind == raw.FPDF_FORMFIELD_LISTBOX and any(others):
        left = "\n".join(filter(None, others))
        blocks.append(Block(left, aside="not chosen in a form", page=page, place=place))
    return blocks


def _stray_field(raw: Any, form: Any, annotation: Any, page: int) -> list[Block]:
    """What stands in a field that no form of the document names: its page shows it all the same."""
    if form is not None and raw.FPDFAnnot_GetFormFieldType(form, annotation) > 0:
        return []
    value = _entry(raw, annotation, b"V").strip()
    return [Block(value, page=page, place=f"page {page}, form field")] if value else []


def _entry(raw: Any, annotation: Any, key: bytes) -> str:
    return _text(lambda b, n: raw.FPDFAnnot_GetStringValue(annotation, key, b, n))


def _text(get: Callable[..., int]) -> str:
    """Text of a pdfium call that fills a buffer of UTF-16."""
    length = get(None, 0)
    if not 2 < length <= 1_000_000:
        return ""
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    get(buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", errors="replace")
