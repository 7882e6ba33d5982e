"""Figures that hold one side against another: regions, paper and practice, the parties of a chain."""

from __future__ import annotations

import json

import figures_study
import pandas as pd
import pytest

from analysis.figures import (
    chain_matrix,
    cooccurrence,
    dumbbell,
    forest,
    heat_map,
    quotes,
    style,
)


def test_the_forest_plot_places_a_difference_in_percentage_points_and_opens_the_mark_of_a_fragile_verdict(sample):
    tables, study = sample
    drawing = forest.draw(tables, study, group="r1")
    row = drawing.table.loc["T04|r1|elsewhere"]
    assert (
        row["hier genoemd"],
        row["van alle hier"],
        row["daar genoemd"],
        row["van alle daar"],
        row["oordeel"],
        row["broos"],
    ) == (
        4,
        5,
        6,
        14,
        "hier vaker",
        True,
    )
    points = {
        mark: (x, symbol)
        for trace in json.loads(drawing.to_json())["data"]
        if "customdata" in trace
        for mark, x, symbol in zip(trace["customdata"], trace["x"], trace["marker"]["symbol"], strict=True)
    }
    assert points["T04|r1|elsewhere"] == (37.1, "triangle-right-open")


def test_behind_a_number_of_interviews_lies_no_paper(sample):
    tables, study = sample
    passages = tables["passages"].set_index("passage_id")
    shown = [forest.draw(tables, study), forest.draw(tables, study, group="r1")]
    behind = {passage for drawing in shown for ids in drawing.cells.values() for passage in ids}
    assert set(passages.loc[list(behind), "kind"]) == {"interview"}
    # the map of the same counts and the forest lead to the same passages
    maps = heat_map.draw(tables, study).cells
    assert shown[0].cells == {mark: maps.get(mark.rpartition("|")[0], ()) for mark in shown[0].cells}
    regional = tables["contrasts"].query("contrast == 'region' and group_a == 'r1'")
    on_paper = regional.assign(contrast="paper", group_a="document", group_b="interview")
    cells = forest.draw(dict(tables, contrasts=on_paper), study, contrast="paper").cells
    assert {passages["kind"][passage] for ids in cells.values() for passage in ids} == {"document"}


def test_the_text_alternative_of_a_forest_says_which_verdicts_are_fragile(sample):
    alt = forest.draw(*sample, group="r1").alt
    assert "4 van 5, elders 6 van 14 (hier vaker, broos)." in alt


@pytest.mark.slow
def test_the_forest_plot_says_how_many_themes_it_leaves_out():
    tables, study = figures_study.make(2, 25)
    drawing = forest.draw(tables, study)
    notes = " ".join(note["text"] for note in json.loads(drawing.to_json())["layout"]["annotations"])
    assert "Getoond zijn de 20 grootste van 25" in notes.replace("<br>", " ")
    assert drawing.table["thema"].nunique() == 25


def test_a_forest_without_any_verdict_says_how_many_have_none(sample):
    tables, study = sample
    undecided = tables["contrasts"].assign(verdict="", fragile=False)
    alt = forest.draw(dict(tables, contrasts=undecided), study, group="r1").alt
    assert (
        alt == "Verschillen tussen groepen in het aandeel gesprekken. Zo vaak elk oordeel: geen duidelijk verschil: 8."
    )


def test_forests_of_other_contrasts_are_titled_by_what_they_compare(sample):
    tables, study = sample
    frame = tables["contrasts"]
    within = frame.assign(
        contrast="organisation",
        within="r1",
        group_a=frame["group_a"].map({f"r{n}": ("gemeente", "politie", "om", "dienst")[n - 1] for n in range(1, 5)}),
        group_b="others",
    )
    drawing = forest.draw(dict(tables, contrasts=within), study, contrast="organisation", within="r1")
    assert drawing.title == "Verschillen tussen de organisaties, in Noordelijk Heuvelland en Omstreken"
    assert set(drawing.table["daar"]) == {"de andere organisaties"}
    assert drawing.key == "forest-organisation-r1"


def test_documents_on_the_axis_of_kinds_are_counted_as_sources(sample):
    drawing = heat_map.draw(*sample, axis="kind")
    assert drawing.title == "Welke thema’s ter sprake komen, naar soort bron"
    assert "van de 12 bronnen" in drawing.alt
    assert "gesprekken" not in drawing.alt


def test_the_dumbbell_counts_documents_beside_interviews(sample):
    tables, study = sample
    drawing = dumbbell.draw(tables, study, region="r1")
    assert drawing.table.loc["T04"].tolist() == ["Casusoverleg en persoonsgerichte aanpak", 0, 3, 4, 5]
    assert "staat in 0 van de 3 documenten en komt in 4 van de 5 gesprekken voor." in drawing.alt
    assert all(identity.startswith("R1-D") for identity in drawing.cells["T02|paper"])


def test_focus_groups_are_practice_too(sample):
    tables, _ = sample
    frame = tables["prevalence"]
    extra = frame[(frame["axis"] == "kind") & (frame["group"] == "interview")].assign(
        group="focus group", k_units=2, n_units=2
    )
    counts = dumbbell.count(dict(tables, prevalence=pd.concat([frame, extra])))
    assert counts.set_index("theme_id").loc["T04", ["k_practice", "n_practice"]].tolist() == [12, 22]


def test_without_documents_there_is_no_paper_to_lay_beside_practice(sample):
    tables, study = sample
    frame = tables["prevalence"]
    drawing = dumbbell.draw(dict(tables, prevalence=frame[frame["group"] != "document"]), study)
    assert (
        drawing.alt == "Hierover valt niets te zeggen: er zijn geen documenten en gesprekken om naast elkaar te leggen."
    )


def test_without_interviews_a_figure_of_them_says_so_and_not_that_there_are_no_themes(sample):
    tables, study = sample
    passages = tables["passages"].assign(kind="document", voice="")
    frame = tables["prevalence"]
    none = {column: frame[column].where(frame["group"] == "document", 0) for column in ("k_units", "n_units")}
    tables = dict(tables, passages=passages, prevalence=frame.assign(**none))
    told = [part.draw(tables, study).alt.split(": ")[1] for part in (cooccurrence, quotes)]
    assert told == ["in geen gesprek is een passage met een thema."] * 2
    for axis, within in (("region", ""), ("organisation", "r1")):
        rows = tables["prevalence"].query("axis != 'organisation' or within != 'r1'")
        drawing = heat_map.draw(dict(tables, prevalence=rows), study, axis=axis, within=within)
        assert "geen gesprekken waarin een thema aan de orde kon komen" in drawing.alt


def test_the_chain_tells_silence_from_not_asked_and_from_no_interview(sample):
    drawing = chain_matrix.draw(*sample)
    states = set(drawing.table["stand"])
    assert states == {"noemt het", "noemt het niet", "niet gevraagd", "geen gesprek"}
    assert drawing.table.loc["T01|r2|om", "stand"] == "geen gesprek"
    looks = [shape for shape, _ in chain_matrix.STATES.values()]
    assert len(set(looks)) == 4


def test_a_region_without_others_is_not_held_against_them(sample):
    tables, study = sample
    alone = tables["contrasts"].query("group_a == 'r1'").assign(k_b=0, n_b=0, verdict="not assessable")
    drawing = forest.draw(dict(tables, contrasts=alone), study)
    assert drawing.alt == "Hierover valt niets te zeggen: er zijn elders geen gesprekken om mee te vergelijken."
    assert drawing.table.empty


def test_paper_beside_practice_claims_presence_and_no_more(sample):
    notes = " ".join(each.text for each in dumbbell.draw(*sample).figure.layout.annotations if each.name == style.NOTE)
    assert "niet wat ervan wordt gezegd" in notes.replace("<br>", " ")


def test_the_chain_shows_no_column_for_an_organisation_that_a_region_does_not_have(sample):
    tables, study = sample
    heads = json.loads(chain_matrix.draw(tables, study).to_json())["layout"]["xaxis"]["ticktext"]
    chain = tables["chain"][tables["chain"]["label_kind"] == "theme"]
    assert len(heads) == len(chain[["region", "organisation"]].drop_duplicates())


def test_a_forest_over_documents_too_speaks_of_sources(sample):
    tables, study = sample
    every = tables["contrasts"]
    paper = every[every["contrast"] == "region"].query("group_a == 'r1'").assign(contrast="level")
    drawing = forest.draw(dict(tables, contrasts=paper), study, contrast="level")
    said = [each.text for each in drawing.figure.layout.annotations]
    assert "verschil in aandeel bronnen, in procentpunten" in said
    assert "in het aandeel bronnen" in drawing.alt
