"""From a number to what was said: in the internal edition each leads to its passages, and in no other does any."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from report_material import Elements

from analysis.core import tables
from analysis.core.errors import ReportError
from analysis.core.notebooks.render import PLOTLY_FILE, render
from analysis.core.paths import Paths
from analysis.core.study import Study
from analysis.figures.drawing import load
from analysis.figures.rendering import to_notes
from analysis.report import write_editions, write_reports, write_site

PASSAGE = re.compile(r'<div class="passage" id="([^"]*)" data-id="([^"]*)">(.*?)</div>', re.DOTALL)


@pytest.fixture(scope="module")
def pages(repository: Paths, study: Study) -> dict[str, str]:
    paths = write_editions(repository, study)
    return {f"{path.parent.name}/{path.name}": path.read_text(encoding="utf-8") for path in paths}


@pytest.fixture
def copy(repository: Paths, tmp_path: Path) -> Paths:
    shutil.copytree(repository.root, tmp_path / "copy")
    return Paths(tmp_path / "copy")


def plain(html: str) -> str:
    return " ".join(" ".join(Elements(html).text).split())


def places(spans: str) -> list[int]:
    """The numbers that `3-5 9` stands for."""
    ends = [[int(end) for end in span.split("-")] for span in spans.split()]
    return [number for each in ends for number in range(each[0], each[-1] + 1)]


def test_the_internal_report_holds_every_passage_of_its_scope_once_and_word_for_word(
    repository: Paths, pages: dict[str, str]
) -> None:
    for name, file in (("overall", repository.passages), ("region-zuid", repository.shares / "zuid/passages.parquet")):
        found = {identity: said for _, identity, said in PASSAGE.findall(pages[f"internal/{name}.html"])}
        passages = tables.read("passages", file)
        assert sorted(found) == sorted(passages["passage_id"])
        for row in passages.itertuples():
            kept = " ".join(re.sub("[\ue000\ue001]", "", row.text).split())
            assert kept in plain(found[row.passage_id])
            assert row.classification in plain(found[row.passage_id]), "each bears its own label"


def test_a_number_of_a_figure_leads_to_exactly_the_passages_behind_it(repository: Paths, pages: dict[str, str]) -> None:
    html, drawing = pages["internal/overall.html"], load(repository.overall_report, "heat-map-region")
    order = [identity for _, identity, _ in PASSAGE.findall(html)]
    rows = re.findall(r'<tr id="([^"]*)" data-mark="([^"]*)">.*?</tr>', html, re.DOTALL)
    assert [mark for _, mark in rows] == list(drawing.table.index)
    links = re.findall(r'data-mark="([^"]*)">(?:(?!</tr>).)*<a href="#([^"]*)" data-behind="([^"]*)">', html, re.DOTALL)
    led = {mark: {order[number - 1] for number in places(spans)} for mark, _, spans in links}
    assert led == {mark: set(ids) for mark, ids in drawing.cells.items()}
    ids = {address for address, _, _ in PASSAGE.findall(html)}
    assert {address for _, address, _ in links} <= ids


def test_each_theme_of_the_text_leads_to_all_its_passages(repository: Paths, pages: dict[str, str]) -> None:
    placed = tables.read("passage_themes", repository.themes / "passage_themes.parquet")
    html = pages["internal/overall.html"]
    for theme, mine in placed[placed["theme_id"].ne("")].groupby("theme_id"):
        (group,) = re.findall(rf'<details id="e-{theme.lower()}">(.*?)</details>', html, re.DOTALL)
        assert {identity for _, identity, _ in PASSAGE.findall(group)} == set(mine["passage_id"])
        assert f'<a href="#e-{theme.lower()}">Lees alle {len(mine)} passages</a>' in html


def test_a_quote_leads_to_where_it_stands_among_all_that_was_said(pages: dict[str, str]) -> None:
    html = pages["internal/region-noord.html"]
    quoted = re.findall(r'<span class="identity"><a href="#([^"]*)">([^<]*)</a>', html)
    assert quoted
    assert set(quoted) <= {(address, identity) for address, identity, _ in PASSAGE.findall(html)}


def test_an_edition_that_leaves_names_no_passage_and_leads_to_none(pages: dict[str, str]) -> None:
    leaving = [html for name, html in pages.items() if not name.startswith("internal/")]
    assert leaving
    for html in leaving:
        for _, attributes in Elements(html).found:
            assert not {"data-behind", "data-id"} & attributes.keys()
            assert not (attributes.get("href") or "").startswith(("#p-", "#e-", "../"))
        assert 'id="passages"' not in html
        assert '<dialog id="behind"' not in html


def test_passages_above_the_level_of_the_report_are_not_in_it(copy: Paths, study: Study) -> None:
    (copy.report_text / "overall.md").write_text("# Rapport\n\nZonder figuur.", encoding="utf-8")
    lower = study.model_copy(update={"classification_ceiling": "Ongerubriceerd"})
    (path,) = write_reports(copy, lower, "overall")
    passages = tables.read("passages", copy.passages)
    shown = {identity for _, identity, _ in PASSAGE.findall(path.read_text(encoding="utf-8"))}
    assert shown == set(passages.loc[passages["classification"].eq("Ongerubriceerd"), "passage_id"])
    assert len(shown) < len(passages)


def test_a_passage_that_is_not_what_its_hash_says_stops_the_report_though_no_text_quotes_it(
    copy: Paths, study: Study
) -> None:
    (copy.report_text / "overall.md").write_text("# Rapport\n\nZonder citaat.", encoding="utf-8")
    passages = tables.read("passages", copy.passages)
    passages.loc[passages["passage_id"] == "N1-0", "text"] += " Erbij verzonnen."
    tables.write("passages", passages, copy.passages)
    with pytest.raises(ReportError, match="N1-0") as failure:
        write_reports(copy, study, "overall")
    assert "verzonnen" not in str(failure.value)


@pytest.mark.slow
def test_what_was_set_aside_is_counted_as_withheld_by_no_edition(copy: Paths, study: Study) -> None:
    path = copy.themes / "themes.parquet"
    themes = tables.read("themes", path)
    aside = themes["theme_id"].eq(themes["theme_id"].iloc[-1])
    tables.write("themes", themes.assign(flags=aside.map({True: "hidden", False: ""})), path)
    told = set()
    for report in write_editions(copy, study):
        if report.name.startswith("overall"):
            told |= set(re.findall(r"bijeengebracht in\s+(\d+)\s+thema", plain(report.read_text(encoding="utf-8"))))
    assert told == {str(len(themes) - 1)}, "every edition tells of the same number of themes"


def test_the_first_screen_says_what_was_found_and_leads_there(pages: dict[str, str]) -> None:
    for name in ("overall", "region-noord"):
        html = pages[f"internal/{name}.html"]
        first = html.split("<main", 1)[1].split("<h2", 2)[1]
        assert first.split("</h2>")[0].endswith("In het kort")
        assert re.search(r"Vaakst aan de orde.*\(\d+ van de \d+ gesprekken\)", plain(f"<div {first}"))
        assert set(re.findall(r'href="#([^"]*)"', first)) <= set(re.findall(r' id="([^"]*)"', html))


def test_where_numbers_are_withheld_no_theme_is_said_to_be_raised_most(pages: dict[str, str]) -> None:
    for name, html in pages.items():
        text = plain(html)
        is_whole = name.startswith("internal/")
        assert ("Vaakst aan de orde" in text) == is_whole
        assert ("voor zover het aantal openbaar is" in text) <= (not is_whole)
        assert is_whole or "Verschil tussen regio’s , bij" not in text


def _execute(paths: Paths, name: str, html: str, kind: str = "bar") -> Path:
    """An executed notebook that shows a figure of this kind and the numbers below it."""
    figure = {"data": [{"type": kind}], "layout": {}}
    datas = [{"application/vnd.plotly.v1+json": figure, "text/plain": ""}, {"text/html": html, "text/plain": ""}]
    outputs = [{"output_type": "display_data", "metadata": {}, "data": data} for data in datas]
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": "", "execution_count": 1, "outputs": outputs}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    paths.executed.mkdir(parents=True, exist_ok=True)
    path = paths.executed / f"{name}.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def test_a_number_on_a_page_of_the_site_leads_to_its_row_in_the_internal_report(copy: Paths, study: Study) -> None:
    numbers = to_notes(load(copy.region_reports / "noord", "heat-map-region"))
    notebook = _execute(copy, "7_region-noord", numbers)
    (report, *_) = write_reports(copy, study, "noord")
    write_site(copy, study)
    page = (copy.site / "7_region-noord.html").read_text(encoding="utf-8")
    (address,) = re.findall(r'<a href="([^"]*)">1</a></td></tr>', page)
    file, _, row = unquote(unescape(address)).partition("#")
    assert (copy.site / file).resolve() == report.resolve()
    assert f'<tr id="{row}"' in report.read_text(encoding="utf-8")
    assert "<a href=" not in render(notebook), "by itself a page has nowhere to lead to"


def test_a_number_on_the_site_without_a_report_is_only_counted(copy: Paths, study: Study) -> None:
    shutil.rmtree(copy.editions, ignore_errors=True)
    _execute(copy, "7_region-noord", to_notes(load(copy.region_reports / "noord", "heat-map-region")))
    write_site(copy, study)
    page = (copy.site / "7_region-noord.html").read_text(encoding="utf-8")
    assert '<td class="number evidence">1</td>' in page
    assert "editions" not in page


@pytest.mark.parametrize(("kind", "is_small"), [("heatmap", True), ("sankey", False)])
def test_the_site_carries_the_smallest_script_that_draws_its_figures(
    copy: Paths, study: Study, kind: str, is_small: bool
) -> None:
    shutil.rmtree(copy.executed, ignore_errors=True)
    _execute(copy, "1_first", "", kind)
    write_site(copy, study)
    assert ((copy.site / PLOTLY_FILE).stat().st_size < 2_000_000) == is_small
