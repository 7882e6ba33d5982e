"""Plain text: a blank line ends a paragraph, and so does a line end, unless the whole file is wrapped at a width."""

from __future__ import annotations

import re
from itertools import pairwise

from analysis.sources.decoding import decode
from analysis.sources.document import Block
from analysis.sources.formats import Contents, Options, grids
from analysis.sources.formats.layout import HANGING, HYPHENATED

WRAP_MAX, WRAP_MIN = 100, 50
"""Widths at which people and programs wrap lines."""


def read(data: bytes, options: Options) -> Contents:
    """Contents of a text file."""
    text, encoding, warnings = decode(data)
    return Contents(blocks=blocks_of(text), warnings=warnings, metadata={"encoding": encoding})


def blocks_of(text: str) -> list[Block]:
    """Blocks of plain text; a form feed begins a page."""
    lines = grids.flatten(text.split("\n"))
    wrapped = is_wrapped("\n".join(lines))
    blocks: list[Block] = []
    open_block: Block | None = None
    page = 1 if "\f" in text else 0
    for number, line in enumerate(lines, start=1):
        if "\f" in line:
            page += line.count("\f")
            line = line.replace("\f", "")
        if not line.strip():
            open_block = None
            continue
        if open_block is not None and wrapped and not _opens(line):
            open_block.text = _glue(open_block.text, line.strip())
            continue
        open_block = Block(line.strip(), page=page, place=f"line {number}")
        blocks.append(open_block)
    return blocks


def is_wrapped(text: str) -> bool:
    """Whether lines end because they were full: a width nearly all lines keep and many come close to."""
    lines = [line.rstrip() for line in text.split("\n")]
    full = [line for line, after in pairwise(lines) if line.strip() and after.strip()]
    if len(full) < 4:
        return False
    lengths = sorted(len(line) for line in full)
    width = lengths[int(0.95 * (len(lengths) - 1))]
    if not WRAP_MIN <= width <= WRAP_MAX:
        return False
    near = sum(length >= 0.75 * width for length in lengths) / len(lengths)
    mid_sentence = sum(not re.search(r"[.!?:;\"'”’)]$", line) for line in full) / len(full)
    return near >= 0.6 and mid_sentence >= 0.5


def _opens(line: str) -> bool:
    # a label, a bullet or a time at its start begins a paragraph whatever the width
    return bool(
        re.match(
            r"\s*(?:[-*•–]\s|\d{1,3}[.)]\s|\[?\(?\d{1,2}:\d{2}|\[[^\]]{1,40}\]|[A-ZÀ-Þ][\w.À-ÿ'’() -]{0,40}:(?:\s|$))",
            line,
        )
    )


def _glue(before: str, line: str) -> str:
    if HYPHENATED.search(before) and line[:1].islower() and not HANGING.match(line):
        return before[:-1] + line
    return f"{before} {line}"
