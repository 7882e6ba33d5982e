"""What a word is by itself, as far as a dictionary and lists of names say: strange, a noun, a compound, a first name."""

from __future__ import annotations

import re
from functools import cache

from analysis.privacy.pseudonyms.lexicon import (
    INTERFIXES,
    NOT_A_NAME,
    SAID,
    TITLES,
    VERBS,
    fold,
    grammar_words,
    is_english,
    is_finite,
    is_first_name,
    is_function,
    is_in_dictionary,
    is_noun,
    is_of_a_people,
    is_surname,
    is_word,
    words_in,
)
from analysis.privacy.pseudonyms.tokens import Token

ENDINGS = ("achtig", "atie", "baar", "eerd", "eren", "heid", "isch", "iteit", "lijk", "loos", "matig", "schap")
STARTS = ("anti", "ge", "her", "mis", "niet", "non", "on", "ont", "pro", "ver")
"""With these Dutch makes words that no dictionary has yet: "ongerubriceerd"."""

_PRONOMINAL = re.compile(
    "(?:daar|er|hier|waar)(?:aan|achter|af|bij|binnen|boven|door|heen|in|langs|mee|na|naar|naast|om|onder|op|over|tegen|toe"
    "|tussen|uit|van|vandaan|vanaf|voor)"
)
"""Adverbs that Dutch makes of a pronoun and a preposition: "waarin", "daartoe"."""

_SPEAKABLE = re.compile(r"(?=.{4})[^\W\d_]*[aeiouy][^\W\d_]*[aeiouy][^\W\d_]*|[^\W\d_]{1,3}[aeiouy][^\W\d_]{2,3}")


def kind_of(token: Token) -> str:
    """What a word is by itself, a key of the table of words; "grammar" when it is never anybody."""
    word = token.text
    if len(word) < 2 or not word.replace("-", "").replace("'", "").replace("’", "").isalpha():
        return "grammar"
    mixed = (
        token.capital and "-" in word and any(is_word(part) and part[0].islower() for part in word.split("-") if part)
    )
    if mixed or (token.capital and (is_of_a_people(word) or (case_of(token) == "shout" and not _is_spoken(word)))):
        return "grammar"
    if fold(word) in words_in("calendar"):
        # "Tineke Vrijdag": Dutch writes days without a capital
        return "other" if case_of(token) == "inside" else "grammar"
    return _kind(bare(word))


def bare(word: str) -> str:
    """A word in lower case without what says that something is its own: "iwona's"."""
    lower = word.lower().replace("’", "'")
    return lower.removesuffix("'s").removesuffix("'")


@cache
def _kind(lower: str) -> str:
    if lower in grammar_words() | VERBS | SAID | words_in("verbs_of_things") | words_in("strong_verbs"):
        return "grammar"
    if _PRONOMINAL.fullmatch(lower) or lower in TITLES | words_in("nobody") or is_function(lower) or len(lower) < 3:
        return "grammar"
    if {lower, fold(lower)} & NOT_A_NAME:
        return "hardly first" if len(lower) > 3 and is_first_name(lower) else "grammar"
    if "-" in lower and any(_is_no_name(part) for part in lower.split("-")):
        return "plain"
    stem = lower.removesuffix("s")
    if stem != lower and (stem in words_in("rather_names") or (not is_word(lower) and is_first_name(stem))):
        # "brams vader"
        return "strange first"
    listed = " first" if is_first_name(lower) else " listed" if is_surname(lower) else ""
    if not is_word(lower):
        return "strange" + listed if listed or not _is_plain(lower) else "plain"
    if not is_in_dictionary(lower):
        return "compound" + listed
    if lower.endswith("en") and not listed.endswith("first"):
        return "finite" + listed
    doer = lower.endswith(("er", "aar", "eur")) and is_in_dictionary(lower + "s")
    return (
        "noun" if doer or is_noun(lower) or _is_a_compound_thing(lower) else "finite" if is_finite(lower) else "other"
    ) + listed


@cache
def is_counted(lower: str) -> bool:
    """Whether a word in lower case is one of several, so that Dutch puts an article before it: "kroon", and not "water"."""
    if lower in words_in("uncounted") or lower in grammar_words() or not is_noun(lower):
        return False
    return not (lower.endswith(("s", "en")) and (is_noun(lower[:-1]) or is_noun(lower[:-2])))


def _is_a_compound_thing(lower: str) -> bool:
    # "graanoogst": a dictionary has it, and no small one of it
    if lower.endswith(("heid", "schap")):
        return True
    if lower.endswith(("lijk", "loos", "baar", "vol", "maal", "weg")) or is_finite(lower):
        return False
    cuts = range(4, len(lower) - 3)
    heads = (cut for cut in cuts if is_in_dictionary(lower[:cut]) and lower[:cut] not in grammar_words())
    return any(is_noun(lower[cut:]) for cut in heads)


def _is_no_name(part: str) -> bool:
    return part in grammar_words() - INTERFIXES or (is_word(part) and not is_first_name(part) and not is_surname(part))


def _is_plain(lower: str) -> bool:
    if len(lower) < 4 or is_english(lower) or not re.search("[aeiouy]", fold(lower)) or re.search(r"(.)\1\1", lower):
        return True
    if any(lower.endswith(ending) and len(lower) > len(ending) + 3 for ending in ENDINGS):
        return True
    begun = any(is_word(lower[:cut]) for cut in range(8, len(lower) - 2))
    return begun or any(lower.startswith(start) and is_word(lower[len(start) :]) for start in STARTS)


def _is_spoken(word: str) -> bool:
    # an abbreviation has no vowel, or is short; a Dutch word in capitals is none
    stem = bare(word)
    known = is_word(stem) and len(stem) > 2 and re.search("[aeiouy]", fold(stem)) is not None
    return _SPEAKABLE.fullmatch(fold(stem)) is not None or known or is_first_name(stem)


def case_of(token: Token) -> str:
    """How a word is written: a key of the table of cases."""
    if not token.capital:
        return "small"
    word = token.text.removesuffix("'s").removesuffix("’s")
    return "shout" if len(word) > 1 and word == word.upper() else "head" if token.initial else "inside"
