"""The edge of the comparison stage: tables of all regions in one folder, and a share for each region in one of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from functools import partial

import pandas as pd

from analysis.comparison.comparisons import NAMES, Comparisons, write
from analysis.comparison.shares import share, write_share
from analysis.core import study as told
from analysis.core import tables
from analysis.core.paths import Paths
from analysis.core.processes import share_out
from analysis.core.study import Study


def labels(themes: pd.DataFrame) -> pd.DataFrame:
    """Themes that nobody set aside, as labels that a passage can bear: `label_kind`, `label_id`, `name`, `words`."""
    themes = tables.shown(themes)
    told = themes[["theme_id", "name", "words"]].rename(columns={"theme_id": "label_id"}).reset_index(drop=True)
    return told.assign(label_kind="theme")[["label_kind", "label_id", "name", "words"]]


def write_all(compared: Comparisons, inputs: Mapping[str, pd.DataFrame], study: Study, paths: Paths) -> None:
    """Write the comparison of all regions, and the share of each; shares of regions that are no more are removed.

    Parameters
    ----------
    compared : Comparisons
    inputs : mapping of str to DataFrame
        `sources`, `passages`, `passage_themes` and `themes`, of which each share holds the region's part.
    """

    def write_one(region: str) -> None:
        parts = share(region, inputs["passages"], inputs["passage_themes"], inputs["themes"], compared, study)
        mine = tables.of_region(inputs["sources"], region)
        write_share(region, {**parts, "sources": mine}, paths)
        told.write_share(study, paths, region)

    # shares first, which take longest
    work: list[Callable[[], object]] = [partial(write_one, region) for region in study.regions]
    work += [partial(write, compared, paths, [name]) for name in NAMES]
    share_out(lambda number: work[number](), len(work))
    for folder in sorted(paths.shares.iterdir()):
        if folder.name not in study.regions:
            shutil.rmtree(folder)
