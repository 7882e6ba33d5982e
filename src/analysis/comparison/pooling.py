"""A partially pooled estimate: what regions share keeps a thin region from shouting.

Shares of the groups of one axis are draws from one Beta distribution with mean m and strength s; given those, the counts
are binomial. Mean and strength are integrated out on a grid, so the estimate is the same on each run, and for each label
on its own.
"""

from __future__ import annotations

import numpy as np
import scipy  # its parts load when they are used: who reads the settings of a study needs none of them

MEANS = (np.arange(24) + 0.5) / 24
"""Uniform prior on the mean share."""

SPREADS = (np.arange(16) + 0.5) / 16
"""Uniform prior on 1/√(1+strength), the between-group spread as a share of the largest possible one."""


def pooled(k: np.ndarray, n: np.ndarray, contrast: np.ndarray, confidence: float) -> tuple[np.ndarray, ...]:
    """Posterior mean of a contrast of group shares, and an interval.

    Parameters
    ----------
    k, n : numpy.ndarray
        (G, T): interviews that raise the label, and that could.
    contrast : numpy.ndarray
        (G, T) weights, +1 in all for the one side and -1 for the other.

    Returns
    -------
    tuple of numpy.ndarray
        mean (T,), low (T,), high (T,), from the posterior's mean and standard deviation, kept within -1..1.
    """
    mean, spread = (axis.ravel() for axis in np.meshgrid(MEANS, SPREADS, indexing="ij"))
    strength = 1 / spread**2 - 1
    a, b = mean * strength, (1 - mean) * strength
    k3, n3 = k[:, :, None], n[:, :, None]
    log_weight = (scipy.special.betaln(a + k3, b + n3 - k3) - scipy.special.betaln(a, b)).sum(axis=0)
    weight = np.exp(log_weight - log_weight.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True)
    share = (a + k3) / (a + b + n3)
    variance = share * (1 - share) / (a + b + n3 + 1)
    at_grid = (contrast[:, :, None] * share).sum(axis=0)
    centre = (weight * at_grid).sum(axis=1)
    within = (weight * (contrast[:, :, None] ** 2 * variance).sum(axis=0)).sum(axis=1)
    between = (weight * (at_grid - centre[:, None]) ** 2).sum(axis=1)
    half = scipy.special.ndtri((1 + confidence) / 2) * np.sqrt(within + between)
    return centre, np.maximum(centre - half, -1), np.minimum(centre + half, 1)
