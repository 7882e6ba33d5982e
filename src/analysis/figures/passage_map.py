"""The map of passages: what is alike lies together, a number at the middle of each theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.figures import evidence, style
from analysis.figures.drawing import Drawing
from analysis.figures.lettering import escape, shorten
from analysis.figures.sheet import Sheet, key_of
from analysis.figures.words import Words
from analysis.study import Study

if TYPE_CHECKING:
    import plotly.graph_objects as go

DIGITS = 3
"""Decimals of a place on the map."""

NO_THEME = "none"
"""Mark of the passages that no theme holds."""

HALO = ", ".join(["0 0 3px white"] * 4)
"""Behind a number on the map, so that it can be read on points of any colour without hiding them."""


def draw(tables: evidence.Tables, study: Study, region: str = "", key: str = "") -> Drawing:
    """One point a passage; hovering names its theme and its source, never its text.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        `themes`, `passages`, `passage_themes`.
    study : Study
    region : str
        Slug of a region whose passages are shown; empty for all.
    key : str
        Default `passage-map[-region]`.

    Returns
    -------
    Drawing
        Table: number on the map, theme, passages, sources. Marks are theme ids; a point's own mark is its passage id.
    """
    words = Words(study.language)
    sheet = Sheet(
        words,
        key or key_of("passage-map", region),
        words("map title"),
        ["nr.", *words.columns("theme", "passages", "sources")],
        evidence.label_from(tables, "themes", "passages", "passage_themes"),
    )
    themes, passages, placed = evidence.take(tables, "themes", "passages", "passage_themes")
    names = evidence.names_of(themes, tables)
    points = passages.merge(placed[["passage_id", "theme_id", "x", "y"]], on="passage_id", validate="one_to_one")
    points = points.dropna(subset=["x", "y"]).sort_values("passage_id", kind="stable")
    points = evidence.within(points, region)
    if points.empty:
        return sheet.nothing("no passages")
    shown = [theme for theme in names if theme in set(points["theme_id"])]
    parts = {theme: points[points["theme_id"] == theme] for theme in shown}
    loose = points[~points["theme_id"].isin(shown)]
    rows = [(n, names[t], len(parts[t]), parts[t]["source_id"].nunique()) for n, t in enumerate(shown, 1)]
    rows.append((0, words("outlier"), len(loose), loose["source_id"].nunique()))
    largest = evidence.listing(
        (
            words("map count", name=names[t], number=words.number(len(parts[t]), "passages"))
            for t in sorted(shown, key=lambda t: -len(parts[t]))
        ),
        words("and"),
    )
    told = "map alt" if len(loose) else "map alt all"
    alt = words(told, n=len(points), t=len(shown), o=words.number(len(loose), "passages"), largest=largest)
    cells = evidence.behind(points[points["theme_id"].isin(shown)], ["theme_id"]) | {
        NO_THEME: tuple(loose["passage_id"])
    }
    figure = _figure(parts, loose, names, words, sheet.title)
    return sheet.drawing(figure, alt, sheet.table(rows, [*shown, NO_THEME]), cells)


def _figure(
    parts: dict[str, pd.DataFrame], loose: pd.DataFrame, names: dict[str, str], words: Words, title: str
) -> go.Figure:
    import plotly.graph_objects as go

    figure = go.Figure()

    def scatter(part: pd.DataFrame, name: str, marker: dict, legend: str) -> None:
        figure.add_scatter(
            x=part["x"].round(DIGITS).tolist(),
            y=part["y"].round(DIGITS).tolist(),
            mode="markers",
            marker=marker,
            name=legend,
            customdata=part["passage_id"].tolist(),
            hovertext=[f"{escape(name)}<br>{words('source')} {escape(source)}" for source in part["source_id"]],
            hoverinfo="text",
        )

    if len(loose):
        scatter(loose, words("outlier"), {"symbol": "circle", "size": 5, "color": "#C4C4C4"}, words("outlier"))
    for number, (theme, part) in enumerate(parts.items()):
        marker = style.look(number) | {
            "size": 9 if number % 7 in (0, 1, 2) else 11,
            "opacity": 0.75,
            "line": {"width": 0.5, "color": "white"},
        }
        scatter(part, names[theme], marker, f"{number + 1}  {shorten(names[theme], 44)}")
    style.annotate(
        figure,
        [
            {
                "x": round(float(part["x"].median()), DIGITS),
                "y": round(float(part["y"].median()), DIGITS),
                "text": f"<b>{number}</b>",
                "showarrow": False,
                "font": {"size": style.SIZE + 1, "shadow": HALO},
            }
            for number, part in enumerate(parts.values(), 1)
        ],
    )
    blank = {"showticklabels": False, "showgrid": False}
    return style.finish(
        figure,
        title,
        max(560, 22 * len(parts) + 60),
        words("map note"),
        margin={"r": 12},
        xaxis=blank,
        yaxis=blank | {"scaleanchor": "x"},
        legend={"x": 1.01, "y": 1, "traceorder": "normal", "itemsizing": "constant"},
    )
