"""A study of eighteen interviews made by hand, with its tables; counts are made here without the code under test."""

from __future__ import annotations

import hashlib

import pandas as pd

from analysis.core import tables
from analysis.core.classification import LEVELS
from analysis.core.study import Study, parse

STUDY = """\
title: Klein onderzoek
main_question: Hoe gaat het?
classification_ceiling: Departementaal Vertrouwelijk
organisations:
  gemeente: {name: Gemeente}
  politie: {name: Politie}
  rijk: {name: Rijk, level: national, chain: false}
regions:
  noord: {name: Noord}
  zuid: {name: Zuid}
"""

PEOPLE = {
    **{f"N{number}": ("noord", "gemeente") for number in range(1, 8)},
    "N8": ("noord", "politie"),
    **{f"Z{number}": ("zuid", "gemeente") for number in range(1, 8)},
    "Z8": ("zuid", "politie"),
    "R1": ("", "rijk"),
    "R2": ("", "rijk"),
}

GROUPS = {
    ("all", "all", ""): lambda region, organisation: True,
    ("region", "noord", ""): lambda region, organisation: region == "noord",
    ("region", "zuid", ""): lambda region, organisation: region == "zuid",
    ("region", "", ""): lambda region, organisation: region == "",
    ("elsewhere", "noord", ""): lambda region, organisation: region == "zuid",
    ("elsewhere", "zuid", ""): lambda region, organisation: region == "noord",
    ("organisation", "gemeente", ""): lambda region, organisation: organisation == "gemeente",
    ("organisation", "politie", ""): lambda region, organisation: organisation == "politie",
    ("organisation", "rijk", ""): lambda region, organisation: organisation == "rijk",
    **{
        ("organisation", party, place): lambda region, organisation, party=party, place=place: (
            (region, organisation) == (place, party)
        )
        for party in ("gemeente", "politie")
        for place in ("noord", "zuid")
    },
    ("level", "national", ""): lambda region, organisation: organisation == "rijk",
    ("level", "local", ""): lambda region, organisation: organisation != "rijk",
    ("sub_question", "hoe", ""): lambda region, organisation: True,
}


def study() -> Study:
    return parse(Study, STUDY, "study.yaml")


def fill(name: str, rows: list[dict]) -> pd.DataFrame:
    """Table `name` from rows that say only what matters."""
    empty = {"str": "", "int": 0, "float": 0.5, "bool": True}
    table = tables.TABLES[name]
    blank = {column: empty[kind] for column, kind in table.columns.items()}
    blank |= {"classification": LEVELS[1], "caveats": "persoonsgegevens"} if table.labelled else {}
    return tables.check(name, pd.DataFrame([{**blank, **row} for row in rows]) if rows else tables.empty(name))


def text_of(source_id: str, number: int) -> str:
    return f"Hier in {source_id} hebben wij daar voor de keer {number} heel andere ervaringen mee dan de anderen."


def made(raised: dict[str, set[str]], talkative: str = "") -> dict[str, pd.DataFrame]:
    """Tables in which the people of `raised[label]` raise each label, `talkative` in twenty passages, others in one."""
    passages, placed = [], []
    for source_id, (region, organisation) in PEOPLE.items():
        labels = sorted(label for label, people in raised.items() if source_id in people)
        times = 20 if source_id == talkative else 1
        for number, label in enumerate([*labels * times, ""]):
            text = text_of(source_id, number)
            where = {"region": region, "organisation": organisation, "kind": "interview", "municipality": source_id}
            what = {"text": text, "text_hash": hashlib.sha256(text.encode()).hexdigest(), "words": len(text.split())}
            passage_id = f"{source_id}-{number:02}"
            voice = {"source_id": source_id, "voice": f"{source_id}/R1", "role": "respondent"}
            passages.append({"passage_id": passage_id, "date": "2025-01-01", **voice, **where, **what})
            placed.append({"passage_id": passage_id, "theme_id": label})
    sources = [
        {"source_id": key, "region": region, "organisation": party, "kind": "interview", "municipality": key}
        | {"function": f"functie {key}", "title": f"Gesprek {key}", "date": "2025-01-01", "wederhoor": "bevestigd"}
        for key, (region, party) in PEOPLE.items()
    ]
    prevalence = []
    for label, people in raised.items():
        for (axis, group, within), belongs in GROUPS.items():
            members = [key for key, place in PEOPLE.items() if belongs(*place)]
            k, n = len(people & set(members)), len(members)
            counts = {"k_units": k, "n_units": n, "k_voices": k, "n_voices": n, "share": k / n}
            keys = {"label_kind": "theme", "label_id": label, "axis": axis, "group": group, "within": within}
            prevalence.append(keys | counts)
    themes = [
        {"theme_id": label, "name": f"naam {label}", "named_by": "proposal", "words": "woord"} for label in raised
    ]
    label = {"label_kind": "theme", "label_id": next(iter(raised))}
    pair = {"contrast": "pair", "group_a": "noord", "group_b": "zuid", "verdict": "only here"}
    return {
        "sources": fill("sources", sources),
        "passages": fill("passages", passages),
        "passage_themes": fill("passage_themes", placed),
        "themes": fill("themes", themes),
        "prevalence": fill("prevalence", prevalence),
        "contrasts": fill("contrasts", [label | pair]),
        "chain": fill(
            "chain",
            [
                label | {"region": "noord", "organisation": "politie", "k_units": 1, "n_units": 1, "state": "sees"},
                label | {"region": "zuid", "organisation": "rijk", "state": "no interview"},
            ],
        ),
        "distinctive": fill("distinctive", [{"axis": "region", "group": "noord", "term": "bijnaam", "n_units": 8}]),
        "remarks": fill("remarks", [{"kind": "a", "subject": "N1"}, {"kind": "b", "subject": "noord"}]),
    }
