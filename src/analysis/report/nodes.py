"""Pandoc's document tree, built and walked: text of a source enters it as `Str` and `Space`, never as markup.

A node is what pandoc's JSON has (`{"t": "Str", "c": "woord"}`), so that every writer of pandoc can follow.
"""

from __future__ import annotations

import contextlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any

Node = dict[str, Any]
Nodes = list[Node]

INPUT = (
    "markdown-raw_html-raw_tex-raw_attribute-latex_macros-tex_math_dollars-tex_math_single_backslash"
    "-native_divs-native_spans-markdown_in_html_blocks-yaml_metadata_block-citations-emoji"
)
"""Pandoc's Markdown without everything that lets text become HTML, TeX or a lookup."""

OPEN, CLOSE = "\ue000", "\ue001"
"""Around the number of what stands elsewhere until a text has been parsed or written; no text of a source has them."""

MARK = re.compile(f"{OPEN}([0-9]+){CLOSE}")

WORDED = ("Para", "Plain", "Header", "CodeBlock")
"""Blocks that no other block stands in."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000\ue001]")
_AS_SAID = {"verify_format": False}
"""Pandoc itself refuses a format that it does not know; to ask it for all it knows starts it twice more for each text."""

_WRITER = ["--wrap=none", "--email-obfuscation=none", "--syntax-highlighting=none"]


def attributes(identifier: str = "", classes: Sequence[str] = (), pairs: Iterable[tuple[str, str]] = ()) -> list[Any]:
    """Pandoc's triple of id, classes and key-value pairs."""
    return [identifier, list(classes), [list(pair) for pair in pairs]]


def words(text: str) -> list[str]:
    """The words of a text; control characters are dropped, line ends are spaces."""
    return _CONTROL.sub("", text).split()


def inlines(text: str) -> Nodes:
    """Text as words and spaces."""
    nodes: Nodes = []
    for word in words(text):
        nodes += [{"t": "Space"}, {"t": "Str", "c": word}]
    return nodes[1:]


def paragraph(content: Nodes) -> Node:
    """One paragraph."""
    return {"t": "Para", "c": content}


def parts(text: str) -> list[str]:
    """The paragraphs of a text, which has blank lines between them."""
    return [part for part in re.split(r"\n\s*\n", text) if part.strip()]


def paragraphs(text: str) -> Nodes:
    """Text with blank lines between its paragraphs."""
    return [paragraph(inlines(part)) for part in parts(text)]


def span(content: Nodes, *classes: str, pairs: Iterable[tuple[str, str]] = ()) -> Node:
    """Inline content with classes."""
    return {"t": "Span", "c": [attributes("", classes, pairs), content]}


def link(text: str, address: str) -> Node:
    """Words that lead to a place on the page."""
    return {"t": "Link", "c": [attributes(), inlines(text), [address, ""]]}


def is_inline(content: Nodes) -> bool:
    """Whether nodes stand within a line, and not in paragraphs of their own."""
    return all(node["t"] in ("Str", "Space", "Span", "Link") for node in content)


def block(content: Nodes, *classes: str, identifier: str = "", pairs: Iterable[tuple[str, str]] = ()) -> Node:
    """Blocks held together with classes."""
    return {"t": "Div", "c": [attributes(identifier, classes, pairs), content]}


def quotation(content: Nodes) -> Node:
    """A block quote."""
    return {"t": "BlockQuote", "c": content}


def raw(html: str) -> Node:
    """HTML of our own making; nothing of a source may be in it unescaped."""
    return {"t": "RawBlock", "c": ["html", html]}


def grid(
    header: Sequence[str], rows: Sequence[Sequence[object]], caption: str = "", numeric: Sequence[int] = ()
) -> Node:
    """A table; columns in `numeric` are set right, a cell that is a list holds ready inline nodes."""

    def cell(value: object) -> list[Any]:
        content = value if isinstance(value, list) else inlines(str(value))
        return [attributes(), {"t": "AlignDefault"}, 1, 1, [{"t": "Plain", "c": content}] if content else []]

    def row(values: Sequence[object]) -> list[Any]:
        return [attributes(), [cell(value) for value in values]]

    columns = [
        [{"t": "AlignRight" if number in numeric else "AlignLeft"}, {"t": "ColWidthDefault"}]
        for number in range(len(header))
    ]
    title = [None, [{"t": "Plain", "c": inlines(caption)}] if caption else []]
    body = [[attributes(), 0, [], [row(values) for values in rows]]]
    table = {
        "t": "Table",
        "c": [attributes(), title, columns, [attributes(), [row(header)]], body, [attributes(), []]],
    }
    return block([table], "scroll", pairs=[("tabindex", "0"), ("role", "region"), ("aria-label", caption or header[0])])


def headed(table: Node) -> Node:
    """A table of the text; where nothing stands above its columns, its first column says what stands in each row."""
    about, caption, columns, head, bodies, foot = table["c"]
    if plain([cell[4] for row in head[1] for cell in row[1]]).strip():
        return table
    bodies = [[attributes, 1, heads, rows] for attributes, _, heads, rows in bodies]
    return {"t": "Table", "c": [about, caption, columns, head, bodies, foot]}


def prepare() -> None:
    """Look for pandoc, which asks each that is found for its version: then it is known when the first text is parsed."""
    import pypandoc

    # where there is none, that is told when it is needed
    with contextlib.suppress(OSError):
        pypandoc.get_pandoc_path()


def parse(markdown: str) -> Node:
    """Markdown to a document tree."""
    import pypandoc

    return json.loads(pypandoc.convert_text(markdown, "json", format=INPUT, **_AS_SAID))


def write_html(document: Node) -> str:
    """A document tree to the inside of an HTML body."""
    import pypandoc

    ready: list[str] = []
    rest = json.dumps({**document, "blocks": _lighten(document["blocks"], ready)})
    html = pypandoc.convert_text(rest, "html5", format="json", extra_args=_WRITER, **_AS_SAID)
    return MARK.sub(lambda mark: ready[int(mark[1])], html)


def _lighten(tree: Any, ready: list[str]) -> Any:
    """The tree in fewer nodes, which pandoc reads in a third of the time and writes as the same page.

    What is HTML already, most of a page, leaves a mark for its place in `ready`; words that follow each other become one.
    """
    if isinstance(tree, dict):
        return {**tree, "c": _lighten(tree["c"], ready)} if "c" in tree else tree
    if not isinstance(tree, list):
        return tree
    lighter: list[Any] = []
    said: list[str] = []
    for node in tree:
        kind = node.get("t") if isinstance(node, dict) else None
        if kind in ("Str", "Space"):
            said.append(node.get("c", " "))
            continue
        if said:
            lighter.append({"t": "Str", "c": "".join(said)})
            said = []
        if kind == "RawBlock":
            lighter.append(raw(f"{OPEN}{len(ready)}{CLOSE}"))
            ready.append(node["c"][1])
        else:
            lighter.append(_lighten(node, ready))
    return [*lighter, {"t": "Str", "c": "".join(said)}] if said else lighter


def plain(nodes: Any) -> str:
    """The words of some nodes."""
    if isinstance(nodes, list):
        return "".join(plain(node) for node in nodes)
    if not isinstance(nodes, dict):
        return ""
    kind = nodes["t"]
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if kind == "Str":
        return nodes["c"]
    if kind == "Code":
        return nodes["c"][1]
    return plain(nodes.get("c", []))


def walk(value: Any, visit: Callable[[Node], Nodes | None]) -> Any:
    """The tree with each node that `visit` answers for replaced by its answer; other nodes are walked into."""
    if isinstance(value, list):
        result: list[Any] = []
        for item in value:
            answer = visit(item) if isinstance(item, dict) and "t" in item else None
            if answer is None:
                result.append(walk(item, visit))
            else:
                result.extend(answer)
        return result
    if isinstance(value, dict) and "c" in value:
        return {**value, "c": walk(value["c"], visit)}
    return value


def slug(text: str) -> str:
    """A word for an id or anchor: lower-case ASCII, digits and hyphens."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")
