"""What every figure has in common: its words, numbers and shades."""

from __future__ import annotations

import json

import pytest
from plotly.subplots import make_subplots

from analysis.figures import (
    chain_matrix,
    forest,
    grid,
    style,
)
from analysis.figures.plot import in_panels
from analysis.figures.words import WORDS, Words


def test_each_verdict_has_a_look_of_its_own_that_survives_grey():
    shapes = [shape for verdict, (shape, _) in forest.VERDICTS.items() if verdict]
    assert len(set(shapes)) == len(shapes)


@pytest.mark.parametrize(("down", "across", "one_scale"), [(1, 1, True), (1, 3, False), (2, 4, True), (3, 2, False)])
def test_panels_stand_where_plotly_puts_them(down, across, one_scale):
    heads = [f"<b>{number}</b>" for number in range(down * across - 1)]
    theirs = make_subplots(
        down, across, horizontal_spacing=0.02, vertical_spacing=0.1, shared_yaxes=one_scale, subplot_titles=heads
    )
    theirs.update_annotations(font={"size": style.SIZE})
    layout = theirs.to_plotly_json()["layout"]
    del layout["template"]
    ours = in_panels(heads, down, across, (0.02, 0.1), one_scale).layout
    assert json.loads(json.dumps(ours)) == json.loads(json.dumps(layout, default=list))


def test_every_language_has_the_same_words_with_the_same_gaps():
    import string

    gaps = {
        language: {
            key: sorted(filter(None, (part[1] for part in string.Formatter().parse(text))))
            for key, text in words.items()
        }
        for language, words in WORDS.items()
    }
    assert gaps["nl"] == gaps["en"]


@pytest.mark.parametrize(
    ("k", "n", "said"), [(0, 4, "0 van de 4 gesprekken"), (1, 1, "1 van 1 gesprek"), (3, 5, "3 van de 5 gesprekken")]
)
def test_a_fraction_is_said_as_people_say_it(k, n, said):
    assert Words("nl").fraction(k, n, "interviews") == said


def test_numbers_on_a_shaded_cell_are_readable_at_every_shade():
    for step in range(101):
        behind = style.luminance(style.colour_at(step / 100)) + 0.05
        ink = 0.05 if style.ink_on(step / 100) == "black" else 1.05
        assert max(behind, ink) / min(behind, ink) >= 4.5


def test_shades_grow_darker_all_the_way_so_that_grey_keeps_their_order():
    shades = [style.luminance(style.colour_at(step / 50)) for step in range(51)]
    assert shades == sorted(shades, reverse=True)
    assert len(set(shades)) == 51


def test_forty_two_themes_look_different():
    assert len({tuple(style.look(n).items()) for n in range(42)}) == 42


def test_a_name_that_holds_quotes_is_itself_quoted_by_another_kind():
    words = Words("nl")
    said = words("quotes sentence", theme="Papierwerk van ‘soevereinen’", number="1 passage", organisations="OM")
    assert said.startswith("‘Papierwerk van “soevereinen”’:")
    assert "thema’s van ’t jaar" in words("chain title theme", theme="thema’s van ’t jaar")


def test_a_table_of_a_figure_speaks_the_language_of_the_study(sample):
    tables, study = sample
    said = set(chain_matrix.draw(tables, study).table["overeenstemming in de keten"])
    assert said
    assert not said & {"all see it", "some see it", "nobody sees it", "disagrees within the chain"}


def test_names_of_columns_break_only_at_a_space_or_a_hyphen_and_fit_beside_each_other():
    names = ["Amsterdam-Amstelland", "Brabant-Zuidoost", "Maastricht", "Drenthe", "Landelijk"]
    cells = [[grid.Cell("1/5", 0.2, "", f"T01|{n}") for n in range(5)]]
    heads = grid.shade(["Thema"], names, cells, "Titel").layout["xaxis"]["ticktext"]
    assert [head.replace("<br>", "") for head in heads] == names
    assert max(len(line) for head in heads for line in head.split("<br>")) <= 72 // 5
