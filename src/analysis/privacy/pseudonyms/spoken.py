"""Names in lines without a single capital, as transcripts of speech have them, that are Dutch words too.

"Trees", "Cas" and "Jager" are found here where a person is meant whatever the word: after "heet" and "zei", between "hebben
we" and "gevraagd", after the function or the relation that somebody has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.privacy.pseudonyms import extents
from analysis.privacy.pseudonyms.lexicon import (
    FAMILIES,
    FUNCTIONS,
    NOT_A_NAME,
    SAID,
    TITLES,
    VERBS,
    is_first_name,
    is_function,
    is_surely_a_word,
    is_surname,
    words_in,
)
from analysis.privacy.pseudonyms.phrases import common_words, is_of_kin, joined
from analysis.privacy.pseudonyms.spans import PERSON, Span
from analysis.privacy.pseudonyms.tokens import Token, is_first_of_line, is_without_capitals

NAMED = words_in("before_first_names")
"""A first name follows, and a thing hardly ever: "heet", "zei", "volgens"."""

PREFIXES = frozenset(["de", "den", "el", "ten", "ter", "van"])
"""One of these between a function and a surname is of the surname: "wijkagent de ruiter"."""

ACTS = frozenset(["had", "heeft", "werkt", "werkte", "wilde"])
"""After a first name at the head of a sentence: what persons do; "is" and "was" are said of roses too."""

OPENINGS = frozenset(["dus", "en", "ja", "maar", "nou", "want"])
"""What a sentence that is spoken begins with."""

MET = re.compile(
    r"\b(?:(?:heb|had|hebben|hadden|heeft) (?:ik|we|wij|hij|ze|zij)|(?:ik|we|wij|hij|ze|zij) (?:heb|had|hebben|hadden|heeft)) "
    r"(?=\S+ (?:\S+ ){0,2}(?:gebeld|gesproken|gemaild|gezien|gevraagd|ontmoet|geappt|gewaarschuwd|geholpen|gekend)\b)"
)


def find(text: str, tokens: list[Token]) -> Iterator[Span]:
    """Names of `text` that stand in lines without capitals, with overlaps.

    Parameters
    ----------
    text : str
        Any text.
    tokens : list of Token
        Its words.

    Yields
    ------
    Span
        Of the layer "list".
    """
    met = {match.end() for match in MET.finditer(text)}
    for index, token in enumerate(tokens):
        if token.capital or not _may_be_one(token) or not is_without_capitals(text, token):
            continue
        somebody = is_first_name(token.text) and (token.start in met or _is_spoken_of(text, tokens, index))
        somebody = somebody or _is_a_family(text, tokens, index)
        if somebody or _has_a_function(text, tokens, index):
            first = index - 1 if tokens[index - 1].text in PREFIXES and not somebody else index
            yield Span(tokens[first].start, tokens[extents.end_of_name(text, tokens, index)].end, PERSON, "list")


def _may_be_one(token: Token) -> bool:
    word = token.text
    return len(word) > 1 and not (word in NOT_A_NAME | VERBS | SAID | FUNCTIONS | TITLES or word in common_words())


def _is_spoken_of(text: str, tokens: list[Token], index: int) -> bool:
    follows = index > 0 and joined(text, tokens, index - 1)
    before = tokens[index - 1].text if follows else ""
    after = tokens[index + 1].text if joined(text, tokens, index) else ""
    kin = follows and is_of_kin(tokens, index)
    heads = after in ACTS and (before in OPENINGS or is_first_of_line(text, tokens[index]))
    return before in NAMED | FAMILIES or after in SAID or (before == after == "die") or kin or heads


def _is_a_family(text: str, tokens: list[Token], index: int) -> bool:
    # "de familie tol", "het gezin rozenblad"
    after = index > 0 and joined(text, tokens, index - 1) and tokens[index - 1].text in ("familie", "fam", "gezin")
    word = tokens[index].text
    return after and (is_surname(word) or not is_surely_a_word(word))


def _has_a_function(text: str, tokens: list[Token], index: int) -> bool:
    # "wijkagent jager", "jongerenwerker de ruiter"
    if not (is_first_name(tokens[index].text) or is_surname(tokens[index].text)):
        return False
    begin = index - 1
    if begin > 0 and tokens[begin].text in PREFIXES and is_surname(tokens[index].text):
        begin -= 1
    together = begin >= 0 and all(joined(text, tokens, at) for at in range(begin, index))
    return together and is_function(tokens[begin].text) and tokens[begin].text not in FAMILIES
