"""What figures say: the numbers in them, and the sentences made of those."""

from __future__ import annotations

import json

import figures_study
import pandas as pd
import pytest

from analysis.core.errors import ReportError
from analysis.figures import (
    chain_matrix,
    cooccurrence,
    coverage,
    distinctive_words,
    dumbbell,
    evidence,
    explore,
    forest,
    grid,
    heat_map,
    passage_map,
    quotes,
    style,
    theme_history,
    theme_tree,
    tiles,
)
from analysis.figures.words import WORDS, Words


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


def test_a_source_of_two_regions_counts_in_both(sample):
    tables, study = sample
    both = tables["sources"].copy()
    both.loc[both["source_id"] == "R1-3", "region"] = "r1;r3"
    table = coverage.draw(dict(tables, sources=both), study).table
    assert table.loc[["r1|politie", "r3|politie"], "gevoerd"].tolist() == [1, 2]


def test_the_forest_plot_places_a_difference_in_percentage_points_and_opens_the_mark_of_a_fragile_verdict(sample):
    tables, study = sample
    drawing = forest.draw(tables, study, group="r1")
    row = drawing.table.loc["T04|r1|elsewhere"]
    assert (row["k A"], row["n A"], row["k B"], row["n B"], row["oordeel"], row["broos"]) == (
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
    assert set(drawing.table["B"]) == {"de andere organisaties"}
    assert drawing.key == "forest-organisation-r1"


def test_documents_on_the_axis_of_kinds_are_counted_as_sources(sample):
    drawing = heat_map.draw(*sample, axis="kind")
    assert drawing.title == "Welke thema’s ter sprake komen, naar soort bron"
    assert "van de 12 bronnen" in drawing.alt
    assert "gesprekken" not in drawing.alt


def test_each_verdict_has_a_look_of_its_own_that_survives_grey():
    shapes = [shape for verdict, (shape, _) in forest.VERDICTS.items() if verdict]
    assert len(set(shapes)) == len(shapes)


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


def test_the_chain_tells_silence_from_not_asked_and_from_no_interview(sample):
    drawing = chain_matrix.draw(*sample)
    states = set(drawing.table["stand"])
    assert states == {"noemt het", "noemt het niet", "niet gevraagd", "geen gesprek"}
    assert drawing.table.loc["T01|r2|om", "stand"] == "geen gesprek"
    looks = [shape for shape, _ in chain_matrix.STATES.values()]
    assert len(set(looks)) == 4


def test_the_map_names_theme_and_source_of_a_point_and_counts_what_has_no_theme(sample):
    tables, study = sample
    drawing = passage_map.draw(tables, study)
    loose = int((tables["passage_themes"]["theme_id"] == "").sum())
    assert f"{loose} passages zonder thema" in drawing.alt
    trace = json.loads(drawing.to_json())["data"][1]
    first = tables["passages"].set_index("passage_id").loc[trace["customdata"][0], "source_id"]
    assert trace["hovertext"][0].endswith(f"<br>bron {first}")
    assert drawing.table["passages"].sum() == len(tables["passages"])


def test_the_map_tells_what_was_set_aside_apart_from_what_fits_no_theme(sample):
    tables, study = sample
    placed = tables["passage_themes"]["theme_id"]
    hidden = tables["themes"]["theme_id"].eq("T01").map({True: "hidden", False: ""})
    drawing = passage_map.draw(dict(tables, themes=tables["themes"].assign(flags=hidden)), study)
    loose, aside = int((placed == "").sum()), int((placed == "T01").sum())
    assert f"{loose} passages zonder thema en {aside} passages in wat terzijde is gelegd." in drawing.alt
    assert drawing.table.loc[["none", "aside"], "passages"].tolist() == [loose, aside]
    assert drawing.table["passages"].sum() == len(placed)


def test_the_number_of_a_theme_with_one_passage_stands_beside_its_only_sign(sample):
    tables, study = sample
    placed = tables["passage_themes"]
    own = placed[placed["theme_id"] == "T02"]["passage_id"]
    kept = dict(tables, passage_themes=placed[~placed["passage_id"].isin(own[1:])])
    drawn = passage_map.draw(kept, study)
    numbers = json.loads(drawn.to_json())["layout"]["annotations"]
    lone = int(drawn.table.loc["T02", "nr."])
    lifted = [note["text"] for note in numbers if note.get("yshift") and note["text"].startswith("<b>")]
    assert lifted == [f"<b>{lone}</b>"]


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


def test_a_region_without_others_is_not_held_against_them(sample):
    tables, study = sample
    alone = tables["contrasts"].query("group_a == 'r1'").assign(k_b=0, n_b=0, verdict="not assessable")
    drawing = forest.draw(dict(tables, contrasts=alone), study)
    assert drawing.alt == "Hierover valt niets te zeggen: er zijn elders geen gesprekken om mee te vergelijken."
    assert drawing.table.empty


def test_the_tree_draws_every_theme_once_and_tells_the_nearest(sample):
    tables, study = sample
    drawing = theme_tree.draw(tables, study)
    axis = json.loads(drawing.to_json())["layout"]["yaxis"]
    assert len(axis["ticktext"]) == 8
    assert "‘Terugkoppeling na een melding blijft uit’ bij ‘Bezetting en personeelsverloop’" in drawing.alt
    assert drawing.table["afstand"].is_monotonic_increasing


def test_the_history_draws_where_each_accepted_theme_went(sample):
    tables, study = sample
    drawing = theme_history.draw(tables, study)
    ids = list(tables["theme_history"]["theme_id"])
    traces = json.loads(drawing.to_json())["data"]
    assert sorted(mark for trace in traces for mark in trace.get("customdata", [])) == sorted(ids)
    lines = [trace for trace in traces if trace["mode"] == "lines" and trace["line"]["dash"] == "dash"]
    assert lines[0]["y"][:2] == [0, ids.index("T08")], "the first theme was split, and its part is the last"
    assert "1 gesplitst, 1 samengevoegd, 1 nieuw, 1 verdwenen" in drawing.alt
    first = tables | {"theme_history": tables["theme_history"].assign(event="new")}
    assert "nog geen thema’s aanvaard" in theme_history.draw(first, study).alt


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


def test_quotes_prefer_passages_that_were_marked_representative():
    passages = pd.DataFrame(
        {
            "passage_id": ["p1", "p2", "p3"],
            "theme_id": "T1",
            "organisation": "om",
            "score": [0.9, 0.1, 0.5],
            "representative": [0, 2, 1],
        }
    )
    assert quotes.choose(passages, 2)["passage_id"].tolist() == ["p3", "p2"]
    assert quotes.choose(passages, 9)["passage_id"].tolist() == ["p3", "p2", "p1"]


def test_quotes_hold_text_only_when_asked(sample):
    tables, study = sample
    assert "tekst" in quotes.draw(tables, study).table.columns
    without = quotes.draw(tables, study, with_text=False)
    assert "tekst" not in without.table.columns
    assert "Geheime" not in quotes.to_matrix(without)


def test_the_quote_matrix_escapes_what_people_said(sample):
    tables, study = sample
    loud = tables["passages"].assign(text="<script>alert(1)</script> & 'zo'")
    page = quotes.to_matrix(quotes.draw(dict(tables, passages=loud), study))
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#x27;zo&#x27;" in page


def test_distinctive_words_lead_to_their_passages(sample):
    tables, study = sample
    drawing = distinctive_words.draw(tables, study, group="r2", most=3)
    assert len(drawing.table) == 3
    named = tables["distinctive"].set_index(["group", "term"]).loc[("r2", "woord r2 1"), "passage_ids"]
    assert drawing.cells["r2|woord r2 1"] == tuple(named.split(";"))
    assert len(drawing.cells["r2|woord r2 1"]) == 2


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


def test_without_a_live_kernel_the_first_choice_is_a_plain_figure(sample, monkeypatch):
    tables, study = sample
    monkeypatch.delenv(explore.PIPELINE, raising=False)
    assert explore.explore_themes(tables, study).key == "chain-t04"
    assert explore.explore_contrasts(tables, study).key == "forest-region-r1"
    assert explore.explore_levels(tables, study).key == "heat-map-region"


def test_the_pipeline_never_gets_a_widget_even_where_a_kernel_runs(sample, monkeypatch):
    import IPython

    class Shell:
        kernel = object()

    monkeypatch.setattr(IPython, "get_ipython", Shell)
    monkeypatch.setenv(explore.PIPELINE, "1")
    assert not explore.live()
    offered = explore.explore_themes(*sample)
    assert offered._repr_markdown_() == "*Met een draaiende kernel kiest u hier: Thema (8), Niveau (2).*"
    monkeypatch.delenv(explore.PIPELINE)
    assert explore.live()


def test_a_live_kernel_gets_drop_downs_that_redraw(monkeypatch):
    monkeypatch.setattr(explore, "live", lambda: True)
    drawn = []
    box = explore.choose(lambda theme: drawn.append(theme), {"theme": ("Thema", [("Een", "T1"), ("Twee", "T2")])})
    menu = box.children[0].children[0]
    menu.value = "T2"
    assert drawn == ["T1", "T2"]


def test_a_choice_of_nothing_is_an_error():
    with pytest.raises(ReportError, match="choice theme: has nothing to choose from"):
        explore.choose(lambda theme: None, {"theme": ("Thema", [])})


def test_a_theme_that_was_set_aside_leaves_the_tree_and_what_it_joined_moves_up(sample):
    tables, study = sample
    whole = theme_tree.draw(tables, study)
    first = tables["theme_tree"].sort_values(["distance", "node"]).iloc[0]
    hidden = tables["themes"]["theme_id"].eq(first["left"])
    assert hidden.sum() == 1
    pruned = theme_tree.draw(
        dict(tables, themes=tables["themes"].assign(flags=hidden.map({True: "hidden", False: ""}))), study
    )
    shown = json.loads(pruned.to_json())["layout"]["yaxis"]["ticktext"]
    assert len(shown) == len(json.loads(whole.to_json())["layout"]["yaxis"]["ticktext"]) - 1
    assert first["left"] not in " ".join(shown)
    assert len(pruned.table) == len(whole.table) - 1


def test_a_name_that_holds_quotes_is_itself_quoted_by_another_kind():
    words = Words("nl")
    said = words("quotes sentence", theme="Papierwerk van ‘soevereinen’", number="1 passage", organisations="OM")
    assert said.startswith("‘Papierwerk van “soevereinen”’:")
    assert "thema’s van ’t jaar" in words("chain title theme", theme="thema’s van ’t jaar")


def test_paper_beside_practice_claims_presence_and_no_more(sample):
    notes = " ".join(each.text for each in dumbbell.draw(*sample).figure.layout.annotations if each.name == style.NOTE)
    assert "niet wat ervan wordt gezegd" in notes.replace("<br>", " ")


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


def test_the_chain_shows_no_column_for_an_organisation_that_a_region_does_not_have(sample):
    tables, study = sample
    heads = json.loads(chain_matrix.draw(tables, study).to_json())["layout"]["xaxis"]["ticktext"]
    chain = tables["chain"][tables["chain"]["label_kind"] == "theme"]
    assert len(heads) == len(chain[["region", "organisation"]].drop_duplicates())


def test_a_table_of_a_figure_speaks_the_language_of_the_study(sample):
    tables, study = sample
    said = set(chain_matrix.draw(tables, study).table["overeenstemming in de keten"])
    assert said
    assert not said & {"all see it", "some see it", "nobody sees it", "disagrees within the chain"}


def test_names_of_columns_break_only_at_a_space_or_a_hyphen_and_fit_beside_each_other():
    names = ["Amsterdam-Amstelland", "Brabant-Zuidoost", "Maastricht", "Drenthe", "Landelijk"]
    cells = [[grid.Cell("1/5", 0.2, "", f"T01|{n}") for n in range(5)]]
    heads = grid.shade(["Thema"], names, cells, "Titel").layout.xaxis.ticktext
    assert [head.replace("<br>", "") for head in heads] == names
    assert max(len(line) for head in heads for line in head.split("<br>")) <= 72 // 5


def test_a_forest_over_documents_too_speaks_of_sources(sample):
    tables, study = sample
    every = tables["contrasts"]
    paper = every[every["contrast"] == "region"].query("group_a == 'r1'").assign(contrast="level")
    drawing = forest.draw(dict(tables, contrasts=paper), study, contrast="level")
    said = [each.text for each in drawing.figure.layout.annotations]
    assert "verschil in aandeel bronnen, in procentpunten" in said
    assert "in het aandeel bronnen" in drawing.alt
