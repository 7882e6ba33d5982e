"""A small study, made by hand, with everything that a report reads; some of its words are hostile on purpose."""

from __future__ import annotations

import hashlib
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd

from analysis.core import tables
from analysis.core.classification import Label

HOSTILE = (
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "{{7*7}}",
    "$\\LaTeX$ \\input{/etc/passwd}",
    "=cmd()|' /C calc'!A0",
    "</script><img src=x onerror=alert(2)>",
    "![y](https://evil.invalid/x.png) <b>vet</b> *ster* `code` | pijp",
    "\ue0000\ue001 {% for x in y %}",
)
"""Text that some format would take for markup or code."""

STUDY = """
title: "Toezicht op bruggen & <i>sluizen</i>"
subtitle: Hoe twee streken het onderhoud regelen
main_question: Hoe is het onderhoud geregeld?
classification_ceiling: Departementaal Vertrouwelijk
fiction: true
sub_questions:
  taken: {title: Taken, question: "Wie doet wat?"}
  geld: {title: Geld, question: "Wie betaalt?"}
aspects:
  sturing: {name: Sturing, description: Wie stuurt wie.}
organisations:
  waterschap: {name: Waterschap}
  gemeente: {name: Gemeente}
  rijk: {name: Rijk, level: national, chain: false}
regions:
  noord: {name: Noord, planned: {waterschap: 1, gemeente: 2}}
  zuid: {name: "Zuid & Zee", planned: {waterschap: 1, gemeente: 1}}
national: {name: Landelijk, planned: {rijk: 1}}
"""

SOURCES = [
    # source_id, region, organisation, kind
    ("N1", "noord", "waterschap", "interview"),
    ("N2", "noord", "gemeente", "interview"),
    ("N3", "noord", "gemeente", "document"),
    ("Z1", "zuid", "waterschap", "interview"),
    ("Z2", "zuid", "gemeente", "interview"),
    ("R1", "", "rijk", "interview"),
]


def _passages() -> pd.DataFrame:
    rows = []
    for number, (source, region, organisation, kind) in enumerate(SOURCES):
        for turn in range(4):
            text = (
                f"{HOSTILE[(number * 4 + turn) % len(HOSTILE)]} De brug van bron {source} wacht al {turn} jaar op verf."
            )
            rows.append(
                {
                    "passage_id": f"{source}-{turn}",
                    "source_id": source,
                    "turn": turn,
                    "voice": f"{source}/R1",
                    "role": "document" if kind == "document" else "respondent",
                    "start": turn * 100,
                    "end": turn * 100 + len(text),
                    "words": len(text.split()),
                    "text": text,
                    "text_hash": hashlib.sha256(text.encode()).hexdigest(),
                    "question_id": "",
                    "sub_question": "taken" if turn < 2 else "geld",
                    "aspect": "sturing",
                    "region": region,
                    "municipality": "",
                    "organisation": organisation,
                    "kind": kind,
                    "date": "2025-03-01",
                    "classification": "Ongerubriceerd" if turn else "Departementaal Vertrouwelijk",
                    "caveats": "persoonsgegevens",
                }
            )
    return pd.DataFrame(rows)


def _sources(passages: pd.DataFrame) -> pd.DataFrame:
    who = ["source_id", "region", "municipality", "organisation", "kind", "date"]
    words = {f"words{part}": 0 for part in ("_in_turns", "_interviewer", "_aside")}
    texts = dict.fromkeys(("file", "format", "sha256", "warnings"), "")
    return (
        passages.groupby(who, as_index=False)["words"]
        .sum()
        .assign(**words, **texts, title=HOSTILE[6], function=f"beheerder {HOSTILE[0]}", wederhoor="bevestigd")
        .assign(classification="Departementaal Vertrouwelijk", caveats="persoonsgegevens")
    )


def made_tables() -> dict[str, pd.DataFrame]:
    label = {"classification": "Departementaal Vertrouwelijk", "caveats": "persoonsgegevens"}
    passages = _passages()
    names = ["Verf", HOSTILE[0], HOSTILE[6]]
    themes = pd.DataFrame(
        {
            "theme_id": f"T{number + 1:02}",
            "name": name,
            "named_by": "proposal" if number else "researcher",
            "words": f"brug; {HOSTILE[1]}; sluis",
            "n_passages": 6,
            "n_voices": 5,
            "n_sources": 6,
            "n_regions": 2,
            "stability": 0.75,
            "framework": "sturing",
            "emergent": number == 2,
            "flags": "",
            **label,
        }
        for number, name in enumerate(names)
    )
    placed = passages[["passage_id", "turn", "classification", "caveats"]].assign(
        theme_id=lambda table: table["turn"].map({0: "T01", 1: "T02", 2: "T03", 3: ""}),
        score=0.5,
        x=0.0,
        y=0.0,
        representative=lambda table: (table["turn"] < 3).astype(int),
    )
    prevalence = pd.DataFrame(
        {
            "label_kind": "theme",
            "label_id": theme,
            "axis": axis,
            "group": group,
            "within": within,
            "k_units": 1,
            "n_units": 2,
            "k_voices": 1,
            "n_voices": 2,
            **{f"{kind}{end}": 0.5 for kind in ("word_", "passage_") for end in ("share", "low", "high")},
            "share": 0.5,
            "low": 0.1,
            "high": 0.9,
            "assessable": True,
            "statement": "1 van de 2 gesprekken",
            **label,
        }
        for theme in themes["theme_id"]
        for axis, group, within in [
            ("all", "all", ""),
            ("region", "noord", ""),
            ("region", "zuid", ""),
            ("kind", "document", ""),
            ("kind", "document", "noord"),
        ]
    )
    contrasts = pd.DataFrame(
        [
            {
                "label_kind": "theme",
                "label_id": "T02",
                "contrast": "region",
                "group_a": "noord",
                "group_b": "elsewhere",
                "within": "",
                "k_a": 2,
                "n_a": 2,
                "k_b": 0,
                "n_b": 2,
                **dict.fromkeys(("difference", "low", "high", "p", "q", "pooled", "pooled_low", "pooled_high"), 0.5),
                "verdict": "more here",
                "fragile": True,
                "fragile_under": HOSTILE[2],
                "statement": "",
                **label,
            }
        ]
    )
    chain = pd.DataFrame(
        {
            "label_kind": "theme",
            "label_id": "T01",
            "region": region,
            "organisation": organisation,
            "k_units": 1,
            "n_units": 1,
            "state": state,
            "agreement": "disagrees within the chain" if region == "noord" else "some see it",
            **label,
        }
        for region, organisation, state in [
            ("noord", "waterschap", "sees"),
            ("noord", "gemeente", "silent"),
            ("zuid", "waterschap", "sees"),
            ("zuid", "gemeente", "no interview"),
        ]
    )
    return {
        "sources": _sources(passages),
        "passages": passages,
        "themes": themes,
        "passage_themes": placed.drop(columns="turn"),
        "prevalence": prevalence,
        "contrasts": contrasts,
        "chain": chain,
        "distinctive": tables.empty("distinctive"),
        "remarks": pd.DataFrame(
            [{"kind": "thin", "subject": "zuid", "statement": f"Zuid heeft 2 gesprekken. {HOSTILE[2]}", **label}]
        ),
    }


def draw_figure(key: str, title: str, folder: Path) -> None:
    from analysis.figures.drawing import Drawing, save
    from analysis.figures.plot import Plot
    from analysis.figures.style import finish

    plot = Plot()
    plot.add("bar", x=[3, 2], y=["Verf &lt;b&gt;", "Geld"], orientation="h")
    finish(plot, title, 260)
    table = pd.DataFrame(
        {"Thema": ["Verf", HOSTILE[4]], "Aandeel": [0.6, 0.25]}, index=pd.Index(["a", "b"], name="mark")
    )
    label = Label("Ongerubriceerd", ("persoonsgegevens",))
    save(Drawing(key, title, plot, f"Staafdiagram {HOSTILE[5]}", table, {"a": ("N1-0",)}, label), folder)


class Elements(HTMLParser):
    """Elements of a page with their attributes, and the text outside scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._open = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._open = tag

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open not in ("script", "style"):
            self.text.append(data)
