"""What became of the accepted themes: then on the left, now on the right, and a line for where passages went."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.core.study import Study
from analysis.figures import evidence, style
from analysis.figures.drawing import Drawing
from analysis.figures.lettering import escape, wrap
from analysis.figures.plot import Plot
from analysis.figures.sheet import Sheet
from analysis.figures.words import Words

EVENTS: dict[str, tuple[str, str, str]] = {
    "continued": (style.BLUE, "solid", "circle"),
    "split": (style.PURPLE, "dash", "diamond"),
    "merged": (style.ORANGE, "dot", "square"),
    "new": (style.SKY, "dashdot", "star"),
    "gone": (style.VERMILION, "solid", "x"),
}
"""Event -> colour, line and symbol: each differs in all three, so that it is seen without colour."""

THEN, NOW = 0, 1


def draw(tables: evidence.Tables, study: Study, key: str = "theme-history") -> Drawing:
    """Themes down, then and now across; from `themes`, `theme_history` and the passages of both.

    Returns
    -------
    Drawing
        Table: theme, what became of it, other themes, share of passages that are still in it (of a new theme: that no
        accepted theme had).
    """
    words = Words(study.language)
    themes, history = evidence.take(tables, "themes", "theme_history")
    label = evidence.label_from(tables, "themes", "theme_history", "passages", "passage_themes")
    history = history.sort_values("theme_id").reset_index(drop=True)
    columns = words.columns("theme", "history event", "history others", "history share")
    sheet = Sheet(words, key, words("history title"), columns, label)
    if history["event"].eq("new").all():
        return sheet.nothing("no accepted themes")
    names = dict(zip(themes["theme_id"], themes["name"], strict=True))
    passages = evidence.behind(evidence.themed(tables), ["theme_id"])
    rows = [
        (names.get(r.theme_id, r.theme_id), words(f"event {r.event}"), _named(r.others, names), float(r.share))
        for r in history.itertuples()
    ]
    cells = {theme: tuple(passages.get(theme, ())) for theme in history["theme_id"]}
    counts = history["event"].value_counts()
    told = [
        words("history count", n=int(counts[event]), event=words(f"event {event}"))
        for event in EVENTS
        if event in counts
    ]
    alt = words("history alt", n=int(history["event"].ne("new").sum()), told=", ".join(told))
    figure = _figure(history, names, words, sheet.title)
    return sheet.drawing(figure, alt, sheet.table(rows, history["theme_id"]), cells)


def _named(others: str, names: dict[str, str]) -> str:
    return "; ".join(names.get(theme, theme) for theme in others.split("; ") if theme)


def _lines(history: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
    """From, to and event of each line; a theme that is gone goes nowhere, one that is new may come from nowhere."""
    there = set(history["theme_id"])
    for row in history.itertuples():
        others = [theme for theme in str(row.others).split("; ") if theme in there]
        if row.event in ("continued", "split"):
            yield str(row.theme_id), str(row.theme_id), "continued"
        if row.event in ("split", "merged"):
            yield from ((str(row.theme_id), theme, str(row.event)) for theme in others)


def _figure(history: pd.DataFrame, names: dict[str, str], words: Words, title: str) -> Plot:
    order = list(history["theme_id"])
    place = {theme: number for number, theme in enumerate(order)}
    event_of = dict(zip(history["theme_id"], history["event"], strict=True))
    lines = list(_lines(history))
    plot = Plot()
    for event, (colour, dash, symbol) in EVENTS.items():
        mine = [theme for theme in order if event_of[theme] == event]
        drawn = [(a, b) for a, b, kind in lines if kind == event]
        if not mine and not drawn:
            continue
        plot.add(
            "scatter",
            x=[x for _ in drawn for x in (THEN, NOW, None)],
            y=[y for a, b in drawn for y in (place[a], place[b], None)],
            mode="lines",
            line={"color": colour, "width": 2, "dash": dash},
            hoverinfo="skip",
            showlegend=False,
        )
        # a theme that is new stands on the side of now, one that is gone or merged on that of then
        sides = [NOW if event in ("continued", "split", "new") else THEN] * len(mine)
        plot.add(
            "scatter",
            x=sides,
            y=[place[theme] for theme in mine],
            mode="markers",
            marker={"symbol": symbol, "size": 11, "color": colour},
            name=words(f"event {event}"),
            customdata=mine,
            hovertext=[f"{escape(names.get(theme, theme))}<br>{escape(words(f'event {event}'))}" for theme in mine],
            hoverinfo="text",
        )
    heads = words.columns("history then", "history now")
    return style.finish(
        plot,
        title,
        30 * len(order) + 12,
        head=style.columns_height(heads) + 34,
        showlegend=True,
        legend=style.LEGEND,
        xaxis=style.names_across(heads) | {"range": [-0.15, 1.15], "side": "top", "showgrid": False},
        yaxis=style.names_down([wrap(names.get(theme, theme), 44) for theme in order]) | {"showgrid": False},
    )
