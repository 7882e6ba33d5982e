"""A stage that opens a file of the study which dvc.yaml does not name for it fails, and says which."""

from __future__ import annotations

import json

import pytest

from analysis.core import tables
from analysis.core.errors import NotebookError, UndeclaredError
from analysis.core.notebooks.execution import execute
from analysis.core.stages.declaration import read
from analysis.core.stages.opens import Allowed, allowed, meant
from analysis.core.stages.running import running

STAGES = """\
stages:
  site:
    cmd: regiobeeld site
    deps: [data/raw/sources.csv, data/raw/interviews, data/processed/themes.parquet]
    outs: [data/processed/made]
  maker: {cmd: regiobeeld make, deps: [data/raw/sources.csv], outs: [data/processed/themes.parquet]}
  look: {cmd: regiobeeld run look, deps: [data/raw/sources.csv], outs: [data/processed/notebooks/look.ipynb]}
"""


@pytest.fixture
def staged(small):
    (small.root / "dvc.yaml").write_text(STAGES, encoding="utf-8")
    for name in ("themes", "withheld"):
        tables.write(name, tables.empty(name), small.processed / f"{name}.parquet")
    with running(small, ["make"]):
        pass
    return small


def test_what_is_declared_can_be_read_and_what_is_made_written(staged):
    with running(staged, ["site"]):
        assert (staged.raw / "interviews/N-G1.txt").read_text(encoding="utf-8")
        assert tables.read("themes", staged.processed / "themes.parquet").empty
        folder = staged.processed / "made"
        folder.mkdir()
        (folder / ".one.txt.part").write_text("1", encoding="utf-8")
        (staged.processed / ".made.part").write_text("1", encoding="utf-8")


@pytest.mark.parametrize("file", ["documents/L-D1.txt", "study.yaml"])
def test_a_file_that_was_not_declared_stops_the_stage_and_is_named(staged, file):
    with pytest.raises(UndeclaredError, match=f"stage site: opened data/raw/{file}"), running(staged, ["site"]):
        (staged.raw / file).read_text(encoding="utf-8")


def test_the_pipeline_lets_the_encoding_stage_alone_open_a_model_of_ones_own(root):
    stages = {stage.name: stage for stage in read(root)}
    mine = "models/mine/model.safetensors"
    refused = {name for name, stage in stages.items() if allowed(root, stage, root).refuses(str(root / mine))}
    assert refused == set(stages) - {"embeddings"}


def test_a_table_that_was_not_declared_stops_the_stage_though_arrow_reads_it(staged):
    with pytest.raises(UndeclaredError, match=r"opened data/processed/withheld\.parquet"), running(staged, ["site"]):
        tables.read("withheld", staged.processed / "withheld.parquet")


def test_code_that_swallows_every_error_does_not_hide_it(staged):
    def reads_in_secret():
        try:
            (staged.raw / "study.yaml").read_bytes()
        except Exception:
            return

    with pytest.raises(UndeclaredError, match=r"opened data/raw/study\.yaml"), running(staged, ["site"]):
        reads_in_secret()


def test_after_the_stage_nothing_is_watched(staged):
    with running(staged, ["site"]):
        pass
    assert (staged.raw / "study.yaml").read_bytes()


@pytest.mark.parametrize(
    ("opened", "is_meant"),
    [
        ("src/analysis/core/__pycache__/tables.cpython-311.pyc", "src/analysis/core/tables.py"),
        ("data/processed/.passages.parquet.part", "data/processed/passages.parquet"),
        ("data/processed/themes/.model.part/topics.json", "data/processed/themes/.model.part/topics.json"),
    ],
)
def test_a_path_is_held_against_the_file_that_it_stands_for(opened, is_meant):
    assert meant(opened) == is_meant


def test_only_the_study_itself_is_looked_at(tmp_path):
    allowed = Allowed(str(tmp_path / "study"), "s", ("data/raw",), "")
    assert allowed.refuses(str(tmp_path / "elsewhere")) == ""
    assert allowed.refuses(str(tmp_path / "study-2/notes")) == ""
    assert allowed.refuses(str(tmp_path / "study/data/raw/../processed/x")) == "data/processed/x"
    assert allowed.refuses(str(tmp_path / "study/data/raw/x")) == ""
    assert Allowed.from_json(allowed.to_json()) == allowed


@pytest.mark.slow
def test_a_notebook_that_reads_what_its_stage_does_not_declare_fails_and_says_what(staged):
    cell = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
    notebook = {
        "cells": [
            {**cell, "id": "one", "metadata": {"tags": ["parameters"]}, "source": 'root = ""'},
            {**cell, "id": "two", "source": "open('data/raw/interviews/N-G1.txt').read()"},
        ],
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    staged.notebooks.mkdir()
    (staged.notebooks / "look.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    with (
        pytest.raises(NotebookError, match=r"stage look: opened data/raw/interviews/N-G1\.txt; .*dvc\.yaml"),
        running(staged, ["run", "look"], here=False),
    ):
        execute("look", {}, staged)
    assert not (staged.executed / "look.ipynb").exists()
