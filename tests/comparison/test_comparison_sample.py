"""From the files of the sample study to verdicts: what was planted in the text is found in the end."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from comparison_sample import ROOT, planted

from analysis import comparison

CLAIMS = ("more here", "less here", "only here")


def themes_of(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Sources, passages, themes and their passages of the sample, as the pipeline's stages make them."""
    from analysis import encoders, passages, sources, themes
    from analysis.core import workspace

    shutil.copytree(ROOT / "data/raw", folder / "data/raw")
    shutil.copy(ROOT / "params.yaml", folder)
    study = workspace.open(str(folder))
    params = study.params
    read = sources.read_all(study.register, study.paths, study.guide, study.study, params.sources)
    sources.write(read, study.paths)
    loaded = passages.load(study.paths)
    cut = passages.segment(loaded.sources, loaded.turns, loaded.texts, study.guide, params.passages)
    vectors = encoders.embed(cut, params.encoder, study.paths.embeddings).vectors
    found = themes.find(cut, vectors, params.themes, params.seed, study.study)
    return loaded.sources, cut, found.themes, found.passage_themes


def named(themes: pd.DataFrame) -> dict[str, str]:
    """Planted theme of each theme found: the one with most of its words among those that SAMPLE.md lists."""
    text = (ROOT / "data/raw/SAMPLE.md").read_text(encoding="utf-8")
    listed = {
        slug: set(re.findall(r"\w+", words.lower()))
        for slug, words in re.findall(r"^### `([a-z-]+)`.*?^- words: (.*?)$", text, re.DOTALL | re.MULTILINE)
    }
    names = {}
    for theme, words in themes[["theme_id", "words"]].itertuples(index=False):
        own = set(re.findall(r"\w+", words.lower()))
        best = max(listed, key=lambda slug: len(own & listed[slug]))
        if len(own & listed[best]) >= 3:
            names[theme] = best
    return names


@pytest.mark.slow
def test_what_was_planted_in_the_text_is_found_from_the_files_on(tmp_path: Path) -> None:
    sample = planted()
    sources, passages, themes, placed = themes_of(tmp_path)
    names = named(themes)
    # how finely the model cuts is the themes' own matter: parts of one planted theme are merged, as a researcher would
    placed["theme_id"] = placed["theme_id"].replace(names)
    themes = themes.assign(theme_id=themes["theme_id"].replace(names)).drop_duplicates("theme_id")
    compared = comparison.compare(
        passages,
        sources,
        comparison.mentions(passages, placed),
        comparison.labels(themes),
        sample.study,
        sample.guide,
        comparison.ComparisonSettings(resamples=200),
        1,
    )
    rows = compared.contrasts[compared.contrasts["contrast"] == "region"]
    keys = rows[["label_id", "group_a", "verdict"]].itertuples(index=False)
    found = {(label, region): verdict for label, region, verdict in keys}
    expected = {
        (theme, region): word for theme, given in sample.truth["verdicts"].items() for region, word in given.items()
    }
    assert {key: found.get(key, "theme not found") for key in expected} == expected
    assert {key for key, word in found.items() if word in CLAIMS} == {
        k for k, word in expected.items() if word in CLAIMS
    }
