"""Tables of notebooks as a reader sees them."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.core import tables
from analysis.core.notebooks.display import counts, listing
from analysis.core.notebooks.headings import HEADINGS, VALUES
from analysis.core.study import Study


def test_a_listing_speaks_the_language_of_the_study_and_names_its_regions(study: Study) -> None:
    table = pd.DataFrame(
        {"source_id": ["N1"], "region": ["noord;zuid"], "organisation": ["rijk"], "kind": ["interview"], "share": [0.5]}
    )
    html = listing(table, study)._repr_html_()
    assert list(listing(table, study).frame) == ["bron", "regio", "organisatie", "soort", "aandeel"]
    assert listing(table, study).frame.iloc[0].tolist() == ["N1", "Noord, Zuid & Zee", "Rijk", "gesprek", "0,50"]
    assert "Zuid &amp; Zee" in html


def test_a_listing_shows_long_words_in_full_and_escapes_them(study: Study) -> None:
    html = listing(pd.DataFrame({"words": ["<b>" + "a" * 200]}), study)._repr_html_()
    assert "&lt;b&gt;" + "a" * 200 in html


def test_a_listing_without_rows_says_so(study: Study) -> None:
    shown = listing(tables.empty("quarantine") if "quarantine" in tables.TABLES else pd.DataFrame({"file": []}), study)
    assert shown._repr_html_() == "<p>Geen.</p>"
    assert repr(shown) == "Geen."


def test_counts_name_groups_as_a_reader_knows_them_and_add_up(study: Study) -> None:
    table = pd.DataFrame({"region": ["noord", "noord", "", "zuid"], "kind": ["interview", "document"] * 2})
    made = counts(table, "region", "kind", study=study)
    assert made.columns.tolist() == ["document", "gesprek", "totaal"]
    assert made.loc["Noord"].tolist() == [1, 1, 2]
    assert made.loc["totaal", "totaal"] == len(table)


@pytest.mark.parametrize("words", [HEADINGS, VALUES], ids=["headings", "values"])
def test_no_wording_of_another_language_is_without_a_dutch_one(words: dict[str, dict[str, str]]) -> None:
    assert set(words["en"]) <= set(words["nl"])
