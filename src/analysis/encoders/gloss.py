"""A Dutch text's words in English, for an English sentence encoder to see: a second view of what a passage is about.

The words come from a Dutch-English dictionary in the format of dictd, such as FreeDict's (Debian: dict-freedict-nld-eng,
GPL-2+): read where a person installed it, never part of this project.
"""

from __future__ import annotations

import gzip
import re
import string
from functools import cache
from pathlib import Path

from analysis.core.errors import EncoderError, Problem

DIGITS = {
    digit: value for value, digit in enumerate(string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/")
}
"""Digits of the numbers in an index of dictd, by value."""

LINKS = ("", "s", "en", "e", "er", "n")
"""What may stand between the parts of a Dutch compound: overheid-s-schuld, boek-en-kast."""

STEM, HEAD = 3, 4
"""Letters that the first part and the last part of a compound have at least; shorter parts are found in any word."""

LONG = 7
"""Letters from which a word is tried as a compound."""

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
SENSE = re.compile(r"^\d+\.\s*")


class Dictionary:
    """A Dutch-English dictionary that a person installed.

    Parameters
    ----------
    path : Path
        Its two files without their endings: `PATH.index` and `PATH.dict.dz` (or `PATH.dict`).

    Raises
    ------
    EncoderError
        When it is not there or is no dictionary of dictd.
    """

    def __init__(self, path: Path) -> None:
        self._first = _read(path)
        self.word = cache(self._word)

    def __len__(self) -> int:
        return len(self._first)

    def gloss(self, text: str) -> str:
        """The words of content of `text` in English, in their order; a word that nothing explains stands as it is.

        Where no word of content is left the text itself comes back, so that no text is without a vector.

        Examples
        --------
        >>> Dictionary(Path("/usr/share/dictd/freedict-nld-eng")).gloss("De overheid onderzoekt dit.")  # doctest: +SKIP
        'administration examine'
        """
        words = [word for word in WORD.findall(text.lower()) if len(word) >= STEM and word not in _function_words()]
        return " ".join(self.word(word) for word in words) or text

    def _word(self, word: str) -> str:
        known = self._known(word) or (self._compound(word) if len(word) >= LONG else "")
        if not known and "-" in word:
            known = " ".join(self.word(part) for part in word.split("-") if part)
        return known or word

    def _known(self, word: str) -> str:
        return self._first.get(word) or self._first.get(_lemma(word), "")

    def _compound(self, word: str) -> str:
        # the longest head that is known, before it a known stem, itself perhaps a compound
        for place in range(STEM, len(word) - HEAD + 1):
            head = self._known(word[place:])
            if not head:
                continue
            for link in LINKS:
                stem = word[:place].removesuffix(link)
                if len(stem) < STEM or (link and not word[:place].endswith(link)):
                    continue
                known = self._known(stem) or (self._compound(stem) if len(stem) >= LONG else "")
                if known:
                    return f"{known} {head}"
        return ""


def files(path: Path) -> tuple[Path, Path]:
    """The index and the entries of a dictionary.

    Raises
    ------
    EncoderError
        When one of them is not there.
    """
    index = path.with_name(path.name + ".index")
    entries = [path.with_name(path.name + ending) for ending in (".dict.dz", ".dict")]
    there = [file for file in entries if file.is_file()]
    if not index.is_file() or not there:
        raise EncoderError(
            Problem(
                f"dictionary {path}",
                "is not on this machine",
                f"{index.name} and {entries[0].name}",
                "install it (Debian: `apt install dict-freedict-nld-eng`; elsewhere freedict.org, its place as `dictionary:` "
                "under `encoder:` in params.yaml), or set `gloss: 0` there",
            )
        )
    return index, there[0]


def _read(path: Path) -> dict[str, str]:
    # first translation of each word: an index has `word TAB offset TAB length`, both numbers in digits of base 64
    index, entries = files(path)
    first: dict[str, str] = {}
    try:
        opened = gzip.decompress(entries.read_bytes()) if entries.suffix == ".dz" else entries.read_bytes()
        for line in index.read_text(encoding="utf-8").splitlines():
            word, start, length = line.split("\t")[:3]
            entry = opened[_number(start) : _number(start) + _number(length)].decode("utf-8")
            if not word.startswith("00database"):
                first.setdefault(_plain(word), _translation(entry))
    except (OSError, ValueError, KeyError, EOFError) as failure:
        raise EncoderError(
            Problem(
                str(index), f"is no dictionary of dictd ({type(failure).__name__})", "", "install the dictionary again"
            )
        ) from None
    return {word: english for word, english in first.items() if english}


def _translation(entry: str) -> str:
    # the first line is the word with its pronunciation; "1. investigation, examination, test" is its first sense
    lines = entry.strip().split("\n")[1:]
    return _plain(SENSE.sub("", lines[0].strip()).split(",")[0]) if lines else ""


def _number(digits: str) -> int:
    value = 0
    for digit in digits:
        value = value * 64 + DIGITS[digit]
    return value


def _plain(word: str) -> str:
    # FreeDict writes the ligature of ij and a hyphen that does not break
    return word.replace("ĳ", "ij").replace("Ĳ", "IJ").replace("‐", "-").strip().strip("-").lower()


@cache
def _lemma(word: str) -> str:
    import simplemma

    return simplemma.lemmatize(word, lang="nl").lower()


@cache
def _function_words() -> frozenset[str]:
    import stopwordsiso

    return frozenset(stopwordsiso.stopwords("nl"))
