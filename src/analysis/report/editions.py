"""Reports: the overall one and one a region, in every edition, each a single HTML file made from its text and its material."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.core import kept
from analysis.core.classification import Label
from analysis.core.errors import ConfidentialityError, Problem, ReportError
from analysis.core.files import write_whole
from analysis.core.kept import Kept
from analysis.core.paths import Paths
from analysis.core.processes import beside, share_out
from analysis.core.study import Study
from analysis.privacy import log
from analysis.privacy.editions import accepted, editions_of, judge
from analysis.privacy.outgoing import labelled, read_released, read_unexplained
from analysis.privacy.release import PUBLIC
from analysis.report import nodes, page, prose, withholding
from analysis.report.exhibits import Exhibits
from analysis.report.material import INTERNAL, OVERALL, Material, Scope
from analysis.report.nodes import Node, Nodes
from analysis.report.page import Entry
from analysis.report.views import view
from analysis.report.withholding import Clearance, Withholding
from analysis.report.wording import Wording

_SCRIPT = re.compile(r"<script[^>]*>(.*?)</script>", re.DOTALL)


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
    pages = _make_all(paths, [_Report(Scope(paths, study, scope)) for scope in scopes])
    return _write(pages, [paths.editions / INTERNAL] if only is None else [])


def write_editions(paths: Paths, study: Study, edition: str | None = None) -> list[Path]:
    """Write the reports of every edition: the internal one, one a region, and the public one.

    Parameters
    ----------
    paths : Paths
    study : Study
    edition : str, optional
        This one alone.

    Returns
    -------
    list of Path
        Under `reports/editions/EDITION/`. The internal edition has `overall.html` and `region-NAME.html`, a region's that
        region's, the public one all; what may leave bears its label in its name (:func:`file_name`).

    Raises
    ------
    ReportError
        As :func:`write_reports`.
    ConfidentialityError
        When the study has no such edition, or the log of release was changed.
    """
    wanted = [INTERNAL, *editions_of(study)]
    if edition is not None and edition not in wanted:
        raise ConfidentialityError(Problem(f"edition {edition}", "is not one", " or ".join(wanted)))
    every = {name: Scope(paths, study, name) for name in (OVERALL, *study.regions)}
    reports = [_Report(scope) for scope in every.values()] if edition in (None, INTERNAL) else []
    if edition != INTERNAL:
        overall = every[OVERALL].material  # read before the work forks: both sides need it
        # what everybody inside may read needs no clearance: it is made beside that, and beside what needs one
        with beside(lambda: _keep(paths, *_before(paths, reports), reports)) as kept_meanwhile:
            leaving = []
            for clearance in clear(paths, study, overall, wanted[1:] if edition is None else [edition]):
                own = clearance.edition.removeprefix("region-")
                scopes = every if clearance.edition == PUBLIC else [own]
                leaving += [_Report(every[scope], clearance) for scope in scopes]
            _make_unknown(paths, *_before(paths, leaving), leaving)
            kept_meanwhile()
        reports += leaving
    pages = _make_all(paths, reports)
    folders = [paths.editions / name for name in wanted] if edition is None else [paths.editions / edition]
    written = _write(pages, folders)
    if edition is None:
        for gone in sorted(set(paths.editions.iterdir()) - set(folders)):
            shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    return written


def prepare(paths: Paths) -> None:
    """Compile the page and the texts of the reports, and find pandoc: no report that is made later has to wait for it."""
    page.prepare()
    nodes.prepare()
    for file in sorted(paths.report_text.glob("*.md")):
        prose.prepare(file.read_text(encoding="utf-8", errors="replace"))


@dataclass(frozen=True)
class _Report:
    """A report in one edition: its scope, and what that is held against if the report may leave."""

    scope: Scope
    clearance: Clearance | None = None

    @property
    def edition(self) -> str:
        return INTERNAL if self.clearance is None else self.clearance.edition

    @property
    def given(self) -> tuple[str, ...]:
        """All that decides, beside what the scope holds, what may be shown; two editions with the same hold the same."""
        if self.clearance is None:
            return ()
        stopped = None if self.clearance.unexplained is None else sorted(self.clearance.unexplained)
        return repr(self.clearance.decided), self.clearance.judged.to_csv(), json.dumps(stopped)

    def material(self) -> Material:
        """What the text may be made from."""
        whole = self.scope.material
        return whole if self.clearance is None else withholding.withhold(whole, self.clearance)


def clear(paths: Paths, study: Study, overall: Material, names: list[str]) -> list[Clearance]:
    """What each edition is held against, from the log of release, the gate's list and the tables of all regions."""
    events = log.read(paths)
    unexplained = read_unexplained(paths, overall.tables["passages"])
    released = read_released(paths, events)
    judged: dict[frozenset, pd.DataFrame] = {}
    before = Kept(paths.cache / "disclosure")
    cleared = []
    for name in names:
        # editions differ by what was decided for them; where that is the same, so is the judgement
        decided = accepted(events, name)
        if decided not in judged:
            judged[decided] = judge(overall.tables, study, events, name, released=released, store=before)
        cleared.append(Clearance(name, events, judged[decided], unexplained))
    before.forget_others()
    return cleared


def file_name(scope: str, edition: str, label: Label) -> str:
    """The name of a report's file; outside the internal edition with its label, since a name is seen before a page is.

    >>> file_name("drenthe", "public", Label("Departementaal Vertrouwelijk", ("medisch",)))
    'region-drenthe.departementaal-vertrouwelijk_medisch.html'
    """
    stem = OVERALL if scope == OVERALL else f"region-{scope}"
    return f"{stem}.html" if edition == INTERNAL else labelled(f"{stem}.html", label)


@dataclass(frozen=True)
class _Page:
    """A report and where it is to stand."""

    path: Path
    report: _Report
    content: Content

    def write(self) -> None:
        write_whole(self.path, frame(self.content, self.report))


def _make_all(paths: Paths, reports: list[_Report]) -> list[_Page]:
    """What each report says; all problems of all of them are told at once."""
    pages: list[_Page] = []
    contents: dict[str, Content] = {}
    before, keys = _before(paths, reports)
    problems: list[Problem] = []
    _make_unknown(paths, before, keys, reports)
    for key, report in zip(keys, reports, strict=True):
        try:
            if key not in contents:
                contents[key] = _content(paths, report, before, key)
        except ReportError as failure:
            problems += [problem for problem in failure.problems if problem not in problems]
            continue
        name = file_name(report.scope.name, report.edition, contents[key].label)
        pages.append(_Page(paths.editions / report.edition / name, report, contents[key]))
    if problems:
        raise ReportError(problems)
    before.forget_others()
    return pages


def _before(paths: Paths, reports: list[_Report]) -> tuple[Kept, list[str]]:
    """What earlier runs kept, and under which key each report is kept."""
    made_by = kept.key(kept.code(), *(path.read_bytes() for path in sorted(paths.report_text.glob("*.md"))))
    return Kept(paths.cache / "reports"), [kept.key(made_by, report.scope.digest, *report.given) for report in reports]


def _keep(paths: Paths, before: Kept, keys: list[str], reports: list[_Report]) -> str:
    """Make what no earlier run kept, one report after the other, and keep it; says nothing."""
    for key, report in zip(keys, reports, strict=True):
        if key not in before:
            # told when it is made for its page, with the problems of all others
            with contextlib.suppress(ReportError):
                _content(paths, report, before, key)
    return ""


def _make_unknown(paths: Paths, before: Kept, keys: list[str], reports: list[_Report]) -> None:
    """Make what no earlier run kept, the reports of one scope by one process: they share its material."""
    scopes: dict[str, dict[str, _Report]] = {}
    for key, report in zip(keys, reports, strict=True):
        if key not in before:
            scopes.setdefault(report.scope.name, {}).setdefault(key, report)
    most_first = sorted(scopes.values(), key=len, reverse=True)

    def make(number: int) -> None:
        group = most_first[number]
        _keep(paths, before, list(group), list(group.values()))

    share_out(make, len(most_first))


def _content(paths: Paths, report: _Report, before: Kept, key: str) -> Content:
    """What a report says; taken up from an earlier run that had the same material, decisions, text and code."""
    known = before.get(key)
    if known is not None:
        return Content.from_json(known)
    made = make_content(paths, report.material(), report.scope.material.label)
    before.put(key, dataclasses.asdict(made))
    return made


def _write(pages: list[_Page], folders: list[Path]) -> list[Path]:
    """Write pages, and leave in `folders` no other."""
    share_out(lambda number: pages[number].write(), len(pages))
    written = [page.path for page in pages]
    for folder in folders:
        for stale in set(folder.glob("*.html")) - set(written):
            stale.unlink()
    return written


@dataclass(frozen=True)
class Content:
    """What a report says, without the name of its edition, under the label of all that it was made from."""

    label: Label
    title: str
    subtitle: str
    body: str
    contents: list[Entry]
    scripts: list[str]
    kinds: list[str]
    has_passages: bool

    @staticmethod
    def from_json(data: dict[str, Any]) -> Content:
        """What `dataclasses.asdict` gave."""
        label = Label(data["label"]["level"], tuple(data["label"]["caveats"]))
        return Content(**{**data, "label": label, "contents": [_entry(entry) for entry in data["contents"]]})


def _entry(data: dict[str, Any]) -> Entry:
    return Entry(data["id"], data["text"], [_entry(entry) for entry in data["below"]])


def make_content(paths: Paths, material: Material, label: Label) -> Content:
    """What a report says, from its text and its material; it bears `label`, that of all from which the material was taken."""
    study, wording = material.study, Wording(material.study.language)
    is_internal = material.edition == INTERNAL
    names = view(material, wording) if is_internal else withholding.view(material, wording)
    functions = Exhibits if is_internal else Withholding
    exhibits = functions(material, study.classification_ceiling, wording, names)
    file = text_file(paths, material)
    where = file.relative_to(paths.root).as_posix()
    try:
        source = file.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        raise ReportError(
            Problem(where, "is not there, or not UTF-8", "the text of the report", "put it back")
        ) from None
    named = where if is_internal else f"{where} ({material.edition} edition)"
    document = prose.compose(source, named, names, exhibits.functions, wording.form)
    title, subtitle, blocks = _take_title(document["blocks"], study)
    if not is_internal:
        whole = [*withholding.open_with(material, wording), *blocks, *withholding.close_with(material, wording)]
        blocks = nodes.walk(whole, withholding.darken)
    else:
        blocks = [*blocks, *exhibits.annex.blocks()]
    blocks, contents = number_headings(blocks)
    drawn = {key: number for number, key in enumerate(exhibits.figures, 1) if key in material.figures}
    figures = {key: _figure_html(key, number, exhibits) for key, number in drawn.items()}
    laid_out = nodes.walk(blocks, lambda node: _in_place(node, figures))
    body = nodes.write_html({**document, "blocks": laid_out})
    scripts = [script for figure in figures.values() for script in _SCRIPT.findall(figure)]
    kinds = sorted({trace["type"] for key in drawn for trace in material.figures[key].plot.data})
    return Content(label, title, subtitle, body, contents, scripts, kinds, is_internal)


def frame(content: Content, report: _Report) -> str:
    """A report as HTML: what it says, with its label and its edition on it."""
    study = report.scope.study
    wording = Wording(study.language)
    return page.render(
        page.Page(
            title=content.title,
            label=content.label,
            language=study.language,
            body=content.body,
            eyebrow=_eyebrow(report, wording),
            subtitle=content.subtitle,
            notice=wording["fiction"] if study.fiction else "",
            contents=content.contents,
            has_figures=bool(content.scripts),
            scripts=content.scripts,
            kinds=content.kinds,
            has_passages=content.has_passages,
            until=wording["until release"] if report.edition == PUBLIC else "",
        )
    )


def _eyebrow(report: _Report, wording: Wording) -> str:
    """What report this is, and of which edition."""
    study = report.scope.study
    is_region = report.scope.name != OVERALL
    name = wording["regional"].format(name=study.regions[report.scope.name].name) if is_region else wording["overall"]
    return edition_name(name, report.edition, study, wording)


def edition_name(report: str, edition: str, study: Study, wording: Wording) -> str:
    """The name of a report with that of its edition; the internal one has none."""
    if edition == INTERNAL:
        return report
    region = study.regions.get(edition.removeprefix("region-"))
    return wording["edition region" if region else "edition public"].format(
        name=report, region=region.name if region else ""
    )


def text_file(paths: Paths, material: Material) -> Path:
    """The text of a report: `overall.md` or `region.md`; for another language than Dutch `overall.en.md`, if it is there."""
    stem = "region" if material.is_region else OVERALL
    translated = paths.report_text / f"{stem}.{material.study.language}.md"
    return translated if translated.is_file() else paths.report_text / f"{stem}.md"


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
    return to_html(dataclasses.replace(drawing, title=title), f"figure-{key}", exhibits.locate)


def _in_place(node: Node, figures: dict[str, str]) -> Nodes | None:
    """The figure for its place; what only HTML knows comes into the document here and nowhere earlier."""
    if node["t"] == "Table":
        return [nodes.headed(node)]
    if node["t"] != "Div" or "exhibit" not in node["c"][0][1]:
        return [node] if node["t"] in nodes.WORDED else None
    return [nodes.raw(figures[dict(node["c"][0][2])["figure"]])]
