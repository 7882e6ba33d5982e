"""A study of one's own: `regiobeeld new`, `adopt`, `check`, and what a researcher can do wrong on the way."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from checkout import in_clone, run

pytestmark = pytest.mark.slow

GUESTS = """\
title: Gebruikersonderzoek van gemeenten
main_question: Wat ervaren inwoners met digitale dienstverlening?
language: nl
classification_ceiling: Ongerubriceerd
sub_questions: {gebruik: {title: Gebruik, question: Hoe gebruiken inwoners de dienstverlening}}
aspects: {dienst: {name: Dienstverlening}}
organisations:
  gemeente: {name: Gemeente}
  vng: {name: VNG, level: national, chain: false}
  valsplat: {name: Valsplat, chain: false}
  overig: {name: Overig, chain: false}
regions:
  utrecht: {name: Utrecht, municipalities: {utrecht: {name: Utrecht}}, planned: {gemeente: 10}}
  den-haag: {name: Den Haag, municipalities: {den-haag: {name: Den Haag}}, planned: {gemeente: 5}}
  noord: {name: Noord, municipalities: {groningen: {name: Groningen}}, planned: {gemeente: 2}}
  zuid: {name: Zuid, municipalities: {venray: {name: Venray}, tilburg: {name: Tilburg}}, planned: {gemeente: 3}}
national: {name: Landelijk}
"""


@pytest.fixture
def fresh(root: Path, tmp_path: Path) -> Path:
    """A study just made, with the example study.yaml."""
    study = tmp_path / "mijn-onderzoek"
    subprocess.run([sys.executable, "-m", "analysis.cli", "new", str(study)], env=in_clone(root), check=True)
    return study


SAID = """\
Interviewer: Vraag {n} aan gesprek {number}, hoe gaat het met {topic}?

Respondent: Over {topic} valt in gesprek {number} bij vraag {n} veel te zeggen. Wij merken dat {topic} ons elke week tijd kost,
en dat niemand precies weet wie erover gaat. Daarom hebben wij afgesproken dat wij het de komende maanden anders doen.
"""


def interview(topic: str, number: int) -> str:
    return f"Gesprek {number}\n\n" + "\n".join(SAID.format(n=n, number=number, topic=topic) for n in range(1, 4))


def fill(study: Path, topics: list[str]) -> None:
    for number, topic in enumerate(topics, 1):
        (study / f"data/raw/interviews/voorbeeldstad-{number}.txt").write_text(
            interview(topic, number), encoding="utf-8"
        )


def test_a_new_study_holds_the_same_commands_and_none_of_the_samples_sources(fresh, root):
    assert (fresh / "Makefile").read_bytes() == (root / "Makefile").read_bytes()
    assert (fresh / "dvc.yaml").read_bytes() == (root / "dvc.yaml").read_bytes()
    assert not (fresh / "dvc.lock").exists()
    assert not (fresh / "data/raw/SAMPLE.md").exists()
    assert [path.name for path in (fresh / "data/raw/interviews").iterdir()] == [".gitkeep"]
    ignored = subprocess.run(["git", "check-ignore", "data/raw/interviews/x.docx"], cwd=fresh, capture_output=True)
    assert ignored.returncode == 0, "sources of a real study never enter git"


def test_a_folder_that_holds_something_is_left_alone(fresh, root):
    done = run(root, "regiobeeld", "new", str(fresh), ok=False)
    assert done.returncode == 2
    assert "is not empty" in done.stderr


def test_an_empty_study_says_what_to_do_next(fresh):
    done = run(fresh, "regiobeeld", "check", ok=False)
    assert done.returncode == 2
    assert "has no rows" in done.stderr
    assert "regiobeeld adopt data/raw/interviews" in done.stderr


def test_adopt_proposes_a_row_for_each_new_file_and_guesses_no_classification(fresh):
    fill(fresh, ["roosters", "brieven"])
    run(fresh, "regiobeeld", "adopt", "data/raw/interviews")
    rows = pd.read_csv(fresh / "data/raw/sources.csv", dtype=str, keep_default_na=False)
    assert list(rows["file"]) == ["interviews/voorbeeldstad-1.txt", "interviews/voorbeeldstad-2.txt"]
    assert set(rows["municipality"]) == {"voorbeeldstad"}
    assert set(rows["region"]) == {"voorbeeldregio"}
    assert set(rows["classification"]) == {""}
    told = run(fresh, "regiobeeld", "check", ok=False).stderr
    assert "rows 2, 3, column classification: is empty: without a label nothing is processed" in told
    again = run(fresh, "regiobeeld", "adopt", "data/raw/interviews")
    assert "0 new row(s)" in again.stdout


def test_three_passages_in_all_are_too_few_and_the_message_says_what_to_do(fresh):
    fill(fresh, ["roosters"])
    run(fresh, "regiobeeld", "adopt", "data/raw/interviews", "--classification", "Ongerubriceerd")
    done = run(fresh, "make", "reproduce", ok=False)
    assert done.returncode != 0
    assert "There is too little to work with" in done.stdout
    assert "4_themes.ipynb" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert (fresh / "data/processed/passages.parquet").is_file(), "what could be made is kept"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("kapot.docx", b"PK\x03\x04 this is no document", "kapot.docx"),
        ("oud.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "oud.doc"),
        ("leeg.pdf", b"%PDF-1.4\n%%EOF\n", "leeg.pdf"),
        ("binair.txt", bytes(range(256)) * 40, "binair.txt"),
    ],
)
def test_an_unreadable_file_stops_the_run_with_its_name_and_leaves_earlier_results(fresh, name, content, told):
    fill(fresh, ["roosters", "brieven", "loketten"])
    run(fresh, "regiobeeld", "adopt", "data/raw/interviews", "--classification", "Ongerubriceerd")
    run(fresh, "regiobeeld", "run", "1_sources")
    before = {path: path.read_bytes() for path in (fresh / "data/processed/restricted").rglob("*") if path.is_file()}
    assert before
    (fresh / "data/raw/interviews" / name).write_bytes(content)
    run(fresh, "regiobeeld", "adopt", "data/raw/interviews", "--classification", "Ongerubriceerd")
    done = run(fresh, "make", "reproduce", ok=False)
    assert done.returncode != 0
    assert f"data/raw/interviews/{told}" in done.stdout
    assert "quarantine" in done.stdout
    after = {path: path.read_bytes() for path in (fresh / "data/processed/restricted").rglob("*") if path.is_file()}
    assert after == before


@pytest.mark.xdist_group("corpus")
def test_a_real_corpus_runs_to_the_overall_report(root, corpora, tmp_path):
    source = corpora / "nl-gebruikersonderzoeken"
    if not source.is_dir():
        pytest.skip("nl-gebruikersonderzoeken is not among the corpora")
    settings = tmp_path / "study.yaml"
    settings.write_text(GUESTS, encoding="utf-8")
    study = tmp_path / "study"
    run(root, "regiobeeld", "new", str(study), "--study", str(settings))
    run(study, "regiobeeld", "adopt", str(source), "--classification", "Ongerubriceerd")
    register = study / "data/raw/sources.csv"
    rows = pd.read_csv(register, dtype=str, keep_default_na=False)
    assert len(rows) == 28
    assert rows["region"].eq("utrecht").sum() >= 9
    rows.assign(organisation=rows["organisation"].replace("", "overig")).to_csv(register, index=False)
    run(study, "make", "reproduce")
    passages = pd.read_parquet(study / "data/processed/passages.parquet")
    themes = pd.read_parquet(study / "data/processed/themes/themes.parquet")
    assert passages["source_id"].nunique() == 28
    assert 8 <= len(themes) <= 60
    assert len(list((study / "reports/editions/internal").glob("*.html"))) == 5
    shutil.rmtree(study)
