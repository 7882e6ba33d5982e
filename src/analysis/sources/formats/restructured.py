"""reStructuredText: directives and their options are set aside, what they indent is text; underlined lines are headings."""

from __future__ import annotations

import re

from analysis.sources.decoding import decode
from analysis.sources.document import Block
from analysis.sources.formats import Contents, Options, grids
from analysis.sources.formats.markdown import BOLD

LINE = re.compile(r"^([!-/:-@\[-`{-~])\1{2,}\s*$")
SILENT = (
    "raw",
    "image",
    "figure",
    "include",
    "toctree",
    "contents",
    "code",
    "code-block",
    "math",
    "meta",
    "highlight",
    "only",
    "literalinclude",
)
STAGE = re.compile(r"^\*?\(.{1,120}\)\*?$")


def read(data: bytes, options: Options) -> Contents:
    """Contents of an .rst file."""
    text, encoding, warnings = decode(data)
    return Contents(
        blocks=_blocks(grids.flatten(text.expandtabs(4).split("\n"))),
        warnings=warnings,
        metadata={"encoding": encoding},
    )


def _blocks(lines: list[str]) -> list[Block]:
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
        elif match := re.match(r"^\.\.\s+([\w-]+)::\s*(.*)$", line):
            at = _directive(lines, at, match.group(1), match.group(2), blocks)
        elif line.startswith(".. ") or line.strip() == "..":
            end = _indented(lines, at + 1, 1)
            _aside(lines[at:end], "comment in the file", at, blocks)
            at = end
        elif LINE.match(line) and at + 2 < len(lines) and LINE.match(lines[at + 2]):
            blocks.append(Block(inline(lines[at + 1]), aside="heading", place=f"line {at + 2}"))
            at += 3
        elif at + 1 < len(lines) and LINE.match(lines[at + 1]) and not LINE.match(line):
            blocks.append(Block(inline(line), aside="heading", place=f"line {at + 1}"))
            at += 2
        elif LINE.match(line):
            at += 1
        else:
            at = _paragraph(lines, at, blocks)
    return blocks


def _paragraph(lines: list[str], at: int, blocks: list[Block]) -> int:
    start = at
    while (
        at < len(lines)
        and lines[at].strip()
        and not (at > start and re.match(r"\s*(\.\.\s|\*\*[^*]+\*\*\s*:)", lines[at]))
    ):
        at += 1
    raw = " ".join(line.strip() for line in lines[start:at])
    match = BOLD.match(raw)
    text = inline(raw)
    if text:
        aside = "stage direction" if STAGE.match(raw) else ""
        blocks.append(
            Block(text, aside=aside, place=f"line {start + 1}", bold=len(inline(match.group(2))) if match else 0)
        )
    return at


def _directive(lines: list[str], at: int, name: str, argument: str, blocks: list[Block]) -> int:
    end = _indented(lines, at + 1, 1)
    if name in SILENT:
        _aside(lines[at:end], "directive", at, blocks)
        return end
    body = at + 1
    _aside([lines[at]], "directive", at, blocks)
    while body < end and re.match(r"^\s+:[\w-]+:", lines[body]):
        _aside([lines[body]], "directive", body, blocks)
        body += 1
    inner = lines[body:end]
    margin = min((len(line) - len(line.lstrip()) for line in inner if line.strip()), default=0)
    blocks += _blocks([line[margin:] for line in inner])
    return end


def _indented(lines: list[str], at: int, margin: int) -> int:
    end = at
    while at < len(lines) and (not lines[at].strip() or len(lines[at]) - len(lines[at].lstrip()) >= margin):
        at += 1
        if lines[at - 1].strip():
            end = at
    return end


def _aside(lines: list[str], reason: str, at: int, blocks: list[Block]) -> None:
    text = " ".join(line.strip() for line in lines if line.strip())
    if text:
        blocks.append(Block(text, aside=reason, apart=True, place=f"line {at + 1}"))


def inline(text: str) -> str:
    """Text of a line without its marks."""
    text = re.sub(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", r"\1", text)
    text = re.sub(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])", r"\1", text)
    text = re.sub(r"``(.+?)``", r"\1", text)
    text = re.sub(r":[\w:.-]+:`([^`<]+)(?:\s*<[^>`]*>)?`", r"\1", text)
    text = re.sub(r"`([^`<]+?)\s*(?:<[^>`]*>)?`_{0,2}", r"\1", text)
    text = re.sub(r"\\(\S)", r"\1", text)
    return text.strip()
