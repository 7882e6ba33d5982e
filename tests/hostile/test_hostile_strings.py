"""Text of sources, register and study is never code: hostile strings stay inert in every format that comes out."""

from __future__ import annotations

import csv
import json
import re
import zipfile
import zlib
from xml.etree import ElementTree

import browser
import probe
import pytest
from bs4 import BeautifulSoup
from defusedxml import ElementTree as SafeTree

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("hostile")]

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters by which a text moves a cursor, colours a terminal or turns the order of letters round."""


@pytest.fixture(scope="module")
def chromium():
    if why := browser.why_not():
        pytest.skip(f"{why}: what pages do was not looked at")


def test_on_a_page_that_escapes_nothing_these_strings_do_bite(chromium, tmp_path):
    """Else a silent browser would prove nothing."""
    left_out = ("http-equiv", "<base", "-->", "</title>")
    with browser.counting() as server:
        texts = [text for text in probe.strings(server.host) if not any(part in text for part in left_out)]
        page = tmp_path / "page.html"
        page.write_text(
            "<html><body>" + "".join(f"<p>{text}</p>" for text in texts) + "</body></html>", encoding="utf-8"
        )
        seen = browser.look([page], server.host)[page.name]
        assert seen.bitten is not None
        assert {"IMG onerror", "svg onload", "A href"} <= set(seen.acting)
        assert "IFRAME" in seen.alien
        assert "A" in seen.leading
        assert server.asked != []


def test_every_page_stays_inert_in_a_real_browser(chromium, hostile):
    pages = hostile.pages()
    assert len(pages) >= 2 + 8
    hostile.server.asked.clear()
    seen = browser.look(pages, hostile.server.host)
    assert sum(page.plots for page in seen.values()) > 20
    for name, page in seen.items():
        assert page.text > 500, name
        assert page.bitten is None, name
        assert page.acting == page.alien == page.leading == [], name
        assert page.address.endswith(name)
    assert hostile.server.asked == []


def test_the_strings_did_reach_the_pages_as_text(hostile):
    """Else inert pages would be empty ones."""
    reached = {}
    for page in hostile.pages():
        shown = BeautifulSoup(page.read_text(encoding="utf-8"), "lxml")
        for code in shown(["script", "style"]):
            code.decompose()
        reached[page.name] = {n for n in range(len(hostile.texts)) if f"data-bitten','{n}'" in shown.get_text()}
    assert len(set.union(*reached.values())) >= 10
    for name in ("overall.html", "region-noord.html", "4_themes.html", "6_comparison.html", "8_overall.html"):
        assert reached[name], name


def test_nothing_that_looks_like_a_template_or_a_command_was_carried_out(hostile):
    made = [
        path for place in ("reports", "data/processed") for path in (hostile.root / place).rglob("*") if path.is_file()
    ]
    assert len(made) > 60
    assert [
        path.name for path in made if b"36863" in path.read_bytes() and path.suffix in (".html", ".json", ".csv")
    ] == []
    assert list(hostile.root.rglob("bitten")) == []


def test_no_cell_of_a_table_that_a_spreadsheet_opens_is_a_formula(hostile):
    tables = sorted((hostile.root / "reports").rglob("*.csv"))
    assert len(tables) > 10
    for table in tables:
        with table.open(encoding="utf-8", newline="") as stream:
            cells = [cell for row in csv.reader(stream) for cell in row]
        acting = [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t")) and not _is_number(cell)]
        assert acting == [], table.name
        assert not any(STEERING.search(cell) for cell in cells), table.name


def _is_number(cell):
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_a_figure_is_safe_inside_a_page_and_steers_nothing(hostile):
    figures = [path for path in (hostile.root / "reports").rglob("*.json") if path.name.count(".") == 1]
    assert len(figures) > 12
    for figure in figures:
        text = figure.read_text(encoding="utf-8")
        assert "<" not in text, figure.name
        # plotly makes links, images and line ends of what stands in a label so
        labels = list(_strings(json.loads(text)))
        assert not any(re.search(r"<a\s|javascript:\w+.*>", label) for label in labels if "<" in label), figure.name
        assert not any(STEERING.search(label) for label in labels), figure.name


def _strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def test_what_an_executed_notebook_shows_acts_in_no_viewer(hostile):
    notebooks = sorted((hostile.root / "data/processed/notebooks").glob("*.ipynb"))
    assert len(notebooks) >= 7
    looked = 0
    for path in notebooks:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                data = output.get("data", {})
                assert not {"application/javascript", "text/latex", "image/svg+xml"} & set(data), path.name
                for kind in ("text/html", "text/markdown"):
                    text = "".join(data.get(kind, ""))
                    looked += bool(text)
                    assert _acting(text, kind) == [], path.name
    assert looked > 15


def _acting(text, kind):
    shown = BeautifulSoup(text, "lxml")
    tags = [
        tag.name for tag in shown(["script", "iframe", "object", "embed", "form", "link", "meta", "base", "img", "svg"])
    ]
    marks = [name for tag in shown(True) for name in tag.attrs if name.startswith("on")]
    links = [a["href"] for a in shown("a", href=True) if not a["href"].startswith("#")]
    written = re.findall(r"(?<!\\)\]\((?:javascript|http)", text) if kind == "text/markdown" else []
    return [*tags, *marks, *links, *written]


def test_the_interview_guide_in_word_holds_text_only(hostile, tmp_path):
    target = tmp_path / "guide.docx"
    done = hostile.run("guide", "gemeente", "--out", str(target))
    assert done.returncode == 0, done.stderr
    _is_text_only(target)
    with zipfile.ZipFile(target) as archive:
        text = "".join(SafeTree.fromstring(archive.read("word/document.xml")).itertext())
    assert "data-bitten" in text
    assert "DDEAUTO" in text, "as text, not as a field"


def _is_text_only(path):
    """An Office file without fields, links to elsewhere, other documents, macros or formulas."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert not any("vbaProject" in name or "embeddings" in name for name in names), path.name
        for name in names:
            if name.endswith((".xml", ".rels")):
                tree: ElementTree.Element = SafeTree.fromstring(archive.read(name))
                kinds = {node.tag.rsplit("}", 1)[-1] for node in tree.iter()}
                assert not kinds & {"instrText", "fldSimple", "altChunk", "object", "OLEObject", "f"}, (
                    f"{path.name}: {name}"
                )
                modes = {node.get("TargetMode") for node in tree.iter()} if name.endswith(".rels") else {None}
                assert modes == {None}, f"{path.name}: {name}"


def test_every_other_document_that_was_made_holds_text_only(hostile):
    """Word, spreadsheets and PDF, of whatever editions this pipeline makes."""
    for path in (hostile.root / "reports").rglob("*"):
        if path.suffix in (".docx", ".xlsx", ".odt"):
            _is_text_only(path)
        elif path.suffix == ".pdf":
            content = path.read_bytes()
            whole = content + b"".join(map(_inflated, re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL)))
            for word in (
                b"/JavaScript",
                b"/JS",
                b"/Launch",
                b"/SubmitForm",
                b"/EmbeddedFile",
                hostile.server.host.encode(),
            ):
                assert word not in re.sub(rb"\((?:\\.|[^()\\])*\)", b"", whole), f"{path.name}: {word!r}"


def _inflated(data):
    try:
        return zlib.decompressobj().decompress(data)
    except zlib.error:
        return b""


@pytest.mark.parametrize(
    "command", [("pseudonyms", "review", "--no-answers"), ("themes", "list"), ("check",), ("audit", "labels")]
)
def test_what_a_command_prints_steers_no_terminal(hostile, command):
    done = hostile.run(*command)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    assert STEERING.findall(done.stdout.replace("\n", "")) == []


@pytest.mark.parametrize("name", ['x=1;print("beet")#', "region\nimport os"])
def test_a_parameter_with_a_hostile_name_or_value_is_refused_before_anything_runs(hostile, name):
    for given in (f"{name}=1", f"region={name}"):
        done = hostile.run("run", "7_region", "-p", given, "--suffix=-elders")
        assert done.returncode == 2
        assert "beet\n" not in done.stdout
    assert list((hostile.root / "data/processed/notebooks").glob("*elders*")) == []
