"""Latent semantic analysis of a corpus's own words (Deerwester et al. 1990): of lemmas, and of their character n-grams.

TF-IDF (Salton & Buckley 1988) and a randomised singular value decomposition (Halko, Martinsson & Tropp 2011), step by
step as scikit-learn's `TfidfVectorizer` and `TruncatedSVD` take them and to the same bit. Only scipy is needed: loading
scikit-learn takes a quarter of what 800 passages need in all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from analysis.themes.language import Vocabulary

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Matrix = npt.NDArray[np.float64]

CHARACTERS = (3, 5)
"""Lengths of the character n-grams: they see the parts of Dutch compounds."""

LEAST_WORD, LEAST_PART, MOST = 2, 3, 0.5
"""Texts that a lemma and an n-gram must be in, and the share of the texts above which either tells nothing."""

ROUNDS, MORE = 4, 10
"""Power iterations of the decomposition, and directions that it follows beside those asked for."""


class Latent:
    """Latent semantic analysis of lemmas and character n-grams.

    Parameters
    ----------
    words : Vocabulary
    dimensions : int
        At most; fewer where the texts hold fewer.
    """

    def __init__(self, words: Vocabulary, dimensions: int) -> None:
        self.words, self.dimensions = words, dimensions

    def fit_transform(self, texts: Sequence[str]) -> Matrix:
        """Rows of `texts`, shape (n, k); one column of zeros where no word is in two texts."""
        whole, parts = self._counts(texts)
        self._weights = Weights(whole, LEAST_WORD), Weights(parts, LEAST_PART)
        self._axes = None
        if not all(weights.place for weights in self._weights):  # there is no vocabulary of this corpus
            return np.zeros((len(texts), 1))
        table = _beside([weights(counts) for weights, counts in zip(self._weights, (whole, parts), strict=True)])
        dimensions = min(self.dimensions, min(table.shape) - 1)
        if dimensions < 1:
            return np.zeros((len(texts), 1))
        self._axes = principal_axes(table, dimensions)
        return np.asarray(table @ self._axes)

    def transform(self, texts: Sequence[str]) -> Matrix:
        """Rows of other texts in the same dimensions."""
        if self._axes is None:
            return np.zeros((len(texts), 1))
        found = [
            weights(counts.sorted(weights.place))
            for weights, counts in zip(self._weights, self._counts(texts), strict=True)
        ]
        return np.asarray(_beside(found) @ self._axes)

    def _counts(self, texts: Sequence[str]) -> tuple[Counts, Counts]:
        bags = [" ".join(lemma for lemma in self.words.lemmas(text) if lemma).split() for text in texts]
        whole = Counts.of(bags)
        parts = Counts.of(ngrams(lemma) for lemma in whole.terms)
        return whole, Counts((whole.table @ parts.table).tocsr(), parts.terms)


class Counts:
    """Occurrences of terms in texts.

    Parameters
    ----------
    table : csr_matrix, shape (n_texts, n_terms)
    terms : list of str
        In the order in which they were first met.
    """

    def __init__(self, table: csr_matrix, terms: list[str]) -> None:
        table.sort_indices()
        self.table, self.terms = table, terms

    @classmethod
    def of(cls, bags: Iterable[Sequence[str]]) -> Counts:
        """Count the terms of each bag."""
        from scipy.sparse import csr_matrix

        place: dict[str, int] = {}
        columns: list[int] = []
        numbers: list[int] = []
        ends = [0]
        for bag in bags:
            counted = Counter(bag)
            columns += [place.setdefault(term, len(place)) for term in counted]
            numbers += counted.values()
            ends.append(len(columns))
        shape = (len(ends) - 1, len(place))
        return cls(csr_matrix((np.array(numbers, dtype=float), columns, ends), shape=shape), list(place))

    def sorted(self, order: Iterable[str]) -> Counts:
        """The same with its columns in an order, terms that it does not know left out."""
        column = {term: number for number, term in enumerate(self.terms)}
        known = [term for term in order if term in column]
        return Counts(self.table[:, [column[term] for term in known]], known)


class Weights:
    """TF-IDF with a sublinear term frequency, smoothed and of length one, over the terms of a corpus.

    Parameters
    ----------
    counts : Counts
        Of the corpus.
    least : int
        Texts that a term must be in.

    Attributes
    ----------
    place : dict of str to int
        Column of each term that is kept, in alphabetical order.
    """

    def __init__(self, counts: Counts, least: int) -> None:
        texts, number = counts.table.shape
        found = np.bincount(counts.table.indices, minlength=number)
        kept = np.flatnonzero((found >= least) & (found <= MOST * texts)).tolist()
        ordered = sorted(kept, key=counts.terms.__getitem__)
        self.place = {counts.terms[column]: rank for rank, column in enumerate(ordered)}
        self.rarity = np.log((texts + 1) / (found[ordered] + 1.0)) + 1

    def __call__(self, counts: Counts) -> csr_matrix:
        """Weights of the terms of texts, shape (n, n_kept); within a row they stand in the order of `counts`."""
        from scipy.sparse import csr_matrix

        place = np.array([self.place.get(term, -1) for term in counts.terms], dtype=np.int64)
        columns = place[counts.table.indices]
        texts = counts.table.shape[0]
        row = np.repeat(np.arange(texts), np.diff(counts.table.indptr))[columns >= 0]
        values, columns = counts.table.data[columns >= 0], columns[columns >= 0]
        values = (np.log(values) + 1) * self.rarity[columns]
        # one by one, in their order: sums in another order differ in their last bit
        length = np.sqrt(np.bincount(row, weights=values * values, minlength=texts))
        ends = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=texts))])
        return csr_matrix((values / length[row], columns, ends), shape=(texts, len(self.place)))


def ngrams(word: str) -> list[str]:
    """Character n-grams of a word with a space on either side; what is shorter than one counts once, as it is."""
    padded = f" {word.lower()} "
    found: list[str] = []
    for length in range(CHARACTERS[0], CHARACTERS[1] + 1):
        found += [padded[start : start + length] for start in range(max(1, len(padded) - length + 1))]
        if len(padded) <= length:
            break
    return found


def principal_axes(table: csr_matrix, dimensions: int) -> Matrix:
    """Right singular vectors of a sparse matrix, as columns, from the largest singular value down.

    An axis may point either way: its largest number is above zero.
    """
    from scipy import linalg

    turned = table.shape[0] < table.shape[1]
    wide, tall = (table, table.T) if turned else (table.T, table)
    # row by row a product writes each of its rows once; the sums are the same, their terms in the same order
    tall = tall.tocsr()
    # not default_rng: these draws are the ones of scikit-learn
    basis = np.random.RandomState(0).normal(size=(tall.shape[1], dimensions + MORE))
    for _ in range(ROUNDS):
        for side in (tall, wide):
            basis, _ = linalg.lu(side @ basis, permute_l=True, check_finite=False)
    basis, _ = linalg.qr(tall @ basis, mode="economic", check_finite=False)
    left, _, right = linalg.svd((wide @ basis).T, full_matrices=False, lapack_driver="gesdd")
    found = (basis @ left)[:, :dimensions] if turned else right[:dimensions].T
    largest = found[np.argmax(np.abs(found), axis=0), np.arange(dimensions)]
    return np.asarray(found * np.sign(largest))


def _beside(tables: Sequence[csr_matrix]) -> csr_matrix:
    from scipy.sparse import hstack

    return hstack(tables, format="csr")
