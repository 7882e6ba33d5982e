"""`regiobeeld adopt` proposes what a file's name, title and head say, guesses nothing else, and spoils no register."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from analysis import adoption
from analysis.core import register
from analysis.core.errors import RegisterError
from analysis.core.paths import Paths
from analysis.core.study import read_study

EXCEL = "source_id;file;kind;title;date;region;municipality;organisation;function;classification;caveats;wederhoor\r\n"
ROW = "N-G1;interviews/N-G1.txt;interview;Gesprek;1-3-2025;noord;dorp;gemeente;conciërge;Ongerubriceerd;;bevestigd\r\n"


def proposed(small: Paths, name: str, head: str) -> dict[str, str]:
    path = small.raw / "interviews" / name
    path.write_text(head, encoding="utf-8")
    return adoption.propose([path], {path: head}, set(), read_study(small), small, adoption.Given())[0]


def adopt(small: Paths) -> None:
    path = small.raw / "interviews/nieuw.txt"
    path.write_text("Gesprek met de gemeente in Dorp", encoding="utf-8")
    files, taken = adoption.unregistered([path], small)
    adoption.append(adoption.propose(files, {}, taken, read_study(small), small, adoption.Given()), small)


@pytest.mark.parametrize(
    ("name", "head", "organisation"),
    [
        ("politie 4.txt", "Gesprek\nWij spraken met de gemeente.", "politie"),
        ("gesprek.txt", "Gespreksverslag politie\nWij spraken met de gemeente.", "politie"),
        ("gesprek.txt", "Gespreksverslag\nWij spraken met de gemeente.", "gemeente"),
        ("gesprek.txt", "Gespreksverslag\nWij spraken met gemeente en politie.", ""),
        ("gemeente en politie.txt", "Gespreksverslag gemeente", ""),
    ],
)
def test_the_name_of_a_file_goes_before_its_title_and_that_before_its_words(small, name, head, organisation):
    assert proposed(small, name, head)["organisation"] == organisation


def test_a_region_in_the_name_of_a_file_goes_before_a_municipality_that_is_spoken_of(small):
    row = proposed(small, "noord.txt", "Gesprek\nOok in Stad hoort men dit, en in Dorp.")
    assert (row["region"], row["municipality"]) == ("noord", "dorp")


@pytest.mark.parametrize(
    "first", ["Interviewer: dank u", "00:01 R1: wij wachten", "Hoe gaat het?", "I: goed", "Interviewers: A. en B."]
)
def test_what_somebody_says_is_no_title(small, first):
    assert proposed(small, "gesprek-7.txt", f"{first}\nRespondent: goed.")["title"] == "gesprek-7"


def test_a_title_with_a_colon_is_one(small):
    assert (
        proposed(small, "x.txt", "Gespreksverslag: gemeente Dorp\n\nI: dank u")["title"]
        == "Gespreksverslag: gemeente Dorp"
    )


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("Gesprek\nDatum: 12 april 2025", "2025-04-12"),
        ("Gesprek\nDatum: 1 Mei 2025", "2025-05-01"),
        ("Gesprek\nDatum: 1 mrt. 2025", "2025-03-01"),
        ("Interview\nDate: 3 March 2025", "2025-03-03"),
        ("Interview\nMarch 3, 2025", "2025-03-03"),
        ("Gesprek van 3-4-2025, verslag van 12 april 2025", "2025-04-03"),
        ("Gesprek\nOp 31 april 2025 en 112 mei 2025", ""),
        ("Gesprek\nIn april 2025, na 6 maanden 2024 en 3 Marokkaanse 2025", ""),
    ],
)
def test_a_date_is_found_in_figures_and_in_words(small, head, date):
    assert proposed(small, "gesprek.txt", head)["date"] == date


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig"])
def test_a_register_that_a_spreadsheet_saved_is_one_that_it_reads_again(small, encoding):
    small.register.write_bytes((EXCEL + ROW).encode(encoding))
    adopt(small)
    stored = small.register.read_bytes()
    assert stored.decode("utf-8-sig").splitlines(keepends=True)[:2] == [EXCEL, ROW], (
        "rows that stand there are left alone"
    )
    assert stored.startswith(b"\xef\xbb\xbf"), "without this mark Excel shows conciÃ«rge, and saves it so"
    assert stored.count(b"\r\n") == stored.count(b"\n") == 3


def test_a_register_in_plain_utf_8_stays_so(small):
    before = small.register.read_bytes()
    adopt(small)
    assert small.register.read_bytes().startswith(before)


def test_a_day_that_a_dutch_excel_turned_round_is_that_day(small):
    small.register.write_bytes((EXCEL + ROW).encode())
    assert register.load(small)["date"].tolist() == ["2025-03-01"]


def test_sixty_empty_cells_are_one_line_with_their_rows(small):
    text = small.register.read_text(encoding="utf-8").replace(",Ongerubriceerd,", ",,")
    small.register.write_text(text.replace("2025-03-02", "2025-02-30"), encoding="utf-8")
    with pytest.raises(RegisterError) as caught:
        register.read(small, read_study(small))
    told = [str(problem) for problem in caught.value.problems]
    assert len(told) == 2
    assert told[0].startswith("data/raw/sources.csv, rows 2, 4, column classification: is empty")
    assert told[1].startswith("data/raw/sources.csv, row 3, column date: '2025-02-30'")


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("~$N-G1.docx", "close the document"),
        (".~lock.N-G1.odt#", "close the document"),
        (".verborgen.txt", "rename it when it is a source"),
        ("nieuw.txt", "regiobeeld adopt data/raw/interviews"),
    ],
)
def test_a_file_without_a_row_is_told_with_a_mend_that_works(small, name, what):
    (small.raw / "interviews" / name).write_text("x", encoding="utf-8")
    with pytest.raises(RegisterError, match=what) as caught:
        register.read(small, read_study(small))
    adopted, _ = adoption.bring_in(small.raw / "interviews", small, adoption.Given())
    assert (small.raw / "interviews" / name in adopted) == ("adopt" in str(caught.value))


@pytest.mark.slow
def test_files_that_cannot_be_read_are_told_at_once_and_by_their_place_in_the_study(small):
    for name in ("a.docx", "b.pdf"):
        (small.raw / "interviews" / name).write_bytes(b"")
    done = subprocess.run(
        [sys.executable, "-m", "analysis.cli", "adopt", "data/raw/interviews"],
        cwd=small.root,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "2 new row(s)" in done.stdout
    assert "A source cannot be read (2 problems):" in done.stderr
    assert "  - data/raw/interviews/a.docx: is empty" in done.stderr


@pytest.mark.slow
def test_where_there_is_no_git_a_command_says_so(small):
    done = subprocess.run(
        [sys.executable, "-m", "analysis.cli", "hygiene"],
        cwd=small.root,
        capture_output=True,
        text=True,
        env={"PATH": str(small.root), "PYTHONPATH": str(Path(register.__file__).parents[2])},
    )
    assert done.returncode == 2
    assert (
        done.stderr == "The machine refused (1 problem):\n  - git: is not installed, or not on the PATH; install git\n"
    )
