"""Work side by side gives what it gives one after the other, whatever happens to the processes that do it."""

from __future__ import annotations

import os

import numpy as np
import psutil
import pytest

from analysis.themes import language, processes
from analysis.themes.processes import beside, side_by_side

HERE = os.getpid()


def squares(number: int) -> np.ndarray:
    return np.arange(6, dtype=np.int32).reshape(2, 3) * number


@pytest.mark.parametrize("count", [1, 2, 5])
def test_answers_come_in_the_order_of_what_was_given(count, monkeypatch):
    given = [7, 3, 5, 2, 9][:count]
    for processors in (1, 2):
        monkeypatch.setattr(processes, "_processors", lambda number=processors: number)
        assert [made.tolist() for made in side_by_side(squares, given, (2, 3))] == [
            squares(number).tolist() for number in given
        ]


def test_with_two_processors_only_the_first_is_done_here(monkeypatch):
    monkeypatch.setattr(processes, "_processors", lambda: 2)
    first, second = side_by_side(lambda _: np.array([os.getpid()], dtype=np.int32), [1, 2], (1,))
    assert first[0] == os.getpid() != second[0]


def test_what_a_process_does_not_bring_is_done_here(monkeypatch):
    monkeypatch.setattr(processes, "_processors", lambda: 2)

    def fails_elsewhere(number: int) -> np.ndarray:
        if os.getpid() != HERE:
            os._exit(3)
        return squares(number)

    made = side_by_side(fails_elsewhere, [1, 2], (2, 3))
    assert [array.tolist() for array in made] == [squares(1).tolist(), squares(2).tolist()]


def test_an_error_here_leaves_no_process_behind(monkeypatch):
    monkeypatch.setattr(processes, "_processors", lambda: 2)

    def fails_here(number: int) -> np.ndarray:
        if os.getpid() == HERE:
            raise ValueError("no")
        return squares(number)

    before = psutil.Process().children()
    with pytest.raises(ValueError, match="no"):
        side_by_side(fails_here, [1, 2], (2, 3))
    assert psutil.Process().children() == before


@pytest.mark.parametrize("processors", [1, 2])
def test_a_text_that_was_made_beside_is_whole_however_long(processors, monkeypatch):
    monkeypatch.setattr(processes, "_processors", lambda: processors)
    with beside(lambda: "één\n" * 100_000 + str(os.getpid() == HERE)) as answer:
        made = answer()
    assert made == "één\n" * 100_000 + str(processors == 1)


def test_a_text_that_a_process_does_not_bring_is_made_here(monkeypatch):
    monkeypatch.setattr(processes, "_processors", lambda: 2)

    def fails_elsewhere() -> str:
        if os.getpid() != HERE:
            os._exit(3)
        return "here"

    with beside(fails_elsewhere) as answer:
        assert answer() == "here"


def test_an_error_meanwhile_leaves_no_process_behind(monkeypatch):
    monkeypatch.setattr(processes, "_processors", lambda: 2)
    before = psutil.Process().children()
    with pytest.raises(ValueError, match="no"), beside(lambda: "x" * 1_000_000):
        raise ValueError("no")
    assert psutil.Process().children() == before


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
