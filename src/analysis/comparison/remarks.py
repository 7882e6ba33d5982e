"""What cannot be said, in plain words: the first thing a reader of a comparison should see."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.comparison.settings import ComparisonSettings
from analysis.comparison.statements import number
from analysis.comparison.units import Units
from analysis.core.classification import join_caveats
from analysis.core.study import Study

TEXTS = {
    "nl": {
        "no interviews": "Er is geen gesprek met woorden van een respondent; er valt niets te vergelijken.",
        "one region": "Alleen {name} heeft gesprekken; verschillen tussen regio's zijn niet vast te stellen.",
        "no interview": "{name} heeft geen gesprekken; over de praktijk in deze regio kan niets worden gezegd.",
        "thin": "{name} heeft {count}; dat is te weinig voor een oordeel (ten minste {least}).",
        "one organisation": "Alle gesprekken zijn met {name}; of organisaties verschillen is niet vast te stellen.",
        "two regions": "Bron {name} hoort bij meer dan een regio: zij telt in elk mee en bij geen ervan als elders.",
        "unread": "Bron {name} staat in het register en is niet gelezen; zij telt nergens mee.",
        "undated": "Zonder datum, en dus bij perioden niet meegeteld: {count}.",
        "nobody": "Niemand brengt {name} ter sprake; daarover valt niets te vergelijken.",
        "only paper": "Geen gesprek brengt {name} ter sprake; het staat alleen in documenten.",
        "not asked": "{name} is niet gevraagd aan: {who}; hun zwijgen telt niet mee.",
    },
    "en": {
        "no interviews": "No interview holds words of a respondent; there is nothing to compare.",
        "one region": "Only {name} has interviews; whether regions differ cannot be told.",
        "no interview": "{name} has no interviews; nothing can be said of practice in this region.",
        "thin": "{name} has {count}; too few for a verdict (at least {least}).",
        "one organisation": "All interviews are with {name}; whether organisations differ cannot be told.",
        "two regions": "Source {name} belongs to more than one region: it counts in each, and in none of them as elsewhere.",
        "unread": "Source {name} is in the register and was not read; it counts nowhere.",
        "undated": "Without a date: {count}; left out of periods.",
        "nobody": "Nobody raises {name}; there is nothing to compare.",
        "only paper": "No interview raises {name}; it stands in documents only.",
        "not asked": "{name} was not put to: {who}; their silence does not count.",
    },
}
LEFT_OUT = {
    "nl": "Regio {name} staat niet in de studie; bron {source} telt in geen regio mee.",
    "en": "Region {name} is not in the study; source {source} counts in no region.",
}


def table(units: Units, study: Study, settings: ComparisonSettings, unread: pd.DataFrame | None = None) -> pd.DataFrame:
    """Table `remarks`: `kind`, `subject` (a region, source, organisation or label) and a sentence in the study's language.

    `unread` has `source_id` and `region` of sources that are registered and were set apart as unreadable.
    """
    label = units.label(np.ones(len(units.frame), dtype=bool))
    found = set(_remarks(units, study, settings))
    if unread is not None:
        found |= set(_unread(unread, study))
    rows = sorted(found)
    frame = pd.DataFrame(rows, columns=["kind", "subject", "statement"], dtype="str")
    return frame.assign(classification=label.level, caveats=join_caveats(label.caveats))


def _remarks(units: Units, study: Study, settings: ComparisonSettings) -> Iterator[tuple[str, str, str]]:
    text, speech = TEXTS[study.language], units.speech
    if not speech.any():
        yield "no interviews", "", text["no interviews"]
    numbers = {slug: int((units.member(slug) & speech).sum()) for slug in study.regions}
    filled = [slug for slug, size in numbers.items() if size]
    if len(filled) == 1:
        yield "one region", filled[0], text["one region"].format(name=study.regions[filled[0]].name)
    for slug, size in numbers.items():
        name = study.regions[slug].name
        if not size:
            yield "no interview", slug, text["no interview"].format(name=name)
        elif size < settings.min_interviews:
            counted = number(size, study.language)
            yield "thin", slug, text["thin"].format(name=name, count=counted, least=settings.min_interviews)
    yield from _sources(units, study)
    yield from _labels(units, study)


def _sources(units: Units, study: Study) -> Iterator[tuple[str, str, str]]:
    text, frame, speech = TEXTS[study.language], units.frame, units.speech
    slugs = sorted(set(frame.loc[speech, "organisation"]))
    if len(slugs) == 1:
        name = study.organisations[slugs[0]].name if slugs[0] in study.organisations else slugs[0]
        yield "one organisation", slugs[0], text["one organisation"].format(name=name)
    for source, regions in frame[["source_id", "regions"]].itertuples(index=False):
        if len(regions) > 1:
            yield "two regions", source, text["two regions"].format(name=source)
        for region in set(regions) - set(study.regions):
            yield "unknown region", source, LEFT_OUT[study.language].format(name=region, source=source)
    undated = int((speech & frame["date"].eq("").to_numpy()).sum())
    if undated:
        yield "undated", "", text["undated"].format(count=number(undated, study.language))


def _unread(unread: pd.DataFrame, study: Study) -> Iterator[tuple[str, str, str]]:
    for source, regions in unread[["source_id", "region"]].itertuples(index=False):
        for region in regions.split(";"):
            yield "unread", region, TEXTS[study.language]["unread"].format(name=source)


def _labels(units: Units, study: Study) -> Iterator[tuple[str, str, str]]:
    text, speech = TEXTS[study.language], units.speech
    organisation = units.frame["organisation"].to_numpy()
    for column, (label_id, name) in enumerate(units.labels[["label_id", "name"]].itertuples(index=False)):
        if not units.counts.raised[:, column].any():
            yield "nobody", label_id, text["nobody"].format(name=name or label_id)
        elif not units.counts.raised[speech, column].any():
            yield "only paper", label_id, text["only paper"].format(name=name or label_id)
        left = sorted(set(organisation[speech & ~units.asked[:, column]]))
        if left:
            who = ", ".join(study.organisations[slug].name if slug in study.organisations else slug for slug in left)
            yield "not asked", label_id, text["not asked"].format(name=name or label_id, who=who)
