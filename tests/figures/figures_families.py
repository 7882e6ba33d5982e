"""Every family of figures with the arguments it is tested by; a new family is added here."""

from __future__ import annotations

from collections.abc import Callable

from analysis.figures import (
    chain_matrix,
    cooccurrence,
    coverage,
    distinctive_words,
    dumbbell,
    forest,
    heat_map,
    passage_map,
    quotes,
    theme_history,
    theme_tree,
    tiles,
)
from analysis.figures.drawing import Drawing

FAMILIES: dict[str, Callable[..., Drawing]] = {
    "coverage": coverage.draw,
    "coverage of a region": lambda t, s: coverage.draw(t, s, region="r1"),
    "heat map by region": heat_map.draw,
    "heat map of a region": lambda t, s: heat_map.draw(t, s, within="r1"),
    "heat map by organisation in a region": lambda t, s: heat_map.draw(t, s, axis="organisation", within="r1"),
    "forest of regions": forest.draw,
    "forest of a region": lambda t, s: forest.draw(t, s, group="r1"),
    "dumbbell": dumbbell.draw,
    "dumbbell of a region": lambda t, s: dumbbell.draw(t, s, region="r1"),
    "chain": chain_matrix.draw,
    "chain of a theme": lambda t, s: chain_matrix.draw(t, s, theme="T01"),
    "chain of a region": lambda t, s: chain_matrix.draw(t, s, region="r1"),
    "passage map": passage_map.draw,
    "theme history": theme_history.draw,
    "theme tree": theme_tree.draw,
    "co-occurrence": cooccurrence.draw,
    "tiles": tiles.draw,
    "tiles of a theme": lambda t, s: tiles.draw(t, s, theme="T01"),
    "quotes": quotes.draw,
    "distinctive words": distinctive_words.draw,
}
