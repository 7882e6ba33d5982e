"""The annex of an internal report: every passage under its theme, so that a number can be followed to what was said.

It is for the internal edition alone. Passages are text: they are escaped here, once, and a page copies what stands here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from itertools import groupby
from typing import NamedTuple

from analysis.core.classification import Label, rank, split_caveats
from analysis.core.errors import Problem, ReportError
from analysis.figures.rendering import Shown, spans
from analysis.report import nodes, views
from analysis.report.material import Material, is_verbatim
from analysis.report.nodes import Nodes
from analysis.report.wording import Wording

NO_THEME, ASIDE = "no theme", "aside"
"""Groups of passages that are no theme's: of none, and of one that a researcher set aside."""


class Passage(NamedTuple):
    """A passage with what is said under it."""

    id: str
    theme: str
    place: str
    text: str
    origin: str
    label: str


@dataclass(frozen=True)
class Annex:
    """Every passage of a report that its level allows, by theme in the order of the text, then by region and source.

    Parameters
    ----------
    material : Material
        Of the internal edition.
    names : dict
        Theme id -> name of the themes that the text tells of, in its order.
    level : str
        The highest that may be shown.
    wording : Wording
    """

    material: Material
    names: dict[str, str]
    level: str
    wording: Wording

    @cached_property
    def passages(self) -> list[Passage]:
        """All of them, in the order of the page."""
        study, placed = self.material.study, self.material.tables["passage_themes"]
        themes = dict(zip(placed["passage_id"], placed["theme_id"], strict=True))
        regions = {slug: number for number, slug in enumerate(study.regions)}
        groups = {group: number for number, group in enumerate([*self.names, NO_THEME, ASIDE])}
        found = []
        for row in self.material.passages.values():
            label = Label(row["classification"], split_caveats(row["caveats"]))
            if rank(label.level) > rank(self.level):
                continue
            theme = themes.get(row["passage_id"], "")
            group = theme if theme in self.names else ASIDE if theme else NO_THEME
            place = views.place(row["region"], study, self.wording)
            origin = views.origin(row, self.material.sources.get(row["source_id"]), study, self.wording)
            passage = Passage(row["passage_id"], group, place, row["text"], origin, str(label))
            region = regions.get(row["region"].split(";")[0], len(regions))
            found.append(
                ((groups[group], region, row["kind"] == "document", row["source_id"], row["start"]), passage, row)
            )
        if changed := [row["passage_id"] for *_, row in found if not is_verbatim(row["text"], row["text_hash"])]:
            raise ReportError(
                Problem(f"passage {identity}", "has a text that is not what its hash says", "", "run `dvc repro`")
                for identity in changed
            )
        return [passage for _, passage, _ in sorted(found, key=lambda each: (*each[0], each[1].id))]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {passage.id: number for number, passage in enumerate(self.passages, 1)}

    def locate(self, ids: Sequence[str]) -> Shown | None:
        """Where these passages stand in the annex."""
        places = sorted(self._places[identity] for identity in ids if identity in self._places)
        return Shown(len(places), f"#{anchor(self.passages[places[0] - 1].id)}", spans(places)) if places else None

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(passage.theme for passage in self.passages)

    def count(self, theme: str) -> int:
        """How many passages of a theme there are."""
        return self._counts[theme]

    def link(self, theme: str, text: str) -> Nodes:
        """`text` as a link to the passages of a theme; plain where there are none."""
        return [nodes.link(text, f"#{group_anchor(theme)}")] if self.count(theme) else nodes.inlines(text)

    def blocks(self) -> Nodes:
        """The heading, and below it all passages, folded by theme."""
        if not self.passages:
            return []
        heading = {"t": "Header", "c": [2, ["", ["unnumbered"], []], nodes.inlines(self.wording["annex heading"])]}
        said = self.wording["annex intro"].format(number=self.wording.form(len(self.passages)))
        groups = "\n".join(
            self._group(name, list(mine)) for name, mine in groupby(self.passages, lambda each: each.theme)
        )
        on_paper = nodes.block([nodes.paragraph(nodes.inlines(self.wording["annex on paper"]))], "paper")
        return [
            heading,
            nodes.block([nodes.paragraph(nodes.inlines(said))], "screen"),
            on_paper,
            nodes.raw(f'<div class="annex" id="passages">\n{groups}\n</div>'),
        ]

    def _group(self, group: str, mine: list[Passage]) -> str:
        name = f"{group} · {self.names[group]}" if group in self.names else self.wording[f"annex {group}"]
        count = self.wording["one passage" if len(mine) == 1 else "more passages"].format(number=len(mine))
        parts = []
        for place, said in groupby(mine, lambda each: each.place):
            if not self.material.is_region:
                parts.append(f"<h4>{_text(place)}</h4>")
            parts += map(_passage, said)
        body = "\n".join(parts)
        return (
            f'<details id="{group_anchor(group)}"><summary><h3>{_text(name)}</h3> '
            f"<small>{escape(count)}</small></summary>\n{body}\n</details>"
        )


def anchor(passage_id: str) -> str:
    """The id of a passage on the page."""
    return f"p-{nodes.slug(passage_id)}"


def group_anchor(group: str) -> str:
    """The id of a theme's passages on the page."""
    return f"e-{nodes.slug(group)}"


def _passage(passage: Passage) -> str:
    said = "".join(f"<p>{_text(part)}</p>" for part in nodes.parts(passage.text))
    return (
        f'<div class="passage" id="{anchor(passage.id)}" data-id="{escape(passage.id)}">{said}'
        f'<p class="origin">{_text(passage.origin)} · <span class="identity">{_text(passage.id)}</span><br>'
        f"{_text(passage.label)}</p></div>"
    )


def _text(text: str) -> str:
    """Text of a source as it may stand between elements."""
    return escape(" ".join(nodes.words(text)))
