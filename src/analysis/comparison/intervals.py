"""Intervals that know that passages come in interviews.

A share of interviews is a count of independent units: its interval is exact. Shares of words and of passages are ratios of
sums over interviews: their interval comes from resampling interviews within region.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import scipy  # its parts load when they are used: who reads the settings of a study needs none of them

BLOCK = 2_000_000
"""Cells of the resampling matrix held at once (16 MB)."""

MANY = 7
"""Units that must bear a label for resampling to say how much it varies: with fewer, intervals missed the truth upwards in 8 %
of simulated studies (benches/comparison.py), as the next unit that would say more is not there to be drawn."""

USUAL_SPREAD, LEAST_DEGREES = 0.7, 3
"""Amounts vary about twofold between units (log scale); used where fewer degrees of freedom than this tell otherwise."""


def exact_share(k: np.ndarray, n: np.ndarray, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    """Jeffreys interval of a share of interviews, nan where n is 0; it starts at 0 for none and ends at 1 for all.

    Computed from the binomial distribution itself. Clopper-Pearson, and mid-P too, cover over their level for the
    handful of interviews a region has; Jeffreys covers it on average (Brown, Cai & DasGupta 2001, Statistical Science
    16:101; our calibration in docs/comparison.md).
    """
    k, n = np.broadcast_arrays(np.asarray(k, dtype=float), np.asarray(n, dtype=float))
    tail = (1 - confidence) / 2
    low = np.where(k > 0, scipy.special.betaincinv(k + 0.5, n - k + 0.5, tail), 0.0)
    high = np.where(k < n, scipy.special.betaincinv(k + 0.5, n - k + 0.5, 1 - tail), 1.0)
    return np.where(n > 0, low, np.nan), np.where(n > 0, high, np.nan)


def clopper_pearson(k: np.ndarray, n: int, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    """Interval of a share that covers at least its level for every share."""
    tail = (1 - confidence) / 2
    low = np.where(k > 0, scipy.special.betaincinv(np.maximum(k, 1), n - k + 1, tail), 0.0)
    high = np.where(k < n, scipy.special.betaincinv(k + 1, np.maximum(n - k, 1), 1 - tail), 1.0)
    return low, high


def difference(
    k_a: np.ndarray, n_a: np.ndarray, k_b: np.ndarray, n_b: np.ndarray, confidence: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Difference of two shares of interviews with interval: Newcombe 1998, method 10, on Jeffreys limits.

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
    return _weights(tuple(merge_single(strata).tolist()), resamples, seed)


@lru_cache(maxsize=1)  # words and passages of one group are resampled alike, one after the other
def _weights(strata: tuple[int, ...], resamples: int, seed: int) -> np.ndarray:
    stratum_of = np.array(strata, dtype=int)
    weights = np.empty((resamples, stratum_of.size))
    for number, stratum in enumerate(np.unique(stratum_of)):
        at = np.flatnonzero(stratum_of == stratum)
        rng = np.random.default_rng((seed, number, at.size))
        weights[:, at] = rng.multinomial(at.size, np.full(at.size, 1 / at.size), size=resamples)
    weights.flags.writeable = False
    return weights


def merge_single(strata: np.ndarray) -> np.ndarray:
    """Strata as numbers from 0, with all units that are alone in theirs put together."""
    _, number, size = np.unique(strata, return_inverse=True, return_counts=True)
    alone = size[number] == 1
    merged = np.where(alone, size.size, number)
    if alone.sum() == 1:
        merged[alone] = number[~alone][0] if (~alone).any() else 0
    return np.unique(merged, return_inverse=True)[1]


def ratio(
    label: np.ndarray, total: np.ndarray, strata: np.ndarray, resamples: int, confidence: float, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Interval of each label's share of all words (or passages) of a group, from its units.

    Where at least :data:`MANY` units bear the label: cluster bootstrap, see :func:`bca`. Where fewer do, resampling repeats
    the few that happen to be there (and none at all gives 0 to 0), so there it is the product of two
    estimates: how many units bear the label (Clopper-Pearson), and how much of a unit it takes where they do; see :func:`few`.

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
    low, high = np.full(labels, np.nan), np.full(labels, np.nan)
    if units < 2 or total.sum() == 0:
        return low, high
    many = (label > 0).sum(axis=0) >= MANY
    if many.any():
        low[many], high[many] = bca(label[:, many], total, strata, resamples, confidence, seed)
    few_low, few_high = few(label, total, confidence)
    return np.where(many, low, few_low), np.where(many, high, few_high)


def few(label: np.ndarray, total: np.ndarray, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    """Interval of a ratio for labels that few units bear: share of units times share within them.

    The two intervals are put together on the log scale (MOVER: Zou & Donner 2008, Statistics in Medicine 27:1693). How
    much amounts vary between units is learnt from all labels of the group; a label that none bears is taken to take
    as much, where it would occur, as labels there do on average.
    """
    units = label.shape[0]
    borne = label > 0
    k = borne.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_share = np.where(borne, np.log(label / total[:, None]), np.nan)
        observed = label.sum(axis=0) / total.sum()
        spread, degrees = _spread(log_share, k)
        usual = float((label / total[:, None])[borne].mean()) if borne.any() else 0.0
        low_k, high_k = clopper_pearson(k, units, confidence)
        half = scipy.special.stdtrit(degrees, (1 + confidence) / 2) * spread * np.sqrt(1 / np.maximum(k, 1) + 1 / units)
        low = observed * np.exp(-np.hypot(np.log(k / units / low_k), half))
        high = observed * np.exp(np.hypot(np.log(high_k / (k / units)), half))
    return np.where(k > 0, low, 0.0), np.minimum(1.0, np.where(k > 0, high, high_k * usual))


def _spread(log_share: np.ndarray, k: np.ndarray) -> tuple[float, int]:
    """Standard deviation of log shares between the units that bear a label, over all labels, with its degrees of freedom."""
    several = log_share[:, k >= 2]
    degrees = int(np.maximum(k - 1, 0).sum())
    if degrees < LEAST_DEGREES:
        return USUAL_SPREAD, LEAST_DEGREES
    return float(np.sqrt(np.nansum((several - np.nanmean(several, axis=0)) ** 2) / degrees)), degrees


def bca(
    label: np.ndarray, total: np.ndarray, strata: np.ndarray, resamples: int, confidence: float, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Bias-corrected and accelerated interval of a ratio of sums over units (cluster bootstrap).

    Efron 1987, with the wider normal quantile of Hesterberg 2015 (The American Statistician 69:371) for few units:
    √(n/f) times Student's t with f degrees of freedom, the units less the strata. Parameters as for :func:`ratio`.
    """
    units, labels = label.shape
    free = units - len(np.unique(merge_single(strata)))
    weights = resample(strata, resamples, seed)
    below = weights @ total  # whole numbers below 2**53: exact, whatever the order or number of threads
    low, high = np.full(labels, np.nan), np.full(labels, np.nan)
    step = max(1, BLOCK // resamples)
    for start in range(0, labels, step):
        part = slice(start, start + step)
        ratios = (weights @ label[:, part]) / below[:, None]
        low[part], high[part] = _bca_limits(ratios, label[:, part], total, free, confidence)
    return low, high


def _bca_limits(
    ratios: np.ndarray, label: np.ndarray, total: np.ndarray, free: int, confidence: float
) -> tuple[np.ndarray, np.ndarray]:
    units, resamples = total.size, ratios.shape[0]
    observed = label.sum(axis=0) / total.sum()
    ratios.sort(axis=0)
    at_most = ((ratios < observed).sum(axis=0) + (ratios <= observed).sum(axis=0)) / (2 * resamples)
    bias = scipy.special.ndtri(np.clip(at_most, 1 / (resamples + 1), 1 - 1 / (resamples + 1)))
    left_total = total.sum() - total
    left = (label.sum(axis=0) - label) / np.where(left_total > 0, left_total, np.nan)[:, None]
    off = np.nanmean(left, axis=0) - left
    spread = np.nansum(off**2, axis=0)
    acceleration = np.nansum(off**3, axis=0) / (6 * np.where(spread > 0, spread, 1.0) ** 1.5)
    wide = np.sqrt(units / free) * scipy.special.stdtrit(free, (1 + confidence) / 2)
    limits = []
    for z in (-wide, wide):
        shifted = bias + z
        level = scipy.special.ndtr(bias + shifted / np.maximum(1 - acceleration * shifted, 1e-6))
        place = np.clip(np.floor(level * (resamples + 1)).astype(int) - 1, 0, resamples - 1)
        limits.append(ratios[place, np.arange(ratios.shape[1])])
    return limits[0], limits[1]
