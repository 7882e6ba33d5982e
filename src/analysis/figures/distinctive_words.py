"""Distinctive words: what is said in one group more than in the others."""

from __future__ import annotations

from analysis.core.study import Study
from analysis.figures import evidence, style
from analysis.figures.drawing import Drawing
from analysis.figures.heat_map import order
from analysis.figures.lettering import escape, shorten, wrap
from analysis.figures.plot import Plot, axis_name, in_panels, within
from analysis.figures.sheet import Sheet, key_of
from analysis.figures.words import Words

ACROSS = 2
TOLD = 5
ROW = 24


def draw(
    tables: evidence.Tables, study: Study, axis: str = "region", group: str | None = None, most: int = 10, key: str = ""
) -> Drawing:
    """One panel a group, a bar a word, longest first; only words that fall more often there.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        `distinctive`.
    study : Study
    axis : str
        Axis of `distinctive`.
    group : str, optional
        One group; all when None.
    most : int
        Words a group.
    key : str
        Default `words-AXIS[-group]`.

    Returns
    -------
    Drawing
        Table: group, word, z, interviews with it and in the group.
    """
    words = Words(study.language)
    sheet = Sheet(
        words,
        key or key_of("words", axis, group or ""),
        words("words title") if axis == "region" else words("words title axis", axis=words.axis(axis)),
        [words.axis(axis), words("term"), "z", words("interviews"), words("out of", unit=words("interviews"))],
        evidence.label_from(tables, "distinctive"),
    )
    (table,) = evidence.take(tables, "distinctive")
    chosen = table[(table["axis"] == axis) & (table["log_odds"] > 0)]
    if group is not None:
        chosen = chosen[chosen["group"] == group]
    if chosen.empty:
        return sheet.nothing("no words")
    groups = order(chosen["group"].unique().tolist(), study, axis)
    ranked = chosen.sort_values(["z", "term"], ascending=[False, True])
    parts = {slug: list(ranked[ranked["group"] == slug].head(most).itertuples()) for slug in groups}
    rows = {evidence.mark(row.group, row.term): row for part in parts.values() for row in part}
    told = " ".join(
        words("words sentence", group=groups[slug], terms=", ".join(r.term for r in part[:TOLD]))
        for slug, part in parts.items()
    )
    return sheet.drawing(
        _figure(parts, groups, words, sheet.title),
        words("words alt", sentences=told),
        sheet.table(((groups[r.group], r.term, float(r.z), r.k_units, r.n_units) for r in rows.values()), rows),
        {
            mark: tuple(part.strip() for part in sorted(row.passage_ids.split(";")) if part)
            for mark, row in rows.items()
        },
    )


def _figure(parts: dict[str, list], groups: dict[str, str], words: Words, title: str) -> Plot:
    across = min(ACROSS, len(parts))
    down = -(-len(parts) // across)
    tallest = max(len(part) for part in parts.values())
    height = ROW * tallest
    above = 60 / (down * (height + 60) - 60) if down > 1 else 0
    plot = in_panels([f"<b>{wrap(groups[slug], 40, 1)}</b>" for slug in parts], down, across, (0.24, above))
    top = max(row.z for part in parts.values() for row in part)
    for panel, part in enumerate(parts.values()):
        plot.add(
            "bar",
            x=[round(float(r.z), 2) for r in part],
            y=list(range(len(part))),
            orientation="h",
            marker={"color": style.BLUE},
            text=[f"{r.k_units}/{r.n_units}" for r in part],
            textposition="outside",
            cliponaxis=False,
            customdata=[evidence.mark(r.group, r.term) for r in part],
            hovertext=[f"{escape(r.term)}: {words.fraction(r.k_units, r.n_units, 'interviews')}" for r in part],
            hoverinfo="text",
            showlegend=False,
            **within(panel),
        )
        terms = style.names_down([shorten(r.term, 24) for r in part])
        plot.layout[axis_name("y", panel)] |= terms | {"range": [tallest - 0.5, -0.5], "showgrid": False}
    plot.axes("x", range=[0, float(top) * 1.15], fixedrange=True)
    plot.annotate(style.below(words("words axis"), 30, x=0, xanchor="left"))
    return style.finish(plot, title, height * down + 60 * (down - 1), words("words note"), head=30, foot=54)
