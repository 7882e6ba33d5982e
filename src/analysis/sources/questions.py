"""What was asked: interviewers' turns matched to the questions of the guide.

People rephrase their guide until hardly a word of it is left. What is compared is therefore the question and the answer
to it, the place in the conversation, and what other interviews of the study say on the same question: a first matching
gives each question the words of its answers, with which all conversations are matched again.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from analysis.core.study import Question
from analysis.sources.vocabulary import COMMON

LEAST = 0.1
"""Score from which a turn asks a question; below it is a follow-up of the one before."""
BACK = 0.2
"""What going back in the guide costs: interviewers skip forward more than they return."""
SKIP = 0.008
"""What each question skipped going forward costs."""
PLACE = 0.2
"""What it costs to ask the guide's first question at the very end, or the last at the start."""
ANSWER = 0.45
"""Weight of the guide's words in the answer, beside those in the question."""
OPENS = 0.3
"""What speaks for the guide's first question in the first turn with a question mark: interviews open with who is asked."""
LEARNED = 0.2
"""Weight of the words that other interviews use on a question."""
ROUNDS = 10
"""How often all conversations are matched again at most; by then only turns between two questions still change."""
FEWEST = 3
"""Turns with a stem, in all other interviews, from which it is evidence; and interviews from which others are used."""

Turns = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class _Conversation:
    """What was asked and answered in one interview, as stems, and how like each question of its guide."""

    asking: list[int]
    stems: list[frozenset[str]]
    likeness: list[list[float]]
    questions: Sequence[Question]


def match(turns: Turns, questions: Sequence[Question]) -> list[str]:
    """Question id each turn of one conversation belongs to; see :func:`match_all`."""
    return match_all({"": (turns, questions)})[""]


def match_all(conversations: Mapping[str, tuple[Turns, Sequence[Question]]]) -> dict[str, list[str]]:
    """Question id each turn belongs to, empty before the first question and without a guide.

    Parameters
    ----------
    conversations : mapping
        By source id: turns as (role, text), and the questions this organisation is asked in the order of the guide.

    Returns
    -------
    dict
        By source id, one question id a turn.

    Notes
    -----
    The best path through the turns of one conversation is found with Viterbi's algorithm over the last question asked.
    A turn that names a question's id asks that question. On 71 turns of four interviews of the sample study that were
    labelled by hand before the matcher was run on them, .845 agree (tests/sources/labelled_questions.py); with the
    guide's words alone .59. Nearness of question and guide by a multilingual sentence encoder gave two more of the 71
    and cost more than the rest of the stage: not used.
    """
    known = {key: _prepare(*conversations[key]) for key in sorted(conversations)}
    usable = {key: found for key, found in known.items() if found is not None}
    chosen = {key: _path(found.likeness) for key, found in usable.items()}
    if len(usable) >= FEWEST:
        words = _Words(usable)
        for _ in range(ROUNDS):
            before, chosen = chosen, words.match_again(chosen)
            if chosen == before:
                break
    result: dict[str, list[str]] = {}
    for key, (turns, questions) in conversations.items():
        found = usable.get(key)
        asked = (
            {at: questions[q].id for at, q in zip(found.asking, chosen[key], strict=True) if q >= 0} if found else {}
        )
        current, result[key] = "", []
        for at in range(len(turns)):
            current = asked.get(at, current)
            result[key].append(current)
    return result


def _prepare(turns: Turns, questions: Sequence[Question]) -> _Conversation | None:
    asking = [at for at, (role, _) in enumerate(turns) if role in ("interviewer", "chair")]
    if not questions or not asking:
        return None
    asked = [turns[at][1] for at in asking]
    ends = [*asking[1:], len(turns)]
    answers = [" ".join(text for _, text in turns[at + 1 : end]) for at, end in zip(asking, ends, strict=True)]
    likeness = _likeness(asked, answers, [question.text for question in questions])
    for row, text in zip(likeness, asked, strict=True):
        for column, question in enumerate(questions):
            if re.search(rf"(?<![\w-]){re.escape(question.id)}(?![\w-])", text):
                row[column] += 2.0
    if "?" in asked[0]:
        likeness[0][0] += OPENS
    stems = [frozenset(stems_of(f"{text} {answer}")) for text, answer in zip(asked, answers, strict=True)]
    return _Conversation(asking, stems, likeness, questions)


class _Words:
    """Which stems stand in which turn of which conversation, as columns of one table of all.

    Parameters
    ----------
    known : dict of str to _Conversation
    """

    def __init__(self, known: dict[str, _Conversation]) -> None:
        self.known = known
        place = {stem: at for at, stem in enumerate(sorted({s for found in known.values() for s in _stems_in(found)}))}
        self.number = len(place)
        self.topics = {"": 0}
        for found in known.values():
            for question in found.questions:
                self.topics.setdefault(question.id, len(self.topics))
        turns = {key: [sorted(place[stem] for stem in turn) for turn in found.stems] for key, found in known.items()}
        self.columns = {key: np.unique(np.concatenate(mine).astype(np.intp)) for key, mine in turns.items()}
        self.turns = {
            key: [np.searchsorted(self.columns[key], np.array(turn, dtype=np.intp)) for turn in mine]
            for key, mine in turns.items()
        }

    def match_again(self, chosen: dict[str, list[int]]) -> dict[str, list[int]]:
        """All conversations matched with what the others say on each question; nobody learns from itself."""
        heard = {
            key: [self.topics[topic] for topic in _topics(found, chosen[key])] for key, found in self.known.items()
        }
        counts = {key: self._count(key, topics) for key, topics in heard.items()}
        asked = {key: np.bincount(topics, minlength=len(self.topics)) for key, topics in heard.items()}
        overall, all_asked = np.zeros((len(self.topics), self.number)), sum(asked.values())
        for key, columns in self.columns.items():
            overall[:, columns] += counts[key]
        result = {}
        for key, found in self.known.items():
            others, times = overall[:, self.columns[key]] - counts[key], all_asked - asked[key]
            evidence = _evidence(others, times, [self.topics[question.id] for question in found.questions])
            rows = []
            for turn, row in zip(self.turns[key], found.likeness, strict=True):
                told = evidence[:, turn].sum(axis=1) * (LEARNED / math.sqrt(max(1, len(turn))))
                rows.append([value + float(more) for value, more in zip(row, told, strict=True)])
            result[key] = _path(rows)
        return result

    def _count(self, key: str, topics: list[int]) -> np.ndarray:
        """Turns with a stem, topics by the conversation's own columns."""
        counts = np.zeros((len(self.topics), len(self.columns[key])))
        for topic, turn in zip(topics, self.turns[key], strict=True):
            counts[topic, turn] += 1
        return counts


def _stems_in(found: _Conversation) -> set[str]:
    return set().union(*found.stems)


def _evidence(counts: np.ndarray, times: np.ndarray, topics: list[int]) -> np.ndarray:
    """Log-odds of each stem on each question against everywhere, smoothed; what is missing tells less than what is there.

    Parameters
    ----------
    counts : ndarray, shape (n_topics, n_stems)
        Turns with a stem, in the other interviews.
    times : ndarray, shape (n_topics,)
        Turns on each topic.
    topics : list of int
        Those for which it is asked: rows of what is returned.
    """
    everywhere = counts.sum(axis=0)
    enough = everywhere >= FEWEST
    base = np.where(enough, everywhere, 1.0) / max(1, int(times.sum()))
    share = (counts[topics] + 0.5 * base) / (times[topics, np.newaxis] + 0.5)
    odds = np.log(np.maximum(share, 1e-3) / base)
    return np.where(enough, odds * np.where((share > base) & (share > 1e-3), 1.0, 0.3), 0.0)


def _topics(found: _Conversation, path: list[int]) -> list[str]:
    topics, current = [], ""
    for column in path:
        current = found.questions[column].id if column >= 0 else current
        topics.append(current)
    return topics


def _path(likeness: list[list[float]]) -> list[int]:
    """Best question by turn, -1 for a follow-up."""
    best: dict[int, tuple[float, list[int]]] = {-1: (0.0, [])}
    turns, width = max(1, len(likeness) - 1), max(1, len(likeness[0]) - 1)
    for at, row in enumerate(likeness):
        placed = [value - PLACE * abs(column / width - at / turns) for column, value in enumerate(row)]
        after: dict[int, tuple[float, list[int]]] = {}
        for state in sorted(best):
            score, path = best[state]
            options = [(score, state, -1)]
            for column, value in enumerate(placed):
                if value >= LEAST:
                    cost = BACK if column < state else SKIP * max(0, column - state - 1)
                    options.append((score + value - LEAST - cost, column, column))
            for value, to, choice in options:
                if to not in after or value > after[to][0]:
                    after[to] = (value, [*path, choice])
        best = after
    return max(best.values(), key=lambda pair: pair[0])[1]


def _likeness(asked: list[str], answers: list[str], guide: list[str]) -> list[list[float]]:
    """Weighted share of stems in common, of each turn with each question of the guide."""
    stems = [set(stems_of(text)) for text in guide]
    spread = Counter(stem for found in stems for stem in found)
    weight = {stem: math.log(1 + len(guide) / count) ** 2 for stem, count in spread.items()}
    norms = [math.sqrt(math.fsum(weight[stem] for stem in found)) or 1.0 for found in stems]
    rows = []
    for text, answer in zip(asked, answers, strict=True):
        mine = set(stems_of(text))
        taken_up = set(stems_of(answer)) - mine
        known = math.sqrt(math.fsum(weight.get(stem, 0.5) for stem in mine)) or 1.0
        rows.append(
            [
                math.fsum(weight[stem] for stem in mine & found) / (known * norm)
                + ANSWER * math.fsum(weight[stem] for stem in taken_up & found) / norm**2
                for found, norm in zip(stems, norms, strict=True)
            ]
        )
    return rows


def stems_of(text: str) -> list[str]:
    """Stems of the words that say what a question is about: doubled letters and endings of Dutch and English removed."""
    words = (word for word in re.findall(r"[^\W\d_]{3,}", text.casefold()) if word not in COMMON)
    return [stem for word in words if len(stem := _stem(word)) >= 3]


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    stem = re.sub(r"(.)\1", r"\1", word)
    stem = re.sub(r"(?:ingen|ing|heden|heid|schapen|schap|elijk|lijk|tie|ties)$", "", stem) or stem
    if len(stem) > 4:
        stem = re.sub(r"(?:den|ten|en|er|te|de|e|t|d|s)$", "", stem)
    elif len(stem) > 3:
        stem = re.sub(r"[ts]$", "", stem)
    return stem.replace("v", "f").replace("z", "s")[:6]
