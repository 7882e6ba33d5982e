"""Dumbbells: the share of documents that hold a theme beside the share of interviews that raise it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.core.study import Study
from analysis.figures import evidence, style
from analysis.figures.drawing import Drawing
from analysis.figures.lettering import escape, wrap
from analysis.figures.plot import Plot
from analysis.figures.sheet import Sheet, key_of
from analysis.figures.words import Words

SIDES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "paper": ("documents", style.VERMILION, {"symbol": "square", "size": 16, "color": "white"}),
    "practice": ("interviews", style.BLUE, {"symbol": "circle", "size": 10, "color": style.BLUE}),
}
"""Side -> what is counted there, the colour of its edge, and its sign; white hides the line behind it."""

TOLD = 3
ROW = 36
TICKS = [0, 25, 50, 75, 100]


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
    place = evidence.region_names(study).get(region, region)
    units = (words(unit) for unit in ("documents", "interviews"))
    sheet = Sheet(
        words,
        key or key_of("paper-practice", region),
        words("dumbbell title one", region=place) if region else words("dumbbell title"),
        [words("theme"), *(column for unit in units for column in (unit, words("out of", unit=unit)))],
        evidence.label_from(tables, "themes", "prevalence", "passages", "passage_themes"),
    )
    names = evidence.names_of(evidence.take(tables, "themes")[0], tables)
    counts = count(tables, region)
    counts = counts[counts["theme_id"].isin(list(names))].reset_index(drop=True)
    if counts.empty:
        return sheet.nothing("no paper")
    gap = counts["k_practice"] / counts["n_practice"] - counts["k_paper"] / counts["n_paper"]
    counts = counts.assign(gap=gap).sort_values(["gap", "theme_id"], ascending=[False, True], ignore_index=True)
    rows = [(names[r.theme_id], r.k_paper, r.n_paper, r.k_practice, r.n_practice) for r in counts.itertuples()]
    return sheet.drawing(
        _figure(counts, names, words, sheet.title),
        words("dumbbell alt", sentences=_sentences(counts, names, words)),
        sheet.table(rows, counts["theme_id"]),
        _behind(tables, region),
    )


def _sentences(counts: pd.DataFrame, names: dict[str, str], words: Words) -> str:
    """The widest gaps, told."""
    widest = counts.assign(size=counts["gap"].abs())
    widest = widest.sort_values(["size", "theme_id"], ascending=[False, True]).head(TOLD)
    return " ".join(
        words(
            "dumbbell sentence",
            theme=names[r.theme_id],
            paper=words.fraction(r.k_paper, r.n_paper, "documents"),
            practice=words.fraction(r.k_practice, r.n_practice, "interviews"),
        )
        for r in widest.itertuples()
    )


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


def _figure(counts: pd.DataFrame, names: dict[str, str], words: Words, title: str) -> Plot:
    places = list(range(len(counts)))
    shares = {
        part: (100 * counts[f"k_{part}"] / counts[f"n_{part}"]).round(1).tolist() for part in ("paper", "practice")
    }
    plot = Plot()
    plot.add(
        "scatter",
        x=[x for pair in zip(*shares.values(), strict=True) for x in (*pair, None)],
        y=[y for place in places for y in (place, place, None)],
        mode="lines",
        line={"color": "#A8A8A8", "width": 3},
        hoverinfo="skip",
        showlegend=False,
    )
    for part, (unit, edge, marker) in SIDES.items():
        plot.add(
            "scatter",
            x=shares[part],
            y=places,
            mode="markers",
            name=words(unit),
            marker=marker | {"line": {"width": 2.5, "color": edge}},
            customdata=[evidence.mark(theme, part) for theme in counts["theme_id"]],
            hovertext=[
                escape(f"{names[theme]}: {words.fraction(k, n, unit)}")
                for theme, k, n in zip(counts["theme_id"], counts[f"k_{part}"], counts[f"n_{part}"], strict=True)
            ],
            hoverinfo="text",
        )
    head = f"{words('group document')} – {words('group interview')}"
    numbers = [(f"{r.k_paper}/{r.n_paper} – {r.k_practice}/{r.n_practice}", r.Index) for r in counts.itertuples()]
    plot.annotate(*style.beside(head, numbers))
    axis = {"range": [-4, 104], "title": {"text": words("dumbbell axis")}, "fixedrange": True}
    return style.finish(
        plot,
        title,
        ROW * len(counts) + 12,
        words("dumbbell note"),
        head=40,
        foot=58,
        margin={"r": 128},
        xaxis=axis | {"tickvals": TICKS, "ticktext": [f"{tick}%" for tick in TICKS]},
        yaxis=style.names_down([wrap(names[theme]) for theme in counts["theme_id"]]),
        legend=style.LEGEND,
    )


def _behind(tables: evidence.Tables, region: str) -> dict[str, tuple[str, ...]]:
    passages = evidence.within(evidence.themed(tables), region)
    passages = passages[passages["role"].isin(("respondent", "document"))]
    side = passages["kind"].isin(evidence.TALK).map({True: "practice", False: "paper"})
    cells = evidence.behind(passages.assign(side=side), ["theme_id", "side"])
    return cells | evidence.behind(passages, ["theme_id"])
