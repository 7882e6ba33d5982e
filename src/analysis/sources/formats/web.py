"""HTML: headings and navigation are context, scripts and styles are dropped, nothing is fetched."""

from __future__ import annotations

import re
import warnings as python_warnings
from typing import TYPE_CHECKING

from analysis.sources.decoding import decode
from analysis.sources.document import Block
from analysis.sources.formats import Contents, Options
from analysis.sources.refusals import Refusal

if TYPE_CHECKING:
    from bs4 import Tag

DROPPED = ("script", "style", "head", "annotation")
CONTEXT = {
    "nav": "navigation",
    "header": "page header",
    "footer": "page footer",
    "aside": "page margin",
    "form": "form",
    "menu": "navigation",
    "svg": "drawing",
    "template": "not shown",
    "noscript": "not shown",
    "iframe": "not shown",
    "object": "not shown",
}
PARAGRAPHS = (
    "p",
    "li",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "figcaption",
    "caption",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "div",
    "td",
    "th",
    "section",
    "article",
    "main",
    "body",
    "address",
    "summary",
)
DEEPEST = 400


def read(data: bytes, options: Options) -> Contents:
    """Contents of an .html file."""
    text, encoding, notes = _text(data)
    blocks, title = blocks_of(text)
    if not blocks:
        raise Refusal("empty", "holds no text")
    metadata = {"encoding": encoding} | ({"title": title} if title else {})
    return Contents(blocks=blocks, warnings=notes, metadata=metadata)


def blocks_in(data: bytes) -> tuple[list[Block], list[str]]:
    """Blocks of the bytes of an HTML page, and warnings."""
    text, _, notes = _text(data)
    return blocks_of(text)[0], notes


def _text(data: bytes) -> tuple[str, str, list[str]]:
    declared = re.search(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)", data[:4096], re.IGNORECASE)
    return _decode(data, declared.group(1).decode("ascii") if declared else "")


def _decode(data: bytes, declared: str) -> tuple[str, str, list[str]]:
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(declared).replace("\r\n", "\n"), declared, []
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def blocks_of(html: str) -> tuple[list[Block], str]:
    """Blocks and title of HTML text."""
    from bs4 import BeautifulSoup

    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")
        soup = BeautifulSoup(html, "lxml")
    title = soup.title.get_text(" ", strip=True) if soup.title else ""
    for tag in soup(DROPPED):
        tag.decompose()
    for tag in soup("br"):
        tag.replace_with("\n")
    blocks: list[Block] = []
    root = soup.body or soup
    _walk(root, blocks, "", 0)
    described = (str(picture.get("alt") or "").strip() for picture in root.find_all("img"))
    blocks += [Block(words, aside="picture description", apart=True) for words in described if words]
    return blocks, title


def _walk(node: Tag, blocks: list[Block], aside: str, depth: int) -> None:
    from bs4 import Comment, NavigableString, Tag

    if depth > DEEPEST:
        raise Refusal("unsafe", f"nests elements deeper than {DEEPEST}")
    loose: list[str] = []

    def close() -> None:
        text = re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(loose)).strip()
        loose.clear()
        if text:
            blocks.append(Block(re.sub(r"\n+", "\n", text), aside=aside, bold=_bold(node, text)))

    for child in node.children:
        if isinstance(child, Comment):
            continue
        if isinstance(child, NavigableString):
            loose.append(re.sub(r"\s+", " ", str(child)) if str(child) != "\n" else "\n")
        elif isinstance(child, Tag):
            reason = _reason(child, aside)
            if child.name == "tr" and not child.find("table"):
                close()
                cells = [re.sub(r"\s+", " ", _words(cell, " ").strip()) for cell in child.find_all(("td", "th"))]
                if any(cells):
                    blocks.append(Block(" | ".join(cells), aside=reason))
            elif child.name in PARAGRAPHS or child.name in CONTEXT or child.find(PARAGRAPHS):
                close()
                _walk(child, blocks, reason, depth + 1)
            else:
                loose.append("\n".join(re.sub(r"[^\S\n]+", " ", part) for part in _words(child, "").split("\n")))
    close()


def _words(tag: Tag, between: str) -> str:
    """All text within an element; the library's own choice leaves out ruby and templates."""
    from bs4 import CData, NavigableString, element

    kinds = (NavigableString, CData, element.TemplateString, element.RubyTextString, element.RubyParenthesisString)
    return tag.get_text(between, types=kinds)


def _reason(tag: Tag, aside: str) -> str:
    if re.fullmatch(r"h[1-6]", tag.name):
        return aside or "heading"
    return aside or CONTEXT.get(tag.name, "")


def _bold(node: Tag, text: str) -> int:
    first = next((child for child in node.children if str(child).strip()), None)
    name = getattr(first, "name", None)
    start = first.get_text(" ", strip=True) if first is not None and name in ("b", "strong") else ""
    return len(start) if start and text.startswith(start) else 0
