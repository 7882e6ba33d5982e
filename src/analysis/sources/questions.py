"""What was asked: the interviewer's turns matched to the questions of the guide, in an order that mostly goes forward."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from analysis.study import Question

LEAST = 0.22
"""Likeness from which a turn asks a question; below it is a follow-up of the one before."""
BACK = 0.08
"""What going back in the guide costs: interviewers skip forward more than they return."""


def match(turns: Sequence[tuple[str, str]], questions: Sequence[Question]) -> list[str]:
    """Question id each turn belongs to, empty before the first and without a guide.

    Parameters
    ----------
    turns : sequence of (role, text)
    questions : sequence of Question
        Those that this organisation is asked, in the order of the guide.

    Notes
    -----
    A turn of an interviewer is compared with each question by the cosine of weighted word stems; the best path through
    all turns is found with Viterbi's algorithm, in which a turn may ask no question of the guide.
    """
    asking = [at for at, (role, _) in enumerate(turns) if role in ("interviewer", "chair")]
    if not questions or not asking:
        return [""] * len(turns)
    likeness = _likeness([turns[at][1] for at in asking], [question.text for question in questions])
    for row, at in zip(likeness, asking, strict=True):
        for column, question in enumerate(questions):
            if re.search(rf"(?<![\w-]){re.escape(question.id)}(?![\w-])", turns[at][1]):
                row[column] = 1.0
    path = _path(likeness)
    asked = {at: questions[found].id for at, found in zip(asking, path, strict=True) if found >= 0}
    result, current = [], ""
    for at in range(len(turns)):
        current = asked.get(at, current)
        result.append(current)
    return result


def _path(likeness: list[list[float]]) -> list[int]:
    """Best question by turn, -1 for none; state is the last question asked."""
    width = len(likeness[0])
    best: dict[int, tuple[float, list[int]]] = {-1: (0.0, [])}
    for row in likeness:
        after: dict[int, tuple[float, list[int]]] = {}
        for state in sorted(best):
            score, path = best[state]
            options = [(score, state, -1)]
            options += [
                (score + row[q] - LEAST - (BACK if q < state else 0.0) - (BACK / 2 if q == state else 0.0), q, q)
                for q in range(width)
                if row[q] >= LEAST
            ]
            for value, to, choice in options:
                if to not in after or value > after[to][0]:
                    after[to] = (value, [*path, choice])
        best = after
    return max(best.values(), key=lambda pair: pair[0])[1]


def _likeness(asked: list[str], guide: list[str]) -> list[list[float]]:
    stems = [_stems(text) for text in guide]
    spread = Counter(stem for found in stems for stem in set(found))
    weight = {stem: math.log(1 + len(guide) / count) for stem, count in spread.items()}
    vectors = [_vector(found, weight) for found in stems]
    rows = []
    for text in asked:
        vector = _vector(_stems(text), weight)
        rows.append([sum(value * other.get(stem, 0.0) for stem, value in vector.items()) for other in vectors])
    return rows


def _vector(stems: list[str], weight: dict[str, float]) -> dict[str, float]:
    counts = {stem: weight[stem] for stem in dict.fromkeys(stems) if stem in weight}
    norm = math.sqrt(sum(value * value for value in counts.values())) or 1.0
    return {stem: value / norm for stem, value in counts.items()}


def _stems(text: str) -> list[str]:
    # the first five letters of a word carry its stem in Dutch and English; short words carry none
    return [word[:5] for word in re.findall(r"[^\W\d_]{4,}", text.casefold())]
