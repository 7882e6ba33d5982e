"""Chain matrices: who in a region's chain sees a theme, is silent, was not asked or was not interviewed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.core.study import Study
from analysis.figures import evidence, style
from analysis.figures.drawing import Drawing
from analysis.figures.lettering import escape, wrap
from analysis.figures.plot import Plot
from analysis.figures.sheet import Sheet, key_of
from analysis.figures.words import Words

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
    themes, chain = evidence.take(tables, "themes", "chain")
    names = {slug: name for slug, name in evidence.names_of(themes, tables).items() if theme in ("", slug)}
    sheet = Sheet(
        words,
        key or key_of("chain", region, theme),
        words("chain title theme", theme=names.get(theme, theme)) if theme else words("chain title"),
        [
            *words.columns("theme", "region", "organisation", "state", "interviews"),
            words("out of", unit=words("interviews")),
            words("agreement"),
        ],
        evidence.label_from(tables, "themes", "chain", "passages", "passage_themes"),
    )
    chosen = chain[(chain["label_kind"] == "theme") & chain["label_id"].isin(list(names))]
    if region:
        chosen = chosen[chosen["region"] == region]
    if chosen.empty or not chosen["n_units"].sum():
        return sheet.nothing("no chain")
    called = Called(
        names,
        {s: n for s, n in evidence.region_names(study).items() if s in set(chosen["region"])},
        {s: n for s, n in evidence.organisation_names(study).items() if s in set(chosen["organisation"])},
        words,
    )
    ordered = called.order(chosen)
    rows = list(ordered.itertuples())
    sentences = _by_region(rows, called) if theme else _by_theme(ordered, called)
    return sheet.drawing(
        _figure(rows, bool(theme), called, sheet.title),
        words("chain alt", sentences=sentences),
        sheet.table((called.numbers(row) for row in rows), map(_mark, rows)),
        evidence.behind(evidence.spoken(tables), ["theme_id", "region", "organisation"]),
    )


@dataclass(frozen=True)
class Called:
    """Names of what is shown, each in its order."""

    themes: dict[str, str]
    regions: dict[str, str]
    organisations: dict[str, str]
    words: Words

    def order(self, chosen: pd.DataFrame) -> pd.DataFrame:
        """Rows of table `chain` by theme, region and organisation."""
        columns = {"label_id": self.themes, "region": self.regions, "organisation": self.organisations}
        places = {f"_{column}": chosen[column].map(list(names).index) for column, names in columns.items()}
        return chosen.assign(**places).sort_values(list(places)).drop(columns=list(places))

    def numbers(self, row: Any) -> tuple[Any, ...]:
        """The row of the table for a row of `chain`."""
        who = (self.themes[row.label_id], self.regions[row.region], self.organisations[row.organisation])
        return (*who, self.words(row.state), row.k_units, row.n_units, self.words(row.agreement))

    def hover(self, row: Any) -> str:
        """What hovering over a sign says."""
        return (
            f"{escape(self.themes[row.label_id])}<br>{escape(self.regions[row.region])}, "
            f"{escape(self.organisations[row.organisation])}: {self.words(row.state)}<br>"
            f"{self.words.fraction(row.k_units, row.n_units, 'interviews')}"
        )


def _mark(row: Any) -> str:
    return evidence.mark(row.label_id, row.region, row.organisation)


def _figure(rows: list[Any], one: bool, called: Called, title: str) -> Plot:
    """Themes down and each region's organisations across; for `one` theme, regions down and organisations across."""
    down = list(called.regions) if one else [t for t in called.themes if any(r.label_id == t for r in rows)]
    here = {("" if one else r.region, r.organisation) for r in rows}
    across = [""] if one else list(called.regions)
    heads = [(region, who) for region in across for who in called.organisations if (region, who) in here]
    spots = [
        (heads.index(("" if one else r.region, r.organisation)), down.index(r.region if one else r.label_id))
        for r in rows
    ]
    crowded, turned = len(heads) > MOST_COLUMNS, not one and len(heads) > MOST_LEVEL
    plot = Plot()
    for state in STATES:
        mine = [(spot, row) for spot, row in zip(spots, rows, strict=True) if row.state == state]
        plot.add("scatter", **_signs(state, mine, 10 if crowded else 14, one, called))
    label = [wrap(called.organisations[who], 24 if crowded else 18, 1 if crowded else 2) for _, who in heads]
    tall = 16 + max(_length(text) for text in label) if turned else style.columns_height(label)
    head = tall + 34 + (0 if one else _head_regions(plot, called.regions, [region for region, _ in heads], tall))
    names = [wrap((called.regions if one else called.themes)[each]) for each in down]
    upright = {"side": "top", "tickangle": -90 if turned else 0, "showgrid": False, "zeroline": False}
    return style.finish(
        plot,
        title,
        36 * len(down) + 8,
        head=head,
        xaxis=style.names_across(label) | upright,
        yaxis=style.names_down(names) | {"zeroline": False},
        legend=style.LEGEND,
    )


def _signs(
    state: str, mine: list[tuple[tuple[int, int], Any]], size: int, numbered: bool, called: Called
) -> dict[str, Any]:
    """The signs of one state, as plotly takes a scatter; with k of n beside each if `numbered`."""
    symbol, colour = STATES[state]
    return {
        "x": [x for (x, _), _ in mine],
        "y": [y for (_, y), _ in mine],
        "mode": "markers+text" if numbered else "markers",
        "text": [f"{row.k_units}/{row.n_units}" if row.n_units else "" for _, row in mine],
        "textposition": "middle right",
        "name": called.words(state),
        "marker": {"symbol": symbol, "size": size, "color": colour, "line": {"width": 2.5, "color": colour}},
        "customdata": [_mark(row) for _, row in mine],
        "hovertext": [called.hover(row) for _, row in mine],
        "hoverinfo": "text",
        "showlegend": True,
    }


def _head_regions(plot: Plot, regions: dict[str, str], columns: list[str], lift: int) -> int:
    """Write the regions above their columns with a line between them; returns the pixels that takes."""
    upright = len(regions) > MOST_LEVEL
    called = [wrap(name, 22 if len(regions) <= 4 else 13) for name in regions.values()]
    for slug, name in zip(regions, called, strict=True):
        first, width = columns.index(slug), columns.count(slug)
        if first:
            plot.stand(first - 0.5, line={"color": style.GREY, "width": 1})
        middle = {"x": first + (width - 1) / 2, "textangle": -90 if upright else 0}
        above = {"y": 1, "yref": "paper", "yshift": lift, "yanchor": "bottom"}
        plot.annotate({"text": f"<b>{name}</b>", "showarrow": False} | middle | above)
    return 12 + max(_length(name) for name in called) if upright else 48


def _length(wrapped: str) -> int:
    """Pixels of the longest line of a wrapped name."""
    return max(7 * len(line) for line in wrapped.split("<br>"))


def _by_theme(ordered: pd.DataFrame, called: Called) -> str:
    spoken = ordered[ordered["n_units"] > 0]
    told = []
    for theme, part in spoken.groupby("label_id", sort=False):
        sees = int((part["state"] == "sees").sum())
        told.append((abs(2 * sees - len(part)), called.themes[str(theme)], sees, len(part)))
    told.sort(key=lambda row: row[0])
    return " ".join(called.words("chain sentence", theme=name, sees=sees, asked=n) for _, name, sees, n in told[:TOLD])


def _by_region(rows: list[Any], called: Called) -> str:
    parts = []
    for slug, name in called.regions.items():
        seen = ((called.organisations[row.organisation], row.state) for row in rows if row.region == slug)
        states = ", ".join(f"{who} {called.words(state)}" for who, state in seen)
        parts.append(called.words("chain sentence region", region=name, states=states))
    return " ".join(parts)
