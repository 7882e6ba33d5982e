"""A stage bears the label of all it declares to read: found beside its inputs, written beside its outputs."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.core import tables
from analysis.core.classification import LEVELS, Label, floor, join
from analysis.core.errors import ConfidentialityError
from analysis.core.paths import Paths
from analysis.core.register import COLUMNS
from analysis.core.stages import labels
from analysis.core.stages.declaration import Stage, current, read, read_by_dvc
from analysis.core.stages.running import running
from analysis.figures.drawing import Drawing
from analysis.privacy import ceiling
from analysis.privacy.ceiling import inherit, is_under

REGISTER = "data/raw/sources.csv"
SOURCES = [f"data/raw/documents/{name}" for name in "klmn"]
some_labels = st.builds(Label, st.sampled_from(LEVELS), st.sets(st.sampled_from("abc")).map(tuple))


def study(folder, given_):
    """The register of a study, no more: what a stage needs to know its label."""
    paths = Paths(Path(folder))
    paths.register.parent.mkdir(parents=True)
    rows = [
        dict.fromkeys(COLUMNS, "")
        | {"source_id": path[-1], "file": path.removeprefix("data/raw/"), "classification": label.level}
        | {"caveats": ";".join(label.caveats)}
        for path, label in given_.items()
    ]
    pd.DataFrame(rows, columns=list(COLUMNS)).to_csv(paths.register, index=False)
    return paths


@st.composite
def pipelines(draw):
    """Stages in the order of running: the first declares the register, later ones read what was made, or sources too."""
    given_ = {path: draw(some_labels) for path in draw(st.lists(st.sampled_from(SOURCES), min_size=1, unique=True))}
    stages = []
    for number in range(draw(st.integers(1, 5))):
        made = [out for stage in stages for out in stage.outs]
        raw = [*given_, "data/raw/documents", "data/raw/decisions", "params.yaml", "src/analysis"]
        choices = [*raw, *made, *(f"{out}/part" for out in made)]
        deps = draw(st.lists(st.sampled_from(choices), min_size=1, max_size=4, unique=True))
        # what lies among the sources asks for the register, here or before
        deps = [*deps, REGISTER] if draw(st.booleans()) or not any(dep.startswith("made") for dep in deps) else deps
        stages.append(
            Stage(f"s{number}", tuple(deps), tuple(f"made/{number}/{part}" for part in "xy"[: draw(st.integers(1, 2))]))
        )
    return stages, given_


@settings(deadline=None)
@given(pipelines())
@pytest.mark.slow
def test_stage_by_stage_an_output_gets_the_label_that_the_whole_pipeline_gives_it(drawn):
    stages, given_ = drawn
    with tempfile.TemporaryDirectory() as folder:
        paths = study(folder, given_)
        whole = inherit(stages, given_ | {path: Label() for path in ceiling.SETTINGS})
        for stage in stages:
            label = labels.of_stage(paths, stage, stages)
            labels.write(paths, stage, label)
            for out in stage.outs:
                assert labels.read(paths.root / out) == label == whole[out]
                before = [whole[earlier] for earlier in whole if any(dep.startswith(earlier) for dep in stage.deps)]
                assert not any(is_under(label, other) for other in before)


def test_without_a_label_nothing_is_processed(tmp_path):
    paths = study(tmp_path, {SOURCES[0]: Label(LEVELS[1])})
    first, second = Stage("first", (REGISTER,), ("made/one",)), Stage("second", ("made/one",), ("made/two",))
    with pytest.raises(ConfidentialityError, match=r"made/one\.label\.json: is not there.*nothing is processed"):
        labels.of_stage(paths, second, [first, second])
    stray = Stage("stray", ("data/raw/decisions",), ("made/three",))
    with pytest.raises(ConfidentialityError, match=r"stage stray: reads data/raw/decisions, which has no label"):
        labels.of_stage(paths, stray, [stray])


def test_an_equal_label_is_equal_bytes_whatever_stood_there(tmp_path):
    paths, stage = Paths(tmp_path), Stage("s", (), ("made/one",))
    labels.write(paths, stage, Label(LEVELS[1], ("b", "a")))
    first = (tmp_path / "made/one.label.json").read_bytes()
    labels.write(paths, stage, Label(LEVELS[3]))
    labels.write(paths, stage, Label(LEVELS[1], ("a", "b")))
    assert (tmp_path / "made/one.label.json").read_bytes() == first


@pytest.mark.slow
def test_dvc_yaml_is_read_as_dvc_itself_reads_it(root):
    ours = read(root)
    assert len(ours) >= 12
    assert ours == read_by_dvc(root)


def test_what_only_dvc_understands_is_left_to_dvc(tmp_path):
    (tmp_path / ".dvc").mkdir()
    (tmp_path / ".dvc/config").write_text("[core]\n    no_scm = true\n", encoding="utf-8")
    (tmp_path / "dvc.yaml").write_text(
        "stages:\n  s: {matrix: {n: [one, two]}, cmd: 'make ${item.n}', outs: ['made/${item.n}']}\n", encoding="utf-8"
    )
    assert [stage.outs for stage in read(tmp_path)] == [("made/one",), ("made/two",)]


def test_every_output_of_this_pipeline_has_its_label_beside_it_as_an_output_too(root):
    stages = read(root)
    lacking = [out for s in stages for out in s.outs if labels.needs_one(out) and labels.beside(out) not in s.outs]
    assert lacking == []


def test_a_command_typed_by_hand_is_the_stage_that_dvc_yaml_gives_it_for(root, monkeypatch):
    monkeypatch.delenv("DVC_STAGE", raising=False)
    stages = read(root)
    typed = ["run", "7_region", "-p", "region=drenthe", "--suffix=-drenthe"]
    found = current(root, stages, typed)
    if any(stage.name == "region@drenthe" for stage in stages):
        assert found is not None
        assert found.name == "region@drenthe"
    assert current(root, stages, ["run", "7_region", "-p", "region=nergens"]) is None


@pytest.fixture
def staged(small):
    """The small study with one stage that reads the register; its label is that of all sources."""
    (small.root / "dvc.yaml").write_text(
        f"stages:\n  site: {{cmd: regiobeeld site, deps: [{REGISTER}], outs: [data/processed/made]}}\n",
        encoding="utf-8",
    )
    return small


def test_all_that_a_stage_makes_bears_its_label_though_its_rows_are_lower(staged):
    assert floor() == Label()
    with running(staged, ["site"]) as label:
        low = tables.empty("themes")
        path = staged.processed / "made/themes.parquet"
        tables.write("themes", low, path)
        drawing = Drawing("heat-map", "Wat", None, "alt", pd.DataFrame())
    assert label == Label(LEVELS[1], ("persoonsgegevens",))
    assert drawing.label == label
    metadata = pq.read_schema(path).metadata
    assert (metadata[b"classification"].decode(), metadata[b"caveats"]) == (LEVELS[1], b"persoonsgegevens")
    beside = json.loads((staged.processed / "made.label.json").read_text(encoding="utf-8"))
    assert beside == {"classification": LEVELS[1], "caveats": ["persoonsgegevens"]}
    assert floor() == Label(), "the label is the stage's, and ends with it"


def test_what_is_no_stage_bears_the_label_of_all_sources(staged):
    with running(staged, ["run", "los"]) as label:
        assert label == join([Label(), Label(LEVELS[1], ("persoonsgegevens",))])
    assert not (staged.processed / "made.label.json").exists()


def test_a_stage_that_fails_writes_no_label(staged):
    with pytest.raises(RuntimeError), running(staged, ["site"]):
        raise RuntimeError
    assert not (staged.processed / "made.label.json").exists()
