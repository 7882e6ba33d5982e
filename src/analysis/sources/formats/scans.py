"""Scanned pages: rendered by pypdfium2, read by tesseract, marked as recognised with its confidence."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from statistics import mean
from typing import TYPE_CHECKING

from analysis.sources.formats import Options
from analysis.sources.formats.lines import Line
from analysis.sources.refusals import Refusal

if TYPE_CHECKING:
    import pypdfium2

DPI = 300
"""What tesseract's documentation asks for."""
LARGEST = 40_000_000
"""Pixels of one page picture."""
DOUBTFUL = 60
"""Mean confidence of a page below which tesseract says as good as that it guessed."""
TURNS = (0, 180, 90, 270)
"""Ways in which a page may lie in the scanner, tried until one makes sense."""


def recognise(pdf: pypdfium2.PdfDocument, empty: list[int], pages: list[list[Line]], options: Options) -> list[str]:
    """Put recognised lines into `pages` for the `empty` ones, where any are found; returns warnings with the mean confidence.

    Raises
    ------
    Refusal
        When tesseract or its language data are not installed.
    """
    program = shutil.which("tesseract", path=os.environ.get("PATH"))
    if program is None:
        raise Refusal("tesseract", "is a scan, and tesseract is not installed")
    sure: list[float] = []
    doubtful: list[int] = []
    for number in empty:
        lines, confidences = _page(program, pdf, number, options.ocr_language)
        pages[number] = lines or pages[number]
        sure += confidences
        if confidences and mean(confidences) < DOUBTFUL:
            doubtful.append(number + 1)
    if not sure:
        return [f"{len(empty)} pages without text: tesseract recognised nothing on them"]
    confidence = f"mean confidence {mean(sure):.0f} of 100"
    warnings = [f"text of {len(empty)} pages recognised by tesseract with {confidence}; compare it with the original"]
    if doubtful:
        shown = ", ".join(map(str, doubtful[:10])) + (", …" if len(doubtful) > 10 else "")
        warnings.append(f"recognised below {DOUBTFUL} of 100 on pages {shown}: hardly to be trusted")
    return warnings


def _page(program: str, pdf: pypdfium2.PdfDocument, number: int, language: str) -> tuple[list[Line], list[float]]:
    """Lines of one page with the confidence of each word; a page that makes little sense is turned until it does."""
    page = pdf[number]
    best: tuple[list[Line], list[float]] = ([], [])
    for turn in TURNS:
        width, height = page.get_size() if turn in (0, 180) else reversed(page.get_size())
        scale = min(DPI / 72, (LARGEST / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True, rotation=turn)
        pixels = bytes(bitmap.to_numpy().tobytes())
        found = _lines(
            _tesseract(program, pixels, bitmap.width, bitmap.height, language), number + 1, width, height, scale
        )
        if found[1] and (not best[1] or mean(found[1]) > mean(best[1])):
            best = found
        if not found[1] or mean(found[1]) >= DOUBTFUL:
            break
    page.close()
    return best


def _tesseract(program: str, pixels: bytes, width: int, height: int, language: str) -> str:
    picture = b"P5\n%d %d\n255\n" % (width, height) + pixels
    done = subprocess.run(
        [program, "stdin", "stdout", "-l", language, "--psm", "3", "tsv"], input=picture, capture_output=True, check=False
    )  # fmt: skip
    if done.returncode:
        raise Refusal("tesseract", f"is a scan, and tesseract could not read it (language data {language} installed?)")
    return done.stdout.decode("utf-8", errors="replace")


def _lines(table: str, page: int, width: float, height: float, scale: float) -> tuple[list[Line], list[float]]:
    words: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row.get("level") == "5" and (row.get("text") or "").strip():
            words.setdefault((row["block_num"], row["par_num"], row["line_num"]), []).append(row)
    lines, sure = [], []
    for found in words.values():
        left = min(int(row["left"]) for row in found) / scale
        right = max(int(row["left"]) + int(row["width"]) for row in found) / scale
        top = height - min(int(row["top"]) for row in found) / scale
        bottom = height - max(int(row["top"]) + int(row["height"]) for row in found) / scale
        text = " ".join(row["text"].strip() for row in found)
        # sizes from ink differ from line to line: recognised text has one size
        lines.append(Line(text, left, right, bottom, top, 10.0, False, False, page, width, height))
        sure += [float(row["conf"]) for row in found]
    return lines, sure
