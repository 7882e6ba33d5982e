"""Choices for a notebook that is open in JupyterLab: theme, contrast and level.

Widgets carry random ids, so they never stand in what the pipeline runs: there a line says what could be chosen. Where no
kernel listens at all, the first choice is shown as a plain figure.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from analysis.core.errors import Problem, ReportError
from analysis.core.study import Study
from analysis.figures import chain_matrix, evidence, forest, heat_map, tiles
from analysis.figures.drawing import Drawing
from analysis.figures.lettering import clean
from analysis.figures.words import Words

PIPELINE = "REGIOBEELD_PIPELINE"
"""Environment variable that the pipeline sets: a notebook it runs holds no widget."""

MOST = 20
"""So many passages are shown at a time: a screen or two."""

Choice = Sequence[tuple[str, str]]
"""What can be chosen: (what the reader sees, value)."""


@dataclass(frozen=True)
class Offer:
    """What stands in an executed notebook where a reader with a kernel can choose."""

    said: str

    def _repr_markdown_(self) -> str:
        return f"*{self.said}*"

    def __repr__(self) -> str:
        return self.said


@dataclass(frozen=True)
class Behind:
    """Passages behind a mark, as a reader sees them: (passage id, text) of those shown, and how many there are."""

    shown: tuple[tuple[str, str], ...]
    total: int
    words: Words

    def _repr_html_(self) -> str:
        quotes = "".join(
            f"<blockquote><p>{escape(clean(text))}</p><cite>{escape(clean(identity))}</cite></blockquote>"
            for identity, text in self.shown
        )
        return f"<p>{escape(repr(self))}</p>{quotes}"

    def __repr__(self) -> str:
        said = self.words.number(self.total, "passages")
        if self.total > len(self.shown):
            return f"{said}; {self.words('only first', shown=len(self.shown))}"
        return said


def live() -> bool:
    """Whether a reader can choose: a kernel runs this, and not the pipeline's."""
    if os.environ.get(PIPELINE):
        return False
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    return getattr(get_ipython(), "kernel", None) is not None


def choose(draw: Callable[..., Any], choices: Mapping[str, tuple[str, Choice]], language: str = "nl") -> Any:
    """Show `draw(**values)` with a drop-down for each of its choices; without a live kernel, the first of each.

    What the pipeline runs says in a line what can be chosen: the figures themselves stand above it already.

    Parameters
    ----------
    draw : callable
        Makes the drawing, or whatever else is shown, of the values chosen.
    choices : mapping
        Argument of `draw` -> (name of the drop-down, what can be chosen).

    Returns
    -------
    what `draw` makes, Offer or ipywidgets.VBox
        For the last line of a cell.

    Raises
    ------
    ReportError
        When there is nothing to choose from.
    """
    empty = [name for name, (_, choice) in choices.items() if not choice]
    if empty:
        raise ReportError(Problem(f"choice {name}", "has nothing to choose from") for name in empty)
    if os.environ.get(PIPELINE):
        menus = ", ".join(f"{heading} ({len(choice)})" for heading, choice in choices.values())
        return Offer(Words(language)("offer", menus=menus))
    if not live():
        return draw(**{name: choice[0][1] for name, (_, choice) in choices.items()})
    import ipywidgets
    from IPython.display import display

    boxes = {
        name: ipywidgets.Dropdown(options=list(choice), description=heading)
        for name, (heading, choice) in choices.items()
    }
    shown = ipywidgets.Output()

    def show(_: object = None) -> None:
        shown.clear_output(wait=True)
        with shown:
            display(draw(**{name: box.value for name, box in boxes.items()}))

    for box in boxes.values():
        box.observe(show, names="value")
    show()
    return ipywidgets.VBox([ipywidgets.HBox(list(boxes.values())), shown])


def explore_contrasts(tables: evidence.Tables, study: Study, region: str = "") -> Any:
    """Forest plots, by contrast and by the group it is about; with a region, those it is in: against others, and within."""
    words = Words(study.language)
    (contrasts,) = evidence.take(tables, "contrasts")
    wanted = contrasts["within"].eq(region)
    if region:
        wanted |= contrasts["contrast"].eq("region") & contrasts["group_a"].eq(region)
    chosen = contrasts[contrasts["label_kind"].eq("theme") & wanted]
    names = forest.group_names(chosen, study, words)
    keys = ["contrast", "within", "group_a"]
    options = [
        (f"{words.contrast(row.contrast)}: {names[row.group_a]}", f"{row.contrast}|{row.within}|{row.group_a}")
        for row in chosen[keys].drop_duplicates().sort_values(["within", "contrast", "group_a"]).itertuples()
    ]
    if not options:
        return forest.draw(tables, study, group=region or None)

    def draw(contrast: str) -> Drawing:
        name, within, group = contrast.split("|", 2)
        return forest.draw(tables, study, contrast=name, group=group, within=within)

    return choose(draw, {"contrast": (words("choose contrast"), options)}, study.language)


def explore_themes(tables: evidence.Tables, study: Study, region: str = "") -> Any:
    """One theme at a time: who in the chain sees it, or where it comes up; of all regions, or of one."""
    words = Words(study.language)
    (themes,) = evidence.take(tables, "themes")
    options = [(name, slug) for slug, name in evidence.names_of(themes, tables).items()]
    if not options:
        return chain_matrix.draw(tables, study, region=region)

    def draw(theme: str, view: str) -> Drawing:
        if view == "chain":
            return chain_matrix.draw(tables, study, theme=theme, region=region)
        if not region:
            return tiles.draw(tables, study, theme=theme)
        one = {**tables, "themes": themes[themes["theme_id"] == theme]}
        return heat_map.draw(one, study, axis="municipality", within=region)

    level = [(words("organisation"), "chain"), (words("municipality"), "municipality")]
    choices = {"theme": (words("choose theme"), options), "view": (words("choose level"), level)}
    return choose(draw, choices, study.language)


def explore_passages(drawing: Drawing, tables: evidence.Tables) -> Any:
    """What was said behind each row of a figure's numbers: the passages themselves, as the figure's cells name them."""
    words = Words(drawing.language)
    (passages,) = evidence.take(tables, "passages")
    said = passages.set_index("passage_id")["text"]
    behind = {mark: [p for p in drawing.cells.get(mark, ()) if p in said.index] for mark in drawing.table.index}
    options = []
    for mark, row in zip(drawing.table.index, drawing.table.itertuples(index=False), strict=True):
        if behind[mark]:
            named = [cell for cell in row if isinstance(cell, str)][:3]
            options.append((f"{', '.join(named) or mark} ({len(behind[mark])})", mark))
    if not options:
        return Behind((), 0, words)

    def draw(mark: str) -> Behind:
        ids = behind[mark]
        return Behind(tuple((p, str(said[p])) for p in ids[:MOST]), len(ids), words)

    return choose(draw, {"mark": (words("choose passages"), options)}, drawing.language)


def explore_levels(tables: evidence.Tables, study: Study, region: str = "") -> Any:
    """Themes by region, or by organisation in all regions or in one; with a region, by what it is divided in."""
    words = Words(study.language)
    if region:
        axes = ("organisation", "municipality", "kind", "sub_question")
        levels = [(words.axis(axis), f"{axis}|{region}") for axis in axes] + [(words("region"), f"region|{region}")]
    else:
        levels = [(words("region"), "region|"), (f"{words('organisation')}, {words('all')}", "organisation|")]
        levels += [(f"{words('organisation')}, {each.name}", f"organisation|{s}") for s, each in study.regions.items()]

    def draw(level: str) -> Drawing:
        axis, _, within = level.partition("|")
        return heat_map.draw(tables, study, axis=axis, within=within)

    return choose(draw, {"level": (words("choose level"), levels)}, study.language)
