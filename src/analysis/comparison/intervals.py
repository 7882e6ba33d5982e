"""Intervals that know that passages come in interviews.

A share of interviews is a count of independent units: its interval is exact. Shares of words and of passages are ratios of
sums over interviews: their interval comes from resampling interviews within region.
"""

from __future__ import annotations

import numpy as np
from scipy import special

BLOCK = 2_000_000
"""Cells of the resampling matrix held at once (16 MB)."""


def exact_share(k: np.ndarray, n: np.ndarray, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    """Exact interval of a share with mid-P (Lancaster 1961; Agresti & Gottard 2007), nan where n is 0.

    Mid-P, as Clopper-Pearson covers well over its level for the handful of interviews a region has.
    """
    k, n = np.broadcast_arrays(np.asarray(k, dtype=float), np.asarray(n, dtype=float))
    tail = (1 - confidence) / 2
    low, high = _mid_p_upper(n - k, n, tail), _mid_p_upper(k, n, tail)
    return np.where(n > 0, 1 - low, np.nan), np.where(n > 0, high, np.nan)


def _mid_p_upper(k: np.ndarray, n: np.ndarray, tail: float) -> np.ndarray:
    """The share p for which P(X < k) + P(X = k) / 2 = tail, by bisection; 1 when k = n."""
    low, high = np.zeros(k.shape), np.ones(k.shape)
    for _ in range(50):
        p = (low + high) / 2
        below = np.where(k > 0, special.bdtr(np.maximum(k - 1, 0), n.astype(int), p), 0.0)
        mass = (below + special.bdtr(k, n.astype(int), p)) / 2
        low, high = np.where(mass > tail, p, low), np.where(mass > tail, high, p)
    return np.where(k >= n, 1.0, (low + high) / 2)


def difference(
    k_a: np.ndarray, n_a: np.ndarray, k_b: np.ndarray, n_b: np.ndarray, confidence: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Difference of two shares of interviews with interval: Newcombe 1998, method 10, on exact mid-P limits.

    Returns
    -------
    tuple of numpy.ndarray
        Difference a - b, low, high; nan where a side has no interviews.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        p_a, p_b = np.asarray(k_a) / np.asarray(n_a), np.asarray(k_b) / np.asarray(n_b)
    low_a, high_a = exact_share(k_a, n_a, confidence)
    low_b, high_b = exact_share(k_b, n_b, confidence)
    gap = p_a - p_b
    low = gap - np.sqrt((p_a - low_a) ** 2 + (high_b - p_b) ** 2)
    high = gap + np.sqrt((high_a - p_a) ** 2 + (p_b - low_b) ** 2)
    return gap, np.maximum(low, -1), np.minimum(high, 1)


def resample(strata: np.ndarray, resamples: int, seed: int) -> np.ndarray:
    """How often each unit is drawn: (resamples, U), units drawn with replacement within their stratum.

    A stratum of one would never vary, so all such units form a stratum together.
    """
    strata = merge_single(strata)
    weights = np.empty((resamples, strata.size))
    for number, stratum in enumerate(np.unique(strata)):
        at = np.flatnonzero(strata == stratum)
        rng = np.random.default_rng((seed, number, at.size))
        weights[:, at] = rng.multinomial(at.size, np.full(at.size, 1 / at.size), size=resamples)
    return weights


def merge_single(strata: np.ndarray) -> np.ndarray:
    """Strata as numbers from 0, with all units that are alone in theirs put together."""
    _, number, size = np.unique(strata, return_inverse=True, return_counts=True)
    alone = size[number] == 1
    merged = np.where(alone, size.size, number)
    if alone.sum() == 1:
        merged[alone] = number[~alone][0] if (~alone).any() else 0
    return np.unique(merged, return_inverse=True)[1]


def bca(
    label: np.ndarray, total: np.ndarray, strata: np.ndarray, resamples: int, confidence: float, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Bias-corrected and accelerated interval of a ratio of sums over units (cluster bootstrap).

    Efron 1987, with the wider normal quantile of Hesterberg 2015 (The American Statistician 69:371) for few units:
    √(n/(n-1)) times Student's t.

    Parameters
    ----------
    label : numpy.ndarray
        (U, T) whole numbers: words (or passages) of each label in each unit.
    total : numpy.ndarray
        (U,) whole numbers: all its words (or passages).
    strata : numpy.ndarray
        (U,) stratum within which units are resampled.

    Returns
    -------
    tuple of numpy.ndarray
        low (T,), high (T,); nan with fewer than two units.
    """
    units, labels = label.shape
    empty = np.full(labels, np.nan)
    if units < 2 or total.sum() == 0:
        return empty, empty
    weights = resample(strata, resamples, seed)
    below = weights @ total  # whole numbers below 2**53: exact, whatever the order or number of threads
    low, high = empty.copy(), empty.copy()
    step = max(1, BLOCK // resamples)
    for start in range(0, labels, step):
        part = slice(start, start + step)
        ratios = (weights @ label[:, part]) / below[:, None]
        low[part], high[part] = _bca_limits(ratios, label[:, part], total, confidence)
    return low, high


def _bca_limits(
    ratios: np.ndarray, label: np.ndarray, total: np.ndarray, confidence: float
) -> tuple[np.ndarray, np.ndarray]:
    units, resamples = total.size, ratios.shape[0]
    observed = label.sum(axis=0) / total.sum()
    ratios.sort(axis=0)
    at_most = ((ratios < observed).sum(axis=0) + (ratios <= observed).sum(axis=0)) / (2 * resamples)
    bias = special.ndtri(np.clip(at_most, 1 / (resamples + 1), 1 - 1 / (resamples + 1)))
    left_total = total.sum() - total
    left = (label.sum(axis=0) - label) / np.where(left_total > 0, left_total, np.nan)[:, None]
    off = np.nanmean(left, axis=0) - left
    spread = np.nansum(off**2, axis=0)
    acceleration = np.nansum(off**3, axis=0) / (6 * np.where(spread > 0, spread, 1.0) ** 1.5)
    wide = np.sqrt(units / (units - 1)) * special.stdtrit(units - 1, (1 + confidence) / 2)
    limits = []
    for z in (-wide, wide):
        shifted = bias + z
        level = special.ndtr(bias + shifted / np.maximum(1 - acceleration * shifted, 1e-6))
        place = np.clip(np.floor(level * (resamples + 1)).astype(int) - 1, 0, resamples - 1)
        limits.append(ratios[place, np.arange(ratios.shape[1])])
    return limits[0], limits[1]
