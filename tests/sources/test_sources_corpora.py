"""The table of benches/sources.py as promises: on real files nobody here wrote."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import pytest

from analysis.sources import Document
from analysis.sources.isolation import Refused


@pytest.fixture(scope="module")
def bench(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_sources", root / "benches/sources.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
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


def test_speakers_of_the_handelingen_are_those_of_their_xml(corpora: Path, bench: ModuleType) -> None:
    read, _ = bench.read_folder(corpora / "nl-handelingen/derived")
    f1, speaker = bench.speakers(corpora / "nl-handelingen", read)
    assert f1 >= 0.98
    assert speaker >= 0.98


@pytest.mark.slow
def test_a_pdf_gives_the_words_that_pdftotext_gives(corpora: Path, bench: ModuleType) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    read, _ = bench.read_folder(corpora / "nl-rapporten-pdf")
    shares = {path.name: bench.words(path, found) for path, found in read.items() if isinstance(found, Document)}
    assert shares
    assert {name: share for name, share in shares.items() if share is not None and share < 0.97} == {}
