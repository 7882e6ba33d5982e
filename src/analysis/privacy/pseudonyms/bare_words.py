"""Words that stand without an article where Dutch would have one, as names do: "het verslag van baai", "Naomi en Pars"."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cache

from analysis.privacy.pseudonyms.lexicon import (
    GREETINGS,
    NOT_A_NAME,
    SAID,
    TITLES,
    VERBS,
    fold,
    grammar_words,
    is_finite,
    is_function,
    is_in_dictionary,
    is_of_a_people,
    is_place,
    words_in,
)
from analysis.privacy.pseudonyms.phrases import joined
from analysis.privacy.pseudonyms.spans import NAME, PERSON, Span
from analysis.privacy.pseudonyms.tokens import Token, is_small

BEFORE = words_in("before_bare") | VERBS | SAID | GREETINGS
"""After these a thing has an article, and somebody has none: "van", "met", "ken", "beste"."""


PERSONAL = words_in("prepositions") | words_in("before_first_names")
"""After these and before a verb that has a subject a thing has an article: "het interview met duale blijkt"."""


def is_bare(text: str, tokens: list[Token], index: int, near: Collection[int] = ()) -> bool:
    """Whether a word of a text without capitals stands where only somebody does without an article.

    Parameters
    ----------
    text : str
        The text.
    tokens : list of Token
        Its words.
    index : int
        Which of them.
    near : collection of int
        Words that are names; a word beside one ("met seblâ en pars") is bare too.
    """
    lower = tokens[index].text
    before = tokens[index - 1].text if index > 0 and joined(text, tokens, index - 1) else ""
    one = is_one(lower) or before in SAID
    if tokens[index].capital or not lower.isalpha() or not is_small(text) or not one:
        return False
    after = tokens[index + 1].text if joined(text, tokens, index) else ""
    if (before in ("en", "of") and index > 1 and index - 2 in near) or (after in ("en", "of") and index + 2 in near):
        return True
    if index > 0 and text[tokens[index - 1].end : tokens[index].start].strip() in ("-", "–") and is_finite(after):
        return True
    closed = not after or after in VERBS | SAID | grammar_words() | words_in("after_inverted")
    return before in BEFORE and (closed or (before in PERSONAL and is_finite(after)))


@cache
def is_one(lower: str) -> bool:
    """Whether a word in lower case is no plural, infinitive or adverb as far as its ending says: one thing, or somebody."""
    if lower.endswith(("en", "lijk", "ig", "end", "baar", "loos", "heid", "ing", "isch", "tie", "iteit", "eerd")):
        return not is_in_dictionary(lower)
    if lower.startswith(("ge", "be", "ver", "ont", "her")) and lower.endswith(("d", "t")):
        return not is_in_dictionary(lower)
    return not (lower.endswith("s") and is_in_dictionary(lower[:-1]))


def beside(text: str, tokens: list[Token], spans: Iterable[Span]) -> Iterator[Span]:
    """Words with a capital that "en" joins to somebody: "Naomi en Pars".

    Yields
    ------
    Span
        Of the layer "unknown", kind "name".
    """
    named = {place for span in spans if span.kind in (PERSON, NAME) for place in (span.start, span.end)}
    lower = {token.text for token in tokens if not token.capital}
    for index, token in enumerate(tokens):
        if (
            token.capital
            and not token.initial
            and token.text.isalpha()
            and token.text.lower() not in lower
            and _may_be(token.text)
        ):
            after = index > 1 and tokens[index - 1].text == "en" and tokens[index - 2].end in named
            first = index + 2 < len(tokens) and tokens[index + 1].text == "en" and tokens[index + 2].start in named
            after = after and tokens[index - 2].shout == token.shout
            first = first and tokens[index + 2].shout == token.shout
            if (after and _spaced(text, tokens, index - 2)) or (first and _spaced(text, tokens, index)):
                yield Span(token.start, token.end, NAME, "unknown")


def _may_be(word: str) -> bool:
    lower = word.lower()
    if len(word) < 3 or lower in NOT_A_NAME | TITLES | grammar_words() or fold(lower) in words_in("calendar"):
        return False
    return not (is_function(lower) or is_of_a_people(word) or is_place(word))


def _spaced(text: str, tokens: list[Token], index: int) -> bool:
    return joined(text, tokens, index) and joined(text, tokens, index + 1)
