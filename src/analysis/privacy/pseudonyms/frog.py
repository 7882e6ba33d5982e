"""Frog's names, asked of a server on this machine (`frog --skip=mplac -S PORT`, Debian package `frog`).

Frog needs five seconds a thousand words, so it is asked only for sentences in which a capital is still unexplained.
"""

from __future__ import annotations

import socket
from collections.abc import Collection

from analysis.errors import Problem, StudyError
from analysis.privacy.pseudonyms import gate
from analysis.privacy.pseudonyms.spans import ORGANISATION, PERSON, PLACE, Span
from analysis.privacy.pseudonyms.tokens import Token

_KINDS = {"PER": PERSON, "LOC": PLACE, "ORG": ORGANISATION}
_SECONDS = 120


def find(text: str, tokens: list[Token], found: list[Span], address: str, explained: Collection[str]) -> list[Span]:
    """Names that Frog sees in the sentences of `text` that hold an unexplained token.

    Raises
    ------
    StudyError
        When there is no Frog at `address`.
    """
    stopped = gate.stop(text, tokens, found, explained)
    sentences = _sentences(text, tokens)
    wanted = sorted(
        {
            (begin, end)
            for begin, end in sentences
            if any(begin <= token.start < end and token.reason == "capital" for token in stopped)
        }
    )
    if not wanted:
        return []
    host, _, port = address.rpartition(":")
    spans = []
    try:
        with socket.create_connection((host, int(port)), timeout=_SECONDS) as connection:
            for begin, end in wanted:
                spans += _names(connection, text[begin:end], begin)
    except OSError:
        raise StudyError(
            Problem(
                "params.yaml, pseudonyms.frog",
                f"no Frog at {address}",
                "",
                "start `frog --skip=mplac -S PORT`, or leave it empty",
            )
        ) from None
    return spans


def _sentences(text: str, tokens: list[Token]) -> list[tuple[int, int]]:
    begins = [token.start for token in tokens if token.initial]
    return list(zip(begins, [*begins[1:], len(text)], strict=True))


def _names(connection: socket.socket, sentence: str, offset: int) -> list[Span]:
    connection.sendall((" ".join(sentence.split()) + "\nEOT\n").encode())
    answer = b""
    while not answer.rstrip().endswith(b"READY"):
        received = connection.recv(65536)
        if not received:
            raise OSError("Frog went away")
        answer += received
    spans: list[Span] = []
    at, last = 0, ""
    for line in answer.decode("utf-8", "replace").splitlines():
        columns = line.split("\t")
        if len(columns) < 7:
            continue
        word = columns[1].replace("_", " ")
        # which columns are filled depends on the modules that Frog was started with
        tag = next((column for column in columns[4:] if column == "O" or column[:2] in ("B-", "I-")), "O")
        first = word.split(" ")[0]
        start = sentence.find(first, at)
        if start < 0:
            last = ""
            continue
        rest = word.split(" ")[-1]
        end = sentence.find(rest, start) + len(rest)
        at = end
        label = tag.partition("-")[2].split("_")[0]
        if tag.startswith("I-") and last == label and spans:
            spans[-1] = Span(spans[-1].start, offset + end, spans[-1].kind, "frog")
        elif label in _KINDS:
            spans.append(Span(offset + start, offset + end, _KINDS[label], "frog"))
        last = label
    return spans
