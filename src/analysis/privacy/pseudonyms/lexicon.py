"""What Dutch words are: which tokens a dictionary explains, and which are known as names or places."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

LISTS = Path(__file__).with_name("lists")


@cache
def words_in(name: str) -> frozenset[str]:
    """Entries of a short list in lists/, as they are written there: titles, functions, interfixes."""
    return frozenset((LISTS / f"{name}.txt").read_text(encoding="utf-8").split())


INTERFIXES = words_in("interfixes")
"""Words between a first name and a surname, of all the origins met in the Netherlands."""

ALONE = words_in("interfixes_alone")
"""Interfixes that begin a surname by themselves; "van" and "de" need a surname that is known."""

NOT_A_NAME = words_in("hardly_names")
"""Words that lists of names hold and that are hardly ever one in lower case."""

TITLES = words_in("titles")
"""Words that a person's name follows, whatever it looks like."""

FUNCTIONS = words_in("functions")
"""Functions and relations: a capitalised word that follows is a name."""

OFFICES = tuple(sorted(words_in("offices")))
"""On these the names of functions end: "jeugdagent", "opbouwwerker", "informatiecoördinator"."""

SAID = words_in("said")
"""What persons do, and things do not."""

VERBS = words_in("verbs_of_persons")
"""After a bare noun at the head of a sentence these make it somebody's name, or an idea: "Kramer wilde", "Vertrouwen is"."""

FAMILIES = words_in("families")
"""Relations after which a word with a capital is a name, whatever the word: "familie Barre"."""

GREETINGS = words_in("greetings")
"""What somebody is spoken to with, before their name: "beste", "hoi", "sorry"."""

LABELS = words_in("labels")
"""What stands before a colon at the head of a line, and is nobody who speaks."""

ADDRESSES = frozenset(["dhr", "hr", "mevr", "mw", "mevrouw", "meneer", "mej"])
"""Titles that nobody is described with: "dhr van dijk" is a name."""

ARTICLES = frozenset(
    ["de", "een", "die", "deze", "onze", "mijn", "hun", "zijn", "haar", "jullie", "geen", "elke", "andere"]
)
"""Before a function they say that it is no title: "de wijkagent kwam", but "wijkagent rage kwam"."""

RELATIVES = words_in("relatives")
"""Whose "van" is followed by a name."""

_DOTTED = (("ei", "eï"), ("ie", "ië"), ("ee", "eë"), ("oo", "oö"), ("oi", "oï"), ("ai", "aï"))
"""How a word is often written without its diaeresis: "geinterviewden"."""

_PAST = re.compile(r"[^\W\d_]{2,}[td]e")
"""A weak verb in the past: "stapte", "belde"."""

_LONG = re.compile(r"([aeou])\1([bcdfgklmnprst])$")
"""A long vowel that is written once before another syllable."""

_CLOSED = re.compile(r"(?:aa|ee|oo|uu)[bcdfghjklmnpqrstvwxz]$")
"""A long vowel that is written as one before an ending with e."""

_FOLD = str.maketrans({"ı": "i", "ł": "l", "Ł": "l", "ø": "o", "ß": "ss", "’": "'", "‘": "'"})


@cache
def fold(word: str) -> str:
    """`word` as lists are searched: case and diacritics away, one kind of apostrophe.

    >>> fold("Yılmaz") == fold("YILMAZ") and fold("Łukasz") == "lukasz"
    True
    """
    plain = unicodedata.normalize("NFKD", word.translate(_FOLD).casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


@cache
def _entries(name: str) -> frozenset[str]:
    lines = (LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(fold(line) for line in lines if line.strip())


def is_first_name(word: str) -> bool:
    """Whether a list of first names holds it (each part of "Anne-Marie")."""
    names = _entries("first_names")
    folded = fold(word).removesuffix("'s")
    return folded in names or ("-" in folded and all(part in names for part in folded.split("-")))


def is_surname(word: str) -> bool:
    """Whether a list of surnames holds it (either part of "Bakker-Yilmaz")."""
    names, after = _entries("surnames"), _entries("interfix_surnames")
    folded = fold(word).removesuffix("'s")
    return folded in names or folded in after or ("-" in folded and any(part in names for part in folded.split("-")))


def is_interfix_surname(word: str) -> bool:
    """Whether a list has it as a surname behind "van" or "de", and not as one by itself."""
    folded = fold(word).removesuffix("'s")
    return folded in _entries("interfix_surnames") and folded not in _entries("surnames")


@cache
def is_function(lower: str) -> bool:
    """Whether a word in lower case says what somebody is, to the public or to somebody else: "jeugdagent", "broer"."""
    return lower in FUNCTIONS or lower.rpartition("-")[2].endswith(OFFICES)


@cache
def is_of_offices(lower: str) -> bool:
    """Whether a word in lower case says what several people are: "agenten", "de leden"."""
    return lower == "leden" or any(lower.endswith(end) and is_function(lower.removesuffix(end)) for end in ("en", "s"))


def is_of_a_people(word: str) -> bool:
    """Whether a word with a capital says from which place or people something or somebody is: "Belgische", "Surinamers"."""
    return word in words_in("peoples")


def is_place(word: str) -> bool:
    """Whether a word by itself is a town or a village of the Netherlands."""
    return (fold(word),) in place_names().get(fold(word), ())


@cache
def place_names() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Places of the Netherlands by their first word, each as its folded words, the longest first."""
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for entry in sorted(_entries("places")):
        words = tuple(entry.split())
        by_first.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(names, key=len, reverse=True)) for first, names in by_first.items()}


@cache
def is_word(word: str) -> bool:
    """Whether Dutch has this word, in lower case: in the dictionary, or made of words that are in it.

    Dutch writes compounds as one ("vroegsignaleringsoverleg"); a token is explained when it falls apart into dictionary
    words of three letters or more (the last of four), with at most a linking s, e or en between them.
    """
    lower = unicodedata.normalize("NFC", word.lower().replace("’", "'"))
    if lower in NOT_A_NAME or fold(lower) in NOT_A_NAME:
        return True
    if lower.endswith("'s") and not is_word(lower[:-2]):
        return False
    if fold(lower) in _entries("names_not_words") or lower in words_in("rather_names"):
        return False
    if is_in_dictionary(lower):
        return True
    if "-" in lower:
        return all(len(part) < 2 or part.isdecimal() or is_word(part) for part in lower.split("-"))
    return _is_compound(lower) or any(
        is_in_dictionary(lower.replace(plain, dotted, 1)) for plain, dotted in _DOTTED if plain in lower
    )


@cache
def _words() -> frozenset[str]:
    # as they are written: "één" and "een" are two words
    return frozenset((LISTS / "words.txt").read_text(encoding="utf-8").split("\n"))


_LONGEST = 80
"""Letters of the longest word; without an end, a scrambled page of one word takes minutes."""


@cache
def is_in_dictionary(lower: str) -> bool:
    """Whether a word in lower case, or its stem, stands in a dictionary as it is; compounds do not."""
    from simplemma import is_known

    if len(lower) > _LONGEST:
        return False
    if lower in _words() or is_known(lower, lang="nl"):
        return True
    for ending in ("'s", "s", "je", "jes", "tje", "tjes", "e", "er", "ere", "ste", "en", "n"):
        stem = lower[: -len(ending)]
        # "Raage" is not "raag" with an e: Dutch would write "rage"
        closed = ending[0] == "e" and _CLOSED.search(stem)
        if lower.endswith(ending) and len(stem) >= 4 and not closed and is_known(stem, lang="nl"):
            return True
    return False


@cache
def is_english(word: str) -> bool:
    """Whether English has a word in lower case: a report in Dutch has some of them, and they are nobody."""
    from simplemma import is_known

    return bool(is_known(word, lang="en"))


def is_surely_a_word(lower: str) -> bool:
    """Whether a word in lower case is Dutch beyond doubt: no compound of short words, as "Zeefuik" and "Appelmans" are too."""
    return is_word(lower) and (is_in_dictionary(lower) or "-" in lower or is_long_compound(lower))


@cache
def is_long_compound(lower: str) -> bool:
    """Whether a word falls apart into dictionary words that are long enough to be no accident, the last of five letters."""
    return len(lower) >= 9 and _is_compound(lower, 5)


@cache
def grammar_words() -> frozenset[str]:
    """Words that Dutch has for grammar's sake: "door", "en", "wordt"."""
    from stopwordsiso import stopwords

    return frozenset(stopwords("nl"))


@cache
def is_noun(lower: str) -> bool:
    """Whether a word in lower case is a thing: Dutch has a small one of it, "lepeltje", or of the last part of a compound."""
    if is_in_dictionary(lower):
        return any(_is_inflected(lower + ending) for ending in ("je", "tje", "pje", "etje"))
    return any(is_noun(lower[cut:]) for cut in range(3, len(lower) - 3) if is_in_dictionary(lower[cut:])) and is_word(
        lower
    )


@cache
def is_finite(lower: str) -> bool:
    """Whether a word in lower case is a verb that has a subject: "wist", "stapte", "leidt"."""
    if lower in VERBS | SAID | words_in("strong_verbs") or _PAST.fullmatch(lower):
        return True
    if not lower.endswith("t") or is_noun(lower):
        return False
    # "belt" is of "bellen", "rapporteert" of "rapporteren"
    stem = lower[:-1]
    return any(_is_inflected(plural) for plural in (stem + "en", stem + stem[-1:] + "en", _LONG.sub(r"\1\2en", stem)))


def _is_inflected(lower: str) -> bool:
    from simplemma import is_known

    return lower in _words() or is_known(lower, lang="nl")


@cache
def _is_compound(lower: str, least: int = 4) -> bool:
    if not 7 <= len(lower) <= _LONGEST or not lower.isalpha():
        return False
    for cut in range(len(lower) - least, 2, -1):
        head, tail = lower[:cut], lower[cut:]
        # "Suldaan" is not "sul" and "Daan"
        if not is_in_dictionary(tail) or tail in words_in("rather_names"):
            continue
        heads = [head] + [head[: -len(link)] for link in ("s", "en", "e") if head.endswith(link)]
        # no compound begins with "had" or "dat", and none links "naar" with "en"
        heads = [h for h in heads if h not in words_in("no_heads") and (h == head or h not in grammar_words())]
        if any(len(h) >= 3 and (is_in_dictionary(h) or _is_compound(h)) for h in heads):
            return True
    return False
