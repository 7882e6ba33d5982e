"""A grid of shaded cells, themes down and groups across: the form that several families share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.figures import style
from analysis.figures.lettering import wrap

if TYPE_CHECKING:
    import plotly.graph_objects as go

ROW = 34
"""Height of a row, in pixels: two lines of a name."""


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

    def each(of):
        return [[of(cell) if cell else None for cell in row] for row in cells]

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
        "title": {"text": scale, "side": "right"},
        "thickness": 12,
        "outlinewidth": 0,
        "len": 220,
        "lenmode": "pixels",
        "y": 1,
        "yanchor": "top",
    }
    if percent:
        bar |= {"tickformat": ".0%", "tickvals": [0, 0.25, 0.5, 0.75, 1]}
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
    narrow = 16 if len(columns) <= 8 else 12
    axis = {"showgrid": False, "fixedrange": True, "zeroline": False}
    return style.finish(
        figure,
        title,
        max(ROW * len(rows) + 60, 300 if scale else 120),
        note,
        xaxis=axis
        | {
            "tickvals": across,
            "ticktext": [wrap(c, narrow, 3) for c in columns],
            "side": "top",
            "tickangle": 0 if len(columns) <= 8 else -60,
            "range": [-0.5, len(columns) - 0.5],
        },
        yaxis=axis | {"tickvals": down, "ticktext": [wrap(r) for r in rows], "range": [len(rows) - 0.5, -0.5]},
    )
