"""The gate: every token that nothing explains is for a person to look at. The one layer that fails closed.

A token is explained by a word list, by the study's own names, by what people allowed before, or by being an ordinary
number. Capitals in the middle of a sentence, tokens with digits in them and words no dictionary has are not.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Collection
from dataclasses import dataclass

from analysis.privacy.pseudonyms import evidence, neighbours, surroundings, suspects
from analysis.privacy.pseudonyms.lexicon import (
    ARTICLES,
    INTERFIXES,
    LABELS,
    NOT_A_NAME,
    SAID,
    TITLES,
    fold,
    grammar_words,
    is_first_name,
    is_function,
    is_of_a_people,
    is_surely_a_word,
    is_surname,
    is_word,
    words_in,
)
from analysis.privacy.pseudonyms.spans import NAME, PERSON, PLACE, Span, kinds_at
from analysis.privacy.pseudonyms.suspects import BEFORE_NAMES, has_a_name_behind, is_listed_too
from analysis.privacy.pseudonyms.tokens import Token, is_shouted, is_small, line_of

_NUMBER = re.compile(
    r"(?:\d{1,4}|\d{1,3}(?:[.,]\d{3})+|\d+[.,]\d{1,2})(?:e|de|ste|x|%|ers?|plus|km|m2|u|uur|jarige?n?|urige?|daagse)?"
    r"(?:-(?:\d{1,4}|\w*[a-z]))?"
)
_CALENDAR = words_in("calendar")
_ROMAN = re.compile(r"[IVX]{1,4}")
_INNER = re.compile(r"[^\W\d_]*[^\W\d_A-Z][A-Z]")

LINKS = (INTERFIXES - {"in", "op", "aan", "bij", "uit", "te", "a", "d", "v", "en"}) | {
    "of",
    "the",
    "and",
    "du",
    "des",
    "et",
}
"""Words inside a name, that go with it when it is stopped on both sides of them."""

DIVINE = frozenset(["god", "allah"])
"""Always written with a capital, so that the head of a sentence explains theirs no better than the middle of one does."""

MONTHS = frozenset(["april", "mei", "juni", "juli", "augustus"])
"""Dutch writes them without a capital; with one, inside a sentence, they are first names."""

OPENINGS = frozenset(["als", "dat", "dus", "en", "maar", "of", "omdat", "terwijl", "toen", "want"])

OF_SURNAMES = frozenset(["de", "den", "der", "te", "tee", "ten", "ter", "tho", "to", "'t", "’t"])
"""Before a surname they are of it, more often than not."""

LINK = "link"
"""Reason of a small word inside a stopped name."""


@dataclass(frozen=True)
class Unexplained:
    """A token for a person: where it stands, and why it was stopped: capital, digits, rare, or name for a word that is one too.

    With reason "link" it is a small word inside a stopped name; nobody is asked about it.
    """

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
    stopped: dict[int, str] = {}
    covered = kinds_at(tokens, spans)
    strange: dict[int, str] = {}
    near: ChainMap[int, str] = ChainMap(strange, covered)
    elsewhere = _capitals(tokens, explained)
    lower = {fold(token.text) for token in tokens if not token.capital}
    for index, token in enumerate(tokens):
        if index in covered:
            continue
        shouted = token.shout and is_shouted(line_of(text, token))
        reason = _reason(token, explained, shouted) or _heads_a_name(text, tokens, index, explained)
        if token.initial and token.capital and (fold(token.text) in elsewhere or is_listed_too(token, explained)):
            reason = "capital"
        if not reason and _goes_on(text, tokens, index, covered):
            reason = "capital"
        if not reason and token.shout and _stands_out(text, token, explained):
            reason = "capital"
        if not reason and _is_a_bare_compound(text, tokens, index, explained):
            reason = "rare"
        if not reason and fold(token.text) not in explained:
            reason = suspects.reason(text, tokens, index, lower, near)
            if not reason and evidence.points(text, tokens, index, near) >= evidence.ASKED:
                reason = "name"
        if reason:
            stopped[index] = reason
        if reason in ("rare", "name"):
            strange[index] = NAME
    for index in _links(text, tokens, stopped, covered):
        stopped.setdefault(index, LINK)
    return [
        Unexplained(tokens[i].start, tokens[i].end, tokens[i].text, reason) for i, reason in sorted(stopped.items())
    ]


def _goes_on(text: str, tokens: list[Token], index: int, covered: dict[int, str]) -> bool:
    # "gesprek met Naomi" and, on the next line, "Venetiaan": a line that ends with a name or a title goes on with it
    token = tokens[index]
    if (
        index == 0
        or not token.capital
        or not re.fullmatch(r"\.?[^\S\n]*\n[^\S\n]*", text[tokens[index - 1].end : token.start])
    ):
        return False
    before, lower = tokens[index - 1], token.text.lower()
    if text[token.end : token.end + 1] == ":" or lower in NOT_A_NAME | LABELS | grammar_words() or is_function(lower):
        return False
    dotted = text[before.end] == "."
    named = (
        covered.get(index - 1) in (PERSON, NAME) and not dotted and (is_surname(lower) or not is_surely_a_word(lower))
    )
    return (
        named
        or (dotted and len(before.text) == 1)
        or before.text.lower() in TITLES | LINKS - {"de", "het", "of", "the", "and"}
    )


def _reason(token: Token, explained: Collection[str], shouted: bool = False) -> str:
    word = token.text
    folded = fold(word)
    if folded in explained:
        return ""
    if folded in _CALENDAR:
        return "" if token.initial or not token.capital or folded not in MONTHS else "capital"
    if any(sign.isdecimal() for sign in word):
        return "" if _NUMBER.fullmatch(word) else "digits"
    if "-" in word:
        # "zaak-Biervliet": one part is enough
        reasons = [_reason_of_part(part, token, explained, shouted) for part in word.split("-") if part]
        if not any(reasons) or (word[0].islower() and "capital" in reasons):
            return next(filter(None, reasons), "")
    return _reason_of_part(word, token, explained, shouted)


def _reason_of_part(word: str, token: Token, explained: Collection[str], shouted: bool) -> str:
    folded = fold(word)
    if folded in explained or folded in _CALENDAR or len(word) == 1 or _ROMAN.fullmatch(word) or is_of_a_people(word):
        return ""
    if folded.endswith("'s") and folded[:-2] in explained:
        return ""
    known = is_word(word) and not _INNER.match(word)
    if not word[0].isupper():
        return "" if known else "rare"
    if token.shout:
        if shouted and folded in grammar_words() and (folded in INTERFIXES or not is_surname(folded)):
            return ""
        plain = known and len(word) > 3 and is_surely_a_word(word.lower())
        return "" if plain and not (is_first_name(word) or is_surname(word)) else "capital"
    # "Appelmans belde": at the head of a sentence a word that is Dutch only as a compound of short words may be a surname
    return "" if known and token.initial and is_surely_a_word(word.lower()) else "capital"


def _is_a_bare_compound(text: str, tokens: list[Token], index: int, explained: Collection[str]) -> bool:
    # "besloten velland een": Dutch only as two short words that nobody joins, without an article, where nothing has a capital
    word = tokens[index].text
    if not word.isalpha() or not word.islower() or fold(word) in explained or is_surely_a_word(fold(word)):
        return False
    before = tokens[index - 1].text if index else ""
    return is_small(text) and before not in surroundings.DETERMINERS and not before.endswith("e")


def _stands_out(text: str, token: Token, explained: Collection[str]) -> bool:
    # "gebeld met VREDE": shouted in a line that is not
    if (
        {fold(token.text), token.text.lower()} & (grammar_words() | _CALENDAR)
        or fold(token.text) in explained
        or len(token.text) < 3
    ):
        return False
    letters = [sign for sign in line_of(text, token) if sign.isalpha()]
    return sum(sign.islower() for sign in letters) > 0.5 * len(letters) and not _ROMAN.fullmatch(token.text)


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
    return {word for word in inside if word not in NOT_A_NAME} | DIVINE


def _links(text: str, tokens: list[Token], stopped: dict[int, str], covered: dict[int, str]) -> set[int]:
    """Small words and initials that go with what is stopped or masked beside them.

    "De Grauwe" and "Van den Abeele" at the head of a sentence, "Geert van Istendael", "P. Bogemans", "zegt van Hove".
    """
    places = {index for index, kind in covered.items() if kind == PLACE}
    hidden = {index for index, why in stopped.items() if tokens[index].capital or why == "name"} | set(covered) - places
    links: set[int] = set()
    for index in sorted(hidden | places):
        start = index
        while start > 0 and _is_link(text, tokens, start - 1) and start - 1 not in hidden:
            start -= 1
        before = tokens[start:index]
        inside = start - 1 in hidden and text[tokens[start - 1].end : tokens[start].start] in (" ", "\n")
        said = start > 0 and tokens[start - 1].text.lower() in BEFORE_NAMES | SAID and not tokens[start - 1].initial
        surname = index not in places and tokens[index].capital and is_surname(tokens[index].text)
        alone = index not in places and (len(before) > 1 or said or any(t.capital or len(t.text) == 1 for t in before))
        # "In 't Veld" and "Op den Kamp" stand in no other way before a place
        alone = alone or (start > 0 and has_a_name_behind(tokens[start - 1]) and is_surname(tokens[index].text))
        alone = alone or (len(before) > 1 and before[0].capital and before[1].text in ("'t", "’t", "den"))
        if before and all(t.text in OF_SURNAMES for t in before) and index not in places and not inside:
            # "dus de Carsteijn", "stuurde de graaf": where no thing is named its article goes with it
            alone = alone or is_small(text) or _opens_a_clause(tokens, start)
        alone = alone or _is_of_a_surname(text, tokens, start, index, index in places)
        small = tokens[index].capital or stopped.get(index) == "name" or index in covered
        if before and small and (inside or surname or alone):
            links |= set(range(start, index))
    for index in sorted(hidden | {index for index, why in stopped.items() if why == "rare"}):
        if stopped.get(index) in (None, "name", "capital", "rare"):
            links |= neighbours.around(text, tokens, index, hidden)
            links |= set(range(neighbours.first_of(text, tokens, index, covered, asked=True), index))
            behind = neighbours.end_behind(text, tokens[index].end)
            links |= {at for at in range(index + 1, min(index + 6, len(tokens))) if tokens[at].end <= behind}
    # "Vlaamse Gemeenschap": of a people or place, and here part of a name
    links |= {
        index
        for index, token in enumerate(tokens[:-1])
        if index + 1 in stopped and is_of_a_people(token.text) and text[token.end : tokens[index + 1].start] == " "
    }
    return links - set(covered)


def _is_of_a_surname(text: str, tokens: list[Token], start: int, index: int, place: bool) -> bool:
    # "de groep rond van Aalten", "rector van Warendorp", "- te Kolstee": behind a preposition or a bare office no other stands
    if start == index or start == 0:
        return False
    before = tokens[start - 1]
    lower = before.text.lower()
    together = text[before.end : tokens[start].start] == " "
    doubled = together and lower in words_in("prepositions")
    office = has_a_name_behind(before) and (start < 2 or tokens[start - 2].text.lower() not in ARTICLES)
    behind_a_sign = not together and text[before.end : tokens[start].start].strip() in ("-", "–", "(", "/")
    return doubled or (
        not place and ((together and office) or behind_a_sign or tokens[start].text in ("du", "te", "tee", "tho"))
    )


def _opens_a_clause(tokens: list[Token], start: int) -> bool:
    return start == 0 or tokens[start].initial or tokens[start - 1].text.lower() in OPENINGS


def _is_link(text: str, tokens: list[Token], index: int) -> bool:
    token = tokens[index]
    between = text[token.end : tokens[index + 1].start].replace("\n", " ")
    if len(token.text) == 1 and (token.capital or (token.text.isalpha() and not tokens[index + 1].capital)):
        return between in (".", ". ")
    if token.capital and between == " " and token.text.lower() in INTERFIXES:
        # "Op den Kamp", "In 't Veld"
        return token.text.lower() in LINKS or tokens[index + 1].text.lower() in ("de", "den", "der", "het", "'t", "t")
    small = token.text.lower() in ("aan", "in", "op", "uit") and tokens[index + 1].text in (
        "de",
        "den",
        "der",
        "'t",
        "’t",
    )
    if small and (
        is_small(text) or tokens[index].start == 0 or text[: token.start].rstrip()[-1:] in ("-", "–", "(", "/")
    ):
        return between == " "
    te = token.text.lower() == "te" and (is_surname(tokens[index + 1].text) or tokens[index + 1].capital)
    return between == " " and (token.text.lower() in LINKS or te)
