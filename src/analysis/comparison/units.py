"""Units: the sources that are resampled and permuted, with what each of them says.

A unit is one source. Passages of one source are never treated as independent of each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy  # its parts load when they are used: who reads the settings of a study needs none of them

from analysis.comparison.settings import ComparisonSettings
from analysis.core.classification import Label, join, split_caveats
from analysis.core.study import Guide, Study

SPEECH = ("interview", "focus group")
"""Kinds of source in which people speak; the rest is paper."""

SPOKEN_FOR = ("respondent", "document")
"""Roles whose words count; what interviewer and chair say is theirs, not the interviewee's."""

SHORT = 0.25
"""Quantile of the lengths of sources that a short one has: no source is to raise more than others by its length alone."""

HOME_SHARE = 0.2
"""A guide question is home to a label when at least this share of the interviews raising the label does so there."""


@dataclass(frozen=True)
class Counts:
    """What units say, in whole words and passages (so that sums are exact in any order).

    `words`, `passages`: (U,); `label_words`, `label_passages`: (U, T); `raised`: (U, T) bool.
    """

    words: np.ndarray
    passages: np.ndarray
    label_words: np.ndarray
    label_passages: np.ndarray
    raised: np.ndarray


@dataclass(frozen=True)
class Units:
    """Units in order of `source_id`, labels in order of kind and id, and who could have raised what.

    `frame`: one row a unit (source_id, regions, municipality, organisation, kind, date); `asked`: (U, T) bool.
    """

    frame: pd.DataFrame
    labels: pd.DataFrame
    counts: Counts
    asked: np.ndarray
    confidentiality: tuple[Label, ...]

    @property
    def speech(self) -> np.ndarray:
        """(U,) bool: units in which people speak."""
        return self.frame["kind"].isin(SPEECH).to_numpy()

    @property
    def regional(self) -> np.ndarray:
        """(U,) bool: units that belong to a region; the others are national, or of organisations outside regions."""
        return np.array([bool(regions) for regions in self.frame["regions"]], dtype=bool)

    def member(self, region: str) -> np.ndarray:
        """(U,) bool: units of a region; a source that is in two regions is in both."""
        return np.array([region in regions for regions in self.frame["regions"]], dtype=bool)

    def label(self, mask: np.ndarray) -> Label:
        """Join of the labels of the units in `mask`."""
        return join({self.confidentiality[index] for index in np.flatnonzero(mask)})


def mentions(passages: pd.DataFrame, passage_themes: pd.DataFrame) -> pd.DataFrame:
    """Which passage bears which theme, as the long table that every comparison starts from.

    Parameters
    ----------
    passages : pandas.DataFrame
        Table `passages`; passages that it lacks are left out.
    passage_themes : pandas.DataFrame
        Columns `passage_id` and `theme_id`, empty for an outlier; with `score`, where there is one.

    Returns
    -------
    pandas.DataFrame
        Columns `label_kind` ("theme"), `label_id`, `passage_id`, sorted, each pair once; and `typical`, the share of the
        theme's passages that score no higher (missing without scores, and for labels that people give).
    """
    known = passage_themes["passage_id"].isin(passages["passage_id"]) & passage_themes["theme_id"].ne("")
    pairs = passage_themes.loc[known, ["theme_id", "passage_id"]].rename(columns={"theme_id": "label_id"})
    pairs.insert(0, "label_kind", "theme")
    pairs["typical"] = np.nan
    if "score" in passage_themes:
        score = passage_themes.loc[known, "score"]
        pairs["typical"] = score.groupby(pairs["label_id"]).rank(pct=True, method="max").round(4)
    return _sorted(pairs)


def _sorted(pairs: pd.DataFrame) -> pd.DataFrame:
    columns = ["label_kind", "label_id", "passage_id"]
    return pairs.drop_duplicates(columns).sort_values(columns, kind="stable").reset_index(drop=True)


def build(
    passages: pd.DataFrame,
    sources: pd.DataFrame,
    pairs: pd.DataFrame,
    labels: pd.DataFrame,
    study: Study,
    guide: Guide,
    settings: ComparisonSettings,
) -> Units:
    """Units of the study: every source with words of its own, and what it raises.

    Labels that no passage bears stay, with zeros.
    """
    spoken = passages[passages["role"].isin(SPOKEN_FOR)]
    keep = sources["source_id"].isin(spoken.loc[spoken["words"] > 0, "source_id"])
    frame = sources.loc[keep].sort_values("source_id", kind="stable").reset_index(drop=True)
    frame["regions"] = [tuple(part.strip() for part in region.split(";") if part.strip()) for region in frame["region"]]
    columns = ["source_id", "regions", "municipality", "organisation", "kind", "date"]
    ordered = labels[["label_kind", "label_id", "name"]].sort_values(["label_kind", "label_id"], kind="stable")
    ordered = ordered.reset_index(drop=True)
    counts = count(spoken, pairs, frame, ordered, settings)
    asked = _asked(frame, spoken, pairs, ordered, counts, study, guide)
    return Units(frame[columns], ordered, counts, asked, _confidentiality(frame, passages))


def count(
    passages: pd.DataFrame,
    pairs: pd.DataFrame,
    frame: pd.DataFrame,
    labels: pd.DataFrame,
    settings: ComparisonSettings,
    lengths: np.ndarray | None = None,
) -> Counts:
    """Count words and passages of each unit (a row of `frame`), and of each label within it, over `passages` only.

    `lengths` are (U,) numbers of passages of the whole units, where `passages` are a part of them: a unit is long or short as a
    whole.
    """
    unit_index = pd.Index(frame["source_id"])
    rows = unit_index.get_indexer(passages["source_id"])
    here = passages.loc[rows >= 0, ["passage_id", "words"]].assign(unit=rows[rows >= 0])
    words, number = np.zeros(len(unit_index)), np.zeros(len(unit_index))
    np.add.at(words, here["unit"].to_numpy(), here["words"].to_numpy(dtype=float))
    np.add.at(number, here["unit"].to_numpy(), 1.0)
    borne = _borne(pairs, here, labels)
    label_words, label_number = _sums(borne, (len(unit_index), len(labels)))
    whole = number if lengths is None else lengths
    short = short_lengths(whole, frame["kind"].isin(SPEECH).to_numpy())
    raised = _raised(borne, words, whole, label_number, short, settings)
    return Counts(words, number, label_words, label_number, raised)


def _borne(pairs: pd.DataFrame, here: pd.DataFrame, labels: pd.DataFrame) -> pd.DataFrame:
    """Each pair once that is of a passage in `here` and of a label: `unit`, `words`, `label` (row of `labels`), `typical`."""
    keys = ["label_kind", "label_id"]
    column = {key: row for row, key in enumerate(labels[keys].itertuples(index=False, name=None))}
    once = pairs.drop_duplicates([*keys, "passage_id"])
    label = np.array([column.get(key, -1) for key in zip(*(once[key] for key in keys), strict=True)], dtype=int)
    row = pd.Index(here["passage_id"]).get_indexer(once["passage_id"])
    known = (label >= 0) & (row >= 0)
    borne = here[["unit", "words"]].take(row[known]).assign(label=label[known])
    return borne.assign(typical=once.loc[known, "typical"].to_numpy() if "typical" in once else np.nan)


def _sums(borne: pd.DataFrame, shape: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """(U, T) words and numbers of the passages in `borne` (columns unit, label, words)."""
    words, number = np.zeros(shape), np.zeros(shape)
    at = (borne["unit"].to_numpy(), borne["label"].to_numpy())
    np.add.at(words, at, borne["words"].to_numpy(dtype=float))
    np.add.at(number, at, 1.0)
    return words, number


def _raised(
    borne: pd.DataFrame,
    words: np.ndarray,
    lengths: np.ndarray,
    label_number: np.ndarray,
    short: np.ndarray,
    settings: ComparisonSettings,
) -> np.ndarray:
    """(U, T) bool: what each unit raises, as if it were no longer than a short one (`short`, (U,) passages).

    Of a source three times as long, the most typical third of a theme's passages count, and are held against a third of its
    words. Typicality is a rank, so a third of all passages lie above two thirds: what comes up at any rate is thinned to a
    third of that rate, and a theme that comes up equally often is raised equally often. Labels without scores have no such
    order: they count when they would more likely than not be met in a short source (:func:`met`).
    """
    unit, label = borne["unit"].to_numpy(), borne["label"].to_numpy()
    typical = borne["typical"].to_numpy(dtype=float)
    ordered = np.ones(label_number.shape[1], dtype=bool)
    ordered[label[np.isnan(typical)]] = False
    part = np.where(ordered, np.minimum(1.0, short / np.maximum(lengths, 1.0))[:, None], 1.0)
    out = typical <= 1 - part[unit, label]
    kept_words, kept_number = _sums(borne[~out], label_number.shape)
    best = np.zeros(label_number.shape)
    np.maximum.at(best, (unit, label), np.where(np.isnan(typical), 1.0, typical))
    enough = kept_words >= settings.min_word_share * part * words[:, None]
    sure = (kept_number > 1) | (best >= 1 - part * (1 - settings.typicality))
    fair = ordered | (met(label_number, lengths, short) >= 0.5)
    return (kept_number >= settings.min_passages) & enough & sure & fair


def short_lengths(total: np.ndarray, speech: np.ndarray) -> np.ndarray:
    """(U,) passages of a short source of each unit's kind: interviews and documents have lengths of their own."""
    short = np.ones(total.size)
    for part in (speech, ~speech):
        short[part] = short_length(total[part])
    return short


def short_length(total: np.ndarray) -> float:
    """Length that a short source has, of lengths (U,) in passages or in words; sources that say nothing are left out."""
    lengths = total[total > 0]
    return max(1.0, float(np.floor(np.quantile(lengths, SHORT)))) if lengths.size else 1.0


def met(times: np.ndarray, total: np.ndarray, drawn: np.ndarray | float) -> np.ndarray:
    """(U, T) chance to meet each thing in `drawn` of a unit's `total` parts, of which `times` hold it.

    Rarefaction (Hurlbert 1971, Ecology 52:577): of two people with as much to say of a matter, the one who is given three hours
    says three times as much of it, and is not three times as likely to be counted. A unit no longer than `drawn` is taken
    whole.
    """
    log, whole = scipy.special.gammaln, total[:, None]
    size, rest = np.minimum(drawn, total).reshape(-1, 1), np.maximum(whole - times, 0)
    missed = log(rest + 1) - log(np.maximum(rest - size, 0) + 1) - log(whole + 1) + log(whole - size + 1)
    return np.where(times > 0, np.where(rest < size, 1.0, 1 - np.exp(missed)), 0.0)


def _asked(
    frame: pd.DataFrame,
    passages: pd.DataFrame,
    pairs: pd.DataFrame,
    labels: pd.DataFrame,
    counts: Counts,
    study: Study,
    guide: Guide,
) -> np.ndarray:
    """(U, T): the guide puts to this organisation a question under which the label is raised, or it raises it unasked.

    Decided for organisations, not for single interviews: taking in only those unasked interviews that raise the
    label would select on the outcome.
    """
    asked = np.ones(counts.raised.shape, dtype=bool)
    if not guide.questions:
        return asked
    home = _home_questions(frame, passages, pairs, labels)
    speech = frame["kind"].isin(SPEECH).to_numpy()
    organisations = frame["organisation"].to_numpy()
    put = {slug: {question.id for question in guide.asked(slug)} for slug in study.organisations}
    known = {question.id for question in guide.questions}
    for column, key in enumerate(labels[["label_kind", "label_id"]].itertuples(index=False, name=None)):
        questions = home.get(key, set()) & known
        if not questions:
            continue
        for organisation in sorted(set(organisations[speech])):
            own = speech & (organisations == organisation)
            if not questions & put.get(organisation, known) and not counts.raised[own, column].any():
                asked[own, column] = False
    return asked


def _home_questions(
    frame: pd.DataFrame, passages: pd.DataFrame, pairs: pd.DataFrame, labels: pd.DataFrame
) -> dict[tuple[str, str], set[str]]:
    speech = frame.loc[frame["kind"].isin(SPEECH), "source_id"]
    answers = passages.loc[passages["source_id"].isin(speech) & passages["question_id"].ne("")]
    borne = pairs.merge(answers[["passage_id", "source_id", "question_id"]], on="passage_id")
    if borne.empty:
        return {}
    per_label = borne.groupby(["label_kind", "label_id"])["source_id"].nunique().rename("all")
    keys = ["label_kind", "label_id", "question_id"]
    spread = borne.groupby(keys)["source_id"].nunique().rename("here").reset_index()
    spread = spread.join(per_label, on=["label_kind", "label_id"])
    spread = spread[spread["here"] >= HOME_SHARE * spread["all"]]
    return {key: set(rows["question_id"]) for key, rows in spread.groupby(["label_kind", "label_id"])}


def _confidentiality(frame: pd.DataFrame, passages: pd.DataFrame) -> tuple[Label, ...]:
    parts: dict[str, set[Label]] = {}
    for table in (frame, passages):
        rows = table[["source_id", "classification", "caveats"]].drop_duplicates()
        for source_id, level, caveats in rows.itertuples(index=False):
            parts.setdefault(source_id, set()).add(Label(level, split_caveats(caveats)))
    return tuple(join(parts[source_id]) for source_id in frame["source_id"])
