"""A grid of shaded cells, themes down and groups across: the form that several families share."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.figures import style
from analysis.figures.lettering import wrap

if TYPE_CHECKING:
    import plotly.graph_objects as go

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
) -> go.Figure:
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
    import plotly.graph_objects as go

    across, down = list(range(len(columns))), list(range(len(rows)))

    def each(of: Callable[[Cell], Any]) -> list[list[Any]]:
        return [[of(cell) if cell else None for cell in row] for row in cells]

    height = max(ROW * len(rows), 130 if scale else 60)
    top = 1.0 if percent else max([1.0, *(cell.shade or 0.0 for row in cells for cell in row if cell)])
    shades = each(lambda cell: cell.shade)
    figure = go.Figure()
    blank = [[0 if cell and cell.shade is None else None for cell in row] for row in cells]
    common = {"x": across, "y": down, "customdata": each(lambda c: c.mark), "hoverinfo": "text", "xgap": 3, "ygap": 3}
    figure.add_heatmap(
        z=blank,
        hovertext=each(lambda c: c.hover),
        colorscale=[[0, style.PALE], [1, style.PALE]],
        showscale=False,
        **common,
    )
    bar = {
        "title": {"text": scale, "side": "right", "font": {"size": style.SIZE}},
        "thickness": 12,
        "outlinewidth": 0,
        "len": min(220, height),
        "lenmode": "pixels",
        "y": 1,
        "yanchor": "top",
    }
    if percent:
        bar |= {"tickvals": [0, 0.25, 0.5, 0.75, 1], "ticktext": ["0%", "25%", "50%", "75%", "100%"]}
    else:
        bar |= {"tickformat": "d", "nticks": 6}
    figure.add_heatmap(
        z=shades, hovertext=each(lambda c: c.hover), colorscale=style.SCALE, zmin=0, zmax=top, colorbar=bar, **common
    )
    figure.add_scatter(
        x=[x for row in cells for x, cell in enumerate(row) if cell],
        y=[y for y, row in enumerate(cells) for cell in row if cell],
        text=[cell.text for row in cells for cell in row if cell],
        mode="text",
        textfont={"color": [style.ink_on((cell.shade or 0) / top) for row in cells for cell in row if cell]},
        hoverinfo="skip",
        showlegend=False,
    )
    turned = len(columns) > MOST_LEVEL and max(map(len, columns)) > 3
    # a name may break at a space or a hyphen only; a column has room for 72 letters shared by all, on the narrowest page
    longest = max((len(part) for name in columns for part in re.split(r"\s|(?<=-)", name)), default=1)
    room = max(72 // max(len(columns), 4), min(longest, 24))
    heads = [wrap(name, 24, 2) if turned else wrap(name, room, 3) for name in columns]
    axis = {"showgrid": False, "fixedrange": True, "zeroline": False}
    return style.finish(
        figure,
        title,
        height,
        note,
        head=130 if turned else style.columns_height(heads),
        xaxis=axis
        | {
            "tickvals": across,
            "ticktext": heads,
            "side": "top",
            "tickangle": -60 if turned else 0,
            "range": [-0.5, len(columns) - 0.5],
        },
        yaxis=axis | {"tickvals": down, "ticktext": [wrap(r) for r in rows], "range": [len(rows) - 0.5, -0.5]},
    )
