"""Exact permutation tests, held against permutations that are really made."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.comparison import permutation

RAISED = st.lists(st.booleans(), min_size=2, max_size=9)


def one_stratum(k_a: int, n_a: int, k_b: int, n_b: int) -> tuple[float, np.ndarray]:
    p, levels = permutation.exact(*(np.array([[value]]) for value in (k_a, n_a, k_b, n_b)))
    return p[0], levels[0]


def counted(raised: list[bool], n_a: int) -> float:
    """p from every way to deal out the units, counted one by one."""
    yes = np.array(raised, dtype=int)
    deals = [yes[list(chosen)].sum() for chosen in combinations(range(yes.size), n_a)]
    values, times = np.unique(deals, return_counts=True)
    chance = dict(zip(values.tolist(), (times / len(deals)).tolist(), strict=True))
    observed = chance[int(yes[:n_a].sum())]
    return sum(value for value in chance.values() if value <= observed * (1 + 1e-9))


@given(RAISED, st.data())
def test_the_exact_p_is_the_share_of_all_deals_that_are_as_rare(raised: list[bool], data: st.DataObject) -> None:
    n_a = data.draw(st.integers(1, len(raised) - 1))
    k_a, k_b = sum(raised[:n_a]), sum(raised[n_a:])
    assert one_stratum(k_a, n_a, k_b, len(raised) - n_a)[0] == pytest.approx(counted(raised, n_a))


@given(RAISED, st.data())
def test_swapping_the_sides_leaves_p_as_it_is(raised: list[bool], data: st.DataObject) -> None:
    n_a = data.draw(st.integers(1, len(raised) - 1))
    sides = (sum(raised[:n_a]), n_a), (sum(raised[n_a:]), len(raised) - n_a)
    assert one_stratum(*sides[0], *sides[1])[0] == pytest.approx(one_stratum(*sides[1], *sides[0])[0])


def test_five_of_five_against_two_of_fifteen_is_one_deal_in_738() -> None:
    assert one_stratum(5, 5, 2, 15)[0] == pytest.approx(21 / 15504)


def test_units_change_places_only_within_their_stratum() -> None:
    k_a, n_a = np.array([[3], [3], [3], [0]]), np.array([[3], [3], [3], [3]])
    k_b, n_b = np.array([[0], [0], [0], [0]]), np.array([[2], [2], [2], [2]])
    p, _ = permutation.exact(k_a, n_a, k_b, n_b)
    assert p[0] == pytest.approx(0.1**3)


def test_a_test_that_can_come_out_but_one_way_has_p_one() -> None:
    p, levels = one_stratum(5, 5, 15, 15)
    assert p == 1
    assert list(levels) == [1]


@given(RAISED, st.data())
def test_under_the_null_p_reaches_each_of_its_levels_with_that_chance(raised: list[bool], data: st.DataObject) -> None:
    n_a = data.draw(st.integers(1, len(raised) - 1))
    _, levels = one_stratum(sum(raised[:n_a]), n_a, sum(raised[n_a:]), len(raised) - n_a)
    total = sum(raised)
    outcomes = []
    for chosen in combinations(range(len(raised)), n_a):
        k = sum(raised[i] for i in chosen)
        outcomes.append(one_stratum(k, n_a, total - k, len(raised) - n_a)[0])
    for level in levels:
        assert np.mean(np.array(outcomes) <= level * (1 + 1e-9)) == pytest.approx(level)


def test_tests_that_cannot_be_found_cost_the_others_nothing() -> None:
    p, levels = permutation.exact(*(np.array([row]) for row in ([5, 5], [5, 5], [2, 15], [15, 15])))
    alone = permutation.discoveries(p[:1], levels[:1], 0.05)
    assert permutation.discoveries(p, levels, 0.05)[0] == alone[0]


def test_no_discovery_is_made_above_the_rate_itself() -> None:
    p, levels = np.array([0.06, 1.0]), np.empty(2, dtype=object)
    levels[0], levels[1] = np.array([0.06, 1.0]), np.ones(1)
    assert (permutation.discoveries(p, levels, 0.05) >= p).all()


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 15)), min_size=1, max_size=30))
def test_the_discovery_rate_never_falls_as_p_rises(counts: list[tuple[int, int]]) -> None:
    k_a, k_b = (np.array([column]) for column in zip(*counts, strict=True))
    p, levels = permutation.exact(k_a, np.full_like(k_a, 5), k_b, np.full_like(k_b, 15))
    q = permutation.discoveries(p, levels, 0.05)
    order = np.argsort(p, kind="stable")
    assert (np.diff(q[order]) >= -1e-12).all()
    assert ((q >= p - 1e-12) & (q <= 1)).all()


def test_drawn_permutations_agree_with_the_exact_test() -> None:
    raised = np.array([1] * 5 + [1, 1] + [0] * 13, dtype=float)[:, None]
    a = np.arange(20) < 5
    gap, p = permutation.drawn(raised, a, ~a, np.zeros(20, dtype=int), 20_000, 3)
    assert gap[0] == pytest.approx(1 - 2 / 15)
    assert p[0] == pytest.approx(21 / 15504, abs=0.001)


def test_drawn_permutations_are_the_same_on_each_run() -> None:
    values = np.random.default_rng(0).random((12, 3))
    a = np.arange(12) < 4
    runs = [permutation.drawn(values, a, ~a, np.zeros(12, dtype=int), 500, 7)[1] for _ in range(2)]
    assert (runs[0] == runs[1]).all()
