"""What every notebook opens first: the study, its guide, its parameters and where its files are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis import params, paths, register, study, tables
from analysis.params import Params
from analysis.paths import Paths
from analysis.study import Guide, Study


@dataclass(frozen=True)
class Workspace:
    """An opened study."""

    paths: Paths
    study: Study
    guide: Guide
    params: Params

    @cached_property
    def register(self) -> pd.DataFrame:
        """The register of sources, checked."""
        return register.read(self.paths, self.study)

    def table(self, name: str, folder: str = "") -> pd.DataFrame:
        """A table the pipeline made: `table("themes", "themes")` reads data/processed/themes/themes.parquet."""
        return tables.read(name, self.paths.processed / folder / f"{name}.parquet")


def open(root: str = "") -> Workspace:
    """Open the study in folder `root`, or the one around the working directory when `root` is empty.

    Raises
    ------
    StudyError
        When there is none, or its settings are not right.
    """
    found = paths.find(root or None)
    opened = study.read_study(found)
    return Workspace(found, opened, study.read_guide(found, opened), params.read(found))
