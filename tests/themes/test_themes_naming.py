"""Words and proposed names: what marks a theme, in the words of its passages."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix
from themes_corpus import study

from analysis.themes import language, naming
from analysis.themes.evaluation import study_of


def test_a_word_and_a_theme_that_share_all_passages_go_together_fully_and_a_scattered_word_does_not() -> None:
    table = csr_matrix(np.array([[2.0, 1, 0], [1, 0, 0], [0, 1, 0], [0, 1, 1]]))
    found = naming.together(table, np.array([0, 0, 1, 1]))
    assert found[0, 0] == 1
    assert np.isclose(found[1, 2], np.sqrt(1 / 2))
    # the second word: one passage of two here, two of two there, three in all
    assert np.allclose(found[:, 1], [1 / np.sqrt(6), 2 / np.sqrt(6)])


def test_one_word_in_two_forms_is_shown_once() -> None:
    words = language.Vocabulary(frozenset(), {})
    kept = ["duidingssessie", "duidingssessies", "melder", "melding", "zwart gat", "zwart"]
    shown = naming.top_words(np.array([[6.0, 5, 4, 3, 2, 1]]), kept, words, 10)
    assert shown == [["duidingssessie", "melder", "melding", "zwart gat"]]


def named(texts: list[str], spoken: str = "nl") -> str:
    words = language.build(texts, study() if spoken == "nl" else study_of(spoken))
    voices = [str(i) for i in range(len(texts))]
    labels = np.array([0] * (len(texts) - 2) + [1, 1])
    table, kept = naming.counts(texts, voices, words)
    weights = naming.weigh(table, labels)
    shown = naming.top_words(weights, kept, words, 10)
    return naming.propose(texts, voices, labels, weights, kept, shown, words)[0]


def test_a_turn_of_phrase_that_many_use_is_no_name_when_it_holds_no_word_that_marks_the_theme() -> None:
    said = [
        "De terugkoppeling aan de melder blijft uit, een melding valt in een zwart gat",
        "Terugkoppeling aan de melder komt er nooit, zeggen ze, het is een zwart gat",
        "Elke melder wacht op terugkoppeling en op bericht over de afloop",
        "Geen terugkoppeling, de melder hoort niets over de afloop en krijgt geen bericht",
        "Zonder terugkoppeling haakt de melder af",
    ]
    other = ["De wijkagent kent de straat en ieder portiek", "De wijkagent drinkt koffie in de straat"]
    assert named(said + other) == "Terugkoppeling aan de melder"


def test_no_phrase_crosses_a_comma() -> None:
    said = ["Zij gaan naar moskeeën, kerken en pleinen in de buurt"] * 2 + ["moskeeën hier", "kerken daar"]
    assert "Moskeeën kerken" not in named([*said, "De formatie is te klein", "De formatie is krap"])


def test_a_name_is_that_of_a_thing_and_no_half_of_what_somebody_does() -> None:
    said = [
        "They told me to plead guilty to false accounting.",
        "I had to plead guilty, or it would be theft and false accounting.",
        "She would plead guilty; the false accounting stayed.",
        "Plead guilty to the false accounting, my barrister said.",
    ]
    other = ["The village shop had a queue in the street", "The village shop and the street were empty"]
    assert named(said + other, "en") == "False accounting"


def test_forms_of_address_and_spoken_fillers_name_nothing() -> None:
    said = [
        "Yeah, honestly sir, on Wednesday morning I remember the helpline was absolutely awful.",
        "Well sir, I remember on Wednesday morning the helpline, honestly, yeah, absolutely awful.",
        "The helpline, sir, on a Wednesday morning: I remember the script.",
        "Sir, they read a script at the helpline.",
    ]
    other = ["The village shop had a queue in the street", "The village shop and the street were empty"]
    assert set(named(said + other, "en").lower().split()) == {"script", "and", "helpline"}
