"""A decision about a theme holds from the first one on: nobody has to know that themes are accepted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from themes_corpus import passages, study, vectors

from analysis import themes
from analysis.core import tables
from analysis.core.paths import Paths
from analysis.themes import Themes, ThemeSettings

STUDY = """\
title: Klein
main_question: Hoe
language: nl
classification_ceiling: Ongerubriceerd
sub_questions: {}
aspects: {}
organisations: {gemeente: {name: Gemeente}}
regions: {noord: {name: Noordbroek}}
national: {}
"""


def command(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "analysis.cli", "themes", *arguments], cwd=root, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_a_theme_that_is_named_before_any_was_accepted_keeps_its_id_and_its_name(tmp_path: Path) -> None:
    paths = Paths(tmp_path)
    paths.study.parent.mkdir(parents=True)
    paths.study.write_text(STUDY, encoding="utf-8")
    corpus = passages(("wijk", "privacy", "terug"))
    dense = vectors(corpus, tmp_path / "vectors")

    def rerun() -> Themes:
        return themes.find(
            corpus,
            dense,
            ThemeSettings(),
            1,
            study(),
            baseline=themes.read_baseline(paths),
            decisions=themes.read_decisions(paths),
        )

    first = rerun()
    themes.write(first, paths)
    paths.passages.parent.mkdir(parents=True, exist_ok=True)
    unsaid = dict.fromkeys(("sub_question", "municipality", "organisation", "date"), "")
    whole = corpus.drop(columns="truth").assign(turn=1, start=0, end=1, kind="interview", **unsaid)
    tables.write("passages", whole, paths.passages)
    told = command(tmp_path, "name", "T02", "Onze naam", "--who", "B. Lezer")
    assert "T02 stays T02" in told
    second = rerun()
    assert list(second.themes["theme_id"]) == list(first.themes["theme_id"])
    assert second.themes.set_index("theme_id").loc["T02", "name"] == "Onze naam"
    themes.write(second, paths)
    assert "accepted with it" not in command(tmp_path, "hide", "T02", "--who", "B. Lezer"), "it is held already"
