"""A voice's own manner, taken off its passages: what it says whatever it speaks of puts them under no statement.

Whoever names his party in each answer, or speaks of the city each time, draws his passages together and to the one
statement that has such words. The mean of a voice's passages shows that manner, as far as the voice speaks of what others
speak of too: the effect of a person and that of a subject can be told apart only where they cross (Searle 1971, Linear
Models, on connected designs).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from analysis.themes.views import unit

Matrix = npt.NDArray[np.float64]

LEAST = 5
"""Passages of a voice below which its mean shows what it spoke of and not how."""

DOUBT = 2
"""Passages that a voice has beside its own, without any manner: the mean of few says little."""

APART, CROSSED = 0.5, 0.75
"""How much of what voices speak of others must speak of too, beside what chance would give: below the first nothing is taken
off, from the second on all."""


def take_off(rows: Matrix, counted: Matrix, voices: Sequence[str]) -> Matrix:
    """Passages without the manner of their voice.

    Parameters
    ----------
    rows : ndarray, shape (n, d)
        Unit vectors of passages.
    counted : ndarray, shape (n, n_codes)
        How far each passage counts for each statement; a row sums to one.
    voices : sequence of str, length n
        Who speaks; `""` where nobody does, as in a document: its passages stay as they are.

    Returns
    -------
    ndarray, shape (n, d)
        Unit vectors.
    """
    names, place = np.unique(np.asarray(voices, dtype=str), return_inverse=True)
    spoken = np.eye(len(names))[place]
    numbers = spoken.sum(axis=0)
    known = (numbers >= LEAST) & (names != "")
    weights = known * crossing(spoken.T @ counted) * numbers / (numbers + DOUBT)
    means = spoken.T @ (rows - rows.mean(axis=0)) / numbers[:, None]
    return unit(rows - spoken @ (weights[:, None] * means))


def crossing(table: Matrix) -> Matrix:
    """How far each voice speaks of what others speak of too, shape (n_voices,).

    Parameters
    ----------
    table : ndarray, shape (n_voices, n_codes)
        Passages of each voice on each statement; parts count.

    Returns
    -------
    ndarray, shape (n_voices,)
        From 0, where a voice cannot be told from its subjects, to 1.

    Notes
    -----
    The share of others among the passages on what the voice speaks of, beside the share of others among all passages. It is
    asked of the voice, and of all voices together: where most of them cannot be told from their subjects, the few that seem to
    be are mistakes.
    """
    own = table.sum(axis=1)
    others = 1 - table / np.maximum(table.sum(axis=0), 1e-12)
    met = (table * others).sum(axis=1) / np.maximum(own, 1e-12)
    shared = met / np.maximum(1 - own / own.sum(), 1e-12)
    return _between(shared) * _between(np.average(shared, weights=own))


def _between(shared: Matrix | np.floating) -> Matrix:
    return np.clip((shared - APART) / (CROSSED - APART), 0, 1)
