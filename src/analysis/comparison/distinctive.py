"""Words that set a region apart, counted by interview: a word one person repeats is one person's word.

Log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008, "Fightin' Words"), where the count of a word is
the number of interviews that use it, each taken at the length of a short one: who speaks three times as long uses more words
at least once, and would set a region apart by that alone.
"""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pandas as pd

from analysis.comparison.settings import ComparisonSettings
from analysis.comparison.units import SPOKEN_FOR, Units, met, short_length
from analysis.core.classification import join_caveats
from analysis.core.study import Study

WORD = re.compile(r"[^\W\d_]{3,}(?:-[^\W\d_]{2,})*")
PRIOR = 2.0
"""Interviews that the prior is worth: the word's share over all interviews, seen in this many more."""

STEP = 1.25
"""Interviews whose lengths differ by less than this are taken to be as long."""

LEAST = 2
"""Interviews of the region that must use a word; one does not speak for a region."""

LEAST_Z = 1.64
"""One word in twenty that sets nothing apart is as far from no difference as this, on the one side that is shown."""

SHOWN = 3
"""Passages listed for a word at most, from different interviews where there are."""


def table(units: Units, passages: pd.DataFrame, study: Study, settings: ComparisonSettings) -> pd.DataFrame:
    """Table `distinctive`: for each region the words that its interviews use more than those of other regions.

    Names of regions and municipalities are left out: they set regions apart without telling anything.
    """
    spoken = passages[passages["role"].isin(SPOKEN_FOR)].sort_values("passage_id", kind="stable")
    spoken = spoken[spoken["source_id"].isin(units.frame.loc[units.speech, "source_id"])]
    words = _words(spoken, study)
    unit_index = pd.Index(units.frame["source_id"])
    times = words.groupby(["source_id", "term"])["times"].sum().reset_index()
    terms = pd.Index(sorted(times["term"].unique()))
    said = np.zeros((len(unit_index), len(terms)))
    said[unit_index.get_indexer(times["source_id"]), terms.get_indexer(times["term"])] = times["times"]
    local = units.regional & units.speech
    rows = [
        _region(slug, units.member(slug) & local, local, said, terms, units, words, settings) for slug in study.regions
    ]
    return pd.concat(rows, ignore_index=True)


def _words(spoken: pd.DataFrame, study: Study) -> pd.DataFrame:
    import stopwordsiso

    places = [name for slug, region in study.regions.items() for name in (slug, region.name)]
    places += [n for r in study.regions.values() for slug, town in r.municipalities.items() for n in (slug, town.name)]
    drop = set(stopwordsiso.stopwords(study.language)) | {w for place in places for w in WORD.findall(place.lower())}
    drop |= {place.lower() for place in places}
    rows = [
        (passage_id, source_id, term, times)
        for passage_id, source_id, text in spoken[["passage_id", "source_id", "text"]].itertuples(index=False)
        for term, times in sorted(Counter(WORD.findall(text.lower())).items())
        if term not in drop
    ]
    frame = pd.DataFrame(rows, columns=["passage_id", "source_id", "term", "times"])
    return frame.astype({"passage_id": "str", "source_id": "str", "term": "str", "times": "int"})


def log_odds(k_a: np.ndarray, n_a: int, k_b: np.ndarray, n_b: int) -> tuple[np.ndarray, np.ndarray]:
    """Log odds ratio of using a word, a over b, and its z, shrunk to the word's share over both.

    Parameters
    ----------
    k_a, k_b : numpy.ndarray
        (W,) interviews that use each word, of `n_a` and `n_b`; parts of interviews where they are taken at one length.
    """
    share = (k_a + k_b + 0.5) / (n_a + n_b + 1)
    yes_a, no_a = k_a + PRIOR * share, n_a - k_a + PRIOR * (1 - share)
    yes_b, no_b = k_b + PRIOR * share, n_b - k_b + PRIOR * (1 - share)
    odds = np.log(yes_a / no_a) - np.log(yes_b / no_b)
    return odds, odds / np.sqrt(1 / yes_a + 1 / no_a + 1 / yes_b + 1 / no_b)


def _region(
    slug: str,
    own: np.ndarray,
    local: np.ndarray,
    said: np.ndarray,
    terms: pd.Index,
    units: Units,
    words: pd.DataFrame,
    settings: ComparisonSettings,
) -> pd.DataFrame:
    rest = local & ~own
    words_of = _class_of(units.counts.words)
    used = met(said[local], words_of[local], short_length(words_of[local]))
    odds, z = log_odds(used[own[local]].sum(axis=0), int(own.sum()), used[rest[local]].sum(axis=0), int(rest.sum()))
    k_a = (said[own] > 0).sum(axis=0)
    order = np.lexsort((np.arange(len(terms)), -z))
    best = [i for i in order if k_a[i] >= LEAST and z[i] >= LEAST_Z and rest.any()][: settings.distinctive_terms]
    mine = words[words["source_id"].isin(units.frame.loc[own, "source_id"]) & words["term"].isin(terms[best])]
    shown = _spread(mine)
    label = units.label(local) if own.any() else units.label(own)
    return pd.DataFrame(
        {
            "axis": "region",
            "group": slug,
            "term": terms[best].astype("str"),
            "log_odds": odds[best].round(2),
            "z": z[best].round(2),
            "k_units": k_a[best],
            "n_units": int(own.sum()),
            "passage_ids": [";".join(shown[terms[i]]) for i in best],
            "classification": label.level,
            "caveats": join_caveats(label.caveats),
        }
    )


def _class_of(lengths: np.ndarray) -> np.ndarray:
    """Lengths by steps of :data:`STEP`: a sentence more in one interview must not move the words of all regions."""
    return np.where(lengths > 0, np.round(STEP ** np.round(np.log(np.maximum(lengths, 1)) / np.log(STEP))), 0.0)


def _spread(words: pd.DataFrame) -> dict[str, list[str]]:
    """For each term the first passages that use it, from different interviews where there are."""
    turn = words.groupby(["term", "source_id"]).cumcount()
    ordered = words.assign(turn=turn).sort_values(["term", "turn", "passage_id"], kind="stable")
    first = ordered.groupby("term", sort=False).head(SHOWN)
    return {str(term): list(ids) for term, ids in first.groupby("term")["passage_id"]}
