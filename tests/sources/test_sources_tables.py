"""All that the register names, as tables: roles, questions, quarantine, duplicates, cache and files."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.core import register
from analysis.core.paths import Paths
from analysis.core.study import Guide, Question, read_study
from analysis.sources import Sources, SourceSettings, read_all, write

GUIDE = Guide(
    questions=(
        Question(id="V1", text="Hoe verloopt het overleg over een persoon?", sub_question="hoe", aspect="werk"),
        Question(id="V2", text="Welke informatie deelt u met de politie?", sub_question="hoe"),
        Question(id="V3", text="Wat vindt u van de grens?", organisations=("politie",)),
    )
)
ANSWER = "Dat gaat hier al jaren op dezelfde manier en iedereen weet de ander te vinden als dat nodig is."


def read(paths: Paths, settings: SourceSettings | None = None, cache: Path | None = None) -> Sources:
    study = read_study(paths)
    return read_all(register.load(paths), paths, GUIDE, study, settings or SourceSettings(), cache=cache)


def test_every_source_ends_as_text_with_words_that_add_up(small: Paths) -> None:
    sources = read(small).sources
    assert sorted(sources["source_id"]) == ["L-D1", "N-G1", "Z-G1"]
    assert (sources["words"] == sources[["words_in_turns", "words_interviewer", "words_aside"]].sum(axis=1)).all()
    assert (sources["words"] > 0).all()


def test_voices_are_numbers_within_a_source_and_never_names(small: Paths) -> None:
    (small.raw / "interviews/N-G1.txt").write_text(f"Anna: Hoe gaat het?\nBram: {ANSWER}\n" * 3, encoding="utf-8")
    turns = read(small).turns.query("source_id == 'N-G1'")
    assert set(zip(turns["speaker"], turns["voice"], strict=True)) == {("Anna", "N-G1/I1"), ("Bram", "N-G1/R1")}


def test_a_policy_document_has_one_voice(small: Paths) -> None:
    turns = read(small).turns.query("source_id == 'L-D1'")
    assert set(turns["voice"]) == {"L-D1/D"}
    assert set(turns["role"]) == {"document"}


def test_a_speaker_named_by_the_organisation_of_the_register_is_the_respondent(small: Paths) -> None:
    text = f"Gemeente: Wilt u dat ik begin? {ANSWER}\nInspectie: Graag.\n" * 3
    (small.raw / "interviews/N-G1.txt").write_text(text, encoding="utf-8")
    turns = read(small).turns.query("source_id == 'N-G1'")
    assert dict(zip(turns["speaker"], turns["role"], strict=True)) == {
        "Gemeente": "respondent",
        "Inspectie": "interviewer",
    }


def test_a_turn_knows_the_question_before_it_and_only_one_its_organisation_is_asked(small: Paths) -> None:
    text = (
        f"Interviewer: Welkom.\nRespondent: {ANSWER}\nInterviewer: Hoe verloopt bij u het overleg over zo'n persoon?\n"
        f"Respondent: {ANSWER}\nInterviewer: Kunt u dat toelichten?\nRespondent: {ANSWER}\n"
        f"Interviewer: En welke informatie deelt u met de politie?\nRespondent: {ANSWER}\n"
    )
    (small.raw / "interviews/N-G1.txt").write_text(text, encoding="utf-8")
    turns = read(small).turns.query("source_id == 'N-G1'")
    assert list(turns["question_id"]) == ["", "", "V1", "V1", "V1", "V1", "V2", "V2"]


def test_a_file_that_cannot_be_read_is_in_quarantine_and_the_others_are_there(small: Paths) -> None:
    (small.raw / "interviews/N-G1.txt").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    found = read(small)
    assert list(found.quarantine["source_id"]) == ["N-G1"]
    assert found.quarantine["remedy"].str.len().gt(0).all()
    assert set(found.sources["source_id"]) == {"L-D1", "Z-G1"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("# Verslag\n\n## Inhoud\n\n### Vragen\n", "set aside"),
        ("Interviewer: Hoe gaat het?\n\nRespondent:\n\nInterviewer: En verder?\n", "interviewers"),
        ("---\n\n***\n\n…\n", "no words"),
    ],
)
def test_a_registered_source_in_which_nobody_answers_is_in_quarantine_with_what_to_do(
    text: str, reason: str, small: Paths
) -> None:
    (small.raw / "interviews/N-G1.txt").rename(small.raw / "interviews/N-G1.md")
    (small.raw / "interviews/N-G1.md").write_text(text, encoding="utf-8")
    small.register.write_text(small.register.read_text().replace("N-G1.txt", "N-G1.md"))
    found = read(small)
    row = found.quarantine.set_index("source_id").loc["N-G1"]
    assert reason in row["reason"]
    assert row["remedy"]
    assert "N-G1" not in found.texts
    assert set(found.sources["source_id"]) == {"L-D1", "Z-G1"}


def test_the_same_report_under_two_names_is_named_exact_or_near(small: Paths) -> None:
    text = "Interviewer: Hoe gaat het?\nRespondent: " + " ".join(f"woord{n}" for n in range(200))
    (small.raw / "interviews/N-G1.txt").write_text(text, encoding="utf-8")
    (small.raw / "interviews/Z-G1.txt").write_text(text.replace("woord150 ", "anders "), encoding="utf-8")
    (small.raw / "documents/L-D1.txt").write_text(text, encoding="utf-8")
    found = read(small).duplicates.set_index(["source_id", "other_id"])["kind"].to_dict()
    assert found == {("L-D1", "N-G1"): "exact", ("L-D1", "Z-G1"): "near", ("N-G1", "Z-G1"): "near"}


def test_a_paragraph_that_stands_in_three_sources_is_set_aside_unless_switched_off(small: Paths) -> None:
    line = (
        "Dit verslag is vertrouwelijk en mag niet zonder toestemming van de Inspectie verder worden verspreid dan hier "
        "en nu door ons is bepaald."
    )
    for number, file in enumerate(("interviews/N-G1.txt", "interviews/Z-G1.txt", "documents/L-D1.txt")):
        own = f"Tekst {number}. " + " ".join(f"w{number}x{n}" for n in range(30))
        (small.raw / file).write_text(f"# Kop\n\n{line}\n\n# Tekst\n\n{own}\n", encoding="utf-8")
        (small.raw / file).rename((small.raw / file).with_suffix(".md"))
    small.register.write_text(small.register.read_text().replace(".txt", ".md"))
    assert (read(small).asides["reason"] == "same in several sources").sum() == 3
    assert not (read(small, SourceSettings(boilerplate_sources=0)).asides["reason"] == "same in several sources").any()


@pytest.mark.slow
def test_a_cache_gives_the_same_tables_and_is_not_used_for_a_changed_file(small: Paths, tmp_path: Path) -> None:
    first = read(small, cache=tmp_path / "cache")
    again = read(small, cache=tmp_path / "cache")
    pd.testing.assert_frame_equal(first.turns, again.turns)
    (small.raw / "interviews/N-G1.txt").write_text(f"Interviewer: Zo?\nRespondent: {ANSWER}\n", encoding="utf-8")
    assert ANSWER in read(small, cache=tmp_path / "cache").texts["N-G1"]


@pytest.mark.slow
def test_what_is_written_can_be_read_back_and_stale_texts_go(small: Paths) -> None:
    stale = small.restricted / "text/WEG.txt"
    stale.parent.mkdir(parents=True)
    stale.write_text("oud")
    found = read(small)
    write(found, small)
    before = {path.name: path.read_bytes() for path in small.restricted.rglob("*") if path.is_file()}
    assert not stale.exists()
    assert (small.restricted / "text/N-G1.txt").read_bytes().decode() == found.texts["N-G1"]
    assert {
        "sources.parquet",
        "turns.parquet",
        "quarantine.csv",
        "changes.csv",
        "comments.csv",
        "duplicates.csv",
    } <= set(before)
    write(read(small), small)
    assert before == {path.name: path.read_bytes() for path in small.restricted.rglob("*") if path.is_file()}


@pytest.mark.parametrize("pattern", ["(", "^[A-Z]+"])
def test_a_speaker_pattern_that_cannot_work_is_refused_where_it_is_set(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"regular expression|group"):
        SourceSettings(speaker_pattern=pattern)
