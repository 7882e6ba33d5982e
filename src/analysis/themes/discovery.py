"""Find the themes of a corpus: from passages with vectors to tables, each theme with its stability and its id for life."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.classification import carry, label_of
from analysis.errors import Problem, TooLittleError
from analysis.study import Study
from analysis.themes import consensus, identity, language, pictures, views
from analysis.themes import decisions as decided
from analysis.themes.arithmetic import one_thread
from analysis.themes.deductive import Seeds, assign
from analysis.themes.description import State, describe, describe_quality
from analysis.themes.settings import ThemeSettings

if TYPE_CHECKING:
    from bertopic import BERTopic

LEAST = 12
"""Different passages below which there is nothing to cluster: two themes of the smallest size and something between."""

SAYING = 20
"""Letters under which a passage of function words only ("ja, dat klopt") belongs to no theme."""


@dataclass(frozen=True)
class Themes:
    """What :func:`find` found.

    Attributes
    ----------
    themes, passage_themes, theme_tree, history : pandas.DataFrame
        Tables `themes`, `passage_themes`, `theme_tree` and `theme_history`.
    quality : dict
        Figures about the result; no text of a source.
    """

    themes: pd.DataFrame
    passage_themes: pd.DataFrame
    theme_tree: pd.DataFrame
    history: pd.DataFrame
    quality: dict[str, Any]
    _fit: dict[str, Any] = field(repr=False, default_factory=dict)

    @cached_property
    def model(self) -> BERTopic:
        """The same themes as a fitted BERTopic: topic 0 is the first row of `themes`, -1 the outliers."""
        from analysis.themes.components import topic_model

        fit = self._fit
        model = topic_model(fit["settings"], fit["words"], fit["seed"], fit["labels"])
        with one_thread():
            model.fit_transform(fit["texts"], embeddings=fit["vectors"].copy())
        order = {
            int(topic): int(label) for topic, label in zip(model.topics_, fit["labels"], strict=True) if label >= 0
        }
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

    Returns
    -------
    Themes

    Raises
    ------
    TooLittleError
        With fewer than twelve different passages that hold words.
    """
    with one_thread():
        return _find(passages, vectors, settings, seed, study, baseline, decisions, framework)


def _find(
    passages: pd.DataFrame,
    vectors: npt.NDArray[np.floating],
    settings: ThemeSettings,
    seed: int,
    study: Study,
    baseline: pd.DataFrame | None,
    decisions: pd.DataFrame | None,
    framework: Seeds | None,
) -> Themes:
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
    texts = ordered["text"].iloc[distinct].tolist()
    mixed = views.mix(np.asarray(vectors)[order][distinct], texts, words, settings)
    held = identity.place(ordered, baseline)
    found = consensus.agree(mixed, settings, seed, _numbers(held)[distinct])
    near = (mixed * pictures.centres(mixed, found.labels)[found.labels]).sum(axis=1)
    labels = consensus.by_size(np.where(near < settings.outlier_similarity, -1, found.labels))
    clusters = np.where(copies >= 0, labels[copies], -1)
    rulings = decided.check(decisions if decisions is not None else pd.DataFrame(columns=decided.COLUMNS))
    ids = identity.match(clusters, held, baseline, decided.last_number(rulings))
    before = np.array([ids[label] if label >= 0 else "" for label in clusters], dtype="<U8")
    full = mixed[copies] * (copies >= 0)[:, None]
    theme_of, waiting = decided.rearrange(full, before, held, rulings)
    state = State(
        passages=ordered,
        vectors=full,
        theme_of=theme_of,
        agreement=np.where(copies >= 0, found.agreement[copies], 0.0),
        words=words,
        settings=settings,
        rulings=rulings,
        study=study,
        likeness=_likeness(framework, ordered, np.asarray(vectors)[order], study, settings),
    )
    described = describe(state)
    history = identity.history(theme_of, held, baseline).pipe(carry, label_of(ordered))
    quality = describe_quality(state, described.themes) | {
        "folded": int(len(ordered) - len(distinct)),
        "waiting": waiting + decided.orphans(rulings, described.ids),
        "seed": seed,
    }
    fit = {"texts": ordered["text"].tolist(), "vectors": full, "labels": described.labels, "words": words}
    fit |= {"settings": settings, "seed": seed}
    return Themes(described.themes, described.passage_themes, described.theme_tree, history, quality, fit)


def _likeness(
    framework: Seeds | None,
    passages: pd.DataFrame,
    vectors: npt.NDArray[np.floating],
    study: Study,
    settings: ThemeSettings,
) -> npt.NDArray[np.float64] | None:
    if framework is None or not len(framework.codes):
        return None
    return assign(framework, passages["text"].tolist(), vectors, study, settings)[1].max(axis=1)


def _numbers(held: npt.NDArray[np.str_]) -> npt.NDArray[np.int64]:
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
