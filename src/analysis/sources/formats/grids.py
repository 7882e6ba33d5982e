"""Tables drawn with `+---+` and `|`, as reStructuredText, pandoc and mail programs write them: a row becomes one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

BORDER = re.compile(r"\s*\+(?:[-=:]{2,}\+)+\s*")


def flatten(lines: Sequence[str], row: str = "{}") -> list[str]:
    """Lines in which each row of a drawn table stands on its first line as `a | b`; the count of lines stays.

    Parameters
    ----------
    lines : sequence of str
    row : str
        Around each row, such as ``| {} |``.
    """
    flat = list(lines)
    at = 0
    while at < len(lines):
        end = _end(lines, at)
        if end > at + 2:
            _flatten(flat, at, end, row)
        at = max(end, at + 1)
    return flat


def _end(lines: Sequence[str], at: int) -> int:
    """Where the table ends whose border opens at `at`; `at` when none does."""
    if not BORDER.fullmatch(lines[at]):
        return at
    end = at
    while end < len(lines) and (BORDER.fullmatch(lines[end]) or lines[end].lstrip().startswith("|")):
        end += 1
    while end > at and not BORDER.fullmatch(lines[end - 1]):
        end -= 1
    return end


def _flatten(flat: list[str], start: int, end: int, row: str) -> None:
    edges = [at for at, sign in enumerate(flat[start].rstrip()) if sign == "+"]
    first, cells = 0, [""] * (len(edges) - 1)
    for at in range(start, end):
        line = flat[at]
        flat[at] = ""
        if BORDER.fullmatch(line):
            if any(cells):
                flat[first] = row.format(" | ".join(cells))
            cells = [""] * (len(edges) - 1)
            first = at + 1
            continue
        for number, part in enumerate(_parts(line, edges)):
            cells[number] = f"{cells[number]} {part}".strip()


def _parts(line: str, edges: list[int]) -> list[str]:
    """What stands between the edges of a line; where a cell spans several, what its own bars part."""
    if all(len(line) > edge and line[edge] == "|" for edge in edges):
        return [line[left + 1 : right].strip() for left, right in pairwise(edges)]
    return [part.strip() for part in line.strip().strip("|").split("|", len(edges) - 2)]
