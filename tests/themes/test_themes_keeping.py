"""What was accepted stays where it was when something else changes."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from themes_corpus import passages, study, vectors

from analysis import themes
from analysis.themes import Themes, ThemeSettings, keeping

SETTINGS = ThemeSettings(runs=60)
TABLE = ["theme_id", "score", "x", "y", "representative"]


def accepted(found: Themes, corpus: pd.DataFrame) -> pd.DataFrame:
    """The accepted state as `regiobeeld themes accept` writes it."""
    described = found.themes[["theme_id", "stability", "framework"]]
    held = corpus[["passage_id", "text_hash"]].merge(found.passage_themes, on="passage_id")
    return held.merge(described, on="theme_id", how="left").fillna({"stability": 0.0, "framework": ""})


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> tuple[pd.DataFrame, np.ndarray, Themes]:
    corpus = passages()
    dense = vectors(corpus, tmp_path_factory.mktemp("vectors"))
    return corpus, dense, themes.find(corpus, dense, SETTINGS, 1, study())


def changed(corpus: pd.DataFrame, dense: np.ndarray, rows: list[int]) -> tuple[pd.DataFrame, np.ndarray]:
    """The corpus with a sentence more in some passages, and vectors moved as far as that moves them."""
    other, moved = corpus.copy(), dense.copy()
    for row in rows:
        text = other.loc[row, "text"] + " Daar kom ik later nog eens op terug."
        other.loc[row, ["text", "text_hash"]] = [text, hashlib.sha256(text.encode()).hexdigest()]
        moved[row] = 0.9 * moved[row] + 0.1 * moved[(row + 37) % len(moved)]
    return other, moved


@pytest.mark.slow
def test_a_sentence_more_in_one_interview_moves_no_other_passage(
    before: tuple[pd.DataFrame, np.ndarray, Themes],
) -> None:
    corpus, dense, found = before
    rows = list(np.flatnonzero(corpus["source_id"] == "S03")[:3])
    other, moved = changed(corpus, dense, rows)
    free = themes.find(other, moved, SETTINGS, 1, study())
    later = themes.find(other, moved, SETTINGS, 1, study(), baseline=accepted(found, corpus))
    touched = set(corpus.loc[rows, "passage_id"])
    old, new, loose = (
        table.passage_themes[~table.passage_themes["passage_id"].isin(touched)].reset_index(drop=True)
        for table in (found, later, free)
    )
    pd.testing.assert_frame_equal(new[TABLE], old[TABLE])
    assert (loose[["x", "y"]].to_numpy() != old[["x", "y"]].to_numpy()).any(), "without an accepted state the map moves"
    columns = ["theme_id", "stability", "framework"]
    pd.testing.assert_frame_equal(later.themes[columns], found.themes[columns])


@pytest.mark.slow
def test_a_new_passage_lies_among_those_of_its_theme(before: tuple[pd.DataFrame, np.ndarray, Themes]) -> None:
    corpus, dense, _ = before
    known = np.arange(len(corpus)) % 10 != 0
    first = themes.find(corpus[known].reset_index(drop=True), dense[known], SETTINGS, 1, study())
    later = themes.find(corpus, dense, SETTINGS, 1, study(), baseline=accepted(first, corpus[known]))
    table = later.passage_themes.merge(corpus[["passage_id", "truth"]], on="passage_id")
    new = ~table["passage_id"].isin(corpus.loc[known, "passage_id"])
    assert new.sum() == 10
    middle = table[~new].groupby("truth")[["x", "y"]].mean()
    own = middle.loc[table.loc[new, "truth"]].to_numpy() - table.loc[new, ["x", "y"]].to_numpy()
    away = [middle.drop(truth).to_numpy().mean(axis=0) for truth in table.loc[new, "truth"]]
    others = np.array(away) - table.loc[new, ["x", "y"]].to_numpy()
    assert np.linalg.norm(own, axis=1).mean() < np.linalg.norm(others, axis=1).mean()
    assert table[["x", "y"]].abs().max().max() <= 1


def test_a_theme_of_which_more_than_a_quarter_is_new_is_described_anew() -> None:
    ids = ["T01"] * 6 + ["T02"] * 6
    state = pd.DataFrame(
        {
            "passage_id": [f"P{i:02d}" for i in range(12)],
            "text_hash": [f"h{i}" for i in range(12)],
            "theme_id": ids,
            "score": 0.5,
            "x": 0.1,
            "y": 0.2,
            "representative": [1, 2, 0, 0, 0, 0] * 2,
            "stability": 0.9,
            "framework": "werk",
        }
    )
    more = pd.DataFrame({"passage_id": [f"Q{i}" for i in range(5)], "text_hash": [f"n{i}" for i in range(5)]})
    now = pd.concat([state[["passage_id", "text_hash"]], more], ignore_index=True)
    theme_of = np.array([*ids, "T01", "T01", "T02", "T02", "T02"])
    held = np.array([*ids, "", "", "", "", ""])
    kept = keeping.keep(now, theme_of, held, state)
    assert set(kept.themes) == {"T01"}, "6 of 8 is three quarters, 6 of 9 is less"
    assert kept.ranks[[0, 1, 6, 7]].tolist() == [1, 2, 0, 0]
    assert np.isnan(kept.scores[6:12]).all()
    assert not np.isnan(kept.scores[:6]).any()
    assert (kept.places[:12] == [0.1, 0.2]).all()
    assert np.isnan(kept.places[12:]).all()


def test_a_baseline_of_before_places_were_kept_is_still_read(before: tuple[pd.DataFrame, np.ndarray, Themes]) -> None:
    corpus, dense, found = before
    old = accepted(found, corpus)[["passage_id", "text_hash", "theme_id"]]
    again = themes.find(corpus, dense, SETTINGS, 1, study(), baseline=old[old["theme_id"] != ""])
    assert list(again.passage_themes["theme_id"]) == list(found.passage_themes["theme_id"])
    assert set(again.history["event"]) == {"continued"}


@given(
    st.floats(0, 6.28),
    st.floats(0.3, 3),
    st.booleans(),
    st.integers(0, 10**6),
)
def test_a_map_that_is_only_turned_mirrored_or_scaled_comes_back_to_its_places(
    angle: float, scale: float, mirrored: bool, seed: int
) -> None:
    draw = np.random.default_rng(seed)
    places = draw.uniform(-0.7, 0.7, size=(12, 2))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    fresh = scale * (places * [1, -1 if mirrored else 1]) @ turn + draw.normal(size=2)
    known = places.copy()
    known[9:] = np.nan
    found = keeping.arrange(fresh, np.eye(12), known)
    assert np.allclose(found, places, atol=2e-4)
