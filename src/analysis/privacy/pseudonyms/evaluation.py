"""How many names get through: scored on somebody's own labelled text, mention by mention and document by document."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from analysis.core.errors import Problem, TableError
from analysis.privacy.pseudonyms import gate
from analysis.privacy.pseudonyms.key import Key
from analysis.privacy.pseudonyms.pseudonymisation import Words, recognise
from analysis.privacy.pseudonyms.settings import PseudonymSettings
from analysis.privacy.pseudonyms.spans import JOINS, NAME, Span
from analysis.privacy.pseudonyms.tokens import tokenise

NAMES = ("PER", "LOC", "ORG")
"""Types of which a mention that shows makes a document leak; MISC is counted, and is no leak."""


PREFIXES = ("B-", "I-", "E-", "S-", "L-", "U-")

KINDS = {"PERSON": "PER", "LOCATION": "LOC", "GPE": "LOC", "ORGANISATION": "ORG", "ORGANIZATION": "ORG"}
"""Other people's words for the types of CoNLL."""


@dataclass(frozen=True)
class Labelled:
    """A document and what is to be masked in it: (start, end, type)."""

    text: str
    mentions: tuple[tuple[int, int, str], ...]


def read_conll(path: Path) -> list[Labelled]:
    """Documents of a CoNLL file: a token and its columns a line, the last of them its label; an empty line ends a sentence.

    Labels are IOB1, IOB2, BIOES or BILOU, columns as many as there are, the encoding UTF-8 or that of Windows, as in
    CoNLL-2002. A line that begins with -DOCSTART- or `# newdoc` begins a document; without one the file is one document.

    Raises
    ------
    TableError
        With the line that is not right.
    """
    documents: list[list[list[tuple[str, str]]]] = [[[]]]
    for number, line in enumerate(_decoded(path).splitlines(), start=1):
        columns = line.split()
        if line.startswith(("-DOCSTART-", "# newdoc")):
            documents.append([[]])
        elif not columns:
            documents[-1].append([])
        elif line.startswith("# ") and not _is_label(columns[-1]):
            continue
        elif len(columns) < 2 or not _is_label(columns[-1]):
            expected = "token … and last B-, I- (E-, S-, L-, U-) or O"
            raise TableError(Problem(f"{path.name}, line {number}", "has no label", expected, "give another file"))
        else:
            documents[-1][-1].append((columns[0], columns[-1]))
    return [_document(document) for document in documents if any(document)]


def _is_label(column: str) -> bool:
    return column == "O" or (column[:2] in PREFIXES and len(column) > 2)


def _decoded(path: Path) -> str:
    if not path.is_file():
        raise TableError(Problem(str(path), "is not there", "a CoNLL file", "give another file"))
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # the files of CoNLL-2002 are Latin-1, of which Windows' page is the superset
        return content.decode("cp1252", "replace")


def _document(sentences: list[list[tuple[str, str]]]) -> Labelled:
    parts: list[str] = []
    mentions: list[tuple[int, int, str]] = []
    length = 0
    for sentence in sentences:
        before = "O"
        for index, (word, label) in enumerate(sentence):
            close = word in ".,;:!?)]}%'" and index > 0
            glue = "" if index == 0 or close or sentence[index - 1][0] in "([{" else " "
            parts += [glue, word]
            start = length + len(glue)
            length = start + len(word)
            kind = KINDS.get(label[2:].upper(), label[2:])
            if mentions and _goes_on(before, label):
                mentions[-1] = (mentions[-1][0], length, kind)
            elif label != "O":
                mentions.append((start, length, kind))
            before = label
        if sentence:
            parts.append("\n")
            length += 1
    return Labelled("".join(parts), tuple(mentions))


def _goes_on(before: str, label: str) -> bool:
    # in IOB1 a mention begins with I-; E-, S-, L- and U- end one
    same = before[2:] == label[2:] and before != "O"
    return same and label[:2] in ("I-", "E-", "L-") and before[:2] in ("B-", "I-")


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
    ordinary : float
        Share of the words outside all mentions that is masked: what of the text is lost until somebody has reviewed it.
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
    ordinary: float
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
    leaking = leaking_persons = touching = masked = n_words = number = ordinary = lost = 0
    types: set[str] = set()
    started = time.perf_counter()
    for document in documents:
        number += 1
        tokens = tokenise(document.text)
        n_words += len(document.text.split())
        spans = recognise(document.text, tokens, key, settings, words)
        if with_gate:
            stopped = gate.stop(document.text, tokens, spans, words.explained)
            types |= {unexplained.token.casefold() for unexplained in stopped if unexplained.reason != gate.LINK}
            types |= {document.text[s.start : s.end].casefold() for s in spans if s.kind == NAME}
            spans = _joined(document.text, [*spans, *(Span(u.start, u.end, "unreviewed", "list") for u in stopped)])
        shown = [mention for mention in document.mentions if _shows(document.text, mention, spans)]
        for mention in document.mentions:
            counts[mention[2]] += 1
            hits[mention[2]] += mention not in shown
        leaking += any(kind in NAMES for _, _, kind in shown)
        leaking_persons += any(kind == "PER" for _, _, kind in shown)
        masked += len(spans)
        touching += sum(any(s.start < end and start < s.end for start, end, _ in document.mentions) for s in spans)
        outside = [t for t in tokens if not any(s < t.end and t.start < e for s, e, _ in document.mentions)]
        ordinary += len(outside)
        lost += sum(any(s.start < t.end and t.start < s.end for s in spans) for t in outside)
    seconds = time.perf_counter() - started
    return Score(
        {kind: hits[kind] / counts[kind] for kind in sorted(counts)},
        dict(sorted(counts.items())),
        number,
        leaking,
        leaking_persons,
        touching / masked if masked else float("nan"),
        lost / ordinary if ordinary else float("nan"),
        1000 * len(types) / max(n_words, 1) if with_gate else float("nan"),
        1000 * seconds / max(n_words, 1),
    )


def _joined(text: str, spans: list[Span]) -> list[Span]:
    # as `masked` masks them: word after word is one stretch
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and "unreviewed" in (span.kind, joined[-1].kind) and text[joined[-1].end : span.start] in JOINS:
            joined[-1] = Span(joined[-1].start, span.end, joined[-1].kind, joined[-1].layer)
        else:
            joined.append(span)
    return joined


def _shows(text: str, mention: tuple[int, int, str], spans: list[Span]) -> bool:
    start, end, _ = mention
    covered = [False] * (end - start)
    for span in spans:
        if span.start < end and start < span.end:
            for place in range(max(span.start, start), min(span.end, end)):
                covered[place - start] = True
    return any(sign.isalnum() and not covered[place] for place, sign in enumerate(text[start:end]))
