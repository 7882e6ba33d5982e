"""How good themes are: against people's labels, as words, and from one run to the next; beside BERTopic's defaults."""

from __future__ import annotations

import hashlib
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.core.errors import TooLittleError
from analysis.core.study import Organisation, Region, Study
from analysis.themes import coherence, deductive, language, views
from analysis.themes.discovery import find
from analysis.themes.settings import ThemeSettings

Labels = npt.NDArray[np.int64]

SUBSAMPLE = 0.8
"""Share of the texts in each of the two subsamples whose themes are compared on the texts in both."""

PAIRS = 3
"""Pairs of subsamples whose likeness is averaged: that of one pair goes up and down by .03 with the draw."""


@dataclass(frozen=True)
class Run:
    """One run of a method: theme of each text (-1 for none) and the words of each theme."""

    labels: Labels
    words: list[list[str]]
    seconds: dict[str, float]


Method = Callable[[Sequence[str], npt.NDArray[np.float32], int], Run]


def evaluate(
    method: Method,
    texts: Sequence[str],
    vectors: npt.NDArray[np.float32],
    human: Sequence[str] | None,
    seed: int,
) -> dict[str, Any]:
    """Figures of one method on one corpus.

    Parameters
    ----------
    method : callable
        `method(texts, vectors, seed) -> Run`.
    texts : sequence of str
    vectors : ndarray, shape (n, d)
    human : sequence of str, optional
        A person's label of each text.
    seed : int

    Returns
    -------
    dict
        `themes, ami, ari, v_measure, npmi, c_v, diversity, outliers, seed_stability, subsample_stability, seconds`
        and `steps` (seconds by step), `peak_mib` (of the process so far). Outliers count as one group of their own in
        the comparison with labels. Stability is the adjusted Rand index of two seeds, and of two subsamples of 80 % on
        the texts in both (the mean of three pairs). What cannot be had is None.
    """
    from sklearn.metrics import adjusted_rand_score

    started = time.perf_counter()
    first = method(texts, vectors, seed)
    seconds = time.perf_counter() - started
    other = method(texts, vectors, seed + 1)
    tokens = [language.plain(text) for text in texts]
    singles = [[word.lower() for word in theme if " " not in word][:10] for theme in first.words]
    figures: dict[str, Any] = {
        "themes": len(first.words),
        **_against(human, first.labels),
        "npmi": coherence.npmi(singles, tokens),
        "c_v": coherence.c_v(singles, tokens),
        "diversity": coherence.diversity(singles),
        "outliers": float((first.labels < 0).mean()),
        "seed_stability": float(adjusted_rand_score(first.labels, other.labels)),
        "subsample_stability": _subsamples(method, texts, vectors, seed),
        "seconds": seconds,
        "steps": first.seconds,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    return {key: _rounded(value) for key, value in figures.items()}


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    if isinstance(value, float):
        return None if np.isnan(value) else round(value, 4)
    return value


def _against(human: Sequence[str] | None, labels: Labels) -> dict[str, float | None]:
    if human is None:
        return {"ami": None, "ari": None, "v_measure": None}
    from sklearn import metrics

    return {
        "ami": float(metrics.adjusted_mutual_info_score(human, labels)),
        "ari": float(metrics.adjusted_rand_score(human, labels)),
        "v_measure": float(metrics.v_measure_score(human, labels)),
    }


def _subsamples(method: Method, texts: Sequence[str], vectors: npt.NDArray[np.float32], seed: int) -> float:
    from sklearn.metrics import adjusted_rand_score

    draw = np.random.default_rng(seed)
    scores = []
    for _ in range(PAIRS):
        runs = []
        for _ in range(2):
            rows = np.sort(draw.permutation(len(texts))[: round(SUBSAMPLE * len(texts))])
            try:
                found = method([texts[i] for i in rows], vectors[rows], seed)
            except TooLittleError:  # enough for themes, and too little for themes of a part
                return float("nan")
            runs.append(dict(zip(rows.tolist(), found.labels.tolist(), strict=True)))
        both = sorted(runs[0].keys() & runs[1].keys())
        scores.append(adjusted_rand_score([runs[0][i] for i in both], [runs[1][i] for i in both]))
    return float(np.mean(scores))


def statements(labels: pd.Series, lines: pd.Series) -> pd.DataFrame:
    """What each label stands for, as the aspects of a study are told: its name, and a sentence.

    Parameters
    ----------
    labels, lines : pandas.Series
        A row a text; the first line of each label counts.

    Returns
    -------
    pandas.DataFrame
        `code`, `text`.
    """
    told = pd.DataFrame({"code": labels, "line": lines}).drop_duplicates("code").reset_index(drop=True)
    told["text"] = told["code"] + ". " + told["line"]
    return told[["code", "text"]]


def assigned(
    told: pd.DataFrame,
    seeds: npt.NDArray[np.floating],
    texts: pd.DataFrame,
    vectors: npt.NDArray[np.floating],
    settings: ThemeSettings,
    spoken: str,
    groups: Sequence[str] | None = None,
) -> dict[str, float]:
    """Share of texts that go to their own label when only the statements are known.

    Parameters
    ----------
    told : pandas.DataFrame
        Statements as :func:`statements` gives them.
    seeds, vectors : ndarray, shapes (n_codes, d) and (n, d)
        Vectors of statements and texts by one encoder.
    texts : pandas.DataFrame
        First column the text, second its label.
    settings : ThemeSettings
    spoken : str
        Language of the texts.
    groups : sequence of str, optional
        Who says each text.

    Returns
    -------
    dict
        `statements` (their number), `accuracy`, and `nearest` (accuracy of the encoder alone: the nearest statement by
        cosine).
    """
    rows, labels = texts.iloc[:, 0].tolist(), texts.iloc[:, 1].to_numpy()
    codes = told["code"].to_numpy()
    known = deductive.Seeds(codes.tolist(), told["text"].tolist(), seeds)
    own, _ = deductive.assign(known, rows, vectors, study_of(spoken), settings, groups)
    alone = np.argmax(views.unit(np.asarray(vectors, float)) @ views.unit(np.asarray(seeds, float)).T, axis=1)
    return {
        "statements": len(codes),
        "accuracy": round(float((codes[own] == labels).mean()), 4),
        "nearest": round(float((codes[alone] == labels).mean()), 4),
    }


def ours(settings: ThemeSettings, spoken: str, groups: Sequence[str] | None = None) -> Method:
    """This project's method; `groups` are the sources of the texts, `spoken` the language of the study."""
    by_text = dict(zip(range(len(groups)), groups, strict=True)) if groups is not None else None

    def method(texts: Sequence[str], vectors: npt.NDArray[np.float32], seed: int) -> Run:
        started = time.perf_counter()
        # subsamples hold other rows: sources are then each text's own, which only matters for words and flags
        sources = [by_text[i] for i in range(len(texts))] if by_text and len(by_text) == len(texts) else None
        found = find(as_passages(texts, sources), vectors, settings, seed, study_of(spoken))
        ids = {theme: number for number, theme in enumerate(found.themes["theme_id"])}
        labels = np.array([ids.get(theme, -1) for theme in found.passage_themes["theme_id"]])
        words = [row.split("; ") if row else [] for row in found.themes["words"]]
        return Run(labels, words, {"themes": time.perf_counter() - started})

    return method


def bertopic_defaults(
    texts: Sequence[str], vectors: npt.NDArray[np.float32], seed: int, number: int | None = None
) -> Run:
    """BERTopic as it comes: UMAP to five dimensions, HDBSCAN, default words; UMAP's random state is the seed.

    `number` is BERTopic's `nr_topics`: themes to be left after merging, outliers among them.
    """
    started = time.perf_counter()
    from bertopic import BERTopic
    from umap import UMAP

    imported = time.perf_counter()
    reduction = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", low_memory=False, random_state=seed)
    model = BERTopic(language="multilingual", umap_model=reduction, nr_topics=number)
    topics, _ = model.fit_transform(list(texts), embeddings=vectors.copy())
    words = [[word for word, _ in model.get_topic(topic)] for topic in sorted(set(topics)) if topic >= 0]
    steps = {"import": imported - started, "themes": time.perf_counter() - imported}
    return Run(np.array(topics), [[word for word in theme if word] for theme in words], steps)


def as_passages(texts: Sequence[str], sources: Sequence[str] | None = None) -> pd.DataFrame:
    """Texts of any table as table `passages`: one source each unless `sources` says otherwise."""
    where = list(sources) if sources is not None else [f"S{i:06d}" for i in range(len(texts))]
    return pd.DataFrame(
        {
            "passage_id": [f"P{i:06d}" for i in range(len(texts))],
            "source_id": where,
            "voice": where,
            "role": "respondent",
            "words": [len(text.split()) for text in texts],
            "text": list(texts),
            "text_hash": [hashlib.sha256(text.encode()).hexdigest() for text in texts],
            "aspect": "",
            "region": "",
            "classification": "Ongerubriceerd",
            "caveats": "",
        }
    )


def study_of(spoken: str) -> Study:
    """A study of nothing but a language, for texts of someone else."""
    return Study.model_validate(
        {
            "title": "evaluation",
            "main_question": "none",
            "language": spoken,
            "organisations": {"none": Organisation(name="none")},
            "regions": {"none": Region(name="-")},
        }
    )
