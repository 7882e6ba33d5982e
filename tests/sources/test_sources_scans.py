"""Scans: refused with the remedy, or recognised and marked when asked."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from sources_files import pdf

from analysis.core.errors import SourceError
from analysis.sources import read_file

LINES = [
    "Interviewer: Hoe verloopt het overleg in de gemeente?",
    "Respondent: Het overleg verloopt goed, want wij kennen elkaar al jaren.",
]


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A PDF with nothing but a picture of two lines."""
    return scanned(tmp_path / "scan.pdf")


def scanned(path: Path, rotation: int = 0) -> Path:
    import pypdfium2

    bitmap = pypdfium2.PdfDocument(pdf([LINES]))[0].render(scale=3, rotation=rotation)
    book = pypdfium2.PdfDocument.new()
    page = book.new_page(595, 842)
    picture = pypdfium2.PdfImage.new(book)
    picture.set_bitmap(bitmap)
    picture.set_matrix(pypdfium2.PdfMatrix().scale(595, 842))
    page.insert_obj(picture)
    page.gen_content()
    data = io.BytesIO()
    book.save(data)
    path.write_bytes(data.getvalue())
    return path


def test_a_scan_is_refused_with_the_setting_that_reads_it(scan: Path) -> None:
    with pytest.raises(SourceError) as failure:
        read_file(scan)
    assert "ocr: true" in failure.value.problems[0].remedy


@pytest.mark.slow
def test_a_scan_is_recognised_when_asked_and_says_how_sure_it_is(scan: Path) -> None:
    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is not installed")
    document = read_file(scan, ocr=True)
    assert [turn.role for turn in document.turns] == ["interviewer", "respondent"]
    assert "kennen elkaar al jaren" in document.text
    assert any("mean confidence" in warning for warning in document.warnings)


@pytest.mark.slow
def test_a_scan_that_lay_upside_down_is_turned(tmp_path: Path) -> None:
    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is not installed")
    document = read_file(scanned(tmp_path / "om.pdf", rotation=180), ocr=True)
    assert "kennen elkaar al jaren" in document.text
    assert not any("hardly to be trusted" in warning for warning in document.warnings)


def test_a_scan_without_tesseract_says_what_to_install(
    scan: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourceError) as failure:
        read_file(scan, ocr=True)
    assert "tesseract" in failure.value.problems[0].remedy
