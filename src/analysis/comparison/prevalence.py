"""How each label is spread: over regions, organisations, municipalities, kinds of source, sub-questions and periods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.comparison import intervals, statements
from analysis.comparison.plan import LOCAL, NATIONAL, national, periods, region_code
from analysis.comparison.settings import ComparisonSettings
from analysis.comparison.units import SPEECH, SPOKEN_FOR, Counts, Units, count
from analysis.core.classification import join_caveats
from analysis.core.study import Study

DECIMALS = 4
"""Shares are written to a hundredth of a per cent, far below what any interval resolves."""


@dataclass(frozen=True)
class Group:
    """One group of units on one axis; `counts` may count some of their passages only."""

    axis: str
    name: str
    within: str
    mask: np.ndarray
    counts: Counts
    noun: str = "interview"


def groups(
    units: Units, passages: pd.DataFrame, pairs: pd.DataFrame, study: Study, settings: ComparisonSettings
) -> Iterator[Group]:
    """Every group that is told apart.

    Axes: `all`; `region` (group "" holds interviews that belong to no region); `elsewhere` (all other regions than the
    group); `organisation` and `kind` (in all, or within a region); `municipality` (within its region); `level`
    (national, local); `sub_question` (in all, or within a region: what is said under its questions); `period`.
    All but `kind` are of interviews and focus groups only.
    """
    speech, frame = units.speech, units.frame
    everything = np.ones(len(frame), dtype=bool)
    regions = {slug: units.member(slug) for slug in study.regions}
    local = units.regional
    organisation, kind = frame["organisation"].to_numpy(), frame["kind"].to_numpy()
    municipality = frame["municipality"].to_numpy()
    yield Group("all", "all", "", speech, units.counts)
    for slug, mask in regions.items():
        yield Group("region", slug, "", mask & speech, units.counts)
        yield Group("elsewhere", slug, "", local & ~mask & speech, units.counts)
        for town in study.regions[slug].municipalities:
            yield Group("municipality", town, slug, mask & (municipality == town) & speech, units.counts)
    if (~local & speech).any():
        yield Group("region", "", "", ~local & speech, units.counts)
    high = national(units, study)
    for name, mask in ((NATIONAL, high), (LOCAL, ~high)):
        if (mask & speech).any():
            yield Group("level", name, "", mask & speech, units.counts)
    for within, mask in {"": everything, **regions}.items():
        for slug in study.organisations:
            own = mask & (organisation == slug) & speech
            if own.any():
                yield Group("organisation", slug, within, own, units.counts)
        for name in sorted(set(kind[mask])):
            own = mask & (kind == name)
            yield Group("kind", name, within, own, units.counts, "document" if name not in SPEECH else "interview")
    named = periods(units, settings)
    for period in sorted(set(named[speech])):
        yield Group("period", period, "", (named == period) & speech, units.counts)
    spoken = passages[passages["role"].isin(SPOKEN_FOR)]
    for slug in study.sub_questions:
        own = spoken[spoken["sub_question"] == slug]
        part = count(own, pairs, frame, units.labels, settings, units.counts.passages)
        for within, mask in {"": everything, **regions}.items():
            yield Group("sub_question", slug, within, mask & speech & (part.words > 0), part)


def table(
    units: Units,
    passages: pd.DataFrame,
    pairs: pd.DataFrame,
    study: Study,
    settings: ComparisonSettings,
    seed: int,
) -> pd.DataFrame:
    """Table `prevalence`, a row a label and group.

    `share` is k_units / n_units with a Jeffreys interval; `word_share` and `passage_share` have BCa intervals from
    resampling sources within region. `assessable` is False below `min_interviews`.
    """
    voices = _voices(units, passages, pairs)
    strata = region_code(units)
    parts = [
        _columns(group, units, voices, strata, study, settings, seed)
        for group in groups(units, passages, pairs, study, settings)
    ]
    # one frame of whole columns: a frame for each group would cost more than all that is computed
    whole = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    keys = {name: np.tile(units.labels[name].to_numpy(), len(parts)) for name in ("label_kind", "label_id")}
    return pd.DataFrame(keys | whole)


def _columns(
    group: Group,
    units: Units,
    voices: tuple[np.ndarray, np.ndarray],
    strata: np.ndarray,
    study: Study,
    settings: ComparisonSettings,
    seed: int,
) -> dict[str, np.ndarray]:
    """Columns of one group's rows, one row a label."""
    mask, counts = group.mask, group.counts
    asked = units.asked[mask]
    k, n = (counts.raised[mask] & asked).sum(axis=0), asked.sum(axis=0)
    low, high = intervals.exact_share(k, n, settings.confidence)
    shares = {"share": _ratio(k, n), "low": low, "high": high}
    measures = (("word", counts.label_words, counts.words), ("passage", counts.label_passages, counts.passages))
    for name, part, total in measures:
        shares[f"{name}_share"] = _ratio(part[mask].sum(axis=0), total[mask].sum())
        shares[f"{name}_low"], shares[f"{name}_high"] = intervals.ratio(
            part[mask], total[mask], strata[mask], settings.resamples, settings.confidence, seed
        )
    label = units.label(mask)
    same = {
        "axis": group.axis,
        "group": group.name,
        "within": group.within,
        "classification": label.level,
        "caveats": join_caveats(label.caveats),
    }
    return {
        "k_units": k,
        "n_units": n,
        "k_voices": (voices[0][mask] * asked).sum(axis=0),
        "n_voices": (voices[1][mask][:, None] * asked).sum(axis=0),
        **{name: share.round(DECIMALS) for name, share in shares.items()},
        "assessable": n >= settings.min_interviews,
        "statement": np.array(statements.counts(k, n, study.language, group.noun), dtype=object),
        **{name: np.full(len(k), value, dtype=object) for name, value in same.items()},
    }


def _ratio(part: np.ndarray, total: np.ndarray | float) -> np.ndarray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(np.asarray(total) > 0, part / np.asarray(total, dtype=float), np.nan)


def _voices(units: Units, passages: pd.DataFrame, pairs: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """(U, T) voices that raise each label in each unit (0 where the unit does not), and (U,) all its voices."""
    spoken = passages.loc[passages["role"].isin(SPOKEN_FOR), ["passage_id", "source_id", "voice"]]
    unit_index = pd.Index(units.frame["source_id"])
    labels = pd.MultiIndex.from_frame(units.labels[["label_kind", "label_id"]])
    total = spoken.groupby("source_id")["voice"].nunique().reindex(unit_index, fill_value=0).to_numpy()
    borne = pairs.merge(spoken, on="passage_id").drop_duplicates(["label_kind", "label_id", "source_id", "voice"])
    rows = unit_index.get_indexer(borne["source_id"])
    columns = labels.get_indexer(pd.MultiIndex.from_frame(borne[["label_kind", "label_id"]]))
    keep = (rows >= 0) & (columns >= 0)
    raising = np.zeros(units.asked.shape, dtype=int)
    np.add.at(raising, (rows[keep], columns[keep]), 1)
    return raising * units.counts.raised, total
