"""Sentences, segments, ids and the account of all words."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.core import register
from analysis.core.paths import Paths
from analysis.core.study import Guide, Question, read_study
from analysis.passages import PassageSettings, account, segment
from analysis.passages.identity import passage_ids, words_hash
from analysis.passages.prompts import prompts
from analysis.passages.segmentation import cut, spans
from analysis.passages.sentences import split
from analysis.sources import Sources, SourceSettings, read_all

SETTINGS = PassageSettings()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Dit is één. Dit is twee.", 2),
        ("Dat is o.a. de politie, bijv. in de wijk. Ja.", 2),
        ("De heer mr. dr. J. P. Jansen zei dat. Klopt.", 2),
        ("Zie art. 5 lid 2. Dat geldt.", 2),
        ("Het kost 3.500 euro in 2.5 jaar.", 1),
        ("'Komt u?' vroeg hij. Nee!", 2),
        ("Nou... dat weet ik niet. Echt.", 2),
        ("1. Eerst bellen.\n2. Dan schrijven.", 2),
        ("- bellen\n- schrijven", 2),
        ("Alinea een\n\nAlinea twee", 2),
        ("", 0),
    ],
)
def test_a_sentence_ends_where_a_reader_says_so(text: str, parts: int) -> None:
    assert len(split(text)) == parts


@given(st.text(alphabet="ab. !?\n1)-", max_size=200))
def test_every_word_is_in_exactly_one_sentence(text: str) -> None:
    assert " ".join(text[a:b] for a, b in split(text)).split() == text.split()


@given(st.lists(st.integers(1, 60), min_size=1, max_size=60))
def test_segments_follow_each_other_and_keep_to_the_limits(lengths: list[int]) -> None:
    segments = cut(lengths, [False] * len(lengths), SETTINGS)
    assert [at for first, last in segments for at in range(first, last + 1)] == list(range(len(lengths)))
    words = [sum(lengths[first : last + 1]) for first, last in segments]
    assert max(words) <= SETTINGS.high
    if sum(lengths) >= 3 * SETTINGS.high:
        assert min(words) >= SETTINGS.low


def sentence(number: int) -> str:
    return f"Zin {number} gaat over iets dat verder niemand nog heeft gezegd in dit gesprek."


@pytest.mark.parametrize(("words", "count"), [(7, 0), (8, 1), (40, 1), (79, 1)])
def test_a_turn_below_the_least_is_set_aside_and_a_short_one_is_one_passage(words: int, count: int) -> None:
    text = " ".join(["woord"] * (words - 1) + ["slot."])
    assert len(spans(text, 0, len(text), SETTINGS)) == count


def test_a_sentence_longer_than_the_limit_stays_whole() -> None:
    text = " ".join(["woord"] * 400) + "."
    assert spans(text, 0, len(text), SETTINGS) == [(0, len(text))]


def test_limits_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="least <= low"):
        PassageSettings(low=100, high=150)


def test_equal_passages_of_a_source_have_an_ordinal_and_other_sources_do_not_matter() -> None:
    digest = words_hash("Ja, dat klopt.")
    assert digest == words_hash("ja dat KLOPT")
    ids = passage_ids([("A", digest), ("B", digest), ("A", digest)])
    assert ids == [f"A-{digest[:10]}", f"B-{digest[:10]}", f"A-{digest[:10]}-2"]


GUIDE = Guide(questions=(Question(id="V1", text="Hoe verloopt het overleg?", sub_question="hoe", aspect="werk"),))


def read(paths: Paths, turns: list[str]) -> tuple[Sources, pd.DataFrame]:
    text = "\n".join(f"Interviewer: Hoe verloopt het overleg bij u?\nRespondent: {turn}" for turn in turns)
    (paths.raw / "interviews/N-G1.txt").write_text(text, encoding="utf-8")
    found = read_all(register.load(paths), paths, GUIDE, read_study(paths), SourceSettings())
    return found, segment(found.sources, found.turns, found.texts, GUIDE, SETTINGS)


def test_a_passage_is_exactly_the_text_at_its_offsets_and_knows_where_it_belongs(small: Paths) -> None:
    found, passages = read(small, [" ".join(map(sentence, range(20))), sentence(50)])
    mine = passages[passages["source_id"] == "N-G1"]
    assert len(mine) >= 3
    assert all(found.texts[row.source_id][row.start : row.end] == row.text for row in passages.itertuples())
    assert set(mine["voice"]) == {"N-G1/R1"}
    assert set(mine["question_id"]) == {"V1"}
    assert set(mine["sub_question"]) == {"hoe"}
    assert set(mine["aspect"]) == {"werk"}
    assert set(mine["region"]) == {"noord"}


def test_passages_never_cross_speakers_and_hold_no_interviewer(small: Paths) -> None:
    _, passages = read(small, [sentence(1), sentence(2)])
    mine = passages[passages["source_id"] == "N-G1"]
    assert not mine["text"].str.contains(r"Interviewer|Hoe verloopt").any()
    assert len(mine) == 2


def test_what_the_interviewer_says_is_kept_apart_and_in_its_place(small: Paths) -> None:
    found, passages = read(small, [sentence(1), sentence(2)])
    asked = prompts(found.sources, found.turns, found.texts).query("source_id == 'N-G1'")
    assert set(asked["text"]) == {"Hoe verloopt het overleg bij u?"}
    assert set(asked["role"]) == {"interviewer"}
    answers = sorted(passages.loc[passages["source_id"] == "N-G1", "turn"])
    assert [turn + 1 for turn in asked["turn"]] == answers
    assert not set(asked["text"]) & set(passages["text"])


@pytest.mark.slow
def test_ids_survive_an_insertion_elsewhere_in_the_source(small: Paths) -> None:
    _, before = read(small, [sentence(1), sentence(2), sentence(3)])
    _, after = read(small, [sentence(1), f"{sentence(9)}", sentence(2), sentence(3)])
    ids = set(before.loc[before["source_id"] == "N-G1", "passage_id"])
    assert ids < set(after["passage_id"])
    assert len(set(after["passage_id"]) - set(before["passage_id"])) == 1


def test_the_words_of_each_source_add_up(small: Paths) -> None:
    found, passages = read(small, [sentence(1), "Ja.", " ".join(map(sentence, range(20)))])
    table = account(found.sources, found.turns, passages, found.texts).set_index("source_id")
    row = table.loc["N-G1"]
    assert row["words"] == row[["in_passages", "interviewer", "too_short", "aside"]].sum()
    assert row["words"] == found.sources.set_index("source_id").loc["N-G1", "words"]
    assert row["too_short"] == 1
    assert row["turns_too_short"] == 1
    assert row["interviewer"] == 18


def test_a_word_counted_twice_is_an_error(small: Paths) -> None:
    found, passages = read(small, [sentence(1)])
    doubled = pd.concat([passages, passages])
    with pytest.raises(AssertionError):
        account(found.sources, found.turns, doubled, found.texts)
