"""A figure's JSON as a fragment of a page, and as images."""

from __future__ import annotations

import html
import json
import re
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.core.errors import Problem, ReportError
from analysis.figures.lettering import clean
from analysis.figures.style import NOTE, WIDTH, note_height, title_height
from analysis.figures.words import Words

if TYPE_CHECKING:
    from analysis.figures.drawing import Drawing

FORMATS = ("png", "svg", "pdf")

LEAST_WIDTH = 840
"""Pixels below which a plot is scrolled and no longer narrowed: names would run into each other (WCAG 1.4.10 allows it)."""

CONFIG = {"displaylogo": False, "responsive": True, "displayModeBar": False, "plotlyServerURL": ""}

_DRILL = """
var plot = document.getElementById("{plot_id}");
plot.on("plotly_click", function (event) {
  var mark = event.points.length ? event.points[0].customdata : null;
  if (typeof mark !== "string") { return; }
  plot.closest("figure").querySelectorAll("tr[data-mark]").forEach(function (row) {
    var hit = row.getAttribute("data-mark") === mark;
    row.classList.toggle("drawing-hit", hit);
    if (hit) { row.closest("details").open = true; row.scrollIntoView({block: "center"}); }
  });
  plot.dispatchEvent(new CustomEvent("drawing-mark", {bubbles: true, detail: mark}));
});
"""


@dataclass(frozen=True)
class Shown:
    """Where a page shows some passages.

    Parameters
    ----------
    count : int
        How many of them it shows.
    address : str
        Where the first of them stands.
    places : str
        All of them, as numbers in the order of the page: `3-5 9`.
    """

    count: int
    address: str
    places: str


Locate = Callable[[Sequence[str]], Shown | None]
"""From ids of passages to where a page shows them; None where it shows none."""


def to_html(drawing: Drawing, div_id: str, locate: Locate | None = None) -> str:
    """A `<figure>` for a page that has plotly.js already: its title, the plot, its text alternative and its numbers.

    Title and note leave the plot and become text of the page, so that they grow and wrap with the page. A click on a mark
    opens the row of numbers behind it, and tells the page by an event, `drawing-mark`.

    Parameters
    ----------
    drawing : Drawing
    div_id : str
        Id of the plot, unique on the page.
    locate : callable, optional
        Where this edition shows the passages behind a row of the numbers, which then leads there and can itself be
        addressed (:func:`row_id`). Without it no passage is named.
    """
    import plotly.io as pio

    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", div_id):
        raise ReportError(Problem("a figure's div id", "is no id", "a letter, then letters, digits, - or _"))
    content = json.loads(drawing.to_json())
    layout = content["layout"]
    note = _unframe(layout)
    plot = pio.to_html(
        content,
        full_html=False,
        include_plotlyjs=False,
        div_id=div_id,
        config=dict(CONFIG),  # plotly takes things out of it
        validate=False,
        post_script=_DRILL,
    )
    alt = html.escape(clean(drawing.alt))
    return (
        f'<figure class="drawing" id="{div_id}-figure" data-key="{drawing.key}">\n'
        f"<figcaption><strong>{html.escape(clean(drawing.title))}</strong>"
        f"{_small('note', clean(note))}{_small('sideways', Words(drawing.language)('sideways'))}</figcaption>\n"
        f'<div class="drawing-scroll" style="overflow-x:auto">'
        f'<div role="img" aria-label="{alt}" style="min-width:{LEAST_WIDTH}px">{plot}</div></div>\n'
        f'<p class="drawing-alt">{alt}</p>\n'
        f'<p class="drawing-label">{html.escape(str(drawing.label))}</p>\n'
        f"{to_details(drawing, div_id, locate)}\n</figure>"
    )


def _small(name: str, text: str) -> str:
    return f' <small class="drawing-{name}">{html.escape(text)}</small>' if text else ""


def _unframe(layout: dict[str, Any]) -> str:
    """Take meta, title and note out of a plot's layout, with the room they took; returns the note."""
    layout.pop("meta")
    gone = title_height(layout.pop("title")["text"]) - 12
    layout["margin"]["t"] -= gone
    if layout.get("legend", {}).get("yref") == "container":
        layout["legend"]["y"] = 1
    notes = [each["text"] for each in layout.get("annotations", []) if each.get("name") == NOTE]
    layout["annotations"] = [each for each in layout.get("annotations", []) if each.get("name") != NOTE]
    for note in notes:
        layout["margin"]["b"] -= note_height(note) - 8
        gone += note_height(note) - 8
    layout["height"] -= gone
    return html.unescape(" ".join(notes).replace("<br>", " "))


def to_notes(drawing: Drawing) -> str:
    """Text alternative and folded numbers of a drawing, for beneath the plot in a notebook."""
    return f"<p>{html.escape(clean(drawing.alt))}</p>\n{to_details(drawing)}"


def row_id(div_id: str, mark: object) -> str:
    """The id of the row of numbers of a mark on a page that shows the passages behind it."""
    return f"{div_id}:{re.sub(r'[^A-Za-z0-9|_-]+', '-', str(mark))}"


def to_details(drawing: Drawing, div_id: str = "", locate: Locate | None = None) -> str:
    """The numbers of a drawing as a folded HTML table, all text escaped; the last column says what lies behind each row.

    See :func:`to_html` for `div_id` and `locate`. Without a `div_id`, for a notebook, passages are counted.
    """
    words = Words(drawing.language)
    with_passages = bool(drawing.cells) and (locate is not None or not div_id)
    numeric = [pd.api.types.is_numeric_dtype(dtype) for dtype in drawing.table.dtypes] + [True] * with_passages
    heads = [*map(str, drawing.table.columns), *([words("evidence")] if with_passages else [])]
    kinds = [' class="number"' if is_number else "" for is_number in numeric]
    if with_passages:
        kinds[-1] = ' class="number evidence"'
    head = "".join(
        f'<th scope="col"{kind}>{html.escape(clean(name))}</th>' for kind, name in zip(kinds, heads, strict=True)
    )
    rows: list[str] = []
    addressed: set[str] = set()
    for mark, *row in drawing.table.itertuples(name=None):
        said = [html.escape(say(cell, drawing.language)) for cell in row]
        if with_passages:
            said.append(_behind(drawing.cells.get(str(mark), ()), locate, words))
        cells = "".join(f"<td{kind}>{cell}</td>" for kind, cell in zip(kinds, said, strict=True))
        address = row_id(div_id, mark) if locate and with_passages else ""
        named = f' id="{address}"' if address and address not in addressed else ""  # a mark may have more rows than one
        addressed.add(address)
        rows.append(f'<tr{named} data-mark="{html.escape(clean(mark))}">{cells}</tr>')
    title = html.escape(words("numbers"))
    return (
        f'<details data-key="{drawing.key}"><summary>{title}</summary>\n'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{title}: {html.escape(clean(drawing.title))}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>\n" + "\n".join(rows) + "\n</tbody></table></div></details>"
    )


def _behind(ids: Sequence[str], locate: Locate | None, words: Words) -> str:
    """What stands in the last cell of a row: how many passages lie behind it, and the way to them."""
    if locate is None:
        return str(len(ids))
    shown = locate(ids) if ids else None
    if shown is None:
        return "–"
    count = html.escape(words.number(shown.count, "passages"))
    return f'<a href="{html.escape(shown.address)}" data-behind="{html.escape(shown.places)}">{count}</a>'


def spans(places: Sequence[int]) -> str:
    """Numbers in order, those that follow each other as one span.

    >>> spans([5, 3, 4, 9])
    '3-5 9'
    """
    return " ".join(f"{first}-{last}" if last > first else str(first) for first, last in _spans(sorted(set(places))))


def _spans(ordered: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = 0
    for at, number in enumerate(ordered):
        if at + 1 == len(ordered) or ordered[at + 1] > number + 1:
            yield ordered[first], number
            first = at + 1


def say(cell: object, language: str) -> str:
    """A cell as a reader of `language` writes it."""
    if isinstance(cell, str):
        return clean(cell)
    if isinstance(cell, bool) or type(cell).__name__ == "bool":
        return Words(language)("yes" if cell else "no")
    if cell is None or pd.isna(cell):  # type: ignore[call-overload]
        return "–"
    if isinstance(cell, float):
        text = f"{cell:.2f}".replace("-", "−")
        return text.replace(".", ",") if language == "nl" else text
    return str(cell)


def chrome() -> str | None:
    """Path of the Chrome or Chromium that makes images, or None."""
    from choreographer.browsers.chromium import Chromium

    return Chromium.find_browser(skip_local=False)


def to_image(drawing: Drawing, file: Path, width: int = WIDTH) -> None:
    """Write one drawing to `file`, whose ending says the format; `width` is that of a png in pixels.

    Raises
    ------
    ReportError
        As :func:`to_images`.
    """
    with tempfile.TemporaryDirectory() as scratch:
        (made,) = to_images([drawing], Path(scratch), file.suffix.removeprefix("."), scale=width / WIDTH)
        file.parent.mkdir(parents=True, exist_ok=True)
        content = made.read_bytes()
        file.write_bytes(_pack(content) if made.suffix == ".png" else content)


def _pack(png: bytes) -> bytes:
    """The same picture in fewer bytes: the browser compresses for speed, a repository keeps a picture for good."""
    at, pixels, before, after = 8, b"", png[:8], b""
    while at < len(png):
        end = at + 12 + int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] == b"IDAT":
            pixels += png[at + 8 : end - 4]
        elif pixels:
            after += png[at:end]
        else:
            before += png[at:end]
        at = end
    body = b"IDAT" + zlib.compress(zlib.decompress(pixels), 9)
    return before + (len(body) - 4).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big") + after


def to_images(drawings: Sequence[Drawing], folder: Path, image: str = "png", scale: float = 2) -> list[Path]:
    """Write `KEY.png` (or svg, pdf) for each drawing into `folder`, in one run of the browser.

    Parameters
    ----------
    drawings : sequence of Drawing
    folder : Path
    image : {"png", "svg", "pdf"}
    scale : float
        Pixels of the image a pixel of the figure.

    Returns
    -------
    list of Path
        In the order of `drawings`.

    Raises
    ------
    ReportError
        When `image` is not one of :data:`FORMATS`, or there is no Chrome or Chromium.
    """
    import kaleido

    if image not in FORMATS:
        raise ReportError(Problem("format of an image", "is not known", " or ".join(FORMATS)))
    if chrome() is None:
        raise ReportError(
            Problem(
                "images of figures",
                "no Chrome or Chromium on this machine",
                "a browser to draw with",
                "install chromium (Debian: `apt-get install chromium`) or run `plotly_get_chrome`; HTML needs neither",
            )
        )
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{drawing.key}.{image}" for drawing in drawings]
    specs = []
    for drawing, path in zip(drawings, paths, strict=True):
        content = json.loads(drawing.to_json())
        options = {"format": image, "width": WIDTH, "height": content["layout"]["height"], "scale": scale}
        specs.append({"fig": content, "path": path, "opts": options})
    # by default kaleido asks a CDN for MathJax; figures hold none, and nothing may leave this machine
    kaleido.write_fig_from_object_sync(specs, kopts={"mathjax": False})
    return paths
