"""The same passages with their themes found otherwise: another seed, one theme more, one theme less.

A verdict that hangs on such a choice is no finding. Themes of an alternative get the ids of the themes they share most
passages with, one to one, so that the one too many has none, and a theme that is gone is raised by nobody.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.core.classification import carry, label_of
from analysis.themes import consensus, decisions
from analysis.themes.arithmetic import one_thread
from analysis.themes.consensus import Evidence
from analysis.themes.discovery import Fit, Themes, clusters_of
from analysis.themes.pictures import centres

SEED, MORE, LESS = "another seed", "one theme more", "one theme less"

FURTHER = 10
"""Cuts that are looked at for one theme more or less."""


def find(found: Themes) -> pd.DataFrame:
    """The passages of `found` with their themes found in three other ways.

    Parameters
    ----------
    found : Themes
        What :func:`analysis.themes.find` gave.

    Returns
    -------
    pandas.DataFrame
        Table `theme_alternatives`: `variant`, `passage_id`, `theme_id` (of `found.themes`, empty where it has no
        counterpart), `score`.

    Notes
    -----
    One theme more or less is another cut through the same agreement of the same runs; only another seed needs new
    runs. What people decided (accepted themes, merges, splits) holds in each.
    """
    fit = found.fit
    number = len({theme for theme in fit.found if theme})
    with one_thread():
        others = fit.others or [consensus.gather(fit.evidence.vectors, fit.settings, fit.seed + 1, fit.accepted)]
        same = _arranged(fit, fit.evidence, number)
        parts = [
            _arranged(fit, others[0], fit.settings.number)[0].assign(variant=SEED),
            _moved(fit, same, number, 1).assign(variant=MORE),
            _moved(fit, same, number, -1).assign(variant=LESS),
        ]
    return carry(pd.concat(parts, ignore_index=True), label_of(fit.passages))


def _moved(fit: Fit, same: tuple[pd.DataFrame, int], number: int, step: int) -> pd.DataFrame:
    # a cut that parts what a person merged leaves the number of themes as it was: then the next one is looked at
    table, themes = same
    wanted = themes + step
    for further in range(1, FURTHER + 1):
        if number + step * further < 2:
            break
        table, themes = _arranged(fit, fit.evidence, number + step * further)
        if (themes - wanted) * step >= 0:
            break
    return table


def _arranged(fit: Fit, evidence: Evidence, number: int) -> tuple[pd.DataFrame, int]:
    # passages with their theme after all that people decided, and how many themes there are, with or without an id
    clusters, _ = clusters_of(evidence, fit.settings, number, fit.border, fit.copies)
    reference = pd.DataFrame({"passage_id": fit.passages["passage_id"], "theme_id": fit.found})
    named = match(reference, reference.assign(theme_id=np.where(clusters < 0, "", clusters.astype(str))))["theme_id"]
    strange = named.eq("") & (clusters >= 0)
    marked = named.where(~strange, pd.Series(clusters).map("?{}".format)).to_numpy().astype("<U8")
    now, _ = decisions.rearrange(fit.vectors, marked, fit.held, fit.rulings)
    ids = np.where(np.char.startswith(now, "?"), "", now)
    return reference.assign(theme_id=ids, score=_scores(fit.vectors, clusters)), len({theme for theme in now if theme})


def _scores(vectors: npt.NDArray[np.float64], labels: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    near = (vectors * centres(vectors, labels)[np.maximum(labels, 0)]).sum(axis=1)
    return np.asarray(np.round(np.where(labels >= 0, near, 0.0), 4), dtype=np.float64)


def match(reference: pd.DataFrame, alternative: pd.DataFrame) -> pd.DataFrame:
    """`alternative` with the theme ids of `reference`: pairs that share most passages, as a share of all either has.

    Parameters
    ----------
    reference, alternative : pandas.DataFrame
        `passage_id`, `theme_id` (empty for an outlier) and any other columns.

    Returns
    -------
    pandas.DataFrame
        The rows of `alternative`; `theme_id` is empty where a theme shares no passage with the one it would be paired with.
    """
    from scipy.optimize import linear_sum_assignment

    known = reference.set_index("passage_id")["theme_id"]
    old = alternative["passage_id"].map(known).fillna("").to_numpy(dtype=str)
    new = alternative["theme_id"].to_numpy(dtype=str)
    both = (old != "") & (new != "")
    (themes, row), (others, column) = (np.unique(ids[both], return_inverse=True) for ids in (old, new))
    shared = np.zeros((len(themes), len(others)))
    np.add.at(shared, (row, column), 1)
    sizes = shared.sum(axis=1, keepdims=True) + shared.sum(axis=0) - shared
    likeness = shared / np.maximum(sizes, 1)
    pairs = zip(*linear_sum_assignment(-likeness), strict=True)
    names = {str(others[j]): str(themes[i]) for i, j in pairs if likeness[i, j] > 0}
    return alternative.assign(theme_id=[names.get(theme, "") for theme in alternative["theme_id"]])


def by_variant(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Table `theme_alternatives` as :func:`analysis.comparison.compare` takes it."""
    return {str(name): rows.drop(columns="variant") for name, rows in table.groupby("variant")}
