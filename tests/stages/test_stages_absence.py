"""In a checkout without originals the pipeline begins after the last stage that needs them."""

from __future__ import annotations

import pytest

from analysis.core.errors import ConfidentialityError
from analysis.core.stages.absence import beginnings, is_without_originals, waiting
from analysis.core.stages.declaration import Stage, read

STAGES = [
    Stage("sources", ("data/raw/interviews", "data/raw/sources.csv"), ("data/processed/restricted",)),
    Stage("passages", ("data/processed/restricted", "data/raw/pseudonyms"), ("data/processed/passages.parquet",)),
    Stage("vectors", ("data/processed/passages.parquet",), ("data/processed/vectors",)),
    Stage("themes", ("data/processed/passages.parquet", "data/processed/vectors"), ("data/processed/themes",)),
]


@pytest.fixture
def colleague(small):
    for file in [*(small.raw / "interviews").iterdir(), *(small.raw / "documents").iterdir()]:
        file.unlink()
    small.processed.mkdir()
    (small.processed / "passages.parquet").write_bytes(b"")
    return small


def test_it_begins_after_the_last_stage_that_needs_originals_or_key(colleague):
    assert is_without_originals(colleague, STAGES)
    assert [stage.name for stage in waiting(STAGES)] == ["sources", "passages"]
    assert beginnings(colleague, STAGES) == ["vectors"]


def test_what_only_the_originals_could_give_is_named(colleague):
    (colleague.processed / "passages.parquet").unlink()
    with pytest.raises(ConfidentialityError, match=r"passages\.parquet: is not here.*dvc pull"):
        beginnings(colleague, STAGES)


def test_a_study_with_a_source_is_not_one_without(small):
    assert not is_without_originals(small, STAGES)


def test_a_new_study_whose_files_are_not_there_yet_is_told_what_is_wrong_instead(colleague):
    (colleague.processed / "passages.parquet").unlink()
    assert not is_without_originals(colleague, STAGES)


def test_in_this_pipeline_only_the_first_two_stages_need_them(root):
    assert [stage.name for stage in waiting(read(root))] == ["passages", "sources"]
