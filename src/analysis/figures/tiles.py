"""Tile map: regions and their municipalities as equal tiles, shaded by interviews or by a theme. No geography."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis.figures import evidence, style
from analysis.figures.drawing import Drawing
from analysis.figures.lettering import wrap
from analysis.figures.words import Words
from analysis.study import Study

if TYPE_CHECKING:
    import plotly.graph_objects as go

ACROSS = 6
"""Tiles on a row; a region with more municipalities takes more rows."""


@dataclass(frozen=True)
class Tile:
    """One tile: its region and municipality (empty: the region as a whole), and its `k` of `n` interviews."""

    region: str
    municipality: str
    name: str
    k: int
    n: int


def draw(tables: evidence.Tables, study: Study, theme: str = "", key: str = "") -> Drawing:
    """A row of tiles a region, one tile a municipality and one for who speaks for the whole region.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        `sources`, `themes`, `passages`, `passage_themes`.
    study : Study
    theme : str
        Id of a theme: tiles are shaded by the share of their interviews that raise it. Empty: by interviews held.
    key : str
        Default `tiles[-theme]`.

    Returns
    -------
    Drawing
        Table: region, municipality, interviews (and of how many, for a theme).
    """
    words = Words(study.language)
    key = key or "-".join(part for part in ("tiles", theme.lower()) if part)
    (themes,) = evidence.take(tables, "themes")
    label = evidence.label_from(tables, "sources", "themes", "passages", "passage_themes")
    title = (
        words("tiles title theme", theme=evidence.names_of(themes).get(theme, theme)) if theme else words("tiles title")
    )
    tiles = count(tables, study, theme)
    regions = evidence.region_names(study)
    columns = [
        *words.columns("region", "municipality", "interviews"),
        *([f"{words('of')} ({words('interviews')})"] if theme else []),
    ]
    if not sum(tile.n for tile in tiles):
        return style.say_nothing(words, key, title, "no interviews yet", columns, label)
    table = pd.DataFrame(
        [(regions[t.region], t.name, *((t.k, t.n) if theme else (t.n,))) for t in tiles],
        columns=columns,
        index=pd.Index([evidence.mark(t.region, t.municipality) for t in tiles], name="mark"),
    )
    rows = []
    for slug in dict.fromkeys(tile.region for tile in tiles):
        k, n = (sum(getattr(t, part) for t in tiles if t.region == slug) for part in ("k", "n"))
        rows.append(words("tiles row" if theme else "tiles row plain", region=regions[slug], k=k, n=n))
    passages = evidence.talks(evidence.themed(tables))
    passages = passages[passages["role"] == "respondent"]
    if theme:
        passages = passages[passages["theme_id"] == theme]
    cells = evidence.behind(passages, ["region", "municipality"])
    figure = _figure(tiles, regions, bool(theme), words, title)
    return Drawing(key, title, figure, words("tiles alt", rows="; ".join(rows)), table, cells, label, study.language)


def count(tables: evidence.Tables, study: Study, theme: str = "") -> list[Tile]:
    """The tiles in the study's order; municipalities without interviews too."""
    (sources,) = evidence.take(tables, "sources")
    talks = evidence.talks(sources)
    themed = evidence.talks(evidence.themed(tables))
    raising = set(themed.loc[(themed["theme_id"] == theme) & (themed["role"] == "respondent"), "source_id"])
    words = Words(study.language)
    tiles = []
    for region in [*study.regions, ""]:
        mine = talks[talks["region"] == region]
        towns = {slug: town.name for slug, town in study.regions[region].municipalities.items()} if region else {}
        towns |= {slug: slug for slug in sorted(set(mine["municipality"]) - {*towns, ""})}
        if len(mine[mine["municipality"] == ""]):
            towns[""] = words("region wide") if region else study.national.name
        for slug, name in towns.items():
            here = mine.loc[mine["municipality"] == slug, "source_id"]
            tiles.append(Tile(region, slug, name, len(raising & set(here)), len(here)))
    return tiles


def _figure(tiles: list[Tile], regions: dict[str, str], themed: bool, words: Words, title: str) -> go.Figure:
    import plotly.graph_objects as go

    across = min(ACROSS, max(sum(t.region == slug for t in tiles) for slug in regions))
    spots: list[tuple[int, int]] = []
    ticks: dict[int, str] = {}
    row = 0
    for slug in dict.fromkeys(tile.region for tile in tiles):
        mine = [t for t in tiles if t.region == slug]
        ticks[row] = regions[slug]
        spots += [(number % across, row + number // across) for number in range(len(mine))]
        row += -(-len(mine) // across)
    most = max(1, *(tile.n for tile in tiles))
    shade = [(t.k / t.n if t.n else None) if themed else t.n / most for t in tiles]
    figure = go.Figure()
    z: list[list[float | None]] = [[None] * across for _ in range(row)]
    marks: list[list[str | None]] = [[None] * across for _ in range(row)]
    for (x, y), value, tile in zip(spots, shade, tiles, strict=True):
        z[y][x], marks[y][x] = (-1.0 if value is None else value), evidence.mark(tile.region, tile.municipality)
    # a tile of its own grey for "no interview here": just below the scale
    scale = [[0, style.PALE], [0.4999, style.PALE], *[[0.5 + at / 2, colour] for at, colour in style.SCALE]]
    figure.add_heatmap(
        z=z, zmin=-1, zmax=1, colorscale=scale, showscale=False, xgap=6, ygap=6, customdata=marks, hoverinfo="skip"
    )
    for (x, y), value, tile in zip(spots, shade, tiles, strict=True):
        number = f"{tile.k}/{tile.n}" if themed else str(tile.n)
        figure.add_annotation(x=x, y=y, showarrow=False, text=f"{wrap(tile.name, 18, 2)}<br><b>{number if tile.n else '–'}</b>",
                              font={"color": style.ink_on(value or 0)})  # fmt: skip
    blank = {"showgrid": False, "fixedrange": True, "zeroline": False}
    return style.finish(
        figure,
        title,
        82 * row,
        words("tiles note"),
        margin={"b": 8},
        xaxis=blank | {"showticklabels": False, "range": [-0.5, across - 0.5]},
        yaxis=blank
        | {
            "tickvals": list(ticks),
            "ticktext": [wrap(name, 24, 2) for name in ticks.values()],
            "range": [row - 0.5, -0.5],
        },
    )
