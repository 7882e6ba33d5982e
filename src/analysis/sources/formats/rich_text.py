"""RTF through striprtf; its cells come out parted by `|`, which makes them rows."""

from __future__ import annotations

import re

from analysis.sources.document import Block, Comment
from analysis.sources.formats import Contents, Options
from analysis.sources.refusals import Refusal

DEEPEST = 2_000
"""Groups within groups; real documents stay below a hundred."""

LIFTED = re.compile(r"\{\s*(?:\\\*\s*)?(?:\\super\s*)?\\(footnote|annotation|tc|header[lrf]?|footer[lrf]?)(?![a-z])")
"""Groups that are read apart: notes, remarks, entries of a table of contents, what stands above and below a page."""
AUTHOR = re.compile(r"\{\s*\\\*\s*\\atnauthor\s?([^{}]*)\}")
"""Who made the remark that follows."""
STAR = re.compile(r"\\\\|\{\s*\\\*|\\\*")
"""`\\*` says that a group may be passed over, at its opening only; elsewhere programs leave it behind by mistake."""

REMARK = "remark of "
"""What tells a remark from what is set aside, before its author."""
CELL_END = re.compile(r"\\par((?:\s*\})*\s*\\(?:nest)?cell)(?![a-z])")
"""A paragraph that ends where its cell ends: the end of the cell says it."""


def read(data: bytes, options: Options) -> Contents:
    """Contents of an .rtf."""
    if _depth(data) > DEEPEST:
        raise Refusal("unsafe", f"nests groups deeper than {DEEPEST}")
    page = re.search(rb"\\ansicpg(\d+)", data[:2000])
    encoding = _codec(page.group(1).decode() if page else "1252")
    # bytes above 127 are not RTF, but programs write them; Windows-1252 is what they mean
    source = STAR.sub(_opening, _without_pictures(data).decode("cp1252", errors="replace"))
    source = CELL_END.sub(r"\1", source)
    if source[_group_end(source, 0) :].strip("\0\r\n\t }"):
        # what follows the first group, as in parts that were pasted together, is text too
        source = "{" + source + "}"
    start = re.match(r"\s*\{\\rtf[^{}]*(?:\{[^{}]*\\fonttbl(?:[^{}]|\{[^{}]*\})*\})?", source)
    source, lifted = _lift(source)
    blocks = _blocks(_text(source, encoding))
    comments: list[Comment] = []
    for reason, group in lifted:
        text = _text((start.group() if start else "{\\rtf1") + group + "}", encoding)
        if reason.startswith(REMARK):
            comments.append(Comment(reason.removeprefix(REMARK), "", text.strip(), "", 0))
            continue
        blocks += [Block(block.text, aside=reason, apart=True, place=reason) for block in _blocks(text)]
    warnings = (
        ["some signs are not in the encoding the file declares"] if any("\ufffd" in b.text for b in blocks) else []
    )
    if b"\\object" in data or b"\\objdata" in data:
        warnings.append("holds embedded objects; they were not opened")
    if re.search(rb"\\deleted(?![a-z0])", data):
        warnings.append(
            "holds tracked changes, which are not told apart: words that were deleted may stand in the text"
        )
    if not blocks:
        raise Refusal("empty", "holds no text")
    return Contents(blocks=blocks, comments=comments, warnings=warnings, metadata={"encoding": encoding})


def _opening(match: re.Match[str]) -> str:
    return "" if match.group() == "\\*" else match.group()


def _text(source: str, encoding: str) -> str:
    from striprtf.striprtf import rtf_to_text

    try:
        return str(rtf_to_text(source, encoding=encoding, errors="replace"))
    except (TypeError, ValueError, LookupError, OverflowError) as failure:
        raise Refusal("damaged", f"its RTF is damaged ({type(failure).__name__})") from None


def _blocks(text: str) -> list[Block]:
    lines = text.replace("\r\n", "\n").split("\n")
    return [Block(_row(line), place=f"line {at}") for at, line in enumerate(lines, start=1) if line.strip(" |\t")]


def _lift(source: str) -> tuple[str, list[tuple[str, str]]]:
    """RTF without its footnotes, headers and footers, and those as (reason, group); a footnote leaves its number."""
    lifted: list[tuple[str, str]] = []
    parts: list[str] = []
    at = number = 0
    for match in LIFTED.finditer(source):
        if match.start() < at:
            continue
        end = _group_end(source, match.start())
        parts.append(source[at : match.start()])
        inner = source[match.end() : end - 1]
        if match.group(1) == "footnote":
            number += 1
            parts.append(f"[n{number}]")
            inner = f"[n{number}] {inner}"
        lifted.append((_reason(match.group(1), source[: match.start()]), "{" + inner + "}"))
        at = end
    return "".join([*parts, source[at:]]), lifted


def _reason(kind: str, before: str) -> str:
    if kind == "annotation":
        authors = AUTHOR.findall(before)
        return REMARK + (authors[-1].strip() if authors else "")
    return {"footnote": "footnote", "tc": "hidden text"}.get(kind, f"running {kind[:6]}")


def _group_end(source: str, start: int) -> int:
    depth = 0
    for brace in re.compile(r"\\[\\{}]|[{}]").finditer(source, start):
        if brace.group() in "{}":
            depth += 1 if brace.group() == "{" else -1
            if depth == 0:
                return brace.end()
    return len(source)


def _codec(page: str) -> str:
    import codecs

    name = {"10000": "mac_roman", "65001": "utf-8", "0": "cp1252"}.get(page, f"cp{page}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


def _row(line: str) -> str:
    if line.rstrip().endswith("|"):
        return " | ".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    return line.strip()


def _depth(data: bytes) -> int:
    depth = deepest = 0
    for brace in re.findall(rb"(?<!\\)[{}]", data):
        depth += 1 if brace == b"{" else -1
        deepest = max(deepest, depth)
    return deepest


def _without_pictures(data: bytes) -> bytes:
    """Binary data and long runs of hexadecimal digits are pictures and objects: left out, they cost most of the time."""
    parts, at = [], 0
    for match in re.finditer(rb"\\bin(\d*)(?![a-z]) ?", data):
        if match.start() >= at:
            parts.append(data[at : match.start()])
            at = match.end() + min(int(match.group(1)[:9] or 0), len(data))
    data = b"".join([*parts, data[at:]])
    return re.sub(rb"(?:[0-9A-Fa-f]{2}\s*){200,}", b"", data)
