"""Turns as passages: whole sentences, of a length that says something, never across speakers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from analysis.core import tables
from analysis.core.study import Guide
from analysis.passages.identity import passage_ids, text_hash, words_hash
from analysis.passages.sentences import split
from analysis.passages.settings import PassageSettings

SPEAKING = ("respondent", "document")


def segment(
    sources: pd.DataFrame, turns: pd.DataFrame, texts: dict[str, str], guide: Guide, settings: PassageSettings
) -> pd.DataFrame:
    """Passages of respondents, participants and documents.

    Parameters
    ----------
    sources, turns : DataFrame
        Tables `sources` and `turns`.
    texts : dict
        The text that turns point into, by source id.
    guide : Guide
        Gives the sub-question and aspect of each question.
    settings : PassageSettings

    Returns
    -------
    DataFrame
        Table `passages`; `texts[source_id][start:end]` is `text`, exactly.
    """
    who = {row["source_id"]: row for row in sources.to_dict("records")}
    questions = {question.id: question for question in guide.questions}
    rows = []
    speaking = turns[turns["role"].isin(SPEAKING)].sort_values(["source_id", "turn"], kind="stable")
    for turn in speaking.to_dict("records"):
        source, text = who[turn["source_id"]], texts[turn["source_id"]]
        question = questions.get(turn["question_id"])
        for start, end in spans(text, turn["start"], turn["end"], settings):
            passage = text[start:end]
            rows.append(
                {
                    **{key: turn[key] for key in ("source_id", "turn", "voice", "role", "question_id")},
                    **{key: source[key] for key in ("region", "municipality", "organisation", "kind", "date")},
                    "start": start,
                    "end": end,
                    "words": len(passage.split()),
                    "text": passage,
                    "text_hash": text_hash(passage),
                    "sub_question": question.sub_question if question else "",
                    "aspect": question.aspect if question else "",
                    "classification": source["classification"],
                    "caveats": source["caveats"],
                }
            )
    if not rows:
        return tables.empty("passages")
    found = pd.DataFrame(rows)
    found["passage_id"] = passage_ids(zip(found["source_id"], found["text"].map(words_hash), strict=True))
    return tables.check("passages", found)


def spans(text: str, start: int, end: int, settings: PassageSettings) -> list[tuple[int, int]]:
    """Spans of the passages of `text[start:end]`, in order; empty when it is shorter than `settings.least` words."""
    turn = text[start:end]
    words = len(turn.split())
    if words < settings.least:
        return []
    sentences = split(turn)
    if words <= settings.high and words < 2 * settings.low:
        return [(start + sentences[0][0], start + sentences[-1][1])]
    lengths = [len(turn[a:b].split()) for a, b in sentences]
    breaks = ["\n\n" in turn[a_end:b_start] for (_, a_end), (b_start, _) in pairwise(sentences)]
    return [
        (start + sentences[first][0], start + sentences[last][1])
        for first, last in cut(lengths, [*breaks, True], settings)
    ]


def cut(lengths: Sequence[int], ends_paragraph: Sequence[bool], settings: PassageSettings) -> list[tuple[int, int]]:
    """Best way to cut sentences of these lengths into segments: (first, last) sentence of each.

    Dynamic programming over all cuts: a segment costs its squared distance to the target, much more outside the limits,
    and a little less when it ends with a paragraph.
    """
    count = len(lengths)
    ends = [0]
    for length in lengths:
        ends.append(ends[-1] + length)
    best = [0.0] + [math.inf] * count
    origin = [0] * (count + 1)
    for to in range(1, count + 1):
        for at in range(to - 1, -1, -1):
            words = ends[to] - ends[at]
            if words > settings.high and at < to - 1:
                break
            cost = best[at] + _cost(words, settings) - (0.15 if ends_paragraph[to - 1] else 0.0)
            if cost < best[to]:
                best[to], origin[to] = cost, at
    segments, to = [], count
    while to:
        segments.append((origin[to], to - 1))
        to = origin[to]
    return segments[::-1]


def _cost(words: int, settings: PassageSettings) -> float:
    cost = ((words - settings.target) / settings.target) ** 2
    if words < settings.low:
        cost += 4.0 + (settings.low - words) / settings.low
    return cost + (2.0 if words > settings.high else 0.0)
