"""Tests that permute interviews between groups, computed exactly.

Whether an interview raises a label is yes or no, so over all ways to deal the interviews out to two groups the number of
yeses in one group follows the hypergeometric distribution: no permutation has to be drawn. With strata (interviews change
places only within their region, say) it is the convolution of one such distribution a stratum.
"""

from __future__ import annotations

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
def _two_sided(strata: tuple[tuple[int, int, int], ...]) -> tuple[float, ...]:
    """Two-sided p for each possible number of yeses in group a: all outcomes as probable or less (Fisher)."""
    null = _null(strata)
    return tuple(float(min(1.0, null[null <= value * (1 + TIE)].sum())) for value in null)


def exact(k_a: np.ndarray, n_a: np.ndarray, k_b: np.ndarray, n_b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Two-sided permutation test of equal shares, exact, in any number of strata.

    Parameters
    ----------
    k_a, n_a, k_b, n_b : numpy.ndarray
        (S, T) whole numbers: in each stratum how many units of a and b raise the label, of how many.

    Returns
    -------
    tuple of numpy.ndarray
        p (T,), and the smallest p these margins could have given (T,): with it, labels that no outcome could have
        made significant stay out of the family (they cannot be discoveries, so they cost no power).
    """
    yes, size = (k_a + k_b).astype(int), (n_a + n_b).astype(int)
    own, total = n_a.astype(int), k_a.sum(axis=0).astype(int)
    p, least = np.ones(yes.shape[1]), np.ones(yes.shape[1])
    for column in range(yes.shape[1]):
        strata = tuple(
            sorted(
                (int(y), int(s), int(a))
                for y, s, a in zip(yes[:, column], size[:, column], own[:, column], strict=True)
                if 0 < a < s and 0 < y < s
            )
        )
        if not strata:
            continue
        # yeses in strata that cannot vary stand in the total but not in the distribution
        fixed = sum(
            int(k)
            for k, y, s, a in zip(k_a[:, column], yes[:, column], size[:, column], own[:, column], strict=True)
            if not (0 < a < s and 0 < y < s)
        )
        ps = _two_sided(strata)
        p[column] = ps[total[column] - fixed]
        least[column] = min(value for value, chance in zip(ps, _null(strata), strict=True) if chance > 0)
    return p, least


def benjamini_hochberg(p: np.ndarray, least: np.ndarray, rate: float) -> np.ndarray:
    """False discovery rate at which each test would be a discovery (Benjamini & Hochberg 1995).

    The family is every test whose margins allow p ≤ `rate`; the others get 1. As the margins do not depend on who said
    what, choosing by them leaves the rate as it is (after Gilbert 2005, Applied Statistics 54:143).

    Parameters
    ----------
    p, least : numpy.ndarray
        As from :func:`exact`; any shape, one family.
    rate : float
        The rate that will be aimed at.
    """
    q = np.ones(p.size)
    family = np.flatnonzero((least <= rate).ravel())
    if family.size:
        values = p.ravel()[family]
        order = np.argsort(values, kind="stable")
        scaled = values[order] * family.size / np.arange(1, family.size + 1)
        q[family[order]] = np.minimum(1.0, np.minimum.accumulate(scaled[::-1])[::-1])
    return q.reshape(p.shape)


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
