"""Dumbbells: the share of documents that hold a theme beside the share of interviews that raise it."""

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

TOLD = 3


def draw(tables: evidence.Tables, study: Study, region: str = "", key: str = "") -> Drawing:
    """One row a theme, a square for paper and a dot for practice, counted by source.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        `themes`, `sources`, `passages`, `passage_themes`.
    study : Study
    region : str
        Slug of a region; empty for all sources together.
    key : str
        Default `paper-practice[-region]`.

    Returns
    -------
    Drawing
        Table: theme, documents k and n, interviews k and n. Marks end in `paper` or `practice`.
    """
    words = Words(study.language)
    key = key or "-".join(part for part in ("paper-practice", region) if part)
    title = (
        words("dumbbell title one", region=evidence.region_names(study)[region]) if region else words("dumbbell title")
    )
    themes, sources = evidence.take(tables, "themes", "sources")
    label = evidence.label_from(tables, "themes", "sources", "passages", "passage_themes")
    names = evidence.names_of(themes)
    counts = count(tables, region)
    columns = [
        words("theme"),
        words("documents"),
        f"{words('of')} ({words('documents')})",
        words("interviews"),
        f"{words('of')} ({words('interviews')})",
    ]
    counts = counts[counts["theme_id"].isin(list(names))]
    if counts.empty or not counts["n_paper"].max() or not counts["n_practice"].max():
        return style.say_nothing(words, key, title, "no paper", columns, label)
    gap = counts["k_practice"] / counts["n_practice"] - counts["k_paper"] / counts["n_paper"]
    counts = counts.assign(gap=gap).sort_values(["gap", "theme_id"], ascending=[False, True]).reset_index(drop=True)
    table = pd.DataFrame(
        {
            columns[0]: counts["theme_id"].map(names).to_numpy(),
            columns[1]: counts["k_paper"].to_numpy(),
            columns[2]: counts["n_paper"].to_numpy(),
            columns[3]: counts["k_practice"].to_numpy(),
            columns[4]: counts["n_practice"].to_numpy(),
        },
        index=pd.Index(counts["theme_id"], name="mark"),
    )
    widest = (
        counts.assign(size=counts["gap"].abs()).sort_values(["size", "theme_id"], ascending=[False, True]).head(TOLD)
    )
    sentences = " ".join(
        words(
            "dumbbell sentence", theme=names[r.theme_id], kd=r.k_paper, nd=r.n_paper, kt=r.k_practice, nt=r.n_practice
        )
        for r in widest.itertuples()
    )
    figure = _figure(counts, names, words, title)
    return Drawing(
        key,
        title,
        figure,
        words("dumbbell alt", sentences=sentences),
        table,
        _behind(tables, region),
        label,
        study.language,
    )


def count(tables: evidence.Tables, region: str = "") -> pd.DataFrame:
    """For each theme: `k_paper` of `n_paper` documents and `k_practice` of `n_practice` conversations that hold it."""
    (sources,) = evidence.take(tables, "sources")
    passages = evidence.themed(tables)
    if region:
        sources, passages = sources[sources["region"] == region], passages[passages["region"] == region]
    passages = passages[passages["role"].isin(("respondent", "document"))]
    talk = passages["kind"].isin(evidence.TALK)
    n_practice = int(sources["kind"].isin(evidence.TALK).sum())
    rows = [
        (
            theme,
            part.loc[~talk[part.index], "source_id"].nunique(),
            len(sources) - n_practice,
            part.loc[talk[part.index], "source_id"].nunique(),
            n_practice,
        )
        for theme, part in passages.groupby("theme_id", sort=True)
    ]
    return pd.DataFrame(rows, columns=["theme_id", "k_paper", "n_paper", "k_practice", "n_practice"])


def _figure(counts: pd.DataFrame, names: dict[str, str], words: Words, title: str) -> go.Figure:
    import plotly.graph_objects as go

    places = list(range(len(counts)))
    figure = go.Figure()
    paper = (100 * counts["k_paper"] / counts["n_paper"]).round(1).tolist()
    practice = (100 * counts["k_practice"] / counts["n_practice"]).round(1).tolist()
    figure.add_scatter(
        x=[x for pair in zip(paper, practice, strict=True) for x in (*pair, None)],
        y=[y for place in places for y in (place, place, None)],
        mode="lines",
        line={"color": "#A8A8A8", "width": 3},
        hoverinfo="skip",
        showlegend=False,
    )
    for name, values, symbol, colour, part in (
        ("documents", paper, "square-open", style.VERMILION, "paper"),
        ("interviews", practice, "circle", style.BLUE, "practice"),
    ):
        k, n = counts[f"k_{part}"], counts[f"n_{part}"]
        figure.add_scatter(
            x=values,
            y=places,
            mode="markers",
            name=words(name),
            marker={"symbol": symbol, "size": 13, "color": colour, "line": {"width": 2.5, "color": colour}},
            customdata=[evidence.mark(theme, part) for theme in counts["theme_id"]],
            hovertext=[
                escape(f"{names[t]}: " + words("k of n", k=a, n=b, unit=words(name)))
                for t, a, b in zip(counts["theme_id"], k, n, strict=True)
            ],
            hoverinfo="text",
        )
    for row in counts.itertuples():
        figure.add_annotation(x=1.02, xref="paper", y=row.Index, xanchor="left", showarrow=False,
                              text=f"{row.k_paper}/{row.n_paper} – {row.k_practice}/{row.n_practice}")  # fmt: skip
    return style.finish(
        figure,
        title,
        32 * len(counts) + 60,
        words("dumbbell note"),
        margin={"r": 110, "b": 70, "t": 90},
        xaxis={
            "range": [-4, 104],
            "tickvals": [0, 25, 50, 75, 100],
            "ticksuffix": " %",
            "title": {"text": words("dumbbell axis")},
            "fixedrange": True,
        },
        yaxis={
            "tickvals": places,
            "ticktext": [wrap(names[t]) for t in counts["theme_id"]],
            "range": [len(counts) - 0.5, -0.5],
            "fixedrange": True,
        },
        legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0},
    )


def _behind(tables: evidence.Tables, region: str) -> dict[str, tuple[str, ...]]:
    passages = evidence.themed(tables)
    passages = passages[passages["role"].isin(("respondent", "document"))]
    if region:
        passages = passages[passages["region"] == region]
    side = passages["kind"].isin(evidence.TALK).map({True: "practice", False: "paper"})
    cells = evidence.behind(passages.assign(side=side), ["theme_id", "side"])
    return cells | evidence.behind(passages, ["theme_id"])
