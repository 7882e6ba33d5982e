"""One look for all figures: colours that stay apart for colour-blind readers and in grey, and sober axes.

Colours are from Okabe & Ito (2008, https://jfly.uni-koeln.de/color/), without the green, so that red never has to be told
from green. Colour is never the only sign: shape, fill or a number says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from analysis.figures.lettering import wrap

if TYPE_CHECKING:
    from analysis.figures.plot import Plot

BLUE, ORANGE, SKY, VERMILION, PURPLE = "#0072B2", "#E69F00", "#56B4E9", "#D55E00", "#CC79A7"
INK, GREY, PALE, GRID = "#222222", "#6B6B6B", "#EDEDED", "#D9D9D9"
PALETTE = (BLUE, ORANGE, PURPLE, SKY, VERMILION, INK)
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "star", "hexagon")
"""Six colours by seven shapes: 42 categories that look different."""

SCALE: tuple[tuple[float, str], ...] = (
    (0.0, "#F4F7FB"),
    (0.2, "#D3E3F3"),
    (0.4, "#9DC6E4"),
    (0.6, "#559BCB"),
    (0.8, "#1F69AC"),
    (1.0, "#08306B"),
)
"""One hue, lightness falling evenly: the order survives a grey printer."""

FONT = "Noto Sans, Liberation Sans, Arial, sans-serif"
SIZE = 14
WIDTH = 960
NOTE = "note"
"""Points and pixels of a figure as printed; on a screen the width follows the page."""


_AXIS = {
    "gridcolor": GRID,
    "linecolor": GREY,
    "tickcolor": GREY,
    "zeroline": False,
    "automargin": True,
    "ticks": "",
    "title": {"standoff": 12, "font": {"size": SIZE}},
}

TEMPLATE: dict[str, Any] = {
    "layout": {
        "font": {"family": FONT, "size": SIZE, "color": INK},
        "title": {"x": 0, "xref": "container", "xanchor": "left", "pad": {"l": 12}, "font": {"size": 19}},
        "paper_bgcolor": "white",
        "plot_bgcolor": "white",
        "colorway": list(PALETTE),
        "hoverlabel": {"bgcolor": "white", "bordercolor": GREY, "align": "left", "font": {"color": INK}},
        "legend": {"font": {"size": SIZE}, "title": {"font": {"size": SIZE}}},
        "xaxis": _AXIS,
        "yaxis": _AXIS,
    }
}
"""The plotly template of all figures."""


def title_height(wrapped: str) -> int:
    """Pixels that a wrapped title takes above whatever is drawn."""
    return 34 + 25 * (wrapped.count("<br>") + 1)


def note_height(wrapped: str) -> int:
    """Pixels that a wrapped note takes below a plot."""
    return 30 + 17 * wrapped.count("<br>")


def finish(plot: Plot, title: str, height: int, note: str = "", head: int = 8, foot: int = 8, **layout: Any) -> Plot:
    """Give `plot` the template, its title (wrapped) and a note below.

    Parameters
    ----------
    plot : Plot
    title, note : str
        Not yet escaped.
    height : int
        Of the plot itself, in pixels.
    head, foot : int
        Pixels above the plot for what stands between it and the title (names of columns, legend), and below it for its
        axis.
    layout
        For plotly as it is; nothing in it may be text of a source that is not escaped.
    """
    wrapped = wrap(title, 88, 3)
    margin = {"l": 12, "r": 24, "t": title_height(wrapped) + head, "b": foot + 8} | layout.pop("margin", {})
    if note:
        lines = wrap(note, 112, 4)
        margin["b"] = foot + note_height(lines)
        look = {"showarrow": False, "font": {"size": SIZE - 2, "color": GREY}}
        left = {"x": 0, "xref": "paper", "xanchor": "left", "align": "left"}
        down = {"y": 0, "yref": "paper", "yanchor": "top", "yshift": -foot - 4}
        plot.annotate({"name": NOTE, "text": lines} | left | down | look)
    total = height + margin["t"] + margin["b"]
    if layout.get("legend", {}).get("yref") == "container":
        layout["legend"] = layout["legend"] | {"y": round(1 - (title_height(wrapped) - 10) / total, 4)}
    heading = {"text": wrapped, "y": 1, "yref": "container", "yanchor": "top", "pad": {"t": 16, "l": 12}}
    plot.layout.update({"template": TEMPLATE, "title": heading, "height": total, "margin": margin, **layout})
    return plot


def beside(head: str, counts: Iterable[tuple[str, int]], **more: Any) -> list[dict[str, Any]]:
    """Annotations to the right of a plot: `head` above, and a text at the height of each row."""
    common = {"x": 1.02, "xref": "paper", "xanchor": "left", "showarrow": False}
    top = {"text": head, "y": 1, "yref": "paper", "yanchor": "bottom", "font": {"color": GREY}}
    return [common | top, *(common | {"text": text, "y": y} | more for text, y in counts)]


def below(text: str, shift: int, **place: Any) -> dict[str, Any]:
    """An annotation under the plots, `shift` pixels below them, that tells what their axes mean."""
    common = {"xref": "paper", "y": 0, "yref": "paper", "yanchor": "top", "showarrow": False}
    return common | {"text": text, "yshift": -shift} | place


def names_down(names: Sequence[str]) -> dict[str, Any]:
    """A vertical axis with a name at each whole number, the first on top."""
    return names_across(names) | {"range": [len(names) - 0.5, -0.5]}


def names_across(names: Sequence[str]) -> dict[str, Any]:
    """A horizontal axis with a name at each whole number, the first on the left."""
    return {
        "tickvals": list(range(len(names))),
        "ticktext": list(names),
        "range": [-0.5, len(names) - 0.5],
        "fixedrange": True,
    }


LEGEND = {"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yref": "container", "yanchor": "top"}
"""A legend on one line right below the title; it takes a `head` of 34 more."""


def columns_height(names: Iterable[str]) -> int:
    """Pixels that wrapped names of columns take above a plot."""
    return 14 + 18 * max((name.count("<br>") + 1 for name in names), default=1)


def look(index: int) -> dict[str, str]:
    """Colour and shape of category `index`; the first 42 differ."""
    return {"color": PALETTE[index % len(PALETTE)], "symbol": SYMBOLS[index % len(SYMBOLS)]}


def colour_at(share: float) -> tuple[float, float, float]:
    """Red, green and blue (0..1) of :data:`SCALE` at `share` (0..1)."""
    ends = next((pair for pair in pairwise(SCALE) if share <= pair[1][0]), (SCALE[-2], SCALE[-1]))
    (low, first), (high, second) = ends
    part = min(max((share - low) / (high - low), 0.0), 1.0)
    mixed = [(int(first[i : i + 2], 16) * (1 - part) + int(second[i : i + 2], 16) * part) / 255 for i in (1, 3, 5)]
    return mixed[0], mixed[1], mixed[2]


def luminance(colour: tuple[float, float, float]) -> float:
    """Relative luminance of a colour (WCAG 2.1)."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ink_on(share: float) -> str:
    """Black or white, whichever reads best on :data:`SCALE` at `share`; never less than 4.5 : 1 (WCAG 2.1 AA)."""
    return "black" if (luminance(colour_at(share)) + 0.05) ** 2 > 0.05 * 1.05 else "white"
