"""The comparison of a study, from its tables to its verdicts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.comparison import (
    chain,
    distinctive,
    intervals,
    pooling,
    prevalence,
    prompting,
    remarks,
    robustness,
    statements,
    verdicts,
)
from analysis.comparison import plan as plans
from analysis.comparison.settings import ComparisonSettings
from analysis.comparison.units import Units, build
from analysis.core import processes, tables
from analysis.core.classification import join_caveats
from analysis.core.paths import Paths
from analysis.core.study import Guide, Study

POOLED = ("pooled", "pooled_low", "pooled_high")
NAMES = ("prevalence", "raised", "contrasts", "chain", "distinctive", "remarks")


@dataclass(frozen=True)
class Comparisons:
    """The tables of the comparison; columns as in :mod:`analysis.core.tables`."""

    prevalence: pd.DataFrame
    raised: pd.DataFrame
    contrasts: pd.DataFrame
    chain: pd.DataFrame
    distinctive: pd.DataFrame
    remarks: pd.DataFrame


def compare(
    passages: pd.DataFrame,
    sources: pd.DataFrame,
    mentions: pd.DataFrame,
    labels: pd.DataFrame,
    study: Study,
    guide: Guide,
    settings: ComparisonSettings,
    seed: int,
    alternatives: dict[str, pd.DataFrame] | None = None,
    prompts: pd.DataFrame | None = None,
    registered: pd.DataFrame | None = None,
) -> Comparisons:
    """Compare what sources raise, between all groups a study tells apart.

    Parameters
    ----------
    passages, sources : pandas.DataFrame
        Tables of those names.
    mentions : pandas.DataFrame
        `label_kind`, `label_id`, `passage_id`: see :func:`analysis.comparison.mentions`.
    labels : pandas.DataFrame
        `label_kind`, `label_id`, `name`; a label without mentions is compared as one that nobody raises. With `words`
        ("; "-joined), by which questions are found that name a label.
    seed : int
        Of resamples and drawn permutations.
    alternatives : dict of str to pandas.DataFrame, optional
        Other assignments of the same themes (`passage_id`, `theme_id`), by the name to report them under.
    prompts : pandas.DataFrame, optional
        Table `prompts`: what interviewers say. Without it no verdict can be found to hang on it.
    registered : pandas.DataFrame, optional
        The register: a source of it that was set apart as unreadable is told among what cannot be said.

    Returns
    -------
    Comparisons
    """
    units = build(passages, sources, mentions, labels, study, guide, settings)
    regions = {slug: units.member(slug) for slug in study.regions}
    layout = verdicts.layout(study, regions, units.frame["organisation"].to_numpy(), units.speech)
    plan = plans.contrasts(units, study, settings)
    kinds = units.labels["label_kind"].to_numpy()
    decision = verdicts.decide(units.counts.raised, units.asked, plan, kinds, layout, settings)
    unread = None if registered is None else registered[~registered["source_id"].isin(sources["source_id"])]

    def fallen() -> str:
        named = None
        if prompts is not None:
            named = prompting.named_before(units, passages, mentions, labels, prompts, study.language)
        given = (layout, passages, alternatives or {}, settings, seed, named)
        return json.dumps(robustness.fragile_under(decision, units, plan, *given).ravel().tolist())

    # half of the work, and nothing waits for it
    with processes.beside(fallen) as falls:
        made = {
            "prevalence": prevalence.table(units, passages, mentions, study, settings, seed),
            "raised": _raised(units),
            "chain": _chain(units, layout, kinds, study, settings),
            "distinctive": distinctive.table(units, passages, study, settings),
            "remarks": remarks.table(units, study, settings, unread),
            "contrasts": _contrasts(units, plan, decision, study, settings),
        }
        under = np.array(json.loads(falls()), dtype=object)
    made["contrasts"] = made["contrasts"].assign(fragile=under != "", fragile_under=under)
    return Comparisons(**{name: _ordered(name, frame) for name, frame in made.items()})


def write(comparisons: Comparisons, paths: Paths, names: Sequence[str] = NAMES) -> None:
    """Write all tables, or those of `names`, to `paths.comparison`, one Parquet file each."""
    for name in names:
        tables.write(name, getattr(comparisons, name), paths.comparison / f"{name}.parquet")


def _ordered(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    table = tables.TABLES[name]
    rows = frame[table.names] if len(frame) else tables.empty(name)
    return rows.sort_values(list(table.key), kind="stable").reset_index(drop=True)


def _raised(units: Units) -> pd.DataFrame:
    """Table `raised`: every source with each label that it raises, where it could have."""
    source, column = np.nonzero(units.counts.raised & units.asked)
    frame = units.labels[["label_kind", "label_id"]].iloc[column].reset_index(drop=True)
    labels = [units.confidentiality[index] for index in source]
    return frame.assign(
        source_id=units.frame["source_id"].to_numpy()[source],
        classification=[label.level for label in labels],
        caveats=[join_caveats(label.caveats) for label in labels],
    )


def _chain(
    units: Units, layout: chain.Layout, kinds: np.ndarray, study: Study, settings: ComparisonSettings
) -> pd.DataFrame:
    said, able = (units.counts.raised & units.asked).astype(int), units.asked.astype(int)
    divided = chain.disagreement(said, able, kinds, layout, settings)
    organisation = units.frame["organisation"].to_numpy()
    present = {
        slug: organisation == slug
        for slug in study.organisations
        if ((organisation == slug) & units.speech & ~units.regional).any()
    }
    return chain.table(units, layout, divided, present)


def _contrasts(
    units: Units,
    plan: list[plans.Contrast],
    decision: verdicts.Decision,
    study: Study,
    settings: ComparisonSettings,
) -> pd.DataFrame:
    """Table `contrasts` but for what its verdicts hang on."""
    said, able = (units.counts.raised & units.asked).astype(int), units.asked.astype(int)
    parts = []
    for row, contrast in enumerate(plan):
        counts = {name: getattr(decision, name)[row] for name in ("k_a", "n_a", "k_b", "n_b")}
        gap = intervals.difference(**counts, confidence=settings.confidence)
        pooled = _pooled(contrast, said, able, settings)
        label = units.label(contrast.a | contrast.b)
        same = {
            "contrast": contrast.name,
            "group_a": contrast.group_a,
            "group_b": contrast.group_b,
            "within": contrast.within,
            "classification": label.level,
            "caveats": join_caveats(label.caveats),
        }
        parts.append(
            {
                **{name: np.full(len(units.labels), value, dtype=object) for name, value in same.items()},
                **counts,
                **{name: part.round(4) for name, part in zip(("difference", "low", "high"), gap, strict=True)},
                "p": decision.p[row].round(6),
                "q": decision.q[row].round(6),
                **{name: part.round(3) for name, part in zip(POOLED, pooled, strict=True)},
                "verdict": decision.verdict[row],
                "statement": np.array(statements.contrast(counts, contrast, study), dtype=object),
            }
        )
    # one frame of whole columns: a frame for each contrast would cost more than all that is computed
    whole = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]} if parts else {}
    keys = {name: np.tile(units.labels[name].to_numpy(), len(parts)) for name in ("label_kind", "label_id")}
    return pd.DataFrame(keys | whole)


def _pooled(
    contrast: plans.Contrast, said: np.ndarray, able: np.ndarray, settings: ComparisonSettings
) -> tuple[np.ndarray, ...]:
    """Partially pooled estimate; nan where a side has nobody to ask."""
    masks = (contrast.a, *contrast.parts)
    k, n = (np.array([values[mask].sum(axis=0) for mask in masks]) for values in (said, able))
    rest = n[1:].sum(axis=0)
    weights = np.concatenate([np.ones((1, n.shape[1])), -n[1:] / np.maximum(rest, 1)])
    known = (n[0] > 0) & (rest > 0)
    return tuple(np.where(known, part, np.nan) for part in pooling.pooled(k, n, weights, settings.confidence))
