"""How far a name reaches: from a word that is one to its last word, and back to its first."""

from __future__ import annotations

import re

from analysis.privacy.pseudonyms import lexicon
from analysis.privacy.pseudonyms.lexicon import (
    ALONE,
    FUNCTIONS,
    INTERFIXES,
    NOT_A_NAME,
    SAID,
    TITLES,
    VERBS,
    grammar_words,
    is_in_dictionary,
    is_surname,
    is_word,
    words_in,
)
from analysis.privacy.pseudonyms.phrases import joined, past_interfixes
from analysis.privacy.pseudonyms.tokens import Token, line_of

HONOURED = frozenset(["hadj", "hadji", "haj", "haji", "sheikh", "cheikh"])
"""Titles that are part of a surname too: "bel hadj"."""

LONGEST = 12
"""Words of the longest name; without an end, a scrambled page of nothing but names takes minutes."""

BEFORE_NAMES = lexicon.words_in("before_names")
"""After these a word that may be a name is one: "volgens", "met", "zegt"."""


def end_of_name(text: str, tokens: list[Token], index: int) -> int:
    """Index of the last token of the name that begins at `index`."""
    end = index
    while end - index < LONGEST and (joined(text, tokens, end) or _nickname_between(text, tokens, end)):
        after = end + 1
        begin = past_interfixes(text, tokens, after)
        if begin >= len(tokens):
            break
        name = tokens[begin]
        if (
            "-" in tokens[end].text
            and tokens[end].text.rpartition("-")[2].lower() in INTERFIXES
            and name.text.isalpha()
        ):
            # "Bakker-van der Meer": the second surname has its small words behind the hyphen
            end = begin
            continue
        if name.capital and len(name.text) == 1 and text.startswith(".", name.end):
            # "Manon de V.", "dat Ayoub D. zijn neef zag"; behind letters a letter is one more: "C. V. Nandoe"
            letters = begin == after and all(len(token.text) == 1 for token in tokens[index : end + 1])
            end = begin
            if letters:
                continue
            break
        lower = name.text.lower()
        lowercased = not tokens[index].capital and not name.capital
        if (
            name.capital
            and not (name.initial and begin == after and not _quoted(text, name))
            and (
                lower not in NOT_A_NAME
                or (begin > after and is_surname(lower))
                # "Hüseyin Er": a word of grammar has no capital there
                or (not name.shout and lower not in INTERFIXES and is_surname(lower) and tokens[index].capital)
                or (begin == after and _is_odd(name) and lexicon.is_first_name(tokens[end].text))
            )
        ):
            if begin > after and lexicon.fold(name.text) in lexicon.place_names() and not is_surname(name.text):
                break
        elif (
            lowercased
            and not (begin == after and lower in VERBS)
            and (lower not in NOT_A_NAME | FUNCTIONS or (begin == after + 1 and tokens[after].text == "van"))
            and (
                is_surname(lower)
                or not is_in_dictionary(lower)
                or lower in HONOURED
                or (begin > after and tokens[after].text.lower() in ALONE)
            )
        ):
            pass
        else:
            break
        end = begin
    return end


def _is_odd(name: Token) -> bool:
    # "Satish Hoever": no word of grammar and no month, with a capital that nothing explains
    lower = name.text.lower()
    dated = lexicon.fold(lower) in words_in("calendar")
    return not (name.shout or dated or lower in grammar_words() | TITLES or lexicon.is_function(lower))


def _nickname_between(text: str, tokens: list[Token], index: int) -> bool:
    if index + 1 >= len(tokens):
        return False
    between = text[tokens[index].end : tokens[index + 1].start]
    return bool(re.fullmatch(r"\s[\"'“‘„(]|[\"'”’)]\s", between)) and tokens[index + 1].capital


def _quoted(text: str, token: Token) -> bool:
    return token.start > 0 and text[token.start - 1] in "\"'“‘„"


def start_of_name(text: str, tokens: list[Token], index: int) -> int:
    """Index of the first token of the name, with the interfixes of a bare surname before it."""
    start = index
    while start > 0 and index - start < 3 and joined(text, tokens, start - 1):
        before = tokens[start - 1]
        only = before.text.lower() in ("der", "ten", "tee", "ter", "tho", "to") and tokens[index].capital
        if before.text.lower() not in INTERFIXES or not (is_surname(tokens[index].text) or only):
            break
        if not (
            (before.capital and (not before.initial or tokens[index].capital))
            or before.text.lower() in ("der", "den", "el", "ter", "ten", "vd", "v.d")
            or only
        ):
            break
        start -= 1
    if (
        start == index
        and index > 0
        and (_is_after_saying(text, tokens, index) or _is_of_the_surname(text, tokens, index))
    ):
        start -= 1
    while (
        start > 0
        and index - start < LONGEST
        and joined(text, tokens, start - 1)
        and (_belongs_before(tokens[start - 1], tokens[start]) or _is_shouted_with(text, tokens, start))
    ):
        start -= 1
    if start > 1 and tokens[start - 1].text.lower() in words_in("finite") and joined(text, tokens, start - 1):
        # "van Kunt Aksu": no finite verb stands behind a preposition
        alike = tokens[start - 1].capital == tokens[start].capital
        start -= alike and tokens[start - 2].text.lower() in (
            "aan",
            "bij",
            "door",
            "met",
            "namens",
            "van",
            "volgens",
            "voor",
        )
    if 0 < start < index and tokens[start - 1].text.lower() == "van" and joined(text, tokens, start - 1):
        start -= 1
    return start


def _is_after_saying(text: str, tokens: list[Token], index: int) -> bool:
    # "vond van Daal", "met de Vries": one small word that can only be of the name
    if index < 2:
        return False
    small = tokens[index - 1].text in ("van", "de", "den", "ten", "ter") and tokens[index].capital
    together = joined(text, tokens, index - 1) and joined(text, tokens, index - 2)
    return (
        small and together and tokens[index - 2].text.lower() in SAID | BEFORE_NAMES and is_surname(tokens[index].text)
    )


def _is_shouted_with(text: str, tokens: list[Token], start: int) -> bool:
    # "RAGE KOSHIN" in a line that is not in capitals
    before, name = tokens[start - 1], tokens[start]
    lower = before.text.lower()
    if (
        not (before.shout and name.shout)
        or len(lower) < 3
        or lower in TITLES | FUNCTIONS | NOT_A_NAME | grammar_words()
    ):
        return False
    return any(word.islower() and len(word) > 2 for word in line_of(text, name).split())


def _is_of_the_surname(text: str, tokens: list[Token], index: int) -> bool:
    # "en de Kok", "tussen Jan en den Hartog": a Dutch word with a capital has its article from the surname
    before, name = tokens[index - 1], tokens[index]
    surname = (
        name.capital and not name.initial and not name.shout and is_word(name.text.lower()) and is_surname(name.text)
    )
    return before.text in ("de", "den", "te") and surname and joined(text, tokens, index - 1)


def _belongs_before(token: Token, name: Token) -> bool:
    # "Nimco Warsame": what no dictionary has, straight before a name and written as it is, belongs to it
    lower = token.text.lower()
    if not is_unknown(token) or lower in TITLES | FUNCTIONS or token.capital != name.capital:
        return False
    return lexicon.fold(token.text) not in lexicon.place_names()


def is_unknown(token: Token) -> bool:
    """Whether Dutch does not have a word of three letters or more."""
    return token.text.isalpha() and len(token.text) > 2 and not is_word(token.text)
