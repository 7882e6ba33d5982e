"""A figure with all that belongs to it: its numbers, its text alternative, its evidence and its label.

A figure is its JSON; HTML, PNG, SVG and PDF are renderings of it (see :mod:`analysis.figures.rendering`).
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.core.classification import Label, floor, join, split_caveats
from analysis.core.errors import Problem, ReportError
from analysis.core.files import write_whole
from analysis.figures.lettering import clean
from analysis.figures.plot import Plot

if TYPE_CHECKING:
    import plotly.graph_objects as go

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FORMULA = ("=", "+", "-", "@")
"""A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection)."""


@dataclass(frozen=True)
class Drawing:
    """One figure.

    Parameters
    ----------
    key : str
        Slug by which report text asks for it; the stem of its files.
    title : str
        What is seen, in a sentence.
    plot : Plot
        What is drawn, as plotly.js takes it; without text of passages.
    alt : str
        Text alternative, written from the data.
    table : pandas.DataFrame
        The numbers, columns named in the study's language; the index, named `mark`, names the mark of each row.
    cells : mapping of str to tuple of str
        Mark -> ids of the passages behind it. Marks also stand in the figure's `customdata`.
    label : Label
        Join of the labels of all it was made from; raised to that of all which the stage read.
    language : str
        `nl` or `en`.
    """

    key: str
    title: str
    plot: Plot
    alt: str
    table: pd.DataFrame
    cells: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    label: Label = field(default_factory=Label)
    language: str = "nl"

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", join([self.label, floor()]))
        if not KEY.fullmatch(self.key):
            raise ReportError(
                Problem(
                    "a figure's key", "is no slug", "small letters, digits and single hyphens", "choose another key"
                )
            )

    @cached_property
    def figure(self) -> go.Figure:
        """The plot as an object of plotly's, for who wants to go on with it."""
        import plotly.graph_objects as go

        return go.Figure({"data": self.plot.data, "layout": self.plot.layout})

    def to_json(self) -> str:
        """The figure as JSON, equal for equal figures; title, text alternative and label are in `layout.meta`."""
        meta = {
            "key": self.key,
            "title": self.title,
            "alt": self.alt,
            "classification": self.label.level,
            "caveats": list(self.label.caveats),
            "language": self.language,
        }
        separators = {"separators": ",." if self.language == "nl" else ".,"}
        content = {"data": self.plot.data, "layout": separators | self.plot.layout | {"meta": meta}}
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        # in JSON these three stand in strings only; so written, the text is safe inside a <script>
        return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")

    def _ipython_display_(self) -> None:
        """Show the figure, then its text alternative and its numbers in a folded table."""
        from IPython.display import display

        from analysis.figures.rendering import to_notes

        content = json.loads(self.to_json())
        display({"application/vnd.plotly.v1+json": content, "text/plain": self.alt}, raw=True)
        display({"text/html": to_notes(self), "text/plain": self.alt}, raw=True)


def save(drawing: Drawing, folder: Path) -> Path:
    """Write KEY.json (the figure), KEY.csv (its numbers) and KEY.cells.json (mark -> passage ids) into `folder`.

    Returns
    -------
    Path
        Of KEY.json.
    """
    folder.mkdir(parents=True, exist_ok=True)
    cells = {mark: list(ids) for mark, ids in sorted(drawing.cells.items())}
    contents = {
        ".csv": to_csv(drawing.table),
        ".cells.json": json.dumps(cells, ensure_ascii=False, indent=0, sort_keys=True) + "\n",
        ".json": drawing.to_json() + "\n",
    }
    for suffix, content in contents.items():
        write_whole(folder / f"{drawing.key}{suffix}", content)
    return folder / f"{drawing.key}.json"


def save_all(drawings: Iterable[Drawing], folder: Path) -> list[Path]:
    """Write drawings into `folder`, and remove from it every figure that is not among them.

    Returns
    -------
    list of Path
        Of each KEY.json, in the order given.
    """
    written = [save(drawing, folder) for drawing in drawings]
    kept = {path.stem for path in written}
    for path in sorted(folder.iterdir()):
        if path.name.split(".")[0] not in kept:
            path.unlink()
    return written


def load(folder: Path, key: str) -> Drawing:
    """The drawing that :func:`save` wrote.

    Raises
    ------
    ReportError
        When one of its three files is missing or is not what :func:`save` wrote.
    """
    if not KEY.fullmatch(key):
        raise ReportError(Problem("a figure's key", "is no slug", "small letters, digits and single hyphens"))
    missing = [name for name in (f"{key}.json", f"{key}.csv", f"{key}.cells.json") if not (folder / name).is_file()]
    if missing:
        raise ReportError(
            Problem(f"{folder / name}", "is not there", "a saved figure", "run `dvc repro`") for name in missing
        )
    try:
        content = json.loads((folder / f"{key}.json").read_text(encoding="utf-8"))
        meta = content["layout"].pop("meta")
        cells = json.loads((folder / f"{key}.cells.json").read_text(encoding="utf-8"))
        table = pd.read_csv(folder / f"{key}.csv", index_col="mark", dtype={"mark": "str"}, keep_default_na=True)
        return Drawing(
            key,
            meta["title"],
            Plot(list(content["data"]), content["layout"]),
            meta["alt"],
            table,
            {mark: tuple(ids) for mark, ids in cells.items()},
            Label(meta["classification"], split_caveats(";".join(meta["caveats"]))),
            meta["language"],
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        raise ReportError(
            Problem(str(folder / f"{key}.json"), "is no saved figure", "files written by `save`", "run `dvc repro`")
        ) from None


def to_csv(table: pd.DataFrame) -> str:
    """`table` as CSV, index first; a cell of text that a spreadsheet would run as a formula is prefixed by `'`."""
    frame = table.reset_index()
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([guard(str(column)) for column in frame.columns])
    for row in frame.itertuples(index=False, name=None):
        writer.writerow([guard(cell) if isinstance(cell, str) else _number(cell) for cell in row])
    return buffer.getvalue()


def guard(text: str) -> str:
    """`text` on one line, and such that no spreadsheet takes it for a formula."""
    kept = clean(text)
    return f"'{kept}" if kept.startswith(FORMULA) else kept


def _number(cell: object) -> object:
    return "" if cell is None or cell != cell else cell  # what is no number is not equal to itself
