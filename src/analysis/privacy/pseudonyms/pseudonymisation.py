"""One text without names in it, and the way back from each place in it to the original."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from analysis.privacy.pseudonyms import (
    bare_words,
    evidence,
    frog,
    gate,
    neighbours,
    patterns,
    recognition,
    spoken,
    unknown,
)
from analysis.privacy.pseudonyms.gate import Unexplained
from analysis.privacy.pseudonyms.key import Key, words_of
from analysis.privacy.pseudonyms.lexicon import INTERFIXES, NOT_A_NAME, fold, is_word
from analysis.privacy.pseudonyms.settings import PseudonymSettings
from analysis.privacy.pseudonyms.spans import NAME, ORGANISATION, PERSON, PLACE, Span, kinds_at, settle
from analysis.privacy.pseudonyms.tokens import Token, lowered, tokenise

MASKS = {
    PERSON: "[persoon]",
    PLACE: "[plaats]",
    ORGANISATION: "[organisatie]",
    NAME: "[naam]",
    "bsn": "[bsn]",
    "iban": "[rekeningnummer]",
    "phone": "[telefoonnummer]",
    "mail": "[e-mailadres]",
    "plate": "[kenteken]",
    "handle": "[accountnaam]",
    "postcode": "[postcode]",
    "address": "[adres]",
    "case number": "[zaaknummer]",
    "date of birth": "[geboortedatum]",
    "age": "[leeftijd]",
    "document number": "[documentnummer]",
    "network address": "[netwerkadres]",
}
"""What stands in a Dutch text instead of each kind; persons of the key have their pseudonym."""

UNREVIEWED = "[…]"
"""What stands instead of a token that nobody has looked at yet."""


@dataclass(frozen=True)
class Words:
    """What is explained besides the dictionary, all folded.

    Parameters
    ----------
    kept : frozenset of str
        Names of the study: a place or organisation made of these only stays.
    allowed : frozenset of str
        Words and phrases that a person has looked at.
    names : frozenset of tuple of str
        Names found in other texts of the study, to be masked here too.
    generalised : dict
        Replacement by pseudonym.
    """

    kept: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()
    names: frozenset[tuple[str, ...]] = frozenset()
    generalised: dict[str, str] = field(default_factory=dict)

    @cached_property
    def explained(self) -> frozenset[str]:
        """Single words that the gate lets pass."""
        return frozenset(word for phrase in self.kept | self.allowed for word in (phrase, *phrase.split()))


@dataclass(frozen=True)
class Replaced:
    """`replacement` stands at `start`..`end`; the original stood at `original_start`..`original_end` of its own text."""

    start: int
    end: int
    original_start: int
    original_end: int
    kind: str
    layer: str
    replacement: str


@dataclass(frozen=True)
class Pseudonymised:
    """A text without names, what was replaced in it, and the tokens that are still to be looked at (places in `text`)."""

    text: str
    spans: tuple[Replaced, ...]
    unreviewed: tuple[Unexplained, ...]

    @cached_property
    def _starts(self) -> tuple[list[int], list[int]]:
        return [span.original_start for span in self.spans], [span.start for span in self.spans]

    def forward(self, offset: int, end: bool = False) -> int:
        """Where a place of the original is in `text`; within a replaced stretch its start, or with `end` its end."""
        index = bisect_right(self._starts[0], offset) - 1
        if index < 0:
            return offset
        span = self.spans[index]
        if offset >= span.original_end:
            return offset + span.end - span.original_end
        if offset == span.original_start:
            return span.start
        return span.end if end else span.start

    def back(self, offset: int, end: bool = False) -> int:
        """Where a place of `text` is in the original; the way back of :meth:`forward`."""
        index = bisect_right(self._starts[1], offset) - 1
        if index < 0:
            return offset
        span = self.spans[index]
        if offset >= span.end:
            return offset + span.original_end - span.end
        if offset == span.start:
            return span.original_start
        return span.original_end if end else span.original_start


def pseudonymise(
    text: str,
    key: Key,
    settings: PseudonymSettings | None = None,
    words: Words | None = None,
    breaks: Collection[int] = (),
    recognised: list[Span] | None = None,
) -> Pseudonymised:
    """`text` with everybody in it under a pseudonym and every identifier masked.

    The same text, key, settings and words give the same result: nothing is drawn here. A person whom the key does not
    have becomes `[persoon]` until `regiobeeld pseudonyms review` gives them a pseudonym.

    Parameters
    ----------
    text : str
        An original.
    key : Key
        Who is who.
    settings : PseudonymSettings, optional
        Layers; default all but Frog.
    words : Words, optional
        What is explained besides the dictionary.
    breaks : collection of int
        Places that no replaced stretch may reach over (where turns begin and end): a stretch is cut there.
    recognised : list of Span, optional
        What :func:`recognise` found in this text, when it was asked before.
    """
    settings, words = settings or PseudonymSettings(), words or Words()
    tokens = tokenise(text)
    found = recognise(text, tokens, key, settings, words) if recognised is None else recognised
    spans = _cut(settle([*found, *_again(tokens, (), words)]), sorted(breaks))
    stopped = gate.stop(text, tokens, spans, words.explained)
    if settings.gate == "mask":
        spans = settle([*spans, *(Span(u.start, u.end, "unreviewed", "list") for u in stopped)])
        stopped = []
    replaced, parts, at, shift = [], [], 0, 0
    for span in spans:
        replacement = _replacement(text[span.start : span.end], span, key, words)
        begin = span.start + shift
        parts += [text[at : span.start], replacement]
        replaced.append(
            Replaced(begin, begin + len(replacement), span.start, span.end, span.kind, span.layer, replacement)
        )
        shift += len(replacement) - (span.end - span.start)
        at = span.end
    result = Pseudonymised("".join([*parts, text[at:]]), tuple(replaced), ())
    return Pseudonymised(
        result.text,
        result.spans,
        tuple(Unexplained(result.forward(u.start), result.forward(u.end), u.token, u.reason) for u in stopped),
    )


def recognise(text: str, tokens: list[Token], key: Key, settings: PseudonymSettings, words: Words) -> list[Span]:
    """Everything in `text` that is to be replaced, in order and without overlap."""
    found: list[Span] = []
    if settings.known:
        found += _known(text, tokens, key)
    if settings.patterns:
        found += [span for span in patterns.find(text) if _is_whole(text, span)]
    small = lowered(text)
    if small != text:
        # where all is in capitals they say as little as where nothing is: what is a name in small letters is one too
        found += [span for span in _by_rules(small, tokenise(small), settings) if small[span.start] != text[span.start]]
    found += _by_rules(text, tokens, settings)
    if settings.frog:
        found += frog.find(text, tokens, settle(found), settings.frog, words.explained)
    if settings.unknown:
        found += list(bare_words.beside(text, tokens, settle(found)))
        found += evidence.find(text, tokens, kinds_at(tokens, settle(found)))
    found = [span for span in found if not _stays(text, span, settings, words)]
    found += list(neighbours.grown(text, tokens, settle(found)))
    here = {words_of(text[span.start : span.end]) for span in found if span.kind == PERSON}
    found += _again(tokens, here, words)
    unsaid = {words_of(text[span.start : span.end]) for span in found if span.kind == NAME}
    found += [Span(s.start, s.end, NAME, "unknown") for s in _again(tokens, unsaid, Words(words.kept, words.allowed))]
    return settle(found)


def _by_rules(text: str, tokens: list[Token], settings: PseudonymSettings) -> list[Span]:
    found: list[Span] = []
    layers = {name for name, on in (("context", settings.context), ("list", settings.lists)) if on}
    if layers:
        found += [span for span in recognition.find(text, tokens) if span.layer in layers]
    if settings.lists:
        found += spoken.find(text, tokens)
    if settings.unknown:
        found += unknown.find(text, tokens)
    return found


def _is_whole(text: str, span: Span) -> bool:
    return bool(text[span.start : span.end].strip())


def _known(text: str, tokens: list[Token], key: Key) -> list[Span]:
    found = []
    folded, owner = _folded(tokens)
    for index, word in enumerate(folded):
        for form in key.by_first_word.get(word, ()):
            if tuple(folded[index : index + len(form)]) != form:
                continue
            first, last = tokens[owner[index]], tokens[owner[index + len(form) - 1]]
            # a name that is a word too ("Waan") is one with a capital in the middle of a sentence, or in full
            if len(form) > 1 or not is_word(first.text) or (first.capital and not first.initial):
                found.append(Span(first.start, last.end, key.by_words[form].kind, "register"))
                break
    return found


def _folded(tokens: list[Token]) -> tuple[list[str], list[int]]:
    folded, owner = [], []
    for index, token in enumerate(tokens):
        for part in token.text.replace("-", " ").replace(".", " ").split():
            folded.append(fold(part))
            owner.append(index)
    return folded, owner


def _again(tokens: list[Token], here: Collection[tuple[str, ...]], words: Words) -> list[Span]:
    """The parts of names found, wherever else they stand: "Yilmaz" after "Fatma Yilmaz", in any case of letters.

    A part that is a Dutch word too ("Verhaal") needs its capital; in the text that names the person that is enough at the
    head of a sentence too, in other texts it is not.
    """
    near, far = _parts(here), _parts(words.names)
    found = []
    for token in tokens:
        folded = fold(token.text)
        if folded in words.explained:
            continue
        for form in (folded, folded.removesuffix("s").removesuffix("'")):
            word = is_word(token.text)
            here_too = form in near and (token.capital or not word)
            elsewhere = form in far and (not word or (token.capital and not token.initial))
            if (here_too or elsewhere) and (form == folded or (token.capital and not word)):
                found.append(Span(token.start, token.end, PERSON, "list"))
                break
    return found


def _parts(names: Collection[tuple[str, ...]]) -> set[str]:
    return {part for name in names for part in name if len(part) > 2 and part not in INTERFIXES | NOT_A_NAME}


def _stays(text: str, span: Span, settings: PseudonymSettings, words: Words) -> bool:
    if span.layer in ("register", "pattern"):
        return False
    if span.kind == PLACE and not settings.places:
        return True
    parts = words_of(text[span.start : span.end])
    phrase = " ".join(parts)
    if phrase in words.allowed and (span.layer != "context" or len(parts) > 1):
        return True
    if span.layer == "context" and span.kind == PERSON:
        return False
    return phrase in words.kept or all(part in words.explained or part in INTERFIXES for part in parts)


def _cut(spans: list[Span], breaks: list[int]) -> list[Span]:
    pieces = []
    for span in spans:
        begin = span.start
        for place in breaks[bisect_right(breaks, span.start) : bisect_right(breaks, span.end - 1)]:
            pieces.append(Span(begin, place, span.kind, span.layer))
            begin = place
        pieces.append(Span(begin, span.end, span.kind, span.layer))
    return pieces


def _replacement(original: str, span: Span, key: Key, words: Words) -> str:
    if span.kind == "unreviewed":
        return UNREVIEWED
    entry = key.by_words.get(words_of(original))
    if entry is not None:
        generalised = words.generalised.get(entry.pseudonym)
        if generalised:
            return generalised
        return entry.pseudonym if entry.kind == PERSON else MASKS[entry.kind]
    return MASKS[span.kind]
