"""What a voice says whatever it speaks of is taken off, and only where others speak of the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from analysis.themes import manner
from analysis.themes.views import unit

CODES, VOICES = 4, 6
TRUTH = np.tile(np.arange(CODES), VOICES * 2)
WHO = np.repeat(np.arange(VOICES), CODES * 2)
SUBJECTS = np.eye(CODES, 12)
MANNERS = np.eye(VOICES, 12, k=CODES)


def names(who: np.ndarray) -> list[str]:
    return [f"voice {number}" for number in who]


def counted(truth: np.ndarray) -> np.ndarray:
    return np.eye(CODES)[truth]


def test_passages_on_one_subject_come_together_when_the_manner_of_their_voices_is_off() -> None:
    rows = unit(SUBJECTS[TRUTH] + 2 * MANNERS[WHO])
    assert (rows[0] @ rows[WHO == 0].T).min() > rows[0] @ rows[WHO == 1][0]  # whoever speaks decides
    taken = manner.take_off(rows, counted(TRUTH), names(WHO))
    assert np.linalg.norm(taken, axis=1) == pytest.approx(1)
    likeness = taken @ taken.T
    same = TRUTH[:, None] == TRUTH
    assert likeness[same].min() > likeness[~same].max()


def test_a_manner_that_hides_the_subject_from_the_count_is_off_all_the_same() -> None:
    # a third of the passages count for the one statement that has a word of their voice
    rows = unit(SUBJECTS[TRUTH] + 2 * MANNERS[WHO])
    mistaken = np.where(np.arange(len(TRUTH)) % 3 == 0, WHO % CODES, TRUTH)
    taken = manner.take_off(rows, counted(mistaken), names(WHO))
    likeness = taken @ taken.T
    same = TRUTH[:, None] == TRUTH
    assert likeness[same].min() > likeness[~same].max()


def test_who_alone_speaks_of_a_subject_cannot_be_told_from_it_and_stays() -> None:
    rows = unit(SUBJECTS[TRUTH] + 2 * MANNERS[TRUTH])
    assert np.array_equal(manner.take_off(rows, counted(TRUTH), names(TRUTH)), unit(rows))


@pytest.mark.parametrize(("number", "moves"), [(manner.LEAST - 1, False), (manner.LEAST, True)])
def test_a_voice_of_few_passages_stays_as_it_is(number: int, moves: bool) -> None:
    rows = unit(SUBJECTS[TRUTH] + 2 * MANNERS[WHO])
    who = np.where(np.arange(len(WHO)) < number, 9, np.maximum(WHO, 1))
    taken = manner.take_off(rows, counted(TRUTH), names(who))
    assert np.allclose(taken[:number], rows[:number]) is not moves


def test_what_nobody_says_stays_as_it_is() -> None:
    rows = unit(SUBJECTS[TRUTH] + 2 * MANNERS[WHO])
    voices = ["" if number == 2 else f"voice {number}" for number in WHO]
    taken = manner.take_off(rows, counted(TRUTH), voices)
    assert np.array_equal(taken[WHO == 2], unit(rows[WHO == 2]))
    assert not np.allclose(taken[WHO == 1], rows[WHO == 1])


def test_few_voices_that_seem_to_cross_are_mistakes_where_most_do_not() -> None:
    alone = np.diag([20.0] * 8)
    alone[0] = 1.0  # the first says a little of all
    assert manner.crossing(alone).tolist() == [0.0] * 8
    assert manner.crossing(np.ones((8, 8))).tolist() == [1.0] * 8


@given(arrays.arrays(float, (4, 5), elements=st.floats(0.01, 50)))
def test_crossing_is_a_share_and_hangs_on_no_order(table: np.ndarray) -> None:
    found = manner.crossing(table)
    assert ((found >= 0) & (found <= 1)).all()
    assert manner.crossing(table[::-1])[::-1] == pytest.approx(found, abs=1e-9)
    assert manner.crossing(table[:, ::-1]) == pytest.approx(found, abs=1e-9)
