"""What a page of a PDF draws as text and pdfium gives no words for: such a page is named, so that nobody trusts it blindly.

pdfium leaves out signs without a width, as vertical writing has them, and pictures that a font draws. What it leaves out
because the same words stand on that place already is no loss.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pypdfium2

EXTENT = 2.0
"""Points that a piece measures at least in one direction: a space has no extent."""
NO_SIZE = 0.95
"""Share of the pieces of a page from which those without words or extent are signs that have no size, not spaces."""
FEWEST = 20
"""Pieces from which that share tells something."""
DEEP = 5
"""Forms within forms that are looked into."""
MOST = 20_000
"""Pieces of a page that are looked at."""
COVERED = 0.5
"""Share of a piece that lies under one with words when both are the same text drawn twice."""

Box = tuple[float, float, float, float]


def lost(page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage) -> int:
    """How many pieces of text on a page have a place and no words."""
    import pypdfium2.raw as raw

    told: list[Any] = []
    silent: list[Box] = []
    for piece in _pieces(raw, page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject):
        if raw.FPDFTextObj_GetText(piece, text_page.raw, None, 0) > 2:
            told.append(piece)
        else:
            silent.append(_box(raw, piece))
    drawn = [box for box in silent if max(box[2] - box[0], box[3] - box[1]) >= EXTENT]
    points, total = len(silent) - len(drawn), len(told) + len(silent)
    count = points if total >= FEWEST and points >= NO_SIZE * total else 0
    if drawn:
        # most pages have none, and then where the others stand is not asked
        places = [_box(raw, piece) for piece in told]
        count += sum(not any(_covers(other, box) for other in places) for box in drawn)
    return count


def has_text(raw: Any, annotation: Any) -> bool:
    """Whether an annotation draws text."""
    return bool(_pieces(raw, annotation, raw.FPDFAnnot_GetObjectCount, raw.FPDFAnnot_GetObject))


def _pieces(raw: Any, holder: Any, count: Any, get: Any) -> list[Any]:
    """Text objects of a page or annotation, those within forms too, by the library itself: there are thousands."""
    found: list[Any] = []
    holders = [(holder, count, get, 0)]
    while holders and len(found) < MOST:
        holder, count, get, depth = holders.pop()
        for index in range(min(count(holder), MOST)):
            piece = get(holder, index)
            kind = raw.FPDFPageObj_GetType(piece)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                found.append(piece)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEP:
                holders.append((piece, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, depth + 1))
    return found


def _box(raw: Any, piece: Any) -> Box:
    sides = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(piece, *(ctypes.byref(side) for side in sides))
    left, bottom, right, top = (side.value for side in sides)
    return left, bottom, right, top


def _covers(other: Box, box: Box) -> bool:
    wide = min(other[2], box[2]) - max(other[0], box[0])
    high = min(other[3], box[3]) - max(other[1], box[1])
    return wide >= COVERED * (box[2] - box[0]) and high >= COVERED * (box[3] - box[1])
