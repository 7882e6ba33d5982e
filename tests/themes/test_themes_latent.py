"""A corpus's own words are analysed as scikit-learn does it, to the bit, and without loading it."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from scipy.sparse import hstack
from themes_corpus import passages, study

from analysis.themes import language
from analysis.themes.arithmetic import one_thread
from analysis.themes.latent import Latent, ngrams

STRANGE = ["Ω ΣΑΣ İstanbul straße vuur", "boom İstanbul ΣΑΣ straße kat", "kat", "kat boom boom vuur"] * 3
OTHER = ["De wijkagent deelt geen gegevens", "", "xqz!", "Telegram en telegrammen"]


def by_scikit_learn(words: language.Vocabulary, texts: list[str], others: list[str], dimensions: int) -> list:
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    rows, more = (
        [" ".join(lemma for lemma in words.lemmas(text) if lemma) for text in some] for some in (texts, others)
    )
    options = {"max_df": 0.5, "sublinear_tf": True}
    whole = TfidfVectorizer(analyzer=str.split, min_df=2, **options)
    parts = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=3, **options)
    svd = TruncatedSVD(dimensions, n_iter=4, random_state=0)
    return [
        getattr(svd, step)(hstack([getattr(part, step)(some) for part in (whole, parts)]).tocsr())
        for step, some in (("fit_transform", rows), ("transform", more))
    ]


@pytest.mark.slow
@pytest.mark.parametrize("texts", [passages()["text"].tolist(), passages(each=2)["text"].tolist(), STRANGE])
def test_rows_are_those_of_scikit_learn_to_the_bit(texts: list[str]) -> None:
    words = language.build(texts, study())
    with one_thread():
        latent = Latent(words, 30)
        rows = latent.fit_transform(texts)
        expected = by_scikit_learn(words, texts, OTHER, rows.shape[1])
        assert rows.shape[1] > 1
        assert np.array_equal(rows, expected[0])
        assert np.array_equal(latent.transform(OTHER), expected[1])


def test_where_no_word_is_in_two_texts_there_is_nothing_to_see() -> None:
    texts = ["huis", "boom", "kat"]
    latent = Latent(language.build(texts, study()), 30)
    assert latent.fit_transform(texts).tolist() == latent.transform(texts).tolist() == [[0.0]] * 3


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("a", [" a "]),
        ("ab", [" ab", "ab ", " ab "]),
        ("abc", [" ab", "abc", "bc ", " abc", "abc ", " abc "]),
        ("Abcd", [" ab", "abc", "bcd", "cd ", " abc", "abcd", "bcd ", " abcd", "abcd "]),
    ],
)
def test_parts_of_a_word_reach_over_its_ends(word: str, found: list[str]) -> None:
    assert ngrams(word) == found


@pytest.mark.slow
def test_themes_are_found_without_scikit_learn() -> None:
    code = (
        "import sys, numpy, themes_corpus; from analysis import themes; rows = themes_corpus.passages();"
        "vectors = numpy.random.default_rng(0).normal(size=(len(rows), 8));"
        "found = themes.find(rows, vectors, themes.ThemeSettings(runs=20), 1, themes_corpus.study());"
        "print(len(found.themes) > 0, 'sklearn' in sys.modules, 'scipy.stats' in sys.modules)"
    )
    here = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=here, timeout=300)
    assert done.stdout.split() == ["True", "False", "False"], done.stderr
