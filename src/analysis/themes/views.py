"""Two views of a passage in one vector: what the encoder knows of language, and this corpus's own vocabulary.

The second is latent semantic analysis (Deerwester et al. 1990) of lemmas and character n-grams: it sees the words that
carry a theme here and that no general encoder was trained on, and parts of compounds through the n-grams.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.themes import language
from analysis.themes.arithmetic import one_thread
from analysis.themes.language import Vocabulary
from analysis.themes.latent import Latent
from analysis.themes.settings import ThemeSettings

Matrix = npt.NDArray[np.float64]

LENDERS = 5
"""Passages from which one in another language borrows."""


@dataclass(frozen=True)
class Views:
    """The views of a corpus, and the place of any other text among them.

    Attributes
    ----------
    rows : ndarray, shape (n, d + k)
        A unit vector a passage.
    """

    rows: Matrix
    _middle: Matrix
    _latent: Latent
    _weight: float
    _parts: tuple[Matrix, Matrix | None]

    def levelled(self, power: float) -> Matrix:
        """The same passages, the encoder's broad directions brought nearer to its narrow ones.

        Parameters
        ----------
        power : float
            From 0, where each direction counts as it lies, to 1, where all count alike: an encoder's broadest directions
            tell of style and register more than of what is said (Mu & Viswanath 2018; whitening, Su et al. 2021).

        Returns
        -------
        ndarray, shape (n, at most d + k)
            A unit vector a passage; only likenesses within it tell something.
        """
        centred, own = self._parts
        with one_thread():
            left, lengths, _ = np.linalg.svd(centred, full_matrices=False)
            return _join(left * lengths ** (1 - power), own, self._weight)

    def place(self, dense: npt.NDArray[np.floating], texts: Sequence[str]) -> Matrix:
        """Unit vectors of other texts (statements, aspects), seen as the passages are."""
        with one_thread():
            return _join(
                np.asarray(dense, dtype=np.float64) - self._middle,
                self._latent.transform(texts) if self._weight > 0 else None,
                self._weight,
            )


def fit(dense: npt.NDArray[np.floating], texts: Sequence[str], words: Vocabulary, settings: ThemeSettings) -> Views:
    """Both views of a corpus.

    Parameters
    ----------
    dense : ndarray, shape (n, d)
        The encoder's vectors; centred here, since what all passages share says nothing of a theme.
    texts : sequence of str, length n
    words : Vocabulary
    settings : ThemeSettings
        `lsa_weight` and `lsa_dimensions`.
    """
    with one_thread():
        vectors = np.asarray(dense, dtype=np.float64)
        middle = vectors.mean(axis=0)
        weight = settings.lsa_weight
        latent = Latent(words, settings.lsa_dimensions)
        own = _own(latent, texts, unit(vectors - middle)) if weight > 0 else None
        return Views(_join(vectors - middle, own, weight), middle, latent, weight, (vectors - middle, own))


def _own(latent: Latent, texts: Sequence[str], seen: Matrix) -> Matrix:
    # the words of a passage in another language say which language it is, not what it is about: it borrows the corpus's own
    # view from the passages that the encoder finds nearest
    foreign = np.array([language.foreign(text, latent.words.language) for text in texts], dtype=bool)
    if not foreign.any() or foreign.mean() > 0.5:
        return latent.fit_transform(texts)
    native = np.flatnonzero(~foreign)
    rows = unit(latent.fit_transform([text for text, other in zip(texts, foreign, strict=True) if not other]))
    likeness = np.round(seen[foreign] @ seen[native].T, 9)
    nearest = np.argsort(-likeness, axis=1, kind="stable")[:, :LENDERS]
    weights = np.maximum(np.take_along_axis(likeness, nearest, axis=1), 0)
    own = np.zeros((len(texts), rows.shape[1]))
    own[native] = rows
    own[foreign] = (weights[:, :, None] * rows[nearest]).sum(axis=1)
    return own


def _join(centred: Matrix, own: Matrix | None, weight: float) -> Matrix:
    parts = [unit(centred)]
    if own is not None:
        parts.append(weight * unit(own))
    return unit(np.hstack(parts))


def unit(matrix: Matrix) -> Matrix:
    """Rows of length one; a row of zeros stays."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return matrix / np.where(lengths > 1e-12, lengths, 1.0)
