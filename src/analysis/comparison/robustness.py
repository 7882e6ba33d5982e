"""Which verdicts do not survive a choice that could as well have been made otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.comparison import chain, permutation, verdicts
from analysis.comparison.plan import Contrast
from analysis.comparison.settings import ComparisonSettings
from analysis.comparison.units import SPOKEN_FOR, Units, count, mentions
from analysis.comparison.verdicts import Decision

LEAVE_ONE_OUT = "one interview less"
EQUAL_WEIGHT = "equal weight to each interview"
INTERVIEWER = "where the interviewer named it"

STANDS: dict[str, set[str]] = {
    verdicts.MORE: {verdicts.MORE, verdicts.ONLY},
    verdicts.ONLY: {verdicts.ONLY},
    verdicts.LESS: {verdicts.LESS},
    verdicts.SHARED: {verdicts.SHARED},
    verdicts.DISAGREES: {verdicts.DISAGREES},
}
"""Verdicts under a variant that leave the first verdict standing."""


def fragile_under(
    decision: Decision,
    units: Units,
    plan: list[Contrast],
    layout: chain.Layout,
    passages: pd.DataFrame,
    alternatives: dict[str, pd.DataFrame],
    settings: ComparisonSettings,
    seed: int,
    named: np.ndarray | None = None,
) -> np.ndarray:
    """(C, T) names of the variants under which each verdict falls, "; "-joined; empty when it stands under all.

    Variants: each interview left out in turn; the test on each interview's share of words, so that the long ones weigh no
    more than the short; the test among interviews that were handed the label by their interviewer, and among those that
    were not (`named`, (U, T)); and each of `alternatives` (other assignments of the same themes).
    The whole rule is applied again each time, false discovery rate included.
    """
    kinds = units.labels["label_kind"].to_numpy()
    falls: dict[str, np.ndarray] = {}
    falls[LEAVE_ONE_OUT] = np.zeros(decision.verdict.shape, dtype=bool)
    for variant in _left_out(units, plan, kinds, layout, settings):
        falls[LEAVE_ONE_OUT] |= ~_stands(decision, variant)
    falls[EQUAL_WEIGHT] = _equal_weight(decision, units, plan, settings, seed)
    if named is not None and named.any():
        variant = verdicts.decide(units.counts.raised, units.asked, plan, kinds, layout, settings, apart=named)
        falls[INTERVIEWER] = ~_stands(decision, variant)
    own = units.labels["label_kind"].eq("theme").to_numpy()
    spoken = passages[passages["role"].isin(SPOKEN_FOR)]
    for name in sorted(alternatives):
        counts = count(spoken, mentions(passages, alternatives[name]), units.frame, units.labels, settings)
        # an alternative assignment of themes says nothing of other labels
        raised = np.where(own, counts.raised, units.counts.raised)
        variant = verdicts.decide(raised, units.asked, plan, kinds, layout, settings)
        falls[name] = ~_stands(decision, variant)
    names = np.full(decision.verdict.shape, "", dtype=object)
    for name, fell in falls.items():
        names[fell] = [f"{before}; {name}" if before else name for before in names[fell]]
    return names


def _stands(decision: Decision, variant: Decision) -> np.ndarray:
    stands = np.ones(decision.verdict.shape, dtype=bool)
    for verdict, accepted in STANDS.items():
        at = decision.verdict == verdict
        stands[at] = np.isin(variant.verdict[at].astype(str), sorted(accepted))
    return stands


def _left_out(
    units: Units, plan: list[Contrast], kinds: np.ndarray, layout: chain.Layout, settings: ComparisonSettings
) -> Iterator[Decision]:
    # a side of exactly `min_interviews` would always fall by leaving one out, which says nothing about the verdict
    fewer = settings.model_copy(update={"min_interviews": settings.min_interviews - 1})
    for unit in range(len(units.frame)):
        asked = units.asked.copy()
        asked[unit] = False
        yield verdicts.decide(units.counts.raised, asked, plan, kinds, layout, fewer, side=1)


def _equal_weight(
    decision: Decision, units: Units, plan: list[Contrast], settings: ComparisonSettings, seed: int
) -> np.ndarray:
    share = units.counts.label_words / units.counts.words[:, None]
    falls = np.zeros(decision.verdict.shape, dtype=bool)
    directional = (verdicts.MORE, verdicts.LESS, verdicts.ONLY)
    for row, contrast in enumerate(plan):
        columns = np.flatnonzero(np.isin(decision.verdict[row].astype(str), directional))
        # labels that could be raised by the same interviews are dealt out alike
        asked, alike = np.unique(units.asked[:, columns], axis=1, return_inverse=True)
        for number, able in enumerate(asked.T):
            at = columns[alike == number]
            a, b = contrast.a & able, contrast.b & able
            gap, p = permutation.drawn(share[:, at], a, b, contrast.strata, settings.permutations, seed)
            up = decision.verdict[row, at] != verdicts.LESS
            falls[row, at] = (p > 1 - settings.confidence) | ((gap > 0) != up)
    return falls
