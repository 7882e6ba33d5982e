"""From a framework to passages: which statement, aspect or code each passage is nearest to, and which themes it owns."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.classification import LEVELS
from analysis.study import Study
from analysis.themes import language, views
from analysis.themes.settings import ThemeSettings

Matrix = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

ROUNDS = 10
"""Rounds of refinement; it has settled after four or five."""

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
    seeds: Seeds, texts: Sequence[str], vectors: npt.NDArray[np.floating], study: Study, settings: ThemeSettings
) -> tuple[Labels, Matrix]:
    """The nearest statement of each passage.

    Parameters
    ----------
    seeds : Seeds
    texts : sequence of str
    vectors : ndarray, shape (n, d)
    study : Study
    settings : ThemeSettings

    Returns
    -------
    nearest : ndarray of int, shape (n,)
        Row of `seeds`.
    likeness : ndarray of float, shape (n, n_codes)
        Cosine of each passage with each statement, before refinement.

    Notes
    -----
    Passages go to the nearest statement; each statement then moves towards the mean of its passages while staying
    anchored to its own words (as seeded k-means, Basu, Banerjee & Mooney 2002), until no passage changes sides.
    """
    whole = [*seeds.texts, *texts]
    mixed = views.fit(np.vstack([seeds.vectors, vectors]), whole, language.build(whole, study), settings).rows
    first, rows = mixed[: len(seeds.codes)], mixed[len(seeds.codes) :]
    likeness = rows @ first.T
    nearest = np.argmax(np.round(likeness, 9), axis=1)
    for _ in range(ROUNDS):
        middle = first.copy()
        for code in range(len(first)):
            members = rows[nearest == code]
            if len(members):
                mean = members.mean(axis=0)
                middle[code] = ANCHOR * first[code] + (1 - ANCHOR) * mean / max(float(np.linalg.norm(mean)), 1e-12)
        middle /= np.maximum(np.linalg.norm(middle, axis=1, keepdims=True), 1e-12)
        moved = np.argmax(np.round(rows @ middle.T, 9), axis=1)
        if (moved == nearest).all():
            break
        nearest = moved
    return nearest, likeness
