"""The site: notebooks as pages that are alive offline and cannot act."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from report_material import HOSTILE, Elements

from analysis.core.errors import ReportError
from analysis.core.notebooks.render import clean, render
from analysis.core.paths import Paths
from analysis.core.study import Study
from analysis.report import write_reports, write_site

FIGURE = {
    "data": [{"type": "bar", "x": [1, 2], "y": ["Verf", HOSTILE[5]]}],
    "layout": {"height": 200, "meta": {"alt": f"Twee staven {HOSTILE[5]}"}},
}


def _output(**data: Any) -> dict[str, Any]:
    return {"output_type": "display_data", "metadata": {}, "data": data}


def _notebook(title: str, outputs: list[dict[str, Any]]) -> dict[str, Any]:
    text = f"# {title}\n\nUitleg *hier*.\n\n## Deel\n\n{HOSTILE[0]}"
    code = {"cell_type": "code", "id": "b", "metadata": {}, "source": "x = '</code>'", "execution_count": 1}
    cells = [{"cell_type": "markdown", "id": "a", "metadata": {}, "source": text}, {**code, "outputs": outputs}]
    mark = {"classification": "Departementaal Vertrouwelijk", "caveats": ["persoonsgegevens"]}
    return {"cells": cells, "metadata": {"regiobeeld": mark}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture
def executed(repository: Paths, study: Study, tmp_path: Path) -> Paths:
    shutil.copytree(repository.root, tmp_path / "study", ignore=shutil.ignore_patterns("editions"))
    copy = Paths(tmp_path / "study")
    outputs = [
        _output(**{"application/vnd.plotly.v1+json": FIGURE, "text/plain": "x"}),
        _output(**{"text/html": f"<table><tr><td onclick='x()'>cel</td></tr></table>{HOSTILE[5]}", "text/plain": ""}),
        _output(**{"text/markdown": f"**vet** {HOSTILE[1]}"}),
        {"output_type": "stream", "name": "stdout", "text": f"\x1b[31m{HOSTILE[0]}\x1b[0m"},
        {"output_type": "error", "ename": "ValueError", "evalue": HOSTILE[0], "traceback": [HOSTILE[0]]},
    ]
    copy.executed.mkdir(parents=True, exist_ok=True)
    for name in ("10_last", "2_second", "1_first"):
        path = copy.executed / f"{name}.ipynb"
        path.write_text(json.dumps(_notebook(f"Stap {name}", outputs)), encoding="utf-8")
    write_reports(copy, study)
    return copy


def test_the_index_leads_to_the_reports_and_to_the_steps_in_their_order(executed: Paths, study: Study) -> None:
    html = write_site(executed, study).read_text(encoding="utf-8")
    links = re.findall(r'<li><a href="([^"]*)"', html)
    assert links == [
        *(f"../editions/internal/{name}.html" for name in ("overall", "region-noord", "region-zuid")),
        *("1_first.html", "2_second.html", "10_last.html"),
    ]
    assert all((executed.site / link).is_file() for link in links)
    assert "Departementaal Vertrouwelijk · persoonsgegevens" in html


def test_two_runs_give_the_same_bytes_and_nothing_is_left_over(executed: Paths, study: Study) -> None:
    write_site(executed, study)
    first = {path.name: path.read_bytes() for path in executed.site.iterdir()}
    (executed.site / "gone.html").write_text("old", encoding="utf-8")
    write_site(executed, study)
    assert {path.name: path.read_bytes() for path in executed.site.iterdir()} == first
    assert set(first) == {"index.html", "1_first.html", "2_second.html", "10_last.html", "plotly.min.js"}


def test_a_figure_is_on_the_page_as_data_with_its_text_alternative(executed: Paths) -> None:
    html = render(executed.executed / "1_first.ipynb")
    (data,) = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', html, re.DOTALL)
    assert json.loads(data) == FIGURE
    assert 'aria-label="Twee staven &lt;/script&gt;' in html
    assert re.findall(r'<script src="([^"]*)"', html) == ["plotly.min.js"]


def test_what_a_cell_puts_out_cannot_act(executed: Paths) -> None:
    html = render(executed.executed / "1_first.ipynb")
    assert "<td>cel</td>" in html
    assert "<strong>vet</strong>" in html
    for tag, attributes in Elements(html).found:
        assert tag not in ("img", "iframe", "object", "svg"), tag
        assert not [name for name in attributes if name.startswith("on")], tag
        assert not (attributes.get("href") or "").startswith("javascript"), tag
    assert len([tag for tag, _ in Elements(html).found if tag == "script"]) == 3
    assert "\x1b" not in html


def test_code_is_folded_and_headings_are_in_the_contents(executed: Paths) -> None:
    html = render(executed.executed / "1_first.ipynb")
    assert re.search(r'<details class="code"><summary>Code</summary>', html)
    assert html.count("<h1>") == 1
    assert '<a href="#deel-1">Deel</a>' in html
    assert '<h2 id="deel-1">Deel</h2>' in html


@pytest.mark.parametrize(
    "html",
    [
        "<script>x()</script>",
        "<svg onload=x()>",
        "<iframe src=x>",
        "<style>a{}</style>",
        "<a href='javascript:x()'>a</a>",
    ],
)
def test_html_of_a_cell_keeps_nothing_that_acts_or_loads(html: str) -> None:
    assert not re.search(r"script|svg|iframe|style|onload", clean(html))


def test_without_notebooks_there_is_no_site(tmp_path: Path, study: Study) -> None:
    with pytest.raises(ReportError, match="dvc repro"):
        write_site(Paths(tmp_path), study)


def test_a_notebook_that_is_run_for_each_region_names_its_region(executed: Paths, study: Study) -> None:
    for region in study.regions:
        path = executed.executed / f"7_region-{region}.ipynb"
        path.write_text(json.dumps(_notebook("Een regio", [])), encoding="utf-8")
    html = write_site(executed, study).read_text(encoding="utf-8")
    for region in study.regions:
        (executed.executed / f"7_region-{region}.ipynb").unlink()
    assert "Een regio: Noord" in html
    assert "Een regio: Zuid &amp; Zee" in html


def test_each_table_that_scrolls_has_a_name_of_its_own(tmp_path: Path) -> None:
    table = pd.DataFrame({"file": ["x"]}).to_html()
    path = tmp_path / "n.ipynb"
    outputs = [_output(**{"text/html": html, "text/plain": ""}) for html in (table + table, table)]
    path.write_text(json.dumps(_notebook("Stap", outputs)), encoding="utf-8")
    boxes = [each for _, each in Elements(render(path)).found if each.get("class") == "scroll"]
    assert len({box["aria-label"] for box in boxes}) == len(boxes) == 3


def test_a_table_without_rows_is_not_shown_as_headings_of_nothing(tmp_path: Path) -> None:
    empty, full = (pd.DataFrame({"file": rows}).to_html() for rows in ([], ["x"]))
    path = tmp_path / "n.ipynb"
    outputs = [_output(**{"text/html": html, "text/plain": ""}) for html in (empty, full)]
    path.write_text(json.dumps(_notebook("Stap", outputs)), encoding="utf-8")
    html = render(path)
    assert html.count("<table>") == 1
    assert "Geen." in html
