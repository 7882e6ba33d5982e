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
ROW = 36


def draw(tables: evidence.Tables, study: Study, region: str = "", key: str = "") -> Drawing:
    """One row a theme, a square for paper and a dot for practice, counted by source.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        `themes`, `prevalence` (its axis `kind`), `passages`, `passage_themes`.
    study : Study
    region : str
        Slug of a region; empty for all sources together.
    key : str
        Default `paper-practice[-region]`.

    Returns
    -------
    Drawing
        Table: theme, documents k and n, interviews k and n. Marks are THEME, THEME|paper and THEME|practice.
    """
    words = Words(study.language)
    key = key or "-".join(part for part in ("paper-practice", region) if part)
    name = evidence.region_names(study).get(region, region)
    title = words("dumbbell title one", region=name) if region else words("dumbbell title")
    label = evidence.label_from(tables, "themes", "prevalence", "passages", "passage_themes")
    names = evidence.names_of(evidence.take(tables, "themes")[0], tables)
    counts = count(tables, region)
    counts = counts[counts["theme_id"].isin(list(names))].reset_index(drop=True)
    columns = [words("theme")]
    for unit in ("documents", "interviews"):
        columns += [words(unit), words("out of", unit=words(unit))]
    if counts.empty:
        return style.say_nothing(words, key, title, "no paper", columns, label)
    gap = counts["k_practice"] / counts["n_practice"] - counts["k_paper"] / counts["n_paper"]
    counts = counts.assign(gap=gap).sort_values(["gap", "theme_id"], ascending=[False, True], ignore_index=True)
    table = counts[["theme_id", "k_paper", "n_paper", "k_practice", "n_practice"]].set_axis(
        ["mark", *columns[1:]], axis=1
    )
    table = table.set_index("mark")
    table.insert(0, columns[0], [names[theme] for theme in table.index])
    widest = counts.assign(size=counts["gap"].abs())
    widest = widest.sort_values(["size", "theme_id"], ascending=[False, True]).head(TOLD)
    sentences = " ".join(
        words(
            "dumbbell sentence",
            theme=names[r.theme_id],
            paper=words.fraction(r.k_paper, r.n_paper, "documents"),
            practice=words.fraction(r.k_practice, r.n_practice, "interviews"),
        )
        for r in widest.itertuples()
    )
    figure = _figure(counts, names, words, title)
    alt = words("dumbbell alt", sentences=sentences)
    return Drawing(key, title, figure, alt, table, _behind(tables, region), label, study.language)


def count(tables: evidence.Tables, region: str = "") -> pd.DataFrame:
    """For each theme `k_paper` of `n_paper` documents and `k_practice` of `n_practice` conversations that hold it.

    Themes for which one of the two has no source at all are left out.
    """
    (prevalence,) = evidence.take(tables, "prevalence")
    chosen = prevalence[
        (prevalence["label_kind"] == "theme") & (prevalence["axis"] == "kind") & (prevalence["within"] == region)
    ]
    side = chosen["group"].isin(evidence.TALK).map({True: "practice", False: "paper"})
    sums = chosen.groupby(["label_id", side])[["k_units", "n_units"]].sum().unstack(fill_value=0)
    wide = pd.DataFrame({"theme_id": sums.index.astype("str")})
    for part in ("paper", "practice"):
        for letter in ("k", "n"):
            column = (f"{letter}_units", part)
            wide[f"{letter}_{part}"] = sums[column].to_numpy() if column in sums.columns else 0
    return wide[(wide["n_paper"] > 0) & (wide["n_practice"] > 0)].reset_index(drop=True)


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
    for name, values, part, marker in (
        ("documents", paper, "paper", {"symbol": "square-open", "size": 16, "color": style.VERMILION}),
        ("interviews", practice, "practice", {"symbol": "circle", "size": 10, "color": style.BLUE}),
    ):
        figure.add_scatter(
            x=values,
            y=places,
            mode="markers",
            name=words(name),
            marker=marker | {"line": {"width": 2.5, "color": marker["color"]}},
            customdata=[evidence.mark(theme, part) for theme in counts["theme_id"]],
            hovertext=[
                escape(f"{names[theme]}: {words.fraction(k, n, name)}")
                for theme, k, n in zip(counts["theme_id"], counts[f"k_{part}"], counts[f"n_{part}"], strict=True)
            ],
            hoverinfo="text",
        )
    common = {"x": 1.02, "xref": "paper", "xanchor": "left", "showarrow": False}
    heads = {"text": f"{words('group document')} – {words('group interview')}", "y": 1, "yref": "paper"}
    numbers = [
        {"text": f"{row.k_paper}/{row.n_paper} – {row.k_practice}/{row.n_practice}", "y": row.Index}
        for row in counts.itertuples()
    ]
    heads |= {"yanchor": "bottom", "font": {"color": style.GREY}}
    style.annotate(figure, [note | common for note in (heads, *numbers)])
    height = ROW * len(counts) + 12
    ticks = [0, 25, 50, 75, 100]
    return style.finish(
        figure,
        title,
        height,
        words("dumbbell note"),
        head=40,
        foot=58,
        margin={"r": 128},
        xaxis={
            "range": [-4, 104],
            "tickvals": ticks,
            "ticktext": [f"{tick}%" for tick in ticks],
            "title": {"text": words("dumbbell axis")},
            "fixedrange": True,
        },
        yaxis={
            "tickvals": places,
            "ticktext": [wrap(names[theme]) for theme in counts["theme_id"]],
            "range": [len(counts) - 0.5, -0.5],
            "fixedrange": True,
        },
        legend=style.LEGEND,
    )


def _behind(tables: evidence.Tables, region: str) -> dict[str, tuple[str, ...]]:
    passages = evidence.within(evidence.themed(tables), region)
    passages = passages[passages["role"].isin(("respondent", "document"))]
    side = passages["kind"].isin(evidence.TALK).map({True: "practice", False: "paper"})
    cells = evidence.behind(passages.assign(side=side), ["theme_id", "side"])
    return cells | evidence.behind(passages, ["theme_id"])
