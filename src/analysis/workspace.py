"""What every notebook opens first: the study, its guide, its parameters and where its files are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from analysis import params, paths, register, study, tables
from analysis.errors import Problem, StudyError
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

    def table(self, name: str) -> pd.DataFrame:
        """A table that the pipeline made, checked against its schema."""
        return tables.read(name, self._home(name) / f"{name}.parquet")

    def tables(self, *names: str) -> dict[str, pd.DataFrame]:
        """Several tables by name, as figures and comparisons take them."""
        return {name: self.table(name) for name in names}

    def share(self, region: str) -> dict[str, pd.DataFrame]:
        """All tables of one region's share: what its picture is made from, and nothing of another region's text.

        Raises
        ------
        StudyError
            When the study has no such region.
        """
        if region not in self.study.regions:
            known = ", ".join(self.study.regions)
            raise StudyError(Problem(f"region {region!r}", "is not in study.yaml", f"one of {known}", "check the name"))
        folder = self.paths.shares / region
        return {path.stem: tables.read(path.stem, path) for path in sorted(folder.glob("*.parquet"))}

    def _home(self, name: str) -> Path:
        of_themes = ("themes", "passage_themes", "theme_tree", "theme_history", "theme_alternatives")
        if name in ("sources", "passages", "prompts"):
            return self.paths.processed
        return self.paths.themes if name in of_themes else self.paths.comparison


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
