"""The table of benches/sources.py as promises: on real files nobody here wrote."""

from __future__ import annotations

import csv
import importlib.util
import json
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest
import typer
from typer.testing import CliRunner

from analysis.cli import read as read_command
from analysis.sources import Document
from analysis.sources.isolation import Refused


@pytest.fixture(scope="module")
def bench(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_sources", root / "benches/sources.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


EXPLAINED = {
    "empty",
    "password",
    "scan",
    "unknown format",
    "not text",
    "lock file",
    "hidden file",
    "old Word",
    "unsafe",
}


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["robustness", "nl-notulen", "subtitles", "en-focusgroups"])
def test_every_file_ends_as_text_or_with_an_explained_reason(folder: str, corpora: Path, bench: ModuleType) -> None:
    read, _ = bench.read_folder(corpora / folder)
    assert len(read) == sum(path.is_file() for path in (corpora / folder).rglob("*"))
    odd = {
        path.name: found.code
        for path, found in read.items()
        if isinstance(found, Refused)
        if found.code not in EXPLAINED
    }
    assert odd == {}
    count, wrong = bench.exact(read)
    assert count > 0
    assert wrong == 0


@pytest.mark.slow
def test_speakers_of_the_handelingen_are_those_of_their_xml(corpora: Path, bench: ModuleType) -> None:
    read, _ = bench.read_folder(corpora / "nl-handelingen/derived")
    f1, speaker = bench.speakers(corpora / "nl-handelingen", read)
    assert f1 >= 0.98
    assert speaker >= 0.98


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["nl-rapporten-pdf", "nl-notulen", "robustness"])
def test_a_pdf_gives_the_words_that_pdftotext_gives_or_all_its_letters_or_tells_what_it_lost(
    folder: str, corpora: Path, bench: ModuleType
) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    read, _ = bench.read_folder(corpora / folder, "*.pdf")
    compared = {
        path.name: words
        for path, found in read.items()
        if isinstance(found, Document) and (words := bench.words(path, found)) is not None
    }
    assert len(compared) > 10
    assert {name for name, words in compared.items() if words.share < 0.97 and not words.why} == set()
    # what explains it is for the odd file, not a way out
    assert sum(words.share < 0.97 for words in compared.values()) <= 0.06 * len(compared)
    assert sum(words.letters < 0.985 for words in compared.values()) <= 0.06 * len(compared)


@pytest.mark.parametrize(
    "name",
    [
        "pdfminer.six/samples/simple3.pdf",  # words on two levels, and vertical writing behind them
        "pdfminer.six/samples/contrib/issue_495_pdfobjref.pdf",  # a drawing, with signs of a font of symbols
        "pypdf-sample-files/009-pdflatex-geotopo/GeoTopo-komprimiert.pdf",  # raised numbers of formulas
    ],
)
@pytest.mark.slow
def test_drawings_formulas_and_words_on_two_levels_have_the_words_of_pdftotext(
    name: str, corpora: Path, bench: ModuleType
) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    ((path, found),) = bench.read_folder((corpora / "robustness" / name).parent, Path(name).name)[0].items()
    assert bench.words(path, found).share >= 0.97


def test_words_are_compared_with_letters_set_apart_joined_and_rows_of_marks_left(bench: ModuleType) -> None:
    assert bench.bag("H e l l o  daar") == bench.bag("Hello daar")
    assert bench.bag("A A A A").total() == 4


@pytest.mark.slow
def test_read_of_the_robustness_folder_gives_one_object_a_file_and_quarantines_what_nobody_can_read(
    corpora: Path,
) -> None:
    folder = corpora / "robustness"
    app = typer.Typer()
    app.callback()(lambda: None)
    read_command.register(app)
    done = CliRunner().invoke(app, ["read", str(folder), "--json"], catch_exceptions=False)
    rows = {row["path"]: row for row in json.loads(done.stdout)}
    assert set(rows) == {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert all({"status", "reason", "words", "turns", "seconds"} <= set(row) for row in rows.values())
    assert all((row["status"] == "quarantined") == (row["words"] == 0) == bool(row["reason"]) for row in rows.values())
    with (folder / "INDEX.tsv").open(encoding="utf-8") as stream:
        flags = {row["path"]: set((row["flags"] or "").split(",")) for row in csv.DictReader(stream, delimiter="\t")}
    closed = {path for path, found in flags.items() if found & {"PASSWORD", "EMPTY", "UNREADABLE"}}
    assert closed
    assert {path for path in closed if rows[path]["status"] == "text"} == set()
    # encrypted for printing or copying only, they open without a password: such a PDF is read
    opened = {path for path, found in flags.items() if "ENCRYPTED" in found and path not in closed}
    assert {path for path in opened if rows[path]["status"] == "text" and not path.endswith(".pdf")} == set()
