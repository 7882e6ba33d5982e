"""What is understood of one file: its text, who says what, what was set aside and why."""

from __future__ import annotations

import math
import re
from dataclasses import asdict, dataclass, field
from typing import Any

WORD = re.compile(r"\S+")


def count_words(text: str) -> int:
    """Words are what whitespace parts: the same count everywhere, so that sums are exact."""
    return len(text.split())


@dataclass
class Block:
    """One paragraph, cue, row or heading as a format gives it; readers make these, nothing else.

    Parameters
    ----------
    text : str
        Its text; LF only where the author broke a line.
    aside : str
        Why it is no speech ("heading", "table of contents"), or empty.
    apart : bool
        It interrupts what it stands in (a footnote, a running header) and goes behind the text.
    speaker : str
        Who speaks, when the format itself says so (a voice tag, a column).
    page : int
        Page from 1, or 0 when the format has none.
    place : str
        Where it stands in the file, for people ("paragraph 12", "row 3").
    seconds : float
        When it was said, from the start; nan when not known.
    bold : int
        How many characters at its start are bold: a speaker's name often is.
    """

    text: str
    aside: str = ""
    apart: bool = False
    speaker: str = ""
    page: int = 0
    place: str = ""
    seconds: float = math.nan
    bold: int = 0


@dataclass(frozen=True)
class Change:
    """One tracked change; `text` is what was inserted or deleted."""

    kind: str
    author: str
    date: str
    text: str
    anchor: int


@dataclass(frozen=True)
class Comment:
    """One comment, with the text it hangs on."""

    author: str
    date: str
    text: str
    anchored: str
    anchor: int


@dataclass(frozen=True)
class Turn:
    """Speech of one voice: `text[start:end]` of its document."""

    speaker: str
    role: str
    start: int
    end: int
    page: int = 0
    seconds: float = math.nan


@dataclass(frozen=True)
class Aside:
    """Text that is nobody's speech, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True)
class Place:
    """Where `text[start:end]` stood in the file."""

    start: int
    end: int
    page: int
    place: str


@dataclass(frozen=True)
class Document:
    """All that was understood of one file; offsets are code points into `text`, end exclusive."""

    text: str
    format: str
    sha256: str
    turns: tuple[Turn, ...] = ()
    asides: tuple[Aside, ...] = ()
    places: tuple[Place, ...] = ()
    changes: tuple[Change, ...] = ()
    comments: tuple[Comment, ...] = ()
    warnings: tuple[str, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> int:
        """Words in all of the text."""
        return count_words(self.text)

    def to_json(self) -> dict[str, Any]:
        """Plain data that :func:`from_json` turns back; nan becomes None."""
        data = asdict(self)
        for turn in data["turns"]:
            turn["seconds"] = None if math.isnan(turn["seconds"]) else turn["seconds"]
        return data


def from_json(data: dict[str, Any]) -> Document:
    """The document that :meth:`Document.to_json` wrote."""
    turns = (
        Turn(**{**row, "seconds": math.nan if row["seconds"] is None else row["seconds"]}) for row in data["turns"]
    )
    return Document(
        **{
            **data,
            "turns": tuple(turns),
            "asides": tuple(Aside(**row) for row in data["asides"]),
            "places": tuple(Place(**row) for row in data["places"]),
            "changes": tuple(Change(**row) for row in data["changes"]),
            "comments": tuple(Comment(**row) for row in data["comments"]),
            "warnings": tuple(data["warnings"]),
        }
    )
