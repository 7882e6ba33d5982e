"""Decide about a theme: one road for the command line and the notebook, with the same checks."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from analysis.core import signature
from analysis.core.errors import Problem, StudyError
from analysis.core.paths import Paths
from analysis.themes import decisions, identity, storage
from analysis.themes.identity import number_of

PAIRED = ("merge",)
"""Actions whose value is another theme that is there."""


def decide(
    paths: Paths, present: Sequence[str], action: str, theme: str, value: str = "", who: str = "", why: str = ""
) -> dict[str, str]:
    """Add a decision to `data/raw/decisions/themes.csv`; the next run applies it.

    What is decided on is accepted with it, where it was not yet: else the next run gives its passages another id.

    Parameters
    ----------
    paths : Paths
    present : sequence of str
        Ids of the themes of the last run.
    action : str
        One of :data:`analysis.themes.decisions.ACTIONS` but `accept`.
    theme : str
        The theme it is about.
    value : str
        As the action wants it; for `split` the id of the part is made here.
    who : str
        Default git's `user.name`.
    why : str

    Returns
    -------
    dict of str to str
        The row that was added.

    Raises
    ------
    StudyError
        When a theme is not there, or the row decides nothing known.
    """
    named = [theme, value] if action in PAIRED else [theme]
    unknown = [one for one in named if one not in present]
    if unknown or len(set(named)) < len(named):
        raise StudyError(
            Problem(
                f"theme {', '.join(unknown) or theme}",
                "is not among those of the last run" if unknown else "cannot go into itself",
                f"one of {', '.join(present)}",
                "`regiobeeld themes list` shows them",
            )
        )
    if action == "split":
        value = next_id(paths, present)
    row = append(paths, action, theme, value, who, why)
    if not is_held(paths, theme) and storage.has_run(paths):
        storage.accept(paths)
    return row


def is_held(paths: Paths, theme: str) -> bool:
    """Whether a theme was accepted, so that it keeps its id."""
    return theme in identity.accepted(storage.read_baseline(paths))


def next_id(paths: Paths, present: Sequence[str]) -> str:
    """The id that no theme ever had."""
    return f"T{highest(paths, present) + 1:02d}"


def highest(paths: Paths, present: Sequence[str]) -> int:
    """Highest number a theme of this study ever had."""
    taken = [number_of(theme) for theme in present]
    if (earlier := storage.read_baseline(paths)) is not None:
        taken += [number_of(str(theme)) for theme in earlier["theme_id"]]
    return max([decisions.last_number(storage.read_decisions(paths)), *taken], default=0)


def append(paths: Paths, action: str, theme: str, value: str, who: str = "", why: str = "") -> dict[str, str]:
    """Add one row as it is, with today's date."""
    row = {
        "date": datetime.date.today().isoformat(),
        "who": who.strip() or signature.known(),
        "action": action,
        "theme_id": theme,
        "value": value,
        "why": why,
    }
    storage.append_decision(paths, row)
    return row
