"""The gate: every token that nothing explains is for a person to look at. The one layer that fails closed.

A token is explained by a word list, by the study's own names, by what people allowed before, or by being an ordinary
number. Capitals in the middle of a sentence, tokens with digits in them and words no dictionary has are not.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from analysis.privacy.pseudonyms.lexicon import (
    INTERFIXES,
    NOT_A_NAME,
    fold,
    is_first_name,
    is_surname,
    is_word,
    words_in,
)
from analysis.privacy.pseudonyms.spans import Span
from analysis.privacy.pseudonyms.tokens import Token

_NUMBER = re.compile(
    r"(?:\d{1,4}|\d{1,3}(?:[.,]\d{3})+|\d+[.,]\d{1,2})(?:e|de|ste|x|%|ers?|plus|km|m2|u|uur|jarige?n?|urige?|daagse)?"
    r"(?:-(?:\d{1,4}|\w*[a-z]))?"
)
_CALENDAR = words_in("calendar")
_ROMAN = re.compile(r"[IVX]{1,4}")


@dataclass(frozen=True)
class Unexplained:
    """A token for a person: where it stands, and why it was stopped (capital, digits or rare)."""

    start: int
    end: int
    token: str
    reason: str


def stop(text: str, tokens: list[Token], spans: list[Span], explained: Collection[str]) -> list[Unexplained]:
    """Tokens outside `spans` that nothing explains.

    Parameters
    ----------
    text : str
        The text.
    tokens : list of Token
        Its words in order.
    spans : list of Span
        What is masked already, in order and without overlap.
    explained : collection of str
        Folded words that the study or a person has explained.
    """
    found = []
    at = 0
    elsewhere = _capitals(tokens, explained)
    for index, token in enumerate(tokens):
        while at < len(spans) and spans[at].end <= token.start:
            at += 1
        if at < len(spans) and spans[at].start < token.end:
            continue
        reason = _reason(token, explained) or _heads_a_name(text, tokens, index, explained)
        if token.initial and token.capital and (fold(token.text) in elsewhere or _is_listed_too(token, explained)):
            reason = "capital"
        if reason == "capital":
            found += _interfixes_before(text, tokens, index)
        if reason:
            found.append(Unexplained(token.start, token.end, token.text, reason))
    return found


def _reason(token: Token, explained: Collection[str]) -> str:
    word = token.text
    folded = fold(word)
    if folded in explained or folded in _CALENDAR:
        return ""
    if any(sign.isdecimal() for sign in word):
        return "" if _NUMBER.fullmatch(word) else "digits"
    if "-" in word and all(not part or _reason_of_part(part, token, explained) == "" for part in word.split("-")):
        return ""
    return _reason_of_part(word, token, explained)


def _reason_of_part(word: str, token: Token, explained: Collection[str]) -> str:
    folded = fold(word)
    if folded in explained or folded in _CALENDAR or len(word) == 1 or _ROMAN.fullmatch(word):
        return ""
    if folded.endswith("'s") and folded[:-2] in explained:
        return ""
    known = is_word(word)
    if not word[0].isupper():
        return "" if known else "rare"
    if token.shout:
        return "" if known and len(word) > 3 and not (is_first_name(word) or is_surname(word)) else "capital"
    return "" if known and token.initial else "capital"


def _heads_a_name(text: str, tokens: list[Token], index: int, explained: Collection[str]) -> str:
    # "Eddy De Mey won": a Dutch word with a capital straight before another capital that nobody has explained
    token = tokens[index]
    if not (token.initial and token.capital) or index + 1 >= len(tokens) or fold(token.text) in explained:
        return ""
    after = tokens[index + 1]
    if text[token.end : after.start] != " " or not after.capital or after.shout or token.text.lower() in NOT_A_NAME:
        return ""
    return "capital" if _reason(after, explained) or is_surname(after.text) else ""


def _capitals(tokens: list[Token], explained: Collection[str]) -> set[str]:
    # a word that has its capital in the middle of a sentence somewhere keeps its suspicion at the head of one
    inside = {
        fold(t.text)
        for t in tokens
        if t.capital and not t.initial and not t.shout and _reason(t, explained) == "capital"
    }
    return {word for word in inside if word not in NOT_A_NAME}


def _interfixes_before(text: str, tokens: list[Token], index: int) -> list[Unexplained]:
    # "Van den Abeele": the small words go with the name when they have a capital or are two
    start = index
    while (
        start > 0
        and tokens[start - 1].text.lower() in INTERFIXES
        and text[tokens[start - 1].end : tokens[start].start] == " "
    ):
        start -= 1
    before = tokens[start:index]
    if len(before) > 1 or any(token.capital and not token.initial for token in before):
        return [Unexplained(token.start, token.end, token.text, "capital") for token in before]
    return []


def _is_listed_too(token: Token, explained: Collection[str]) -> bool:
    # "Peters ging": at the head of a sentence a word that is somebody's name too needs a person to look at it, once
    lower = token.text.lower()
    if len(lower) < 4 or fold(lower) in explained or lower in NOT_A_NAME | _function_words():
        return False
    return is_first_name(lower) or is_surname(lower)


@cache
def _function_words() -> frozenset[str]:
    from stopwordsiso import stopwords

    return frozenset(stopwords("nl"))
