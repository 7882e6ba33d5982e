"""Who is in each group that is counted: the sets of sources and of voices behind the rows of `prevalence`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from analysis.core.study import Study

SPEECH = ("interview", "focus group")
SPOKEN_FOR = ("respondent", "document")
"""Roles whose words count, as in the comparison."""


@dataclass(frozen=True)
class Source:
    """One source that is counted, and the voices in it."""

    id: str
    regions: tuple[str, ...]
    municipality: str
    organisation: str
    kind: str
    voices: frozenset[str]

    @property
    def body(self) -> tuple[str, ...]:
        """The organisation as one body: the police of a region, the municipality of a place."""
        return (self.organisation, *self.regions, self.municipality)


def sources(passages: pd.DataFrame) -> list[Source]:
    """Every source that says something of its own, in order of id."""
    spoken = passages[passages["role"].isin(SPOKEN_FOR) & passages["words"].gt(0)]
    voices: dict[str, set[str]] = {}
    for source_id, voice in zip(spoken["source_id"].tolist(), spoken["voice"].tolist(), strict=True):
        voices.setdefault(source_id, set()).add(voice)
    firsts = spoken.drop_duplicates("source_id").sort_values("source_id")
    columns = (firsts[name].tolist() for name in ("source_id", "region", "municipality", "organisation", "kind"))
    found = []
    for source_id, region, municipality, organisation, kind in zip(*columns, strict=True):
        regions = tuple(part.strip() for part in region.split(";") if part.strip())
        found.append(Source(source_id, regions, municipality, organisation, kind, frozenset(voices[source_id])))
    return found


def members(axis: str, group: str, within: str, every: Iterable[Source], study: Study) -> list[Source] | None:
    """The sources in one group of `prevalence`, or None when the axis is not one whose groups are known here.

    `sub_question` and `period` are not: they count parts of sources, or parts of time, that no other row adds up to.
    """
    national = {slug for slug, organisation in study.organisations.items() if organisation.level == "national"}
    tests = {
        "all": lambda source: True,
        "region": lambda source: group in source.regions if group else not source.regions,
        "elsewhere": lambda source: bool(source.regions) and group not in source.regions,
        "organisation": lambda source: source.organisation == group,
        "municipality": lambda source: source.municipality == group,
        "kind": lambda source: source.kind == group,
        "level": lambda source: (source.organisation in national) == (group == "national"),
    }
    if axis not in tests:
        return None
    belongs = tests[axis]
    return [
        source
        for source in every
        if belongs(source) and (axis == "kind" or source.kind in SPEECH) and (not within or within in source.regions)
    ]
