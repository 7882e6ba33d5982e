"""A theme keeps its id for life: new clusters are matched to the themes a researcher accepted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Labels = npt.NDArray[np.int64]
Ids = npt.NDArray[np.str_]
Shares = npt.NDArray[np.float64]

MAJORITY = 0.5
"""A theme goes on in the cluster that holds most of its passages, or that is made mostly of them: above a half there
is one such cluster at most, so no choice of ours is in it."""

PART = 0.25
"""Share of a theme's passages from which another cluster is a part of it that split off, rather than a few strays."""


def number_of(theme_id: str) -> int:
    """7 for `T07`; 0 for anything that is no theme id."""
    return int(theme_id[1:]) if theme_id[:1] == "T" and theme_id[1:].isdigit() else 0


def place(passages: pd.DataFrame, baseline: pd.DataFrame | None) -> Ids:
    """Accepted theme id of each passage, `""` where it has none: by its text's hash, else by its own id.

    A passage whose text stood elsewhere before keeps its theme; so does one whose text was corrected in place.
    """
    if baseline is None or baseline.empty:
        return np.full(len(passages), "", dtype="<U8")
    by_text = baseline.drop_duplicates("text_hash").set_index("text_hash")["theme_id"]
    by_id = baseline.drop_duplicates("passage_id").set_index("passage_id")["theme_id"]
    found = passages["text_hash"].map(by_text).fillna(passages["passage_id"].map(by_id)).fillna("")
    return found.to_numpy().astype("<U8")


def match(
    labels: Labels,
    held: Ids,
    baseline: pd.DataFrame | None,
    last: int = 0,
    merges: Sequence[tuple[str, str]] = (),
) -> list[str]:
    """Give each cluster its id.

    Parameters
    ----------
    labels : ndarray of int, shape (n,)
        Cluster of each passage, 0.. largest first, -1 for none.
    held : ndarray of str, shape (n,)
        Accepted theme of each passage, from :func:`place`.
    baseline : pandas.DataFrame or None
        Accepted themes: `passage_id`, `text_hash`, `theme_id`.
    last : int
        Highest number a theme ever had: no id is used twice.
    merges : sequence of (str, str)
        Themes that people merged, and what they went into: a cluster that breaks off from the latter is the former
        again, so that the merge still holds for it.

    Returns
    -------
    list of str
        One id a cluster: that of the accepted theme that goes on in it (best assignment of all pairs that share a
        majority, Kuhn 1955), else the next free one.
    """
    old = accepted(baseline)
    of_old, of_new = _overlap(old, held, list(range(int(labels.max()) + 1)), labels)
    pairs = {j: old[i] for i, j in _going_on(of_old, of_new)} if old else {}
    following = max([last, *(number_of(i) for i in old)], default=0)
    ids: list[str] = []
    for j in range(of_old.shape[1]):
        origin = old[int(np.argmax(of_new[:, j]))] if old and of_new[:, j].max() > MAJORITY else ""
        merged = [part for part, whole in merges if whole == origin and part not in {*ids, *pairs.values()}]
        if j not in pairs and merged:
            pairs[j] = merged[0]
        following += j not in pairs
        ids.append(pairs.get(j, f"T{following:02d}"))
    return ids


def _going_on(of_old: Shares, of_new: Shares) -> list[tuple[int, int]]:
    # old and new in pairs that share a majority
    from scipy.optimize import linear_sum_assignment

    good = (of_old > MAJORITY) | (of_new > MAJORITY)
    strength = np.where(good, np.maximum(of_old, of_new) + of_old * of_new, 0)
    return [(int(i), int(j)) for i, j in zip(*linear_sum_assignment(-strength), strict=True) if good[i, j]]


def accepted(baseline: pd.DataFrame | None) -> list[str]:
    """Ids of the accepted themes."""
    return [] if baseline is None else sorted({str(i) for i in baseline["theme_id"] if i}, key=number_of)


def _overlap(old: list[str], held: Ids, new: list[Any], now: npt.NDArray[Any]) -> tuple[Shares, Shares]:
    shared = np.array([[np.sum((held == i) & (now == j)) for j in new] for i in old], dtype=float)
    shared = shared.reshape(len(old), len(new))
    sizes_old = np.array([np.sum(held == i) for i in old], dtype=float).reshape(-1, 1)
    sizes_new = np.array([np.sum(now == j) for j in new], dtype=float).reshape(1, -1)
    return shared / np.maximum(sizes_old, 1), shared / np.maximum(sizes_new, 1)


def history(now: Ids, held: Ids, baseline: pd.DataFrame | None) -> pd.DataFrame:
    """What became of each theme since it was accepted.

    Parameters
    ----------
    now, held : ndarray of str, shape (n,)
        Theme id of each passage now, and in the accepted state (`""`: none).
    baseline : pandas.DataFrame or None

    Returns
    -------
    pandas.DataFrame
        `theme_id`, `event` (continued, split, merged, gone; new for one that was not there), `others` (the parts, or
        the theme it went into, or where a new one came from), `share`: of the old theme's passages that are still
        here and in it; for a new one of its passages that no accepted theme had.
    """
    old = accepted(baseline)
    new = sorted({str(i) for i in now if i}, key=number_of)
    of_old, of_new = _overlap(old, held, new, now)
    rows: list[tuple[str, str, str, float]] = []
    for i, theme in enumerate(old):
        parts = [new[j] for j in range(len(new)) if of_old[i, j] >= PART and new[j] not in old]
        largest = int(np.argmax(of_old[i])) if new else 0
        share = float(of_old[i, largest]) if new else 0.0
        if theme in new:
            own = float(of_old[i, new.index(theme)])
            rows.append((theme, "split" if parts else "continued", "; ".join(parts), own))
        elif share > MAJORITY and new[largest] in old:
            rows.append((theme, "merged", new[largest], share))
        elif parts:
            rows.append((theme, "split", "; ".join(parts), share))
        else:
            rows.append((theme, "gone", "", share))
    for j, theme in enumerate(new):
        if theme not in old:
            origins = [old[i] for i in range(len(old)) if of_old[i, j] >= PART]
            rows.append((theme, "new", "; ".join(origins), 1 - float(of_new[:, j].sum())))
    table = pd.DataFrame(rows, columns=["theme_id", "event", "others", "share"])
    return table.assign(share=table["share"].astype(float).round(4)).sort_values("theme_id").reset_index(drop=True)
