"""Columns of a page: where gaps run down between texts, the left one is read before the right one."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import replace
from itertools import combinations, pairwise
from statistics import median

from analysis.sources.formats.lines import Line

FEWEST = 6
"""Lines that each column has at least."""
ACROSS = 0.25
"""Share of lines that may run across a gap: titles, wide figures."""
ALIGNED = 0.6
"""Share of the lines right of a gap that begin at its edge."""
FULL = 0.6
"""Share of its column that half of the lines fill: text does, cells of a table do not."""
RUNS_ON = 0.35
"""Share of lines that begin in lower case, in the middle of a sentence; cells of a table begin with a capital or a digit."""
MARGIN = 0.15
"""Share of the page at its left and right in which no gap is looked for."""
MOST = 4
"""Columns on a page at most."""
CANDIDATES = 5
"""Places where many lines begin that are tried as edges."""


def mark(lines: list[Line]) -> list[Line]:
    """Lines with the column they stand in, when gaps run down the page between running texts."""
    found = edges(lines)
    if not found:
        return lines
    return [line if line.turned else replace(line, column=_column(line, found)) for line in lines]


def edges(lines: list[Line]) -> list[float]:
    """Where the second and later columns of running text begin, in points, from left to right; empty for one column."""
    upright = [line for line in lines if not line.turned]
    if len(upright) < 2 * FEWEST:
        return []
    width = upright[0].width
    starts = Counter(round(line.left) for line in upright if MARGIN * width < line.left < (1 - MARGIN) * width)
    usual = sorted(start - 1.5 for start, count in starts.most_common(CANDIDATES) if count >= ALIGNED * FEWEST)
    for columns in range(2, MOST + 1):
        for chosen in combinations(usual, columns - 1):
            if _parts(upright, list(chosen)):
                return list(chosen)
    return []


def _parts(lines: list[Line], found: list[float]) -> bool:
    """Whether these edges part the lines into running texts that stand beside one another."""
    sides: list[list[Line]] = [[] for _ in range(len(found) + 1)]
    across = 0
    for line in lines:
        column = _column(line, found)
        if column:
            sides[column - 1].append(line)
        else:
            across += 1
    if min(map(len, sides)) < FEWEST or across > ACROSS * len(lines):
        return False
    aligned = all(
        sum(line.left <= edge + 4 for line in side) >= ALIGNED * len(side)
        for edge, side in zip(found, sides[1:], strict=True)
    )
    return aligned and all(map(_is_text, sides)) and all(_beside(one, two) for one, two in pairwise(sides))


def _column(line: Line, found: list[float]) -> int:
    """Number of the column that a line stands in, from 1; 0 when it runs across an edge."""
    column = bisect_right(found, line.left)
    return column + 1 if column == len(found) or line.right <= found[column] else 0


def _is_text(lines: list[Line]) -> bool:
    start, end = min(line.left for line in lines), max(line.right for line in lines)
    filled = median(line.right - line.left for line in lines) >= FULL * (end - start)
    runs_on = sum(line.text[:1].islower() for line in lines) >= RUNS_ON * len(lines)
    return filled and runs_on


def _beside(left: list[Line], right: list[Line]) -> bool:
    top = min(max(line.top for line in side) for side in (left, right))
    bottom = max(min(line.bottom for line in side) for side in (left, right))
    return all(
        sum(bottom - 1 <= line.bottom and line.top <= top + 1 for line in side) >= FEWEST - 1 for side in (left, right)
    )


def order(lines: list[Line]) -> list[Line]:
    """Lines of a page of columns in reading order, when the PDF gives them row by row."""
    if any(line.column for line in lines):
        return _by_column([line.column for line in lines], lines)
    if len(lines) < 12:
        return lines
    middle = lines[0].width / 2
    sides = [1 if line.right < middle + 5 else 2 if line.left > middle - 5 else 0 for line in lines]
    switches = sum(a != b for a, b in pairwise(sides) if a and b)
    halves = [side for side in sides if side]
    if len(halves) < 0.8 * len(lines) or min(halves.count(1), halves.count(2)) < 5 or switches < 6:
        return lines
    return _by_column(sides, lines)


def _by_column(sides: list[int], lines: list[Line]) -> list[Line]:
    """Lines from one that runs across (0) to the next, column by column."""
    ordered: list[Line] = []
    band: list[tuple[int, Line]] = []
    for side, line in zip(sides, lines, strict=True):
        if side:
            band.append((side, line))
        else:
            ordered += [entry for _, entry in sorted(band, key=lambda pair: pair[0])]
            band = []
            ordered.append(line)
    return ordered + [entry for _, entry in sorted(band, key=lambda pair: pair[0])]
