"""Who was handed a theme: interviews in which the interviewer named it before the interviewee did.

A question names a theme when it holds one of the theme's characteristic words. A word counts as characteristic here when more
often than not it is said in passages of that theme, so that "aanpak" in a question names nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.comparison.units import SPOKEN_FOR, Units
from analysis.themes.language import lemmatise, plain

OWN = 0.5
"""Share of the themed passages with a word that bear the theme, from which on the word is the theme's own."""

Term = frozenset[str]
"""Lemmas that a text must hold, all of them: of one word, or of a phrase."""


def named_before(
    units: Units,
    passages: pd.DataFrame,
    pairs: pd.DataFrame,
    labels: pd.DataFrame,
    prompts: pd.DataFrame,
    language: str,
) -> np.ndarray:
    """(U, T) bool: in this unit an interviewer or chair names the label before anybody raises it, or where nobody does.

    Parameters
    ----------
    units : Units
    passages, pairs : pandas.DataFrame
        Table `passages`, and which of them bear which label.
    labels : pandas.DataFrame
        `label_kind`, `label_id` and `words` ("; "-joined); a label without words is never named.
    prompts : pandas.DataFrame
        Table `prompts`.
    language : str
        Of the study, for lemmas.
    """
    keys = pd.MultiIndex.from_frame(units.labels[["label_kind", "label_id"]])
    rows = {source: row for row, source in enumerate(units.frame["source_id"])}
    named = np.zeros((len(rows), len(keys)), dtype=bool)
    spoken = passages[passages["role"].isin(SPOKEN_FOR)]
    terms = _own_terms(spoken, pairs, labels, language)
    first = pairs.merge(spoken[["passage_id", "source_id", "turn"]], on="passage_id")
    first = first.groupby(["source_id", "label_kind", "label_id"])["turn"].min().to_dict()
    for source_id, turn, text in prompts[["source_id", "turn", "text"]].itertuples(index=False, name=None):
        said = _lemmas(text, language)
        for key, mine in terms.items():
            if source_id in rows and any(term <= said for term in mine) and turn < first.get((source_id, *key), np.inf):
                named[rows[source_id], keys.get_loc(key)] = True
    return named


def _own_terms(
    spoken: pd.DataFrame, pairs: pd.DataFrame, labels: pd.DataFrame, language: str
) -> dict[tuple[str, str], list[Term]]:
    """For each label with words those that are its own."""
    if "words" not in labels or labels["words"].eq("").all():
        return {}
    bearing = pairs[pairs["passage_id"].isin(spoken["passage_id"])]
    texts = spoken.loc[spoken["passage_id"].isin(bearing["passage_id"]), ["passage_id", "text"]]
    said = {passage_id: _lemmas(text, language) for passage_id, text in texts.itertuples(index=False, name=None)}
    borne = bearing.groupby(["label_kind", "label_id"])["passage_id"].agg(set).to_dict()
    own: dict[tuple[str, str], list[Term]] = {}
    for kind, label, words in labels[["label_kind", "label_id", "words"]].itertuples(index=False, name=None):
        mine = borne.get((kind, label), set())
        rivals = {passage for key, held in borne.items() if key[0] == kind for passage in held}
        for term in _terms(words, language):
            using = {passage for passage in rivals if term <= said[passage]}
            if using and len(using & mine) >= OWN * len(using):
                own.setdefault((kind, label), []).append(term)
    return own


def _terms(words: str, language: str) -> Iterator[Term]:
    for word in words.split("; "):
        if word:
            yield _lemmas(word, language)


def _lemmas(text: str, language: str) -> Term:
    return frozenset(lemmatise(word, language) for word in plain(text))
