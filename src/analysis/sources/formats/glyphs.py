"""Signs of a PDF page as printed lines: what pdfium runs together is parted, what it parts or doubles is mended."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from analysis.sources.formats.accents import GONE
from analysis.sources.formats.letters import Told, told
from analysis.sources.formats.lines import WORD_GAP, Line
from analysis.sources.formats.losses import lost
from analysis.sources.formats.repeats import joined_along, once

if TYPE_CHECKING:
    import pypdfium2

HYPHENS = ("\ufffe", "\x02", "\u00ad")
"""What pdfium puts where a word is broken at a line's end."""
PRINTED_LINE = re.compile(r"[^\r\n\ufffe\x02]+[\ufffe\x02]?")
"""pdfium runs lines together at a broken word; apart again, each has its own place on the page."""
DOUBLED = re.compile(r"(?:([^\W\d_])\1){3}|^(?:(\S)\2){3,}$")
"""Bold made by drawing each sign twice gives `MMuunn`; whether it is one, the places of the signs tell."""
ECHO = re.compile(r"(\S.+\S)\s?\1")
"""Bold made by drawing words twice on the same place gives them twice."""
NARROW = 0.25
"""Width of a sign, in heights of its line, that no letters have on average: two stand on one place."""
SPACED = re.compile(r"(?:(?<!\S)\S{1,2} ){2}\S")
"""Letters drawn one by one give `C a r t e`; whether it is one word, the distances tell."""
CELL_GAP = 1.2
"""Space, in heights of a line, from which what stands left and right of it are two parts of the line."""
STRETCHED = 0.05
"""Usual space between the letters of a word, in heights of its line, from which they are set apart."""
FEWEST_PAIRS = 5
"""Neighbouring letters that show it."""
JUMP = 0.8
"""Heights of a line to a sign that no space or line end announces, from which it is of another part."""
STEP = 0.3
"""Heights of a line, and a point, that the next sign of equal size stands higher or lower when it begins another word."""
BACK = 1.0
"""Heights of a line that a word begins left of the end of the one before it when it is drawn over it."""
ON_ONE_PLACE = 0.3
"""Share of a sign's width or height within which an equal one is that sign drawn again, as a shadow."""
Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points from the bottom left."""
Sign = tuple[str, int]
"""A sign and its number on the page."""


@dataclass(frozen=True)
class Page:
    """Lines of a page in the order of the PDF, each with its box and size; pieces of it without words, and doubtful letters."""

    lines: list[Line] = field(default_factory=list)
    lost: int = 0
    letters: Told = field(default_factory=lambda: Told(""))


def page_of(pdf: pypdfium2.PdfDocument, number: int, ask_losses: bool = True) -> Page:
    """What page `number` (from 0) draws as text; to ask what of it has no words takes long where there are many pieces."""
    import pypdfium2.raw as raw

    page = pdf[number]
    try:
        text_page = page.get_textpage()
        try:
            count = text_page.count_chars()
            text = text_page.get_text_range() if count > 0 else ""
            if len(text) != count:
                text = "".join(_sign(raw.FPDFText_GetUnicode(text_page.raw, index)) for index in range(count))
            letters = told(raw, text_page.raw, text)
            glyphs = _Glyphs(raw, text_page.raw, number + 1, page.get_size())
            lines: list[Line] = []
            for match in PRINTED_LINE.finditer(letters.text):
                lines += glyphs.lines(match)
            return Page(
                once(joined_along(lines)), lost(page, text_page) if ask_losses else 0, replace(letters, text="")
            )
        finally:
            text_page.close()
    finally:
        page.close()


def _words(signs: Sequence[Sign]) -> list[list[Sign]]:
    words: list[list[Sign]] = [[]]
    for sign in signs:
        if sign[0] != " ":
            words[-1].append(sign)
        elif words[-1]:
            words.append([])
    return [word for word in words if word]


def _text(signs: Sequence[Sign]) -> str:
    return "".join(sign for sign, _ in signs)


def _sign(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


class _Glyphs:
    """The signs of one page."""

    def __init__(self, raw: Any, page: Any, number: int, size: tuple[float, float]) -> None:
        self.raw, self.page, self.number, self.size = raw, page, number, size
        self._rectangle = raw.FS_RECTF()
        self._pointer = ctypes.byref(self._rectangle)
        self._boxes: dict[int, Box] = {}

    def box(self, index: int) -> Box:
        """Box of a sign, the loose one: that of its line, not of its ink."""
        box = self._boxes.get(index)
        if box is None:
            self.raw.FPDFText_GetLooseCharBox(self.page, index, self._pointer)
            found = self._rectangle
            box = self._boxes[index] = (found.left, found.bottom, found.right, found.top)
        return box

    def lines(self, match: re.Match[str]) -> list[Line]:
        """The lines that one run of signs is."""
        signs = [(sign, match.start() + at) for at, sign in enumerate(match.group()) if sign != GONE]
        while signs and signs[0][0].isspace():
            signs.pop(0)
        while signs and signs[-1][0].isspace():
            signs.pop()
        if not signs:
            return []
        if DOUBLED.search(_text(signs)):
            signs = self._without_overprint(signs)
        if len(signs) > 6 and self._too_narrow(signs) and (echo := ECHO.search(_text(signs))):
            signs = self._without_echo(signs, echo)
        if SPACED.search(_text(signs)):
            signs = self._with_letters_joined(signs)
        if any(sign == " " for sign, _ in signs):
            signs = self._without_guessed_spaces(signs)
            if self._turns_back(signs):
                signs = self._without_shadow(signs)
        return [self._line(part, within) for part, within in self._parts(signs)]

    def _parts(self, signs: list[Sign]) -> list[tuple[list[Sign], bool]]:
        """Signs cut where a wide gap or a jump parts them: cells of a table, columns, labels of an axis.

        With each part, whether only a gap parts it from the one before.
        """
        first, last = self.box(signs[0][1]), self.box(signs[-1][1])
        height = max(first[3] - first[1], 0.1)
        jumps = abs(first[1] - last[1]) > height
        cuts: list[tuple[int, bool]] = []
        for at, (before, after) in enumerate(pairwise(signs)):
            if before[0] == " ":
                cut = at > 0 and self._parting(signs[at - 1], after, height)
            else:
                cut = jumps and after[0] != " " and (self._jump(before, after, height) or self._step(before, after))
                cut = cut or (jumps and at > 0 and self._turns_down(signs[at - 1], before, after))
            cuts += [(at + 1, before[0] == " ")] if cut else []
        starts, ends = [(0, False), *cuts], [*(at for at, _ in cuts), len(signs)]
        parts = [(signs[start:end], within) for (start, within), end in zip(starts, ends, strict=True)]
        return [(part, within) for part, within in parts if any(not sign.isspace() for sign, _ in part)]

    def _parting(self, before: Sign, after: Sign, height: float) -> bool:
        """Whether a gap between two words is wide enough to part them."""
        gap = self.box(after[1])[0] - self.box(before[1])[2]
        return gap > CELL_GAP * height

    def _jump(self, before: Sign, after: Sign, height: float) -> bool:
        one, two = self.box(before[1]), self.box(after[1])
        return (
            max(two[0] - one[2], one[0] - two[2], two[1] - one[3], one[1] - two[3]) > JUMP * height
            and before[0] not in HYPHENS
        )

    @staticmethod
    def _equal_height(one: Box, two: Box) -> bool:
        return abs((two[3] - two[1]) - (one[3] - one[1])) < 0.1 * (one[3] - one[1])

    def _step(self, before: Sign, after: Sign) -> bool:
        """Whether a sign goes on beside the one before it and on another level: raised numbers are smaller."""
        if self.raw.FPDFText_GetCharAngle(self.page, after[1]) != 0:
            return False
        one, two = self.box(before[1]), self.box(after[1])
        height = one[3] - one[1]
        beside = two[0] > one[2] - ON_ONE_PLACE * (one[2] - one[0])
        return beside and self._equal_height(one, two) and abs(two[1] - one[1]) > max(STEP * height, 1.0)

    def _turns_down(self, first: Sign, before: Sign, after: Sign) -> bool:
        """Whether a line that went to the right goes on below: vertical writing behind a word."""
        if self.raw.FPDFText_GetCharAngle(self.page, after[1]) != 0:
            return False
        zero, one, two = self.box(first[1]), self.box(before[1]), self.box(after[1])
        slack = 0.1 * (one[3] - one[1])
        level = abs(zero[1] - one[1]) < slack and zero[2] <= one[0] + slack
        return level and " " not in (first[0], after[0]) and two[3] <= one[1] + slack and two[0] < one[2]

    def _turns_back(self, signs: list[Sign]) -> bool:
        """Whether a word of an upright line begins left of the end of the one before it."""
        for at in range(1, len(signs) - 1):
            if signs[at][0] == " ":
                one, two = self.box(signs[at - 1][1]), self.box(signs[at + 1][1])
                if one[2] - two[0] > BACK * (one[3] - one[1]) and abs(one[1] - two[1]) < one[3] - one[1]:
                    return True
        return False

    def _without_shadow(self, signs: list[Sign]) -> list[Sign]:
        """Signs without the words all of whose signs stand where an equal one was drawn before the line turned back."""
        kept: list[Sign] = []
        places: dict[str, list[Box]] = {}
        drawn: list[Sign] = []
        for word in _words(signs):
            if drawn and self._turns_back([drawn[-1], (" ", 0), word[0]]):
                for sign in drawn:
                    known = places.setdefault(sign[0], [])
                    if not self._is_at(sign, known):
                        known.append(self.box(sign[1]))
                drawn = []
            drawn += word
            if not all(self._is_at(sign, places.get(sign[0], [])) for sign in word):
                kept += [*([(" ", word[0][1])] if kept else []), *word]
        return kept

    def _is_at(self, sign: Sign, places: list[Box]) -> bool:
        """Whether a sign stands on one of these places."""
        left, bottom, right, top = self.box(sign[1])
        wide, high = ON_ONE_PLACE * (right - left), ON_ONE_PLACE * (top - bottom)
        return any(abs(left - place[0]) < wide and abs(bottom - place[1]) < high for place in places)

    def _apart(self, before: Sign, after: Sign) -> bool:
        one, two = self.box(before[1]), self.box(after[1])
        return two[0] - one[2] > WORD_GAP * (one[3] - one[1])

    def _without_overprint(self, signs: list[Sign]) -> list[Sign]:
        kept: list[Sign] = []
        for at, sign in enumerate(signs):
            if kept and sign[0] == kept[-1][0] and sign[0] != " ":
                one, two = self.box(kept[-1][1]), self.box(sign[1])
                if two[0] - one[0] < 0.5 * (one[2] - one[0]) and abs(two[1] - one[1]) < 0.3 * (one[3] - one[1]):
                    continue
            if len(kept) < at and kept[-1][0] != " " != sign[0] and self._apart(kept[-1], sign):
                # where signs stand double pdfium sees no gap
                kept.append((" ", sign[1]))
            kept.append(sign)
        return kept

    def _too_narrow(self, signs: list[Sign]) -> bool:
        first, last = self.box(signs[0][1]), self.box(signs[-1][1])
        return abs(last[1] - first[1]) < 1 and last[2] - first[0] < NARROW * (first[3] - first[1]) * len(signs)

    def _without_echo(self, signs: list[Sign], echo: re.Match[str]) -> list[Sign]:
        again = echo.end() - len(echo.group(1))
        first, last, second = (self.box(signs[at][1]) for at in (echo.start(), echo.end(1) - 1, again))
        # "que que" in a narrow font stands side by side; only what stands on one place is drawn twice
        on_one_place = abs(first[0] - second[0]) < 0.5 * (last[2] - first[0])
        return signs[: echo.end(1)] + signs[echo.end() :] if on_one_place else signs

    def _with_letters_joined(self, signs: list[Sign]) -> list[Sign]:
        """Signs without the spaces that only letter-spacing made.

        Where most words would be of one letter, a space narrower than 1.6 times their usual distance parts letters,
        not words.
        """
        words = "".join(sign for sign, _ in signs).split()
        single = [word for word in words if len(word) == 1 and word.isalpha()]
        if len(words) < 4 or len(single) < 0.6 * len(words) or len(set(single)) < 3:
            return signs
        spaces = [at for at in range(1, len(signs) - 1) if signs[at][0] == " " and signs[at + 1][0] != " "]
        gaps = {at: self.box(signs[at + 1][1])[0] - self.box(signs[at - 1][1])[2] for at in spaces}
        first = self.box(signs[0][1])
        usual = median(gaps.values()) if gaps else 0.0
        if usual > 0.5 * (first[3] - first[1]):
            return signs
        narrow = {at for at, gap in gaps.items() if gap <= 1.6 * max(usual, 0.1)}
        return [sign for at, sign in enumerate(signs) if at not in narrow]

    def _without_guessed_spaces(self, signs: list[Sign]) -> list[Sign]:
        """Signs without the spaces that pdfium guessed where letters stand no wider apart than all others do.

        Programs that lay recognised words over a scan stretch them to the picture and draw the last letter by itself.
        """
        pairs = [(one, two) for one, two in pairwise(signs) if not one[0].isspace() and not two[0].isspace()]
        if len(pairs) < FEWEST_PAIRS:
            return signs
        first = self.box(signs[0][1])
        height = first[3] - first[1]
        # a few tell whether the letters of this line are set apart at all: those of most are not
        if median(map(self._distance, pairs[:FEWEST_PAIRS])) < STRETCHED * height:
            return signs
        usual = median(map(self._distance, pairs))
        return [
            sign
            for at, sign in enumerate(signs)
            if not (
                sign[0] == " "
                and 0 < at < len(signs) - 1
                and self.raw.FPDFText_IsGenerated(self.page, sign[1]) == 1
                and self._distance((signs[at - 1], signs[at + 1])) <= 1.4 * usual
            )
        ]

    def _distance(self, pair: tuple[Sign, Sign]) -> float:
        return self.box(pair[1][1])[0] - self.box(pair[0][1])[2]

    def _line(self, signs: list[Sign], within: bool) -> Line:
        text = "".join(sign for sign, _ in signs).strip()
        kept = [sign for sign in signs if not sign[0].isspace()]
        broken = text[-1] in HYPHENS
        while len(kept) > 1 and kept[-1][0] in HYPHENS:
            kept.pop()
        first, last = kept[0][1], kept[-1][1]
        left, bottom, right_first, top = self.box(first)
        left_last, bottom_last, right, top_last = self.box(last)
        angle = float(self.raw.FPDFText_GetCharAngle(self.page, first))
        turned = abs(math.sin(angle)) > 0.95
        weights = (self.raw.FPDFText_GetFontWeight(self.page, index) for index in (first, last))
        return Line(
            text=text.rstrip("".join(HYPHENS)) if broken else text,
            left=min(left, left_last) if turned else left,
            right=max(left, right, right_first if turned else left),
            bottom=min(bottom, bottom_last),
            top=max(top, top_last),
            size=round(float(self.raw.FPDFText_GetFontSize(self.page, first)), 1),
            bold=all(weight >= 600 for weight in weights),
            broken=broken,
            page=self.number,
            width=self.size[0],
            height=self.size[1],
            turned=turned,
            upward=turned and math.sin(angle) < 0,
            within=within,
        )
