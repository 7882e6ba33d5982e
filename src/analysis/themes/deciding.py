"""The desk of notebook 4: read a theme, then name, merge, split, hide or show it.

Open in JupyterLab the choices are widgets; in the pipeline, where a widget's random ids would change the bytes, the
decisions that were taken are listed instead.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.core import signature
from analysis.core.errors import RegiobeeldError
from analysis.core.paths import Paths
from analysis.core.study import Study
from analysis.themes import rulings, storage

ACTIONS = ("name", "merge", "split", "hide", "show", "note")

SAID: dict[str, dict[str, str]] = {
    "nl": {
        "theme": "Thema",
        "action": "Besluit",
        "name": "naam geven",
        "merge": "samenvoegen met",
        "split": "splitsen",
        "hide": "terzijde leggen",
        "show": "weer tonen",
        "note": "opmerking",
        "value": "Naam of opmerking",
        "into": "Met",
        "why": "Waarom",
        "who": "Wie",
        "button": "Leg vast",
        "done": "Vastgelegd in data/raw/decisions/themes.csv; `dvc repro` past het toe.",
    },
    "en": {
        "theme": "Theme",
        "action": "Decision",
        "name": "name",
        "merge": "merge into",
        "split": "split",
        "hide": "set aside",
        "show": "show again",
        "note": "remark",
        "value": "Name or remark",
        "into": "Into",
        "why": "Why",
        "who": "Who",
        "button": "Record",
        "done": "Recorded in data/raw/decisions/themes.csv; `dvc repro` applies it.",
    },
}

QUOTED = 3
"""Showing passages beside the theme that is decided about."""


@dataclass
class Desk:
    """Decide about the themes of a run.

    Parameters
    ----------
    themes : pandas.DataFrame
        Table `themes`.
    passages, passage_themes : pandas.DataFrame
        For the passages that show the theme.
    study : Study
    paths : Paths
    """

    themes: pd.DataFrame
    passages: pd.DataFrame
    passage_themes: pd.DataFrame
    study: Study
    paths: Paths
    taken: list[dict[str, str]] = field(default_factory=list)

    def read(self, theme: str) -> str:
        """What is known of a theme, as plain text: its words, its spread and the passages that show it."""
        row = self.themes.set_index("theme_id").loc[theme]
        shows = self.passage_themes.query("theme_id == @theme and representative > 0").sort_values("representative")
        quoted = shows.merge(self.passages[["passage_id", "text"]], on="passage_id")["text"].head(QUOTED)
        head = f"{theme} · {row['name']}  (n = {row['n_passages']}, {row['stability']:.2f})\n{row['words']}"
        return "\n\n".join([head, *quoted])

    def decide(self, action: str, theme: str, value: str = "", who: str = "", why: str = "") -> dict[str, str]:
        """Record a decision; :func:`analysis.themes.rulings.decide` says what it may be."""
        row = rulings.decide(self.paths, list(self.themes["theme_id"]), action, theme, value, who, why)
        self.taken.append(row)
        return row

    def widgets(self) -> Any:
        """Choices for a live notebook."""
        import ipywidgets as w

        said = SAID[self.study.language]
        ids = [(f"{row.theme_id} {row.name}", row.theme_id) for row in self.themes.itertuples(index=False)]
        theme = w.Dropdown(options=ids, description=said["theme"])
        action = w.Dropdown(options=[(said[one], one) for one in ACTIONS], description=said["action"])
        value, into = w.Text(description=said["value"]), w.Dropdown(options=ids, description=said["into"])
        why, who = w.Text(description=said["why"]), w.Text(value=signature.known(), description=said["who"])
        button, told = w.Button(description=said["button"], button_style="primary"), w.Label()
        # a passage is text and never markup: a text area shows it as it is
        reading = w.Textarea(disabled=True, layout=w.Layout(width="100%", height="16em"))

        def turn(_: object = None) -> None:
            reading.value = self.read(theme.value)
            into.layout.display = "" if action.value == "merge" else "none"
            value.layout.display = "" if action.value in ("name", "note") else "none"

        def record(_: object = None) -> None:
            given = {"merge": into.value, "name": value.value, "note": value.value}.get(action.value, "")
            try:
                self.decide(action.value, theme.value, given, who.value, why.value)
            except RegiobeeldError as failure:
                told.value = str(failure)
            else:
                told.value, value.value = said["done"], ""

        theme.observe(turn, names="value")
        action.observe(turn, names="value")
        button.on_click(record)
        turn()
        return w.VBox([w.HBox([theme, action, into, value]), reading, w.HBox([why, who, button]), told])


def desk(themes: pd.DataFrame, passages: pd.DataFrame, passage_themes: pd.DataFrame, study: Study, paths: Paths) -> Any:
    """The desk as the last line of a cell: widgets where a reader can choose, the decisions taken otherwise."""
    from analysis.core.notebooks.display import listing
    from analysis.figures.explore import live

    if live():
        return Desk(themes, passages, passage_themes, study, paths).widgets()
    return listing(storage.read_decisions(paths), study)
