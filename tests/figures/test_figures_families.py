"""What every family of figures promises, held against studies of many sizes."""

from __future__ import annotations

import json
import re

import figures_study
import pandas as pd
import pytest
from figures_families import FAMILIES

from analysis.core import tables as schemas
from analysis.core.classification import Label
from analysis.core.errors import TableError
from analysis.figures import heat_map
from analysis.figures.words import WORDS
from analysis.report.wording import Wording

HOSTILE = "<script>alert(1)</script> <b>vet</b> <a href='javascript:x'>k</a> $x^2$ =1+1 \x07\u202e& %{x}"
EACH = pytest.mark.parametrize("family", FAMILIES)
NEEDS = {name: schemas.empty(name) for name in schemas.TABLES}


def strings(node: object):
    """Every string anywhere in a figure's JSON."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from strings(value)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_figure_that_an_edition_withholds_is_named_there_in_words(sample, language):
    # who was asked is told in every edition, and nothing shows the history of themes yet
    always = {"coverage", "coverage of a region", "theme history"}
    keys = {draw(*sample).key for family, draw in FAMILIES.items() if " of a" not in family and family not in always}
    keys.discard("heat-map-organisation-r1")
    unnamed = {key for key in keys if not Wording(language).get(f"figure {key}", "")}
    assert unnamed <= {"words-region"}, "a region's report calls its words `words`"


@pytest.fixture(scope="module")
def drawn(sample):
    return {family: draw(*sample) for family, draw in FAMILIES.items()}


@EACH
def test_a_figure_has_numbers_a_text_alternative_and_the_label_of_its_sources(family, drawn):
    drawing = drawn[family]
    assert len(drawing.table) > 0
    assert drawing.table.index.name == "mark"
    assert len(drawing.alt) > 40
    assert drawing.alt.endswith(".")
    assert "{" not in drawing.alt + drawing.title
    assert drawing.label == Label("Departementaal Vertrouwelijk", ("AVG",))


@EACH
def test_plotly_knows_everything_that_a_figure_is_made_of_and_adds_nothing(family, drawn):
    drawing = drawn[family]
    content = json.loads(drawing.to_json())
    ours = {"meta", "separators"} - set(drawing.plot.layout)
    layout = {name: value for name, value in content["layout"].items() if name not in ours}
    assert json.loads(drawing.figure.to_json()) == {"data": content["data"], "layout": layout}


@EACH
def test_a_figure_of_the_same_tables_in_another_order_is_the_same_bytes(family, sample, drawn):
    tables, study = sample
    shuffled = {name: frame.sample(frac=1, random_state=3).reset_index(drop=True) for name, frame in tables.items()}
    first, second = drawn[family], FAMILIES[family](shuffled, study)
    assert first.to_json() == second.to_json()
    assert first.cells == second.cells
    pd.testing.assert_frame_equal(first.table, second.table)


@EACH
def test_the_passages_behind_marks_are_passages_that_exist(family, sample, drawn):
    tables, _ = sample
    known = set(tables["passages"]["passage_id"])
    assert {identity for ids in drawn[family].cells.values() for identity in ids} <= known


@EACH
def test_no_figure_holds_text_of_a_passage(family, drawn):
    assert "Geheime woorden" not in drawn[family].to_json()


@EACH
def test_empty_tables_give_a_plain_statement_of_what_cannot_be_said(family):
    study = figures_study.study()
    bare = study.model_copy(
        update={
            "regions": {slug: region.model_copy(update={"planned": {}}) for slug, region in study.regions.items()},
            "national": study.national.model_copy(update={"planned": {}}),
        }
    )
    drawing = FAMILIES[family](NEEDS, bare)
    assert drawing.alt.startswith("Hierover valt niets te zeggen: ")
    assert drawing.table.empty
    assert list(drawing.table.columns)
    assert any("Hierover valt niets te zeggen" in text for text in strings(json.loads(drawing.to_json())["layout"]))


@EACH
@pytest.mark.parametrize(("regions", "themes"), [(1, 1), pytest.param(12, 40, marks=pytest.mark.slow)])
def test_a_figure_is_drawn_of_one_region_or_twelve_and_one_theme_or_forty(family, regions, themes):
    drawing = FAMILIES[family](*made(regions, themes))
    content = json.loads(drawing.to_json())
    assert 60 < content["layout"]["height"] < 3000
    longest = max(len(line) for text in ticks(content) for line in text.split("<br>"))
    assert longest <= 60


@EACH
def test_names_from_sources_are_text_and_never_markup_of_plotly(family, sample):
    tables, study = sample
    poisoned = dict(tables)
    poisoned["themes"] = tables["themes"].assign(name=HOSTILE)
    poisoned["distinctive"] = tables["distinctive"].assign(term=HOSTILE + tables["distinctive"]["term"])
    regions = {slug: region.model_copy(update={"name": HOSTILE}) for slug, region in study.regions.items()}
    poisoned_study = study.model_copy(update={"regions": regions})
    content = json.loads(FAMILIES[family](poisoned, poisoned_study).to_json())
    content["layout"].pop("meta")
    for trace in content["data"]:
        trace.pop("customdata", None)  # names of marks: plotly never shows them
    for text in strings(content):
        assert not re.findall(r"<(?!/?b>|br>)", text), "a tag that no figure writes"
        assert "$" not in text
        assert "\x07" not in text
        assert "\u202e" not in text


@pytest.mark.slow
@EACH
def test_a_study_in_english_gives_a_figure_without_a_dutch_word(family):
    tables, study = made(2, 4, "en")
    plain = dict(tables, themes=tables["themes"].assign(name=[f"Theme {n}" for n in range(4)]))
    plain["distinctive"] = tables["distinctive"].assign(term=lambda f: f["term"].str.replace("woord", "term"))
    plain["passages"] = tables["passages"].assign(text="Said.")
    regions = {
        slug: region.model_copy(
            update={
                "name": slug,
                "municipalities": {
                    key: town.model_copy(update={"name": key}) for key, town in region.municipalities.items()
                },
            }
        )
        for slug, region in study.regions.items()
    }
    organisations = {slug: each.model_copy(update={"name": slug.upper()}) for slug, each in study.organisations.items()}
    national = study.national.model_copy(update={"name": "National"})
    update = {"regions": regions, "organisations": organisations, "national": national}
    drawing = FAMILIES[family](plain, study.model_copy(update=update))
    content = json.loads(drawing.to_json())
    said = [
        drawing.title,
        drawing.alt,
        *map(str, drawing.table.columns),
        *(trace.get("name", "") for trace in content["data"]),
    ]
    said += [note["text"] for note in content["layout"].get("annotations", [])]
    said += [axis["title"]["text"] for name, axis in content["layout"].items() if "axis" in name and "title" in axis]
    vocabulary = {
        language: {w for text in words.values() for w in re.findall(r"[a-z]{4,}", text)}
        for language, words in WORDS.items()
    }
    dutch = vocabulary["nl"] - vocabulary["en"] - {*study.organisations}
    assert not dutch & set(re.findall(r"[a-z]{4,}", " ".join(said)))


def test_a_table_that_was_not_handed_over_is_named(sample):
    tables, study = sample
    with pytest.raises(TableError, match="table prevalence: was not handed to the figure"):
        heat_map.draw({name: frame for name, frame in tables.items() if name != "prevalence"}, study)


_MADE: dict[tuple, tuple] = {}


def made(*size):
    if size not in _MADE:
        _MADE[size] = figures_study.make(*size)
    return _MADE[size]


def ticks(content: dict) -> list[str]:
    return [
        text
        for name, axis in content["layout"].items()
        if name.startswith(("xaxis", "yaxis"))
        for text in (axis.get("ticktext") or [""])
    ]
