"""Find the themes of a corpus: from passages with vectors to tables, each theme with its stability and its id for life."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.core.classification import carry, label_of
from analysis.core.errors import Problem, TooLittleError
from analysis.core.study import Study
from analysis.themes import consensus, identity, language, naming, pictures, views
from analysis.themes import decisions as decided
from analysis.themes.arithmetic import one_thread
from analysis.themes.deductive import Seeds
from analysis.themes.description import State, describe, describe_quality
from analysis.themes.keeping import keep, leeway, steady
from analysis.themes.settings import ThemeSettings

if TYPE_CHECKING:
    from bertopic import BERTopic
    from scipy.sparse import csr_matrix

LEAST = 12
"""Different passages below which there is nothing to cluster: two themes of the smallest size and something between."""

SAYING = 20
"""Letters under which a passage of function words only ("ja, dat klopt") belongs to no theme."""


@dataclass(frozen=True)
class Fit:
    """What the tables were made from: alternatives and BERTopic's model are made from it when they are asked for.

    Attributes
    ----------
    passages : pandas.DataFrame
        In the order of their ids.
    words : Vocabulary
    settings, seed
        As they went into :func:`find`.
    evidence : Evidence
        Of the different passages with words.
    border : ndarray of float
        Likeness to the centre of its cluster under which each row of `evidence` is an outlier.
    distinct : ndarray of int
        Passages that `evidence` is of.
    copies : ndarray of int, shape (n,)
        For each passage the row of `evidence` that has its words; -1 where it holds none.
    held : ndarray of str, shape (n,)
        Accepted theme of each passage.
    rulings : pandas.DataFrame
        Decisions.
    found : ndarray of str, shape (n,)
        Theme of each passage before merges and splits.
    others : list of Evidence
        Of the next seed, where it was asked for.
    """

    passages: pd.DataFrame
    words: language.Vocabulary
    settings: ThemeSettings
    seed: int
    evidence: consensus.Evidence
    border: npt.NDArray[np.float64]
    distinct: npt.NDArray[np.int64]
    copies: npt.NDArray[np.int64]
    held: npt.NDArray[np.str_]
    rulings: pd.DataFrame
    found: npt.NDArray[np.str_]
    others: list[consensus.Evidence] = field(default_factory=list, repr=False)

    @property
    def accepted(self) -> npt.NDArray[np.int64]:
        """Number of the accepted theme of each row of `evidence`, -1 for none."""
        return numbers(self.held)[self.distinct]

    @cached_property
    def vectors(self) -> npt.NDArray[np.float64]:
        """A unit vector a passage; zeros for one without words."""
        return self.evidence.vectors[self.copies] * (self.copies >= 0)[:, None]

    @cached_property
    def terms(self) -> tuple[csr_matrix, list[str]]:
        """What each passage says, counted by :func:`analysis.themes.naming.counts`."""
        return naming.counts(self.passages["text"].tolist(), self.passages["source_id"].tolist(), self.words)


@dataclass(frozen=True)
class Themes:
    """What :func:`find` found.

    Attributes
    ----------
    themes, passage_themes, theme_tree, history : pandas.DataFrame
        Tables `themes`, `passage_themes`, `theme_tree` and `theme_history`.
    quality : dict
        Figures about the result; no text of a source.
    fit : Fit
    """

    themes: pd.DataFrame
    passage_themes: pd.DataFrame
    theme_tree: pd.DataFrame
    history: pd.DataFrame
    quality: dict[str, Any]
    fit: Fit = field(repr=False)

    @property
    def labels(self) -> npt.NDArray[np.int64]:
        """Row of `themes` for each passage of `passage_themes`, -1 for an outlier."""
        place = {theme: row for row, theme in enumerate(self.themes["theme_id"])}
        return np.array([place.get(theme, -1) for theme in self.passage_themes["theme_id"]], dtype=np.int64)

    @cached_property
    def model(self) -> BERTopic:
        """The same themes as a fitted BERTopic, which numbers them by size (-1: outliers) and has their names as labels."""
        from analysis.themes.components import topic_model

        labels = self.labels
        model = topic_model(self.fit.settings, self.fit.words, self.fit.seed, labels)
        with one_thread():
            model.fit_transform(self.fit.passages["text"].tolist(), embeddings=self.fit.vectors)
        order = {int(topic): int(label) for topic, label in zip(model.topics_, labels, strict=True) if label >= 0}
        names = list(self.themes["name"])
        model.set_topic_labels({topic: names[label] for topic, label in order.items()})
        return model


def find(
    passages: pd.DataFrame,
    vectors: npt.NDArray[np.floating],
    settings: ThemeSettings,
    seed: int,
    study: Study,
    baseline: pd.DataFrame | None = None,
    decisions: pd.DataFrame | None = None,
    framework: Seeds | None = None,
    another_seed: bool = False,
) -> Themes:
    """Find themes.

    Parameters
    ----------
    passages : pandas.DataFrame
        Table `passages`; the order of its rows has no effect.
    vectors : ndarray, shape (n, d)
        The encoder's vectors of the passages, row by row.
    settings : ThemeSettings
    seed : int
    study : Study
        Its places never become words of a theme; its language chooses the lemmas.
    baseline : pandas.DataFrame, optional
        Themes accepted earlier: `passage_id`, `text_hash`, `theme_id`.
    decisions : pandas.DataFrame, optional
        `data/raw/decisions/themes.csv`.
    framework : Seeds, optional
        What the study looks for, with vectors of the same encoder: a theme that is like none of it is emergent.
    another_seed : bool
        Let the runs of the next seed, which :func:`analysis.themes.alternatives.find` needs, pass beside those of this one.

    Returns
    -------
    Themes

    Raises
    ------
    TooLittleError
        With fewer than twelve different passages that hold words.
    """
    texts = [*passages["text"], *(framework.texts if framework is not None else [])]
    language.learn(texts, study.language, meanwhile=consensus.load)
    with one_thread():
        return _find(passages, vectors, settings, seed, study, baseline, decisions, framework, another_seed)


def _find(
    passages: pd.DataFrame,
    vectors: npt.NDArray[np.floating],
    settings: ThemeSettings,
    seed: int,
    study: Study,
    baseline: pd.DataFrame | None,
    decisions: pd.DataFrame | None,
    framework: Seeds | None,
    another_seed: bool,
) -> Themes:
    rulings = decided.check(decisions if decisions is not None else pd.DataFrame(columns=decided.COLUMNS))
    order = np.argsort(passages["passage_id"].to_numpy().astype(str), kind="stable")
    ordered = passages.iloc[order].reset_index(drop=True)
    words = language.build(ordered["text"], study)
    distinct, copies = _fold(ordered["text"], words)
    if len(distinct) < LEAST:
        raise TooLittleError(
            Problem(
                "passages",
                f"{len(distinct)} different passages with words",
                f"{LEAST} at least",
                "add sources; until then read them, there is nothing to cluster",
            )
        )
    dense = np.asarray(vectors)[order][distinct]
    seen = views.fit(dense, ordered["text"].iloc[distinct].tolist(), words, settings)
    held = identity.place(ordered, baseline)
    seeds = [seed, seed + 1] if another_seed else [seed]
    evidence, *others = consensus.gather_each(seen.rows, settings, seeds, numbers(held)[distinct])
    border = settings.outlier_similarity + leeway(ordered, baseline)[distinct]
    clusters, agreement = clusters_of(evidence, settings, settings.number, border, copies)
    ids = identity.match(clusters, held, baseline, decided.last_number(rulings), decided.merges(rulings))
    before = np.array([ids[label] if label >= 0 else "" for label in clusters], dtype="<U8")
    before = steady(before, ordered, baseline, evidence, copies)
    fit = Fit(ordered, words, settings, seed, evidence, border, distinct, copies, held, rulings, before, others)
    theme_of, waiting = decided.rearrange(fit.vectors, before, held, rulings)
    state = State(
        passages=ordered,
        vectors=fit.vectors,
        theme_of=theme_of,
        agreement=agreement,
        words=words,
        terms=fit.terms,
        settings=settings,
        rulings=rulings,
        study=study,
        kept=keep(ordered, theme_of, held, baseline),
        likeness=_likeness(framework, seen, fit.vectors),
    )
    described = describe(state)
    history = identity.history(theme_of, held, baseline).pipe(carry, label_of(ordered))
    quality = describe_quality(state, described.themes) | {
        "folded": int(len(ordered) - len(distinct)),
        "waiting": waiting + decided.orphans(rulings, described.ids),
        "seed": seed,
    }
    return Themes(described.themes, described.passage_themes, described.theme_tree, history, quality, fit)


def clusters_of(
    evidence: consensus.Evidence,
    settings: ThemeSettings,
    number: int,
    border: npt.NDArray[np.float64],
    copies: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Cluster of each passage (-1: like none, or without words), and how far the runs agree on it.

    Parameters
    ----------
    evidence : Evidence
    settings : ThemeSettings
    number : int
        Clusters asked for; 0: as many as hold together.
    border : ndarray of float
        Likeness to the centre of its cluster under which each row of `evidence` is an outlier.
    copies : ndarray of int, shape (n,)
        Row of `evidence` of each passage, -1 for none.
    """
    found = consensus.cut(evidence, settings, number)
    near = (evidence.vectors * pictures.centres(evidence.vectors, found.labels)[found.labels]).sum(axis=1)
    labels = consensus.by_size(np.where(near < border, -1, found.labels))
    return np.where(copies >= 0, labels[copies], -1), np.where(copies >= 0, found.agreement[copies], 0.0)


def _likeness(
    framework: Seeds | None, seen: views.Views, vectors: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64] | None:
    if framework is None or not len(framework.codes):
        return None
    return (vectors @ seen.place(framework.vectors, framework.texts).T).max(axis=1)


def numbers(held: npt.NDArray[np.str_]) -> npt.NDArray[np.int64]:
    """Theme ids as numbers from 0, -1 for none."""
    ids = np.unique(held[held != ""])
    return np.where(held == "", -1, np.searchsorted(ids, held))


def _fold(texts: pd.Series, words: language.Vocabulary) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    # the same words twice are one opinion for the clusters, and no words at all are none
    first: dict[str, int] = {}
    rows: list[int] = []
    copies: list[int] = []
    for row, text in enumerate(texts):
        key = " ".join(language.plain(text))
        if not any(words.lemmas(text)) and len(key) < SAYING:
            copies.append(-1)
            continue
        if key not in first:
            first[key] = len(rows)
            rows.append(row)
        copies.append(first[key])
    return np.array(rows, dtype=np.int64), np.array(copies, dtype=np.int64)
