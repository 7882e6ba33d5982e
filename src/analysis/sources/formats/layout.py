"""Lines on pages as paragraphs: running headers, page numbers, contents and footnotes are told from the text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from statistics import median

from analysis.sources.document import Block
from analysis.sources.formats import columns, rows
from analysis.sources.formats.glyphs import CELL_GAP
from analysis.sources.formats.lines import Cell, Line

EDGE = 0.13
"""Share of the page height at top and bottom in which running headers and footers stand."""

NUMBER = re.compile(
    r"^(?:(?:pagina|page|pag\.?|p\.?|blz\.?|blad)\s*)?[-–|(\[]?\s*\d{1,4}\s*[-–|)\]]?(?:\s*(?:van|of|/|uit|\|)\s*\d{1,4})?$",
    re.IGNORECASE,
)
LEADER = re.compile(r"(?:\s?[.…·_]){4,}\s*\d{1,4}\s*$|(?:\s?\.){6,}")
LABEL = re.compile(r"^(?:\[[^\]]{1,40}\]|[^\W\d_][\w.'’&/ -]{0,40}(?:\([^()]{1,30}\))?\s?:)(?:\s|$)")
BULLET = re.compile(r"^(?:[-–•▪◦●■*‣⁃o]\s|\d{1,3}[.)]\s|\(?[a-z][.)]\s)")
HYPHENATED = re.compile(r"[^\W\d_]-$")
"""A word broken at the end of a line."""
HANGING = re.compile(r"(?:en|of|tot|als|dan wel|and|or|to|und|oder)\b")
"""What follows a hyphen that stands for a word left out."""
BASE = re.compile(r"(?<![^\W_])(?:[^\W\d_]|CO|NO|SO|NH|PM|[kcdm]m)$")
"""What a raised or lowered sign belongs to: R², x₁, CO₂, km²; behind a word it is the number of a footnote."""
CLOSING = re.compile(r"[,.;:!?)\]](?:\s|$)")
RAISED = 0.85
"""Size of such a sign, in sizes of what it belongs to, at most."""
TOUCH = 0.01
"""Space between the two, in the same, at most: a slanted letter leaves some, and they are read as two."""
SENTENCE_END = re.compile(r"[.!?:;…][\"'”’)\]]*$")


def arrange(pages: list[list[Line]]) -> list[Block]:
    """Blocks of all pages."""
    pages = [columns.order(join_level(columns.mark(lines))) for lines in pages]
    pages = set_furniture_aside(pages)
    lines = [line for page in pages for line in page]
    if not lines:
        return []
    body = _body_size(lines)
    lines = rows.mark([_classify(line, body) for line in lines])
    return _paragraphs(lines, body)


def join_level(lines: list[Line]) -> list[Line]:
    """Parts of one printed line (cells of a table, raised numbers) as one."""
    joined: list[Line] = []
    for line in lines:
        before = joined[-1] if joined else None
        if (
            before is not None
            and not before.broken
            and before.column == line.column
            and (line.within or _level(before, line))
        ):
            joined[-1] = replace(
                before,
                text=before.text + ("" if _belongs(before, line) else " ") + line.text,
                right=max(before.right, line.right),
                bottom=min(before.bottom, line.bottom),
                top=max(before.top, line.top),
                size=max(before.size, line.size),
                bold=before.bold and line.bold,
                broken=line.broken,
                cells=_cells(before, line),
            )
        else:
            joined.append(line)
    return joined


def _belongs(before: Line, line: Line) -> bool:
    """Whether a line goes on without a space: with a raised or lowered sign of the last word, or a sign that closes it."""
    if line.within or line.left - before.right > TOUCH * before.size:
        return False
    raised = line.size < RAISED * before.size and BASE.search(before.text) is not None
    return raised or CLOSING.match(line.text) is not None


def _cells(before: Line, line: Line) -> tuple[Cell, ...]:
    """Parts of two joined lines: those that a wide gap parts, and those that none does as one."""
    first = before.cells or (Cell(before.left, before.right, before.text),)
    if line.left - before.right > CELL_GAP * max(before.top - before.bottom, 0.1):
        return (*first, Cell(line.left, line.right, line.text))
    space = "" if _belongs(before, line) else " "
    last = Cell(first[-1].left, line.right, f"{first[-1].text}{space}{line.text}")
    return (*first[:-1], last)


def _level(before: Line, line: Line) -> bool:
    overlap = min(before.top, line.top) - max(before.bottom, line.bottom)
    smaller = min(before.top - before.bottom, line.top - line.bottom)
    near = before.right - 1 <= line.left <= before.right + 0.25 * line.width
    return smaller > 0 and overlap > 0.6 * smaller and near


def set_furniture_aside(pages: list[list[Line]]) -> list[list[Line]]:
    """Lines at the edge that come back on other pages, and page numbers, marked as such."""
    filled = [page for page in pages if page]
    counts: Counter[tuple[str, str]] = Counter()
    for page in filled:
        counts.update({(edge, _pattern(line.text)) for line in page if (edge := _edge(line, page))})
    least = max(2, round(0.25 * len(filled))) if len(filled) < 12 else max(3, round(0.1 * len(filled)))
    return [[_furnished(line, page, counts, least) for line in page] for page in pages]


def _furnished(line: Line, page: list[Line], counts: Counter[tuple[str, str]], least: int) -> Line:
    edge = _edge(line, page)
    if not edge or len(page) < 2:
        return line
    if NUMBER.match(line.text):
        return replace(line, aside="page number")
    if counts[edge, _pattern(line.text)] >= least and not LABEL.match(line.text):
        return replace(line, aside="running header" if edge == "top" else "running footer")
    return line


def _edge(line: Line, page: list[Line]) -> str:
    if line.bottom > (1 - EDGE) * line.height:
        above = sum(other.bottom > line.top - 1 for other in page)
        return "top" if above < 5 else ""
    if line.top < EDGE * line.height:
        below = sum(other.top < line.bottom + 1 for other in page)
        return "bottom" if below < 5 else ""
    return ""


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.casefold().split()))


def _body_size(lines: list[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        if not line.aside:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _classify(line: Line, body: float) -> Line:
    if line.aside:
        return line
    if LEADER.search(line.text):
        return replace(line, aside="table of contents")
    if line.size > 1.15 * body and len(line.text.split()) <= 20:
        return replace(line, aside="heading")
    if line.size < 0.9 * body and line.top < 0.4 * line.height and re.match(r"^(\d{1,3}|\*)\s?\S", line.text):
        return replace(line, aside="footnote")
    return line


def _paragraphs(lines: list[Line], body: float) -> list[Block]:
    pitch = _pitch(lines)
    right = _right_edge(lines)
    blocks: list[Block] = []
    group: list[Line] = []
    footnote: list[Line] = []

    def close() -> None:
        if group:
            blocks.append(_block(group))
            group.clear()
        if footnote:
            blocks.append(_block(footnote))
            footnote.clear()

    for line in lines:
        if line.aside in ("page number", "running header", "running footer"):
            blocks.append(Block(line.text, aside=line.aside, apart=True, page=line.page, place=f"page {line.page}"))
        elif line.aside == "footnote" or (
            footnote and _goes_on(footnote[-1], line, pitch, right, body) and line.size < 0.9 * body
        ):
            if footnote and line.aside == "footnote" and not footnote[-1].broken:
                blocks.append(_block(footnote))
                footnote.clear()
            footnote.append(line if line.aside else replace(line, aside="footnote"))
        else:
            if footnote:
                blocks.append(_block(footnote))
                footnote.clear()
            if group and (group[-1].aside != line.aside or not _goes_on(group[-1], line, pitch, right, body)):
                close()
            group.append(line)
    close()
    return [_bold_heading(block) for block in blocks]


def _pitch(lines: list[Line]) -> float:
    """Usual distance from one line to the next below it."""
    steps = [
        a.bottom - b.bottom
        for a, b in pairwise(lines)
        if a.page == b.page
        and 0 < a.bottom - b.bottom < 4 * max(a.size, 4)
        and abs(a.left - b.left) < 3 * max(a.size, 4)
    ]
    return median(steps) if steps else 14.0


def _right_edge(lines: list[Line]) -> dict[int, float]:
    edges: dict[int, list[float]] = {}
    for line in lines:
        edges.setdefault(line.page, []).append(line.right)
    return {page: sorted(values)[int(0.9 * (len(values) - 1))] for page, values in edges.items()}


def _goes_on(before: Line, line: Line, pitch: float, right: dict[int, float], body: float) -> bool:
    """Whether `line` is in the paragraph of `before`."""
    if before.row or line.row:
        return False
    if before.aside == "heading" and line.aside == "heading":
        return (
            before.page == line.page
            and before.size == line.size
            and 0 < before.bottom - line.bottom < 2 * max(before.size, pitch)
        )
    if before.aside == "table of contents" or line.aside != before.aside:
        return False
    if before.broken:
        return True
    if LABEL.match(line.text) or BULLET.match(line.text):
        return False
    step = before.bottom - line.bottom
    same_column = before.page == line.page and step >= 0
    ended = bool(SENTENCE_END.search(before.text))
    if not same_column:
        # the next column or page: a sentence that has not ended goes on
        return not ended and line.text[:1].islower()
    if step > 1.45 * pitch and step > 1.3 * max(before.top - before.bottom, 1):
        return False
    short = before.right < right[before.page] - max(0.2 * (right[before.page] - before.left), 4 * before.size)
    if short and (ended or line.text[:1].isupper()) and before.bold != line.bold:
        return False
    if short and ended:
        return False
    return abs(before.size - line.size) < 0.2 * max(body, 1)


def _block(group: list[Line]) -> Block:
    parts = [group[0].text]
    for before, line in pairwise(group):
        hyphen = "-" if before.broken else ""
        if HYPHENATED.search(before.text + hyphen) and line.text[:1].islower() and not HANGING.match(line.text):
            parts[-1] = parts[-1] if before.broken else parts[-1][:-1]
            parts.append(line.text)
        elif before.broken:
            # in- en uitgaande, Noord-Holland: the hyphen is the author's
            parts.append(("- " if HANGING.match(line.text) else "-") + line.text)
        else:
            parts.append(" " + line.text)
    first = group[0]
    text = "".join(parts)
    bold = len(text) if all(line.bold for line in group) else len(first.text) if first.bold else 0
    return Block(
        text, aside=first.aside, apart=first.aside == "footnote", page=first.page, place=f"page {first.page}", bold=bold
    )


def _bold_heading(block: Block) -> Block:
    """A short line all in bold that does not end as a sentence is a heading."""
    whole = block.bold == len(block.text) and not block.aside
    if whole and len(block.text.split()) <= 12 and not re.search(r"[.:;?!,]$", block.text):
        return replace(block, aside="heading")
    return block
