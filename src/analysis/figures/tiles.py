"""Tile map: regions and their municipalities as equal tiles, shaded by interviews or by a theme. No geography."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.core.classification import join, label_of
from analysis.core.study import Study
from analysis.figures import evidence, style
from analysis.figures.drawing import Drawing
from analysis.figures.lettering import wrap
from analysis.figures.plot import Plot
from analysis.figures.sheet import Sheet, key_of
from analysis.figures.words import Words

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
        `themes`, `prevalence`, `passages`, `passage_themes`, and `sources` where there is one.
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
    (themes,) = evidence.take(tables, "themes")
    called = evidence.names_of(themes, tables).get(theme, theme)
    used = ("themes", "prevalence", "passages", "passage_themes")
    sheet = Sheet(
        words,
        key or key_of("tiles", theme),
        words("tiles title theme", theme=called) if theme else words("tiles title"),
        [
            *words.columns("region", "municipality", "interviews"),
            *([words("out of", unit=words("interviews"))] if theme else []),
        ],
        join([evidence.label_from(tables, *used), label_of(evidence.sources_of(tables))]),
    )
    tiles = count_theme(tables, study, theme) if theme else count(tables, study)
    if not sum(tile.n for tile in tiles):
        return sheet.nothing("no interviews yet")
    regions = evidence.region_names(study)
    passages = evidence.spoken(tables)
    passages = passages[passages["theme_id"].eq(theme)] if theme else passages
    return sheet.drawing(
        _figure(tiles, regions, bool(theme), words, sheet.title),
        words("tiles alt", rows=_told(tiles, regions, bool(theme), words)),
        sheet.table(
            ((regions[t.region], t.name, *((t.k, t.n) if theme else (t.n,))) for t in tiles),
            (evidence.mark(t.region, t.municipality) for t in tiles),
        ),
        evidence.behind(passages, ["region", "municipality"]),
    )


def _told(tiles: list[Tile], regions: dict[str, str], themed: bool, words: Words) -> str:
    """Of each region, its interviews."""
    rows = []
    for slug in dict.fromkeys(tile.region for tile in tiles):
        k, n = (sum(getattr(t, part) for t in tiles if t.region == slug) for part in ("k", "n"))
        said = words.fraction(k, n, "interviews") if themed else words.number(n, "interviews")
        rows.append(f"{regions[slug]}: {said}")
    return "; ".join(rows)


def count(tables: evidence.Tables, study: Study) -> list[Tile]:
    """Interviews held, by tile in the study's order; municipalities without interviews too."""
    talks = evidence.spread(evidence.talks(evidence.sources_of(tables)))
    tiles = []
    for region in [*study.regions, ""]:
        held = talks.loc[talks["region"] == region, "municipality"].value_counts()
        towns = _towns(study, region)
        tiles += [Tile(region, slug, name, 0, int(held.get(slug, 0))) for slug, name in towns.items()]
        rest = int(held[~held.index.isin(list(towns))].sum())
        if rest:
            tiles.append(Tile(region, "", _rest(study, region), 0, rest))
    return tiles


def count_theme(tables: evidence.Tables, study: Study, theme: str) -> list[Tile]:
    """Interviews that raise `theme` of those that could, by tile, as `prevalence` counts them."""
    (prevalence,) = evidence.take(tables, "prevalence")
    rows = prevalence[(prevalence["label_kind"] == "theme") & (prevalence["label_id"] == theme)]
    found = {(r.axis, r.within, r.group): (r.k_units, r.n_units) for r in rows.itertuples()}
    tiles = []
    for region in [*study.regions, ""]:
        mine = [
            Tile(region, slug, name, *found.get(("municipality", region, slug), (0, 0)))
            for slug, name in _towns(study, region).items()
        ]
        k, n = found.get(("region", "", region), (0, 0))
        k, n = k - sum(tile.k for tile in mine), n - sum(tile.n for tile in mine)
        tiles += [*mine, *([Tile(region, "", _rest(study, region), k, n)] if n > 0 else [])]
    return tiles


def _towns(study: Study, region: str) -> dict[str, str]:
    return {slug: town.name for slug, town in study.regions[region].municipalities.items()} if region else {}


def _rest(study: Study, region: str) -> str:
    """Name of the tile of who speaks for no one municipality."""
    return Words(study.language)("region wide") if region else study.national.name


def _figure(tiles: list[Tile], regions: dict[str, str], themed: bool, words: Words, title: str) -> Plot:
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
    plot = Plot()
    z: list[list[float | None]] = [[None] * across for _ in range(row)]
    marks: list[list[str | None]] = [[None] * across for _ in range(row)]
    for (x, y), value, tile in zip(spots, shade, tiles, strict=True):
        z[y][x], marks[y][x] = (-1.0 if value is None else value), evidence.mark(tile.region, tile.municipality)
    # a tile of its own grey for "no interview here": just below the scale
    scale: list[list[object]] = [
        [0, style.PALE],
        [0.4999, style.PALE],
        *([0.5 + at / 2, colour] for at, colour in style.SCALE),
    ]
    plot.add(
        "heatmap",
        z=z,
        zmin=-1,
        zmax=1,
        colorscale=scale,
        showscale=False,
        xgap=6,
        ygap=6,
        customdata=marks,
        hoverinfo="skip",
    )
    numbers = [f"{t.k}/{t.n}" if themed else str(t.n) for t in tiles]
    plot.add(
        "scatter",
        x=[x for x, _ in spots],
        y=[y for _, y in spots],
        text=[
            f"{wrap(t.name, 18)}<br><b>{number if t.n else '–'}</b>" for t, number in zip(tiles, numbers, strict=True)
        ],
        mode="text",
        textfont={"color": [style.ink_on(value or 0) for value in shade]},
        hoverinfo="skip",
        showlegend=False,
    )
    blank = {"showgrid": False, "fixedrange": True, "zeroline": False}
    return style.finish(
        plot,
        title,
        82 * row,
        words("tiles note"),
        xaxis=blank | {"showticklabels": False, "range": [-0.5, across - 0.5]},
        yaxis=blank
        | {
            "tickvals": list(ticks),
            "ticktext": [wrap(name, 24, 2) for name in ticks.values()],
            "range": [row - 0.5, -0.5],
        },
    )
