"""What every notebook opens first: the study, its guide, its parameters and where its files are."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.core import paths, study, tables
from analysis.core.classification import FLOOR, write_floor
from analysis.core.errors import Problem, StudyError
from analysis.core.paths import Paths
from analysis.core.study import Guide, Study

if TYPE_CHECKING:
    from analysis.core.params import Params


@dataclass(frozen=True)
class Workspace:
    """An opened study; guide, parameters and register are read when a notebook first asks for them, and declares them."""

    paths: Paths
    study: Study

    @cached_property
    def guide(self) -> Guide:
        """The interview guide, checked."""
        return study.read_guide(self.paths, self.study)

    @cached_property
    def params(self) -> Params:
        """The parameters of the analysis, checked."""
        from analysis.core import params

        return params.read(self.paths)

    @cached_property
    def register(self) -> pd.DataFrame:
        """The register of sources, checked against the files that it names."""
        from analysis.core import register

        return register.read(self.paths, self.study)

    @cached_property
    def registered(self) -> pd.DataFrame:
        """The rows of the register as they stand, whether or not their files are on this machine."""
        from analysis.core import register

        return register.load(self.paths)

    def table(self, name: str) -> pd.DataFrame:
        """A table that the pipeline made, checked against its schema."""
        return tables.read(name, self._home(name) / f"{name}.parquet")

    def tables(self, *names: str) -> dict[str, pd.DataFrame]:
        """Several tables by name, as figures and comparisons take them."""
        return {name: self.table(name) for name in names}

    def share(self, region: str) -> dict[str, pd.DataFrame]:
        """All tables of one region's share: what its picture is made from, and nothing of another region's text."""
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
    opened = Workspace(found, study.read_study(found))
    _label_by_hand(found)
    return opened


def open_region(region: str = "", root: str = "") -> Workspace:
    """Open what the picture of one region is made from; of the study no more than the region's share tells.

    Parameters
    ----------
    region : str
        A key of `regions` in study.yaml; empty: the first.
    root : str
        As in :func:`open`.

    Raises
    ------
    StudyError
        When there is no such region, or it has no share yet.
    """
    found = paths.find(root or None)
    region = region or next(iter(study.read_study(found).regions))
    if not found.share_study(region).is_file():
        known = ", ".join(study.read_study(found).regions)
        raise StudyError(
            Problem(
                f"region {region!r}", "has no share", f"one of {known}", "check the name, or run `dvc repro comparison`"
            )
        )
    opened = Workspace(found, study.read_share(found, region))
    _label_by_hand(found)
    return opened


def _label_by_hand(found: Paths) -> None:
    """In a notebook that no stage runs, let everything that is made bear the label of all sources, as a stage's would."""
    from IPython.core.getipython import get_ipython

    if FLOOR not in os.environ and get_ipython() is not None:
        from analysis.core.stages.running import of_all

        os.environ[FLOOR] = write_floor(of_all(found))
