"""A plot as plotly.js takes it, traces and a layout: plain values, put together as they will stand in a figure's file.

plotly's own objects hold each property against their schema when it is set, and those beside it anew: that took half the time
of a notebook full of figures. A test asks plotly whether it knows all that the families set.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.figures.style import SIZE

Properties = dict[str, Any]
"""What plotly.js takes for a trace, an axis, an annotation, …: texts, numbers, booleans, and lists and dictionaries of them."""


@dataclass(frozen=True)
class Plot:
    """The traces of a plot, and its layout."""

    data: list[Properties] = field(default_factory=list)
    layout: Properties = field(default_factory=dict)

    def add(self, kind: str, **trace: Any) -> None:
        """Add a trace: `scatter`, `bar`, `heatmap`, …"""
        self.data.append({"type": kind, **trace})

    def annotate(self, *notes: Properties) -> None:
        """Write on the plot, over what is there."""
        self.layout["annotations"] = [*self.layout.get("annotations", []), *notes]

    def outline(self, *shapes: Properties) -> None:
        """Draw lines and other shapes that are no data."""
        self.layout["shapes"] = [*self.layout.get("shapes", []), *shapes]

    def stand(self, x: float, panel: int = 0, **look: Any) -> None:
        """Draw a line from the foot to the head of a panel, at `x`."""
        number = _number(panel)
        ends = {"x0": x, "x1": x, "xref": f"x{number}", "y0": 0, "y1": 1, "yref": f"y{number} domain"}
        self.outline({"type": "line", **ends, **look})

    def axes(self, letter: str, **settings: Any) -> None:
        """Give the axes of all panels in one direction (`x` or `y`) the same settings."""
        for name in [name for name in self.layout if name.startswith(f"{letter}axis")]:
            self.layout[name] |= settings


def in_panels(heads: Sequence[str], down: int, across: int, gap: tuple[float, float], one_scale: bool = False) -> Plot:
    """A plot of equal panels, row by row, each with two axes of its own.

    Parameters
    ----------
    heads : sequence of str
        What stands above each panel; a panel without one has no head.
    down, across : int
        How many panels.
    gap : tuple of float
        Between two columns and between two rows, as shares of the width and the height.
    one_scale : bool
        Whether the panels of a row share their vertical axis, which is then named on the left only.
    """
    beside, above = gap
    width, height = ((1.0 - space * (count - 1)) / count for space, count in ((beside, across), (above, down)))
    plot = Plot()
    for panel in range(down * across):
        row, column = divmod(panel, across)
        left, foot = _start(width, column, beside), _start(height, down - 1 - row, above)
        x, y = [left, left + width], [foot, min(foot + height, 1.0)]
        number, first = _number(panel), _number(row * across)
        shared = {"matches": f"y{first}", "showticklabels": False} if one_scale and column else {}
        plot.layout[axis_name("x", panel)] = {"anchor": f"y{number}", "domain": x}
        plot.layout[axis_name("y", panel)] = {"anchor": f"x{number}", "domain": y} | shared
        if panel < len(heads):
            place = {"x": sum(x) / 2.0, "xref": "paper", "xanchor": "center"}
            place |= {"y": y[1], "yref": "paper", "yanchor": "bottom"}
            plot.annotate({"text": heads[panel], "showarrow": False, "font": {"size": SIZE}} | place)
    return plot


def within(panel: int) -> Properties:
    """The axes of a panel of :func:`in_panels`, as a trace names them."""
    return {"xaxis": f"x{_number(panel)}", "yaxis": f"y{_number(panel)}"}


def _start(size: float, before: int, space: float) -> float:
    """Where a panel begins that has so many before it."""
    return sum([size] * before, 0.0) + before * space


def axis_name(letter: str, panel: int) -> str:
    """The key in a layout of the axis of a panel, `x` or `y`."""
    return f"{letter}axis{_number(panel)}"


def _number(panel: int) -> str:
    """As plotly.js counts axes: the first has no number."""
    return str(panel + 1) if panel else ""
