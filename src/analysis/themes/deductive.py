"""From a framework to passages: which statement, aspect or code each passage is nearest to, and which themes it owns."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.core.classification import LEVELS
from analysis.core.study import Study
from analysis.themes import language, manner, views
from analysis.themes.arithmetic import one_thread
from analysis.themes.settings import ThemeSettings

Matrix = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

ROUNDS = 20
"""Rounds of refinement; it has settled after ten or so."""

SOFTNESS = (0.02, 0.03, 0.05)
"""Cosine by which a statement must be nearer for a passage to count e times as much for it: a passage between two
statements counts for both, where a hard choice would drag both centres along."""

LEVELLED = (0.0, 0.25, 0.5)
"""How far the encoder's broad directions are brought nearer to its narrow ones (:meth:`.views.Views.levelled`)."""

ANCHOR = 0.2
"""Weight of the statement itself beside its passages in the refined centre: it keeps its meaning."""


@dataclass(frozen=True)
class Seeds:
    """A framework: codes, what each says in a sentence or more, and that text's vector by the same encoder.

    Attributes
    ----------
    codes : sequence of str
    texts : sequence of str
    vectors : ndarray, shape (n_codes, d)
    """

    codes: Sequence[str]
    texts: Sequence[str]
    vectors: npt.NDArray[np.floating]


@dataclass(frozen=True)
class Sight:
    """One way to look at statements and passages: unit vectors, shapes (n_codes, k) and (n, k)."""

    first: Matrix
    rows: Matrix


def framework(study: Study) -> pd.DataFrame:
    """The study's aspects as texts to be encoded beside the passages.

    Returns
    -------
    pandas.DataFrame
        `code`, `text`, `text_hash`, and the lowest label, since `study.yaml` is no source.
    """
    texts = {slug: f"{aspect.name}. {aspect.description}".strip() for slug, aspect in study.aspects.items()}
    return pd.DataFrame(
        {
            "code": pd.Series(list(texts), dtype="str"),
            "text": pd.Series(list(texts.values()), dtype="str"),
            "text_hash": pd.Series([hashlib.sha256(t.encode()).hexdigest() for t in texts.values()], dtype="str"),
            "classification": LEVELS[0],
            "caveats": "",
        }
    )


def assign(
    seeds: Seeds,
    texts: Sequence[str],
    vectors: npt.NDArray[np.floating],
    study: Study,
    settings: ThemeSettings,
    voices: Sequence[str] | None = None,
) -> tuple[Labels, Matrix]:
    """The nearest statement of each passage.

    Parameters
    ----------
    seeds : Seeds
    texts : sequence of str
    vectors : ndarray, shape (n, d)
    study : Study
    settings : ThemeSettings
    voices : sequence of str, length n, optional
        Who says each passage, `""` for nobody: what a voice says whatever it speaks of then counts for no statement.

    Returns
    -------
    nearest : ndarray of int, shape (n,)
        Row of `seeds`.
    likeness : ndarray of float, shape (n, n_codes)
        Cosine of each passage with each statement, before refinement.

    Notes
    -----
    Passages count for each statement by their likeness to it; each statement then moves towards the mean of what counts
    for it while staying anchored to its own words, and so on (a mixture of von Mises-Fisher distributions, Banerjee et
    al. 2005, seeded as by Basu, Banerjee & Mooney 2002). How soft that counting should be, and how much the encoder's
    broad directions should tell, differs from one material to the next and nothing in it says which: each of
    :data:`SOFTNESS` and :data:`LEVELLED` is tried and what they say is averaged. No statement is supposed to have as many
    passages as another: balancing them gains a point where they do and loses ten where they do not. Where voices are known
    this is done twice, the second time without each voice's manner (:mod:`analysis.themes.manner`).
    """
    whole = [*seeds.texts, *texts]
    seen = views.fit(np.vstack([seeds.vectors, vectors]), whole, language.build(whole, study), settings)
    known = len(seeds.codes)
    with one_thread():
        sights = [Sight(rows[:known], rows[known:]) for rows in map(seen.levelled, LEVELLED)]
        votes = _vote(sights)
        if voices is not None:
            votes = _vote([Sight(one.first, manner.take_off(one.rows, votes, voices)) for one in sights])
        return np.argmax(np.round(votes, 9), axis=1), seen.rows[known:] @ seen.rows[:known].T


def _vote(sights: Sequence[Sight]) -> Matrix:
    # how far each passage counts for each statement, over all ways to look at them
    return np.mean([_refine(one, softness) for one in sights for softness in SOFTNESS], axis=0)


def _refine(sight: Sight, softness: float) -> Matrix:
    # how far each passage counts for each statement, once the statements have moved
    middle = sight.first
    for _ in range(ROUNDS):
        drawn = _count(sight.rows @ middle.T, softness).T @ sight.rows
        middle = views.unit(ANCHOR * sight.first + (1 - ANCHOR) * views.unit(drawn))
    return _count(sight.rows @ middle.T, softness)


def _count(near: Matrix, softness: float) -> Matrix:
    counted = np.exp((near - near.max(axis=1, keepdims=True)) / softness)
    return np.asarray(counted / counted.sum(axis=1, keepdims=True))
