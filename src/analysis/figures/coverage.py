"""Coverage: interviews held against interviews planned, by region and organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.classification import label_of
from analysis.figures import evidence, style
from analysis.figures.drawing import Drawing
from analysis.figures.lettering import wrap
from analysis.figures.words import Words
from analysis.study import Study

if TYPE_CHECKING:
    import plotly.graph_objects as go

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
    label = label_of(evidence.sources_of(tables))
    key = key or "-".join(part for part in ("coverage", region) if part)
    counts = count(tables, study)
    if region:
        counts = counts[counts["region"] == region]
    columns = words.columns("region", "organisation", "planned", "held")
    if counts.empty:
        return style.say_nothing(
            words, key, words("coverage title", held=0, planned=0), "no interviews yet", columns, label
        )
    planned, held = int(counts["planned"].sum()), int(counts["held"].sum())
    title = words("coverage surplus" if held > planned else "coverage title", held=held, planned=planned)
    regions, organisations = evidence.region_names(study), evidence.organisation_names(study)
    by_region = counts.groupby("region", sort=False)[["held", "planned"]].sum()
    rows = "; ".join(
        words("coverage row", name=regions.get(row.Index, row.Index), held=row.held, planned=row.planned)
        for row in by_region.itertuples()
    )
    table = pd.DataFrame(
        {
            columns[0]: counts["region"].map(regions).fillna(counts["region"]).to_numpy(),
            columns[1]: counts["organisation"].map(organisations).fillna(counts["organisation"]).to_numpy(),
            columns[2]: counts["planned"].to_numpy(),
            columns[3]: counts["held"].to_numpy(),
        },
        index=pd.Index(
            [evidence.mark(*pair) for pair in zip(counts["region"], counts["organisation"], strict=True)], name="mark"
        ),
    )
    return Drawing(
        key,
        title,
        _figure(counts, study, words, title),
        words("coverage alt", rows=rows),
        table,
        {},
        label,
        study.language,
    )


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


def _figure(counts: pd.DataFrame, study: Study, words: Words, title: str) -> go.Figure:
    import plotly.graph_objects as go

    regions, organisations = evidence.region_names(study), evidence.organisation_names(study)
    rows, columns = list(dict.fromkeys(counts["region"])), list(dict.fromkeys(counts["organisation"]))
    columns.sort(key=lambda slug: list(organisations).index(slug) if slug in organisations else len(organisations))
    signs: dict[str, list[tuple[float, float]]] = {"coverage done": [], "coverage missing": []}
    figure = go.Figure()
    spots = []
    for cell in counts.itertuples():
        x, y = columns.index(cell.organisation), rows.index(cell.region)
        n = max(cell.held, cell.planned)
        for place in range(n if n <= MOST_SIGNS else 0):
            offset = (place - (n - 1) / 2) * 0.13
            signs["coverage done" if place < cell.held else "coverage missing"].append((x + offset, y - 0.14))
        spots.append((x, y + 0.22 if n <= MOST_SIGNS else y, f"{cell.held} / {cell.planned}"))
    for state, points in signs.items():
        mark = (
            {"symbol": "circle", "color": style.BLUE}
            if state == "coverage done"
            else {"symbol": "circle-open", "color": style.VERMILION}
        )
        figure.add_scatter(
            x=[x for x, _ in points],
            y=[y for _, y in points],
            mode="markers",
            name=words(state),
            marker=mark | {"size": 12, "line": {"width": 2, "color": mark["color"]}},
            hoverinfo="skip",
            showlegend=True,
        )
    across, down, said = (list(part) for part in zip(*spots, strict=True))
    figure.add_scatter(x=across, y=down, text=said, mode="text", hoverinfo="skip", showlegend=False)
    names = [wrap(regions.get(slug, slug), 30) for slug in rows]
    heads = [wrap(organisations.get(slug, slug), 16) for slug in columns]
    height = 58 * len(rows)
    axis = {"showgrid": False, "fixedrange": True}
    lines = [
        {
            "type": "line",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": y - 0.5,
            "y1": y - 0.5,
            "line": {"color": style.GRID, "width": 1},
        }
        for y in range(1, len(rows))
    ]
    return style.finish(
        figure,
        title,
        height,
        words("coverage note"),
        head=style.columns_height(heads) + 34,
        xaxis=axis
        | {
            "tickvals": list(range(len(columns))),
            "ticktext": heads,
            "side": "top",
            "range": [-0.5, len(columns) - 0.5],
        },
        yaxis=axis | {"tickvals": list(range(len(rows))), "ticktext": names, "range": [len(rows) - 0.5, -0.5]},
        shapes=lines,
        legend=style.LEGEND,
    )
