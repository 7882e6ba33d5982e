"""A page carries the smallest plotly.js that draws its figures."""

from __future__ import annotations

import hashlib
import html

import pytest
from plotly.offline import get_plotlyjs_version

from analysis.core.classification import Label
from analysis.figures import engine
from analysis.report import page


def test_the_small_script_is_of_the_version_that_the_installed_plotly_writes_for():
    assert f"plotly.js (cartesian - minified) v{get_plotlyjs_version()}\n" in engine.small()[:200]


def test_the_small_script_is_the_one_that_was_published_and_no_byte_was_added_to_it():
    """The search for names leaves it out of each page, so that nothing may hide in it."""
    published = "79542150855a52c567260e3137095dbe2b744e6d702a5cabe67da246942fba7a"
    assert hashlib.sha256(engine.small().encode()).hexdigest() == published


@pytest.mark.parametrize(
    ("kinds", "is_small"),
    [(["bar", "heatmap", "scatter"], True), (["scatter"], True), (["sankey", "scatter"], False), ([], False)],
)
def test_a_page_that_needs_more_kinds_of_trace_than_the_small_script_draws_gets_the_whole_one(kinds, is_small):
    made = page.render(page.Page("Titel", Label(), "nl", "<p></p>", has_figures=True, scripts=["1"], kinds=kinds))
    small, whole = engine.small(), engine.whole()
    assert (small in made, whole in made) == (is_small, not is_small)
    assert page._hash(small if is_small else whole) in html.unescape(made)
