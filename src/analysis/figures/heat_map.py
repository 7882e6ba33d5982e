"""Heat maps of prevalence: themes by region, and themes by organisation within a region."""

from __future__ import annotations

import pandas as pd

from analysis.figures import evidence, grid, style
from analysis.figures.drawing import Drawing
from analysis.figures.lettering import escape
from analysis.figures.words import Words
from analysis.study import Study

TOLD = 3
"""So many themes are told in the text alternative; the table holds all."""


def draw(
    tables: evidence.Tables, study: Study, axis: str = "region", within: str = "", key: str = "", title: str = ""
) -> Drawing:
    """Themes down, groups of one axis across, in each cell the interviewees who raise the theme of all who could.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        `themes`, `prevalence`, `passages`, `passage_themes`.
    study : Study
    axis : str
        Axis of `prevalence`: region, organisation, municipality, …
    within : str
        Slug of the region that it is about; empty for the whole study.
    key, title : str
        Default `heat-map-AXIS[-within]`, and a sentence on what is seen.

    Returns
    -------
    Drawing
        Table: theme, group, interviews k and n, interviewees k and n, share of interviews with its interval.
    """
    words = Words(study.language)
    key = key or "-".join(part for part in ("heat-map", axis.replace("_", "-"), within) if part)
    title = title or _title(words, study, axis, within)
    themes, prevalence = evidence.take(tables, "themes", "prevalence")
    label = evidence.label_from(tables, "themes", "prevalence", "passages", "passage_themes")
    names = evidence.names_of(themes)
    chosen = prevalence[
        (prevalence["label_kind"] == "theme")
        & (prevalence["axis"] == axis)
        & (prevalence["within"] == within)
        & prevalence["label_id"].isin(list(names))
    ]
    groups = order(chosen["group"].unique().tolist(), study, axis)
    columns = [words("theme"), words(axis) if axis in ("region", "organisation", "municipality") else axis]
    columns += [
        words("interviews"),
        f"{words('of')} ({words('interviews')})",
        words("voices"),
        f"{words('of')} ({words('voices')})",
    ]
    columns += words.columns("share", "low", "high")
    if chosen.empty:
        return style.say_nothing(words, key, title, "no themes", columns, label)
    found = {(row.label_id, row.group): row for row in chosen.itertuples()}
    shown = [theme for theme in names if theme in set(chosen["label_id"])]
    cells = [
        [_cell(found.get((theme, group)), words, names[theme], groups[group]) for group in groups] for theme in shown
    ]
    figure = grid.shade(
        [names[t] for t in shown], list(groups.values()), cells, title, words("heat note"), words("heat scale")
    )
    rows = [found[theme, group] for theme in shown for group in groups if (theme, group) in found]
    table = pd.DataFrame(
        [
            (names[r.label_id], groups[r.group], r.k_units, r.n_units, r.k_voices, r.n_voices, r.share, r.low, r.high)
            for r in rows
        ],
        columns=columns,
        index=pd.Index([evidence.mark(r.label_id, r.group) for r in rows], name="mark"),
    )
    alt = words("heat alt", axis=columns[1], n=len(shown), sentences=_sentences(chosen, names, groups, words))
    return Drawing(key, title, figure, alt, table, _behind(tables, axis, within), label, study.language)


def order(groups: list[str], study: Study, axis: str) -> dict[str, str]:
    """Slug -> name of the groups of an axis: those of the study first and in its order, then the others by name."""
    known = {"region": evidence.region_names(study), "organisation": evidence.organisation_names(study)}.get(axis, {})
    if axis == "municipality":
        known = {slug: town.name for region in study.regions.values() for slug, town in region.municipalities.items()}
    first = [slug for slug in known if slug in groups]
    return {slug: known.get(slug, slug) or "–" for slug in [*first, *sorted(set(groups) - set(first))]}


def _title(words: Words, study: Study, axis: str, within: str) -> str:
    if axis == "organisation":
        region = evidence.region_names(study).get(within, within)
        return words("organisations title", region=region) if within else words("organisations title all")
    return (
        words("heat title one", region=evidence.region_names(study)[within])
        if within in study.regions
        else words("heat title")
    )


def _cell(row, words: Words, theme: str, group: str) -> grid.Cell | None:
    if row is None:
        return None
    mark = evidence.mark(row.label_id, row.group)
    head = f"{escape(theme)}<br>{escape(group)}<br>"
    if not row.assessable or not row.n_voices:
        return grid.Cell("–", None, head + words("not assessable"), mark)
    units = words("k of n", k=row.k_units, n=row.n_units, unit=words("interviews"))
    voices = words("k of n", k=row.k_voices, n=row.n_voices, unit=words("voices"))
    return grid.Cell(f"{row.k_voices}/{row.n_voices}", row.k_voices / row.n_voices, f"{head}{units}<br>{voices}", mark)


def _sentences(chosen: pd.DataFrame, names: dict[str, str], groups: dict[str, str], words: Words) -> str:
    """The cells that stand out most against the other groups, told."""
    solid = chosen[chosen["n_units"] > 0]
    total = solid.groupby("label_id")[["k_units", "n_units"]].transform("sum")
    here = solid["k_units"] / solid["n_units"]
    others = total["n_units"] - solid["n_units"]
    there = (total["k_units"] - solid["k_units"]) / others.where(others > 0)
    ranked = solid.assign(gap=(here - there).fillna(here), there=total["k_units"] - solid["k_units"], m=others)
    ranked = ranked.sort_values(["gap", "label_id", "group"], ascending=[False, True, True]).drop_duplicates("label_id")
    told = [
        words(
            "theme in group" if row.m else "theme in one group",
            theme=names[row.label_id],
            group=groups[row.group],
            here=row.k_units,
            n=row.n_units,
            there=row.there,
            m=row.m,
        )
        for row in ranked.head(TOLD).itertuples()
    ]
    return " ".join(told)


def _behind(tables: evidence.Tables, axis: str, within: str) -> dict[str, tuple[str, ...]]:
    passages = evidence.talks(evidence.themed(tables))
    passages = passages[passages["role"] == "respondent"]
    if within:
        passages = passages[passages["region"] == within]
    return evidence.behind(passages, ["theme_id", axis]) if axis in passages.columns else {}
