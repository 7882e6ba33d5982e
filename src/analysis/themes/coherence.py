"""How well the words of a theme go together, counted in a corpus.

NPMI and C_v as defined by Röder, Both & Hinneburg (2015, WSDM) and computed by gensim: probabilities from a sliding
window over the texts (10 and 110 words).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

NPMI_WINDOW, CV_WINDOW = 10, 110
EPSILON = 1e-12

Matrix = npt.NDArray[np.float64]


def npmi(themes: Sequence[Sequence[str]], texts: Sequence[Sequence[str]]) -> float:
    """Mean normalised pointwise mutual information of the pairs of words within a theme; -1 to 1.

    Parameters
    ----------
    themes : sequence of sequence of str
        Words of each theme, best first; single words.
    texts : sequence of sequence of str
        Words of each text of the reference corpus.
    """
    place, together = _windows(themes, texts, NPMI_WINDOW)
    scores = []
    for theme in themes:
        rows = [place[word] for word in theme]
        table = _npmi(together, rows)
        pairs = table[np.tril_indices(len(rows), -1)]
        if len(pairs):
            scores.append(float(pairs.mean()))
    return float(np.mean(scores)) if scores else float("nan")


def c_v(themes: Sequence[Sequence[str]], texts: Sequence[Sequence[str]]) -> float:
    """C_v: cosine of each word's NPMI vector with that of the whole theme; 0 to 1."""
    place, together = _windows(themes, texts, CV_WINDOW)
    scores = []
    for theme in themes:
        table = _npmi(together, [place[word] for word in theme])
        whole = table.sum(axis=0)
        lengths = np.linalg.norm(table, axis=1) * np.linalg.norm(whole)
        if len(theme):
            scores.append(float((table @ whole / np.maximum(lengths, EPSILON)).mean()))
    return float(np.mean(scores)) if scores else float("nan")


def diversity(themes: Sequence[Sequence[str]]) -> float:
    """Share of different words among all themes' words (Dieng, Ruiz & Blei 2020)."""
    words = [word for theme in themes for word in theme]
    return len(set(words)) / len(words) if words else float("nan")


def _npmi(together: Matrix, rows: list[int]) -> Matrix:
    joint = together[np.ix_(rows, rows)]
    single = np.diag(joint)
    ratio = np.log((joint + EPSILON) / np.maximum(np.outer(single, single), EPSILON))
    # words that are in every window are together as much as can be; the formula divides nothing by nothing there
    return np.where(joint > 1 - 1e-9, 1.0, ratio / np.minimum(np.log(joint + EPSILON), -EPSILON) * -1)


def _windows(
    themes: Sequence[Sequence[str]], texts: Sequence[Sequence[str]], width: int
) -> tuple[dict[str, int], Matrix]:
    """Share of the windows that hold both words of a pair, and (diagonal) a word."""
    from scipy.sparse import csr_matrix

    place = {word: number for number, word in enumerate(sorted({word for theme in themes for word in theme}))}
    total = np.zeros((len(place), len(place)))
    windows = 0
    for text in texts:
        length = max(1, len(text) - width + 1)
        windows += length
        rows: list[int] = []
        columns: list[int] = []
        for position, word in enumerate(text):
            if word in place:
                span = range(max(0, position - width + 1), min(position, length - 1) + 1)
                rows.extend(span)
                columns.extend([place[word]] * len(span))
        if rows:
            seen = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(length, len(place)))
            seen.data[:] = 1.0
            total += (seen.T @ seen).toarray()
    return place, total / max(1, windows)
