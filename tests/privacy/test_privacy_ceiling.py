"""A label only rises: no output of any pipeline is labelled under anything it came from."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.core import register as registers
from analysis.core.classification import LEVELS, Label, join
from analysis.core.errors import ConfidentialityError
from analysis.core.stages import labels as labels_beside
from analysis.core.study import read_study
from analysis.privacy import ceiling
from analysis.privacy.ceiling import Stage, inherit, is_under

labels = st.builds(Label, st.sampled_from(LEVELS), st.sets(st.sampled_from("abc")).map(tuple))


@st.composite
def pipelines(draw):
    """Stages that read files, folders and parts of what earlier stages made; and which outs each one's data came from."""
    given_ = {f"raw/{name}": draw(labels) for name in draw(st.sets(st.sampled_from("klmnop"), min_size=1))}
    stages, behind = [], {}
    for number in range(draw(st.integers(1, 6))):
        made = [out for stage in stages for out in stage.outs]
        whole = [*given_, "raw", *made]
        parts = [f"{out}/part" for out in made]
        deps = draw(st.lists(st.sampled_from([*whole, *parts]), min_size=1, max_size=4, unique=True))
        outs = [f"made/{number}/{name}" for name in range(draw(st.integers(1, 2)))]
        stages.append(Stage(f"s{number}", tuple(deps), tuple(outs)))
        sources = set()
        for dep in deps:
            if dep == "raw":
                sources |= set(given_)
            elif dep in given_:
                sources.add(dep)
            else:
                sources |= behind[dep.removesuffix("/part")]
        behind |= dict.fromkeys(outs, sources)
    return draw(st.permutations(stages)), given_, behind


@given(pipelines())
def test_in_any_pipeline_an_output_carries_exactly_the_join_of_all_its_ancestors(drawn):
    stages, given_, behind = drawn
    found = inherit(stages, given_)
    assert set(found) == set(behind)
    for out, sources in behind.items():
        assert found[out] == join(given_[source] for source in sources)
        assert not any(is_under(found[out], given_[source]) for source in sources)


@given(pipelines(), labels)
def test_raising_a_source_lowers_nothing(drawn, more):
    stages, given_, _ = drawn
    raised = {path: join([label, more]) for path, label in given_.items()}
    before, after = inherit(stages, given_), inherit(stages, raised)
    assert not any(is_under(after[out], before[out]) for out in before)


def test_what_has_no_label_counts_as_the_highest_of_all():
    given_ = {"data/raw/a": Label(LEVELS[1], ("x",)), "data/raw/b": Label(LEVELS[0], ("y",))}
    found = inherit([Stage("s", ("data/raw/decisions", "data/raw/b"), ("out",))], given_)
    assert found["out"] == Label(LEVELS[1], ("x", "y"))


def test_a_folder_that_holds_what_a_stage_makes_gives_that_stages_label():
    given_ = {"data/raw/a": Label(LEVELS[1], ("x",)), "src": Label()}
    stages = [Stage("site", ("made",), ("page",)), Stage("first", ("data/raw/a", "src"), ("made/one",))]
    assert inherit(stages, given_)["page"] == Label(LEVELS[1], ("x",))


def test_stages_that_wait_for_each_other_are_refused():
    with pytest.raises(ValueError, match="wait for each other"):
        inherit([Stage("a", ("y",), ("x",)), Stage("b", ("x",), ("y",))], {})


@pytest.fixture
def pipeline(small):
    """The small study with a pipeline of two stages and what it made."""
    (small.root / "dvc.yaml").write_text(
        "vars: ['data/raw/study.yaml:regions']\n"
        "stages:\n"
        "  read: {cmd: 'true', deps: [data/raw/interviews], outs: [data/processed/all.parquet]}\n"
        "  part:\n"
        "    foreach: ${regions}\n"
        "    do: {cmd: 'true', deps: [data/processed/all.parquet], outs: ['data/processed/parts/${key}']}\n",
        encoding="utf-8",
    )
    (small.root / ".dvc").mkdir()
    (small.root / ".dvc/config").write_text("[core]\n    no_scm = true\n", encoding="utf-8")
    frame = pd.DataFrame(
        {
            "source_id": ["N-G1", "Z-G1"],
            "classification": [LEVELS[0], LEVELS[1]],
            "caveats": ["", "persoonsgegevens"],
        }
    )
    for name, rows in {"all": frame, "parts/noord/own": frame[:1], "parts/zuid/own": frame[1:]}.items():
        path = small.processed / f"{name}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pandas(rows, preserve_index=False), path)
    return small


FLOOR = Label(LEVELS[1], ("persoonsgegevens",))


def test_the_audit_reads_dvc_yaml_and_finds_every_output_under_its_ancestors(pipeline):
    rows = registers.read(pipeline, read_study(pipeline))
    assert set(ceiling.labels_of_outputs(pipeline, rows).values()) == {FLOOR}
    checked, problems = ceiling.audit(pipeline, rows)
    assert checked == 6, "three tables, and the label beside each of three outputs"
    assert [problem.found for problem in problems] == ["has no label"] * 6
    ceiling.raise_file(pipeline.processed / "parts/noord/own.parquet", Label(LEVELS[0], ("persoonsgegevens",)))
    problems = ceiling.audit(pipeline, rows)[1]
    assert any("parts/noord" in problem.where and "is labelled" in problem.found for problem in problems)


def test_a_stamped_stage_passes_the_audit_and_stamping_twice_gives_the_same_bytes(pipeline):
    rows = registers.read(pipeline, read_study(pipeline))
    for stage in ("read", "part@noord", "part@zuid"):
        assert ceiling.stamp(pipeline, stage, rows) == FLOOR
    assert ceiling.audit(pipeline, rows) == (6, [])
    path = pipeline.processed / "parts/noord/own.parquet"
    assert pd.read_parquet(path)["classification"].tolist() == [LEVELS[0]]
    assert labels_beside.read(path.parent) == FLOOR
    bytes_before = path.read_bytes()
    ceiling.stamp(pipeline, "part@noord", rows)
    assert path.read_bytes() == bytes_before


def test_a_row_under_the_label_of_its_source_is_found(pipeline):
    rows = registers.read(pipeline, read_study(pipeline))
    path = pipeline.processed / "all.parquet"
    frame = pd.read_parquet(path).assign(classification=LEVELS[0])
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), path)
    for stage in ("read", "part@noord", "part@zuid"):
        ceiling.stamp(pipeline, stage, rows)
    (problem,) = ceiling.audit(pipeline, rows)[1]
    assert problem.where == "data/processed/all.parquet, source Z-G1"


def test_a_label_in_a_file_is_never_lowered(pipeline):
    path = pipeline.processed / "all.parquet"
    ceiling.raise_file(path, Label(LEVELS[3], ("z",)))
    assert ceiling.raise_file(path, Label()) == Label(LEVELS[3], ("persoonsgegevens", "z"))


def test_a_stage_that_is_not_there_cannot_be_stamped(pipeline):
    with pytest.raises(ConfidentialityError, match=r"not in dvc\.yaml"):
        ceiling.stamp(pipeline, "elders", registers.read(pipeline, read_study(pipeline)))


def test_only_those_who_set_a_level_lower_what_was_made_from_it():
    rows = pd.DataFrame(
        {
            "classification": [LEVELS[0], LEVELS[1], LEVELS[1], LEVELS[2]],
            "originator": ["gemeente", "Politie", "OM", ""],
        }
    )
    assert ceiling.unasked(rows, LEVELS[0], "politie; om") == []
    assert ceiling.unasked(rows, LEVELS[0], "Inspectie") == ["OM", "Politie"]
    assert ceiling.unasked(rows, LEVELS[1], "Inspectie") == [], "what is not above the new level is not lowered"
