"""How many names get through: scored on somebody's own labelled text, mention by mention and document by document."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import Problem, TableError
from analysis.privacy.pseudonyms import gate
from analysis.privacy.pseudonyms.key import Key
from analysis.privacy.pseudonyms.pseudonymisation import Words, recognise
from analysis.privacy.pseudonyms.settings import PseudonymSettings
from analysis.privacy.pseudonyms.spans import Span
from analysis.privacy.pseudonyms.tokens import tokenise

NAMES = ("PER", "LOC", "ORG")
"""Types of which a mention that shows makes a document leak; MISC is counted, and is no leak."""


@dataclass(frozen=True)
class Labelled:
    """A document and what is to be masked in it: (start, end, type)."""

    text: str
    mentions: tuple[tuple[int, int, str], ...]


def read_conll(path: Path) -> list[Labelled]:
    """Documents of a CoNLL file: a token and its columns a line, the last of them B-, I- or O; an empty line ends a sentence.

    A line that begins with -DOCSTART- begins a document; without one the file is one document.

    Raises
    ------
    TableError
        With the line that is not right.
    """
    lines = _decoded(path).splitlines()
    documents: list[list[list[tuple[str, str]]]] = [[[]]]
    for number, line in enumerate(lines, start=1):
        columns = line.split()
        if columns and columns[0].startswith("-DOCSTART-"):
            documents.append([[]])
        elif not columns:
            documents[-1].append([])
        elif len(columns) < 2 or not (columns[-1] == "O" or columns[-1][:2] in ("B-", "I-")):
            raise TableError(
                Problem(f"{path.name}, line {number}", "has no label", "token … B-, I- or O", "give another file")
            )
        else:
            documents[-1][-1].append((columns[0], columns[-1]))
    return [_document(document) for document in documents if any(document)]


def _decoded(path: Path) -> str:
    if not path.is_file():
        raise TableError(Problem(str(path), "is not there", "a CoNLL file", "give another file"))
    content = path.read_bytes()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        # the files of CoNLL-2002 are Latin-1
        return content.decode("latin-1")


def _document(sentences: list[list[tuple[str, str]]]) -> Labelled:
    parts: list[str] = []
    mentions: list[tuple[int, int, str]] = []
    length = 0
    for sentence in sentences:
        for index, (word, label) in enumerate(sentence):
            close = word in ".,;:!?)]}%'" and index > 0
            glue = "" if index == 0 or close or sentence[index - 1][0] in "([{" else " "
            parts += [glue, word]
            start = length + len(glue)
            length = start + len(word)
            if (
                label.startswith("I-")
                and mentions
                and mentions[-1][2] == label[2:]
                and index > 0
                and sentence[index - 1][1] != "O"
            ):
                mentions[-1] = (mentions[-1][0], length, label[2:])
            elif label != "O":
                mentions.append((start, length, label[2:]))
        if sentence:
            parts.append("\n")
            length += 1
    return Labelled("".join(parts), tuple(mentions))


@dataclass(frozen=True)
class Score:
    """What an evaluation found.

    Parameters
    ----------
    recall : dict
        Share of mentions that are fully masked, by type.
    mentions : dict
        Mentions, by type.
    documents, leaking : int
        Documents, and those of them in which a letter of a person, place or organisation still shows.
    leaking_persons : int
        Documents in which a letter of a person still shows.
    precision : float
        Share of what is masked that touches a mention.
    decisions : float
        Distinct tokens that the gate stops, a thousand words; nan without the gate.
    seconds : float
        A thousand words.
    """

    recall: dict[str, float]
    mentions: dict[str, int]
    documents: int
    leaking: int
    leaking_persons: int
    precision: float
    decisions: float
    seconds: float


def score(
    documents: Iterable[Labelled],
    settings: PseudonymSettings,
    with_gate: bool,
    key: Key | None = None,
    words: Words | None = None,
) -> Score:
    """Mask each document and count; with the gate, what it stops counts as masked."""
    key, words = key or Key(), words or Words()
    hits: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    leaking = leaking_persons = touching = masked = n_words = number = 0
    types: set[str] = set()
    started = time.perf_counter()
    for document in documents:
        number += 1
        tokens = tokenise(document.text)
        n_words += len(document.text.split())
        spans = recognise(document.text, tokens, key, settings, words)
        if with_gate:
            stopped = gate.stop(document.text, tokens, spans, words.explained)
            types |= {unexplained.token.casefold() for unexplained in stopped}
            spans = sorted([*spans, *(Span(u.start, u.end, "unreviewed", "list") for u in stopped)])
        shown = [mention for mention in document.mentions if _shows(document.text, mention, spans)]
        for mention in document.mentions:
            counts[mention[2]] += 1
            hits[mention[2]] += mention not in shown
        leaking += any(kind in NAMES for _, _, kind in shown)
        leaking_persons += any(kind == "PER" for _, _, kind in shown)
        masked += len(spans)
        touching += sum(any(s.start < end and start < s.end for start, end, _ in document.mentions) for s in spans)
    seconds = time.perf_counter() - started
    return Score(
        {kind: hits[kind] / counts[kind] for kind in sorted(counts)},
        dict(sorted(counts.items())),
        number,
        leaking,
        leaking_persons,
        touching / masked if masked else float("nan"),
        1000 * len(types) / max(n_words, 1) if with_gate else float("nan"),
        1000 * seconds / max(n_words, 1),
    )


def _shows(text: str, mention: tuple[int, int, str], spans: list[Span]) -> bool:
    start, end, _ = mention
    covered = [False] * (end - start)
    for span in spans:
        if span.start < end and start < span.end:
            for place in range(max(span.start, start), min(span.end, end)):
                covered[place - start] = True
    return any(sign.isalnum() and not covered[place] for place, sign in enumerate(text[start:end]))
