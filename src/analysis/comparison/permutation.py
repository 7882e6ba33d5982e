"""Tests that permute interviews between groups, computed exactly.

Whether an interview raises a label is yes or no, so over all ways to deal the interviews out to two groups the number of
yeses in one group follows the hypergeometric distribution: no permutation has to be drawn. With strata (interviews change
places only within their region, say) it is the convolution of one such distribution a stratum.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from math import comb

import numpy as np

TIE = 1e-9
"""Outcomes whose probabilities differ by less, relatively, are equally probable."""


@lru_cache(maxsize=200_000)
def _null(strata: tuple[tuple[int, int, int], ...]) -> np.ndarray:
    """Distribution of the yeses in group a, from (yeses, size, size of a) of each stratum."""
    total = np.ones(1)
    for yes, size, size_a in strata:
        ways = comb(size, size_a)
        total = np.convolve(
            total, [comb(yes, k) * comb(size - yes, size_a - k) / ways for k in range(0, min(yes, size_a) + 1)]
        )
    return total


@lru_cache(maxsize=200_000)
def _two_sided(strata: tuple[tuple[int, int, int], ...]) -> tuple[tuple[float, ...], np.ndarray]:
    """Two-sided p for each possible number of yeses in group a: all outcomes as probable or less (Fisher).

    Also the levels p can attain, rising: under the null, P(p ≤ level) is the level itself.
    """
    null = _null(strata)
    p = [float(min(1.0, null[null <= value * (1 + TIE)].sum())) for value in null]
    return tuple(p), np.unique([value for value, chance in zip(p, null, strict=True) if chance > 0])


def by_stratum(mask: np.ndarray, strata: np.ndarray) -> np.ndarray:
    """(S, U) 1 for the units of `mask` in each stratum, 0 for all others."""
    numbers = sorted(set(strata.tolist())) or [0]
    return ((strata == np.array(numbers)[:, None]) & mask).astype(float)


def sums(values: np.ndarray, inside: np.ndarray, apart: np.ndarray | None = None) -> np.ndarray:
    """(S, T) sums of `values` (U, T) over the units that are `inside` each stratum (S, U), as :func:`exact` takes them.

    With `apart` (U, T) each stratum is two for each label: its units that are apart, and the others.
    """
    parts = [values] if apart is None else [values * apart, values * ~apart]
    # a product of noughts and ones: whole numbers, exact in any order
    return np.rint(np.concatenate([inside @ part for part in parts])).astype(int)


CERTAIN = np.ones(1)
"""Levels of a test that cannot come out but one way."""

_NEVER = np.zeros(1)


def exact(k_a: np.ndarray, n_a: np.ndarray, k_b: np.ndarray, n_b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Two-sided permutation test of equal shares, exact, in any number of strata.

    Parameters
    ----------
    k_a, n_a, k_b, n_b : numpy.ndarray
        (S, T) whole numbers: in each stratum how many units of a and b raise the label, of how many.

    Returns
    -------
    tuple of numpy.ndarray
        p (T,), and (T,) objects: for each test the levels that its p could have attained, rising.
    """
    cells = ((x).astype(int).T.tolist() for x in (k_a + k_b, n_a + n_b, n_a, k_a))
    tests = [_test(tuple(zip(*label, strict=True))) for label in zip(*cells, strict=True)]
    p, levels = np.array([test[0] for test in tests]), np.empty(len(tests), dtype=object)
    levels[:] = [test[1] for test in tests]
    return p, levels


@lru_cache(maxsize=200_000)
def _test(cells: tuple[tuple[int, int, int, int], ...]) -> tuple[float, np.ndarray]:
    """One test of :func:`exact`, from (yeses, size, size of a, yeses in a) of each stratum."""
    varying = [cell for cell in cells if 0 < cell[2] < cell[1] and 0 < cell[0] < cell[1]]
    if not varying:
        return 1.0, CERTAIN
    p, levels = _two_sided(tuple(sorted(cell[:3] for cell in varying)))
    return p[sum(cell[3] for cell in varying)], levels


def discoveries(p: np.ndarray, levels: np.ndarray, rate: float) -> np.ndarray:
    """False discovery rate at which each test of a family would be a discovery: Benjamini-Hochberg for discrete tests.

    With five interviews a side most tests can attain a few levels only, many of them none near `rate`, and plain
    Benjamini-Hochberg pays for all of them in full. Döhler, Durand & Roquain 2018 (Electronic Journal of Statistics
    12:1867, procedure DBH-SU) replaces "number of tests x p" by the sum of the chances that each test, were there
    nothing to find, came out at p or below. Here with 1 - `rate` in their denominator and no discovery above p = `rate`,
    which is never less strict.

    Parameters
    ----------
    p, levels : numpy.ndarray
        As from :func:`exact`; any shape, one family.
    rate : float
        The rate that will be aimed at.
    """
    flat = p.ravel()
    distinct, number = np.unique(flat, return_inverse=True)
    # tests with the same margins share one array of levels
    supports = {id(support): support for support in levels.ravel()}
    expected = np.zeros(distinct.size)
    for shared, times in Counter(map(id, levels.ravel())).items():
        support = supports[shared]
        at = np.searchsorted(support, distinct * (1 + TIE), side="right")
        expected += times * np.concatenate([_NEVER, support])[at]
    found = np.cumsum(np.bincount(number, minlength=distinct.size))
    q = np.maximum(expected / found / (1 - rate), distinct)
    return np.minimum(1.0, np.minimum.accumulate(q[::-1])[::-1])[number].reshape(p.shape)


def drawn(
    values: np.ndarray, a: np.ndarray, b: np.ndarray, strata: np.ndarray, permutations: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Permutation test of a difference in means, by drawing; units change places within their stratum.

    Parameters
    ----------
    values : numpy.ndarray
        (U, T), between 0 and 1; taken to six decimals so that sums are exact in any order.
    a, b : numpy.ndarray
        (U,) bool, the two groups.
    strata : numpy.ndarray
        (U,) whole numbers.

    Returns
    -------
    tuple of numpy.ndarray
        Difference of means a - b (T,) and p (T,), counting the observed outcome as one of the draws
        (Phipson & Smyth 2010).
    """
    inside = np.flatnonzero(a | b)
    whole = np.rint(values[inside] * 1e6)
    in_a = a[inside]
    deal = np.zeros((permutations, inside.size))
    rng = np.random.default_rng(seed)
    for stratum in np.unique(strata[inside]):
        at = np.flatnonzero(strata[inside] == stratum)
        size_a = int(in_a[at].sum())
        ranks = rng.random((permutations, at.size)).argsort(axis=1, kind="stable")
        deal[:, at] = ranks < size_a
    n_a, n_b = int(in_a.sum()), int((~in_a).sum())
    total = whole.sum(axis=0)

    def difference(sum_a: np.ndarray) -> np.ndarray:
        return sum_a / n_a - (total - sum_a) / n_b

    observed = difference(whole[in_a].sum(axis=0))
    extreme = np.abs(difference(deal @ whole)) >= np.abs(observed) - 1e-6
    return observed / 1e6, (extreme.sum(axis=0) + 1) / (permutations + 1)
