"""The sheet a figure is drawn on: what stands fixed before anything is drawn, and how the whole is handed in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.core.classification import Label
from analysis.figures import style
from analysis.figures.drawing import Drawing
from analysis.figures.lettering import wrap
from analysis.figures.plot import Plot
from analysis.figures.words import Words


def key_of(*parts: str) -> str:
    """A figure's key of parts, the empty ones left out."""
    return "-".join(filter(None, (re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in parts)))


@dataclass(frozen=True)
class Sheet:
    """Key, title, columns of the table (named in the study's language) and label of a figure that is still to be drawn."""

    words: Words
    key: str
    title: str
    columns: Sequence[str]
    label: Label

    def nothing(self, why: str) -> Drawing:
        """The drawing that stands where there is nothing to draw, and says so; `why` is a key of the figures' words."""
        sentence = self.words("nothing", why=self.words(why))
        plot = Plot()
        left = {"x": 0, "xref": "paper", "xanchor": "left", "y": 0.5, "yref": "paper"}
        plot.annotate({"text": wrap(sentence, 100), "showarrow": False} | left)
        blank = {"visible": False, "range": [0, 1]}
        style.finish(plot, self.title, 60, xaxis=blank, yaxis=blank)
        return self.drawing(plot, sentence, self.table([], []))

    def table(self, rows: Iterable[tuple[Any, ...]], marks: Iterable[str]) -> pd.DataFrame:
        """The numbers: a row for each mark."""
        return pd.DataFrame(list(rows), columns=list(self.columns), index=pd.Index(list(marks), name="mark"))

    def drawing(
        self,
        plot: Plot,
        alt: str,
        table: pd.DataFrame,
        cells: Mapping[str, tuple[str, ...]] | None = None,
    ) -> Drawing:
        """What was drawn on the sheet, with its text alternative, its numbers and the passages behind its marks."""
        return Drawing(self.key, self.title, plot, alt, table, cells or {}, self.label, self.words.language)
