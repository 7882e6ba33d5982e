"""One small reader a format: bytes in, blocks out. A reader knows its format and nothing of interviews."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field

from analysis.sources.document import Block, Change, Comment
from analysis.sources.limits import DEFAULT, Limits
from analysis.sources.refusals import Refusal

READERS: dict[str, str] = {
    "docx": "word",
    "odt": "opendocument",
    "epub": "ebook",
    "pdf": "pdf",
    "txt": "plain",
    "md": "markdown",
    "rst": "restructured",
    "vtt": "subtitles",
    "srt": "subtitles",
    "sbv": "subtitles",
    "json": "transcripts",
    "rtf": "rich_text",
    "html": "web",
    "eml": "mail",
    "csv": "sheets",
    "xlsx": "sheets",
}
"""Module of this package by format; each has `read(data, options) -> Contents`."""


@dataclass(frozen=True)
class Options:
    """What a reader may want to know beside the bytes."""

    format: str
    limits: Limits = DEFAULT
    ocr: bool = False
    ocr_language: str = "nld"


@dataclass
class Contents:
    """What a reader found in a file; `anchor` of a change or comment is the number of the block it stands in."""

    blocks: list[Block] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)


def read(data: bytes, options: Options) -> Contents:
    """Contents of a file in `options.format`.

    Raises
    ------
    Refusal
        When the file cannot be read.
    """
    name = READERS.get(options.format)
    if name is None:
        raise Refusal("unknown format", f"is of a format nobody reads here ({options.format})")
    contents: Contents = importlib.import_module(f"analysis.sources.formats.{name}").read(data, options)
    return contents
