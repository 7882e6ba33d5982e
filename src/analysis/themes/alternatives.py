"""The same passages with their themes found otherwise: another seed, one theme more, one theme less.

A verdict that hangs on such a choice is no finding. Themes of an alternative get the ids of the themes they share most
passages with, one to one, so that the one too many has none, and a theme that is gone is raised by nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.classification import carry, label_of
from analysis.study import Study

if TYPE_CHECKING:
    from analysis.themes.settings import ThemeSettings

SEED, MORE, LESS = "another seed", "one theme more", "one theme less"


def find(
    passages: pd.DataFrame,
    vectors: npt.NDArray[np.floating],
    passage_themes: pd.DataFrame,
    settings: ThemeSettings,
    seed: int,
    study: Study,
) -> pd.DataFrame:
    """Find the themes of `passages` again in three other ways.

    Parameters
    ----------
    passages, vectors, settings, seed, study
        As they went into :func:`analysis.themes.find`.
    passage_themes : pandas.DataFrame
        What came out of it.

    Returns
    -------
    pandas.DataFrame
        Table `theme_alternatives`: `variant`, `passage_id`, `theme_id` (of `passage_themes`, empty where it has no
        counterpart), `score`.
    """
    from analysis.themes.discovery import find as find_themes

    number = passage_themes.loc[passage_themes["theme_id"].ne(""), "theme_id"].nunique()
    ways = {SEED: (settings.number, seed + 1), MORE: (number + 1, seed), LESS: (max(2, number - 1), seed)}
    parts = []
    for name, (wanted, other) in ways.items():
        found = find_themes(passages, vectors, settings.model_copy(update={"number": wanted}), other, study)
        matched = match(passage_themes, found.passage_themes)
        parts.append(matched[["passage_id", "theme_id", "score"]].assign(variant=name))
    return carry(pd.concat(parts, ignore_index=True), label_of(passages))


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

    both = reference[["passage_id", "theme_id"]].merge(
        alternative[["passage_id", "theme_id"]], on="passage_id", suffixes=("", "_new")
    )
    both = both[both["theme_id"].ne("") & both["theme_id_new"].ne("")]
    shared = pd.crosstab(both["theme_id"], both["theme_id_new"])
    sizes = shared.sum(axis=1).to_numpy()[:, None] + shared.sum(axis=0).to_numpy()[None, :] - shared.to_numpy()
    likeness = shared.to_numpy() / np.maximum(sizes, 1)
    rows, columns = linear_sum_assignment(-likeness)
    names = {
        shared.columns[column]: shared.index[row]
        for row, column in zip(rows, columns, strict=True)
        if likeness[row, column] > 0
    }
    return alternative.assign(theme_id=[names.get(theme, "") for theme in alternative["theme_id"]])


def by_variant(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Table `theme_alternatives` as :func:`analysis.comparison.compare` takes it."""
    return {str(name): rows.drop(columns="variant") for name, rows in table.groupby("variant")}
