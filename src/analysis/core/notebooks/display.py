"""What notebooks show in the same way: the label of what they show, and tables a reviewer can read."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.core.classification import Label, floor, join, label_of
from analysis.core.notebooks.headings import HEADINGS, OURS, PROBABILITIES, VALUES

if TYPE_CHECKING:
    from analysis.core.study import Study


def show_label(*tables: pd.DataFrame) -> None:
    """Show the label of all these tables together, and of all that the stage read; it becomes the notebook's.

    Parameters
    ----------
    *tables : pandas.DataFrame
        Tables with `classification` and `caveats`.
    """
    from IPython.display import display

    label: Label = join([floor(), *(label_of(table) for table in tables)])
    marker = {"regiobeeld": {"classification": label.level, "caveats": list(label.caveats)}}
    # caveats are what somebody typed in a register: no markdown, which viewers turn into whatever it says
    shown = f"<p><strong>{escape(str(label))}</strong></p>"
    display({"text/html": shown, "text/plain": str(label)}, raw=True, metadata=marker)


@dataclass(frozen=True)
class Listing:
    """A table as a reader sees it: headings and fixed values in the study's language, no row numbers.

    Attributes
    ----------
    frame : pandas.DataFrame
        All cells text.
    empty : str
        What is said instead of a table without rows.
    """

    frame: pd.DataFrame
    empty: str

    def _repr_html_(self) -> str:
        if self.frame.empty:
            return f"<p>{escape(self.empty)}</p>"
        with pd.option_context("display.max_colwidth", None):
            return self.frame.to_html(index=False, border=0, max_rows=None)

    def __repr__(self) -> str:
        return self.empty if self.frame.empty else self.frame.to_string(index=False)


def listing(table: pd.DataFrame, study: Study, *columns: str) -> Listing:
    """The rows of a table for a reader; as the last line of a cell it is shown.

    Parameters
    ----------
    table : pandas.DataFrame
    study : Study
        Gives the language, and the names of regions and organisations.
    *columns : str
        Which, in this order; default all but `classification` and `caveats`.
    """
    chosen = list(columns) or [name for name in table.columns if name not in ("classification", "caveats")]
    said = {name: [_say(value, name, study) for value in table[name]] for name in chosen}
    heads = HEADINGS[study.language]
    frame = pd.DataFrame(said, dtype="str").rename(columns={name: heads.get(name, name) for name in chosen})
    return Listing(frame, VALUES[study.language]["none"])


def _say(value: object, column: str, study: Study) -> str:
    words = VALUES[study.language]
    if isinstance(value, (bool, np.bool_)):
        word = "yes" if value else "no"
        return words.get(word, word)
    if isinstance(value, (float, np.floating)):
        text = "–" if np.isnan(value) else f"{value:.{3 if column in PROBABILITIES else 2}f}"
        return text.replace(".", ",") if study.language == "nl" else text
    text = str(value)
    if column in ("region", "group_a") and text:
        return ", ".join(study.regions[slug].name if slug in study.regions else slug for slug in text.split(";"))
    if column == "organisation" and text in study.organisations:
        return study.organisations[text].name
    return "; ".join(words.get(part, part) for part in text.split("; ")) if column in OURS else text


def counts(table: pd.DataFrame, rows: str, columns: str, empty: str = "–", study: Study | None = None) -> pd.DataFrame:
    """How many rows of `table` there are for each pair of values of two of its columns, with totals.

    With a study, values are named as its readers know them.
    """
    named = table[[rows, columns]].replace("", empty)
    total = "total"
    if study is not None:
        named = pd.DataFrame({name: [_say(value, name, study) for value in named[name]] for name in (rows, columns)})
        total = VALUES[study.language].get(total, total)
    crossed = pd.crosstab(named[rows], named[columns], margins=True, margins_name=total)
    return crossed.rename_axis(index=None, columns=None)
