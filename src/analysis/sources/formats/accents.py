"""Accents that a PDF draws by themselves, before or after their letter, as LaTeX does: one letter again."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from typing import Any

GONE = "\u200b"
"""What stands for a sign that is one with its neighbour, so that the others keep their numbers; it has no width."""
COMBINING = {
    "´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "¨": "\u0308", "˜": "\u0303", "¸": "\u0327", "˚": "\u030a", "ˇ": "\u030c",
    "˘": "\u0306", "˙": "\u0307", "˝": "\u030b", "¯": "\u0304", "˛": "\u0328",
}  # fmt: skip
"""The accents that stand alone, and the same over or under a letter."""
DOTLESS = {"ı": "i", "ȷ": "j"}
ALONE = re.compile(f"[{''.join(COMBINING)}]")
NEAR = 0.5
"""Widths of a letter from its middle within which an accent is its own."""


def composed(raw: Any, page: Any, text: str) -> str:
    """Text of a page, equally long, in which each accent that is drawn over or under a letter is part of it."""
    if not ALONE.search(text):
        return text
    signs = list(text)
    for match in ALONE.finditer(text):
        at = match.start()
        left, right = (_beside(raw, page, signs, at, step) for step in (-1, 1))
        distances = {place: _distance(raw, page, at, place) for place in (left, right) if signs[place].isalpha()}
        nearest = min(distances, key=lambda place: distances[place], default=at)
        if nearest == at or distances[nearest] > NEAR:
            continue
        letter = DOTLESS.get(signs[nearest], signs[nearest])
        whole = unicodedata.normalize("NFC", letter + COMBINING[match.group()])
        if len(whole) == 1:
            signs[nearest], signs[at] = whole, GONE
            if (
                len(distances) == 2
                and ink(raw, page, right)[0] - ink(raw, page, left)[1] < _width(raw, page, nearest) / 4
            ):
                # the spaces that only the accent made
                signs[left + 1 : right] = [GONE] * (right - left - 1)
    return "".join(signs)


def _beside(raw: Any, page: Any, signs: list[str], at: int, step: int) -> int:
    """The sign beside an accent, past a space that pdfium guessed; the accent itself at the end of a page."""
    place = at + step
    if 0 <= place < len(signs) and signs[place] == " " and raw.FPDFText_IsGenerated(page, place) == 1:
        place += step
    return place if 0 <= place < len(signs) else at


def _width(raw: Any, page: Any, at: int) -> float:
    left, right = ink(raw, page, at)
    return max(right - left, 0.1)


def _distance(raw: Any, page: Any, accent: int, letter: int) -> float:
    """From the middle of an accent to that of a letter, in widths of the letter."""
    one, two = ink(raw, page, accent), ink(raw, page, letter)
    return abs(sum(one) - sum(two)) / 2 / _width(raw, page, letter)


def ink(raw: Any, page: Any, at: int) -> tuple[float, float]:
    """Left and right edge of what a sign draws."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(page, at, *map(ctypes.byref, (left, right, bottom, top)))
    return left.value, right.value
