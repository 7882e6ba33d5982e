"""From counts to a verdict in words, by one rule for every contrast.

The rule, in this order (shares are shares of interviews that could raise the label):

1. *not assessable*: fewer than `min_interviews` on a side, or nobody on either side raises it;
2. *only here*, *more here*, *less here*: the permutation test's false discovery rate is at most 1 - confidence;
   only here when a region's interviews raise it and no interview of any other region does;
3. *disagrees within the chain* (regions only): see :mod:`analysis.comparison.chain`;
4. *shared*: at least `shared_share` on both sides, and in each part of the other side that can be assessed;
5. else no verdict: nothing can be told apart from chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.comparison import chain, permutation
from analysis.comparison.plan import Contrast
from analysis.comparison.settings import ComparisonSettings
from analysis.core.study import Study

SHARED, MORE, LESS, ONLY = "shared", "more here", "less here", "only here"
DISAGREES, NOT_ASSESSABLE, NONE = "disagrees within the chain", "not assessable", ""


@dataclass(frozen=True)
class Decision:
    """Counts, tests and verdicts of every contrast (rows, C) and label (columns, T)."""

    k_a: np.ndarray
    n_a: np.ndarray
    k_b: np.ndarray
    n_b: np.ndarray
    p: np.ndarray
    q: np.ndarray
    verdict: np.ndarray


def decide(
    raised: np.ndarray,
    asked: np.ndarray,
    plan: list[Contrast],
    kinds: np.ndarray,
    layout: chain.Layout,
    settings: ComparisonSettings,
    side: int = chain.SIDE,
    apart: np.ndarray | None = None,
) -> Decision:
    """Verdicts of all contrasts of `plan`.

    Parameters
    ----------
    raised, asked : numpy.ndarray
        (U, T) bool.
    kinds : numpy.ndarray
        (T,) label kind of each label; a family of tests is one name of contrast and one kind of label.
    apart : numpy.ndarray, optional
        (U, T) bool: for a label, units that change places only among each other, and so do the rest.
    """
    said, able = (raised & asked).astype(int), asked.astype(int)
    shape = (len(plan), raised.shape[1])
    k_a, n_a, k_b, n_b = (np.zeros(shape, dtype=int) for _ in range(4))
    p, levels = np.ones(shape), np.empty(shape, dtype=object)
    for row, contrast in enumerate(plan):
        sides = [permutation.sums(values, inside, apart) for inside in contrast.sides for values in (said, able)]
        k_a[row], n_a[row], k_b[row], n_b[row] = (side.sum(axis=0) for side in sides)
        p[row], levels[row] = permutation.exact(*sides)
    thin = (n_a < settings.min_interviews) | (n_b < settings.min_interviews)
    for cell in zip(*np.nonzero(thin), strict=True):
        levels[cell] = permutation.CERTAIN
    q = _families(np.where(thin, 1.0, p), levels, plan, kinds, settings)
    verdict = _words(k_a, n_a, k_b, n_b, q, thin, plan, settings)
    shared = _shared(said, able, k_a, n_a, k_b, n_b, plan, settings)
    verdict[(verdict == NONE) & shared] = SHARED
    divided = chain.disagreement(said, able, kinds, layout, settings, side, apart)
    for row, contrast in enumerate(plan):
        if contrast.name == "region":
            open_ = np.isin(verdict[row], (NONE, SHARED)) & divided.get(contrast.group_a, np.zeros(shape[1], bool))
            verdict[row, open_] = DISAGREES
    return Decision(k_a, n_a, k_b, n_b, p, q, verdict)


def _families(
    p: np.ndarray, levels: np.ndarray, plan: list[Contrast], kinds: np.ndarray, settings: ComparisonSettings
) -> np.ndarray:
    q = np.ones(p.shape)
    # contrasts of all regions together and those within one region answer different questions
    family = np.array([f"{contrast.name}/{bool(contrast.within)}" for contrast in plan])
    for name in np.unique(family):
        for kind in np.unique(kinds):
            at = np.ix_(family == name, kinds == kind)
            q[at] = permutation.discoveries(p[at], levels[at], 1 - settings.confidence)
    return q


def _words(
    k_a: np.ndarray,
    n_a: np.ndarray,
    k_b: np.ndarray,
    n_b: np.ndarray,
    q: np.ndarray,
    thin: np.ndarray,
    plan: list[Contrast],
    settings: ComparisonSettings,
) -> np.ndarray:
    verdict = np.full(q.shape, NONE, dtype=object)
    found = q <= 1 - settings.confidence + 1e-12
    more = k_a * n_b > k_b * n_a
    verdict[found & more] = MORE
    verdict[found & ~more] = LESS
    region = np.array([contrast.name == "region" for contrast in plan])[:, None]
    verdict[found & more & (k_b == 0) & region] = ONLY
    verdict[thin | (k_a + k_b == 0)] = NOT_ASSESSABLE
    return verdict


def _shared(
    said: np.ndarray,
    able: np.ndarray,
    k_a: np.ndarray,
    n_a: np.ndarray,
    k_b: np.ndarray,
    n_b: np.ndarray,
    plan: list[Contrast],
    settings: ComparisonSettings,
) -> np.ndarray:
    level = settings.shared_share - 1e-12
    shared = (k_a >= level * n_a) & (k_b >= level * n_b)
    for row, contrast in enumerate(plan):
        if contrast.name != "organisation":
            k, n = (np.array(contrast.parts) @ values for values in (said, able))
            shared[row] &= ((n < settings.min_interviews) | (k >= level * n)).all(axis=0)
    return shared


def layout(study: Study, regions: dict[str, np.ndarray], organisation: np.ndarray, speech: np.ndarray) -> chain.Layout:
    """Who stands where in the chain of each region."""
    return chain.Layout(
        {slug: mask & speech for slug, mask in regions.items()},
        {slug: organisation == slug for slug in study.chain},
    )
