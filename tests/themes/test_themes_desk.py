"""The desk of notebook 4 records what people decide, in the file that the next run applies."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from themes_corpus import study

from analysis.core.errors import StudyError
from analysis.core.paths import Paths
from analysis.figures import explore
from analysis.themes import deciding, storage
from analysis.themes.deciding import Desk, desk

HOSTILE = "<img src=x onerror=alert(1)> **vet** zei de respondent"


@pytest.fixture
def tables(tmp_path: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, Paths]:
    themes = pd.DataFrame(
        {
            "theme_id": ["T01", "T02"],
            "name": ["Wijkagent", "Melder"],
            "words": ["wijkagent; straat", "melder; afloop"],
            "n_passages": [2, 1],
            "stability": [0.9, 0.8],
        }
    )
    passages = pd.DataFrame({"passage_id": ["P1", "P2", "P3"], "text": [HOSTILE, "Tweede", "Derde"]})
    placed = pd.DataFrame(
        {"passage_id": ["P1", "P2", "P3"], "theme_id": ["T01", "T01", "T02"], "representative": [1, 2, 1]}
    )
    return themes, passages, placed, Paths(tmp_path)


def made(tables: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, Paths]) -> Desk:
    themes, passages, placed, paths = tables
    return Desk(themes, passages, placed, study(), paths)


def test_a_theme_is_named_merged_split_and_hidden_with_clicks(
    tables: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, Paths],
) -> None:
    box = made(tables).widgets()
    (theme, action, into, value), reading, (why, who, button), told = (
        box.children[0].children,
        box.children[1],
        box.children[2].children,
        box.children[3],
    )
    assert reading.value.split("\n\n")[1:] == [HOSTILE, "Tweede"], "passages are shown as text, in their rank"
    who.value, why.value = "AB", "besproken"
    theme.value, value.value = "T02", "Terugkoppeling, en meer"
    assert "Derde" in reading.value
    button.click()
    assert told.value.startswith("Vastgelegd")
    action.value, into.value = "merge", "T02"
    button.click()
    assert "cannot go into itself" in told.value
    into.value = "T01"
    button.click()
    action.value, theme.value = "split", "T01"
    button.click()
    action.value = "hide"
    button.click()
    rows = storage.read_decisions(tables[3])
    assert list(zip(rows["action"], rows["theme_id"], rows["value"], strict=True)) == [
        ("name", "T02", "Terugkoppeling, en meer"),
        ("merge", "T02", "T01"),
        ("split", "T01", "T03"),
        ("hide", "T01", ""),
    ]
    assert set(rows["who"]) == {"AB"}


def test_the_pipeline_lists_the_decisions_and_holds_no_widget(
    tables: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, Paths], monkeypatch: pytest.MonkeyPatch
) -> None:
    themes, passages, placed, paths = tables
    made(tables).decide("name", "T01", "De wijkagent", "AB", "kort")
    monkeypatch.setenv(explore.PIPELINE, "1")
    shown = desk(themes, passages, placed, study(), paths)
    assert "De wijkagent" in repr(shown)
    monkeypatch.setattr(explore, "live", lambda: True)
    assert type(desk(themes, passages, placed, study(), paths)).__name__ == "VBox"


def test_nothing_is_recorded_about_a_theme_that_is_not_there(
    tables: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, Paths],
) -> None:
    with pytest.raises(StudyError):
        made(tables).decide("hide", "T77")
    assert storage.read_decisions(tables[3]).empty


def test_the_desk_speaks_both_languages_of_a_study() -> None:
    assert deciding.SAID["nl"].keys() == deciding.SAID["en"].keys()
