"""Columns of a page: where a gap runs down between two texts, the left one is read before the right one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from statistics import median

from analysis.sources.formats.lines import Line

FEWEST = 6
"""Lines that each side has at least."""
ACROSS = 0.25
"""Share of lines that may run across the gap: titles, wide figures."""
ALIGNED = 0.6
"""Share of the lines right of the gap that begin at its edge."""
FULL = 0.6
"""Share of its column that half of the lines fill: text does, cells of a table do not."""
RUNS_ON = 0.35
"""Share of lines that begin in lower case, in the middle of a sentence; cells of a table begin with a capital or a digit."""
MIDDLE = (0.25, 0.75)
"""Part of the page in which the gap is looked for."""


def mark(lines: list[Line]) -> list[Line]:
    """Lines with the column they stand in, when a gap runs down the page between two running texts."""
    edge = gutter(lines)
    if edge is None:
        return lines
    return [
        replace(line, column=1 if line.right <= edge else 2 if line.left >= edge else 0) if not line.turned else line
        for line in lines
    ]


def gutter(lines: list[Line]) -> float | None:
    """Where the right one of two columns of running text begins, in points, or None."""
    upright = [line for line in lines if not line.turned]
    if len(upright) < 2 * FEWEST:
        return None
    width = upright[0].width
    starts = Counter(round(line.left) for line in upright if MIDDLE[0] * width < line.left < MIDDLE[1] * width)
    for start, _ in starts.most_common(3):
        edge = start - 1.5
        left = [line for line in upright if line.right <= edge]
        right = [line for line in upright if line.left >= edge]
        across = len(upright) - len(left) - len(right)
        if min(len(left), len(right)) < FEWEST or across > ACROSS * len(upright):
            continue
        aligned = sum(line.left <= edge + 4 for line in right)
        if aligned >= ALIGNED * len(right) and _is_text(left) and _is_text(right) and _beside(left, right):
            return edge
    return None


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
    """Lines of a page of two columns in reading order, when the PDF gives them row by row."""
    if any(line.column for line in lines):
        return _by_side([{0: "full", 1: "left", 2: "right"}[line.column] for line in lines], lines)
    if len(lines) < 12:
        return lines
    middle = lines[0].width / 2
    sides = ["left" if line.right < middle + 5 else "right" if line.left > middle - 5 else "full" for line in lines]
    switches = sum(a != b for a, b in pairwise(sides) if "full" not in (a, b))
    halves = [side for side in sides if side != "full"]
    if len(halves) < 0.8 * len(lines) or min(halves.count("left"), halves.count("right")) < 5 or switches < 6:
        return lines
    return _by_side(sides, lines)


def _by_side(sides: list[str], lines: list[Line]) -> list[Line]:
    ordered: list[Line] = []
    band: list[tuple[str, Line]] = []
    for side, line in [*zip(sides, lines, strict=True), ("full", None)]:
        if side == "full" or line is None:
            ordered += [entry for name in ("left", "right") for at, entry in band if at == name]
            band = []
            ordered += [line] if line is not None else []
        else:
            band.append((side, line))
    return ordered
