"""Sheets (.csv, .xlsx) with one row an answer: open questions are asked column by column, row by row answered."""

from __future__ import annotations

import csv
import io
import re

from analysis.sources.archives import Archive
from analysis.sources.decoding import decode
from analysis.sources.document import Block, Comment
from analysis.sources.formats import Contents, Options
from analysis.sources.refusals import Refusal

WHO = re.compile(
    r"^(spreker|speaker|naam|name|respondent|deelnemer|participant|id|nr|nummer|respondentnummer|wie|who)\b",
    re.IGNORECASE,
)
ASKED = "Vraag"
OPEN = 5.0
"""Mean number of words in a column from which its cells are answers and not data."""
MOST_CELLS = 2_000_000


def read(data: bytes, options: Options) -> Contents:
    """Contents of a sheet."""
    if options.format == "csv":
        text, encoding, warnings = decode(data)
        return Contents(blocks=_blocks(_csv_rows(text), ""), warnings=warnings, metadata={"encoding": encoding})
    blocks: list[Block] = []
    for name, rows in _xlsx_rows(data, options):
        blocks += _blocks(rows, name)
    if not blocks:
        raise Refusal("empty", "holds no cell with text")
    return Contents(blocks=blocks, comments=_comments(Archive(data, options.limits)))


def _comments(archive: Archive) -> list[Comment]:
    """Remarks on cells, each with its cell; the library that reads the cells passes them over."""
    found: list[Comment] = []
    for part in sorted(name for name in archive.names if re.fullmatch(r"xl/(?:comments/)?comments?\d*\.xml", name)):
        root = archive.xml(part)
        if root is None:
            continue
        authors = ["".join(node.itertext()) for node in root.iter("{*}author")]
        for node in root.iter("{*}comment"):
            number = node.get("authorId", "")
            author = authors[int(number)] if number.isdigit() and int(number) < len(authors) else ""
            text = "".join(part.text or "" for part in node.iter("{*}t"))
            if text.strip():
                found.append(Comment(author, "", text.strip(), f"cell {node.get('ref', '')}", 0))
    return found


def _csv_rows(text: str) -> list[list[str]]:
    head = text.split("\n", 1)[0]
    delimiter = max(";,\t|", key=head.count)
    csv.field_size_limit(10_000_000)
    try:
        return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error:
        raise Refusal("damaged", "is no table: its quotation marks do not match") from None


def _xlsx_rows(data: bytes, options: Options) -> list[tuple[str, list[list[str]]]]:
    Archive(data, options.limits)
    try:
        return _opened(data)
    except (Refusal, MemoryError, RecursionError):
        raise
    except Exception as failure:  # openpyxl raises whatever zip, XML and its own tables raise: all of it is damage
        raise Refusal("damaged", f"is no workbook that can be opened ({type(failure).__name__})") from None


def _opened(data: bytes) -> list[tuple[str, list[list[str]]]]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    found, cells = [], 0
    for sheet in book.worksheets:
        rows = []
        for row in sheet.iter_rows(values_only=True):
            cells += len(row)
            if cells > MOST_CELLS:
                raise Refusal("size", f"holds more than {MOST_CELLS} cells")
            values = ["" if value is None else str(value).strip() for value in row]
            if any(values):
                rows.append(values)
        found.append((str(sheet.title), rows))
    book.close()
    return found


def _blocks(rows: list[list[str]], sheet: str) -> list[Block]:
    """Questions and answers where columns hold answers; else each row as one block."""
    if not rows:
        return []
    width = max(len(row) for row in rows)
    rows = [row + [""] * (width - len(row)) for row in rows]
    header, body = rows[0], rows[1:]
    place = f"{sheet} row " if sheet else "row "
    answers = [column for column in range(width) if _is_open(header[column], [row[column] for row in body])]
    who = next((c for c in range(width) if WHO.match(header[c].strip()) and c not in answers), None)
    if not body or not answers:
        return [Block(" | ".join(cell for cell in row if cell), place=f"{place}{n}") for n, row in enumerate(rows, 1)]
    blocks: list[Block] = []
    rest = [column for column in range(width) if column not in answers]
    for column in answers:
        blocks.append(Block(header[column] or ASKED, speaker=ASKED, place=f"{place}1"))
        for number, row in enumerate(body, start=2):
            if row[column].strip():
                name = row[who].strip() if who is not None else ""
                blocks.append(Block(row[column], speaker=name or f"R{number - 1}", place=f"{place}{number}"))
    for number, row in enumerate([header, *body] if rest else [], start=1):
        cells = [row[column] for column in rest if row[column].strip()]
        if cells:
            blocks.append(Block(" | ".join(cells), aside="data of the table", apart=True, place=f"{place}{number}"))
    return blocks


def _is_open(header: str, cells: list[str]) -> bool:
    filled = [len(cell.split()) for cell in cells if cell.strip()]
    return bool(filled) and (
        sum(filled) / len(filled) >= OPEN or (header.rstrip().endswith("?") and max(filled) >= OPEN)
    )
