"""A figure that leaves its page takes its label along: in the picture, and in the name of its file."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import plotly.graph_objects as go

from analysis.core.classification import LEVELS, label_slug
from analysis.figures.drawing import Drawing
from analysis.figures.lettering import escape

ROOM = 22
"""Pixels below a figure for its label."""

COLOUR = "#8A1F11"
"""Of the label, as on a page."""


def stamp(drawing: Drawing) -> Drawing:
    """The drawing with its label below it; one of the lowest level without a caveat has none to show."""
    if str(drawing.label) == LEVELS[0]:
        return drawing
    figure = go.Figure(drawing.figure)
    below = figure.layout.margin.b or 0
    figure.add_annotation(
        text=f"<b>{escape(str(drawing.label))}</b>",
        x=0,
        xref="paper",
        xanchor="left",
        y=0,
        yref="paper",
        yanchor="top",
        yshift=-below,
        showarrow=False,
        font={"color": COLOUR},
    )
    figure.update_layout(margin={"b": below + ROOM}, height=(figure.layout.height or 0) + ROOM)
    return dataclasses.replace(drawing, figure=figure)


def file_in(folder: Path, drawing: Drawing, suffix: str = ".png") -> Path:
    """Where in a folder the picture of a drawing goes, its label in its name."""
    return folder / f"{drawing.key}.{label_slug(drawing.label)}{suffix}"
