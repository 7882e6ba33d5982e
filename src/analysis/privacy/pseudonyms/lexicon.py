"""What Dutch words are: which tokens a dictionary explains, and which are known as names or places."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

LISTS = Path(__file__).with_name("lists")

INTERFIXES = frozenset(
    ["van", "de", "der", "den", "het", "'t", "'n", "ten", "ter", "te", "in", "op", "aan", "bij", "uit", "v", "d", "vd", "v.d.", "v.d", "vander", "vande", "von", "zu", "zur", "la", "le", "du", "da", "di", "dos", "del", "della", "el", "al", "ben", "bin", "ibn", "ait", "aït", "ould", "abu", "abou", "bint", "oglu", "y", "a"]
)
"""Words between a first name and a surname, of all the origins met in the Netherlands."""

ALONE = frozenset(["el", "al", "ben", "bin", "ibn", "ait", "aït", "ould", "abu", "abou", "bint", "vd", "v.d.", "v.d", "von", "la", "le", "di", "da"])
"""Interfixes that begin a surname by themselves; "van" and "de" need a surname that is known."""

NOT_A_NAME = frozenset(
    ["ik", "je", "jij", "u", "hij", "zij", "ze", "wij", "we", "jullie", "ons", "onze", "mijn", "jouw", "uw", "zijn", "haar", "hun", "het", "de", "een", "die", "dat", "deze", "dit", "er", "hier", "daar", "nu", "dan", "toen", "al", "als", "om", "op", "in", "uit", "aan", "af", "bij", "door", "met", "na", "naar", "over", "per", "te", "tot", "van", "voor", "want", "maar", "en", "of", "dus", "ook", "nog", "wel", "niet", "geen", "ja", "nee", "is", "was", "wat", "wie", "waar", "hoe", "waarom", "wanneer", "welke", "veel", "weinig", "meer", "meest", "alle", "iets", "niets", "alles", "men", "zo", "heel", "erg", "goed", "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag", "god", "allah", "heer", "mevrouw", "meneer", "dank", "ben", "bent", "heb", "hebt", "hen", "hem", "mee", "mocht", "moet", "kan", "zal", "wil", "ga", "gaat", "gaan", "sta", "staat", "kom", "komt", "min", "man", "heel", "lange", "korte", "grote", "kleine", "oude", "nieuwe", "noord", "oost", "zuid", "west", "hoever", "jazeker", "weleens", "alsnog", "he", "eh", "oe", "hm", "ha", "nou", "hoor", "jullie", "elkaar", "allang", "hen", "henzelf", "uzelf", "mezelf", "zojuist", "daarnaast", "kent", "elke", "wilt", "midden", "ministerie", "gemeente", "politie", "justitie", "inspectie", "provincie", "regio", "wijk", "buurt", "rijk", "raad", "kamer"]
)
"""Words that lists of names hold and that are hardly ever one in lower case."""

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
    folded = fold(word)
    return folded in names or ("-" in folded and all(part in names for part in folded.split("-")))


def is_surname(word: str) -> bool:
    """Whether a list of surnames holds it (either part of "Bakker-Yilmaz")."""
    names, after = _entries("surnames"), _entries("interfix_surnames")
    folded = fold(word)
    return folded in names or folded in after or ("-" in folded and any(part in names for part in folded.split("-")))


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
    if fold(lower) in _entries("names_not_words"):
        return False
    if is_in_dictionary(lower):
        return True
    if "-" in lower:
        return all(len(part) < 2 or part.isdecimal() or is_word(part) for part in lower.split("-"))
    return _is_compound(lower)


@cache
def _words() -> frozenset[str]:
    # as they are written: "één" and "een" are two words
    return frozenset((LISTS / "words.txt").read_text(encoding="utf-8").split("\n"))


@cache
def is_in_dictionary(lower: str) -> bool:
    """Whether a word in lower case, or its stem, stands in a dictionary as it is; compounds do not."""
    from simplemma import is_known

    if lower in _words() or is_known(lower, lang="nl"):
        return True
    for ending in ("'s", "s", "je", "jes", "tje", "tjes", "e", "er", "ere", "ste", "en", "n"):
        if lower.endswith(ending) and len(lower) - len(ending) >= 4 and is_known(lower[: -len(ending)], lang="nl"):
            return True
    return False


@cache
def _is_compound(lower: str) -> bool:
    if len(lower) < 7 or not lower.isalpha():
        return False
    for cut in range(len(lower) - 4, 2, -1):
        head, tail = lower[:cut], lower[cut:]
        if not is_in_dictionary(tail):
            continue
        heads = [head] + [head[: -len(link)] for link in ("s", "en", "e") if head.endswith(link)]
        if any(len(h) >= 3 and (is_in_dictionary(h) or _is_compound(h)) for h in heads):
            return True
    return False
