"""Figures of the themes themselves: where they lie, what they became, who says what about them."""

from __future__ import annotations

import json

import pandas as pd

from analysis.figures import (
    distinctive_words,
    passage_map,
    quotes,
    theme_history,
    theme_tree,
)


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
