"""PDF through pypdfium2."""

from __future__ import annotations

import re

from analysis.sources.document import Block
from analysis.sources.formats import Contents, Options
from analysis.sources.refusals import Refusal


def read(data: bytes, options: Options) -> Contents:
    """Contents of a PDF."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as failure:
        if "assword" in str(failure):
            raise Refusal("password", "is protected with a password") from None
        raise Refusal("damaged", "is no PDF that can be opened") from None
    blocks: list[Block] = []
    for number in range(len(pdf)):
        page = pdf[number]
        text = page.get_textpage().get_text_range()
        blocks += _paragraphs(text, number + 1)
        page.close()
    if not any(block.text.strip() for block in blocks):
        raise Refusal("scan", f"holds no text on its {len(pdf)} pages: a scan, or pictures only")
    return Contents(blocks=blocks)


def _paragraphs(text: str, page: int) -> list[Block]:
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    width = max((len(line) for line in lines), default=0)
    blocks: list[Block] = []
    fresh = True
    for line in lines:
        if not line:
            fresh = True
            continue
        if fresh or re.match(r"[A-Z][\w .()-]{0,40}:(\s|$)", line):
            blocks.append(Block(line, page=page, place=f"page {page}"))
        elif blocks[-1].text.endswith(("\ufffe", "\x02", "\u00ad")):
            blocks[-1].text = blocks[-1].text[:-1] + line
        else:
            blocks[-1].text += " " + line
        fresh = len(line) < 0.7 * width
    return blocks
