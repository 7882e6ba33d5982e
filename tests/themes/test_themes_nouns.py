"""Nouns are told from verbs and adverbs by what stands around them in the corpus itself."""

from __future__ import annotations

import pytest

from analysis.themes import language, nouns
from analysis.themes.evaluation import study_of

ENGLISH = [
    "They said the suspense account was short, and I had to plead guilty.",
    "I was told to plead guilty because of the suspense account!",
    "You plead, they check your account, and the check is done.",
    "He plead guilty over a false account categorically.",
]
DUTCH = [
    "De wijkagent moet bijspringen in de noodhulp, zei hij.",
    "Zij springen bij; van de wijkagent wordt verwacht dat hij kan bijspringen in de noodhulp.",
    "Het persoonsgerichte overleg ligt stil zonder wijkagent.",
]


def of(texts: list[str], spoken: str) -> nouns.Places:
    return nouns.places(texts, language.build(texts, study_of(spoken)))


def test_a_noun_closes_a_group_and_a_verb_or_adverb_does_not() -> None:
    found = of(ENGLISH, "en")
    assert {"account", "check"} <= found.closing
    assert not {"plead", "guilty", "categorically"} & found.closing


def test_an_adjective_opens_a_group_and_does_not_close_it() -> None:
    found = of(ENGLISH, "en")
    assert {"suspense", "false"} <= found.opening - found.closing
    assert "persoonsgericht" not in {word[:15] for word in of(DUTCH, "nl").closing}


def test_a_dutch_infinitive_may_open_a_name_and_an_english_verb_may_not() -> None:
    assert "bijspringen" in of(DUTCH, "nl").opening
    assert "plead" not in of(ENGLISH, "en").opening
    assert {"wijkagent", "noodhulp"} <= of(DUTCH, "nl").closing


@pytest.mark.parametrize("spoken", ["nl", "en"])
def test_of_no_text_nothing_is_told(spoken: str) -> None:
    assert of([], spoken) == nouns.Places(frozenset(), frozenset())
