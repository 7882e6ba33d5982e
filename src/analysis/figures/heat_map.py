"""Heat maps of prevalence: themes by region, and themes by organisation within a region."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.core.study import Study
from analysis.figures import evidence, grid
from analysis.figures.drawing import Drawing
from analysis.figures.lettering import escape
from analysis.figures.sheet import Sheet, key_of
from analysis.figures.words import Words

TOLD = 3
"""So many themes are told in the text alternative; the table holds all."""


def draw(
    tables: evidence.Tables, study: Study, axis: str = "region", within: str = "", key: str = "", title: str = ""
) -> Drawing:
    """Themes down, groups of one axis across, in each cell the interviews in which the theme comes up of all in which it could.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        `themes`, `prevalence`, `passages`, `passage_themes`.
    study : Study
    axis : str
        Axis of `prevalence`: region, organisation, municipality, …
    within : str
        Slug of the region that it is about; empty for the whole study. With the axis `region`: that region beside all
        others together.
    key, title : str
        Default `heat-map-AXIS[-within]`, and a sentence on what is seen.

    Returns
    -------
    Drawing
        Table: theme, group, interviews k and n, interviewees k and n, share of interviews with its interval.
    """
    words = Words(study.language)
    heading, unit = words.axis(axis), "sources" if axis == "kind" else "interviews"
    counted = (column for each in (unit, "voices") for column in (words(each), words("out of", unit=words(each))))
    sheet = Sheet(
        words,
        key or key_of("heat-map", axis, within),
        title or _title(words, study, axis, within),
        [words("theme"), heading, *counted, *words.columns("share", "low", "high")],
        evidence.label_from(tables, "themes", "prevalence", "passages", "passage_themes"),
    )
    names = evidence.names_of(evidence.take(tables, "themes")[0], tables)
    rows = spread(tables, axis, within)
    rows = rows[rows["label_id"].isin(list(names))]
    if not names or (rows.empty and unit == "sources"):
        return sheet.nothing("no themes")
    if rows.empty or (unit == "interviews" and rows["n_units"].eq(0).all()):
        return sheet.nothing("no interviews")
    groups = order(rows["group"].unique().tolist(), study, axis)
    found = {(row.label_id, row.group): row for row in rows.itertuples()}
    shown = [theme for theme in names if theme in set(rows["label_id"])]
    cells = [
        [_cell(found.get((theme, slug)), words, names[theme], groups[slug], unit) for slug in groups] for theme in shown
    ]
    figure = grid.shade(
        [names[t] for t in shown], list(groups.values()), cells, sheet.title, words("heat note"), words("heat scale")
    )
    listed = [found[theme, slug] for theme in shown for slug in groups if (theme, slug) in found]
    table = sheet.table(
        (
            (names[r.label_id], groups[r.group], r.k_units, r.n_units, r.k_voices, r.n_voices, r.share, r.low, r.high)
            for r in listed
        ),
        (evidence.mark(r.label_id, r.group) for r in listed),
    )
    alt = words("heat alt", axis=heading, n=len(shown), sentences=_sentences(rows, tables, axis, names, groups, words))
    return sheet.drawing(figure, alt, table, _behind(tables, axis, within))


def spread(tables: evidence.Tables, axis: str, within: str) -> pd.DataFrame:
    """The rows of `prevalence` of themes along `axis`; see :func:`draw` for `within`. All others are `elsewhere`."""
    (prevalence,) = evidence.take(tables, "prevalence")
    rows = prevalence[prevalence["label_kind"] == "theme"]
    if axis != "region" or not within:
        return rows[(rows["axis"] == axis) & (rows["within"] == within)]
    mine = rows[rows["axis"].isin(["region", "elsewhere"]) & (rows["group"] == within)]
    return mine.assign(group=mine["group"].where(mine["axis"] == "region", "elsewhere"))


def order(groups: list[str], study: Study, axis: str) -> dict[str, str]:
    """Slug -> name of the groups of an axis: those of the study first and in its order, then the others by name."""
    words = Words(study.language)
    known = {
        "region": evidence.region_names(study) | {"elsewhere": words("group elsewhere")},
        "organisation": evidence.organisation_names(study),
        "municipality": {
            slug: town.name for region in study.regions.values() for slug, town in region.municipalities.items()
        },
        "kind": {kind: words(f"kind {kind}") for kind in ("interview", "focus group", "document")},
        "sub_question": {slug: each.title for slug, each in study.sub_questions.items()},
        "level": {"national": words("group national"), "local": words("group local")},
    }.get(axis, {})
    first = [slug for slug in known if slug in groups]
    return {slug: known.get(slug, slug) or "–" for slug in [*first, *sorted(set(groups) - set(first))]}


def _title(words: Words, study: Study, axis: str, within: str) -> str:
    region = evidence.region_names(study).get(within, within)
    if axis == "organisation":
        return words("organisations title", region=region) if within else words("organisations title all")
    if axis == "region":
        return words("heat title one", region=region) if within else words("heat title")
    title = words("heat title axis", axis=words.axis(axis))
    return words("in region", title=title, region=region) if within else title


def _cell(row: Any, words: Words, theme: str, group: str, unit: str) -> grid.Cell | None:
    if row is None:
        return None
    mark = evidence.mark(row.label_id, row.group)
    head = f"{escape(theme)}<br>{escape(group)}<br>"
    if not row.n_units:
        return grid.Cell("–", None, head + words("not assessable"), mark)
    units = words.fraction(row.k_units, row.n_units, unit)
    voices = words.fraction(row.k_voices, row.n_voices, "voices")
    return grid.Cell(f"{row.k_units}/{row.n_units}", row.k_units / row.n_units, f"{head}{units}<br>{voices}", mark)


def _sentences(
    rows: pd.DataFrame, tables: evidence.Tables, axis: str, names: dict[str, str], groups: dict[str, str], words: Words
) -> str:
    """The cells that stand out most above what is said elsewhere, told."""
    solid = rows[(rows["n_units"] > 0) & (rows["group"] != "elsewhere")]
    # what one person says is no pattern: it is told only where nobody says more
    solid = solid[solid["assessable"]] if solid["assessable"].any() else solid
    there = _elsewhere(solid, tables, axis)
    gap = solid["k_units"] / solid["n_units"] - (there["k"] / there["n"].where(there["n"] > 0)).fillna(0)
    ranked = solid.assign(gap=gap, k_there=there["k"], n_there=there["n"])
    ranked = ranked.sort_values(["gap", "label_id", "group"], ascending=[False, True, True]).drop_duplicates("label_id")
    preposition = "in" if axis in ("region", "municipality") else "at"
    told = [
        words(
            f"theme {preposition} {'group' if row.n_there else 'one group'}",
            theme=names[row.label_id],
            group=groups[row.group],
            here=words.fraction(row.k_units, row.n_units, "sources" if axis == "kind" else "interviews"),
            there=words.fraction(row.k_there, row.n_there, "sources" if axis == "kind" else "interviews"),
        )
        for row in ranked.head(TOLD).itertuples()
    ]
    return " ".join(told)


def _elsewhere(rows: pd.DataFrame, tables: evidence.Tables, axis: str) -> pd.DataFrame:
    """`k` of `n` interviews outside the group of each row: as counted on the axis `elsewhere`, else by the other rows."""
    total = rows.groupby("label_id")[["k_units", "n_units"]].transform("sum") - rows[["k_units", "n_units"]]
    there = total.set_axis(["k", "n"], axis=1)
    if axis == "region":
        counted = spread(tables, "elsewhere", "").set_index(["label_id", "group"])[["k_units", "n_units"]]
        keys = pd.MultiIndex.from_frame(rows[["label_id", "group"]])
        exact = counted.reindex(keys).set_axis(["k", "n"], axis=1).set_index(rows.index)
        there = exact.fillna(there).astype("int64")
    return there


def _behind(tables: evidence.Tables, axis: str, within: str) -> dict[str, tuple[str, ...]]:
    passages = evidence.spoken(tables, within)
    return evidence.behind(passages, ["theme_id", axis]) if axis in passages.columns else {}
