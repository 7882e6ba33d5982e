"""A theme that people set aside stays in the tables and out of everything that is compared, drawn or reported."""

import pandas as pd

from analysis.comparison import labels
from analysis.core.tables import shown
from analysis.figures.evidence import names_of

THEMES = pd.DataFrame(
    {
        "theme_id": ["T01", "T02", "T03"],
        "name": ["Een", "Twee", "Drie"],
        "words": ["een", "twee", "drie"],
        "flags": ["", "one voice; hidden", "one source"],
        "n_voices": [3, 2, 1],
        "n_passages": [9, 8, 7],
    }
)


def test_a_theme_that_is_set_aside_is_not_shown():
    assert list(shown(THEMES)["theme_id"]) == ["T01", "T03"]
    assert shown(THEMES[:0]).empty


def test_it_is_neither_compared_nor_drawn():
    assert list(labels(THEMES)["label_id"]) == ["T01", "T03"]
    assert list(names_of(THEMES)) == ["T01", "T03"]
