"""Rows of a table on a page: lines whose cells begin or end at the same places, one block a row."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from analysis.sources.formats.lines import Cell, Line

FEWEST = 3
"""Lines with cells that follow one another in a table."""
SHARED = 2
"""Cells that a line has in common with the line before it."""
EDGE = 3.0
"""Points by which the edges of cells in one column differ at most."""
STEP = 2.2
"""Distance, in heights of a line, within which the next line of a row's cell stands."""
MARK = re.compile(r"\W{1,2}|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]", re.IGNORECASE)
"""A number or sign that opens a list is no cell."""


def mark(lines: list[Line]) -> list[Line]:
    """Lines with those of a table as rows: cells parted by ` | `, a cell that runs over several lines made whole."""
    marked: list[Line] = []
    at = 0
    while at < len(lines):
        end = _table(lines, at)
        if end - at >= FEWEST and sum(len(line.cells) > 1 for line in lines[at:end]) >= FEWEST:
            marked += _rows(lines[at:end])
            at = end
        else:
            marked.append(lines[at])
            at += 1
    return marked


def _table(lines: list[Line], start: int) -> int:
    """Where the table that begins at `start` ends."""
    if len(lines[start].cells) < 2 or lines[start].aside:
        return start
    last, end = start, start + 1
    while end < len(lines):
        line, before = lines[end], lines[end - 1]
        if line.aside or line.page != before.page or line.column != before.column or line.bottom > before.bottom:
            break
        if len(line.cells) > 1 and _shared(lines[last], line) >= SHARED:
            last = end
        elif not _continues(lines[last], before, line):
            break
        end += 1
    return end


def _shared(one: Line, two: Line) -> int:
    return sum(any(_aligned(cell, other) for other in one.cells) for cell in two.cells)


def _aligned(one: Cell, two: Cell) -> bool:
    return (
        abs(one.left - two.left) <= EDGE
        or abs(one.right - two.right) <= EDGE
        or abs(one.left + one.right - two.left - two.right) <= EDGE
    )


def _continues(row: Line, before: Line, line: Line) -> bool:
    """Whether all parts of a line stand under cells of the row behind its first one."""
    near = before.bottom - line.bottom < STEP * max(before.top - before.bottom, 1.0)
    parts = line.cells or (Cell(line.left, line.right, line.text),)
    return near and all(any(abs(part.left - cell.left) <= EDGE for cell in row.cells[1:]) for part in parts)


def _rows(lines: list[Line]) -> list[Line]:
    rows = [lines[0]]
    for before, line in pairwise(lines):
        row = rows[-1]
        if _continues(row, before, line):
            rows[-1] = replace(
                row, cells=_grown(row, before, line), bottom=line.bottom, right=max(row.right, line.right)
            )
        else:
            rows.append(line)
    return [replace(row, text=_said(row), row=True) for row in rows]


def _grown(row: Line, before: Line, line: Line) -> tuple[Cell, ...]:
    """Cells of a row with the parts of the next line put behind what stands above them."""
    cells = list(row.cells)
    last = before.cells[-1].left if before.cells else before.left
    for part in line.cells or (Cell(line.left, line.right, line.text),):
        at = next(at for at, cell in enumerate(cells) if at and abs(part.left - cell.left) <= EDGE)
        above = cells[at].text
        if before.broken and abs(part.left - last) <= EDGE:
            joined = above + part.text
        elif re.search(r"[^\W\d_]-$", above) and part.text[:1].islower():
            joined = above[:-1] + part.text
        else:
            joined = f"{above} {part.text}"
        cells[at] = replace(cells[at], text=joined, right=max(cells[at].right, part.right))
    return tuple(cells)


def _said(row: Line) -> str:
    if not row.cells:
        return row.text
    text = row.cells[0].text
    for before, cell in pairwise(row.cells):
        parted = " " if before.text.endswith(":") or MARK.fullmatch(before.text) else " | "
        text += parted + cell.text
    return text
