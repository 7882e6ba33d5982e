"""Intervals of shares of interviews, of words, and of differences."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from analysis.comparison import intervals, pooling


@settings(deadline=None)  # the first call loads scipy
@given(st.integers(0, 30), st.integers(1, 30))
def test_an_interval_of_a_share_holds_the_share_and_stays_within_zero_and_one(k: int, n: int) -> None:
    k = min(k, n)
    low, high = intervals.exact_share(np.array([k]), np.array([n]), 0.95)
    assert 0 <= low[0] <= k / n <= high[0] <= 1


@pytest.mark.parametrize(("n", "p"), [(5, 0.5), (15, 0.3), (40, 0.2)])
def test_shares_of_interviews_are_covered_at_the_level_named(n: int, p: float) -> None:
    from scipy import special

    k = np.arange(n + 1)
    low, high = intervals.exact_share(k, np.full(n + 1, n), 0.95)
    chance = special.binom(n, k) * p**k * (1 - p) ** (n - k)
    assert 0.92 <= chance[(low <= p) & (p <= high)].sum() <= 0.985


def test_nobody_to_ask_gives_no_interval() -> None:
    low, high = intervals.exact_share(np.array([0]), np.array([0]), 0.95)
    assert np.isnan(low[0])
    assert np.isnan(high[0])


@settings(deadline=None)  # the first call loads scipy
@given(st.integers(0, 9), st.integers(1, 9), st.integers(0, 9), st.integers(1, 9))
def test_a_difference_turned_round_has_its_interval_turned_round(k_a: int, n_a: int, k_b: int, n_b: int) -> None:
    sides = [np.array([v]) for v in (min(k_a, n_a), n_a, min(k_b, n_b), n_b)]
    gap, low, high = intervals.difference(*sides, 0.95)
    back, back_low, back_high = intervals.difference(*sides[2:], *sides[:2], 0.95)
    assert low[0] <= gap[0] <= high[0]
    assert (gap[0], low[0], high[0]) == pytest.approx((-back[0], -back_high[0], -back_low[0]))


WORDS = npst.arrays(np.int64, st.tuples(st.integers(2, 14), st.integers(1, 4)), elements=st.integers(0, 90))


@settings(max_examples=40, deadline=None)  # the first call loads scipy
@given(WORDS, st.integers(0, 3))
def test_an_interval_of_words_is_ordered_and_within_zero_and_one(words: np.ndarray, regions: int) -> None:
    total = words.sum(axis=1).astype(float) + 10
    strata = np.arange(len(words)) % (regions + 1)
    low, high = intervals.ratio(words.astype(float), total, strata, 300, 0.95, 1)
    assert ((low >= 0) & (low <= high) & (high <= 1)).all()


@settings(max_examples=25, deadline=None)  # the first call loads scipy
@given(WORDS)
def test_an_interval_of_one_label_does_not_hang_on_which_labels_are_computed_with_it(words: np.ndarray) -> None:
    total = words.sum(axis=1).astype(float) + 10
    strata = np.zeros(len(words), dtype=int)
    together = np.column_stack(intervals.bca(words.astype(float), total, strata, 300, 0.95, 1))
    alone = np.vstack(
        [
            np.column_stack(intervals.bca(words[:, [i]].astype(float), total, strata, 300, 0.95, 1))
            for i in range(words.shape[1])
        ]
    )
    assert np.array_equal(together, alone)


def test_one_talkative_interview_widens_the_interval_that_passages_alone_would_give() -> None:
    # twelve interviews of 40 passages: one says half of all there is to say
    counts = np.array([[20], *[[2]] * 10, [0]], dtype=float)
    total = np.full(12, 40.0)
    low, high = intervals.ratio(counts, total, np.zeros(12, dtype=int), 2000, 0.95, 1)
    share = counts.sum() / total.sum()
    plain = 2 * 1.96 * np.sqrt(share * (1 - share) / total.sum())
    assert high[0] - low[0] > 2 * plain


def test_what_nobody_says_may_still_be_said_by_the_next() -> None:
    counts = np.array([[0, 5], [0, 4], [0, 6], [0, 5]], dtype=float)
    low, high = intervals.ratio(counts, np.full(4, 20.0), np.zeros(4, dtype=int), 400, 0.95, 1)
    assert low[0] == 0
    assert 0.02 < high[0] < 1


def test_a_single_interview_has_no_interval() -> None:
    low, high = intervals.ratio(np.array([[3.0]]), np.array([10.0]), np.array([0]), 300, 0.95, 1)
    assert np.isnan([low[0], high[0]]).all()


def test_units_are_drawn_within_their_stratum() -> None:
    strata = np.array([0, 0, 0, 1, 1, 2, 3])
    weights = intervals.resample(strata, 200, 1)
    assert (weights[:, :3].sum(axis=1) == 3).all()
    assert (weights[:, 3:5].sum(axis=1) == 2).all()
    assert (weights[:, 5:].sum(axis=1) == 2).all()  # two that are alone in theirs form one together


def test_the_pooled_estimate_moves_a_thin_region_more_than_a_thick_one() -> None:
    weights = np.array([[1.0], [-0.5], [-0.5]])
    thin = pooling.pooled(np.array([[1], [3], [3]]), np.array([[1], [15], [15]]), weights, 0.95)
    thick = pooling.pooled(np.array([[15], [3], [3]]), np.array([[15], [15], [15]]), weights, 0.95)
    assert thin[0][0] < 0.5 < thick[0][0]
    assert thin[1][0] < 0 < thick[1][0]


@settings(deadline=None)  # the first call loads scipy
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(1, 8)), min_size=2, max_size=5))
def test_the_pooled_estimate_of_equal_groups_is_nothing(counts: list[tuple[int, int]]) -> None:
    k = np.array([[min(k, n)] for k, n in counts] * 2)
    n = np.array([[n] for _, n in counts] * 2)
    weights = np.concatenate([np.ones(len(counts)), -np.ones(len(counts))])[:, None] / len(counts)
    mean, low, high = pooling.pooled(k, n, weights, 0.95)
    assert mean[0] == pytest.approx(0, abs=1e-9)
    assert -1 <= low[0] <= high[0] <= 1
