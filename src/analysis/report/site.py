"""The site: every executed notebook as a page, and one page that leads to them and to the reports."""

from __future__ import annotations

import json
import os
import re
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote

from analysis.core.classification import Label, join
from analysis.core.errors import Problem, ReportError
from analysis.core.files import write_whole
from analysis.core.notebooks.render import PLOTLY_FILE, Address, Neighbours, kinds_of, label_of, render, title_of
from analysis.core.paths import Paths
from analysis.core.study import Study
from analysis.figures import engine
from analysis.figures.rendering import row_id
from analysis.privacy.editions import editions_of
from analysis.privacy.outgoing import files
from analysis.report import page
from analysis.report.editions import edition_name
from analysis.report.material import INTERNAL, OVERALL
from analysis.report.wording import Wording

_ROW = re.compile(r'<tr id="([^"]*)"')
_LABEL = re.compile(r'<meta name="classification" content="([^"]*)">')


def write_site(paths: Paths, study: Study) -> Path:
    """Write `reports/site/`: a page for each notebook, the index and one plotly.js for all of them.

    Returns
    -------
    Path
        Of `index.html`.

    Raises
    ------
    ReportError
        When there is no executed notebook.
    """
    notebooks = sorted(paths.executed.glob("*.ipynb"), key=_order)
    if not notebooks:
        raise ReportError(Problem(str(paths.executed), "holds no executed notebook", "", "run `dvc repro`"))
    about = [_about(path, study) for path in notebooks]
    titles = map(title_of, notebooks)
    names = [
        (f"{path.stem}.html", f"{title}: {name}" if name else title)
        for path, title, name in zip(notebooks, titles, about, strict=True)
    ]
    executed = [json.loads(path.read_text(encoding="utf-8")) for path in notebooks]
    pages = {
        paths.site / name: render(
            path,
            study.language,
            Neighbours(
                names[number - 1] if number else ("", ""), names[number + 1] if number + 1 < len(names) else ("", "")
            ),
            about[number],
            _address(paths, _report_of(path, study)),
        )
        for number, (path, (name, _)) in enumerate(zip(notebooks, names, strict=True))
    }
    index = paths.site / "index.html"
    label = join(map(label_of, executed))
    pages[index] = _index(paths, study, names, label)
    for stale in set(paths.site.glob("*.html")) - set(pages):
        stale.unlink()
    for path, content in pages.items():
        write_whole(path, content)
    kinds = {kind for notebook in executed for kind in kinds_of(notebook)}
    write_whole(paths.site / PLOTLY_FILE, engine.script(kinds))
    return index


def _region_of(path: Path, study: Study) -> str:
    """The region of a notebook that is run once for each; empty for all others."""
    return next((slug for slug in study.regions if path.stem.endswith(f"-{slug}")), "")


def _about(path: Path, study: Study) -> str:
    region = _region_of(path, study)
    return study.regions[region].name if region else ""


def _report_of(path: Path, study: Study) -> str:
    """The report in which the passages of a notebook can be read."""
    region = _region_of(path, study)
    return f"region-{region}.html" if region else f"{OVERALL}.html"


def _address(paths: Paths, name: str) -> Address:
    """From a figure and a mark to its row of numbers in an internal report, which leads to the passages behind it."""
    report = paths.editions / INTERNAL / name
    rows = set(_ROW.findall(report.read_text(encoding="utf-8"))) if report.is_file() else set()
    there = Path(os.path.relpath(report, paths.site)).as_posix()

    def address(key: str, mark: str) -> str | None:
        row = row_id(f"figure-{key}", mark)
        return f"{there}#{quote(row)}" if row in rows else None

    return address


def _order(path: Path) -> tuple[int, str]:
    """Notebooks in the order of the number that their name begins with."""
    number = re.match(r"\d+", path.stem)
    return (int(number[0]) if number else 10**6, path.stem)


def _index(paths: Paths, study: Study, names: list[tuple[str, str]], label: Label) -> str:
    words = Wording(study.language)
    reports = [(f"{OVERALL}.html", words["overall"])]
    reports += [
        (f"region-{slug}.html", words["regional"].format(name=region.name)) for slug, region in study.regions.items()
    ]
    titles, folder = dict(reports), paths.editions / INTERNAL
    order = [name for name, _ in reports]
    found = [
        (os.path.relpath(folder / name, paths.site), title, _label(folder / name))
        for name, title in reports
        if (folder / name).is_file()
    ]
    leaving = [
        (os.path.relpath(path, paths.site), edition_name(titles[name], edition, study, words), _label(path))
        for edition in editions_of(study)
        for name, path in sorted(files(paths, edition).items(), key=lambda each: (*order, each[0]).index(each[0]))
        if name in titles
    ]
    body = "\n".join(
        [
            f"<h2>{escape(words['editions'])}</h2>" if found else "",
            _list(found, "ul") if found else "",
            f"<h2>{escape(words['leaving'])}</h2>" if leaving else "",
            _list(leaving, "ul") if leaving else "",
            f"<h2>{escape(words['notebooks'])}</h2>",
            f"<p>{escape(words['site intro'])}</p>",
            _list([(*name, "") for name in names], "ol"),
        ]
    )
    return page.render(
        page.Page(
            title=study.title,
            label=label,
            language=study.language,
            body=body,
            eyebrow=words["site"],
            subtitle=study.subtitle,
            notice=words["fiction"] if study.fiction else "",
        )
    )


def _label(path: Path) -> str:
    """The label that a page bears."""
    with path.open(encoding="utf-8") as page:
        found = _LABEL.search(page.read(4000))
    return unescape(found[1]) if found else ""


def _list(links: list[tuple[str, str, str]], kind: str) -> str:
    """Links, each with what is said under it."""
    items = "\n".join(
        f'<li><a href="{escape(Path(address).as_posix())}">{escape(title)}</a>'
        f"{f'<br><small>{escape(said)}</small>' if said else ''}</li>"
        for address, title, said in links
    )
    return f'<{kind} class="links">\n{items}\n</{kind}>'
