"""What a report text can call: numbers, figures, tables and quotes by key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from analysis.core import tables
from analysis.core.classification import Label, rank, split_caveats
from analysis.figures.rendering import Locate
from analysis.report import nodes, views
from analysis.report.annex import Annex, anchor
from analysis.report.material import Material, is_verbatim
from analysis.report.nodes import Nodes
from analysis.report.prose import Refused
from analysis.report.wording import Wording

LONGEST_LIST = 12
"""Keys named in an error before the rest is only counted."""


@dataclass
class Exhibits:
    """The functions of one report text; figures and tables are numbered in the order in which the text asks."""

    material: Material
    level: str
    wording: Wording
    view: views.View
    figures: list[str] = field(default_factory=list)
    tables: int = 0
    nothing: str = "–"

    @property
    def functions(self) -> dict[str, Callable[..., Any]]:
        """By the name that a text calls them."""
        return {
            "number": self.number,
            "has_number": lambda key: key in self.numbers,
            "figure": self.figure,
            "has_figure": lambda key: bool(self._figure_key(key)),
            "other_figures": self.other_figures,
            "table": self.table,
            "quote": self.quote,
            "percent": self.wording.percent,
            "count": self.count,
            "passages": self.passages,
            "listing": self.wording.listing,
            "raised_in": self.raised_in,
        }

    def __post_init__(self) -> None:
        self.numbers = numbers(self.material, self.view)

    def number(self, key: str) -> str:
        """A number of the study by key, written as its reader writes it."""
        if key not in self.numbers:
            raise Refused(f"asks for the number {key!r}, which is not there", known(self.numbers, key))
        value = self.numbers[key]
        return value if isinstance(value, str) else self.wording.form(value)

    def count(self, what: str | int, one: str, more: str) -> str:
        """A number, or the number of a key, with the word for one or for more: `3 gesprekken`."""
        value = self.numbers.get(what) if isinstance(what, str) else what
        if not isinstance(value, int):
            raise Refused(f"counts {what!r}, which is not there", known(self.numbers, str(what)))
        return f"{self.wording.form(value)} {one if value == 1 else more}"

    def raised_in(self, theme: views.View) -> str:
        """In how many interviews and documents a theme is raised, in words; nothing of a kind that there is none of."""
        kinds = (("interviews.held", "practice"), ("documents.held", "paper"))
        return self.wording.series([theme[part]["said"] for key, part in kinds if self.numbers[key] != 0])

    def figure(self, key: str) -> Nodes:
        """A figure by key, each once; in a region's report `chain` is also found as `chain-REGION`."""
        found = self._figure_key(key)
        if not found:
            raise Refused(f"asks for the figure {key!r}, which is not there", known(self.material.figures, key))
        if found in self.figures:
            raise Refused(f"shows the figure {key!r} a second time", "each figure once", "remove one of the two")
        self._allow(self.material.figures[found].label, f"the figure {key!r}")
        self.figures.append(found)
        return [nodes.block([], "exhibit", pairs=[("figure", found), ("number", str(len(self.figures)))])]

    def other_figures(self) -> list[str]:
        """Keys of the figures that the text has not shown so far."""
        return [key for key in self.material.figures if key not in self.figures]

    def _figure_key(self, key: str) -> str:
        candidates = (key, f"{key}-{self.material.scope}")
        return next((name for name in candidates if name in self.material.figures), "")

    def table(self, key: str) -> Nodes:
        """A table by key, with a number and a caption."""
        made = {"coverage": self._coverage, "sources": self._sources, "themes": self._themes, "chain": self._chain}
        if key not in made:
            raise Refused(f"asks for the table {key!r}, which is not there", known(made, key))
        self._allow(self.material.label, f"the table {key!r}")
        self.tables += 1
        return made[key](f"{self.wording['table']} {self.tables}. ")

    def quote(self, passage_id: str, fragment: str = "") -> Nodes:
        """A passage, or a fragment of one, word for word, with where it comes from."""
        if passage_id not in self.material.passages:
            raise Refused(
                f"quotes the passage {passage_id!r}, which is not there", "a passage_id", "see passages.parquet"
            )
        row = self.material.passages[passage_id]
        self._allow(Label(row["classification"], split_caveats(row["caveats"])), f"the passage {passage_id!r}")
        if not is_verbatim(row["text"], row["text_hash"]):
            raise Refused(f"quotes {passage_id!r}, whose text is not what its hash says", "", "run `dvc repro`")
        if fragment and " ".join(fragment.split()) not in " ".join(row["text"].split()):
            raise Refused(f"quotes words that are not in {passage_id!r}", "the words of the passage, verbatim")
        words = [*nodes.paragraphs(fragment or row["text"]), nodes.paragraph([self._signature(passage_id)])]
        return [nodes.block([nodes.quotation(words)], "quote")]

    def passages(self, theme_id: str) -> Nodes | str:
        """How many passages a theme has, as a link to them; nothing in an edition that may leave."""
        number = self.annex.count(theme_id)
        said = self.wording["all of one passage" if number == 1 else "all passages"].format(number=number)
        # on paper there is nothing to follow it to
        return [nodes.span(self.annex.link(theme_id, said), "screen")] if number else ""

    @cached_property
    def annex(self) -> Annex:
        """The passages that this report lets a reader read."""
        names = {theme["id"]: theme["name"] for theme in self.view["themes"]}
        return Annex(self.material, names, self.level, self.wording)

    @property
    def locate(self) -> Locate | None:
        """Where the passages behind the numbers of a figure can be read."""
        return self.annex.locate

    def _signature(self, passage_id: str) -> nodes.Node:
        """Under a quote: who says it, and the id by which it is found back among all that was said."""
        identity = nodes.span([nodes.link(passage_id, f"#{anchor(passage_id)}")], "identity")
        return nodes.span([*nodes.inlines(f"{self._origin(passage_id)} ·"), {"t": "Space"}, identity], "origin")

    def _allow(self, label: Label, what: str) -> None:
        if rank(label.level) > rank(self.level):
            raise Refused(
                f"asks for {what}, which is {label.level}", f"at most {self.level}", "leave it out of this edition"
            )

    def _origin(self, passage_id: str) -> str:
        """Who says it and where it stands."""
        row = self.material.passages[passage_id]
        return views.origin(row, self.material.sources.get(row["source_id"]), self.material.study, self.wording)

    def _coverage(self, caption: str) -> Nodes:
        words = self.wording
        header = [words["region"], words["organisation"], words["held"], words["planned"]]
        places = [*self.view["regions"], *([] if self.material.is_region else [self.view["national"]])]
        rows = [
            [place["name"], part["name"], words.form(part["held"]), words.form(part["planned"])]
            for place in places
            for part in place["organisations"]
        ]
        return [nodes.grid(header, rows, caption + words["coverage caption"], (2, 3))]

    def _sources(self, caption: str) -> Nodes:
        words = self.wording
        by_kind = self.material.tables["sources"].groupby("kind")["words"].agg(["size", "sum"])
        rows = [
            [words[kind], words.form(int(row["size"])), words.form(int(row["sum"]))] for kind, row in by_kind.iterrows()
        ]
        return [
            nodes.grid(
                [words["kind"], words["count"], words["words"]], rows, caption + words["sources caption"], (1, 2)
            )
        ]

    def _themes(self, caption: str) -> Nodes:
        words = self.wording
        keys = ("id", "theme", "characteristic", "conversations", "documents column", "passages", "stability")
        header = [words[key] for key in keys]
        rows = [
            [
                theme["id"],
                theme["name"],
                theme["words"],
                self._fraction(theme["practice"]),
                self._fraction(theme["paper"]),
                self._passage_count(theme),
                words.exact(theme["stability"]),
            ]
            for theme in self.view["themes"]
        ]
        return [nodes.grid(header, rows, caption + self._themes_caption(), (3, 4, 5, 6))]

    def _themes_caption(self) -> str:
        return self.wording["themes caption"]

    def _fraction(self, part: views.View) -> str:
        return f"{part['k']}/{part['n']}"

    def _form(self, value: Any) -> str:
        return self.wording.form(value)

    def _passage_count(self, theme: views.View) -> Nodes | str:
        return self.annex.link(theme["id"], self._form(theme["n_passages"]))

    def _chain(self, caption: str) -> Nodes:
        words, study = self.wording, self.material.study
        table = self.material.tables["chain"]
        names = {theme["id"]: theme["name"] for theme in self.view["themes"]}
        table = table[(table["label_kind"] == "theme") & table["label_id"].isin(names) & (table["region"] != "")]
        parties = [slug for slug in study.organisations if slug in set(table["organisation"])]
        states = {(row.label_id, row.region, row.organisation): row for row in table.itertuples()}
        rows = []
        for theme_id, name in names.items():
            for region in (view for view in self.view["regions"]):
                cells = [states.get((theme_id, region["id"], party)) for party in parties]
                if any(cells):
                    shown = [words[cell.state] if cell else self.nothing for cell in cells]
                    rows.append([name, *([] if self.material.is_region else [region["name"]]), *shown])
        header = [words["theme"], *([] if self.material.is_region else [words["region"]])]
        return [
            nodes.grid(
                [*header, *(study.organisations[party].name for party in parties)],
                rows,
                caption + words["chain caption"],
            )
        ]


def numbers(material: Material, view: views.View) -> dict[str, str | int | float]:
    """All numbers a text can name, by key.

    Keys are `sources.total`, `sources.warnings`, `wederhoor.sent`, `wederhoor.answered`, `interviews.held`,
    `interviews.planned`, `documents.held`, `words.total`, `passages.total`, `passages.outliers`, `passages.aside`,
    `share.outliers`, `voices.total`, `themes.total`, `themes.emergent`, `regions.total`, `differences.total`,
    `region.SLUG.held|planned|documents|words`, `theme.ID.passages|sources|voices`, and the scalars of `params.yaml` as
    `params.KEY`.
    """
    every, passages = material.tables["sources"], material.tables["passages"]
    interviews = views.is_interview(every["kind"])
    themed = material.tables["passage_themes"]["theme_id"]
    outliers = int((themed == "").sum())
    every_theme = material.tables["themes"]
    aside = set(every_theme["theme_id"]) - set(tables.shown(every_theme)["theme_id"])
    planned = sum(region["planned"] for region in view["regions"])
    planned += 0 if material.is_region else view["national"]["planned"]
    keyed: dict[str, str | int | float] = {
        "sources.total": len(every),
        "sources.warnings": int((every["warnings"] != "").sum()),
        "wederhoor.sent": int((every["wederhoor"] != "niet van toepassing").sum()),
        "wederhoor.answered": int(every["wederhoor"].isin(["bevestigd", "gecorrigeerd"]).sum()),
        "interviews.held": int(interviews.sum()),
        "interviews.planned": planned,
        "documents.held": int((~interviews).sum()),
        "words.total": int(every["words"].sum()),
        "passages.total": len(passages),
        "passages.outliers": outliers,
        "passages.aside": int(themed.isin(aside).sum()),
        "share.outliers": _share(outliers, len(passages)),
        "voices.total": int(passages.loc[passages["role"] == "respondent", "voice"].nunique()),
        "themes.total": len(view["themes"]),
        "regions.total": len(material.study.regions),
        "differences.total": len(view["differences"]),
    }
    if "emergent" in view:
        keyed["themes.emergent"] = len(view["emergent"])
    for region in view["regions"]:
        keyed |= {f"region.{region['id']}.{key}": region[key] for key in ("held", "planned", "documents", "words")}
    for theme in view["themes"]:
        keyed |= {f"theme.{theme['id']}.{key}": theme[f"n_{key}"] for key in ("passages", "sources", "voices")}
    return keyed | material.facts


def _share(part: int, whole: int) -> str:
    """A share in whole percents, where few are not none: `<1%`."""
    if not whole:
        return "–"
    return "<1%" if 0 < part <= whole / 200 else f"{100 * part / whole:.0f}%"


def known(keys: dict[str, Any], asked: str) -> str:
    """The keys that are there, the like ones first."""
    import difflib

    near = difflib.get_close_matches(asked, list(keys), n=3, cutoff=0.6)
    rest = [key for key in sorted(keys) if key not in near]
    named = [*near, *rest][:LONGEST_LIST]
    more = len(keys) - len(named)
    return (f"one of {', '.join(named)}" + (f" and {more} more" if more > 0 else "")) if keys else "nothing is there"
