"""What is offered to choose, without a kernel and with one that is made up: see test_figures_explore for a real one."""

from __future__ import annotations

import pytest

from analysis.core.errors import ReportError
from analysis.figures import explore


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


@pytest.mark.slow
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
