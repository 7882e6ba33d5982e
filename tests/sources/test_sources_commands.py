"""`regiobeeld read` and `regiobeeld guide`, as a researcher types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from analysis import inputs
from analysis.cli import check, guide, read
from analysis.core.errors import StudyError
from analysis.core.paths import Paths

TALK = (
    "Interviewer: Hoe verloopt het overleg?\nRespondent: Het overleg verloopt goed, want wij kennen elkaar al jaren.\n"
)
GUIDE = """\
introduction: Dank dat u meewerkt.
questions:
  - {id: V1, text: "Hoe verloopt het overleg?", sub_question: hoe}
  - {id: V2, text: "Wat doet de politie?", organisations: [politie]}
"""


@pytest.fixture
def app() -> typer.Typer:
    found = typer.Typer()
    found.callback()(lambda: None)
    check.register(found)
    read.register(found)
    guide.register(found)
    return found


def run(app: typer.Typer, *arguments: str) -> str:
    done = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def test_read_shows_the_turns_of_a_file(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TALK)
    shown = run(app, "read", str(tmp_path / "a.txt"))
    assert "2 turns" in shown
    assert "speaker label 2 words" in shown


def test_read_as_json_gives_offsets_into_the_text_and_questions_of_the_study(
    app: typer.Typer, small: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.guide.write_text(GUIDE)
    (small.raw / "interviews/N-G1.txt").write_text(TALK)
    monkeypatch.chdir(small.root)
    data = json.loads(run(app, "read", "data/raw/interviews/N-G1.txt", "--json"))
    assert [turn["question_id"] for turn in data["turns"]] == ["V1", "V1"]
    assert data["text"][data["turns"][0]["start"] : data["turns"][0]["end"]] == "Hoe verloopt het overleg?"


@pytest.mark.slow
def test_read_of_a_folder_accounts_for_every_file_hidden_and_lock_files_too(app: typer.Typer, tmp_path: Path) -> None:
    for name in ("a.txt", "sub/b.txt", ".verborgen", "~$slot.docx", "leeg.pdf"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("" if name == "leeg.pdf" else TALK)
    rows = {row["path"]: row for row in json.loads(run(app, "read", str(tmp_path), "--json"))}
    assert {path: row["status"] for path, row in rows.items()} == {
        "a.txt": "text",
        "sub/b.txt": "text",
        ".verborgen": "quarantined",
        "~$slot.docx": "quarantined",
        "leeg.pdf": "quarantined",
    }
    assert all(row["reason"] for row in rows.values() if row["status"] == "quarantined")
    assert {"path", "status", "reason", "words", "turns", "seconds"} <= set(rows["a.txt"])
    assert (rows["a.txt"]["words"], rows["a.txt"]["turns"]) == (16, 2)


def test_read_of_a_folder_names_each_reason_once_with_its_files(app: typer.Typer, tmp_path: Path) -> None:
    for name in ("a.xml", "b.xml", "c.txt"):
        (tmp_path / name).write_text(TALK)
    shown = " ".join(run(app, "read", str(tmp_path)).split())
    assert "Quarantined: a.xml, b.xml is of a format nobody reads here (.xml); save it as" in shown
    assert "3 files: 1 read, 0 of them with warnings; 2 quarantined" in shown


def test_the_guide_of_an_organisation_holds_its_questions_only_and_is_the_same_twice(
    app: typer.Typer, small: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    import docx

    small.guide.write_text(GUIDE)
    monkeypatch.chdir(small.root)
    run(app, "guide", "gemeente", "--out", "a.docx")
    run(app, "guide", "gemeente", "--out", "b.docx")
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(small.root / "a.docx")).paragraphs)
    assert "V1  Hoe verloopt het overleg?" in text
    assert "V2" not in text
    assert "Dank dat u meewerkt." in text
    assert (small.root / "a.docx").read_bytes() == (small.root / "b.docx").read_bytes()


def test_the_guide_of_an_organisation_nobody_knows_is_refused(
    app: typer.Typer, small: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small.root)
    with pytest.raises(StudyError, match="gemeente or politie"):
        run(app, "guide", "brandweer")


OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def unreadable(study: Paths) -> None:
    """An old Word file, an interview in which nobody answers, and a document that can be read."""
    study.guide.write_text(GUIDE)
    (study.raw / "interviews/N-G1.txt").write_bytes(OLD_WORD)
    (study.raw / "interviews/Z-G1.txt").write_text(
        "Interviewer: Hoe gaat het?\n\nRespondent:\n\nInterviewer: En verder?\n"
    )


def told(app: typer.Typer) -> str:
    with pytest.raises(inputs.InputError) as failure:
        CliRunner().invoke(app, ["check"], catch_exceptions=False)
    return str(failure.value)


def test_check_names_every_registered_file_that_a_run_would_stop_at(
    app: typer.Typer, small: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    unreadable(small)
    monkeypatch.chdir(small.root)
    lines = told(app).splitlines()
    assert "(2 problems)" in lines[0]
    assert "data/raw/interviews/N-G1.txt: is in an old binary format" in lines[1]
    assert "save it as .docx" in lines[1]
    assert "data/raw/interviews/Z-G1.txt: holds" in lines[2]
    assert "none that anybody answers" in lines[2]


def test_check_tells_of_files_and_of_rows_at_once(
    app: typer.Typer, small: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    unreadable(small)
    (small.raw / "documents/L-D1.txt").unlink()
    small.register.write_text(small.register.read_text().replace("noord,dorp", "noorden,dorp"))
    monkeypatch.chdir(small.root)
    found = told(app)
    for what in ("'noorden'", "L-D1.txt is not there", "N-G1.txt: is in an old", "Z-G1.txt: holds"):
        assert found.count(what) == 1


def test_check_goes_on_without_files_where_the_study_decided_so_and_names_them(
    app: typer.Typer, small: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    unreadable(small)
    params = small.params.read_text()
    assert "sources: {}" in params
    small.params.write_text(params.replace("sources: {}", "sources: {unreadable: quarantine}"))
    monkeypatch.chdir(small.root)
    shown = run(app, "check")
    assert "2 of the files cannot be read" in shown
    assert "data/raw/interviews/N-G1.txt" in shown
    assert "All right" in shown


def test_what_check_read_is_taken_up_by_the_next_one(
    app: typer.Typer, small: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.guide.write_text(GUIDE)
    monkeypatch.chdir(small.root)
    assert "All right: 2 regions, 3 sources" in run(app, "check")
    kept = sorted((small.cache / "sources").glob("*.json"))
    assert len(kept) == 3
    before = [path.stat().st_mtime_ns for path in kept]
    run(app, "check")
    assert [path.stat().st_mtime_ns for path in kept] == before


def test_check_without_files_opens_none(app: typer.Typer, small: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    unreadable(small)
    monkeypatch.chdir(small.root)
    assert "All right" in run(app, "check", "--no-files")


def test_check_of_a_register_without_rows_says_what_to_do(
    app: typer.Typer, small: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = small.register.read_text().splitlines()[0]
    small.register.write_text(f"{header}\n")
    monkeypatch.chdir(small.root)
    assert "has no row in the register" in told(app)
