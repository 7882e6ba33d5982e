"""What researchers decided about themes: names, merges, splits, themes set aside. Rows, never edited."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.core.errors import Problem, StudyError
from analysis.themes.identity import number_of

COLUMNS = ["date", "who", "action", "theme_id", "value", "why"]
"""Columns of `data/raw/decisions/themes.csv`.

`value` is the name for `name` and `propose` (of a language model: `who` says which), the theme it goes into for `merge`,
the id of the part that leaves for `split`, empty for `hide` and `show`, a free remark for `note`; for `accept` the highest
theme id there was.
"""

ACTIONS = ("name", "propose", "merge", "split", "hide", "show", "note", "accept")

Labels = npt.NDArray[np.int64]


def check(decisions: pd.DataFrame, where: str = "data/raw/decisions/themes.csv") -> pd.DataFrame:
    """`decisions` with all columns as text.

    Raises
    ------
    StudyError
        With every row that decides nothing known.
    """
    missing = [column for column in COLUMNS if column not in decisions.columns]
    if missing:
        raise StudyError(Problem(where, f"lacks the columns {', '.join(missing)}", ", ".join(COLUMNS)))
    rows = decisions[COLUMNS].fillna("").astype(str)
    problems = []
    for line, row in enumerate(rows.itertuples(index=False), start=2):
        place = f"{where}, row {line}"
        if row.action not in ACTIONS:
            problems.append(Problem(place, f"action {row.action}", " or ".join(ACTIONS)))
        if row.action != "accept" and not number_of(row.theme_id):
            problems.append(Problem(place, f"theme_id {row.theme_id}", "an id such as T07"))
        if row.action in ("merge", "split") and not number_of(row.value):
            problems.append(Problem(place, f"value {row.value}", f"the id of another theme for {row.action}"))
        if row.action in ("name", "propose") and not row.value.strip():
            problems.append(Problem(place, "value is empty", "the name of the theme"))
        if not row.who.strip() or not row.date.strip():
            problems.append(Problem(place, "who or date is empty", "who decided this, and when (JJJJ-MM-DD)"))
    if problems:
        raise StudyError(problems)
    return rows


def last_number(decisions: pd.DataFrame | None) -> int:
    """Highest theme number in any decision, so that a new theme never gets the id of an old one."""
    if decisions is None or decisions.empty:
        return 0
    ids = [*decisions["theme_id"].astype(str), *decisions["value"].astype(str)]
    return max((number_of(value) for value in ids), default=0)


def rearrange(
    vectors: npt.NDArray[np.float64],
    theme_of: npt.NDArray[np.str_],
    held: npt.NDArray[np.str_],
    decisions: pd.DataFrame,
) -> tuple[npt.NDArray[np.str_], list[str]]:
    """Theme of each passage after all merges and splits, in the order in which they were decided.

    Parameters
    ----------
    vectors : ndarray, shape (n, d)
    theme_of : ndarray of str, shape (n,)
        Theme id of each passage, `""` for an outlier.
    held : ndarray of str, shape (n,)
        Accepted theme of each passage: it says which half of a split keeps the id.
    decisions : pandas.DataFrame

    Returns
    -------
    theme_of : ndarray of str
    open : list of str
        Decisions about themes that are not there now: to be put before the researcher.
    """
    now = theme_of.astype("<U8").copy()
    waiting = []
    for row in decisions.itertuples(index=False):
        if row.action not in ("merge", "split"):
            continue
        members = np.flatnonzero(now == row.theme_id)
        if row.action == "merge":
            # a theme that is gone already needs no merge; one that has nothing to go into waits for a decision
            if len(members) and not (now == row.value).any():
                waiting.append(f"merge {row.theme_id} into {row.value}")
            elif len(members):
                now[members] = row.value
        elif (now == row.value).any():
            continue
        elif len(members) < 4:
            waiting.append(f"split {row.theme_id}")
        else:
            now[members[_leaving(vectors[members], held[members], row.theme_id, row.value)]] = row.value
    return now, waiting


def _leaving(
    vectors: npt.NDArray[np.float64], held: npt.NDArray[np.str_], kept: str, part: str
) -> npt.NDArray[np.bool_]:
    from scipy.cluster.hierarchy import fcluster, linkage

    halves = fcluster(linkage(np.round(vectors, 9), method="ward"), 2, criterion="maxclust") == 1
    # accepted earlier: the half with most of the part's passages leaves; else the smaller one
    known = [np.sum(held[side] == part) - np.sum(held[side] == kept) for side in (halves, ~halves)]
    if known[0] != known[1]:
        return halves if known[0] > known[1] else ~halves
    return halves if halves.sum() < (~halves).sum() else ~halves


def merges(decisions: pd.DataFrame) -> list[tuple[str, str]]:
    """Each theme that was merged, and the one that it went into."""
    rows = decisions[decisions["action"] == "merge"]
    return list(zip(rows["theme_id"].astype(str), rows["value"].astype(str), strict=True))


def names(decisions: pd.DataFrame, action: str = "name") -> dict[str, str]:
    """Last name given to each theme; with `propose`, the last that a language model proposed."""
    given = decisions[decisions["action"] == action]
    return {row.theme_id: " ".join(row.value.split()) for row in given.itertuples(index=False)}


def hidden(decisions: pd.DataFrame) -> set[str]:
    """Themes set aside and not shown again since."""
    aside: set[str] = set()
    for row in decisions.itertuples(index=False):
        if row.action == "hide":
            aside.add(row.theme_id)
        elif row.action == "show":
            aside.discard(row.theme_id)
    return aside


def orphans(decisions: pd.DataFrame, present: Sequence[str]) -> list[str]:
    """Names whose theme is not there now: none is lost, each waits for a decision."""
    merged = set(decisions.loc[decisions["action"] == "merge", "theme_id"])
    return sorted(f"{theme}: {name}" for theme, name in names(decisions).items() if theme not in {*present, *merged})
