"""What figures count: interviews, people and places, as the comparison counts them."""

from __future__ import annotations

import json

import figures_study
import pandas as pd

from analysis.figures import (
    cooccurrence,
    coverage,
    evidence,
    heat_map,
    tiles,
)


def test_the_text_alternative_of_the_heat_map_counts_interviews_here_and_elsewhere(sample):
    tables, study = sample
    one = dict(tables, themes=tables["themes"].query("theme_id == 'T04'"))
    alt = heat_map.draw(one, study).alt
    assert (
        "Het thema ‘Casusoverleg en persoonsgerichte aanpak’ komt in Noordelijk Heuvelland en Omstreken "
        "in 4 van de 5 gesprekken voor, elders in 6 van de 14 gesprekken." in alt
    )


def test_elsewhere_is_as_the_comparison_counts_it_and_leaves_national_sources_out(sample):
    tables, study = sample
    frame = tables["prevalence"]
    theme = (frame["label_id"] == "T04") & (frame["group"] == "r1")
    counted = frame[theme & (frame["axis"] == "elsewhere")].iloc[0]
    assert counted["n_units"] == 14
    told = heat_map.draw(tables, study, within="r1")
    row = told.table.loc["T04|elsewhere"]
    assert row["van alle gesprekken"] == 14


def test_a_cell_of_the_heat_map_shows_interviews_and_a_dash_where_nothing_can_be_said(sample):
    tables, study = sample
    frame = tables["prevalence"].copy()
    nobody = (frame["axis"] == "region") & (frame["group"] == "r2") & (frame["label_id"] == "T04")
    frame.loc[nobody, ["k_units", "n_units", "k_voices", "n_voices"]] = 0
    drawing = heat_map.draw(dict(tables, prevalence=frame), study)
    shown = json.loads(drawing.to_json())["data"]
    row = next(n for n, marks in enumerate(shown[0]["customdata"]) if marks[0].startswith("T04|"))
    texts = shown[2]["text"][5 * row : 5 * row + 5]
    counted = drawing.table.loc[[mark for mark in shown[0]["customdata"][row] if not mark.endswith("|r2")]]
    said = [f"{k}/{n}" for k, n in zip(counted["gesprekken"], counted["van alle gesprekken"], strict=True)]
    assert texts == [said[0], "–", *said[1:]]
    assert any(not text.startswith("0/") for text in said)


def test_coverage_counts_interviews_held_against_planned(sample):
    tables, study = sample
    drawing = coverage.draw(tables, study)
    assert drawing.title == "20 van de 22 geplande gesprekken zijn gevoerd"
    assert drawing.table.loc["r2|om"].tolist() == ["Zeekust", "Openbaar Ministerie", 1, 0]
    signs = {trace["name"]: len(trace["x"]) for trace in json.loads(drawing.to_json())["data"][:2]}
    assert signs == {"gevoerd": 20, "gepland, niet gevoerd": 2}


def test_coverage_of_a_region_without_its_table_of_sources_is_counted_from_its_passages(sample):
    tables, study = sample
    own = {name: frame for name, frame in tables.items() if name != "sources"}
    own["passages"] = evidence.within(tables["passages"], "r1")
    held = coverage.draw(own, study, region="r1").table["gevoerd"].sum()
    assert held == own["passages"].query("kind == 'interview'")["source_id"].nunique()


def test_more_interviews_held_than_planned_is_said(sample):
    tables, study = sample
    extra = tables["sources"].query("source_id == 'R1-0'").assign(source_id=lambda f: "X" + f["source_id"])
    many = pd.concat([tables["sources"], *(extra.assign(source_id=f"X{n}") for n in range(9))])
    drawing = coverage.draw(dict(tables, sources=many), study)
    assert drawing.title == "29 gesprekken zijn gevoerd, 22 waren gepland"
    assert drawing.table.loc["r1|gemeente", "gevoerd"] == 12


def test_where_nothing_was_planned_and_no_interview_has_a_sign_the_figure_says_no_more_than_it_shows(sample):
    tables, study = sample
    regions = {slug: region.model_copy(update={"planned": {}}) for slug, region in study.regions.items()}
    national = study.national.model_copy(update={"planned": {}})
    unplanned = study.model_copy(update={"regions": regions, "national": national})
    extra = tables["sources"].query("source_id == 'R1-0'")
    many = pd.concat([extra.assign(source_id=f"X{n}") for n in range(9)])
    drawing = coverage.draw(dict(tables, sources=many), unplanned)
    assert drawing.title == "Gevoerde gesprekken: 9; gepland was er geen"
    assert "Elk teken is een gesprek" not in drawing.to_json()
    assert "Elk teken is een gesprek" in coverage.draw(tables, study).to_json()


def test_a_source_of_two_regions_counts_in_both(sample):
    tables, study = sample
    both = tables["sources"].copy()
    both.loc[both["source_id"] == "R1-3", "region"] = "r1;r3"
    table = coverage.draw(dict(tables, sources=both), study).table
    assert table.loc[["r1|politie", "r3|politie"], "gevoerd"].tolist() == [1, 2]


def test_the_text_alternative_of_the_heat_map_does_not_lead_with_one_person(sample):
    tables, study = sample
    frame = tables["prevalence"].copy()
    thin = (frame["axis"] == "region") & (frame["group"] == "r2")
    frame.loc[thin, ["k_units", "n_units", "assessable"]] = [1, 1, False]
    alt = heat_map.draw(dict(tables, prevalence=frame), study).alt
    assert "komt in" in alt
    assert f"komt in {study.regions['r2'].name}" not in alt
    alone = heat_map.draw(dict(tables, prevalence=frame[frame["group"] == "r2"]), study).alt
    assert f"komt in {study.regions['r2'].name} in 1 van 1 gesprek voor" in alone


def test_co_occurrence_counts_interviews_and_not_passages():
    tables, study = figures_study.make(1, 3)
    drawing = cooccurrence.draw(tables, study)
    told = tables["passages"].merge(tables["passage_themes"], on="passage_id").query("kind == 'interview'")
    held = told.groupby("theme_id")["source_id"].agg(set)
    assert drawing.table.loc["T02|T01" if "T02|T01" in drawing.table.index else "T01|T02", "gesprekken"] == len(
        held["T01"] & held["T02"]
    )


def test_tiles_show_a_municipality_without_an_interview_and_who_speaks_for_the_region(sample):
    tables, study = sample
    gone = tables["sources"].query("municipality != 'r1-b'")
    table = tiles.draw(dict(tables, sources=gone), study).table
    assert table.loc["r1|r1-b", "gesprekken"] == 0
    assert table.loc["r1|", ["gemeente", "gesprekken"]].tolist() == ["regiobreed", 2]
    assert table["gesprekken"].sum() == len(gone.query("kind == 'interview'"))


def test_tiles_of_a_theme_add_up_to_what_the_comparison_counts(sample):
    tables, study = sample
    table = tiles.draw(tables, study, theme="T04").table
    counted = tables["prevalence"].query("label_id == 'T04' and axis == 'region'").set_index("group")
    mine = table[table["regio"] == "Drieheuvelen"]
    assert mine["gesprekken"].sum() == counted.loc["r3", "k_units"]
    assert mine["van alle gesprekken"].sum() == counted.loc["r3", "n_units"]


def test_co_occurrence_and_prevalence_agree_on_which_interviews_raise_a_theme(sample):
    tables, study = sample
    placed = tables["passages"].merge(tables["passage_themes"][["passage_id", "theme_id"]], on="passage_id")
    talk = placed[placed["kind"].ne("document") & placed["role"].eq("respondent") & placed["theme_id"].ne("")]
    pairs = talk[["theme_id", "source_id", "classification", "caveats"]].drop_duplicates(["theme_id", "source_id"])
    dropped = pairs[pairs["theme_id"].eq("T01")].iloc[0]
    raised = pairs.rename(columns={"theme_id": "label_id"}).assign(label_kind="theme").drop(index=dropped.name)
    drawing = cooccurrence.draw(dict(tables, raised=raised), study)
    counts = json.loads(drawing.to_json())["data"]
    marks = counts[1]["customdata"]
    at = next(n for n, row in enumerate(marks) if row[n] == "T01|T01")
    assert counts[1]["z"][at][at] == talk.loc[talk["theme_id"] == "T01", "source_id"].nunique() - 1
    assert "ter sprake komt" in str(drawing.figure.layout.annotations)
