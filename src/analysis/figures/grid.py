"""A grid of shaded cells, themes down and groups across: the form that several families share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.figures import style
from analysis.figures.lettering import wrap
from analysis.figures.plot import Plot

ROW = 38
"""Height of a row, in pixels: two lines of a name."""

MOST_LEVEL = 8
"""With more columns than this their names stand at an angle."""


@dataclass(frozen=True)
class Cell:
    """One cell: its text, its shade (0..1, or None for "not assessable"), what hovering says, and its mark."""

    text: str
    shade: float | None
    hover: str
    mark: str


def shade(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[Cell | None]],
    title: str,
    note: str = "",
    scale: str = "",
    percent: bool = True,
) -> Plot:
    """A heat map with a number in each cell.

    Parameters
    ----------
    rows, columns : sequence of str
        Names, not yet escaped.
    cells : sequence of sequences of Cell or None
        Row by row; None leaves the place blank. Texts in a cell are escaped already.
    title, note, scale : str
        Of the figure, below it, and beside the colours.
    percent : bool
        Whether the shades are shares of one, so that the colours run from 0 to 100 %.
    """
    height = max(ROW * len(rows), 130 if scale else 60)
    there = [(x, y, cell) for y, row in enumerate(cells) for x, cell in enumerate(row) if cell]
    top = 1.0 if percent else max([1.0, *(cell.shade or 0.0 for _, _, cell in there)])
    plot = Plot()
    for trace in _shades(cells, len(columns), top, _bar(scale, min(220, height), percent)):
        plot.add("heatmap", **trace)
    plot.add(
        "scatter",
        x=[x for x, _, _ in there],
        y=[y for _, y, _ in there],
        text=[cell.text for _, _, cell in there],
        mode="text",
        textfont={"color": [style.ink_on((cell.shade or 0) / top) for _, _, cell in there]},
        hoverinfo="skip",
        showlegend=False,
    )
    turned = len(columns) > MOST_LEVEL and max(map(len, columns)) > 3
    heads = [wrap(name, 24, 2) for name in columns] if turned else _heads(columns)
    bare = {"showgrid": False, "zeroline": False}
    return style.finish(
        plot,
        title,
        height,
        note,
        head=130 if turned else style.columns_height(heads),
        xaxis=style.names_across(heads) | bare | {"side": "top", "tickangle": -60 if turned else 0},
        yaxis=style.names_down([wrap(row) for row in rows]) | bare,
    )


def _shades(
    cells: Sequence[Sequence[Cell | None]], width: int, top: float, bar: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """Two heat maps, as plotly takes them: in one grey what cannot be assessed, and the shades of the rest up to `top`."""

    def each(of: Callable[[Cell], Any]) -> list[list[Any]]:
        return [[of(cell) if cell else None for cell in row] for row in cells]

    common = {
        "x": list(range(width)),
        "y": list(range(len(cells))),
        "customdata": each(lambda cell: cell.mark),
        "hovertext": each(lambda cell: cell.hover),
        "hoverinfo": "text",
        "xgap": 3,
        "ygap": 3,
    }
    blank = each(lambda cell: 0 if cell.shade is None else None)
    yield common | {"z": blank, "colorscale": [[0, style.PALE], [1, style.PALE]], "showscale": False}
    shades = each(lambda cell: cell.shade)
    yield common | {"z": shades, "colorscale": style.SCALE, "zmin": 0, "zmax": top, "colorbar": bar}


def _bar(title: str, length: int, percent: bool) -> dict[str, Any]:
    """The bar that tells what the shades mean."""
    bar = {
        "title": {"text": title, "side": "right", "font": {"size": style.SIZE}},
        "thickness": 12,
        "outlinewidth": 0,
        "len": length,
        "lenmode": "pixels",
        "y": 1,
        "yanchor": "top",
    }
    if percent:
        return bar | {"tickvals": [0, 0.25, 0.5, 0.75, 1], "ticktext": ["0%", "25%", "50%", "75%", "100%"]}
    return bar | {"tickformat": "d", "nticks": 6}


def _heads(columns: Sequence[str]) -> list[str]:
    """Names of columns as they stand level: broken at a space or a hyphen only.

    A column has room for 72 letters shared by all, on the narrowest page.
    """
    longest = max((len(part) for name in columns for part in re.split(r"\s|(?<=-)", name)), default=1)
    room = max(72 // max(len(columns), 4), min(longest, 24))
    return [wrap(name, room, 3) for name in columns]
