"""Themes found otherwise get the names of the themes they are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.themes import alternatives


def table(themes: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"passage_id": [f"p{i:02d}" for i in range(len(themes))], "theme_id": themes, "score": 0.5})


def test_a_theme_gets_the_id_of_the_one_it_shares_most_passages_with() -> None:
    found = alternatives.match(table(["A", "A", "A", "B", "B", ""]), table(["2", "2", "1", "1", "1", "1"]))
    assert list(found["theme_id"]) == ["A", "A", "B", "B", "B", "B"]


def test_a_theme_too_many_has_no_id_and_a_theme_that_is_gone_has_no_passages() -> None:
    more = alternatives.match(table(["A"] * 5 + ["B"] * 4), table(["1", "1", "1", "3", "3", "2", "2", "2", "2"]))
    assert list(more["theme_id"]) == ["A", "A", "A", "", "", "B", "B", "B", "B"]
    less = alternatives.match(table(["A"] * 5 + ["B"] * 4), table(["1"] * 9))
    assert set(less["theme_id"]) == {"A"}


@given(
    st.lists(st.sampled_from(["", "A", "B", "C", "D"]), min_size=1, max_size=20), st.permutations(["A", "B", "C", "D"])
)
def test_other_names_for_the_same_themes_are_seen_through(themes: list[str], other: list[str]) -> None:
    renamed = dict(zip(["A", "B", "C", "D"], other, strict=True))
    found = alternatives.match(table(themes), table([renamed.get(theme, "") for theme in themes]))
    assert list(found["theme_id"]) == themes


@pytest.mark.slow
def test_three_other_ways_are_found_with_the_ids_of_the_first() -> None:
    from analysis import themes
    from analysis.core.study import Study
    from analysis.themes import ThemeSettings

    study = Study.model_validate(
        {
            "title": "Proef",
            "main_question": "Wat?",
            "organisations": {"x": {"name": "X"}},
            "regions": {"r": {"name": "R"}},
        }
    )
    subjects = {
        "boom": ["boom", "tak", "blad", "wortel", "schors", "bos"],
        "boot": ["boot", "zeil", "haven", "golf", "anker", "mast"],
        "brood": ["brood", "oven", "deeg", "meel", "korst", "bakker"],
        "trein": ["trein", "spoor", "station", "wagon", "perron", "conducteur"],
    }
    rng = np.random.default_rng(0)
    centres = rng.normal(size=(4, 16))
    rows, vectors = [], []
    for number in range(80):
        words = list(subjects.values())[number % 4]
        rows.append(" ".join(rng.choice(words, 12)) + f" {number}")
        vectors.append(centres[number % 4] + rng.normal(scale=0.3, size=16))
    passages = pd.DataFrame({"text": rows}).assign(
        passage_id=[f"S{i % 8}-{i:04d}" for i in range(80)],
        words=13,
        turn=1,
        start=0,
        end=1,
        role="respondent",
        voice="S/R1",
    )
    passages["source_id"] = passages["passage_id"].str[:2]
    passages["voice"] = passages["source_id"] + "/R1"
    blank = ("question_id", "sub_question", "aspect", "region", "municipality", "organisation", "date", "caveats")
    passages = passages.assign(**dict.fromkeys(blank, ""), kind="interview", classification="Ongerubriceerd")
    passages["text_hash"] = passages["text"]
    settings = ThemeSettings(runs=20)
    first = themes.find(passages, np.array(vectors, dtype="float32"), settings, 1, study)
    found = alternatives.find(first)
    assert set(found["variant"]) == {"another seed", "one theme more", "one theme less"}
    assert set(found["theme_id"]) <= {"", *first.themes["theme_id"]}
    number = first.passage_themes["theme_id"].replace("", np.nan).nunique()
    counterparts = found[found["theme_id"].ne("")].groupby("variant")["theme_id"].nunique()
    assert counterparts["one theme less"] == number - 1
    same = found[found["variant"] == "another seed"].merge(first.passage_themes, on="passage_id")
    assert (same["theme_id_x"] == same["theme_id_y"]).mean() > 0.9
    assert set(alternatives.by_variant(found)) == set(found["variant"])
