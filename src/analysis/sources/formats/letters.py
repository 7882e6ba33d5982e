"""Letters that the fonts of a PDF do not tell: pdfium then gives the number of the sign as if it were its letter."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from typing import Any

from analysis.sources.formats.lines import Line

UNTOLD = "\ufffd"
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
"""Numbers that are no letter."""
BLANK = 0.03
"""Share of the height of its line that the ink of a space has at most, in points of a box that is never quite empty."""
ILLEGIBLE = 0.5
"""Share of the signs of a page without a letter from which it is no more than a picture."""


def told(raw: Any, page: Any, text: str) -> tuple[str, int]:
    """Text of a page with a mark for each sign whose letter nobody knows, and how many other letters are guesses."""
    untold = raw.FPDFText_HasUnicodeMapError
    guessed = [at for at in range(len(text)) if untold(page, at) == 1]
    if not guessed:
        return text, 0
    signs = list(text)
    for at in guessed:
        if CONTROL.match(signs[at]):
            signs[at] = UNTOLD if _has_ink(raw, page, at) else " "
    return "".join(signs), sum(not sign.isspace() and sign != UNTOLD for sign in map(signs.__getitem__, guessed))


def _has_ink(raw: Any, page: Any, at: int) -> bool:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(page, at, *map(ctypes.byref, (left, right, bottom, top)))
    line = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(page, at, ctypes.byref(line))
    least = BLANK * abs(line.top - line.bottom)
    return abs(top.value - bottom.value) > least and abs(right.value - left.value) > 0


def illegible(lines: Sequence[Line]) -> bool:
    """Whether half of the signs of a page or more have no letter."""
    signs = "".join(line.text for line in lines).replace(" ", "")
    return bool(signs) and signs.count(UNTOLD) >= ILLEGIBLE * len(signs)
