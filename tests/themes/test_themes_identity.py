"""A theme keeps its id and its name when interviews arrive, and what happened to it is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from themes_corpus import SUBJECTS, passages, study, vectors

from analysis import themes
from analysis.core import tables
from analysis.core.errors import StudyError
from analysis.core.paths import Paths
from analysis.themes import Themes, ThemeSettings, decisions, identity, storage

EARLY = ("wijk", "privacy", "terug", "uren")


def ruling(action: str, theme: str, value: str = "") -> dict[str, str]:
    return {"date": "2026-01-31", "who": "onderzoeker", "action": action, "theme_id": theme, "value": value, "why": ""}


def rulings(*rows: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=decisions.COLUMNS)


def accepted(found: Themes, corpus: pd.DataFrame) -> pd.DataFrame:
    both = found.passage_themes.merge(corpus[["passage_id", "text_hash"]], on="passage_id")
    return both.loc[both["theme_id"] != "", ["passage_id", "text_hash", "theme_id"]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("vectors")


@pytest.fixture(scope="module")
def whole(folder: Path) -> tuple[pd.DataFrame, np.ndarray]:
    corpus = passages(tuple(SUBJECTS))
    return corpus, vectors(corpus, folder)


@pytest.fixture(scope="module")
def early(whole: tuple[pd.DataFrame, np.ndarray]) -> tuple[pd.DataFrame, Themes]:
    corpus, dense = whole
    part = (corpus["truth"].isin(EARLY) & (corpus["source_id"] < "S08")).to_numpy()
    rows = corpus[part].reset_index(drop=True)
    return rows, themes.find(rows, dense[part], ThemeSettings(), 1, study())


def find(whole: tuple[pd.DataFrame, np.ndarray], early: tuple[pd.DataFrame, Themes], *rows: dict[str, str]) -> Themes:
    corpus, dense = whole
    return themes.find(
        corpus, dense, ThemeSettings(), 1, study(), baseline=accepted(early[1], early[0]), decisions=rulings(*rows)
    )


def test_a_fifth_more_interviews_leave_ids_in_place_and_a_new_theme_is_new(
    whole: tuple[pd.DataFrame, np.ndarray], early: tuple[pd.DataFrame, Themes]
) -> None:
    later = find(whole, early)
    before = accepted(early[1], early[0]).set_index("passage_id")["theme_id"]
    now = later.passage_themes.set_index("passage_id")["theme_id"][before.index]
    events = later.history.set_index("theme_id")["event"]
    continued = before.isin(events.index[events.isin(["continued", "split"])])
    assert continued.mean() > 0.9
    assert (before[continued] == now[continued]).mean() >= 0.95
    online = whole[0].loc[whole[0]["truth"] == "online", "passage_id"]
    places = later.passage_themes.set_index("passage_id")["theme_id"][online]
    fresh = places.mode()[0]
    assert (places == fresh).mean() >= 0.9
    assert events[fresh] == "new"
    assert identity.number_of(fresh) > before.map(identity.number_of).max()


def test_the_same_material_keeps_every_id_and_nothing_happened(
    early: tuple[pd.DataFrame, Themes], folder: Path
) -> None:
    rows, found = early
    again = themes.find(rows, vectors(rows, folder), ThemeSettings(), 7, study(), baseline=accepted(found, rows))
    assert list(again.passage_themes["theme_id"]) == list(found.passage_themes["theme_id"])
    assert set(again.history["event"]) == {"continued"}
    assert set(again.history["share"]) == {1.0}


def test_a_name_stays_with_its_theme_and_one_without_a_theme_waits(
    whole: tuple[pd.DataFrame, np.ndarray], early: tuple[pd.DataFrame, Themes]
) -> None:
    later = find(
        whole, early, ruling("name", "T01", "Eerste"), ruling("name", "T01", "Beter"), ruling("name", "T88", "Weg")
    )
    row = later.themes.set_index("theme_id").loc["T01"]
    assert (row["name"], row["named_by"]) == ("Beter", "researcher")
    assert later.quality["waiting"] == ["T88: Weg"]


@pytest.mark.slow
def test_a_merge_puts_all_passages_of_one_theme_into_the_other(
    whole: tuple[pd.DataFrame, np.ndarray], early: tuple[pd.DataFrame, Themes]
) -> None:
    plain, merged = find(whole, early), find(whole, early, ruling("merge", "T02", "T01"))
    sizes, now = (t.themes.set_index("theme_id")["n_passages"] for t in (plain, merged))
    assert "T02" not in now.index
    assert now["T01"] == sizes["T01"] + sizes["T02"]
    history = merged.history.set_index("theme_id")
    assert (history.loc["T02", "event"], history.loc["T02", "others"]) == ("merged", "T01")


@pytest.mark.slow
def test_a_split_gives_the_part_the_id_that_was_decided_and_keeps_it_ever_after(
    whole: tuple[pd.DataFrame, np.ndarray], early: tuple[pd.DataFrame, Themes]
) -> None:
    corpus, dense = whole
    split = find(whole, early, ruling("split", "T01", "T40"))
    sizes = split.themes.set_index("theme_id")["n_passages"]
    assert sizes["T01"] >= sizes["T40"] > 0
    assert "T40" in split.history.set_index("theme_id").loc["T01", "others"]
    kept = themes.find(
        corpus,
        dense,
        ThemeSettings(),
        3,
        study(),
        baseline=accepted(split, corpus),
        decisions=rulings(ruling("split", "T01", "T40"), ruling("accept", "T40")),
    )
    assert list(kept.passage_themes["theme_id"]) == list(split.passage_themes["theme_id"])


@pytest.mark.slow
def test_a_hidden_theme_is_flagged_until_it_is_shown_again(
    whole: tuple[pd.DataFrame, np.ndarray], early: tuple[pd.DataFrame, Themes]
) -> None:
    hidden = find(whole, early, ruling("hide", "T03")).themes.set_index("theme_id")["flags"]
    shown = find(whole, early, ruling("hide", "T03"), ruling("show", "T03")).themes.set_index("theme_id")["flags"]
    assert "hidden" in hidden["T03"]
    assert "hidden" not in shown["T03"]


def test_all_wrong_decisions_are_told_at_once() -> None:
    wrong = rulings(ruling("rename", "T01"), ruling("merge", "T1x", "T02"), ruling("name", "T02", " "))
    with pytest.raises(StudyError) as failure:
        decisions.check(wrong)
    assert [problem.where[-5:] for problem in failure.value.problems] == ["row 2", "row 3", "row 4"]


def baseline(ids: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "passage_id": [f"P{i}" for i in range(len(ids))],
            "text_hash": [f"h{i}" for i in range(len(ids))],
            "theme_id": ids,
        }
    )


def test_most_of_a_theme_is_where_it_goes_on_and_exactly_half_is_not() -> None:
    old = np.array(["T01"] * 10 + [""] * 10)
    six, five = np.array([0] * 6 + [1] * 14), np.array([0] * 5 + [2] * 5 + [1] * 10)
    assert identity.match(six, old, baseline(["T01"] * 10))[0] == "T01"
    halves = identity.match(
        np.where(np.arange(20) >= 10, np.where(np.arange(20) % 2, 0, 2), five), old, baseline(["T01"] * 10)
    )
    assert "T01" not in halves


def test_an_id_is_never_used_twice() -> None:
    labels, held = np.array([0] * 5), np.array([""] * 5)
    assert identity.match(labels, held, None) == ["T01"]
    assert identity.match(labels, held, baseline(["T04"] * 3)) == ["T05"]
    assert identity.match(labels, held, baseline(["T04"] * 3), last=9) == ["T10"]


def test_what_breaks_off_from_a_merged_theme_is_the_part_that_was_merged() -> None:
    labels, held = np.array([0] * 6 + [1] * 4), np.array(["T04"] * 10)
    before = baseline(["T04"] * 10)
    assert identity.match(labels, held, before, last=19, merges=[("T19", "T04")]) == ["T04", "T19"]
    assert identity.match(labels, held, before, last=19) == ["T04", "T20"]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(-1, 5)), min_size=1, max_size=60))
def test_every_cluster_has_one_id_and_every_theme_one_event(pairs: list[tuple[int, int]]) -> None:
    held = np.array([f"T{old:02d}" if old else "" for old, _ in pairs])
    values = sorted({new for _, new in pairs if new >= 0})
    labels = np.array([values.index(new) if new >= 0 else -1 for _, new in pairs])
    if not values:
        return
    accepted_before = baseline([i for i in held if i])
    ids = identity.match(labels, held, accepted_before)
    assert len(ids) == len(set(ids)) == len(values)
    now = np.array([ids[label] if label >= 0 else "" for label in labels])
    history = identity.history(now, held, accepted_before)
    assert sorted(history["theme_id"]) == sorted(set(ids) | {i for i in held if i})
    assert history["share"].between(0, 1).all()


def test_a_passage_keeps_its_theme_when_it_moves_and_when_its_text_is_corrected() -> None:
    now = pd.DataFrame({"passage_id": ["P0", "P9", "P8"], "text_hash": ["corrected", "h1", "unknown"]})
    assert list(identity.place(now, baseline(["T01", "T02"]))) == ["T01", "T02", ""]


def test_accepting_and_deciding_leave_files_without_text(
    tmp_path: Path, early: tuple[pd.DataFrame, Themes], monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from analysis.cli import themes as command

    rows, found = early
    paths = Paths(tmp_path)
    paths.raw.mkdir(parents=True)
    paths.study.write_text("title: x\n")
    extra = {"turn": 1, "start": 0, "end": 1, "sub_question": "", "municipality": "", "organisation": "gemeente"}
    full = rows.assign(**extra, kind="interview", date="")
    tables.write("passages", full[tables.TABLES["passages"].names], paths.passages)
    tables.write("themes", found.themes, paths.themes / "themes.parquet")
    tables.write("passage_themes", found.passage_themes, paths.themes / "passage_themes.parquet")
    monkeypatch.setenv("REGIOBEELD_ROOT", str(tmp_path))
    import typer

    app = typer.Typer()
    command.register(app)
    for line in (["name", "T01", "Wat wij, zo noemen"], ["split", "T02"], ["accept"], ["hide", "T03"]):
        done = CliRunner().invoke(app, ["themes", *line, "--who", "AB", "--why", "besproken"])
        assert done.exit_code == 0, done.output
    log = storage.read_decisions(paths)
    assert list(log["action"]) == ["name", "split", "accept", "hide"]
    highest = len(found.themes) + 1
    assert list(log["value"]) == ["Wat wij, zo noemen", f"T{highest:02d}", "", ""]
    assert log["theme_id"][2] == f"T{highest:02d}"
    kept = storage.read_baseline(paths)
    assert kept is not None
    assert len(kept) == len(found.passage_themes)
    assert kept["theme_id"].ne("").sum() == (found.passage_themes["theme_id"] != "").sum()
    assert b"wijkagent" not in (paths.decisions / storage.BASELINE).read_bytes()
    unknown = CliRunner().invoke(app, ["themes", "name", "T77", "Niets"])
    assert isinstance(unknown.exception, StudyError)
