"""Two views of a passage in one vector: what the encoder knows of language, and this corpus's own vocabulary.

The second is latent semantic analysis (Deerwester et al. 1990) of lemmas and character n-grams: it sees the words that
carry a theme here and that no general encoder was trained on, and parts of compounds through the n-grams.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.themes.arithmetic import one_thread
from analysis.themes.language import Vocabulary
from analysis.themes.settings import ThemeSettings

Matrix = npt.NDArray[np.float64]

CHARACTERS = (3, 5)
"""Lengths of the character n-grams: they see the parts of Dutch compounds."""


def mix(dense: npt.NDArray[np.floating], texts: Sequence[str], words: Vocabulary, settings: ThemeSettings) -> Matrix:
    """One unit vector a passage from both views.

    Parameters
    ----------
    dense : ndarray, shape (n, d)
        The encoder's vectors; centred here, since what all passages share says nothing of a theme.
    texts : sequence of str, length n
    words : Vocabulary
    settings : ThemeSettings
        `lsa_weight` and `lsa_dimensions`.

    Returns
    -------
    ndarray, shape (n, d + k)
    """
    with one_thread():
        centred = np.asarray(dense, dtype=np.float64)
        parts = [_unit(centred - centred.mean(axis=0))]
        if settings.lsa_weight > 0:
            parts.append(settings.lsa_weight * _unit(latent(texts, words, settings.lsa_dimensions)))
        return _unit(np.hstack(parts))


def latent(texts: Sequence[str], words: Vocabulary, dimensions: int) -> Matrix:
    """Latent semantic analysis of `texts`, shape (n, k) with k at most `dimensions`; zeros where nothing is shared."""
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    lemmas = [[lemma for lemma in words.lemmas(text) if lemma] for text in texts]
    options = {"min_df": 2, "max_df": 0.5, "sublinear_tf": True, "dtype": np.float64}
    try:
        blocks = [
            TfidfVectorizer(analyzer=_identity, **options).fit_transform(lemmas),
            TfidfVectorizer(analyzer="char_wb", ngram_range=CHARACTERS, **options | {"min_df": 3}).fit_transform(
                " ".join(row) for row in lemmas
            ),
        ]
    except ValueError:  # no word occurs in two passages: there is no vocabulary of this corpus
        return np.zeros((len(texts), 1))
    table = hstack(blocks).tocsr()
    return _reduce(table, min(dimensions, min(table.shape) - 1))


def _identity(tokens: list[str]) -> list[str]:
    return tokens


def _reduce(table: Any, dimensions: int) -> Matrix:
    from sklearn.decomposition import TruncatedSVD

    if dimensions < 1:
        return np.zeros((table.shape[0], 1))
    return TruncatedSVD(dimensions, algorithm="randomized", n_iter=4, random_state=0).fit_transform(table)


def _unit(matrix: Matrix) -> Matrix:
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return matrix / np.where(lengths > 1e-12, lengths, 1.0)
