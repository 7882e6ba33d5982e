"""From the files of the sample study to verdicts: what was planted in the text is found in the end."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from comparison_sample import ROOT, Planted, planted

from analysis import comparison

CLAIMS = ("more here", "less here", "only here")


def themes_of(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Sources, passages, themes and their passages of the sample, as the pipeline's stages make them."""
    from analysis import encoders, passages, sources, themes, workspace

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


def named(passages: pd.DataFrame, placed: pd.DataFrame, sample: Planted) -> dict[str, str]:
    """Planted theme of each theme found: the one whose sources it is most in, by correlation."""
    borne = placed.merge(passages[["passage_id", "source_id"]], on="passage_id")
    found = pd.crosstab(borne["source_id"], borne["theme_id"])
    meant = sample.mentions.merge(sample.passages[["passage_id", "source_id"]], on="passage_id")
    truth = pd.crosstab(meant["source_id"], meant["label_id"]).reindex(found.index, fill_value=0)
    like = np.corrcoef(found.gt(0).T, truth.gt(0).T)[: found.shape[1], found.shape[1] :]
    like = np.nan_to_num(like)
    return {
        theme: truth.columns[row.argmax()] for theme, row in zip(found.columns, like, strict=True) if row.max() > 0.6
    }


@pytest.mark.slow
def test_what_was_planted_in_the_text_is_found_from_the_files_on(tmp_path: Path) -> None:
    sample = planted()
    sources, passages, themes, placed = themes_of(tmp_path)
    names = named(passages, placed, sample)
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
    found = {(names.get(label, label), region): verdict for label, region, verdict in keys}
    expected = {
        (theme, region): word for theme, given in sample.truth["verdicts"].items() for region, word in given.items()
    }
    assert {key: found.get(key, "theme not found") for key in expected} == expected
    assert {key for key, word in found.items() if word in CLAIMS} == {
        k for k, word in expected.items() if word in CLAIMS
    }
