"""The planted table of SAMPLE.md as passages and mentions: the statistics on their own, apart from any topic model."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import yaml

from analysis.core.paths import Paths
from analysis.core.study import Guide, Study, read_guide, read_study

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = {"rollen": "V02", "samenwerking": "V06", "informatie": "V09"}


@dataclass(frozen=True)
class Planted:
    """What SAMPLE.md plants, as the tables that `compare` takes."""

    passages: pd.DataFrame
    sources: pd.DataFrame
    mentions: pd.DataFrame
    labels: pd.DataFrame
    study: Study
    guide: Guide
    truth: dict = field(default_factory=dict)


def planted() -> Planted:
    """Each planted theme is one passage of 100 words of its source, with two of filler that bear no theme."""
    paths = Paths(ROOT)
    study = read_study(paths)
    text = (paths.raw / "SAMPLE.md").read_text(encoding="utf-8")
    table = pd.read_csv(io.StringIO(re.search(r"```csv\n(theme,.*?)```", text, re.DOTALL).group(1)), index_col="theme")
    truth = yaml.safe_load(re.search(r"```yaml\n(verdicts:.*?)```", text, re.DOTALL).group(1))
    sources = pd.read_csv(paths.register, dtype=str, keep_default_na=False)
    rows = [
        (source, number, theme)
        for source in table.columns
        for number, theme in enumerate([*table.index[table[source] == 1], "", ""], start=1)
    ]
    return tabulate(rows, sources, study, read_guide(paths, study), truth)


def tabulate(rows: list, sources: pd.DataFrame, study: Study, guide: Guide, truth: dict | None = None) -> Planted:
    """Tables of passages of 100 words from rows of (source, number, theme)."""
    frame = pd.DataFrame(rows, columns=["source_id", "turn", "theme"])
    frame["passage_id"] = frame["source_id"] + "-" + frame["turn"].astype(str).str.zfill(4)
    joined = frame.merge(
        sources[["source_id", "region", "municipality", "organisation", "kind", "date", "classification", "caveats"]],
        on="source_id",
    )
    paper = joined["kind"].eq("document")
    passages = joined.assign(
        voice=joined["source_id"] + paper.map({True: "", False: "/R1"}),
        role=paper.map({True: "document", False: "respondent"}),
        start=0,
        end=10,
        words=100,
        text="verzonnen tekst over " + joined["theme"],
        text_hash="",
        question_id="",
        sub_question="",
        aspect="",
    )
    themes = sorted(set(frame["theme"]) - {""})
    mentions = frame.loc[frame["theme"] != "", ["theme", "passage_id"]].rename(columns={"theme": "label_id"})
    mentions.insert(0, "label_kind", "theme")
    labels = pd.DataFrame({"label_kind": "theme", "label_id": themes, "name": themes})
    return Planted(passages.drop(columns="theme"), sources, mentions, labels, study, guide, truth or {})
