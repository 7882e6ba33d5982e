"""Names turned round, as lists have them: "Korte, Wessel op de; Visser, Daphne", "Ridder, J de, adviseur"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.privacy.pseudonyms.lexicon import (
    GREETINGS,
    INTERFIXES,
    LABELS,
    NOT_A_NAME,
    TITLES,
    grammar_words,
    is_finite,
    is_first_name,
    is_function,
    is_in_dictionary,
    is_of_offices,
    is_place,
    is_surname,
    is_word,
)
from analysis.privacy.pseudonyms.phrases import common_words
from analysis.privacy.pseudonyms.spans import PERSON, Span

_WORD = r"[^\W\d_][\w'’-]{0,39}"
_SMALL = r"(?i:van|de|den|der|het|ten|ter|te|'t|’t|el|al|op|in|aan|vd|v\.d\.)"
_SURNAME = rf"(?:{_SMALL} ){{0,3}}{_WORD}(?:-(?:{_SMALL} ){{0,2}}{_WORD})?"
_LETTERS = r"(?:[^\W\d_]\.? ?){1,4}|[^\W\d_]{1,4}"

_LIST = re.compile(rf"(?:^|(?<=[:;|\t])) *(?:[-*•>] |\d+[.)] )?(?P<items>{_WORD}[^\n:;|()\t]*)", re.M)
"""A stretch in which items stand between commas: behind a label or a semicolon, or a line."""

_ROLE = re.compile(
    rf"^[ \t>*•-]*(?:\d+[.)] )?(?P<name>(?P<sur>{_SURNAME}), (?P<letters>{_LETTERS})(?:(?<= )|(?<! ) ?)"
    rf"(?P<small>(?: ?{_SMALL}){{0,3}}))(?=, (?P<role>{_WORD}))",
    re.M,
)
"""In a line a surname, initials and, behind another comma, what the person is: "Ridder, J de, adviseur"."""


def find(text: str) -> Iterator[Span]:
    """Names of `text` that are turned round, each with its letters and small words.

    Yields
    ------
    Span
        Of the layer "context".
    """
    for match in _LIST.finditer(text):
        yield from _pairs(match["items"], match.start("items"))
    for match in _ROLE.finditer(text):
        letters = match["letters"].replace(".", "").replace(" ", "")
        alike = match["sur"].split()[-1][0].isupper() == letters[0].isupper()
        role = match["role"].lower()
        if alike and (is_function(role) or is_of_offices(role)) and _is_a_surname(match["sur"]):
            yield Span(*match.span("name"), PERSON, "context")


def _pairs(items: str, start: int) -> Iterator[Span]:
    # "Geerts, Martin, Brouwer, Daphne van": by turns what may be a surname and what surely is a first name
    parts = re.split(r", ", items.rstrip(" ."))
    if len(parts) < 2 or len(parts) % 2:
        return
    turns = list(zip(parts[::2], parts[1::2], strict=True))
    if not all(_is_a_surname(sur) and _is_given(given, sur) for sur, given in turns):
        return
    if not any(is_first_name(given.split()[0]) for _, given in turns):
        return
    at = start
    for sur, given in turns:
        end = at + len(sur) + 2 + len(given)
        yield Span(at, end, PERSON, "context")
        at = end + 2


def _is_a_surname(sur: str) -> bool:
    words = sur.split()
    last = words[-1].lower()
    if not re.fullmatch(_SURNAME, sur) or any(word.lower() not in INTERFIXES for word in words[:-1]):
        return False
    if last in grammar_words() | TITLES | LABELS | GREETINGS or is_function(last) or is_of_offices(last):
        return len(words) > 1 and is_surname(last)
    if last in NOT_A_NAME or (len(words) == 1 and is_place(last) and not is_surname(last)):
        return False
    return is_surname(last) or not is_word(last) or len(words) > 1 or not is_finite(last)


def _is_given(given: str, sur: str) -> bool:
    # "Wessel op de", "Bente van", "A.", "Jan Willem"; written as the surname is
    words = given.split()
    while len(words) > 1 and words[-1].lower() in INTERFIXES:
        words.pop()
    if len(words) > 2 or any(not re.fullmatch(rf"{_WORD}\.?", word) for word in words):
        return False
    first = words[0].rstrip(".")
    known = is_first_name(first) and first.lower() not in common_words() | NOT_A_NAME
    strange = not is_in_dictionary(first.lower()) and not is_word(first) and len(first) > 2
    letters = len(first) < 3 and (first.isupper() or given.endswith("."))
    return (known or strange or letters) and first[0].isupper() == sur.split()[-1][0].isupper()
