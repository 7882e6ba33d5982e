"""The report of an edition that may leave: rebuilt from what is allowed, with the ground of the Woo where something is not.

Nothing here takes anything out of a finished page. Tables come from :func:`analysis.privacy.editions.allowed`, figures are
drawn anew from them, and what a text asks for and may not have is answered with its ground.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.core import tables as schema
from analysis.core.study import Study
from analysis.privacy import editions
from analysis.privacy.disclosure import Rule
from analysis.privacy.grounds import GROUNDS, PRIVACY
from analysis.privacy.log import Event
from analysis.report import nodes, views
from analysis.report.exhibits import Exhibits
from analysis.report.material import Material
from analysis.report.nodes import Node, Nodes
from analysis.report.wording import Wording

if TYPE_CHECKING:
    from analysis.figures.drawing import Drawing

QUOTE = ""
"""Stands among the quotes of a theme for those that are withheld."""

_SIGN = re.compile(r"(\[5\.[12]\.\d(?:\.[a-i])?\])")

Draw = Callable[[dict[str, pd.DataFrame], Study, str], "Drawing"]


@dataclass(frozen=True)
class Clearance:
    """What the reports of one edition are held against.

    Parameters
    ----------
    edition : str
        `region-NAME` or `public`.
    events : sequence of Event
        The log of release.
    judged : DataFrame
        :func:`analysis.privacy.editions.judge` of the tables of all regions.
    unexplained : frozenset of str or None
        Passages that the gate of the pseudonyms stopped; None when nobody knows, and then none is quoted.
    """

    edition: str
    events: Sequence[Event]
    judged: pd.DataFrame
    unexplained: frozenset[str] | None

    @property
    def decided(self) -> tuple[str, ...]:
        """What people decided for this edition; two editions with the same may hold the same."""
        mine = [event for event in self.events if event.edition == self.edition and not event.file]
        return tuple(repr(dataclasses.replace(event, edition="")) for event in mine)


def withhold(full: Material, clearance: Clearance) -> Material:
    """The material of a report, made anew from what an edition may hold.

    Parameters
    ----------
    full : Material
        Of the internal edition.
    clearance : Clearance

    Returns
    -------
    Material
        With the label of all that `full` was read from: leaving something out lowers nothing.
    """
    tables = editions.allowed(
        full.tables,
        full.study,
        clearance.events,
        clearance.edition,
        judged=clearance.judged,
        unexplained=clearance.unexplained,
    )
    # what a researcher set aside is no theme in the internal edition, and none that is withheld here
    told = set(schema.shown(full.tables["themes"])["theme_id"])
    withheld = tables["withheld"]
    tables["withheld"] = withheld[withheld["table"].ne("themes") | withheld["key"].isin(told)]
    figures, left_out = {}, {}
    for key, drawing in full.figures.items():
        drawn = _draw(key, drawing, tables, full)
        left_out[key] = len(drawing.table) - (len(drawn.table) if drawn else 0)
        if drawn:
            figures[key] = drawn
    return Material(
        full.study,
        full.scope,
        tables,
        figures,
        full.facts,
        edition=clearance.edition,
        floor=full.label,
        left_out=left_out,
        sub_questions={} if full.is_region else views.sub_questions(full),
    )


def _draw(key: str, full: Drawing, tables: dict[str, pd.DataFrame], material: Material) -> Drawing | None:
    """A figure drawn from allowed tables; None where it cannot be, or nothing would be left of it."""
    draw = _families().get(key)
    if draw is None or (key == "chain" and not tables["chain"]["n_units"].sum()):
        return None
    drawn = draw(tables, material.study, material.scope if material.is_region else "")
    if len(drawn.table) < len(full.table):
        if drawn.table.empty:
            return None
        # what the family tells of its largest and smallest would be told of what happens to be left
        drawn = dataclasses.replace(drawn, alt=Wording(material.study.language)["partial alt"])
    return dataclasses.replace(drawn, cells={}, label=material.label)


def _families() -> dict[str, Draw]:
    """Figures by key that can be drawn from counts alone; all others show single passages, words or places."""
    from analysis.figures import chain_matrix, coverage, dumbbell, forest, heat_map

    return {
        "coverage": lambda tables, study, region: coverage.draw(tables, study, region=region, key="coverage"),
        "heat-map-region": lambda tables, study, region: heat_map.draw(tables, study, key="heat-map-region"),
        "heat-map-organisation": lambda tables, study, region: heat_map.draw(
            tables, study, axis="organisation", within=region, key="heat-map-organisation"
        ),
        "forest-region": lambda tables, study, region: forest.draw(
            tables, study, group=region or None, key="forest-region"
        ),
        "chain": lambda tables, study, region: chain_matrix.draw(tables, study, region=region, key="chain"),
        "paper-practice": lambda tables, study, region: dumbbell.draw(
            tables, study, region=region, key="paper-practice"
        ),
    }


def box(ground: str = PRIVACY) -> str:
    """What stands within a line for a number or some words: the ground, as on a page that was blacked out."""
    return f"[{ground}]"


def _is_box(value: object) -> bool:
    return isinstance(value, str) and bool(_SIGN.fullmatch(value))


def view(material: Material, wording: Wording) -> views.View:
    """:func:`analysis.report.views.view`, where what is withheld is its ground and no claim rests on it."""
    names, lost = views.view(material, wording), material.grounds
    for theme in names["themes"]:
        _blank_theme(theme, lost, material, wording)
    hidden, difference = _hidden_theme(wording), _hidden_difference(wording)
    is_partial = any(isinstance(theme[part]["k"], str) for theme in names["themes"] for part in ("practice", "paper"))
    for name, sides in _SIDES.items():
        sure = [theme for theme in names["themes"] if _only(theme, *sides)]
        names[name] = [*sure, *([hidden] if is_partial or lost.get("themes") else [])]
    if lost.get("themes"):
        # a region's report tells nothing of what is emergent in the whole study
        if not material.is_region:
            names |= {"emergent": [*names["emergent"], hidden], "framed": bool(material.study.aspects)}
        for each in names["sub_questions"]:
            each["themes"] = each["themes"] or [hidden]
    for name, table in (("differences", "contrasts"), ("chain_differences", "chain")):
        names[name] = [*names[name], *([difference] if lost.get(table) else [])]
    return names | {"withheld": counts(material)}


_SIDES = {"interviews_only": ("practice", "paper"), "documents_only": ("paper", "practice")}


def _only(theme: views.View, there: str, not_there: str) -> bool:
    """Whether it is known that a theme is on one side and not on the other."""
    known = [theme[part]["k"] for part in (there, not_there)]
    return not any(isinstance(k, str) for k in known) and bool(known[0]) and not known[1]


def _blank_theme(theme: views.View, lost: dict[str, dict[str, str]], material: Material, wording: Wording) -> None:
    """Put its ground in the place of each number, word and quote of a theme that is withheld."""
    gone, numbers = box(), lost.get("prevalence", {})
    theme |= dict.fromkeys(("n_passages", "n_voices", "n_sources", "n_regions", "words"), gone)
    within = material.scope if material.is_region else ""
    # a region's own count stands on the axis of regions, the study's on "all"
    places = {"practice": f"region/{within}/" if within else "all/all/", "paper": f"kind/document/{within}"}
    for part, place in places.items():
        if ground := numbers.get(f"theme/{theme['id']}/{place}"):
            unit = wording["interviews" if part == "practice" else "documents"]
            theme[part] = {"k": box(ground), "n": box(ground), "said": f"{box(ground)} {unit}"}
    told = {row["group"] for row in theme["regions"]}
    for slug, region in material.study.regions.items():
        if slug not in told and f"theme/{theme['id']}/region/{slug}/" in numbers:
            nothing = dict.fromkeys(("k", "n", "share", "low", "high", "statement"), gone)
            theme["regions"].append({"name": region.name, "group": slug, "assessable": False, **nothing})
    # all that was released, whether it shows the theme best or not; what links the others to it is not here to choose from
    placed = material.tables["passage_themes"]
    theme["quotes"] = [*placed.loc[placed["theme_id"].eq(theme["id"]), "passage_id"], QUOTE]
    if any(key.startswith(f"theme/{theme['id']}/region/") for key in lost.get("contrasts", ())):
        theme["differences"] = [*theme["differences"], _hidden_difference(wording)]


def _hidden_theme(wording: Wording) -> views.View:
    """A line for the themes that are not told."""
    gone = box()
    numbers = dict.fromkeys(("n_passages", "n_voices", "n_sources", "n_regions", "words", "framework"), gone)
    practice, paper = (
        {"k": gone, "n": gone, "said": wording[f"withheld {unit}"]} for unit in ("interviews", "documents")
    )
    return {
        "id": gone,
        "name": gone,
        **numbers,
        "stability": float("nan"),
        "is_proposal": False,
        "emergent": False,
        "flags": "",
        "sub_question": "",
        "regions": [],
        "practice": practice,
        "paper": paper,
        "differences": [],
        "quotes": [],
    }


def _hidden_difference(wording: Wording) -> views.View:
    """A line for the differences that are not told, whether there are any or not."""
    gone = box()
    texts = ("theme", "theme_id", "region", "region_id", "verdict", "k_a", "n_a", "k_b", "n_b", "q", "sees", "silent")
    said = {"said": wording["withheld difference"], "brief": gone, "statement": wording["withheld side"]}
    return {**dict.fromkeys(texts, gone), **said, "fragile": False, "fragile_under": ""}


def counts(material: Material) -> dict[str, int]:
    """How much is withheld of each kind; see :data:`analysis.report.views.WITHHELD`."""
    lost = material.grounds
    return {name: len(lost.get(table, ())) for name, table in views.WITHHELD.items()}


@dataclass
class Withholding(Exhibits):
    """What a text may call in an edition that leaves: as in the internal one, with a ground where something is withheld."""

    nothing: str = box()

    def __post_init__(self) -> None:
        super().__post_init__()
        self._grounds = self.material.grounds.get("passages", {})
        found = len(self.view["themes"]) + self.view["withheld"]["themes"]
        self.numbers |= {"themes.total": found}
        if self.view["withheld"]["themes"]:
            self.numbers |= {"themes.emergent": box()}
        if self.view["withheld"]["differences"]:
            self.numbers |= {"differences.total": box()}

    @property
    def functions(self) -> dict[str, Callable[..., Any]]:
        """As in the internal edition; a number that is withheld may be asked for as a share too."""
        return {**super().functions, "percent": lambda share: share if _is_box(share) else self.wording.percent(share)}

    def count(self, what: str | int, one: str, more: str) -> str:
        """As in the internal edition; for a number that is withheld its ground, and the word for more."""
        value = self.numbers.get(what, what) if isinstance(what, str) else what
        return f"{value} {more}" if _is_box(value) else super().count(what, one, more)

    def figure(self, key: str) -> Nodes:
        """The figure as far as it may be shown, and how much of it may not; or its ground in its place."""
        found = self._figure_key(key)
        if found in self.material.figures or not found or found in self.figures:
            shown = super().figure(key)
            number = self.material.left_out.get(found, 0)
            return [*shown, *([self._note(self.wording["partial figure"].format(number=number))] if number else [])]
        self.figures.append(found)
        name = self.wording.get(f"figure {found}", found)
        return [self._note(f"{self.wording['figure']} {len(self.figures)}. {name[:1].upper()}{name[1:]}.")]

    def other_figures(self) -> list[str]:
        """Keys of the figures that the text has not shown so far, withheld ones too."""
        return [key for key in self.material.left_out if key not in self.figures]

    def quote(self, passage_id: str, fragment: str = "") -> Nodes:
        """A quote that was released, or the ground on which it was not."""
        if passage_id == QUOTE or passage_id in self._grounds:
            return [self._note(self.wording["withheld quote"], self._grounds.get(passage_id, PRIVACY))]
        return super().quote(passage_id, fragment)

    def passages(self, theme_id: str) -> str:
        """Nothing: what was said is not there to be read."""
        return ""

    @property
    def locate(self) -> None:
        """No passage is named: an id tells which quotes are of one interview."""
        return None

    def _figure_key(self, key: str) -> str:
        candidates = (key, f"{key}-{self.material.scope}")
        return next((name for name in candidates if name in self.material.left_out), "")

    def _signature(self, passage_id: str) -> Node:
        return nodes.span(nodes.inlines(self._origin(passage_id)), "origin")

    def _themes_caption(self) -> str:
        withheld = self.view["withheld"]
        partial = withheld["themes"] or withheld["numbers"]
        return self.wording["themes caption partial"] if partial else super()._themes_caption()

    def _fraction(self, part: views.View) -> str:
        return part["k"] if isinstance(part["k"], str) else super()._fraction(part)

    def _passage_count(self, theme: views.View) -> str:
        return self._form(theme["n_passages"])

    def _form(self, value: Any) -> str:
        return value if isinstance(value, str) else super()._form(value)

    def _note(self, text: str, ground: str = PRIVACY) -> Node:
        mark = editions.mark(ground, self.material.study.language)
        return nodes.block([nodes.paragraph(nodes.inlines(f"{text} {mark}"))], "withheld")


def open_with(material: Material, wording: Wording) -> Nodes:
    """For the head of a page: what the signs in it mean."""
    grounds = sorted(set(material.tables["withheld"]["ground"]) | {PRIVACY})
    lines = [wording["withheld sign"].format(sign=box(ground), mark=_spelled(ground, material)) for ground in grounds]
    return [nodes.block([nodes.paragraph(nodes.inlines(line)) for line in lines], "withheld")]


def close_with(material: Material, wording: Wording) -> Nodes:
    """For the end of a page: how much is withheld of what, and by which rule; it stands there whatever the text says."""
    lost = material.grounds
    rows = []
    for name, table in views.WITHHELD.items():
        found = list(lost.get(table, {}).values())
        rows += [[wording[f"withheld {name}"], wording.form(found.count(g)), box(g)] for g in sorted(set(found))]
    if not rows:
        return []
    heading = {"t": "Header", "c": [2, ["", ["unnumbered"], []], nodes.inlines(wording["withheld heading"])]}
    header = [wording["withheld what"], wording["count"], wording["withheld ground"]]
    said = wording["withheld rule"].format(threshold=Rule().threshold)
    return [heading, nodes.paragraph(nodes.inlines(said)), nodes.grid(header, rows, "", (1,))]


def _spelled(ground: str, material: Material) -> str:
    """A ground in full, in Dutch with what it protects, as the law calls it."""
    mark = editions.mark(ground, material.study.language).strip("[]")
    return f"{mark}: {GROUNDS[ground]}" if material.study.language == "nl" else mark


def darken(node: Node) -> Nodes | None:
    """A ground within a line as a span of its own, so that it looks like what it is."""
    if node["t"] != "Str" or "[5." not in node["c"]:
        return None
    pieces = _SIGN.split(node["c"])
    return [
        nodes.span([{"t": "Str", "c": piece}], "withheld") if number % 2 else {"t": "Str", "c": piece}
        for number, piece in enumerate(pieces)
        if piece
    ]
