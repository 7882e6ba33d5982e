"""Letters that the fonts of a PDF do not tell: pdfium then gives the number of the sign as if it were its letter."""

from __future__ import annotations

import ctypes
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.sources.decoding import western
from analysis.sources.formats import accents
from analysis.sources.formats.lines import Line

UNTOLD = "\ufffd"
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
"""Numbers that are no letter."""
BLANK = 0.03
"""Share of the height of its line that the ink of a space has at most, in points of a box that is never quite empty."""
ILLEGIBLE = 0.5
"""Share of the signs of a page without a letter from which it is no more than a picture."""
PICTOGRAMS = re.compile(r"symbol|[wl]ingding|webding|dingbat|gdt|marlett|awesome|icon|glyph", re.IGNORECASE)
"""Names of fonts that draw signs and no letters: the number of a sign there is the letter of nothing."""
PICTURED = "\u2000"
"""From here on Unicode has arrows, ticks and such: those are told."""
SYMBOLIC = 4
"""Flag of a font whose numbers are its own (ISO 32000-1, 9.8.2): pdfium takes those of some for Mac Roman."""
WINDOWS = {
    bytes([code]).decode("mac_roman"): sign
    for code in range(0x80, 0x100)
    if (sign := bytes([code]).decode("cp1252", errors="ignore"))
}
"""Signs of Windows-1252 by those that stand on the same numbers of Mac Roman."""
SETTING = "‘’“”–—…•"
"""Signs of Windows-1252 that are no letter and may yet touch one."""
OUT_OF_PLACE = re.compile(r"(?<=[a-zß-ÿ])[À-ÖØ-Þ!\"#$%^~¡-¿‰‹›†‡‚„ˆ˜¯˘˙˚˝ˇ⁄]{1,2}(?=[a-zß-ÿ])")
"""Capitals with an accent, and signs that are no letter, in the midst of a word."""
FEWEST_WORDS = 3
"""Words of a page with a sign out of place from which its letters are doubtful: one may be written so."""


@dataclass(frozen=True)
class Told:
    """Text of a page: how many of its letters are guesses, were read anew, and stand in words that look misread."""

    text: str
    guessed: int = 0
    anew: int = 0
    misread: int = 0


def told(raw: Any, page: Any, text: str) -> Told:
    """Text of a page with a mark for each sign whose letter nobody knows, and what is in doubt of the others."""
    text, guessed = _marked(raw, page, text)
    text = accents.composed(raw, page, text)
    if not OUT_OF_PLACE.search(text):
        return Told(text, guessed)
    text, anew = _as_windows(raw, page, text)
    misread = len(OUT_OF_PLACE.findall(text))
    if misread < FEWEST_WORDS:
        return Told(text, guessed, anew)
    return Told(_with_inked_spaces_marked(raw, page, text), guessed, anew, misread)


def _marked(raw: Any, page: Any, text: str) -> tuple[str, int]:
    untold = raw.FPDFText_HasUnicodeMapError
    guessed = [at for at in range(len(text)) if untold(page, at) == 1]
    if not guessed:
        return text, 0
    signs = list(text)
    for at in guessed:
        if CONTROL.match(signs[at]):
            signs[at] = UNTOLD if _has_ink(raw, page, at) else " "
        elif signs[at] < PICTURED and not signs[at].isspace() and PICTOGRAMS.search(_font(raw, page, at)[0]):
            signs[at] = UNTOLD
    return "".join(signs), sum(not sign.isspace() and sign != UNTOLD for sign in map(signs.__getitem__, guessed))


def _as_windows(raw: Any, page: Any, text: str) -> tuple[str, int]:
    """Text with the signs read as Windows-1252 of each font that pdfium took for Mac Roman, and their number.

    Which of the two a font means stands in an entry that pdfium does not give; the words tell: `Allg‰u` is `Allgäu`.
    """
    fonts: dict[tuple[str, int], list[int]] = defaultdict(list)
    for at, sign in enumerate(text):
        if sign in WINDOWS:
            fonts[_font(raw, page, at)].append(at)
    anew = 0
    for font, places in fonts.items():
        if not font[1] & SYMBOLIC:
            continue
        signs = list(text)
        for at in places:
            signs[at] = WINDOWS[signs[at]]
        for at in _ligatures(raw, page, text, font):
            signs[at : at + 2] = "ß", accents.GONE
        windows = "".join(signs)
        better = western(windows) > western(text) and len(OUT_OF_PLACE.findall(windows)) < len(
            OUT_OF_PLACE.findall(text)
        )
        if better and all(_may_stand(windows, at) for at in places):
            text, anew = windows, anew + len(places)
    return text, anew


def _ligatures(raw: Any, page: Any, text: str, font: tuple[str, int]) -> list[int]:
    """Where one sign of a font is read as `fl`, which in Mac Roman has the number that ß has in Windows-1252."""
    found = [match.start() for match in re.finditer("fl", text)]
    one_sign = [at for at in found if accents.ink(raw, page, at) == accents.ink(raw, page, at + 1)]
    return [at for at in one_sign if _font(raw, page, at) == font]


def _may_stand(text: str, at: int) -> bool:
    """Whether a sign may stand where it does: beside a small letter only letters and signs that set words do."""
    beside = text[max(at - 1, 0) : at] + text[at + 1 : at + 2]
    return text[at].isalpha() or text[at] in SETTING or not any(sign.islower() for sign in beside)


def _with_inked_spaces_marked(raw: Any, page: Any, text: str) -> str:
    """Text of a page of misread words, with a mark for each space that draws something."""
    signs = list(text)
    for at, sign in enumerate(signs):
        if sign == " " and raw.FPDFText_IsGenerated(page, at) != 1 and _has_ink(raw, page, at):
            signs[at] = UNTOLD
    return "".join(signs)


def _font(raw: Any, page: Any, at: int) -> tuple[str, int]:
    """Name and flags of the font that draws a sign."""
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(page, at, name, 128, ctypes.byref(flags))
    return name.value.decode("utf-8", errors="replace"), flags.value


def _has_ink(raw: Any, page: Any, at: int) -> bool:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(page, at, *map(ctypes.byref, (left, right, bottom, top)))
    line = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(page, at, ctypes.byref(line))
    least = BLANK * abs(line.top - line.bottom)
    return abs(top.value - bottom.value) > least and abs(right.value - left.value) > least


def illegible(lines: Sequence[Line]) -> bool:
    """Whether half of the signs of a page or more have no letter."""
    signs = "".join(line.text for line in lines).replace(" ", "")
    return bool(signs) and signs.count(UNTOLD) >= ILLEGIBLE * len(signs)
