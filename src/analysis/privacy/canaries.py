"""Canaries: each name, number and alias that must not be in an edition, searched for in every byte of it.

What is found is told by the canary's id and the way to it, never by its text.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pandas as pd

from analysis.core.errors import ConfidentialityError, Problem
from analysis.core.paths import Paths
from analysis.core.study import Study
from analysis.privacy.carriers import LARGEST, layers

COLUMNS = ("id", "value")
KEY_COLUMNS = ("form_id", "form")
"""Columns a register of canaries has, or the key of the pseudonyms, which is one; others are not read."""

SHORTEST = 2
"""Signs of the shortest canary; one sign is in every file."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_BROKEN = re.compile(r"-\s*\n\s*")
_APOSTROPHES = str.maketrans("‘’ʼ`´", "'''''")
_SPACE = re.compile(r"\s+")
_BETWEEN = r"[\s./()\-]"
_LETTER = r"[^\W_]"


class CanaryError(ConfidentialityError):
    """Something that must not leave is in an edition, or the edition cannot be searched."""

    title = "This must not leave"


@dataclass(frozen=True, order=True)
class Finding:
    """A canary that was found, or (`canary` empty) a part that could not be searched."""

    where: str
    canary: str
    how: str


def fold(text: str) -> str:
    """Text as it is compared: composed, without case, invisible signs, broken lines and kinds of space.

    >>> fold("JO\\u00adSE\\u0301  d'Arc") == fold("José d’Arc")
    True
    """
    return _plain(_BROKEN.sub("", _INVISIBLE.sub("", text)))


def readings(text: str) -> list[str]:
    """Text as it is compared; a hyphen at the end of a line may break a word or stand on its own, so both are read.

    >>> readings("Zoë Über-\\nschärfer"), readings("n.v.t. -\\nZoë")
    (['zoë überschärfer', 'zoë über- schärfer'], ['n.v.t. zoë', 'n.v.t. - zoë'])
    """
    joined = fold(text)
    return [joined, _plain(_INVISIBLE.sub("", text))] if _BROKEN.search(_INVISIBLE.sub("", text)) else [joined]


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _SPACE.sub(" ", unicodedata.normalize("NFC", plain).translate(_APOSTROPHES))


@dataclass(frozen=True)
class Canary:
    """One name, number or alias."""

    id: str
    value: str

    @cached_property
    def folded(self) -> str:
        """As it is compared."""
        return fold(self.value).strip()

    @cached_property
    def compact(self) -> str:
        """As a number without what people write between its signs; empty for what is no number."""
        signs = compact(self.folded)
        return signs if len(signs) >= 6 and re.search(r"\d", signs) else ""

    @cached_property
    def number(self) -> re.Pattern[str]:
        """As a number, however it is written; not within a longer one."""
        edges = [r"\d" if sign.isdigit() else _LETTER for sign in (self.compact[0], self.compact[-1])]
        return re.compile(
            f"(?<!{edges[0]}){f'{_BETWEEN}*'.join(re.escape(sign) for sign in self.compact)}(?!{edges[1]})"
        )

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """It as a word of its own: Bas is not in basis."""
        return re.compile(f"(?<!{_LETTER}){re.escape(self.folded)}(?!{_LETTER})")

    def is_in(self, folded: str, compacted: str) -> bool:
        """Whether it is in a folded text, given too without what stands between the signs of a number."""
        if self.folded in folded and self.pattern.search(folded):
            return True
        # looking in the short form first is what makes many canaries fast
        return bool(self.compact and self.compact in compacted and self.number.search(folded))


def compact(folded: str) -> str:
    """A folded text without what people write between the signs of a number."""
    return re.sub(_BETWEEN, "", folded)


def read(path: Path) -> list[Canary]:
    """The canaries of a CSV file with columns :data:`COLUMNS`.

    Raises
    ------
    CanaryError
        With every row that is none; no value is shown.
    """
    try:
        return parse(path.read_text(encoding="utf-8-sig"), path.name)
    except (FileNotFoundError, UnicodeDecodeError):
        raise CanaryError(
            Problem(path.name, "is not there, or not UTF-8", f"a CSV with columns {', '.join(COLUMNS)}")
        ) from None


def of_key(paths: Paths, study: Study, purpose: str, who: str = "") -> list[Canary]:
    """Every form of a name in this study's own key, opened in memory only; none where there is no key yet.

    Forms that people said are no name are left out.

    Raises
    ------
    ConfidentialityError
        When the key cannot be opened, or lies in plain and the study does not say so.
    """
    from analysis.privacy.pseudonyms import decisions
    from analysis.privacy.pseudonyms import key as keys

    known = keys.read(paths, study, purpose, who).renamed({}, decisions.read(paths).dropped)
    return parse(keys.render(known), "the key") if known.entries else []


def parse(text: str, where: str) -> list[Canary]:
    """The canaries of CSV text, as :func:`read` gives them; `where` names it in errors."""
    rows = list(csv.DictReader(io.StringIO(text)))
    problems, found = [], []
    columns = KEY_COLUMNS if rows and set(KEY_COLUMNS) <= set(rows[0]) else COLUMNS
    for number, row in enumerate(rows, 2):
        canary = Canary(*(str(row.get(column) or "") for column in columns))
        if not canary.id or len(canary.folded) < SHORTEST:
            problems.append(Problem(f"{where}, row {number}", "has no id, or a value too short to search for"))
        found.append(canary)
    if not rows:
        problems.append(Problem(where, "has no rows", "at least one canary", "an empty register finds nothing"))
    if problems:
        raise CanaryError(problems)
    return found


def without_words(known: Sequence[Canary]) -> list[Canary]:
    """Those that are no ordinary word of the dictionary too, which any text would hold."""
    from analysis.privacy.pseudonyms.lexicon import is_in_dictionary

    return [canary for canary in known if not is_in_dictionary(canary.folded)]


def without_engine(data: bytes) -> bytes:
    """These bytes without a plotly.js, byte for byte as :mod:`analysis.figures.engine` carries it.

    Nobody of the study wrote it, it is most of a page, and names of browsers in it are names of people elsewhere.
    One byte otherwise, and it is searched like all else.
    """
    for script in _engines() if b"plotly.js" in data else ():
        data = data.replace(script, b"")
    return data


@cache
def _engines() -> tuple[bytes, ...]:
    from analysis.figures import engine

    return engine.whole().encode("utf-8"), engine.small().encode("utf-8")


def search(data: bytes, where: str, canaries: Sequence[Canary]) -> list[Finding]:
    """Every canary in these bytes, in whatever way they hold it."""
    data = without_engine(data)
    found: dict[tuple[str, str], str] = {}
    unread = [] if len(data) <= LARGEST else [Finding(where, "", "is too large to search")]
    for layer in layers(data, where):
        if layer.text is None:
            unread.append(Finding(where, "", layer.way))
            continue
        for folded in readings(layer.text):
            compacted = compact(folded)
            for canary in canaries:
                if (where, canary.id) not in found and canary.is_in(folded, compacted):
                    found[where, canary.id] = layer.way
    return sorted([*unread, *(Finding(place, canary, how) for (place, canary), how in found.items())])


def search_folder(folder: Path, canaries: Sequence[Canary]) -> tuple[int, list[Finding]]:
    """Every canary in every file below a folder (or in one file), names of files and folders included.

    Returns
    -------
    searched : int
        Files looked at.
    findings : list of Finding
    """
    paths = [folder] if folder.is_file() else sorted(path for path in folder.rglob("*") if not path.is_dir())
    findings: list[Finding] = []
    for path in paths:
        where = path.name if folder.is_file() else path.relative_to(folder).as_posix()
        name = fold(re.sub(r"[._/\\-]", " ", where) + "\n" + where)
        for canary in canaries:
            if canary.is_in(name, compact(name)):
                # the name of the file is itself what must not be told
                findings.append(Finding(f"file {len(findings) + 1} of the folder", canary.id, "in its name"))
        if path.is_symlink() or not path.is_file():
            findings.append(Finding(where, "", "is no plain file"))
            continue
        findings += search(path.read_bytes(), where, canaries)
    return len(paths), findings


def fragments(passages: pd.DataFrame, length: int = 8) -> dict[tuple[str, ...], str]:
    """Runs of `length` words of each passage, with the first passage that has them; shorter passages are one run.

    Parameters
    ----------
    passages : pandas.DataFrame
        Columns `passage_id` and `text`: those that must not be in an edition.
    """
    found: dict[tuple[str, ...], str] = {}
    for passage_id, text in zip(passages["passage_id"], passages["text"], strict=True):
        words = _words(fold(text))
        if len(words) >= min(length, 4):
            for run in _runs(words, min(length, len(words))):
                found.setdefault(run, str(passage_id))
    return found


def search_fragments(data: bytes, where: str, known: dict[tuple[str, ...], str]) -> list[Finding]:
    """Passages of which a run of words is in these bytes."""
    data = without_engine(data)
    lengths = sorted({len(run) for run in known})
    found: dict[str, str] = {}
    for layer in layers(data, where):
        for words in map(_words, readings(layer.text or "")):
            for length in lengths:
                for run in _runs(words, length):
                    if run in known:
                        found.setdefault(known[run], layer.way)
    return sorted(Finding(where, passage_id, way) for passage_id, way in found.items())


def _words(folded: str) -> list[str]:
    return re.findall(r"\w+", folded)


def _runs(words: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(length)), strict=False)


def problems(findings: Iterable[Finding]) -> list[Problem]:
    """Findings as problems of an error."""
    return [
        Problem(
            found.where,
            f"holds {found.canary} ({found.how})" if found.canary else found.how,
            "none",
            "build the edition anew without it" if found.canary else "open it, or leave it out",
        )
        for found in findings
    ]
