"""Coverage: interviews held against interviews planned, by region and organisation."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.core.classification import label_of
from analysis.core.study import Study
from analysis.figures import evidence, style
from analysis.figures.drawing import Drawing
from analysis.figures.lettering import wrap
from analysis.figures.plot import Plot
from analysis.figures.sheet import Sheet, key_of
from analysis.figures.words import Words

STATES = {"coverage done": ("circle", style.BLUE), "coverage missing": ("circle-open", style.VERMILION)}
"""Shape and colour of an interview that was held, and of one that was only planned."""

MOST_SIGNS = 6
"""More interviews than this in one cell are a number only."""


def draw(tables: evidence.Tables, study: Study, region: str = "", key: str = "") -> Drawing:
    """One sign an interview, filled when held and open when only planned; from `sources` (or else `passages`) and
    the study's plan; of one region, or of all when it is empty.

    Returns
    -------
    Drawing
        Table: region, organisation, planned, held. No cells: interviews are not passages.
    """
    words = Words(study.language)
    counts = count(tables, study)
    if region:
        counts = counts[counts["region"] == region]
    planned, held = int(counts["planned"].sum()), int(counts["held"].sum())
    sheet = Sheet(
        words,
        key or key_of("coverage", region),
        words(_title(held, planned), held=held, planned=planned),
        words.columns("region", "organisation", "planned", "held"),
        label_of(evidence.sources_of(tables)),
    )
    if counts.empty:
        return sheet.nothing("no interviews yet")
    called = evidence.region_names(study), evidence.organisation_names(study)
    by_region = counts.groupby("region", sort=False)[["held", "planned"]].sum()
    rows = "; ".join(
        words("coverage row", name=called[0].get(row.Index, row.Index), held=row.held, planned=row.planned)
        for row in by_region.itertuples()
    )
    numbers = (
        (
            called[0].get(row.region, row.region),
            called[1].get(row.organisation, row.organisation),
            row.planned,
            row.held,
        )
        for row in counts.itertuples()
    )
    return sheet.drawing(
        _figure(counts, *called, words, sheet.title),
        words("coverage alt", rows=rows),
        sheet.table(numbers, (evidence.mark(row.region, row.organisation) for row in counts.itertuples())),
    )


def _title(held: int, planned: int) -> str:
    """Key of the title: nothing planned, more than planned, one of many, or the plain one."""
    if not planned:
        return "coverage unplanned"
    return "coverage surplus" if held > planned else "coverage one" if held == 1 < planned else "coverage title"


def count(tables: evidence.Tables, study: Study) -> pd.DataFrame:
    """Interviews `planned` and `held` for each `region` and `organisation` where either is above zero."""
    sources = evidence.sources_of(tables)
    plan = {(slug, who): n for slug, region in study.regions.items() for who, n in region.planned.items()}
    plan |= {("", who): n for who, n in study.national.planned.items()}
    held = evidence.spread(evidence.talks(sources)).groupby(["region", "organisation"]).size().to_dict()
    regions = [*study.regions, "", *sorted({r for r, _ in held} - {*study.regions, ""})]
    organisations = [*study.organisations, *sorted({o for _, o in held} - {*study.organisations})]
    rows = [
        (region, who, plan.get((region, who), 0), held.get((region, who), 0))
        for region in regions
        for who in organisations
        if plan.get((region, who), 0) or held.get((region, who), 0)
    ]
    return pd.DataFrame(rows, columns=["region", "organisation", "planned", "held"])


def _figure(
    counts: pd.DataFrame, regions: dict[str, str], organisations: dict[str, str], words: Words, title: str
) -> Plot:
    rows, columns = list(dict.fromkeys(counts["region"])), list(dict.fromkeys(counts["organisation"]))
    columns.sort(key=lambda slug: list(organisations).index(slug) if slug in organisations else len(organisations))
    cells = [
        (columns.index(cell.organisation), rows.index(cell.region), int(cell.held), int(cell.planned))
        for cell in counts.itertuples()
    ]
    plot = Plot()
    signs = _signs(cells)
    for state, points in signs.items():
        symbol, colour = STATES[state]
        plot.add(
            "scatter",
            x=[x for x, _ in points],
            y=[y for _, y in points],
            mode="markers",
            name=words(state),
            marker={"symbol": symbol, "color": colour, "size": 12, "line": {"width": 2, "color": colour}},
            hoverinfo="skip",
            showlegend=True,
        )
    plot.add(
        "scatter",
        x=[x for x, *_ in cells],
        y=[y + 0.22 if max(held, planned) <= MOST_SIGNS else y for _, y, held, planned in cells],
        text=[f"{held} / {planned}" for *_, held, planned in cells],
        mode="text",
        hoverinfo="skip",
        showlegend=False,
    )
    for y in range(1, len(rows)):
        plot.outline(_line(y - 0.5))
    heads = [wrap(organisations.get(slug, slug), 16) for slug in columns]
    return style.finish(
        plot,
        title,
        58 * len(rows),
        words("coverage note" if any(signs.values()) else "coverage numbers"),
        head=style.columns_height(heads) + 34,
        xaxis=style.names_across(heads) | {"side": "top", "showgrid": False},
        yaxis=style.names_down([wrap(regions.get(slug, slug), 30) for slug in rows]) | {"showgrid": False},
        legend=style.LEGEND,
    )


def _signs(cells: list[tuple[int, int, int, int]]) -> dict[str, list[tuple[float, float]]]:
    """Places of the signs of each state, side by side in their cell, of cells (column, row, held, planned)."""
    signs: dict[str, list[tuple[float, float]]] = {state: [] for state in STATES}
    for x, y, held, planned in cells:
        n = max(held, planned)
        for place in range(n if n <= MOST_SIGNS else 0):
            offset = (place - (n - 1) / 2) * 0.13
            signs["coverage done" if place < held else "coverage missing"].append((x + offset, y - 0.14))
    return signs


def _line(y: float) -> dict[str, Any]:
    """A line between two rows."""
    line = {"color": style.GRID, "width": 1}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y, "line": line}
