"""Choices for a notebook that is open in JupyterLab: theme, contrast and level.

Widgets carry random ids, so they never stand in what the pipeline runs: there, and where no kernel listens, the first
choice is shown as a plain figure.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from analysis.errors import Problem, ReportError
from analysis.figures import chain_matrix, evidence, forest, heat_map, tiles
from analysis.figures.drawing import Drawing
from analysis.figures.words import Words
from analysis.study import Study

PIPELINE = "REGIOBEELD_PIPELINE"
"""Environment variable that the pipeline sets: a notebook it runs holds no widget."""

Choice = Sequence[tuple[str, str]]
"""What can be chosen: (what the reader sees, value)."""


def live() -> bool:
    """Whether a reader can choose: a kernel runs this, and not the pipeline's."""
    if os.environ.get(PIPELINE):
        return False
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    return getattr(get_ipython(), "kernel", None) is not None


def choose(draw: Callable[..., Drawing], choices: Mapping[str, tuple[str, Choice]]) -> Any:
    """Show `draw(**values)` with a drop-down for each of its choices; without a live kernel, the first of each.

    Parameters
    ----------
    draw : callable
        Makes the drawing of the values chosen.
    choices : mapping
        Argument of `draw` -> (name of the drop-down, what can be chosen).

    Returns
    -------
    Drawing or ipywidgets.VBox
        For the last line of a cell.

    Raises
    ------
    ReportError
        When there is nothing to choose from.
    """
    empty = [name for name, (_, choice) in choices.items() if not choice]
    if empty:
        raise ReportError(Problem(f"choice {name}", "has nothing to choose from") for name in empty)
    if not live():
        return draw(**{name: choice[0][1] for name, (_, choice) in choices.items()})
    import ipywidgets
    from IPython.display import display

    menus = {
        name: ipywidgets.Dropdown(options=list(choice), description=heading)
        for name, (heading, choice) in choices.items()
    }
    shown = ipywidgets.Output()

    def show(_: object = None) -> None:
        shown.clear_output(wait=True)
        with shown:
            display(draw(**{name: menu.value for name, menu in menus.items()}))

    for menu in menus.values():
        menu.observe(show, names="value")
    show()
    return ipywidgets.VBox([ipywidgets.HBox(list(menus.values())), shown])


def explore_contrasts(tables: evidence.Tables, study: Study) -> Any:
    """Forest plots, by contrast and by the group it is about."""
    words = Words(study.language)
    (contrasts,) = evidence.take(tables, "contrasts")
    chosen = contrasts[(contrasts["label_kind"] == "theme") & (contrasts["within"] == "")]
    names = forest.group_names(chosen, study, words)
    pairs = chosen[["contrast", "group_a"]].drop_duplicates().sort_values(["contrast", "group_a"])
    options = [
        (f"{words.contrast(row.contrast)}: {names[row.group_a]}", f"{row.contrast}|{row.group_a}")
        for row in pairs.itertuples()
    ]
    if not options:
        return forest.draw(tables, study)

    def draw(contrast: str) -> Drawing:
        name, _, group = contrast.partition("|")
        return forest.draw(tables, study, contrast=name, group=group)

    return choose(draw, {"contrast": (words("choose contrast"), options)})


def explore_themes(tables: evidence.Tables, study: Study) -> Any:
    """One theme at a time: who in the chain sees it, or where it comes up."""
    words = Words(study.language)
    themes = [(name, slug) for slug, name in evidence.names_of(evidence.take(tables, "themes")[0], tables).items()]
    if not themes:
        return chain_matrix.draw(tables, study)
    views: dict[str, Callable[..., Drawing]] = {"chain": chain_matrix.draw, "tiles": tiles.draw}

    def draw(theme: str, view: str) -> Drawing:
        return views[view](tables, study, theme=theme)

    level = [(words("organisation"), "chain"), (words("municipality"), "tiles")]
    return choose(draw, {"theme": (words("choose theme"), themes), "view": (words("choose level"), level)})


def explore_levels(tables: evidence.Tables, study: Study) -> Any:
    """Themes by region, or by organisation in all regions or in one."""
    words = Words(study.language)
    levels = [(words("region"), "region|"), (f"{words('organisation')}, {words('all')}", "organisation|")]
    levels += [
        (f"{words('organisation')}, {region.name}", f"organisation|{slug}") for slug, region in study.regions.items()
    ]

    def draw(level: str) -> Drawing:
        axis, _, within = level.partition("|")
        return heat_map.draw(tables, study, axis=axis, within=within)

    return choose(draw, {"level": (words("choose level"), levels)})
