"""The register of sources: `data/raw/sources.csv`, one row a source, checked against the study and the files beside it.

Everything wrong is told at once, with row and column, and nothing is processed until it is right.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd

from analysis.core.classification import LEVELS, STATE_SECRET, rank
from analysis.core.errors import Problem, RegisterError
from analysis.core.paths import Paths
from analysis.core.study import Study
from analysis.core.tables import KINDS, WEDERHOOR

COLUMNS = (
    "source_id",
    "file",
    "kind",
    "title",
    "date",
    "region",
    "municipality",
    "organisation",
    "function",
    "classification",
    "caveats",
    "originator",
    "label_ends",
    "wederhoor",
)
LATER = ("originator", "label_ends")
"""Columns that a register of an earlier version does without: nobody is then known who may lower a label, and none ends."""

FOLDERS = ("interviews", "documents")
"""Folders below data/raw in which every file must have a row."""

UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Characters that steer a terminal or turn the order of letters round, and that nobody sees in a spreadsheet."""

_DUTCH_DATE = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
"""How a Dutch Excel writes 2025-03-31 when it saves a CSV that it was only to look at: 31-3-2025."""

_ROW = re.compile(r"(.*,) row (\d+)(, column \w+)")
"""The place of a cell: file, row, column."""

LOCKS = ("~$", ".~lock.")
"""How the names begin of what Word and LibreOffice leave beside a document that is open."""

IGNORED = (".gitkeep", ".gitignore", ".DS_Store", "Thumbs.db", "desktop.ini")


def decode(data: bytes, name: str) -> str:
    """Text of a CSV as Excel, LibreOffice or an editor saves it: UTF-8 with or without BOM, else Windows-1252.

    Raises
    ------
    RegisterError
        When it is neither.
    """
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RegisterError(
        Problem(name, "is neither UTF-8 nor Windows-1252 text", "a CSV in UTF-8", "save it as CSV UTF-8")
    )


def parse(text: str, name: str) -> pd.DataFrame:
    """Rows of a register as strings, with its line number in `line`.

    A Dutch Excel writes semicolons between columns: the header tells which it is. Its dates are made ISO again.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`COLUMNS` and `line` (the line of the file on which the row ends). Columns of :data:`LATER` that the
        file does without are empty, and named in `attrs["absent"]`.

    Raises
    ------
    RegisterError
        When columns are missing, unknown or double, or rows have too many cells.
    """
    header_line = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[dict[str, str | int]] = []
    problems: list[Problem] = []
    header: list[str] = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        problems += _header_problems(header, name)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                problems.append(
                    Problem(
                        f"{name}, row {reader.line_num}",
                        f"has {len(cells)} cells",
                        f"{len(header)}",
                        'put a cell that holds a comma between quotes: "…"',
                    )
                )
                continue
            row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
            days: dict[str, str] = {column: to_iso(row[column]) for column in ("date", "label_ends") if column in row}
            rows.append({**row, **days, "line": reader.line_num})
    except csv.Error as failure:
        problems.append(Problem(f"{name}, row {reader.line_num}", f"is no CSV ({failure})", "", "check the quotes"))
    if problems:
        raise RegisterError(problems)
    absent = [column for column in LATER if column not in header]
    frame = pd.DataFrame([{**dict.fromkeys(absent, ""), **row} for row in rows], columns=[*COLUMNS, "line"])
    frame.attrs["absent"] = absent
    return frame


def _header_problems(header: list[str], name: str) -> Iterator[Problem]:
    where = f"{name}, row 1"
    if missing := [column for column in COLUMNS if column not in header and column not in LATER]:
        yield Problem(where, f"columns missing: {', '.join(missing)}", ",".join(COLUMNS), "add them")
    if unknown := [column for column in header if column not in COLUMNS]:
        yield Problem(where, f"columns nobody knows: {', '.join(unknown)}", ",".join(COLUMNS), "remove or rename them")
    if double := sorted({column for column in header if header.count(column) > 1}):
        yield Problem(where, f"columns twice: {', '.join(double)}", "each once", "remove one")


def problems_in(rows: pd.DataFrame, study: Study, name: str) -> list[Problem]:
    """What is wrong with the cells of a register, the files apart."""
    problems = []
    first: dict[tuple[str, str], int] = {}
    for row in rows.to_dict("records"):
        where = f"{name}, row {row['line']}"
        for column in ("source_id", "file"):
            key = (column, row[column])
            if row[column] and key in first:
                problems.append(
                    Problem(
                        f"{where}, column {column}",
                        f"{row[column]!r} stands on row {first[key]} too",
                        "each once",
                        "give it another, or remove the row",
                    )
                )
            first.setdefault(key, row["line"])
        problems += [
            Problem(f"{where}, column {column}", "holds a character that nobody sees", "plain text", "type it anew")
            for column in COLUMNS
            if UNSEEN.search(row[column])
        ]
        problems += [
            Problem(f"{where}, column {column}", found, expected, remedy)
            for column, found, expected, remedy in [*_cell_problems(row, study), *_label_problems(row, study)]
            if column not in rows.attrs.get("absent", ())
        ]
    return problems


def _together(problems: list[Problem]) -> list[Problem]:
    """Problems of which only the row differs as one: sixty empty cells of a column would hide the one wrong date."""
    rows: dict[tuple[str, str, str, str], list[str]] = {}
    for problem in problems:
        before, row, column = _ROW.fullmatch(problem.where).groups()  # type: ignore[union-attr]
        rows.setdefault((f"{before} {{}}{column}", problem.found, problem.expected, problem.remedy), []).append(row)
    return [
        Problem(where.format(f"row {of[0]}" if len(of) == 1 else f"rows {', '.join(of)}"), *rest)
        for (where, *rest), of in rows.items()
    ]


def _cell_problems(row: dict[str, str], study: Study) -> Iterator[tuple[str, str, str, str]]:
    regions = study.regions
    if not row["source_id"]:
        yield "source_id", "is empty", "an id of its own, such as DRE-G1", "add one"
    elif not all(sign.isalnum() or sign in "-_" for sign in row["source_id"]):
        yield "source_id", repr(row["source_id"]), "letters, digits, - and _ only", "rename it"
    if not row["file"]:
        yield "file", "is empty", "a path below data/raw, such as interviews/DRE-G1.docx", "add it"
    elif Path(row["file"]).is_absolute() or ".." in Path(row["file"]).parts:
        yield "file", repr(row["file"]), "a path below data/raw", "move the file there"
    yield from _one_of(row, "kind", KINDS)
    yield from _one_of(row, "wederhoor", WEDERHOOR)
    yield from _one_of(row, "organisation", tuple(study.organisations))
    if row["date"] and not _is_date(row["date"]):
        yield "date", repr(row["date"]), "a date as 2025-03-31, or nothing", "write it as year-month-day"
    named = split(row["region"])
    if unknown := [slug for slug in named if slug not in regions]:
        yield (
            "region",
            ", ".join(map(repr, unknown)),
            f"one or more (with ; between) of {', '.join(regions)}, or nothing for a national source",
            "mend it here, or add the region to study.yaml",
        )
    municipalities = [town for slug in named if slug in regions for town in regions[slug].municipalities]
    if row["municipality"] and row["municipality"] not in municipalities:
        known = ", ".join(municipalities) or "nothing, since the row has no region with municipalities"
        yield (
            "municipality",
            repr(row["municipality"]),
            f"one of {known}",
            "mend it here, or add the municipality to study.yaml",
        )


def _label_problems(row: dict[str, str], study: Study) -> Iterator[tuple[str, str, str, str]]:
    if not row["classification"]:
        yield (
            "classification",
            "is empty: without a label nothing is processed",
            f"one of {', '.join(LEVELS)}",
            "ask who made the source",
        )
    elif row["classification"] not in LEVELS:
        yield "classification", repr(row["classification"]), f"one of {', '.join(LEVELS)}", "mend it"
    elif rank(row["classification"]) > rank(study.classification_ceiling):
        yield (
            "classification",
            row["classification"],
            f"at most {study.classification_ceiling}, this study's ceiling",
            "keep the source off this machine",
        )
    elif row["classification"].startswith(STATE_SECRET) and not study.accredited:
        yield (
            "classification",
            row["classification"],
            "no state secret in an environment that is not accredited",
            "keep the source off this machine, or declare `accredited: true` in study.yaml if it is",
        )
    elif row["classification"] != LEVELS[0]:
        yield from _origin_problems(row)


def _origin_problems(row: dict[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """A level is set by somebody, and until a day or an event; of what bears none neither has to be known."""
    if not row["originator"]:
        yield (
            "originator",
            f"is empty beside {row['classification']}",
            "the body that set the label, which alone may lower it",
            "ask who made the source",
        )
    if not row["label_ends"]:
        yield (
            "label_ends",
            f"is empty beside {row['classification']}",
            "a date as 2035-03-31, or the event that ends it in words",
            "ask the originator",
        )
    elif row["label_ends"][0].isdigit() and not _is_date(row["label_ends"]):
        yield "label_ends", repr(row["label_ends"]), "a date as 2035-03-31, or an event in words", "mend it"


def _one_of(row: dict[str, str], column: str, allowed: tuple[str, ...]) -> Iterator[tuple[str, str, str, str]]:
    if row[column] not in allowed:
        yield column, repr(row[column]) if row[column] else "is empty", f"one of {', '.join(allowed)}", "mend it"


def split(regions: str) -> list[str]:
    """The regions of a source, from its cell: `"noord"`, `"noord;zuid"` for one that is in both, `""` for none."""
    return [slug.strip() for slug in regions.split(";") if slug.strip()]


def to_iso(value: str) -> str:
    """A day as a Dutch Excel writes it, as year-month-day; anything else as it stands.

    With slashes nobody can tell the day from the month, so such a date is left as it is, and told.

    >>> to_iso("31-3-2025"), to_iso("2025-03-31"), to_iso("3/31/2025"), to_iso("vaststelling van het rapport")
    ('2025-03-31', '2025-03-31', '3/31/2025', 'vaststelling van het rapport')
    """
    if match := _DUTCH_DATE.fullmatch(value):
        day, month, year = match.groups()
        iso = f"{year}-{int(month):02d}-{int(day):02d}"
        return iso if _is_date(iso) else value
    return value


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def ended(rows: pd.DataFrame, today: str) -> list[str]:
    """Ids of sources whose label has a last day that is past at `today` (ISO); their label stands until it is lowered."""
    return [row.source_id for row in rows.itertuples() if _is_date(row.label_ends) and row.label_ends < today]


def files_below(raw: Path) -> list[str]:
    """Every file a researcher put below data/raw/interviews and data/raw/documents, relative to data/raw, sorted."""
    found = (path for folder in FOLDERS for path in (raw / folder).rglob("*") if path.is_file())
    return sorted(
        path.relative_to(raw).as_posix()
        for path in found
        if path.name not in IGNORED and ".ipynb_checkpoints" not in path.parts
    )


def is_there(file: str, raw: Path) -> bool:
    """Whether a cell `file` names a file below data/raw that holds something."""
    path = Path(file)
    if not file or path.is_absolute() or ".." in path.parts:
        return False
    return (raw / path).is_file() and (raw / path).stat().st_size > 0


def file_problems(rows: pd.DataFrame, raw: Path, name: str) -> list[Problem]:
    """Where the register and the files do not agree: missing, empty, unregistered or the same content twice."""
    problems = []
    contents: dict[str, str] = {}
    for row in rows.to_dict("records"):
        where, path = f"{name}, row {row['line']}, column file", raw / row["file"]
        if not row["file"]:
            continue
        if not path.is_file():
            problems.append(
                Problem(
                    where, f"{row['file']} is not there", "a file below data/raw", "put it there, or remove the row"
                )
            )
            continue
        if path.stat().st_size == 0:
            problems.append(
                Problem(
                    where,
                    f"{row['file']} is empty (0 bytes)",
                    "a file with text",
                    "ask for it again, or remove it and its row",
                )
            )
            continue
        digest = sha256(path)
        if digest in contents and contents[digest] != row["file"]:
            problems.append(
                Problem(
                    where,
                    f"{row['file']} has the same content as {contents[digest]}",
                    "each source once",
                    "remove one of the two and its row",
                )
            )
        contents.setdefault(digest, row["file"])
    registered = set(rows["file"])
    return problems + [_unregistered(file, name) for file in files_below(raw) if file not in registered]


def _unregistered(file: str, name: str) -> Problem:
    where, last = f"data/raw/{file}", Path(file).name
    if last.startswith(LOCKS):
        return Problem(
            where,
            "is what Word or LibreOffice leaves beside an open document",
            "",
            "close the document, or remove this",
        )
    if last.startswith("."):
        return Problem(where, "is a hidden file", "", "rename it when it is a source, or take it away")
    return Problem(
        where,
        "has no row in the register",
        f"a row in {name}",
        f"run `regiobeeld adopt data/raw/{Path(file).parts[0]}`, or take the file away",
    )


def sha256(path: Path) -> str:
    """Hash of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def load(paths: Paths) -> pd.DataFrame:
    """The rows of the register as they stand, unchecked but for their columns."""
    name = paths.register.relative_to(paths.root).as_posix()
    try:
        return parse(decode(paths.register.read_bytes(), name), name)
    except FileNotFoundError:
        raise RegisterError(
            Problem(name, "is not there", ",".join(COLUMNS), "run `regiobeeld adopt data/raw/interviews`")
        ) from None


def read(paths: Paths, study: Study) -> pd.DataFrame:
    """The register, checked against the study and the files.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`COLUMNS`, strings, sorted by `source_id`.

    Raises
    ------
    RegisterError
        With everything that is wrong, each with its row and column.
    """
    name = paths.register.relative_to(paths.root).as_posix()
    rows = load(paths)
    problems = _together(problems_in(rows, study, name)) + file_problems(rows, paths.raw, name)
    if rows.empty and not problems:
        problems = [
            Problem(
                name,
                "has no rows",
                "one row a source",
                "put files in data/raw/interviews and run `regiobeeld adopt data/raw/interviews`",
            )
        ]
    if problems:
        raise RegisterError(problems)
    joined = rows["region"].map(lambda regions: ";".join(split(regions)))
    return rows.drop(columns="line").assign(region=joined).sort_values("source_id", ignore_index=True)
