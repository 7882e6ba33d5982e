"""What figures are made from: tables by name, and the passages behind a mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import product

import pandas as pd

from analysis.core import tables as schemas
from analysis.core.classification import Label, join, label_of
from analysis.core.errors import Problem, TableError
from analysis.core.study import Study
from analysis.figures.lettering import clean

Tables = Mapping[str, pd.DataFrame]
"""Tables by their names in :mod:`analysis.core.tables`."""

TALK = ("interview", "focus group")
"""Kinds of source that are a conversation; the rest is paper."""


def take(tables: Tables, *names: str) -> list[pd.DataFrame]:
    """The tables called `names`.

    Raises
    ------
    TableError
        When one was not handed over, or lacks a column.
    """
    problems = []
    for name in names:
        if name not in tables:
            problems.append(Problem(f"table {name}", "was not handed to the figure", "the table", "read it first"))
            continue
        missing = [column for column in schemas.TABLES[name].names if column not in tables[name].columns]
        if missing:
            problems.append(Problem(f"table {name}", f"misses columns {missing}", "", "read it by tables.read"))
    if problems:
        raise TableError(problems)
    return [tables[name] for name in names]


def label_from(tables: Tables, *names: str) -> Label:
    """Join of the labels of the tables called `names`."""
    return join(label_of(table) for table in take(tables, *names))


def names_of(themes: pd.DataFrame, tables: Tables | None = None) -> dict[str, str]:
    """Theme id -> name of themes that nobody set aside, in the order of figures: most interviews first, then passages.

    Interviews are as `prevalence` counts them; before anything was compared, most voices go first.
    """
    themes = schemas.shown(themes)
    raised = Counter(dict(zip(themes["theme_id"], themes["n_voices"], strict=True)))
    if tables is not None and "prevalence" in tables:
        counted = take(tables, "prevalence")[0]
        mine = counted[(counted["label_kind"] == "theme") & (counted["axis"] == "region") & (counted["within"] == "")]
        raised.clear()
        for theme, k in zip(mine["label_id"], mine["k_units"], strict=True):
            raised[theme] += k
    rows = zip(themes["theme_id"], themes["name"], themes["n_passages"], strict=True)
    ordered = sorted(rows, key=lambda row: (-raised[row[0]], -row[2], row[0]))
    return {theme: clean(name) or theme for theme, name, _ in ordered}


def named(tables: Tables, passages: pd.DataFrame) -> tuple[dict[str, str], pd.DataFrame]:
    """Names of the themes that `passages` bear, as :func:`names_of`, and those passages that bear one of them."""
    said = set(passages["theme_id"])
    names = {t: name for t, name in names_of(take(tables, "themes")[0], tables).items() if t in said}
    return names, passages[passages["theme_id"].isin(list(names))]


def region_names(study: Study) -> dict[str, str]:
    """Region slug -> name in the study's order, and last the empty slug for what belongs to no region."""
    return {**{slug: region.name for slug, region in study.regions.items()}, "": study.national.name}


def organisation_names(study: Study) -> dict[str, str]:
    """Organisation slug -> name in the study's order."""
    return {slug: organisation.name for slug, organisation in study.organisations.items()}


def themed(tables: Tables) -> pd.DataFrame:
    """Passages that bear a theme, with `theme_id`, `score`, `x`, `y` and `representative`; sorted by passage."""
    passages, placed = take(tables, "passages", "passage_themes")
    columns = ["passage_id", "theme_id", "score", "x", "y", "representative"]
    joined = passages.merge(placed.loc[placed["theme_id"] != "", columns], on="passage_id", validate="one_to_one")
    return joined.sort_values("passage_id", kind="stable").reset_index(drop=True)


def spoken(tables: Tables, region: str = "") -> pd.DataFrame:
    """What respondents say in conversations that bears a theme, as :func:`themed`; of one region, or of all."""
    passages = within(themed(tables), region)
    return passages[passages["kind"].isin(TALK) & (passages["role"] == "respondent")]


def sources_of(tables: Tables) -> pd.DataFrame:
    """The sources: table `sources`, or where a region sees no such table, the sources that its passages are of."""
    columns = ["source_id", "region", "municipality", "organisation", "kind", "classification", "caveats"]
    if "sources" in tables:
        return take(tables, "sources")[0][columns]
    passages = take(tables, "passages")[0]
    return passages[columns].drop_duplicates("source_id").sort_values("source_id", ignore_index=True)


def spread(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with a row for each region of a row: a source may be of two, `a;b`."""
    return frame.assign(region=frame["region"].str.split(";")).explode("region").astype({"region": "str"})


def within(frame: pd.DataFrame, region: str) -> pd.DataFrame:
    """Rows of `frame` that are of `region` (perhaps of another too); all of them for an empty slug."""
    return frame if not region else schemas.of_region(frame, region)


def behind(passages: pd.DataFrame, by: list[str]) -> dict[str, tuple[str, ...]]:
    """Mark -> ids of its passages, a mark being the values of the columns `by`."""
    found: dict[str, list[str]] = {}
    # a source may be of two regions, `a;b`
    columns = (
        passages[name].str.split(";") if name == "region" else [[value] for value in passages[name]] for name in by
    )
    for passage, *values in zip(passages["passage_id"], *columns, strict=True):
        for key in product(*values):
            found.setdefault(mark(*key), []).append(passage)
    return {name: tuple(sorted(found[name])) for name in sorted(found)}


def mark(*parts: object) -> str:
    """Name of one cell, point or bar of a figure, of ids and slugs only."""
    return "|".join(str(part) for part in parts)


def talks(table: pd.DataFrame) -> pd.DataFrame:
    """Rows of `table` (with a column `kind`) that come from a conversation."""
    return table[table["kind"].isin(TALK)]


def listing(names: Iterable[str], word_and: str, limit: int = 3) -> str:
    """`a, b en c`, at most `limit` of them."""
    parts = list(names)[:limit]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {word_and} {parts[-1]}" if parts else ""
