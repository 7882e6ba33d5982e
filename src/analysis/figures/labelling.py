"""A figure that leaves its page takes its label along: in the picture, and in the name of its file."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from analysis.core.classification import LEVELS, label_slug
from analysis.figures.drawing import Drawing
from analysis.figures.lettering import escape
from analysis.figures.plot import Plot

ROOM = 22
"""Pixels below a figure for its label."""

COLOUR = "#8A1F11"
"""Of the label, as on a page."""


def stamp(drawing: Drawing) -> Drawing:
    """The drawing with its label below it; one of the lowest level without a caveat has none to show."""
    if str(drawing.label) == LEVELS[0]:
        return drawing
    layout = drawing.plot.layout
    margin = layout.get("margin", {})
    below = margin.get("b") or 0
    label = {"text": f"<b>{escape(str(drawing.label))}</b>", "showarrow": False, "font": {"color": COLOUR}}
    label |= {"x": 0, "xref": "paper", "xanchor": "left", "y": 0, "yref": "paper", "yanchor": "top", "yshift": -below}
    larger = {"margin": margin | {"b": below + ROOM}, "height": (layout.get("height") or 0) + ROOM}
    notes = {"annotations": [*layout.get("annotations", []), label]}
    return dataclasses.replace(drawing, plot=Plot(drawing.plot.data, layout | larger | notes))


def file_in(folder: Path, drawing: Drawing, suffix: str = ".png") -> Path:
    """Where in a folder the picture of a drawing goes, its label in its name."""
    return folder / f"{drawing.key}.{label_slug(drawing.label)}{suffix}"
