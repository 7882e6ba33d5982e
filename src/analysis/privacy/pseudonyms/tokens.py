"""Words of a text with their places, and whether each begins a sentence."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

_LETTERS = r"(?:[^\W_][\u0300-\u036f]*)+"
_WORD = re.compile(rf"(?<![\w'’])['’][tnsTNS](?=\s)|{_LETTERS}(?:(?:['’.&]{_LETTERS})|(?:-{_LETTERS}))*", re.UNICODE)
_MARKS = re.compile(r"[\u0300-\u036f]")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"'‘“])(?:[^\W\d_]|(?:[^\W\d_]{1,2}\.)+[^\W\d_]|dhr|mevr|mw|mej|hr|mr|dr|drs|ir|ing|prof|ds|st|sr|jr|geb|bijv|bv|o\.a|m\.b\.t|"
    r"i\.v\.m|t\.a\.v|nr|art|lid|ca|v\.d|v|d|burg|weth|off|insp|brig|agt|wnd|plv)\.$",
    re.I,
)
_SPEAKER = re.compile(r"(?:[A-Z]{1,3}\d?|Int|Resp)\s?: (?=.*[.?!]\s*$)")
_ENDS = frozenset(".!?:;•·*#>|–—…\n\r\t=")
_OPENS = frozenset("\"'“‘„«([ ")


@dataclass(frozen=True)
class Token:
    """One word: code points `start` to `end`; `initial` when a sentence, heading or quotation begins with it.

    `text` has its letters composed ("é" is one sign), whatever the file had.
    """

    start: int
    end: int
    text: str
    initial: bool

    @cached_property
    def capital(self) -> bool:
        """Begins with a capital, or has one behind its article: "d'Ancona"."""
        return self.text.lstrip("'’")[0].isupper() or (self.text[1:2] in ("'", "’") and self.text[2:3].isupper())

    @cached_property
    def shout(self) -> bool:
        """Two letters or more, all of them capitals."""
        letters = [sign for sign in self.text if sign.isalpha()]
        return len(letters) > 1 and all(sign.isupper() for sign in letters)


def tokenise(text: str) -> list[Token]:
    """Words of `text` in order.

    >>> [(t.text, t.initial) for t in tokenise("Ja. Dhr. J. de Boer zei: nee.")]
    [('Ja', True), ('Dhr', True), ('J', False), ('de', False), ('Boer', False), ('zei', False), ('nee', True)]
    """
    found: list[Token] = []
    for match in _WORD.finditer(text):
        found.append(Token(match.start(), match.end(), _composed(match.group()), _is_initial(text, match.start())))
    return found


def _composed(word: str) -> str:
    # "i̇brahim", which lower case makes of "İbrahim", has a mark that no letter can take up
    return _MARKS.sub("", unicodedata.normalize("NFC", word)) if _MARKS.search(word) else word


def line_of(text: str, token: Token) -> str:
    """The line that a token stands in."""
    end = text.find("\n", token.end)
    return text[text.rfind("\n", 0, token.start) + 1 : end if end >= 0 else len(text)]


def is_first_of_line(text: str, token: Token) -> bool:
    """Whether nothing but spaces stands before a token in its line."""
    return not text[text.rfind("\n", 0, token.start) + 1 : token.start].strip()


def is_without_capitals(text: str, token: Token) -> bool:
    """Whether a token's line begins a sentence and has no capital at all: where a transcript has none, a name has none either.

    A line that goes on with the sentence of the line before, as in wrapped text, says nothing of how capitals are used,
    and neither does a short one, unless the whole text has no capital.
    """
    if _has_no_capital(text):
        return True
    line = line_of(text, token)
    before = text[max(0, token.start - 2000) : text.rfind("\n", 0, token.start) + 1]
    begins = not before.strip() or before.rstrip()[-1] in ".!?" or before.endswith("\n\n")
    if begins and (label := _SPEAKER.match(line)):
        # "R: ja, fatima was er ook."
        line = line[label.end() :]
    begins = begins and line[:1].isalpha()
    return begins and line == line.lower() and line.strip().count(" ") > 2


@lru_cache(maxsize=4)
def lowered(text: str) -> str:
    """`text` with its lines in capitals in small letters; as long as it was."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        small = line.lower()
        if is_shouted(line) and len(small) == len(line):
            lines[at] = small
    return "\n".join(lines)


def is_shouted(line: str) -> bool:
    """Whether a line of three words or more has capitals and no small letter."""
    return line == line.upper() and line.strip().count(" ") > 1 and any(sign.isupper() for sign in line)


@lru_cache(maxsize=4)
def is_small(text: str) -> bool:
    """Whether nine lines of ten have no capital but in what says who speaks, as some transcripts have it."""
    lines = [re.sub(r"^\s*\w+(?: \w+){0,2} ?:", "", line) for line in text.split("\n") if line.strip()]
    letters = [sum(map(str.isalpha, line)) for line in lines]
    small = [n for n, line in zip(letters, lines, strict=True) if line == line.lower()]
    return sum(small) > 0.9 * sum(letters) > 0


@lru_cache(maxsize=4)
def _has_no_capital(text: str) -> bool:
    return text == text.lower() and any(sign.isalpha() for sign in text)


def _is_initial(text: str, start: int) -> bool:
    at = start - 1
    quoted = False
    while at >= 0 and text[at] in _OPENS:
        quoted = quoted or text[at] in '"“‘„«'
        at -= 1
    if at < 0 or text[at] in "!?:;•·*#>|–—…\n\r\t=" or unicodedata.category(text[at]) in ("Co", "So"):
        # the bullet of a PDF is a sign that only its own font knows
        return True
    if text[at] == ".":
        return not _ABBREVIATION.search(text[max(0, at - 16) : at + 1])
    return quoted and text[at] == ","
