"""What a hostile or broken file can do: nothing, but end in quarantine with a reason."""

from __future__ import annotations

import io
import os
import random
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sources_files import TALK, docx, epub, odt, paragraph, pdf, xlsx

from analysis.core.errors import SourceError
from analysis.sources import Document, Limits, read_file
from analysis.sources.isolation import Reader, Refused, Request, read_many

GOOD = "\n\n".join(TALK).encode()


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    found = Reader()
    yield found
    found.close()


def outcome(reader: Reader, folder: Path, name: str, data: bytes, limits: Limits | None = None) -> Document | Refused:
    path = folder / name
    path.write_bytes(data)
    return reader.read(Request(path, limits or Limits()))


def zipped(parts: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


ENTITY = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
HOSTILE = {
    "a zip bomb": ("a.docx", zipped({"word/document.xml": b" " * 60_000_000}), "unsafe"),
    "too many parts": ("a.docx", zipped({f"p{n}": b"" for n in range(5_001)}), "unsafe"),
    "a path out of the archive": ("a.docx", zipped({"../../etc/x": b"x", "word/document.xml": b"<x/>"}), "unsafe"),
    "an external entity": ("a.docx", zipped({"word/document.xml": ENTITY}), "unsafe"),
    "a billion laughs": ("a.odt", zipped({"content.xml": LAUGHS}), "unsafe"),
    "an entity in UTF-16": ("a.odt", zipped({"content.xml": ENTITY.decode().encode("utf-16")}), "unsafe"),
    "XML without a bottom": ("a.odt", zipped({"content.xml": b"<a>" * 100_000}), "unsafe"),
    "RTF without a bottom": ("a.rtf", b"{\\rtf1" + b"{" * 100_000, "unsafe"),
    "a table of a million columns": ("a.xlsx", zipped({"xl/workbook.xml": b"<x/>"}), "damaged"),
    "JSON without a bottom": ("a.json", b"[" * 100_000, "damaged"),
    "binary data named text": ("a.txt", bytes(range(256)) * 40, "not text"),
}


def packed_by(method: int, flags: int = 0) -> bytes:
    """A .docx that says its parts are packed by another method than they are, or under a password."""
    data = bytearray(docx(paragraph("tekst")))
    for head, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(head)
        while at >= 0:
            data[at + place : at + place + 4] = flags.to_bytes(2, "little") + method.to_bytes(2, "little")
            at = data.find(head, at + 4)
    return bytes(data)


def test_a_part_that_is_packed_as_nobody_knows_is_damaged_and_under_no_password(reader: Reader, tmp_path: Path) -> None:
    unknown = outcome(reader, tmp_path, "a.docx", packed_by(99))
    secret = outcome(reader, tmp_path, "b.docx", packed_by(zipfile.ZIP_DEFLATED, flags=1))
    assert isinstance(unknown, Refused)
    assert isinstance(secret, Refused)
    assert (unknown.code, secret.code) == ("damaged", "password")


@pytest.mark.parametrize("kind", HOSTILE)
def test_it_is_refused_for_what_it_is(kind: str, reader: Reader, tmp_path: Path) -> None:
    name, data, code = HOSTILE[kind]
    found = outcome(reader, tmp_path, name, data)
    assert isinstance(found, Refused)
    assert (found.code, bool(found.reason), bool(found.remedy)) == (code, True, True)


def test_a_file_within_the_limits_is_read_after_all_of_them(reader: Reader, tmp_path: Path) -> None:
    for number, (name, data, _) in enumerate(HOSTILE.values()):
        outcome(reader, tmp_path, f"{number}{name}", data)
    assert isinstance(outcome(reader, tmp_path, "goed.txt", GOOD), Document)


@pytest.mark.slow
def test_html_a_hundred_thousand_elements_deep_ends_in_text_or_quarantine(reader: Reader, tmp_path: Path) -> None:
    found = outcome(reader, tmp_path, "a.html", b"<div>" * 100_000 + b"tekst")
    assert isinstance(found, Document) or found.code in ("unsafe", "empty")


def test_too_much_text_is_refused(reader: Reader, tmp_path: Path) -> None:
    found = outcome(reader, tmp_path, "a.txt", b"woorden " * 1_000, Limits(text=1_000))
    assert isinstance(found, Refused)
    assert found.code == "size"


def test_a_file_that_takes_too_long_is_stopped(reader: Reader, tmp_path: Path) -> None:
    found = outcome(reader, tmp_path, "a.txt", b"Naam: woord\n" * 400_000, Limits(seconds=0.2))
    assert isinstance(found, Refused)
    assert found.code == "time"


@pytest.mark.slow
def test_a_file_that_needs_too_much_memory_is_stopped(reader: Reader, tmp_path: Path) -> None:
    found = outcome(reader, tmp_path, "a.txt", b"Naam: woord\n" * 4_000_000, Limits(memory=64 * 1024**2))
    assert isinstance(found, Refused)
    assert found.code == "memory"


def test_a_missing_file_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as failure:
        read_file(tmp_path / "weg.docx")
    assert failure.value.problems[0].remedy


@pytest.mark.slow
def test_one_bad_file_never_stops_the_others_and_order_is_kept(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number}.txt").write_bytes(GOOD if number % 2 else b"")
    found = read_many([Request(tmp_path / f"{number}.txt") for number in range(6)], jobs=2)
    assert [isinstance(document, Document) for document in found] == [False, True] * 3


@pytest.mark.slow
def test_a_reading_process_may_neither_write_nor_start_a_program_nor_use_the_network() -> None:
    import subprocess
    import sys

    tries = {
        "open('x', 'w')": "write",
        "__import__('subprocess').run(['true'])": "program",
        "__import__('os').system('true')": "program",
        "__import__('socket').create_connection(('127.0.0.1', 9))": "network",
    }
    for attempt, word in tries.items():
        code = (
            "from analysis.sources import child\nfrom analysis.sources.limits import Limits\n"
            "from analysis.sources.refusals import Refusal\nchild._confine(Limits(), False)\n"
            f"try:\n    {attempt}\nexcept Refusal as refusal:\n    print(refusal.reason)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False, env={**os.environ}
        )
        assert word in done.stdout, attempt


SEEDS = {
    "a.docx": docx("".join(map(paragraph, TALK))),
    "a.odt": odt("".join(f"<text:p>{line}</text:p>" for line in TALK)),
    "a.epub": epub(*(f"<p>{line}</p>" for line in TALK)),
    "a.pdf": pdf([list(TALK)] * 3),
    "a.xlsx": xlsx([["Naam", "Wat gaat goed?"], ["A", "Wij kennen elkaar heel erg goed."]]),
    "a.rtf": (r"{\rtf1\ansi " + r"\par ".join(TALK) + "}").encode(),
    "a.vtt": b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna>Hoe gaat het?\n",
    "a.html": "".join(f"<p>{line}</p>" for line in TALK).encode(),
    "a.eml": b"From: a@b.invalid\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n" + GOOD,
    "a.md": b"---\ntitle: x\n---\n" + GOOD,
    "a.csv": b"naam;Wat gaat goed?\nA;Wij kennen elkaar heel erg goed.\n",
    "a.json": b'{"segments": [{"start": 0, "end": 1, "text": "Hoe gaat het met u vandaag?"}]}',
}


def damage(data: bytes, seed: int, flips: int, keep: float) -> bytes:
    choice = random.Random(seed)
    broken = bytearray(data[: max(1, int(len(data) * keep))])
    for _ in range(flips):
        broken[choice.randrange(len(broken))] ^= 1 << choice.randrange(8)
    return bytes(broken)


@given(
    name=st.sampled_from(sorted(SEEDS)),
    seed=st.integers(0, 2**32 - 1),
    flips=st.integers(0, 40),
    keep=st.floats(0.05, 1.0),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.slow
def test_damage_ends_in_text_or_quarantine(
    name: str, seed: int, flips: int, keep: float, reader: Reader, tmp_path: Path
) -> None:
    found = outcome(reader, tmp_path, name, damage(SEEDS[name], seed, flips, keep))
    assert isinstance(found, Document) or (found.code not in ("crash", "time", "memory") and found.reason)
    assert isinstance(found, Document) or "while reading" not in found.reason


@pytest.mark.slow
@given(
    text=st.text(max_size=400),
    name=st.sampled_from(["a.txt", "a.md", "a.rst", "a.vtt", "a.srt", "a.html", "a.csv", "a.rtf"]),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_in_any_textual_format_is_covered_or_refused(text: str, name: str) -> None:
    from analysis.sources.refusals import Refusal
    from analysis.sources.understanding import understand

    try:
        document = understand(name, text.encode("utf-8", errors="replace"))
    except Refusal:
        return
    for part in (*document.turns, *document.asides):
        assert 0 <= part.start < part.end <= len(document.text)
    ends = sorted((part.start, part.end) for part in document.turns)
    assert all(before[1] <= after[0] for before, after in pairwise(ends))


@pytest.mark.slow
def test_damaged_real_files_end_in_text_or_quarantine(corpora: Path, reader: Reader, tmp_path: Path) -> None:
    files = [
        path for path in sorted((corpora / "robustness").rglob("*")) if path.is_file() and path.stat().st_size < 100_000
    ]
    choice = random.Random(2025)
    for number, path in enumerate(choice.sample(files, 150)):
        data = path.read_bytes() or b"x"
        broken = damage(data, number, choice.randrange(30), choice.choice((1.0, 0.9, 0.5)))
        found = outcome(reader, tmp_path, f"{number}{path.suffix}", broken)
        assert isinstance(found, Document) or (found.code != "crash" and "while reading" not in found.reason), path.name
