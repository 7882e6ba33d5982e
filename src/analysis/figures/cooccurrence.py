"""Co-occurrence: in how many interviews two themes both come up."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

import pandas as pd

from analysis.core.study import Study
from analysis.figures import evidence, grid
from analysis.figures.drawing import Drawing
from analysis.figures.lettering import escape
from analysis.figures.plot import Plot
from analysis.figures.sheet import Sheet, key_of
from analysis.figures.words import Words

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
    sheet = Sheet(
        words,
        key or key_of("co-occurrence", region),
        words("co title"),
        [*words.columns("theme", "and theme"), words("interviews")],
        evidence.label_from(tables, "themes", "passages", "passage_themes"),
    )
    names, passages = evidence.named(tables, evidence.spoken(tables, region))
    if len(names) < 2:
        return sheet.nothing("one theme" if names else "no spoken")
    held = _held(passages, list(names), tables)
    pairs = [Pair(a, b, frozenset(held[a] & held[b])) for n, a in enumerate(names) for b in list(names)[:n]]
    pairs.sort(key=lambda pair: (-len(pair.both), pair.a, pair.b))
    told = [
        words("co pair", a=names[pair.a], b=names[pair.b], number=words.number(len(pair.both), "interviews"))
        for pair in pairs[:TOLD]
        if pair.both
    ]
    alt = words(
        "co alt",
        n=passages["source_id"].nunique(),
        pairs=evidence.listing(told, words("and")) or words("co none"),
    )
    return sheet.drawing(
        _figure(names, held, "raised" in tables, words, sheet.title),
        alt,
        sheet.table(((names[pair.a], names[pair.b], len(pair.both)) for pair in pairs), (pair.mark for pair in pairs)),
        _behind(passages, pairs),
    )


@dataclass(frozen=True)
class Pair:
    """Two themes and the interviews with both."""

    a: str
    b: str
    both: frozenset[str]

    @property
    def mark(self) -> str:
        """Name of its cell."""
        return evidence.mark(self.a, self.b)


def _figure(names: dict[str, str], held: dict[str, set[str]], by_rule: bool, words: Words, title: str) -> Plot:
    """`by_rule`: whether `held` was counted as the comparison counts."""
    shown = list(names)[:MOST]
    note = words("co note" if by_rule else "co note any")
    if len(shown) < len(names):
        note += " " + words("only largest", shown=len(shown), total=len(names))
    rows = [
        [_cell(a, b, held, names, words) if k <= n else None for k, b in enumerate(shown)] for n, a in enumerate(shown)
    ]
    numbers = [str(n) for n in range(1, len(shown) + 1)]
    called = [f"{n}  {names[theme]}" for n, theme in zip(numbers, shown, strict=True)]
    return grid.shade(called, numbers, rows, title, note, words("interviews"), percent=False)


def _behind(passages: pd.DataFrame, pairs: list[Pair]) -> dict[str, tuple[str, ...]]:
    """Passages of a pair are those of both themes in the interviews with both; of a theme, all of its own."""
    columns = (passages[name].tolist() for name in ("theme_id", "source_id", "passage_id"))
    own: dict[str, dict[str, list[str]]] = {}
    for theme, source, passage in zip(*columns, strict=True):
        own.setdefault(theme, {}).setdefault(source, []).append(passage)
    cells = {evidence.mark(theme, theme): tuple(sorted(chain(*said.values()))) for theme, said in own.items()}
    for pair in pairs:
        both = (own[theme].get(source, []) for theme in (pair.a, pair.b) for source in pair.both)
        cells[pair.mark] = tuple(sorted(chain(*both)))
    return cells


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
