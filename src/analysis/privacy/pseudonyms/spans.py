"""A stretch of text that points at somebody, and how stretches found by several layers become one set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.privacy.pseudonyms.tokens import Token

PERSON, PLACE, ORGANISATION, NAME = "person", "place", "organisation", "name"
"""Kinds that are names, the last of whom or what nobody has said yet; every other kind is an identifier."""

ORDER = ("register", "pattern", "context", "list", "frog", "unknown")
"""Layers, the surest first."""


JOINS = ("", " ", "\u00a0", "-")
"""What may stand between two masked stretches that are masked as one."""


@dataclass(frozen=True, order=True)
class Span:
    """Code points `start` to `end` (exclusive) of a text, what they are, and which layer says so."""

    start: int
    end: int
    kind: str
    layer: str


def settle(spans: Iterable[Span]) -> list[Span]:
    """Spans that do not overlap, in order of place: everything found stays covered.

    Where spans overlap, the surest layer gives the kind (within a layer the longest span) and the span grows over all of
    them: a name found in half by one layer and whole by another is masked whole.
    """
    settled: list[Span] = []
    for span in sorted(set(spans)):
        if settled and span.start < settled[-1].end:
            last = settled[-1]
            best = min(last, span, key=lambda s: (ORDER.index(s.layer), s.start - s.end))
            settled[-1] = Span(last.start, max(last.end, span.end), best.kind, best.layer)
        else:
            settled.append(span)
    return settled


def kinds_at(tokens: list[Token], spans: list[Span]) -> dict[int, str]:
    """Kind of the span that a token lies in, by the token's index; spans are in order and without overlap."""
    kinds: dict[int, str] = {}
    at = 0
    for index, token in enumerate(tokens):
        while at < len(spans) and spans[at].end <= token.start:
            at += 1
        if at < len(spans) and spans[at].start < token.end:
            kinds[index] = spans[at].kind
    return kinds
