"""Reports: the overall one and one a region, each a single HTML file made from its text and its material."""

from __future__ import annotations

import dataclasses
import os
import re
from pathlib import Path

from analysis.errors import Problem, ReportError
from analysis.paths import Paths
from analysis.report import nodes, page
from analysis.report.exhibits import Exhibits
from analysis.report.material import OVERALL, Material, read_material
from analysis.report.nodes import Node, Nodes
from analysis.report.page import Entry
from analysis.report.prose import compose
from analysis.report.views import view
from analysis.report.wording import Wording
from analysis.study import Study

_SCRIPT = re.compile(r"<script[^>]*>(.*?)</script>", re.DOTALL)

EDITION = "internal"
"""The edition for those who may see all up to the study's ceiling."""


def write_reports(paths: Paths, study: Study, only: str | None = None) -> list[Path]:
    """Write the reports of the internal edition.

    Parameters
    ----------
    paths : Paths
    study : Study
    only : str, optional
        `"overall"` or the slug of a region: that report alone, from that scope's tables and figures alone.

    Returns
    -------
    list of Path
        `overall.html` and `region-NAME.html` under `reports/editions/internal/`, as far as asked for.

    Raises
    ------
    ReportError
        With everything a text asks for that is not there or may not be shown, each with its file and line. No report is
        written unless all that were asked for can be.
    """
    scopes = [OVERALL, *study.regions] if only is None else [only]
    if unknown := [scope for scope in scopes if scope != OVERALL and scope not in study.regions]:
        raise ReportError(
            Problem(f"the report {unknown[0]!r}", "is none of this study", f"{OVERALL} or {' or '.join(study.regions)}")
        )
    pages: dict[Path, str] = {}
    problems: list[Problem] = []
    for scope in scopes:
        name = f"{OVERALL}.html" if scope == OVERALL else f"region-{scope}.html"
        try:
            pages[paths.editions / EDITION / name] = make_report(paths, read_material(paths, study, scope))
        except ReportError as failure:
            problems += [problem for problem in failure.problems if problem not in problems]
    if problems:
        raise ReportError(problems)
    for path, content in pages.items():
        write_text(content, path)
    if only is None:
        for stale in set((paths.editions / EDITION).glob("*.html")) - set(pages):
            stale.unlink()
    return list(pages)


def make_report(paths: Paths, material: Material) -> str:
    """One report as HTML."""
    study, wording = material.study, Wording(material.study.language)
    names = view(material, wording)
    exhibits = Exhibits(material, study.classification_ceiling, wording, names)
    file = text_file(paths, material)
    where = file.relative_to(paths.root).as_posix()
    try:
        source = file.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        raise ReportError(
            Problem(where, "is not there, or not UTF-8", "the text of the report", "put it back")
        ) from None
    document = compose(source, where, names, exhibits.functions, wording.form)
    title, subtitle, blocks = _take_title(document["blocks"], study)
    blocks, contents = number_headings(blocks)
    figures = {key: _figure_html(key, number, exhibits) for number, key in enumerate(exhibits.figures, 1)}
    laid_out = nodes.walk(blocks, lambda node: _in_place(node, figures))
    body = nodes.write_html({**document, "blocks": laid_out})
    name = study.regions[material.scope].name if material.is_region else ""
    return page.render(
        page.Page(
            title=title,
            label=material.label,
            language=study.language,
            body=body,
            eyebrow=wording["regional"].format(name=name) if material.is_region else wording["overall"],
            subtitle=subtitle,
            notice=wording["fiction"] if study.fiction else "",
            contents=contents,
            has_figures=bool(figures),
            scripts=[script for figure in figures.values() for script in _SCRIPT.findall(figure)],
        )
    )


def text_file(paths: Paths, material: Material) -> Path:
    """The text of a report: `overall.md` or `region.md`; for another language than Dutch `overall.en.md`, if it is there."""
    stem = "region" if material.is_region else OVERALL
    translated = paths.report_text / f"{stem}.{material.study.language}.md"
    return translated if translated.is_file() else paths.report_text / f"{stem}.md"


def write_text(content: str, path: Path) -> None:
    """Write beside and rename: a reader never meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    beside.write_text(content, encoding="utf-8", newline="\n")
    os.replace(beside, path)


def number_headings(blocks: Nodes) -> tuple[Nodes, list[Entry]]:
    """Headings with a number and an id of their own, and the contents made of them.

    A heading with the class `unnumbered` (`## Bijlage {-}`) gets no number.
    """
    contents: list[Entry] = []
    used: set[str] = set()
    chapter = section = 0
    numbered: Nodes = []
    for node in blocks:
        if node["t"] != "Header":
            numbered.append(node)
            continue
        level, (_, classes, pairs), content = node["c"]
        text = nodes.plain(content)
        anchor = base = f"s-{nodes.slug(text)}"
        suffix = 2
        while anchor in used:
            anchor, suffix = f"{base}-{suffix}", suffix + 1
        used.add(anchor)
        number = ""
        if level == 2:
            section = 0
            if "unnumbered" not in classes:
                chapter += 1
                number = str(chapter)
            contents.append(Entry(anchor, f"{number} {text}".strip()))
        elif level == 3 and contents:
            if "unnumbered" not in classes and contents[-1].text[:1].isdigit():
                section += 1
                number = f"{chapter}.{section}"
            contents[-1].below.append(Entry(anchor, f"{number} {text}".strip()))
        head = [nodes.span([{"t": "Str", "c": number}], "number"), {"t": "Space"}] if number else []
        numbered.append({"t": "Header", "c": [level, [anchor, [], pairs], [*head, *content]]})
    return numbered, contents


def _take_title(blocks: Nodes, study: Study) -> tuple[str, str, Nodes]:
    """The text's first heading of level 1 as title; the paragraph in a `subtitle` div or else the study's subtitle."""
    title, rest = study.title, blocks
    if blocks and blocks[0]["t"] == "Header" and blocks[0]["c"][0] == 1:
        title, rest = nodes.plain(blocks[0]["c"][2]), blocks[1:]
    return title, study.subtitle, rest


def _figure_html(key: str, number: int, exhibits: Exhibits) -> str:
    from analysis.figures.rendering import to_html

    drawing = exhibits.material.figures[key]
    title = f"{exhibits.wording['figure']} {number}. {drawing.title}"
    return to_html(dataclasses.replace(drawing, title=title), f"figure-{key}", exhibits.address)


def _in_place(node: Node, figures: dict[str, str]) -> Nodes | None:
    """The figure for its place; what only HTML knows comes into the document here and nowhere earlier."""
    if node["t"] != "Div" or "exhibit" not in node["c"][0][1]:
        return None
    return [nodes.raw(figures[dict(node["c"][0][2])["figure"]])]
