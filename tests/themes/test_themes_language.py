"""Lemmas that are learned beside other work are those of each word alone."""

from __future__ import annotations

import pytest

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
