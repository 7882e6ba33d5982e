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

    told: list[Box] = []
    silent: list[Box] = []
    for count, piece in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=DEEP)):
        if count >= MOST:
            break
        words = raw.FPDFTextObj_GetText(piece.raw, text_page.raw, None, 0) > 2
        (told if words else silent).append(_box(raw, piece.raw))
    if not silent:
        return 0
    points = [box for box in silent if max(box[2] - box[0], box[3] - box[1]) < EXTENT]
    drawn = [box for box in silent if max(box[2] - box[0], box[3] - box[1]) >= EXTENT]
    count = sum(not any(_covers(other, box) for other in told) for box in drawn)
    total = len(told) + len(silent)
    return count + (len(points) if total >= FEWEST and len(points) >= NO_SIZE * total else 0)


def _box(raw: Any, piece: Any) -> Box:
    sides = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(piece, *(ctypes.byref(side) for side in sides))
    left, bottom, right, top = (side.value for side in sides)
    return left, bottom, right, top


def _covers(other: Box, box: Box) -> bool:
    wide = min(other[2], box[2]) - max(other[0], box[0])
    high = min(other[3], box[3]) - max(other[1], box[1])
    return wide >= COVERED * (box[2] - box[0]) and high >= COVERED * (box[3] - box[1])
