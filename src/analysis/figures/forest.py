"""Forest plots of contrasts: differences in share of interviews, with intervals and verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.figures import evidence, style
from analysis.figures.drawing import Drawing
from analysis.figures.lettering import escape, wrap
from analysis.figures.words import Words
from analysis.study import Study

if TYPE_CHECKING:
    import plotly.graph_objects as go

VERDICTS = {
    "more here": ("triangle-right", style.BLUE),
    "only here": ("star", style.BLUE),
    "less here": ("triangle-left", style.VERMILION),
    "disagrees within the chain": ("square", style.PURPLE),
    "shared": ("circle", style.GREY),
    "not assessable": ("x-thin", style.GREY),
    "": ("circle", style.GREY),
}
"""Shape and colour of each verdict; an open shape is a fragile one."""

MOST = 20
"""So many themes are drawn: those with the largest difference. The table holds all."""

ACROSS = 4
"""Panels on a row."""

TOLD = 4


def draw(
    tables: evidence.Tables,
    study: Study,
    contrast: str = "region",
    group: str | None = None,
    within: str = "",
    key: str = "",
) -> Drawing:
    """One row a theme, one panel a group: how much more or less often the theme comes up there.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        `themes`, `contrasts`, `passages`, `passage_themes`.
    study : Study
    contrast : str
        Which family of `contrasts`.
    group : str, optional
        Only the contrasts of this `group_a`; all of them when None.
    within : str
        Slug of the region the contrasts are within; empty for the whole study.
    key : str
        Default `forest-CONTRAST[-within][-group]`.

    Returns
    -------
    Drawing
        Table: theme, groups, k and n of both, difference with interval, verdict, fragile.
    """
    words = Words(study.language)
    key = key or _slug("forest", contrast, within, group or "")
    themes, contrasts = evidence.take(tables, "themes", "contrasts")
    label = evidence.label_from(tables, "themes", "contrasts", "passages", "passage_themes")
    names = evidence.names_of(themes)
    chosen = contrasts[
        (contrasts["label_kind"] == "theme")
        & (contrasts["contrast"] == contrast)
        & (contrasts["within"] == within)
        & contrasts["label_id"].isin(list(names))
    ]
    if group is not None:
        chosen = chosen[chosen["group_a"] == group]
    called = _group_names(chosen, study, words)
    pairs = list(
        dict.fromkeys(sorted(zip(chosen["group_a"], chosen["group_b"], strict=True), key=lambda p: _rank(p, called)))
    )
    title = words("forest title")
    if len(pairs) == 1:
        title = words("forest title one", group=called[pairs[0][0]], other=called[pairs[0][1]])
    columns = [
        words("theme"),
        "A",
        "B",
        "k A",
        "n A",
        "k B",
        "n B",
        *words.columns("difference", "low", "high", "verdict", "fragile"),
    ]
    if chosen.empty:
        return style.say_nothing(words, key, title, "no contrasts", columns, label)
    shown = _largest(chosen, list(names))
    note = words("forest note")
    if len(shown) < chosen["label_id"].nunique():
        note += " " + words("only largest", shown=len(shown), total=chosen["label_id"].nunique())
    rows = list(
        chosen.assign(place=chosen["label_id"].map(list(names).index))
        .sort_values(["place", "group_a", "group_b"])
        .itertuples()
    )
    table = pd.DataFrame(
        [
            (names[r.label_id], called[r.group_a], called[r.group_b], r.k_a, r.n_a, r.k_b, r.n_b, r.difference, r.low, r.high,
             words(r.verdict), bool(r.fragile))
            for r in rows
        ],
        columns=columns,
        index=pd.Index([_mark(r) for r in rows], name="mark"),
    )  # fmt: skip
    figure = _figure(rows, shown, pairs, names, called, words, title, note)
    alt = words("forest alt", counts=_counts(chosen, words), sentences=_sentences(chosen, names, called, words))
    return Drawing(key, title, figure, alt, table, _behind(tables, rows), label, study.language)


def _slug(*parts: str) -> str:
    return "-".join("".join(c if c.isalnum() else "-" for c in part.lower()).strip("-") for part in parts if part)


def _mark(row) -> str:
    return evidence.mark(row.label_id, row.group_a, row.group_b)


def _rank(pair: tuple[str, str], called: dict[str, str]) -> tuple[int, int]:
    order = list(called)
    return order.index(pair[0]), order.index(pair[1])


def _group_names(chosen: pd.DataFrame, study: Study, words: Words) -> dict[str, str]:
    known = evidence.region_names(study) | evidence.organisation_names(study)
    known |= {slug: town.name for region in study.regions.values() for slug, town in region.municipalities.items()}
    found = set(chosen["group_a"]) | set(chosen["group_b"])
    regional = bool(found & set(study.regions)) and not found & set(evidence.organisation_names(study))
    order = [*(slug for slug in known if slug in found), *sorted(found - set(known))]
    extra = {
        "others": words("others"),
        "rest": words("others"),
        "interview": words("interviews"),
        "document": words("documents"),
    }
    del regional
    return {slug: known.get(slug) or extra.get(slug, slug) for slug in order}


def _largest(chosen: pd.DataFrame, order: list[str]) -> list[str]:
    """The themes with the largest differences, in the order of figures."""
    size = chosen["difference"].abs().fillna(-1).groupby(chosen["label_id"]).max()
    ranked = sorted(size.index, key=lambda theme: (-size[theme], order.index(theme)))[:MOST]
    return (
        sorted(
            ranked, key=lambda theme: float(chosen.loc[chosen["label_id"] == theme, "difference"].max()), reverse=True
        )
        if chosen["group_a"].nunique() == 1
        else sorted(ranked, key=order.index)
    )


def _figure(rows, shown, pairs, names, called, words, title, note) -> go.Figure:
    from plotly.subplots import make_subplots

    across = min(ACROSS, len(pairs))
    down = -(-len(pairs) // across)
    height = 30 * len(shown) + 50
    figure = make_subplots(
        rows=down,
        cols=across,
        shared_yaxes=True,
        horizontal_spacing=0.02,
        vertical_spacing=70 / (height * down + 70 * down) if down > 1 else 0,
        subplot_titles=[wrap(called[a] if len(pairs) > 1 else " ", 24, 2) for a, _ in pairs],
    )
    seen: set[str] = set()
    for number, pair in enumerate(pairs):
        place = {"row": number // across + 1, "col": number % across + 1}
        mine = [row for row in rows if (row.group_a, row.group_b) == pair and row.label_id in shown]
        figure.add_vline(x=0, line={"color": style.INK, "width": 1}, **place)
        for verdict in VERDICTS:
            points = [row for row in mine if row.verdict == verdict and pd.notna(row.difference)]
            if points:
                figure.add_trace(_trace(points, shown, verdict, names, called, words, verdict not in seen), **place)
                seen.add(verdict)
        if len(pairs) == 1:
            for row in mine:
                figure.add_annotation(x=1.02, xref="paper", y=shown.index(row.label_id), yref="y", showarrow=False, xanchor="left",
                                      text=f"{row.k_a}/{row.n_a} – {row.k_b}/{row.n_b}")  # fmt: skip
    ticks = {
        "tickvals": list(range(len(shown))),
        "ticktext": [wrap(names[t], 38 if across < 3 else 30, 2) for t in shown],
    }
    figure.update_yaxes(range=[len(shown) - 0.5, -0.5], fixedrange=True, **ticks)
    figure.update_xaxes(range=[-105, 105], tickvals=[-100, -50, 0, 50, 100], fixedrange=True)
    figure.add_annotation(
        text=words("forest axis"), x=0.5, xref="paper", y=0, yref="paper", yshift=-30, showarrow=False, yanchor="top"
    )
    top = 34 if len(pairs) > 1 else 0
    finished = style.finish(
        figure,
        title,
        (height + 40) * down,
        note,
        margin={"b": 100, "r": 110 if len(pairs) == 1 else 24},
        legend={"orientation": "h", "y": 0, "yref": "paper", "yanchor": "top", "x": 0},
    )
    finished.update_layout(margin_t=finished.layout.margin.t + top, height=finished.layout.height + top)
    return finished


def _trace(points, shown, verdict, names, called, words, first):
    import plotly.graph_objects as go

    symbol, colour = VERDICTS[verdict]
    side = {
        "plus": [100 * (r.high - r.difference) for r in points],
        "minus": [100 * (r.difference - r.low) for r in points],
    }
    return go.Scatter(
        x=[round(100 * r.difference, 1) for r in points],
        y=[shown.index(r.label_id) for r in points],
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [round(max(0.0, v), 1) if pd.notna(v) else 0 for v in side["plus"]],
            "arrayminus": [round(max(0.0, v), 1) if pd.notna(v) else 0 for v in side["minus"]],
            "color": colour,
            "thickness": 2,
            "width": 0,
        },
        mode="markers",
        marker={
            "symbol": [symbol + ("-open" if r.fragile or symbol == "x-thin" else "") for r in points],
            "size": 12,
            "color": colour,
            "line": {"width": 2, "color": colour},
        },
        customdata=[_mark(r) for r in points],
        hovertext=[
            escape(
                words("forest sentence", theme=names[r.label_id], group=called[r.group_a], ka=r.k_a, na=r.n_a,
                      other=called[r.group_b], kb=r.k_b, nb=r.n_b, verdict=words(r.verdict))
            )
            for r in points
        ],
        hoverinfo="text",
        name=words(verdict),
        legendgroup=verdict,
        showlegend=first,
    )  # fmt: skip


def _counts(chosen: pd.DataFrame, words: Words) -> str:
    counts = chosen["verdict"].value_counts()
    return "; ".join(f"{words(verdict)}: {counts[verdict]}" for verdict in VERDICTS if verdict in counts.index)


def _sentences(chosen: pd.DataFrame, names: dict[str, str], called: dict[str, str], words: Words) -> str:
    telling = chosen[~chosen["verdict"].isin(["shared", "not assessable", ""])]
    ranked = telling.assign(size=telling["difference"].abs()).sort_values(
        ["size", "label_id", "group_a"], ascending=[False, True, True]
    )
    return " ".join(
        words("forest sentence", theme=names[r.label_id], group=called[r.group_a], ka=r.k_a, na=r.n_a, other=called[r.group_b],
              kb=r.k_b, nb=r.n_b, verdict=words(r.verdict))
        for r in ranked.head(TOLD).itertuples()
    )  # fmt: skip


def _behind(tables: evidence.Tables, rows: list) -> dict[str, tuple[str, ...]]:
    """Passages with the theme in group A, whichever column group A is a value of."""
    passages = evidence.themed(tables)
    by: dict[str, tuple[str, ...]] = {}
    for column in ("kind", "municipality", "organisation", "region"):
        by |= evidence.behind(passages, ["theme_id", column])
    return {_mark(r): by.get(evidence.mark(r.label_id, r.group_a), ()) for r in rows}
