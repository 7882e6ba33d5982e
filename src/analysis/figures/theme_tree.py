"""The tree of themes: a dendrogram in which near themes join early."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.core.study import Study
from analysis.figures import evidence, style
from analysis.figures.drawing import Drawing
from analysis.figures.lettering import escape, wrap
from analysis.figures.plot import Plot
from analysis.figures.sheet import Sheet
from analysis.figures.words import Words

TOLD = 3


@dataclass(frozen=True)
class Merge:
    """Two nodes of the tree that join, at which distance, and what the two are called together."""

    node: str
    left: str
    right: str
    distance: float
    name: str


def draw(tables: evidence.Tables, study: Study, key: str = "theme-tree") -> Drawing:
    """Themes down, the distance at which they join across; from `themes`, `theme_tree` and the passages of both.

    Returns
    -------
    Drawing
        Table: theme, theme or group it joins, distance. Marks are nodes of the tree; a theme's own id is one too.
    """
    words = Words(study.language)
    themes, tree = evidence.take(tables, "themes", "theme_tree")
    label = evidence.label_from(tables, "themes", "theme_tree", "passages", "passage_themes")
    columns = words.columns("theme", "and theme", "distance", "passages")
    sheet = Sheet(words, key, words("tree title"), columns, label)
    names = evidence.names_of(themes, tables)
    merges = _shown(tree, names)
    if not merges:
        return sheet.nothing("one theme")
    leaves = _leaves(merges)
    passages = evidence.behind(evidence.themed(tables), ["theme_id"])
    cells = {node: tuple(sorted(p for leaf in under for p in passages.get(leaf, ()))) for node, under in leaves.items()}
    called = names | {
        node: name or " + ".join(names.get(leaf, leaf) for leaf in leaves[node])
        for node, name in ((row.node, row.name) for row in merges.values())
    }
    rows = [
        (called.get(r.left, r.left), called.get(r.right, r.right), float(r.distance), len(cells[r.node]))
        for r in merges.values()
    ]
    nearest = [r for r in merges.values() if r.left not in merges and r.right not in merges][:TOLD]
    pairs = evidence.listing(
        (words("tree pair", a=called.get(r.left, r.left), b=called.get(r.right, r.right)) for r in nearest),
        words("and"),
    )
    alt = words("tree alt", n=sum(leaf not in merges for leaf in leaves), pairs=pairs)
    figure = _figure(merges, leaves, called, words, sheet.title)
    return sheet.drawing(figure, alt, sheet.table(rows, merges), cells | passages)


def _shown(tree: pd.DataFrame, names: dict[str, str]) -> dict[str, Merge]:
    """Node -> its merge, nearest first, without themes that are not shown: what they would have joined stands for the pair."""
    nodes = set(tree["node"])
    whole = set(tree["left"]) | set(tree["right"]) <= nodes | set(names)
    merges: dict[str, Merge] = {}
    stands_for: dict[str, str] = {}
    for row in tree.rename(columns={"name": "called"}).sort_values(["distance", "node"]).itertuples(index=False):
        left, right = (
            stands_for.get(side, side if side in names or side in nodes else "") for side in (row.left, row.right)
        )
        if left and right:
            merges[row.node] = Merge(row.node, left, right, float(row.distance), row.called if whole else "")
        else:
            stands_for[row.node] = left or right
    return merges


def _leaves(merges: dict[str, Merge]) -> dict[str, tuple[str, ...]]:
    """Node -> leaves below it, in the order in which they are drawn; without recursion, as trees can be deep."""
    under: dict[str, tuple[str, ...]] = {}
    for node, row in merges.items():
        sides = [under.get(side, (side,)) for side in (row.left, row.right)]
        for side in (row.left, row.right):
            under.setdefault(side, (side,))
        under[node] = sides[0] + sides[1]
    return under


def _figure(
    merges: dict[str, Merge], leaves: dict[str, tuple[str, ...]], called: dict[str, str], words: Words, title: str
) -> Plot:
    children = {side for row in merges.values() for side in (row.left, row.right)}
    order = [leaf for node in merges if node not in children for leaf in leaves[node]]
    place = {leaf: (0.0, float(y)) for y, leaf in enumerate(order)}
    plot = Plot()
    lines_x: list[float | None] = []
    lines_y: list[float | None] = []
    knots: list[tuple[float, float, str]] = []
    for node, row in merges.items():
        (x1, y1), (x2, y2) = place[row.left], place[row.right]
        x = round(float(row.distance), 4)
        lines_x += [x1, x, x, x2, None]
        lines_y += [y1, y1, y2, y2, None]
        place[node] = (x, (y1 + y2) / 2)
        knots.append((x, (y1 + y2) / 2, node))
    plot.add(
        "scatter",
        x=lines_x,
        y=lines_y,
        mode="lines",
        line={"color": style.BLUE, "width": 2},
        hoverinfo="skip",
        showlegend=False,
    )
    plot.add(
        "scatter",
        x=[x for x, _, _ in knots],
        y=[y for _, y, _ in knots],
        mode="markers",
        marker={"symbol": "circle", "size": 7, "color": style.BLUE},
        customdata=[node for _, _, node in knots],
        hovertext=["<br>".join(escape(called.get(leaf, leaf)) for leaf in leaves[node]) for _, _, node in knots],
        hoverinfo="text",
        showlegend=False,
    )
    return style.finish(
        plot,
        title,
        34 * len(order) + 12,
        foot=58,
        separators=",." if words.language == "nl" else ".,",
        xaxis={"title": {"text": words("tree axis")}, "rangemode": "tozero", "fixedrange": True},
        yaxis=style.names_down([wrap(called.get(t, t), 44) for t in order]) | {"showgrid": False},
    )
