"""One printed line of a page."""

from __future__ import annotations

from dataclasses import dataclass

WORD_GAP = 0.12
"""Space between two signs, in heights of their line, from which they are of two words."""


@dataclass(frozen=True)
class Cell:
    """Part of a line between two wide gaps."""

    left: float
    right: float
    text: str


@dataclass(frozen=True)
class Line:
    """One line of a page; its box in points from the bottom left, `broken` when its last word goes on.

    `turned` when it runs up or down the page, `upward` when up; `column` from 1 where the page has columns, 0 across them.
    `within` when the PDF gives it as part of the line before it, behind a wide gap; `cells` are the parts
    that wide gaps make of it, when there are any, and `row` whether it is a row of a table.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool
    broken: bool
    page: int
    width: float
    height: float
    aside: str = ""
    turned: bool = False
    upward: bool = False
    column: int = 0
    within: bool = False
    cells: tuple[Cell, ...] = ()
    row: bool = False
