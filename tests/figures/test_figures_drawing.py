"""A drawing kept in files, shown in a notebook, and written into a page or an image."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import zlib
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from figures_families import FAMILIES
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.core.classification import Label
from analysis.core.errors import ReportError
from analysis.figures import chain_matrix, heat_map, rendering
from analysis.figures.drawing import Drawing, guard, load, save, to_csv
from analysis.figures.lettering import clean, escape, shorten, wrap

HOSTILE = "</script><script>alert(1)</script>"


def hostile(sample) -> Drawing:
    tables, study = sample
    return heat_map.draw(dict(tables, themes=tables["themes"].assign(name=HOSTILE)), study)


@pytest.mark.slow
def test_a_saved_drawing_comes_back_as_it_was(sample, tmp_path):
    for family, draw in FAMILIES.items():
        drawing = draw(*sample)
        save(drawing, tmp_path)
        again = load(tmp_path, drawing.key)
        assert again.to_json() == drawing.to_json(), family
        assert dict(again.cells) == dict(drawing.cells)
        assert (again.title, again.alt, again.label, again.language) == (
            drawing.title,
            drawing.alt,
            drawing.label,
            drawing.language,
        )
        assert again.table.index.tolist() == drawing.table.index.tolist()


def test_saving_twice_gives_the_same_bytes(sample, tmp_path):
    drawing = chain_matrix.draw(*sample)
    for folder in ("a", "b"):
        save(drawing, tmp_path / folder)
    for name in ("chain.json", "chain.csv", "chain.cells.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == ["chain.cells.json", "chain.csv", "chain.json"]


@pytest.mark.slow
def test_another_hash_seed_gives_the_same_bytes(tmp_path):
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import figures_study, figures_families, hashlib;"
        "t, s = figures_study.make(2, 3);"
        "print(hashlib.sha256(''.join(d(t, s).to_json() for d in figures_families.FAMILIES.values()).encode()).hexdigest())"
    )
    folder = str(Path(__file__).parent)
    runs = [
        subprocess.run(
            [sys.executable, "-c", code, folder],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert len(runs[0].strip()) == 64


def test_the_json_carries_title_alternative_and_label_and_no_tag(sample):
    drawing = hostile(sample)
    text = drawing.to_json()
    meta = json.loads(text)["layout"]["meta"]
    assert meta["alt"] == drawing.alt
    assert HOSTILE in meta["alt"]
    assert meta["classification"] == "Departementaal Vertrouwelijk"
    assert meta["caveats"] == ["AVG"]
    assert "<" not in text


def test_a_missing_file_of_a_drawing_is_named(sample, tmp_path):
    drawing = chain_matrix.draw(*sample)
    save(drawing, tmp_path)
    (tmp_path / "chain.csv").unlink()
    with pytest.raises(ReportError, match=r"chain\.csv: is not there"):
        load(tmp_path, "chain")


@pytest.mark.parametrize("content", ["", "{}", '{"layout": {}}', "[1]"])
def test_a_file_that_is_no_drawing_is_refused(content, sample, tmp_path):
    save(chain_matrix.draw(*sample), tmp_path)
    (tmp_path / "chain.json").write_text(content)
    with pytest.raises(ReportError, match="is no saved figure"):
        load(tmp_path, "chain")


@pytest.mark.parametrize("key", ["", "../x", "A", "a b", "a--b", "a\n"])
def test_a_key_that_is_no_slug_is_refused(key, tmp_path):
    with pytest.raises(ReportError, match="is no slug"):
        load(tmp_path, key)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", " =1", "\t=1", "\r\n=1", "\u200b=1"])
def test_a_cell_of_text_never_begins_a_formula(text):
    assert guard(text).startswith("'")


def test_numbers_keep_their_sign_in_the_csv():
    table = pd.DataFrame({"=x": ["=1", "a,b"], "n": [-0.5, None]}, index=pd.Index(["m1", "m2"], name="mark"))
    assert list(csv.reader(io.StringIO(to_csv(table)))) == [
        ["mark", "'=x", "n"],
        ["m1", "'=1", "-0.5"],
        ["m2", "a,b", ""],
    ]


@given(st.text())
@settings(max_examples=200)
def test_escaped_text_is_free_of_markup_mathematics_and_control(text):
    shown = escape(text)
    assert not set("<>$") & set(shown)
    assert all(character.isprintable() for character in shown.replace("\u3000", " "))


@given(
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs", "S"])), st.integers(8, 40), st.integers(1, 3)
)
def test_wrapped_text_keeps_its_width_and_number_of_lines(text, width, lines):
    import html

    parts = wrap(text, width, lines).split("<br>")
    assert len(parts) <= lines
    assert all(len(html.unescape(part)) <= width for part in parts)


def test_wrapping_breaks_no_word_and_leaves_no_widow():
    assert wrap("Landelijke dienst", 12) == "Landelijke<br>dienst"
    assert wrap("Terugkoppeling na een melding blijft uit") == "Terugkoppeling na een<br>melding blijft uit"
    assert wrap("Kort") == "Kort"
    assert shorten("Terugkoppeling", 8) == "Terugko…"
    assert clean("a\x00b\u202ec\ud800 d\n\te") == "abc d e"


class Page(HTMLParser):
    """Tags and attributes of a fragment, and what is text outside scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[dict] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.append(dict(attrs))

    def handle_data(self, data):
        if self.tags[-1] != "script":
            self.words.append(data)


def test_a_page_holds_figure_caption_numbers_and_one_script_only(sample):
    drawing = hostile(sample)
    page = rendering.to_html(drawing, "fig-1")
    read = Page(page)
    assert read.tags.count("script") == 1
    assert {"figure", "figcaption", "details", "summary", "table"} <= set(read.tags)
    assert "http" not in page
    image = next(each for each in read.attributes if each.get("role") == "img")
    assert image["aria-label"] == clean(drawing.alt)
    assert drawing.title in " ".join(read.words)
    assert str(drawing.label) in " ".join(read.words)
    assert page == rendering.to_html(drawing, "fig-1")


def test_title_and_note_are_text_of_the_page_and_leave_the_plot(sample):
    page = rendering.to_html(heat_map.draw(*sample), "f")
    caption, plot = page.split("</figcaption>")
    plot = plot.split("<details")[0]
    assert "Welke thema’s per regio" not in plot
    assert "Welke thema’s per regio ter sprake komen" in caption
    assert "Gesprekspartners die het thema noemen" not in plot
    assert "Gesprekken waarin het thema ter sprake komt / alle waarin dat had gekund" in caption


def test_a_page_leads_only_to_the_passages_that_it_may_show(sample):
    drawing = chain_matrix.draw(*sample)
    allowed = drawing.cells["T04|r1|gemeente"][0]

    def locate(ids):
        return rendering.Shown(1, f"#p-{allowed}", "7") if allowed in ids else None

    read = Page(rendering.to_html(drawing, "f", locate))
    links = [(each["href"], each["data-behind"]) for each in read.attributes if "href" in each]
    assert links == [(f"#p-{allowed}", "7")]
    rows = [each["id"] for each in read.attributes if "data-mark" in each]
    assert "f:T04|r1|gemeente" in rows
    assert len(rows) == len(set(rows)) == len(drawing.table)
    without = Page(rendering.to_html(drawing, "f"))
    assert not [each for each in without.attributes if "href" in each or "data-behind" in each]
    assert "R1-" not in "".join(without.words)


def test_a_notebook_counts_the_passages_behind_each_row_of_numbers(sample):
    drawing = heat_map.draw(*sample)
    told = re.findall(
        r'data-mark="([^"]*)">.*?<td class="number evidence">(\d+)</td></tr>', rendering.to_notes(drawing)
    )
    assert dict(told) == {mark: str(len(drawing.cells.get(mark, ()))) for mark in drawing.table.index}
    assert any(int(count) for _, count in told)


def test_numbers_of_a_figure_scroll_in_a_box_that_the_keyboard_reaches(sample):
    read = Page(rendering.to_html(heat_map.draw(*sample), "f"))
    (box,) = [each for each in read.attributes if each.get("class") == "scroll"]
    assert box["tabindex"] == "0"
    assert box["aria-label"] == "De cijfers bij deze figuur: Welke thema’s per regio ter sprake komen"


@pytest.mark.parametrize(("places", "said"), [([], ""), ([4], "4"), ([2, 1, 3], "1-3"), ([9, 3, 4, 4, 1], "1 3-4 9")])
def test_places_that_follow_each_other_are_one_span(places, said):
    assert rendering.spans(places) == said


def test_a_mark_that_is_clicked_has_a_row_of_numbers(sample):
    drawing = chain_matrix.draw(*sample)
    page = rendering.to_html(drawing, "f")
    rows = {each["data-mark"] for each in Page(page).attributes if "data-mark" in each}
    marks = {mark for trace in json.loads(drawing.to_json())["data"] for mark in trace["customdata"]}
    assert marks == rows


def test_an_id_that_could_break_out_of_the_page_is_refused(sample):
    with pytest.raises(ReportError, match="is no id"):
        rendering.to_html(chain_matrix.draw(*sample), 'x"><script>')


def test_numbers_are_written_as_dutch_readers_write_them():
    assert [rendering.say(cell, "nl") for cell in (0.5, -0.25, 3, True, None, float("nan"), "x")] == [
        "0,50",
        "−0,25",
        "3",
        "ja",
        "–",
        "–",
        "x",
    ]
    assert rendering.say(0.5, "en") == "0.50"


def test_a_notebook_gets_the_figure_as_json_and_its_numbers_folded(sample, monkeypatch):
    import IPython.display

    shown = []
    monkeypatch.setattr(IPython.display, "display", lambda bundle, raw: shown.append(bundle))
    drawing = hostile(sample)
    drawing._ipython_display_()
    plot, notes = shown
    assert plot["application/vnd.plotly.v1+json"] == json.loads(drawing.to_json())
    assert plot["text/plain"] == drawing.alt
    assert "<script" not in notes["text/html"]
    assert "<details data-key=" in notes["text/html"]


def test_images_without_a_browser_say_what_to_install(sample, tmp_path, monkeypatch):
    monkeypatch.setattr(rendering, "chrome", lambda: None)
    with pytest.raises(ReportError, match=r"no Chrome or Chromium on this machine.*install chromium"):
        rendering.to_images([chain_matrix.draw(*sample)], tmp_path)
    with pytest.raises(ReportError, match="png or svg or pdf"):
        rendering.to_images([], tmp_path, "exe")


@pytest.mark.slow
def test_images_come_out_in_one_batch(sample, tmp_path):
    if rendering.chrome() is None:
        pytest.skip("no Chrome or Chromium on this machine")
    drawings = [chain_matrix.draw(*sample), heat_map.draw(*sample)]
    paths = rendering.to_images(drawings, tmp_path, scale=1)
    assert [path.name for path in paths] == ["chain.png", "heat-map-region.png"]
    for path, drawing in zip(paths, drawings, strict=True):
        head = path.read_bytes()[:24]
        assert head[:8] == b"\x89PNG\r\n\x1a\n"
        assert int.from_bytes(head[16:20], "big") == 960
        assert int.from_bytes(head[20:24], "big") == drawing.figure.layout.height


@pytest.mark.slow
def test_one_figure_becomes_an_image_of_the_width_asked_for(sample, tmp_path):
    if rendering.chrome() is None:
        pytest.skip("no Chrome or Chromium on this machine")
    rendering.to_image(heat_map.draw(*sample), tmp_path / "docs" / "a picture.png", width=1200)
    assert [path.name for path in (tmp_path / "docs").iterdir()] == ["a picture.png"]
    packed = (tmp_path / "docs" / "a picture.png").read_bytes()
    assert int.from_bytes(packed[16:20], "big") == 1200
    assert rendering._pack(packed) == packed


def test_packing_keeps_every_pixel():
    def chunk(kind, body):
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    pixels = b"\0" + bytes(range(256)) * 3
    stream = zlib.compress(pixels, 0)
    parts = [chunk(b"IHDR", b"x" * 13), chunk(b"IDAT", stream[:100]), chunk(b"IDAT", stream[100:]), chunk(b"IEND", b"")]
    packed = rendering._pack(b"\x89PNG\r\n\x1a\n" + b"".join(parts))
    assert packed.startswith(b"\x89PNG\r\n\x1a\n" + parts[0])
    assert packed.endswith(parts[3])
    start = packed.index(b"IDAT") + 4
    assert zlib.decompress(packed[start : len(packed) - len(parts[3]) - 4]) == pixels
    assert len(packed) < len(b"".join(parts))


def test_a_label_of_nothing_is_the_lowest():
    assert Label() == Label("Ongerubriceerd", ())
