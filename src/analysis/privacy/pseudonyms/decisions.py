"""What people decided about names: `decisions/pseudonyms.csv`, append-only, and without a name in it.

| action | subject | value |
|---|---|---|
| allow | a word or phrase that is nobody's name | |
| alias | the id of a form in the key | the pseudonym it belongs to |
| no name | the id of a form in the key | |
| generalise | a pseudonym | what stands in the text instead ("een wijkagent in Drenthe") |
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from analysis.core.errors import ConfidentialityError, Problem
from analysis.core.paths import Paths

COLUMNS = ("date", "who", "action", "subject", "value", "why")
ACTIONS = ("allow", "alias", "no name", "generalise")


@dataclass(frozen=True)
class Decisions:
    """The last word on each subject."""

    allowed: frozenset[str] = frozenset()
    aliases: tuple[tuple[str, str], ...] = ()
    dropped: frozenset[str] = frozenset()
    generalised: tuple[tuple[str, str], ...] = ()


def file(paths: Paths) -> Path:
    """Where they are kept."""
    return paths.decisions / "pseudonyms.csv"


def read(paths: Paths) -> Decisions:
    """Decisions of this study; none when there is no file.

    Raises
    ------
    ConfidentialityError
        With every row that is not right.
    """
    source = file(paths)
    if not source.is_file():
        return Decisions()
    name = source.relative_to(paths.root).as_posix()
    with source.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise ConfidentialityError(Problem(name, "has other columns", ", ".join(COLUMNS)))
        rows = list(enumerate(reader, start=2))
    problems = [
        Problem(f"{name}, row {number}", "is not whole", f"{', '.join(COLUMNS)}; action {' or '.join(ACTIONS)}")
        for number, row in rows
        if None in row or None in row.values() or row["action"] not in ACTIONS or not row["who"] or not row["subject"]
    ]
    if problems:
        raise ConfidentialityError(problems)
    last = {(row["action"], row["subject"]): row["value"] for _, row in rows}

    def pairs(action: str) -> tuple[tuple[str, str], ...]:
        return tuple(sorted((subject, value) for (what, subject), value in last.items() if what == action))

    return Decisions(
        frozenset(subject for subject, value in pairs("allow") if value != "withdrawn"),
        pairs("alias"),
        frozenset(subject for subject, value in pairs("no name") if value != "withdrawn"),
        pairs("generalise"),
    )


def append(paths: Paths, rows: list[dict[str, str]]) -> None:
    """Add rows to the file; earlier rows are never changed.

    Raises
    ------
    ConfidentialityError
        When a row has an action nobody knows, or no name of who decided.
    """
    wrong = [row for row in rows if row["action"] not in ACTIONS or not row["who"].strip()]
    if wrong:
        raise ConfidentialityError(
            Problem(
                "a decision", f"{row['action']} by {row['who'] or 'nobody'}", " or ".join(ACTIONS), "say who with --who"
            )
            for row in wrong
        )
    target = file(paths)
    target.parent.mkdir(parents=True, exist_ok=True)
    new = not target.is_file()
    with target.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        if new:
            writer.writeheader()
        writer.writerows(rows)
