"""Printed lines of a page that are one, or the same: pieces along its side, and words drawn again on one place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from analysis.sources.formats.lines import WORD_GAP, Line


def joined_along(lines: Sequence[Line]) -> list[Line]:
    """Lines along the side of the page, which pdfium cuts into their signs, whole again."""
    joined: list[Line] = []
    for line in lines:
        before = joined[-1] if joined else None
        if before is not None and before.turned and line.turned and before.upward == line.upward and not before.broken:
            thick = max(line.right - line.left, 0.1)
            gap = max(line.bottom - before.top, before.bottom - line.top)
            if abs(line.left - before.left) < 0.5 * thick and -0.6 * thick < gap < 0.6 * thick:
                space = " " if gap > WORD_GAP * thick else ""
                # a sign of another font may be drawn last and stand first
                over = line.top - before.bottom if line.upward else before.top - line.bottom
                first = over < 0.5 * thick and abs(line.left - before.left) < 0.1 * thick
                joined[-1] = replace(
                    before,
                    text=space.join((line.text, before.text) if first else (before.text, line.text)),
                    bottom=min(before.bottom, line.bottom),
                    top=max(before.top, line.top),
                    right=max(before.right, line.right),
                    broken=line.broken,
                )
                continue
        joined.append(line)
    return joined


def once(lines: Sequence[Line]) -> list[Line]:
    """Lines without those drawn again on the same place, which makes them bold or gives them a shadow."""
    kept: list[Line] = []
    for line in lines:
        if not any(drawn_again(other, line) for other in kept[-4:]):
            kept.append(line)
    return kept


def drawn_again(other: Line, line: Line) -> bool:
    """Whether a line stands where another has the same words."""
    at = other.text.find(line.text)
    if at < 0:
        return False
    width = min(other.right, line.right) - max(other.left, line.left)
    height = min(other.top, line.top) - max(other.bottom, line.bottom)
    area = (line.right - line.left) * (line.top - line.bottom)
    if area <= 0 or width <= 0 or height <= 0 or width * height < 0.8 * area:
        return False
    # within a longer line it must stand where that line has the same words
    sign = (other.right - other.left) / len(other.text)
    places = (found.start() for found in re.finditer(re.escape(line.text), other.text))
    return any(abs(other.left + place * sign - line.left) < 3 * sign for place in places)
