"""Propose rows of the register for files that have none: what a file's name, head and folder say, and no more.

A proposal never guesses a classification: who made the source says it, and until then nothing is processed.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import shutil
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.core import register
from analysis.core.errors import Problem, RegisterError
from analysis.core.files import write_whole
from analysis.core.paths import Paths
from analysis.core.register import COLUMNS, FOLDERS, LATER
from analysis.core.study import Study

_DATE = re.compile(r"(?<!\d)(?:(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})|(\d{1,2})[-_.](\d{1,2})[-_.](\d{4}))(?!\d)")
_MONTHS = ("jan", "feb", "maart|mrt|march", "apr", "mei|may", "jun", "jul", "aug", "sep", "okt|oct", "nov", "dec")
"""How each month begins, in Dutch or in English."""

_MONTH = rf"((?:{'|'.join(_MONTHS)})[a-z]{{0,6}})"
_IN_WORDS = re.compile(
    rf"(?<!\d)(?:(\d{{1,2}})\s+{_MONTH}\.?|{_MONTH}\s+(\d{{1,2}}),)\s+(\d{{4}})(?!\d)", re.IGNORECASE
)
_SPOKEN = re.compile(
    r"(?:\W*\d[\d:.,]*\W+)?(?:interviewer|respondent|geïnterviewde|interviewee|participant|deelnemer|vraag|antwoord|"
    r"speaker|spreker|moderator|[ivraq])(?:\d*|s|en)\b[^:]{0,20}:",
    re.IGNORECASE,
)
"""What somebody says, and no title: the register lies in git, which holds no words of a source."""

_HEAD = 1500
"""Characters at the start of a text in which a title, a date and an organisation are looked for."""


@dataclass(frozen=True)
class Given:
    """What the researcher says of all files of a folder; empty means: propose."""

    kind: str = ""
    region: str = ""
    organisation: str = ""
    classification: str = ""
    wederhoor: str = ""
    originator: str = ""
    label_ends: str = ""


def bring_in(folder: Path, paths: Paths, given: Given) -> tuple[list[Path], int]:
    """Files of `folder` at their place below data/raw, copied there when they lie elsewhere.

    Returns
    -------
    tuple of list of Path and int
        The files below data/raw, sorted, and how many were copied.

    Raises
    ------
    RegisterError
        When the folder is not there, or a file would overwrite another one.
    """
    folder = folder.resolve()
    if not folder.is_dir():
        raise RegisterError(Problem(str(folder), "is no folder", "a folder with files", "check the path"))
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not _hidden(path.relative_to(folder)))
    if folder.is_relative_to(paths.raw.resolve()):
        known = set(register.files_below(paths.raw))
        return [path for path in found if path.relative_to(paths.raw.resolve()).as_posix() in known], 0
    home = paths.raw / ("documents" if given.kind == "document" else "interviews")
    moves = {path: home / path.relative_to(folder) for path in found}
    taken = [
        Problem(
            str(target.relative_to(paths.root)), "is there already, with other content", "", "rename one of the two"
        )
        for path, target in moves.items()
        if target.exists() and register.sha256(path) != register.sha256(target)
    ]
    if taken:
        raise RegisterError(taken)
    copied = 0
    for path, target in moves.items():
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            copied += 1
    return sorted(moves.values()), copied


def _hidden(path: Path) -> bool:
    return path.name in register.IGNORED or any(part.startswith((".", *register.LOCKS)) for part in path.parts)


def propose(
    files: Iterable[Path], heads: Mapping[Path, str], taken: set[str], study: Study, paths: Paths, given: Given
) -> list[dict[str, str]]:
    """One row a file.

    Parameters
    ----------
    files : iterable of Path
        Files below data/raw without a row.
    heads : mapping of Path to str
        The start of each file's text, where it could be read.
    taken : set of str
        Ids in use; the new ones are added.
    study, paths, given
        The study, its places, and what the researcher said of all files.

    Returns
    -------
    list of dict
        Columns of the register; what could not be found out is empty.
    """
    rows = []
    for path in files:
        relative = path.resolve().relative_to(paths.raw.resolve())
        head = heads.get(path, "")
        # what somebody called the file goes before its title, and that before what it speaks of
        texts = (relative.with_suffix("").as_posix(), _title(head), head[:_HEAD])
        region = given.region or next((slug for text in texts if (slug := _place(text, study, "")[0])), "")
        towns = (_place(text, study, region)[1] for text in texts) if region else iter(())
        municipality = next((town for town in towns if town), "")
        rows.append(
            {
                "source_id": _identify(relative, taken),
                "file": relative.as_posix(),
                "kind": given.kind or ("document" if relative.parts[0] == "documents" else "interview"),
                "title": _title(head) or path.stem,
                "date": _date(relative.as_posix()) or _date(head[:_HEAD]),
                "region": region,
                "municipality": municipality,
                "organisation": given.organisation or _organisation(texts, study),
                "function": "",
                "classification": given.classification,
                "caveats": "",
                "originator": given.originator,
                "label_ends": given.label_ends,
                "wederhoor": given.wederhoor or "niet van toepassing",
            }
        )
    return rows


def _identify(relative: Path, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", "-".join(relative.with_suffix("").parts[1:]) or relative.stem)
    base = re.sub(r"[^A-Za-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")[:60] or "bron"
    number = 1
    while (name := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    taken.add(name)
    return name


def _title(head: str) -> str:
    front = re.search(r"^title:\s*(.+)$", head[:_HEAD], re.MULTILINE)
    lines = (front.group(1) if front else next((line for line in head.splitlines() if line.strip()), "")).strip()
    if lines.endswith("?") or _SPOKEN.match(lines):
        return ""
    return re.sub(r"\s+", " ", register.UNSEEN.sub("", lines).strip("#*=\"' "))[:120]


def _date(text: str) -> str:
    text = _IN_WORDS.sub(_in_figures, text)
    for match in _DATE.finditer(text):
        year, month, day = match.groups()[:3] if match.group(1) else match.groups()[:2:-1]
        iso = f"{year}-{int(month):02d}-{int(day):02d}"
        if register._is_date(iso) and "1900" <= year < "2100":
            return iso
    return ""


def _in_figures(match: re.Match[str]) -> str:
    """`12 april 2025` and `April 12, 2025` as the first of two ways of writing a date that :data:`_DATE` knows."""
    day, month = match[1] or match[4], match[2] or match[3]
    number = next(number for number, begins in enumerate(_MONTHS, 1) if re.match(begins, month, re.IGNORECASE))
    return f"{match[5]}-{number:02d}-{int(day):02d}"


def _place(text: str, study: Study, region: str) -> tuple[str, str]:
    wanted = {region: study.regions[region]} if region in study.regions else study.regions
    municipalities = [
        (slug, key, town.name) for slug, item in wanted.items() for key, town in item.municipalities.items()
    ]
    for slug, key, name in sorted(municipalities, key=lambda item: -len(item[2])):
        if _mentions(text, key, name):
            return slug, key
    named = [slug for slug, item in wanted.items() if _mentions(text, slug, item.name)]
    return (named[0] if named else region), ""


def _organisation(texts: Iterable[str], study: Study) -> str:
    """The one organisation that the first text which speaks of any names; "" where that one names several: who can tell?"""
    for text in texts:
        named = [slug for slug, item in study.organisations.items() if _mentions(text, slug, item.name)]
        if named:
            return named[0] if len(named) == 1 else ""
    return next(iter(study.organisations)) if len(study.organisations) == 1 else ""


def _mentions(text: str, slug: str, name: str) -> bool:
    loose = "[^a-z0-9]*".join(re.escape(part) for part in re.split(r"[^a-z0-9]+", slug) if part)
    return bool(re.search(rf"(?<![a-z0-9])(?:{loose}|{re.escape(name.lower())})(?![a-z])", text.lower()))


def append(rows: list[dict[str, str]], paths: Paths) -> None:
    """Add rows at the end of the register, in its own delimiter and line ends; rows that stand there are not touched.

    A register that a spreadsheet saved in Windows-1252 becomes UTF-8 with a mark, in which that spreadsheet reads it again.

    Raises
    ------
    RegisterError
        When they say who set a label or until when, and the register has no column for it.
    """
    stored = paths.register.read_bytes() if paths.register.exists() else b""
    before = register.decode(stored, paths.register.name)
    header = before.split("\n", 1)[0].strip() or ",".join(COLUMNS)
    delimiter = max(",;\t", key=header.count)
    columns = [cell.strip() for cell in next(csv.reader([header], delimiter=delimiter))]
    text = io.StringIO()
    lacking = [column for column in LATER if column not in columns and any(row[column] for row in rows)]
    if lacking:
        name = paths.register.relative_to(paths.root).as_posix()
        raise RegisterError(
            Problem(f"{name}, row 1", f"columns missing: {', '.join(lacking)}", ",".join(COLUMNS), "add them first")
        )
    ends = "\r\n" if "\r\n" in before else "\n"
    writer = csv.DictWriter(text, columns, delimiter=delimiter, lineterminator=ends, extrasaction="ignore")
    if not before:
        writer.writeheader()
    elif not before.endswith("\n"):
        text.write(ends)
    writer.writerows(rows)
    write_whole(paths.register, (before + text.getvalue()).encode(_encoding(stored)))


def _encoding(stored: bytes) -> str:
    """UTF-8, with the mark that Excel needs to read its accents where a spreadsheet wrote the register last."""
    if stored.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    try:
        stored.decode("utf-8")
    except UnicodeDecodeError:
        return "utf-8-sig"
    return "utf-8"


def unregistered(files: Iterable[Path], paths: Paths) -> tuple[list[Path], set[str]]:
    """Files without a row, and the ids that rows have; a register that is not there yet has none."""
    rows = register.load(paths) if paths.register.exists() else None
    have = set() if rows is None else set(rows["file"])
    taken = set() if rows is None else set(rows["source_id"])
    raw = paths.raw.resolve()
    return [path for path in files if path.resolve().relative_to(raw).as_posix() not in have], taken


__all__ = ["FOLDERS", "Given", "append", "bring_in", "propose", "unregistered"]
