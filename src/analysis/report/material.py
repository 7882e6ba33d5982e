"""What one report may quote from: the tables and figures of its scope, read once and checked."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.core import kept, tables
from analysis.core.classification import Label, floor, join, label_of
from analysis.core.paths import Paths
from analysis.core.study import Study

if TYPE_CHECKING:
    from analysis.figures.drawing import Drawing

OVERALL = "overall"
"""Name of the report over all regions."""

INTERNAL = "internal"
"""The edition for those who may see all up to the study's ceiling."""

NAMES = (
    "sources",
    "passages",
    "themes",
    "passage_themes",
    "prevalence",
    "contrasts",
    "chain",
    "distinctive",
    "remarks",
)


@dataclass(frozen=True)
class Material:
    """The tables and figures of one scope: the overall study, or one region and nothing of another.

    `facts` are settings of the run (seed, encoder, ...) as text; `label` is the join of all that was read, and of `floor`.
    An edition other than the internal one holds what it may be made from, `left_out` for each figure of the internal one the
    rows it lacks, and `sub_questions` the sub-question each theme mostly answers, since the passages cannot tell any more.
    """

    study: Study
    scope: str
    tables: dict[str, pd.DataFrame]
    figures: dict[str, Drawing] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    edition: str = INTERNAL
    floor: Label = field(default_factory=Label)
    left_out: dict[str, int] = field(default_factory=dict)
    sub_questions: dict[str, str] | None = None

    @property
    def is_region(self) -> bool:
        """Whether this is the material of one region."""
        return self.scope != OVERALL

    @cached_property
    def label(self) -> Label:
        """The join of the labels of all tables and figures, and of all that the stage read or that they were made from."""
        return join(
            [
                floor(),
                self.floor,
                *(label_of(table) for table in self.tables.values()),
                *(drawing.label for drawing in self.figures.values()),
            ]
        )

    @cached_property
    def passages(self) -> dict[str, dict[str, Any]]:
        """The rows of table `passages`, by id."""
        return {row["passage_id"]: row for row in self.tables["passages"].to_dict("records")}

    @cached_property
    def sources(self) -> dict[str, dict[str, Any]]:
        """The rows of table `sources`, by id."""
        return {row["source_id"]: row for row in self.tables["sources"].to_dict("records")}

    @cached_property
    def grounds(self) -> dict[str, dict[str, str]]:
        """By table and key of what is withheld, its ground; for an edition that may leave."""
        withheld = self.tables["withheld"]
        grounds: dict[str, dict[str, str]] = {}
        for table, key, ground in zip(withheld["table"], withheld["key"], withheld["ground"], strict=True):
            grounds.setdefault(table, {})[key] = ground
        return grounds


@dataclass(frozen=True)
class Scope:
    """What one report is about, overall or a region, before any of it is read: a report that is known needs none of it."""

    paths: Paths
    study: Study
    name: str

    @cached_property
    def digest(self) -> str:
        """The sha256 of all that :attr:`material` is made from: where it is equal, reports are."""
        files = [*_table_paths(self.paths, self.name).values(), *_figure_paths(self.paths, self.name)]
        said = {"study": self.study.model_dump(mode="json"), "scope": self.name, "floor": str(floor())}
        held = [json.dumps(said, sort_keys=True), json.dumps(_read_facts(self.paths), sort_keys=True)]
        parts = ((path.relative_to(self.paths.root).as_posix(), path.read_bytes()) for path in files if path.is_file())
        return kept.key(*held, *(part for pair in parts for part in pair))

    @cached_property
    def material(self) -> Material:
        """The tables and figures, as :func:`read_material` reads them."""
        return read_material(self.paths, self.study, self.name)


def read_material(paths: Paths, study: Study, scope: str) -> Material:
    """Read what the report of `scope` may quote from.

    Parameters
    ----------
    paths : Paths
    study : Study
    scope : str
        `"overall"` or the slug of a region; for a region only its share and its figures are opened.

    Raises
    ------
    TableError
        When a table is missing or is not what its schema says.
    """
    where = _table_paths(paths, scope)
    found = {name: tables.read(name, path) for name, path in where.items()}
    return Material(study, scope, found, _read_figures(_figures(paths, scope)), _read_facts(paths))


def is_verbatim(text: str, text_hash: str) -> bool:
    """Whether a text is the one its SHA-256 was taken of when it was cut from its source."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest() == text_hash


def _table_paths(paths: Paths, scope: str) -> dict[str, Path]:
    if scope != OVERALL:
        return {name: paths.shares / scope / f"{name}.parquet" for name in NAMES}
    home = {
        "sources": paths.processed,
        "passages": paths.processed,
        "themes": paths.themes,
        "passage_themes": paths.themes,
    }
    return {name: home.get(name, paths.comparison) / f"{name}.parquet" for name in NAMES}


def _figures(paths: Paths, scope: str) -> Path:
    return paths.overall_report if scope == OVERALL else paths.region_reports / scope


def _figure_paths(paths: Paths, scope: str) -> list[Path]:
    return sorted(path for path in _figures(paths, scope).glob("*") if path.suffix in (".csv", ".json"))


def _read_figures(folder: Path) -> dict[str, Drawing]:
    from analysis.figures.drawing import load

    keys = sorted(path.stem for path in folder.glob("*.json") if not path.name.endswith(".cells.json"))
    return {key: load(folder, key) for key in keys}


def _read_facts(paths: Paths) -> dict[str, str]:
    """Scalars of params.yaml, by dotted key."""
    import yaml

    facts: dict[str, str] = {}

    def gather(value: object, key: str) -> None:
        if isinstance(value, dict):
            for name, item in value.items():
                gather(item, f"{key}.{name}" if key else str(name))
        elif isinstance(value, (str, int, float)) and not isinstance(value, bool):
            facts[key] = str(value)  # a seed is a name, not a quantity: no separators

    if paths.params.is_file():
        gather(yaml.safe_load(paths.params.read_text(encoding="utf-8")), "params")
    return facts
