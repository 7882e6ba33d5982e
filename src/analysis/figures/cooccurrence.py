"""Co-occurrence: in how many interviews two themes both come up."""

from __future__ import annotations

import pandas as pd

from analysis.figures import evidence, grid, style
from analysis.figures.drawing import Drawing
from analysis.figures.lettering import escape
from analysis.figures.words import Words
from analysis.study import Study

MOST = 25
"""So many themes are drawn, those with most voices; the table holds all."""

TOLD = 3


def draw(tables: evidence.Tables, study: Study, region: str = "", key: str = "") -> Drawing:
    """The lower half of a square of themes; on its diagonal the interviews with the theme.

    An interview has a theme where `raised` says so, as everywhere else in a report; without that table (it is made by the
    comparison) one passage is enough.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        `themes`, `passages`, `passage_themes`, and `raised` if there is one.
    study : Study
    region : str
        Slug of a region; empty for all interviews.
    key : str
        Default `co-occurrence[-region]`.

    Returns
    -------
    Drawing
        Table: theme, theme, interviews with both.
    """
    words = Words(study.language)
    key = key or "-".join(part for part in ("co-occurrence", region) if part)
    title = words("co title")
    (themes,) = evidence.take(tables, "themes")
    label = evidence.label_from(tables, "themes", "passages", "passage_themes")
    names = evidence.names_of(themes, tables)
    passages = evidence.talks(evidence.themed(tables))
    passages = passages[(passages["role"] == "respondent") & passages["theme_id"].isin(list(names))]
    passages = evidence.within(passages, region)
    present = [theme for theme in names if theme in set(passages["theme_id"])]
    columns = ["A", "B", words("interviews")]
    if len(present) < 2:
        return style.say_nothing(words, key, title, "one theme", columns, label)
    held = _held(passages, present, tables)
    ids = {theme: passages.loc[passages["theme_id"] == theme, ["source_id", "passage_id"]] for theme in present}
    pairs = [(a, b, held[a] & held[b]) for n, a in enumerate(present) for b in present[:n]]
    ranked = sorted(pairs, key=lambda pair: (-len(pair[2]), pair[0], pair[1]))
    table = pd.DataFrame(
        [(names[a], names[b], len(both)) for a, b, both in ranked],
        columns=columns,
        index=pd.Index([evidence.mark(a, b) for a, b, _ in ranked], name="mark"),
    )
    cells = {
        evidence.mark(a, b): tuple(
            sorted(p for t in (a, b) for p in ids[t].loc[ids[t]["source_id"].isin(both), "passage_id"])
        )
        for a, b, both in pairs
    } | {evidence.mark(t, t): tuple(sorted(ids[t]["passage_id"])) for t in present}
    told = [
        words("co pair", a=names[a], b=names[b], number=words.number(len(both), "interviews"))
        for a, b, both in ranked
        if both
    ][:TOLD]
    n = passages["source_id"].nunique()
    alt = words("co alt", n=n, pairs=evidence.listing(told, words("and")) or words("co none"))
    shown = present[:MOST]
    note = words("co note" if "raised" in tables else "co note any")
    if len(shown) < len(present):
        note += " " + words("only largest", shown=len(shown), total=len(present))
    rows = [
        [_cell(a, b, held, names, words) if k <= n else None for k, b in enumerate(shown)] for n, a in enumerate(shown)
    ]
    figure = grid.shade(
        [f"{n}  {names[t]}" for n, t in enumerate(shown, 1)],
        [str(n) for n in range(1, len(shown) + 1)],
        rows,
        title,
        note,
        words("interviews"),
        percent=False,
    )
    return Drawing(key, title, figure, alt, table, cells, label, study.language)


def _held(passages: pd.DataFrame, present: list[str], tables: evidence.Tables) -> dict[str, set[str]]:
    """Interviews with each theme."""
    pairs = passages[["theme_id", "source_id"]].drop_duplicates()
    if "raised" in tables:
        (raised,) = evidence.take(tables, "raised")
        themes = raised.loc[raised["label_kind"] == "theme", ["label_id", "source_id"]]
        pairs = pairs.merge(themes.rename(columns={"label_id": "theme_id"}), on=["theme_id", "source_id"])
    return {theme: set(pairs.loc[pairs["theme_id"] == theme, "source_id"]) for theme in present}


def _cell(a: str, b: str, held: dict[str, set[str]], names: dict[str, str], words: Words) -> grid.Cell:
    k = len(held[a] & held[b])
    hover = f"{escape(names[a])}<br>{escape(names[b])}<br>{words.number(k, 'interviews')}"
    return grid.Cell(str(k), float(k), hover, evidence.mark(a, b))
