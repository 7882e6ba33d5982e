"""Do the organisations of one region's chain see the same?

A region has a handful of interviews, so one region alone can never show that its organisations differ: three
municipalities against two others divide in ten ways. Regions together can. A label *disagrees within the chain* of a
region when, over all regions, one organisation raises it more or less than the others do (exact permutation test within
regions, false discovery rate over labels) and this region shows that same divide: the organisations on the one side raise it
in at least two thirds of their interviews, all others in at most one third, with two interviews or more on either side.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.comparison import permutation
from analysis.comparison.settings import ComparisonSettings
from analysis.comparison.units import Units
from analysis.core.classification import join_caveats

SEES, SILENT, NOT_ASKED, NO_INTERVIEW = "sees", "silent", "not asked", "no interview"
MOST, FEW = 2 / 3, 1 / 3
SIDE = 2
"""Interviews needed on either side of a divide: one person who forgets is no disagreement."""


@dataclass(frozen=True)
class Layout:
    """Interviews of each region and units of each organisation of the chain, as (U,) masks by slug."""

    regions: dict[str, np.ndarray]
    organisations: dict[str, np.ndarray]

    @property
    def chain(self) -> np.ndarray:
        """(U,) bool: units of any organisation of the chain."""
        return np.logical_or.reduce(list(self.organisations.values()))


def disagreement(
    said: np.ndarray,
    able: np.ndarray,
    kinds: np.ndarray,
    layout: Layout,
    settings: ComparisonSettings,
    side: int = SIDE,
    apart: np.ndarray | None = None,
) -> dict[str, np.ndarray]:
    """For each region (T,) bool: the chain disagrees on the label, by the rule above.

    Parameters
    ----------
    said, able : numpy.ndarray
        (U, T) whole numbers 0 or 1: raised and asked, and asked.
    apart : numpy.ndarray, optional
        (U, T) bool: for a label, units that change places only among each other.
    """
    labels = said.shape[1]
    if len(layout.organisations) < 2 or not layout.regions:
        return {slug: np.zeros(labels, dtype=bool) for slug in layout.regions}
    q, direction = _evidence(said, able, kinds, layout, settings, apart)
    found = q <= 1 - settings.confidence + 1e-12
    return {
        slug: _divide(said, able, region, layout, found, direction, side) for slug, region in layout.regions.items()
    }


def _evidence(
    said: np.ndarray,
    able: np.ndarray,
    kinds: np.ndarray,
    layout: Layout,
    settings: ComparisonSettings,
    apart: np.ndarray | None,
) -> tuple[np.ndarray, np.ndarray]:
    """(O, T) false discovery rate of each organisation against the others, and whether it raises the label more."""
    tests, regions = [], np.array(list(layout.regions.values()))
    for own in layout.organisations.values():
        rest = layout.chain & ~own
        sides = [
            permutation.sums(values, (regions & mask).astype(float), apart)
            for mask in (own, rest)
            for values in (said, able)
        ]
        p, levels = permutation.exact(*sides)
        k_a, n_a, k_b, n_b = (side.sum(axis=0) for side in sides)
        tests.append((p, levels, k_a * n_b > k_b * n_a))
    p, levels, more = (np.stack(part) for part in zip(*tests, strict=True))
    q = np.ones(p.shape)
    for kind in np.unique(kinds):
        at = kinds == kind
        q[:, at] = permutation.discoveries(p[:, at], levels[:, at], 1 - settings.confidence)
    return q, more


def _divide(
    said: np.ndarray,
    able: np.ndarray,
    region: np.ndarray,
    layout: Layout,
    found: np.ndarray,
    more: np.ndarray,
    side: int,
) -> np.ndarray:
    k = np.array([said[region & own].sum(axis=0) for own in layout.organisations.values()])
    n = np.array([able[region & own].sum(axis=0) for own in layout.organisations.values()])
    sees = (n > 0) & (k >= MOST * n - 1e-12)
    silent = (n > 0) & (k <= FEW * n + 1e-12)
    clear = (sees | silent | (n == 0)).all(axis=0)
    both = ((n * sees).sum(axis=0) >= side) & ((n * silent).sum(axis=0) >= side)
    same = (found & ((more & sees) | (~more & silent))).any(axis=0)
    return clear & both & same


def table(
    units: Units, layout: Layout, divided: dict[str, np.ndarray], national: dict[str, np.ndarray]
) -> pd.DataFrame:
    """Table `chain`: who sees each label in each region, and in bodies outside the regions (region "").

    `agreement` is the same on all rows of a label and region: "all see it", "nobody sees it", "some see it",
    "disagrees within the chain" (a divide that the regions together support), or "not assessable" with fewer than two
    organisations that were asked.
    """
    said, able = units.counts.raised & units.asked, units.asked
    keys = units.labels[["label_kind", "label_id"]]
    rows = []
    groups = {slug: (mask, layout.organisations) for slug, mask in layout.regions.items()}
    nowhere = ~units.regional & units.speech
    if nowhere.any():
        groups[""] = (nowhere, national)
    # whether a divide is more than chance is told from all regions together, so all of them are in the label
    label = units.label(np.logical_or.reduce([mask for mask, _ in groups.values()])) if groups else units.label(nowhere)
    for slug, (region, organisations) in groups.items():
        cells = {name: region & own for name, own in organisations.items()}
        k = {name: said[cell].sum(axis=0) for name, cell in cells.items()}
        n = {name: able[cell].sum(axis=0) for name, cell in cells.items()}
        agreement = _agreement(list(k.values()), list(n.values()), divided.get(slug, np.zeros(len(keys), dtype=bool)))
        for name, cell in cells.items():
            state = np.where(
                k[name] > 0, SEES, np.where(n[name] > 0, SILENT, NOT_ASKED if cell.any() else NO_INTERVIEW)
            )
            rows.append(
                keys.assign(
                    region=slug,
                    organisation=name,
                    k_units=k[name],
                    n_units=n[name],
                    state=state,
                    agreement=agreement,
                    classification=label.level,
                    caveats=join_caveats(label.caveats),
                )
            )
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame()


def _agreement(k: list[np.ndarray], n: list[np.ndarray], divided: np.ndarray) -> np.ndarray:
    asked = np.array([count > 0 for count in n])
    sees = np.array([count > 0 for count in k])
    number = asked.sum(axis=0)
    words = np.where(
        sees.sum(axis=0) == number, "all see it", np.where(sees.any(axis=0), "some see it", "nobody sees it")
    )
    words = np.where(divided, "disagrees within the chain", words)
    return np.where(number < 2, "not assessable", words)
