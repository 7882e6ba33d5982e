"""What is held against what: the contrasts a study allows, from its regions, organisations, kinds of source and dates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise

import numpy as np
import pandas as pd

from analysis.comparison import permutation
from analysis.comparison.settings import ComparisonSettings
from analysis.comparison.units import Units
from analysis.core.study import Study

ELSEWHERE, OTHERS = "elsewhere", "others"
PAPER, PRACTICE = "document", "interview"
NATIONAL, LOCAL = "national", "local"
UNDATED = "undated"


@dataclass(frozen=True)
class Contrast:
    """Group a against group b, which may be made of parts that are pooled as groups of their own.

    Masks are (U,) bool; `strata` (U,) are whole numbers: units change places only within their stratum.
    """

    name: str
    group_a: str
    group_b: str
    within: str
    a: np.ndarray
    parts: tuple[np.ndarray, ...]
    strata: np.ndarray

    @property
    def b(self) -> np.ndarray:
        """(U,) bool: all units of the other side."""
        return np.logical_or.reduce(self.parts)

    @cached_property
    def sides(self) -> tuple[np.ndarray, np.ndarray]:
        """(S, U) units of a and of b in each stratum: each of the many variants of a comparison counts over them."""
        return permutation.by_stratum(self.a, self.strata), permutation.by_stratum(self.b, self.strata)


def region_code(units: Units) -> np.ndarray:
    """(U,) number of the region (or regions) of each unit."""
    joined = [";".join(regions) for regions in units.frame["regions"]]
    return np.unique(joined, return_inverse=True)[1]


def national(units: Units, study: Study) -> np.ndarray:
    """(U,) bool: units of organisations that the study calls national."""
    level = {slug: organisation.level for slug, organisation in study.organisations.items()}
    return np.array([level.get(slug) == NATIONAL for slug in units.frame["organisation"]], dtype=bool)


def periods(units: Units, settings: ComparisonSettings) -> np.ndarray:
    """(U,) period of each unit as "first day/last day" met in it; "undated" without a date.

    Without boundaries, interviews are divided into periods of about equal numbers; equal dates stay together.
    """
    dates = units.frame["date"].to_numpy(dtype=str)
    dated = np.sort(dates[(dates != "") & units.speech])
    if settings.period_boundaries:
        bounds = [day.isoformat() for day in sorted(settings.period_boundaries)]
    else:
        cuts = [len(dated) * part // settings.period_bins for part in range(1, settings.period_bins)]
        bounds = sorted({str(dated[cut]) for cut in cuts}) if len(dated) else []
    number = np.searchsorted(bounds, dates, side="right")
    names = np.full(dates.shape, UNDATED, dtype=object)
    for period in np.unique(number[dates != ""]):
        own = (number == period) & (dates != "") & units.speech
        if own.any():
            names[own] = f"{min(dates[own])}/{max(dates[own])}"
    return names


def contrasts(units: Units, study: Study, settings: ComparisonSettings) -> list[Contrast]:
    """Every contrast of the study, empty sides included: those say "not assessable" instead of nothing.

    Names: `region` (against all others), `pair` (of regions), `organisation` (against the others, in all regions or
    within one), `paper` (documents against interviews), `level` (national against local, whatever the kind of source)
    and `period` (each against the one before).
    """
    speech, one = units.speech, np.zeros(len(units.frame), dtype=int)
    regions = {slug: units.member(slug) for slug in study.regions}
    of_region = region_code(units)
    plan = []
    for slug, mask in regions.items():
        rest = tuple(other & speech & ~mask for name, other in regions.items() if name != slug) or (one > 0,)
        plan.append(Contrast("region", slug, ELSEWHERE, "", mask & speech, rest, one))
    for left, right in combinations(regions, 2):
        a, b = regions[left] & ~regions[right], regions[right] & ~regions[left]
        plan.append(Contrast("pair", left, right, "", a & speech, (b & speech,), one))
    plan += _organisations(units, study, regions, of_region)
    for within, mask in {"": one == 0, **regions}.items():
        if (mask & ~speech).any():
            plan.append(Contrast("paper", PAPER, PRACTICE, within, mask & ~speech, (mask & speech,), one))
    high = national(units, study)
    if high.any():
        plan.append(Contrast("level", NATIONAL, LOCAL, "", high, (~high,), speech.astype(int)))
    named = periods(units, settings)
    for before, after in pairwise(sorted(set(named) - {UNDATED})):
        plan.append(Contrast("period", after, before, "", named == after, (named == before,), of_region))
    return plan


def _organisations(units: Units, study: Study, regions: dict[str, np.ndarray], of_region: np.ndarray) -> list[Contrast]:
    one = np.zeros(len(units.frame), dtype=int)
    organisation = units.frame["organisation"].to_numpy()
    plan = []
    for within, mask in {"": one == 0, **regions}.items():
        here = mask & units.speech & units.regional
        slugs = [slug for slug in study.organisations if ((organisation == slug) & here).any()]
        for slug in slugs:
            own = here & (organisation == slug)
            rest = tuple(here & (organisation == other) for other in slugs if other != slug) or (one > 0,)
            plan.append(Contrast("organisation", slug, OTHERS, within, own, rest, of_region if not within else one))
    return plan


def table(plan: list[Contrast]) -> pd.DataFrame:
    """The keys of a plan, a row a contrast."""
    return pd.DataFrame(
        [(c.name, c.group_a, c.group_b, c.within) for c in plan],
        columns=["contrast", "group_a", "group_b", "within"],
    )
