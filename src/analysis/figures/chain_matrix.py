"""Chain matrices: who in a region's chain sees a theme, is silent, was not asked or was not interviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.figures import evidence, style
from analysis.figures.drawing import Drawing
from analysis.figures.lettering import escape, wrap
from analysis.figures.words import Words
from analysis.study import Study

if TYPE_CHECKING:
    import plotly.graph_objects as go

STATES = {
    "sees": ("circle", style.BLUE),
    "silent": ("circle-open", style.VERMILION),
    "not asked": ("line-ew", style.GREY),
    "no interview": ("x-thin", style.GREY),
}
"""Shape and colour of each state."""

TOLD = 3

MOST_COLUMNS = 24
"""With more columns than this their names take one line and the signs are smaller."""

MOST_LEVEL = 6
"""With more regions, or more columns in all, than this their names stand upright."""


def draw(tables: evidence.Tables, study: Study, theme: str = "", region: str = "", key: str = "") -> Drawing:
    """Themes down and the organisations of each region across; or, for one theme, regions down.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        `themes`, `chain`, `passages`, `passage_themes`.
    study : Study
    theme : str
        Id of one theme; empty for all.
    region : str
        Slug of one region; empty for all.
    key : str
        Default `chain[-region][-theme]`.

    Returns
    -------
    Drawing
        Table: theme, region, organisation, state, interviews k and n, agreement.
    """
    words = Words(study.language)
    key = key or "-".join(part for part in ("chain", region, theme.lower()) if part)
    themes, chain = evidence.take(tables, "themes", "chain")
    label = evidence.label_from(tables, "themes", "chain", "passages", "passage_themes")
    names = {slug: name for slug, name in evidence.names_of(themes, tables).items() if theme in ("", slug)}
    chosen = chain[(chain["label_kind"] == "theme") & chain["label_id"].isin(list(names))]
    if region:
        chosen = chosen[chosen["region"] == region]
    title = words("chain title theme", theme=names.get(theme, theme)) if theme else words("chain title")
    columns = [
        *words.columns("theme", "region", "organisation", "state", "interviews"),
        words("out of", unit=words("interviews")),
        words("agreement"),
    ]
    if chosen.empty or not chosen["n_units"].sum():
        return style.say_nothing(words, key, title, "no chain", columns, label)
    regions = {s: n for s, n in evidence.region_names(study).items() if s in set(chosen["region"])}
    organisations = {s: n for s, n in evidence.organisation_names(study).items() if s in set(chosen["organisation"])}
    places = [list(names), list(regions), list(organisations)]
    ordered = chosen.assign(
        one=chosen["label_id"].map(places[0].index),
        two=chosen["region"].map(places[1].index),
        three=chosen["organisation"].map(places[2].index),
    ).sort_values(["one", "two", "three"])
    rows = list(ordered.itertuples())
    table = pd.DataFrame(
        [
            (
                names[r.label_id],
                regions[r.region],
                organisations[r.organisation],
                words(r.state),
                r.k_units,
                r.n_units,
                words(r.agreement),
            )
            for r in rows
        ],
        columns=columns,
        index=pd.Index([_mark(r) for r in rows], name="mark"),
    )
    figure = _figure(rows, theme, names, regions, organisations, words, title)
    sentences = _by_region(rows, regions, organisations, words) if theme else _by_theme(ordered, names, words)
    passages = evidence.talks(evidence.themed(tables))
    cells = evidence.behind(passages[passages["role"] == "respondent"], ["theme_id", "region", "organisation"])
    return Drawing(key, title, figure, words("chain alt", sentences=sentences), table, cells, label, study.language)


def _mark(row: Any) -> str:
    return evidence.mark(row.label_id, row.region, row.organisation)


def _figure(
    rows: list[Any],
    theme: str,
    names: dict[str, str],
    regions: dict[str, str],
    organisations: dict[str, str],
    words: Words,
    title: str,
) -> go.Figure:
    """Themes down and each region's organisations across; for one theme, regions down and organisations across."""
    import plotly.graph_objects as go

    down = list(regions) if theme else [t for t in names if any(r.label_id == t for r in rows)]
    here = {("" if theme else r.region, r.organisation) for r in rows}
    heads = [(region, who) for region in ([""] if theme else regions) for who in organisations if (region, who) in here]
    crowded, turned = len(heads) > MOST_COLUMNS, not theme and len(heads) > MOST_LEVEL
    spots = [
        (heads.index(("" if theme else r.region, r.organisation)), down.index(r.region if theme else r.label_id))
        for r in rows
    ]
    figure = go.Figure()
    for state, (symbol, colour) in STATES.items():
        mine = [(spot, r) for spot, r in zip(spots, rows, strict=True) if r.state == state]
        figure.add_scatter(
            x=[x for (x, _), _ in mine],
            y=[y for (_, y), _ in mine],
            mode="markers+text" if theme else "markers",
            text=[f"{r.k_units}/{r.n_units}" if r.n_units else "" for _, r in mine],
            textposition="middle right",
            name=words(state),
            marker={
                "symbol": symbol,
                "size": 10 if crowded else 14,
                "color": colour,
                "line": {"width": 2.5, "color": colour},
            },
            customdata=[_mark(r) for _, r in mine],
            hovertext=[
                f"{escape(names[r.label_id])}<br>{escape(regions[r.region])}, {escape(organisations[r.organisation])}: "
                f"{words(state)}<br>{words.fraction(r.k_units, r.n_units, 'interviews')}"
                for _, r in mine
            ],
            hoverinfo="text",
            showlegend=True,
        )
    label = [wrap(organisations[who], 24 if crowded else 18, 1 if crowded else 2) for _, who in heads]
    tall = 16 + max(_length(text) for text in label) if turned else style.columns_height(label)
    head = tall + 34 + (0 if theme else _head_regions(figure, regions, [region for region, _ in heads], tall))
    axis = {"fixedrange": True, "zeroline": False}
    across = {"tickvals": list(range(len(heads))), "ticktext": label, "range": [-0.5, len(heads) - 0.5], "side": "top"}
    called = [wrap((regions if theme else names)[each]) for each in down]
    return style.finish(
        figure,
        title,
        36 * len(down) + 8,
        head=head,
        xaxis=axis | across | {"tickangle": -90 if turned else 0, "showgrid": False},
        yaxis=axis | {"tickvals": list(range(len(down))), "ticktext": called, "range": [len(down) - 0.5, -0.5]},
        legend=style.LEGEND,
    )


def _head_regions(figure: go.Figure, regions: dict[str, str], columns: list[str], lift: int) -> int:
    """Write the regions above their columns with a line between them; returns the pixels that takes."""
    upright = len(regions) > MOST_LEVEL
    called = [wrap(name, 22 if len(regions) <= 4 else 13) for name in regions.values()]
    for slug, name in zip(regions, called, strict=True):
        first, width = columns.index(slug), columns.count(slug)
        if first:
            figure.add_vline(x=first - 0.5, line={"color": style.GREY, "width": 1})
        figure.add_annotation(
            text=f"<b>{name}</b>",
            x=first + (width - 1) / 2,
            y=1,
            yref="paper",
            yshift=lift,
            yanchor="bottom",
            showarrow=False,
            textangle=-90 if upright else 0,
        )
    return 12 + max(_length(name) for name in called) if upright else 48


def _length(wrapped: str) -> int:
    """Pixels of the longest line of a wrapped name."""
    return max(7 * len(line) for line in wrapped.split("<br>"))


def _by_theme(ordered: pd.DataFrame, names: dict[str, str], words: Words) -> str:
    spoken = ordered[ordered["n_units"] > 0]
    told = []
    for theme, part in spoken.groupby("label_id", sort=False):
        sees = int((part["state"] == "sees").sum())
        told.append((abs(2 * sees - len(part)), names[str(theme)], sees, len(part)))
    told.sort(key=lambda row: row[0])
    return " ".join(words("chain sentence", theme=name, sees=sees, asked=n) for _, name, sees, n in told[:TOLD])


def _by_region(rows: list[Any], regions: dict[str, str], organisations: dict[str, str], words: Words) -> str:
    parts = []
    for slug, name in regions.items():
        states = ", ".join(f"{organisations[r.organisation]} {words(r.state)}" for r in rows if r.region == slug)
        parts.append(words("chain sentence region", region=name, states=states))
    return " ".join(parts)
