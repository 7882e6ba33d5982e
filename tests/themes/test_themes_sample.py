"""Every theme that SAMPLE.md plants is found in the sample's own texts."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis import encoders, passages, sources, themes
from analysis.core import workspace
from analysis.core.paths import Paths
from analysis.themes import ThemeSettings


def planted_in(cut: pd.DataFrame, described: str) -> pd.Series:
    """The planted theme whose characteristic words a passage uses most, of those that its source raises; else ""."""
    words = {
        theme: [word.strip().lower() for word in row.split(",")]
        for theme, row in re.findall(r"### `([a-z-]+)`:.*?\n- words: (.*?)\n", described, re.DOTALL)
    }
    found = re.search(r"```csv\n(theme,.*?)```", described, re.DOTALL)
    assert found is not None
    raised = pd.read_csv(io.StringIO(found[1]), index_col="theme")

    def name(row: pd.Series) -> str:
        counts = {
            theme: sum(row["text"].lower().count(word) for word in own)
            for theme, own in words.items()
            if raised.loc[theme, row["source_id"]] == 1
        }
        best = max(counts.values(), default=0)
        first = [theme for theme, count in counts.items() if count == best]
        return first[0] if best and len(first) == 1 else ""

    return cut.apply(name, axis=1)


@pytest.mark.slow
def test_each_planted_theme_is_found_and_the_themes_agree_with_what_was_planted(sample: Path, tmp_path: Path) -> None:
    from sklearn.metrics import adjusted_mutual_info_score

    shutil.copytree(sample, tmp_path / "data/raw")
    shutil.copy2(sample.parents[1] / "params.yaml", tmp_path / "params.yaml")
    study = workspace.open(str(tmp_path))
    read = sources.read_all(study.register, study.paths, study.guide, study.study, study.params.sources)
    sources.write(read, study.paths)
    loaded = passages.load(Paths(tmp_path))
    cut = passages.segment(loaded.sources, loaded.turns, loaded.texts, study.guide, study.params.passages)
    dense = encoders.embed(cut, study.params.encoder, study.paths.embeddings).vectors
    found = themes.find(cut, dense, ThemeSettings(), study.params.seed, study.study)
    both = cut.assign(planted=planted_in(cut, (sample / "SAMPLE.md").read_text(encoding="utf-8")))
    both = both.merge(found.passage_themes, on="passage_id")
    both = both[(both["planted"] != "") & (both["theme_id"] != "")]
    table = pd.crosstab(both["planted"], both["theme_id"])
    assert len(table) >= 16
    # the theme that holds most of a planted one is mostly about it, and no two planted ones share a theme
    best = table.idxmax(axis=1)
    assert best.is_unique
    assert all(table[best[theme]].idxmax() == theme for theme in table.index)
    assert (table.max(axis=1) / table.sum(axis=1)).min() >= 0.6
    assert adjusted_mutual_info_score(both["planted"], both["theme_id"]) >= 0.85
