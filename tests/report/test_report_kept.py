"""A report whose material, text and code are as they were is taken up, and equals the one that would be made."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.core import kept, processes, tables
from analysis.core.errors import ReportError
from analysis.core.kept import Kept
from analysis.core.paths import Paths
from analysis.core.study import Study
from analysis.report import editions, material, write_reports


def test_what_is_kept_is_found_under_its_key_alone(tmp_path):
    store = Kept(tmp_path / "a")
    store.put("k", {"titel": "één", "regels": [1, 2]})
    assert Kept(tmp_path / "a").get("k") == {"titel": "één", "regels": [1, 2]}
    assert Kept(tmp_path / "a").get("l") is None
    assert ("k" in store, "l" in store, "k" in Kept(None)) == (True, False, False)


def test_what_cannot_be_read_is_not_there(tmp_path):
    Kept(tmp_path).put("k", 1)
    (tmp_path / "k.json").write_text("{half")
    assert Kept(tmp_path).get("k") is None


def test_without_a_folder_nothing_is_kept():
    store = Kept(None)
    store.put("k", 1)
    assert store.get("k") is None


def test_what_nobody_asks_for_any_more_is_removed(tmp_path):
    for name in ("old", "new"):
        Kept(tmp_path).put(name, 1)
    store = Kept(tmp_path)
    store.get("new")
    store.forget_others()
    assert [path.stem for path in tmp_path.glob("*.json")] == ["new"]


@given(st.lists(st.binary(max_size=5), max_size=4), st.lists(st.binary(max_size=5), max_size=4))
def test_other_parts_have_another_key(left, right):
    assert (kept.key(*left) == kept.key(*right)) == (left == right)


@pytest.fixture
def copy(repository: Paths, tmp_path: Path) -> Paths:
    shutil.copytree(repository.root, tmp_path / "copy")
    return Paths(tmp_path / "copy")


def pages(paths: Paths, study: Study) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in write_reports(paths, study)}


def test_a_report_of_which_nothing_changed_is_taken_up_and_is_the_same(copy, study, monkeypatch):
    first = pages(copy, study)
    monkeypatch.setattr(editions, "make_content", lambda *_: pytest.fail("made again"))
    monkeypatch.setattr(material, "read_material", lambda *_: pytest.fail("read again"))
    assert pages(copy, study) == first


@pytest.mark.slow
def test_reports_made_side_by_side_are_the_same(copy, study, monkeypatch):
    made = {}
    for processors in (1, 3):
        monkeypatch.setattr(processes, "_processors", lambda number=processors: number)
        shutil.rmtree(copy.cache, ignore_errors=True)
        made[processors] = pages(copy, study)
    assert made[1] == made[3]


@pytest.mark.slow
def test_what_a_text_lacks_is_told_whoever_makes_its_report(copy, study, monkeypatch):
    monkeypatch.setattr(processes, "_processors", lambda: 2)
    for name in ("overall.md", "region.md"):
        with (copy.report_text / name).open("a", encoding="utf-8") as text:
            text.write("\n{{ nothing_of_this_name }}\n")
    with pytest.raises(ReportError) as told:
        write_reports(copy, study)
    assert {"overall.md", "region.md"} == {Path(problem.where.split(",")[0]).name for problem in told.value.problems}


@pytest.mark.slow
def test_a_report_whose_text_or_material_changed_is_made_again_and_no_other(copy, study, monkeypatch):
    # what is made elsewhere cannot be counted here
    monkeypatch.setattr(processes, "_processors", lambda: 1)
    first = pages(copy, study)
    made = []
    make = editions.make_content
    monkeypatch.setattr(
        editions,
        "make_content",
        lambda paths, material, label: made.append(material.scope) or make(paths, material, label),
    )
    place = copy.shares / "noord" / "themes.parquet"
    themes = tables.read("themes", place)
    tables.write("themes", themes.assign(words="anders; gezegd"), place)
    second = pages(copy, study)
    assert made == ["noord"]
    assert {name for name in first if first[name] != second[name]} <= {"region-noord.html"}
    text = copy.report_text / "region.md"
    text.write_text(text.read_text(encoding="utf-8") + "\nNog een zin.\n", encoding="utf-8")
    made.clear()
    third = pages(copy, study)
    assert made == ["overall", "noord", "zuid"]
    assert b"Nog een zin." in third["region-zuid.html"]
