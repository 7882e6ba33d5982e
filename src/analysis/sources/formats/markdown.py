"""Markdown: front matter, comments, HTML and headings are context; paragraphs, lists and table rows are text."""

from __future__ import annotations

import re

from analysis.sources.decoding import decode
from analysis.sources.document import Block
from analysis.sources.formats import Contents, Options, grids

FRONT = re.compile(r"\A\ufeff?---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>")
BOLD = re.compile(r"^(\*\*|__)(?=\S)(.+?)(?<=\S)\1")


def read(data: bytes, options: Options) -> Contents:
    """Contents of a Markdown file."""
    text, encoding, warnings = decode(data)
    blocks: list[Block] = []
    metadata = {"encoding": encoding}
    if match := FRONT.match(text):
        blocks += [
            Block(line, aside="front matter", place="front matter")
            for line in match.group(1).split("\n")
            if line.strip()
        ]
        title = re.search(r"^title:\s*(.+)$", match.group(1), re.MULTILINE)
        if title:
            metadata["title"] = title.group(1).strip("'\" ")
        text = "\n" * match.group().count("\n") + text[match.end() :]
    comments: list[Block] = []

    def lift(match: re.Match[str]) -> str:
        inner = match.group()[4:].removesuffix("-->").strip()
        if inner:
            comments.append(Block(inner, aside="comment in the file", apart=True, place="comment"))
        return "\n" * match.group().count("\n")

    text = COMMENT.sub(lift, text)
    return Contents(blocks=blocks + _body(text) + comments, warnings=warnings, metadata=metadata)


def _body(text: str) -> list[Block]:
    blocks: list[Block] = []
    paragraph: list[str] = []
    start, fence = 0, ""

    def close() -> None:
        if paragraph:
            blocks.extend(_paragraph(paragraph, f"line {start}"))
            paragraph.clear()

    lines = grids.flatten(text.split("\n"), "| {} |")
    for number, line in enumerate(lines, start=1):
        stripped = line.strip()
        if fence:
            if stripped.startswith(fence):
                fence = ""
            elif stripped:
                blocks.append(Block(stripped, aside="code", place=f"line {number}"))
            continue
        if match := re.match(r"^(```+|~~~+)", stripped):
            close()
            fence = match.group(1)
        elif not stripped or re.fullmatch(r"([-*_] ?){3,}", stripped) or re.fullmatch(r"</?[A-Za-z][^<>]*>", stripped):
            if re.fullmatch(r"-{3,}|={3,}", stripped) and paragraph:
                _underlined(paragraph, blocks, start)
            close()
        elif re.fullmatch(r"={3,}", stripped) and paragraph:
            _underlined(paragraph, blocks, start)
        elif match := re.match(r"^#{1,6}\s+(.*?)#*$", stripped):
            close()
            blocks.append(Block(inline(match.group(1)), aside="heading", place=f"line {number}"))
        elif stripped.startswith("|") or (
            " | " in stripped and re.fullmatch(r"\|?[\s:|-]+\|?", lines[number] if number < len(lines) else "x")
        ):
            close()
            cells = [inline(cell.strip()) for cell in stripped.strip("|").split("|")]
            if not re.fullmatch(r"\|?[\s:|-]+\|?", stripped):
                blocks.append(Block(" | ".join(cells), place=f"line {number}"))
        elif re.match(r"^([-*+]|\d{1,3}[.)])\s+", stripped):
            close()
            start = number
            paragraph.append(stripped)
        elif re.match(r"^\[[^\]]+\]:\s*\S+", stripped):
            close()
            blocks.append(Block(stripped, aside="link", place=f"line {number}"))
        else:
            if not paragraph:
                start = number
            paragraph.append(line.rstrip("\n") if paragraph else line.lstrip())
    close()
    return blocks


def _underlined(paragraph: list[str], blocks: list[Block], start: int) -> None:
    blocks.append(Block(inline(" ".join(part.strip() for part in paragraph)), aside="heading", place=f"line {start}"))
    paragraph.clear()


def _paragraph(lines: list[str], place: str) -> list[Block]:
    """One paragraph; a hard break before a bold or named line opens a block of its own."""
    groups: list[list[str]] = [[]]
    for line in lines:
        if (
            groups[-1]
            and re.match(r"\s*(\*\*|__)\S", line)
            and (re.search(r"(\*\*|__)\s*:|:\s*(\*\*|__)", line) or groups[-1][-1].endswith("  "))
        ):
            groups.append([])
        groups[-1].append(line)
    blocks = []
    for group in groups:
        raw = " ".join(re.sub(r"^\s*>+\s?", "", line).strip() for line in group)
        raw = re.sub(r"^([-*+])\s+", "- ", raw)
        if re.fullmatch(r"(!?\[[^\]]*\]\([^)]*\)[\s,|•·>]*)+", raw):
            text = inline(raw)
            if text:
                blocks.append(Block(text, aside="picture" if raw.startswith("!") else "navigation", place=place))
            continue
        match = BOLD.match(raw)
        text = inline(raw)
        bold = len(inline(match.group(2))) if match and not raw.startswith("- ") else 0
        if text:
            blocks.append(Block(text, place=place, bold=bold))
    return blocks


def inline(text: str) -> str:
    """Text of a line without its marks: emphasis, links (their words stay), pictures (their description stays), tags."""
    text = re.sub(r"!\[([^\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)", r"\1", text)
    text = re.sub(r"\[([^\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)", r"\1", text)
    text = re.sub(r"\[([^\]]+)\]\[[^\]]*\]", r"\1", text)
    text = re.sub(r"<(https?://[^>\s]+)>", r"\1", text)
    text = TAG.sub(" ", text)
    text = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])", r"\1", text)
    text = re.sub(r"(?<![\w_])_(?=\S)([^_]+?)(?<=\S)_(?![\w_])", r"\1", text)
    text = re.sub(r"~~(?=\S)(.+?)(?<=\S)~~", r"\1", text)
    text = re.sub(r"`+([^`]+)`+", r"\1", text)
    text = re.sub(r"\\([\\`*_{}\[\]()#+\-.!|>~])", r"\1", text)
    return re.sub(r"\s+", " ", text).strip()
