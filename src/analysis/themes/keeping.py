"""What was accepted stays where it was: a theme map keeps its places, and a passage that did not change its score.

Without this one sentence more in one interview would move every point of every region's map by a hair, and every report
with it. What is kept is given up where it no longer fits: a theme of which more than a quarter is new is described anew.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.themes.consensus import Evidence
from analysis.themes.identity import PART, Ids

Matrix = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

COLUMNS = ("score", "x", "y", "representative", "stability", "framework")
"""What the accepted themes hold beside passage, text hash and theme; a baseline written before these were holds nothing."""

NEAR = 8
"""Accepted passages that say how the map moves around a new one."""

SLACK = 0.05
"""Likeness by which a passage must pass the border of outliers to change sides: one on the border would come and go."""

CLEAR = 0.5
"""How much more of the runs must put a passage with another theme than with its own before it leaves that: half of all."""


@dataclass(frozen=True)
class Kept:
    """What is kept, row by row beside the passages; nan and 0 where nothing is.

    Attributes
    ----------
    places : ndarray, shape (n, 2)
    scores : ndarray, shape (n,)
    ranks : ndarray of int, shape (n,)
        Rank of the passages that show a theme that is as it was.
    themes : dict of str to (float, str)
        Stability and framework of each theme that is as it was.
    """

    places: Matrix
    scores: Matrix
    ranks: Labels
    themes: dict[str, tuple[float, str]]


def leeway(passages: pd.DataFrame, baseline: pd.DataFrame | None) -> Matrix:
    """What is added to the border of outliers for each passage: its accepted side of it holds for a little longer."""
    before = _before(passages, baseline)
    if before is None:
        return np.zeros(len(passages))
    side = np.where(before["theme_id"].to_numpy() == "", SLACK, -SLACK)
    return np.where(_same_text(before, passages), side, 0.0)


def steady(ids: Ids, passages: pd.DataFrame, baseline: pd.DataFrame | None, evidence: Evidence, copies: Labels) -> Ids:
    """`ids` with each passage that did not change in its accepted theme, unless runs clearly put it with another.

    Parameters
    ----------
    ids : ndarray of str, shape (n,)
        Theme of each passage, `""` for an outlier.
    passages : pandas.DataFrame
    baseline : pandas.DataFrame or None
    evidence : Evidence
        Where all pairs were not looked at (above `DENSE_LIMIT` passages) nothing is held.
    copies : ndarray of int, shape (n,)
        Row of `evidence` of each passage, -1 for none.
    """
    before = _before(passages, baseline)
    if before is None or evidence.tree is None:
        return ids
    own = np.where(_same_text(before, passages), before["theme_id"].fillna("").to_numpy().astype(str), "")
    now = ids.copy()
    for row in np.flatnonzero((own != "") & (own != ids) & (ids != "") & (copies >= 0)):
        with_own, with_new = (_with(evidence, copies, ids == theme, int(row)) for theme in (own[row], ids[row]))
        if with_new - with_own < CLEAR:
            now[row] = own[row]
    return now


def _with(evidence: Evidence, copies: Labels, members: npt.NDArray[np.bool_], row: int) -> float:
    others = np.unique(copies[members & (copies >= 0)])
    others = others[others != copies[row]]
    # a theme that is not there cannot be gone back to
    return float(evidence.shared[copies[row], others].mean()) if len(others) else -1.0


def _before(passages: pd.DataFrame, baseline: pd.DataFrame | None) -> pd.DataFrame | None:
    # rows of the accepted state beside the passages, empty where a passage was not there
    if baseline is None or baseline.empty or any(column not in baseline.columns for column in COLUMNS):
        return None
    return baseline.drop_duplicates("passage_id").set_index("passage_id").reindex(passages["passage_id"])


def _same_text(before: pd.DataFrame, passages: pd.DataFrame) -> npt.NDArray[np.bool_]:
    return np.asarray(before["text_hash"].to_numpy() == passages["text_hash"].to_numpy(), dtype=bool)


def keep(passages: pd.DataFrame, theme_of: Ids, held: Ids, baseline: pd.DataFrame | None) -> Kept:
    """What passages and themes keep of the day they were accepted.

    Parameters
    ----------
    passages : pandas.DataFrame
        `passage_id`, `text_hash`.
    theme_of, held : ndarray of str, shape (n,)
        Theme of each passage now, and in the accepted state.
    baseline : pandas.DataFrame or None

    Returns
    -------
    Kept
        A passage keeps its place when text and theme are as they were, its score when its theme is too; a theme is as
        it was when three quarters of all passages that it has or had are in both.
    """
    n = len(passages)
    nothing = Kept(np.full((n, 2), np.nan), np.full(n, np.nan), np.zeros(n, dtype=np.int64), {})
    before = _before(passages, baseline)
    if before is None or baseline is None:
        return nothing
    same_theme = before["theme_id"].fillna("?").to_numpy().astype(str) == theme_of
    unchanged = same_theme & _same_text(before, passages)
    settled = _settled(theme_of, held, baseline)
    calm = np.isin(theme_of, list(settled))
    places = np.where(unchanged[:, None], before[["x", "y"]].to_numpy(dtype=float), np.nan)
    scores = np.where(unchanged & (calm | (theme_of == "")), before["score"].to_numpy(dtype=float), np.nan)
    ranks = np.where(same_theme & calm, before["representative"].fillna(0).to_numpy(dtype=float), 0).astype(np.int64)
    first = baseline.drop_duplicates("theme_id").set_index("theme_id")
    themes = {theme: (float(first.loc[theme, "stability"]), str(first.loc[theme, "framework"])) for theme in settled}
    return Kept(places, scores, ranks, themes)


def _settled(theme_of: Ids, held: Ids, baseline: pd.DataFrame) -> list[str]:
    sizes = baseline["theme_id"].value_counts()
    found = []
    for theme in sorted({str(i) for i in theme_of if i}):
        both = int(((theme_of == theme) & (held == theme)).sum())
        either = int(sizes.get(theme, 0)) + int((theme_of == theme).sum()) - both
        if both >= (1 - PART) * either:
            found.append(theme)
    return found


def arrange(points: Matrix, vectors: Matrix, places: Matrix) -> Matrix:
    """The map `points` with accepted passages in the `places` they had, and all others moved along with them.

    Parameters
    ----------
    points : ndarray, shape (n, 2)
        A fresh map.
    vectors : ndarray, shape (n, d)
        Unit vectors of the passages.
    places : ndarray, shape (n, 2)
        nan where a passage has no place of its own.

    Returns
    -------
    ndarray, shape (n, 2)
        Within -1 and 1. The fresh map is turned, mirrored and scaled onto the kept places (Procrustes, Schönemann
        1966); a new passage then moves as the nearest accepted ones do.
    """
    known = ~np.isnan(places[:, 0])
    if known.sum() < 3:
        return np.where(known[:, None], places, points)
    fitted = _onto(points, points[known], places[known])
    shift = places[known] - fitted[known]
    moved = fitted.copy()
    likeness = np.round(vectors @ vectors[known].T, 9)
    for row in np.flatnonzero(~known):
        nearest = np.argsort(-likeness[row], kind="stable")[:NEAR]
        weight = np.maximum(likeness[row, nearest], 0) + 1e-9
        moved[row] += weight @ shift[nearest] / weight.sum()
    return np.where(known[:, None], places, np.clip(np.round(moved, 4), -1, 1))


def _onto(points: Matrix, source: Matrix, target: Matrix) -> Matrix:
    from_middle, to_middle = source.mean(axis=0), target.mean(axis=0)
    left, stretch, right = np.linalg.svd((source - from_middle).T @ (target - to_middle))
    scale = stretch.sum() / max(float(((source - from_middle) ** 2).sum()), 1e-12)
    return (points - from_middle) @ (scale * left @ right) + to_middle
