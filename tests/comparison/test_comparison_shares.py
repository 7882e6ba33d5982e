"""A region's share: what it may hold, and that words said elsewhere leave it byte for byte as it was."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from comparison_sample import Planted, planted

from analysis import comparison
from analysis.comparison import Comparisons, ComparisonSettings
from analysis.core import tables
from analysis.core.errors import StudyError
from analysis.core.paths import Paths

pytestmark = pytest.mark.slow  # each compares a whole study

SETTINGS = ComparisonSettings(resamples=300, permutations=500)
REGION = "drenthe"


def compared(sample: Planted) -> Comparisons:
    return comparison.compare(
        sample.passages, sample.sources, sample.mentions, sample.labels, sample.study, sample.guide, SETTINGS, 1
    )


def placed(sample: Planted) -> pd.DataFrame:
    themes = sample.mentions.set_index("passage_id")["label_id"]
    frame = sample.passages[["passage_id", "classification", "caveats"]].copy()
    frame["theme_id"] = frame["passage_id"].map(themes).fillna("")
    return frame.assign(score=0.5, x=0.1, y=0.2, representative=0)


def named(sample: Planted) -> pd.DataFrame:
    blank = {"str": "", "int": 99, "float": 0.94, "bool": False}
    frame = sample.labels[["label_id", "name"]].rename(columns={"label_id": "theme_id"})
    table = tables.TABLES["themes"]
    rest = {
        name: table.allowed[name][0] if name in table.allowed else blank[kind]
        for name, kind in table.columns.items()
        if name not in frame
    }
    return frame.assign(**rest, classification="Ongerubriceerd", caveats="")


def shared(sample: Planted, region: str = REGION) -> dict[str, pd.DataFrame]:
    return comparison.share(region, sample.passages, placed(sample), named(sample), compared(sample), sample.study)


@pytest.fixture(scope="module")
def sample() -> Planted:
    return planted()


@pytest.fixture(scope="module")
def own(sample: Planted) -> dict[str, pd.DataFrame]:
    return shared(sample)


def test_a_share_holds_no_passage_of_another_region(own: dict[str, pd.DataFrame]) -> None:
    assert len(own["passages"]) > 50
    assert set(own["passages"]["region"]) == {REGION}
    assert set(own["passage_themes"]["passage_id"]) == set(own["passages"]["passage_id"])
    named_in_words = own["distinctive"]["passage_ids"].str.split(";").explode()
    assert len(named_in_words) > 0
    assert set(named_in_words) <= set(own["passages"]["passage_id"])


def test_a_share_knows_of_other_regions_only_how_many_interviews_raise_what(own: dict[str, pd.DataFrame]) -> None:
    prevalence = own["prevalence"]
    elsewhere = prevalence[prevalence["axis"] == "elsewhere"]
    assert set(elsewhere["n_units"]) == {15}
    assert elsewhere[["word_share", "word_low", "word_high", "passage_share"]].isna().all(axis=None)
    assert set(prevalence.loc[prevalence["axis"] != "elsewhere", "within"]) == {"", REGION}
    assert set(own["contrasts"]["group_a"]) & {"maastricht", "amsterdam-amstelland", "brabant-zuidoost"} == set()
    assert set(own["chain"]["region"]) == {REGION}


def test_a_share_counts_its_own_passages_by_theme(sample: Planted, own: dict[str, pd.DataFrame]) -> None:
    themes = own["themes"].set_index("theme_id")
    assert themes.loc["eenpitter-capaciteit", ["n_passages", "n_sources", "n_regions"]].tolist() == [5, 5, 4]
    assert themes.loc["grensstreek", ["n_passages", "n_regions"]].tolist() == [0, 1]
    assert set(themes.index) == set(sample.labels["label_id"])


def changed(sample: Planted) -> Planted:
    """The same study after one interview of another region was reworded and grew by a few words."""
    passages = sample.passages.copy()
    reworded = passages["source_id"] == "MST-G1"
    passages.loc[reworded, "text"] += " nogmaals"
    passages.loc[reworded, "words"] += np.arange(reworded.sum()) % 7
    return dataclasses.replace(sample, passages=passages)


def test_words_said_in_another_region_leave_a_share_byte_for_byte_as_it_was(sample: Planted, tmp_path: Path) -> None:
    paths = [Paths(tmp_path / name) for name in ("before", "after")]
    for path, study in zip(paths, (sample, changed(sample)), strict=True):
        comparison.write_share(REGION, shared(study), path)
    files = sorted(file.name for file in (paths[0].shares / REGION).iterdir())
    assert len(files) == 8
    for file in files:
        before, after = ((path.shares / REGION / file).read_bytes() for path in paths)
        assert before == after, file


def test_what_is_told_of_a_theme_in_the_whole_study_leaves_a_share_as_it_was(sample: Planted) -> None:
    themes, places, comparisons = named(sample), placed(sample), compared(sample)
    first = places.groupby("theme_id").cumcount().lt(5) & places["theme_id"].ne("")
    shown = places.assign(representative=first.astype(int) * (places.groupby("theme_id").cumcount() + 1))
    # another region's passages come to show the themes best, and change what themes are called by and how firm they are
    other = places.assign(representative=shown["representative"].iloc[::-1].to_numpy())
    described = themes.assign(words="grens; overkant", stability=0.71, framework="samenwerking", emergent=True)
    before = comparison.share(REGION, sample.passages, shown, themes, comparisons, sample.study)
    after = comparison.share(REGION, sample.passages, other, described.assign(n_passages=7), comparisons, sample.study)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(frame, after[name], obj=name)
    # and the region's own passages are ranked among themselves
    shows = before["passage_themes"].query("theme_id == 'eenpitter-capaciteit'")["representative"]
    assert sorted(shows) == [1, 2, 3, 4, 5]


def test_the_words_of_a_theme_in_a_share_are_the_regions_own(sample: Planted) -> None:
    spoken = sample.passages.assign(text=sample.passages["text"] + " wijkagent")
    spoken.loc[spoken["region"] == REGION, "text"] += " turfsteker"
    told = dataclasses.replace(sample, passages=spoken)
    themes = {region: shared(told, region)["themes"].set_index("theme_id") for region in (REGION, "maastricht")}
    words = {region: "; ".join(frame["words"]) for region, frame in themes.items()}
    assert "turfsteker" not in words["maastricht"]
    assert words[REGION].count("eenpitter") == 1
    assert themes[REGION].loc["grensstreek", "words"] == ""


def test_words_said_in_the_region_itself_do_change_its_share(sample: Planted) -> None:
    before, after = shared(sample, "maastricht"), shared(changed(sample), "maastricht")
    assert not before["prevalence"].equals(after["prevalence"])


def test_a_share_of_a_region_the_study_does_not_have_is_refused(sample: Planted, own: dict[str, pd.DataFrame]) -> None:
    with pytest.raises(StudyError, match="zeeland"):
        comparison.share("zeeland", sample.passages, placed(sample), named(sample), compared(sample), sample.study)


def test_all_tables_are_written_and_read_back(sample: Planted, tmp_path: Path) -> None:
    comparisons, paths = compared(sample), Paths(tmp_path)
    comparison.write(comparisons, paths)
    for name in ("prevalence", "contrasts", "chain", "distinctive", "remarks"):
        pd.testing.assert_frame_equal(
            tables.read(name, paths.comparison / f"{name}.parquet"), getattr(comparisons, name), check_dtype=False
        )
