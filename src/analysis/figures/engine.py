"""The plotly.js that draws figures on a page: the whole one, or one of a third of its size for all that ours are made of."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

CARTESIAN = frozenset(
    {"bar", "box", "contour", "heatmap", "histogram", "histogram2d", "image", "pie", "scatter", "violin"}
)
"""Kinds of trace that the small script draws."""


@cache
def whole() -> str:
    """The plotly.js that the installed plotly carries."""
    from plotly.offline import get_plotlyjs

    return get_plotlyjs()


@cache
def small() -> str:
    """The cartesian bundle of the same version, as `npm pack plotly.js-cartesian-dist-min@VERSION` gives it (MIT)."""
    return (files("analysis.figures") / "assets" / "plotly-cartesian.min.js").read_text(encoding="utf-8")


def script(kinds: Iterable[str]) -> str:
    """The smallest script that draws traces of these kinds; the whole one where none is named."""
    named = set(kinds)
    return small() if named and named <= CARTESIAN else whole()
