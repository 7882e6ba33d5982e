"""Lemmas that are learned beside other work are those of each word alone."""

from __future__ import annotations

import pytest
from themes_corpus import study

from analysis.core import processes
from analysis.themes import language


@pytest.mark.parametrize("processors", [1, 2])
def test_lemmas_that_were_learned_are_those_of_each_word(processors, monkeypatch):
    monkeypatch.setattr(processes, "_processors", lambda: processors)
    texts = ["De wijkagenten spraken, zei hij, met bewoners.", "", "Bewoners!"]
    alone = {word: language.lemmatise(word, "nl") for text in texts for word in language.plain(text)}
    language._lemmas("nl").clear()
    done = []
    language.learn(texts, "nl", meanwhile=lambda: done.append(True))
    assert done == [True]
    assert language._lemmas("nl") == alone
    assert alone["spraken"] == "spreken"
    language._lemmas("nl").clear()
    language.learn(["!?"], "nl", meanwhile=lambda: done.append(True))
    assert (done, language._lemmas("nl")) == ([True, True], {})


def test_what_stands_for_a_name_is_no_word_and_no_phrase_crosses_it():
    assert language.plain("De [persoon] en de persoon in [plaats].") == ["de", "en", "de", "persoon", "in"]
    words = language.build(["De bakker [persoon] bakt."], study())
    assert words.lemmas("bakker [persoon] bakt") == ["bakker", "", "bakken"]
