"""One HTML page: its label on every screen and sheet, its contents, and a policy that lets no foreign script run."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup, escape

from analysis.core.classification import LEVELS, Label
from analysis.figures import engine
from analysis.report.wording import Wording


@dataclass(frozen=True)
class Entry:
    """One line of the contents."""

    id: str
    text: str
    below: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """What a page is made of; `body` is HTML of our own making, all else is text.

    `scripts` are the scripts in the body that may run, as they stand there; no other will. `kinds` are the traces that its
    figures are made of, as far as known. `has_passages` says whether the passages behind its numbers stand on it. `until` is
    the event on which the label ends; it stands after it.
    """

    title: str
    label: Label
    language: str
    body: str
    eyebrow: str = ""
    subtitle: str = ""
    notice: str = ""
    contents: list[Entry] = field(default_factory=list)
    has_figures: bool = False
    scripts: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    has_passages: bool = False
    until: str = ""

    @property
    def banner(self) -> str:
        """The label as a reader sees it."""
        return " · ".join(part for part in (str(self.label), self.until) if part)


def asset(name: str) -> str:
    """A file of the package's assets."""
    return (files("analysis.report") / "assets" / name).read_text(encoding="utf-8")


def prepare() -> None:
    """Compile what every page is made from, which takes as long as a page does: then it is there when the first is made."""
    _template()


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(asset("page.html"))


def render(page: Page, plotly: str = "inline") -> str:
    """The page as one HTML file.

    Parameters
    ----------
    page : Page
    plotly : str
        `"inline"` puts plotly.js into the file, which is then complete in itself; else the relative path of a plotly.js.

    Returns
    -------
    str
        HTML; equal for equal pages.
    """
    head: list[Markup] = []
    allowed = [_hash(script) for script in page.scripts]
    loaders = [asset(f"{name}.js") for name in ("figures", "passages") if getattr(page, f"has_{name}")]
    if page.has_figures:
        if plotly == "inline":
            script = engine.script(page.kinds)
            head.append(_script(script))
            allowed.append(_hash(script))
        else:
            head.append(Markup('<script src="{}"></script>').format(plotly))
            allowed.append("'self' file:")
    allowed += map(_hash, loaders)
    return _template().render(
        language=page.language,
        words=Wording(page.language),
        policy=_policy(allowed),
        label=str(page.label),
        banner=page.banner,
        lowest=page.label.level == LEVELS[0],
        title=page.title,
        eyebrow=page.eyebrow,
        subtitle=page.subtitle,
        notice=page.notice,
        style=Markup(asset("report.css") + _sheet(page)),
        contents=page.contents,
        body=Markup(page.body),
        has_figures=page.has_figures,
        has_passages=page.has_passages,
        head=head,
        foot=Markup("\n").join(map(_script, loaders)),
    )


def place(figure_json: str, alt: str, identifier: str) -> str:
    """The place for a figure's JSON, which is written so that no character of it can end its element."""
    layout = json.loads(figure_json).get("layout", {})
    inert = figure_json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return (
        f'<div role="img" aria-label="{escape(alt)}"><div class="plot" data-figure="{escape(identifier)}-data"'
        f' style="height:{float(layout.get("height") or 420):.0f}px"></div></div>\n'
        f'<script type="application/json" id="{escape(identifier)}-data">{inert}</script>'
    )


def _script(source: str) -> Markup:
    return Markup(f"<script>{source}</script>")


@cache
def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


def _policy(scripts: list[str]) -> str:
    """A Content-Security-Policy: only our own scripts by their hash, nothing from elsewhere, no connection."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(scripts) or chr(39) + 'none' + chr(39)}",
            "style-src 'unsafe-inline'",  # plotly positions by style attributes
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _sheet(page: Page) -> str:
    """The margins of a printed sheet: the label above and below, the number of the page."""
    label, words = _css_text(page.banner), Wording(page.language)
    number = f'"{words["page"]} " counter(page) " {words["of"]} " counter(pages)'
    face = "font: 600 8pt sans-serif; color: #8a1f11"
    return (
        "@page { size: A4; margin: 20mm 15mm;"
        f" @top-center {{ content: {label}; {face} }} @bottom-center {{ content: {label}; {face} }}"
        f" @bottom-right {{ content: {number}; font: 8pt sans-serif; white-space: nowrap }} }}\n"
    )


def _css_text(text: str) -> str:
    """Text as a CSS string in which only letters and digits stand as themselves."""
    return '"' + "".join(char if char.isascii() and char.isalnum() else f"\\{ord(char):x} " for char in text) + '"'
