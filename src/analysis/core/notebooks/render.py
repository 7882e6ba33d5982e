"""An executed notebook as a page: code folded, figures alive, and nothing on it that can act.

Own code stays visible as code. What cells put out is text: HTML and Markdown are cleaned, a figure's JSON is data beside the
place where it is drawn. The page needs one plotly.js next to it and no other file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from itertools import count
from pathlib import Path
from typing import Any

from analysis.core.classification import Label
from analysis.report.nodes import slug
from analysis.report.page import Entry, Page, place
from analysis.report.page import render as render_page
from analysis.report.wording import Wording

PLOTLY = "application/vnd.plotly.v1+json"
PLOTLY_FILE = "plotly.min.js"

_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_EMPTY = re.compile(r"<table>(?:(?!</?table>).)*<tbody>\s*</tbody>\s*</table>", re.DOTALL)
"""A table without rows: headings of nothing."""

_TAGS = {
    *(
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "code",
        "col",
        "colgroup",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "em",
    ),
    *("figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "kbd", "li", "mark", "ol", "p", "pre", "q", "s"),
    *(
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
    ),
}
_ATTRIBUTES = {
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "a": {"href"},
    "abbr": {"title"},
    "details": {"data-key"},
    "tr": {"data-mark"},
}
_CLASSES = {"th": {"number", "evidence"}, "td": {"number", "evidence"}}
"""What the numbers of a figure are marked by; see :func:`analysis.figures.rendering.to_details`."""

_NUMBERS = re.compile(r'<details data-key="([^"]*)">.*?</details>', re.DOTALL)
_BEHIND = re.compile(r'(<tr data-mark="([^"]*)">(?:(?!</tr>).)*<td class="number evidence">)([1-9]\d*)</td>', re.DOTALL)

Address = Callable[[str, str], str | None]
"""From the key of a figure and a mark on it to where the passages behind the mark can be read, if anywhere."""


@dataclass(frozen=True)
class Neighbours:
    """Addresses and titles of the pages before and after; empty where there is none."""

    before: tuple[str, str] = ("", "")
    after: tuple[str, str] = ("", "")
    index: str = "index.html"


def render(
    path: Path,
    language: str = "nl",
    neighbours: Neighbours | None = None,
    about: str = "",
    address: Address | None = None,
) -> str:
    """An executed notebook as one HTML page that draws its figures with the `plotly.min.js` beside it.

    Parameters
    ----------
    path : Path
        A notebook with outputs, in normal form: its label stands in its metadata.
    language : {"nl", "en"}
    neighbours : Neighbours, optional
        Where the links at the foot of the page lead; without it there are none.
    about : str, optional
        What this run of the notebook is about, where there are more: the name of a region. Stands behind the title.
    address : callable, optional
        Where the passages behind the numbers of a figure can be read; without it they are only counted.

    Returns
    -------
    str
        HTML; equal for equal notebooks.
    """
    notebook = json.loads(path.read_text(encoding="utf-8"))
    words = Wording(language)
    title, cells = _take_title(notebook["cells"], path.stem)
    contents: list[Entry] = []
    parts = [
        _markdown(_source(cell), contents) if cell["cell_type"] == "markdown" else _code(cell, number, words)
        for number, cell in enumerate(cells, 1)
        if cell["cell_type"] in ("markdown", "code")
    ]
    body = "\n".join(part for part in parts if part) + _foot(neighbours, words)
    if address:
        body = _lead(body, address)
    return render_page(
        Page(
            title=f"{title}: {about}" if about else title,
            label=label_of(notebook),
            language=language,
            body=body,
            eyebrow=path.name,
            contents=contents,
            has_figures='data-figure="' in body,
        ),
        plotly=PLOTLY_FILE,
    )


def kinds_of(notebook: dict[str, Any]) -> set[str]:
    """The traces that the figures of a notebook are made of."""
    outputs = (output for cell in notebook["cells"] for output in cell.get("outputs", []))
    figures: Iterable[dict[str, Any]] = (each["data"][PLOTLY] for each in outputs if PLOTLY in each.get("data", {}))
    return {str(trace.get("type", "scatter")) for figure in figures for trace in figure.get("data", [])}


def _lead(body: str, address: Address) -> str:
    """The page with each number of passages as a link to them, where there is such a place."""

    def numbers(found: re.Match[str]) -> str:
        key = found[1]

        def cell(row: re.Match[str]) -> str:
            to = address(key, unescape(row[2]))
            return row[0] if to is None else f'{row[1]}<a href="{escape(to)}">{row[3]}</a></td>'

        return _BEHIND.sub(cell, found[0])

    return _NUMBERS.sub(numbers, body)


def title_of(path: Path) -> str:
    """The title of a notebook: its first heading, or else the stem of its file."""
    return _take_title(json.loads(path.read_text(encoding="utf-8"))["cells"], path.stem)[0]


def label_of(notebook: dict[str, Any]) -> Label:
    """The label in the metadata of a notebook in normal form."""
    mark = notebook["metadata"].get("regiobeeld", {})
    return Label(mark.get("classification", Label().level), tuple(mark.get("caveats", ())))


def clean(html: str) -> str:
    """HTML of a cell without scripts, styles, ids, pictures and links to anything but a web page or a place here."""
    import nh3

    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


def _source(cell: dict[str, Any]) -> str:
    return _text(cell["source"])


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)


def _take_title(cells: list[dict[str, Any]], fallback: str) -> tuple[str, list[dict[str, Any]]]:
    """The first heading of level 1 as title, and the cells without it."""
    for index, cell in enumerate(cells):
        found = re.match(r"\s*# (.+)\n?", _source(cell)) if cell["cell_type"] == "markdown" else None
        if found:
            rest = {**cell, "source": _source(cell)[found.end() :]}
            return found[1].strip(), [*cells[:index], rest, *cells[index + 1 :]]
    return fallback, cells


def _markdown(source: str, contents: list[Entry]) -> str:
    import mistune

    html = clean(str(mistune.create_markdown(escape=True, plugins=["table", "strikethrough"])(source)))

    def anchor(match: re.Match[str]) -> str:
        text = re.sub(r"<[^>]*>", "", match[1])
        entry = Entry(f"{slug(text) or 'part'}-{len(contents) + 1}", unescape(text))
        contents.append(entry)
        return f'<h2 id="{entry.id}">{match[1]}</h2>'

    return re.sub(r"<h2>(.*?)</h2>", anchor, html, flags=re.DOTALL)


def _code(cell: dict[str, Any], number: int, words: Wording) -> str:
    source = _source(cell)
    outputs = [
        _output(output, f"cell-{number}-{part}", words) for part, output in enumerate(cell.get("outputs", []), 1)
    ]
    code = (
        f'<details class="code"><summary>{escape(words["code cell"])}</summary>\n'
        f'<pre tabindex="0"><code>{_highlight(source)}</code></pre></details>'
        if source.strip()
        else ""
    )
    return "\n".join([code, *outputs])


def _highlight(source: str) -> str:
    from pygments import highlight

    return highlight(source, *_highlighter()).rstrip()


@cache
def _highlighter() -> tuple[Any, Any]:
    """What reads code, and what writes it: made once, for making them takes longer than a cell."""
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    return PythonLexer(), HtmlFormatter(nowrap=True)


def _output(output: dict[str, Any], identifier: str, words: Wording) -> str:
    kind = output["output_type"]
    if kind == "stream":
        return _plain(_text(output["text"]))
    if kind == "error":
        return f'<p class="notice">{escape(words["error"])}: {escape(output["ename"])}</p>'
    data = output["data"]
    plain = _text(data.get("text/plain", ""))
    if PLOTLY in data:
        return _figure(data[PLOTLY], plain, identifier)
    if "text/html" in data:
        return f'<div class="output">{_scrolling(clean(_text(data["text/html"])), identifier, words)}</div>'
    if "text/markdown" in data:
        return f'<div class="output">{_markdown(_text(data["text/markdown"]), [])}</div>'
    for image in ("image/png", "image/jpeg"):
        if image in data and re.fullmatch(r"[A-Za-z0-9+/=\s]+", _text(data[image])):
            packed = "".join(_text(data[image]).split())
            return f'<p><img alt="{escape(plain)}" src="data:{image};base64,{packed}"></p>'
    return _plain(plain) if plain else f'<p class="small">{escape(words["unseen"])}</p>'


def _figure(content: dict[str, Any], plain: str, identifier: str) -> str:
    meta = content.get("layout", {}).get("meta")
    alt = meta.get("alt", plain) if isinstance(meta, dict) else plain
    figure = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"<figure>{place(figure, str(alt), identifier)}</figure>"


def _scrolling(html: str, identifier: str, words: Wording) -> str:
    """The same HTML with each table in a box of its own that scrolls, also by keyboard, and has a name of its own."""
    numbers = count(1)

    def box(_: re.Match[str]) -> str:
        name = f"{words['table']} {identifier.removeprefix('cell-')}-{next(numbers)}"
        return f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(name)}"><table>'

    html = _EMPTY.sub(f"<p>{escape(words['no rows'])}</p>", html)
    html = html.replace("<th></th>", "<td></td>")  # the corner of a pandas table heads nothing
    return re.sub("<table>", box, html).replace("</table>", "</table></div>")


def _plain(text: str) -> str:
    kept = _ANSI.sub("", text).rstrip()
    return f'<pre tabindex="0">{escape(kept)}</pre>' if kept else ""


def _foot(neighbours: Neighbours | None, words: Wording) -> str:
    if neighbours is None:
        return ""
    links = [
        f'<a href="{escape(address)}">{escape(words[key])}: {escape(title)}</a>'
        for key, (address, title) in (("previous", neighbours.before), ("next", neighbours.after))
        if address
    ]
    links.append(f'<a href="{escape(neighbours.index)}">{escape(words["back"])}</a>')
    return f'\n<nav class="foot" aria-label="{escape(words["site"])}"><p>{"<br>".join(links)}</p></nav>'
