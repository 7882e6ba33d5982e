"""A repository as the stages before the report leave it."""

from __future__ import annotations

from pathlib import Path

import pytest
from report_material import HOSTILE, STUDY, draw_figure, made_tables

from analysis.core import tables
from analysis.core.paths import Paths
from analysis.core.study import Study, parse


@pytest.fixture(scope="session")
def study() -> Study:
    return parse(Study, STUDY, "study.yaml")


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory, study: Study) -> Paths:
    """A repository as the stages before the report leave it, with the default report text."""
    paths = Paths(tmp_path_factory.mktemp("study"))
    paths.study.parent.mkdir(parents=True)
    paths.study.write_text(STUDY, encoding="utf-8")
    paths.params.write_text("seed: 2025\nencoder: {id: use}\n", encoding="utf-8")
    every = made_tables()
    home = {
        "sources": paths.processed,
        "passages": paths.processed,
        "themes": paths.themes,
        "passage_themes": paths.themes,
    }
    for name, table in every.items():
        tables.write(name, table, home.get(name, paths.comparison) / f"{name}.parquet")
    for region in study.regions:
        share = dict(every)
        share["sources"] = every["sources"].query("region == @region")
        share["passages"] = every["passages"].query("region == @region")
        mine = set(share["passages"]["passage_id"])
        share["passage_themes"] = every["passage_themes"][every["passage_themes"]["passage_id"].isin(mine)]
        for name, table in share.items():
            tables.write(name, table, paths.shares / region / f"{name}.parquet")
        draw_figure("heat-map-region", f"Thema's in {region} {HOSTILE[0]}", paths.region_reports / region)
    draw_figure("heat-map-region", f"Thema's naar regio {HOSTILE[0]}", paths.overall_report)
    text = Path(__file__).parents[2] / "reports" / "text"
    paths.report_text.mkdir(parents=True)
    for file in text.glob("*.md"):
        (paths.report_text / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    return paths
