"""Labels of confidentiality, and the one rule for what is derived: a label only rises.

Levels follow the Dutch VIRBI. What is derived carries the highest level and the union of the caveats of all that went
in; pseudonymising, aggregating or embedding lowers nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

LEVELS: tuple[str, ...] = (
    "Ongerubriceerd",
    "Departementaal Vertrouwelijk",
    "Stg. Confidentieel",
    "Stg. Geheim",
    "Stg. Zeer Geheim",
)
"""VIRBI levels, lowest first."""

FLOOR = "REGIOBEELD_FLOOR"
"""Environment variable: the label of all that the stage which runs now reads, set by `regiobeeld run|report|site`."""

LONGEST = 120
"""Bytes of a file's name that a label may take: a name has 255 in all, and the file says the whole label itself."""

STATE_SECRET = "Stg. "
"""How the level of a state secret begins; these need an accredited environment."""


@dataclass(frozen=True)
class Label:
    """A level and the caveats that go with it (sorted, each once)."""

    level: str = LEVELS[0]
    caveats: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise ValueError(f"{self.level!r} is no classification; expected one of {', '.join(LEVELS)}")
        object.__setattr__(self, "caveats", tuple(sorted(set(self.caveats))))

    def __str__(self) -> str:
        return " · ".join((self.level, *self.caveats))


def label_slug(label: Label) -> str:
    """A label as part of a file's name; of more caveats than a name can hold, how many are left out of it.

    >>> label_slug(Label("Departementaal Vertrouwelijk", ("persoonsgegevens", "medisch")))
    'departementaal-vertrouwelijk_medisch_persoonsgegevens'
    >>> label_slug(Label("Ongerubriceerd", ("a" * 90, "b" * 90)))[-8:]
    'a_plus-1'
    """
    level, *caveats = (re.sub(r"\W+", "-", part.casefold()).strip("-") for part in (label.level, *label.caveats))
    kept, left = level, 0
    for caveat in filter(None, caveats):
        if left or len(f"{kept}_{caveat}".encode()) > LONGEST:
            left += 1
        else:
            kept = f"{kept}_{caveat}"
    return f"{kept}_plus-{left}" if left else kept


def rank(level: str) -> int:
    """Place of a level among :data:`LEVELS`; 0 is the lowest."""
    return LEVELS.index(level)


def split_caveats(value: object) -> tuple[str, ...]:
    """Caveats as they stand in a table (`"a;b"`) as a tuple."""
    if value is None or value != value:  # not a number: an empty cell
        return ()
    return tuple(part.strip() for part in str(value).split(";") if part.strip())


def join_caveats(caveats: Iterable[str]) -> str:
    """Caveats as they stand in a table: sorted, each once, with `;` between."""
    return ";".join(sorted(set(caveats)))


def join(labels: Iterable[Label]) -> Label:
    """The label of what is derived from all of these: highest level, union of caveats."""
    level: str = LEVELS[0]
    caveats: set[str] = set()
    for label in labels:
        level = max(level, label.level, key=rank)
        caveats.update(label.caveats)
    return Label(level, tuple(caveats))


def write_floor(label: Label) -> str:
    """A label as it stands in :data:`FLOOR`."""
    return ";".join((label.level, *label.caveats))


def floor() -> Label:
    """The label under which nothing that this process makes may be labelled: of all that its stage reads.

    Rows keep the label of the source they come from; a table, a figure, a notebook and a page as a whole bear at least
    this. Outside a stage it is the lowest.
    """
    level, *caveats = os.environ.get(FLOOR, LEVELS[0]).split(";")
    return Label(level, tuple(caveats))


def label_of(table: pd.DataFrame) -> Label:
    """Label of a table: the join over its `classification` and `caveats` columns (lowest for an empty table)."""
    levels = (Label(level) for level in table["classification"].unique())
    caveats = (Label(caveats=split_caveats(caveats)) for caveats in table["caveats"].unique())
    return join([*levels, *caveats])


def carry(table: pd.DataFrame, label: Label) -> pd.DataFrame:
    """A copy of `table` whose every row bears `label` in `classification` and `caveats`."""
    return table.assign(classification=label.level, caveats=join_caveats(label.caveats))
