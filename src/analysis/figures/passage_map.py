"""The map of passages: what is alike lies together, a number at the middle of each theme."""

from __future__ import annotations

import pandas as pd

from analysis.core.study import Study
from analysis.figures import evidence, style
from analysis.figures.drawing import Drawing
from analysis.figures.lettering import escape, shorten
from analysis.figures.plot import Plot
from analysis.figures.sheet import Sheet, key_of
from analysis.figures.words import Words

DIGITS = 3
"""Decimals of a place on the map."""

NO_THEME, ASIDE = "none", "aside"
"""Marks of the passages that no theme holds, and of those in what somebody set aside."""

REST = {NO_THEME: "outlier", ASIDE: "aside"}
"""What they are called in the figures' words."""

Parts = dict[str, pd.DataFrame]
"""Theme, or one of :data:`REST` -> its passages."""

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
    points = evidence.within(points, region)[["passage_id", "source_id", "theme_id", "x", "y"]]
    if points.empty:
        return sheet.nothing("no passages")
    parts = {theme: part for theme in names if len(part := points[points["theme_id"] == theme])}
    others = points[~points["theme_id"].isin(list(parts))]
    rest = {NO_THEME: others[others["theme_id"] == ""], ASIDE: others[others["theme_id"] != ""]}
    if rest[ASIDE].empty:
        del rest[ASIDE]
    rows = [
        *((n, names[t], part) for n, (t, part) in enumerate(parts.items(), 1)),
        *((0, words(REST[mark]), part) for mark, part in rest.items()),
    ]
    numbers = ((n, name, len(part), part["source_id"].nunique()) for n, name, part in rows)
    cells = {mark: tuple(part["passage_id"]) for mark, part in (parts | rest).items()}
    figure = _figure(parts, rest, names, words, sheet.title)
    return sheet.drawing(figure, _alt(parts, rest, names, words), sheet.table(numbers, [*parts, *rest]), cells)


def _alt(parts: Parts, rest: Parts, names: dict[str, str], words: Words) -> str:
    counted = {mark: words.number(len(part), "passages") for mark, part in (parts | rest).items()}
    largest = sorted(parts, key=lambda theme: -len(parts[theme]))
    loose = [words(f"map {REST[mark]}", number=counted[mark]) for mark, part in rest.items() if len(part)]
    return words(
        "map alt" if loose else "map alt all",
        n=sum(map(len, (parts | rest).values())),
        t=len(parts),
        o=evidence.listing(loose, words("and")),
        largest=evidence.listing(
            (words("map count", name=names[theme], number=counted[theme]) for theme in largest), words("and")
        ),
    )


def _figure(parts: Parts, rest: Parts, names: dict[str, str], words: Words, title: str) -> Plot:
    plot = Plot()

    def scatter(part: pd.DataFrame, name: str, marker: dict, legend: str) -> None:
        plot.add(
            "scatter",
            x=part["x"].round(DIGITS).tolist(),
            y=part["y"].round(DIGITS).tolist(),
            mode="markers",
            marker=marker,
            name=legend,
            customdata=part["passage_id"].tolist(),
            hovertext=[f"{escape(name)}<br>{words('source')} {escape(source)}" for source in part["source_id"]],
            hoverinfo="text",
        )

    for (mark, part), symbol in zip(rest.items(), ("circle", "x"), strict=False):
        if len(part):
            called = words(REST[mark])
            scatter(part, called, {"symbol": symbol, "size": 5, "color": "#C4C4C4"}, called)
    for number, (theme, part) in enumerate(parts.items()):
        marker = style.look(number) | {
            "size": 9 if number % 7 in (0, 1, 2) else 11,
            "opacity": 0.75,
            "line": {"width": 0.5, "color": "white"},
        }
        scatter(part, names[theme], marker, f"{number + 1}  {shorten(names[theme], 44)}")
    plot.annotate(
        *(
            {
                "x": round(float(part["x"].median()), DIGITS),
                "y": round(float(part["y"].median()), DIGITS),
                "text": f"<b>{number}</b>",
                # of a theme with one passage the number would hide the only sign
                "yshift": 14 if len(part) == 1 else 0,
                "showarrow": False,
                "font": {"size": style.SIZE + 1, "shadow": HALO},
            }
            for number, part in enumerate(parts.values(), 1)
        )
    )
    blank = {"showticklabels": False, "showgrid": False}
    return style.finish(
        plot,
        title,
        max(560, 22 * len(parts) + 60),
        words("map note"),
        margin={"r": 12},
        xaxis=blank,
        yaxis=blank | {"scaleanchor": "x"},
        legend={"x": 1.01, "y": 1, "traceorder": "normal", "itemsizing": "constant"},
    )
