"""Words that a dictionary has and that may be somebody where they stand: what the gate asks about besides the unknown."""

from __future__ import annotations

import re
from collections.abc import Collection

from analysis.privacy.pseudonyms import bare_words, introductions, surroundings
from analysis.privacy.pseudonyms.lexicon import (
    ADDRESSES,
    ARTICLES,
    FAMILIES,
    INTERFIXES,
    LABELS,
    NOT_A_NAME,
    RELATIVES,
    SAID,
    TITLES,
    VERBS,
    fold,
    grammar_words,
    is_first_name,
    is_function,
    is_in_dictionary,
    is_surname,
    is_word,
    words_in,
)
from analysis.privacy.pseudonyms.phrases import before_interfixes, is_of_kin, joined, past_interfixes
from analysis.privacy.pseudonyms.tokens import Token, is_first_of_line, is_small, is_without_capitals, line_of

MET = words_in("met")

BEFORE_NAMES = words_in("before_names") | words_in("before_first_names")
"""After these a word that is a first name too is somebody, with its capital or without: "met iris", "volgens max"."""

NO_NAMES = VERBS | words_in("no_heads")
"""After "mevrouw" what she did or a pronoun, whatever list of names has it."""

CALLED = frozenset(["heet", "heette", "genaamd"])

_ADDRESSED = re.compile(
    r"[ \t]*(?:aan|van|b?cc|(?:afschrift|kopie|gericht|verzonden) aan|afzender|geadresseerden?"
    r"|ontvangers?|(?:op)?steller|t\.?a\.?v\.?)"
    r"[ \t]*:[ \t]*(?P<who>\S[^\n:@]{0,60})$",
    re.I,
)
"""The head of a letter or memo: "Aan: Kwast", "afschrift aan: kwast, archief"."""


def reason(text: str, tokens: list[Token], index: int, lower: Collection[str], near: Collection[int]) -> str:
    """Why a word that Dutch has may be somebody here; empty when nothing says so.

    Parameters
    ----------
    text : str
        The text.
    tokens : list of Token
        Its words.
    index : int
        Which of them.
    lower : collection of str
        Folded words that stand in the text without a capital.
    near : collection of int
        Tokens before it that are masked or stopped.
    """
    lowered = tokens[index].text.lower()
    if lowered in NOT_A_NAME or lowered in grammar_words():
        # "volgens adem akkaya", "de broer van mei"
        if lowered in INTERFIXES and _is_addressed(text, tokens, index) and _is_addressed(text, tokens, index + 1):
            return "name"
        noun = lowered not in grammar_words() and is_first_name(lowered) and is_without_capitals(text, tokens[index])
        return (
            _initial_alone(text, tokens[index])
            or _precedes_a_surname(text, tokens, index)
            or _ends_a_surname(text, tokens, index, near)
            or _is_titled(tokens, index)
            or (noun and (_precedes_a_name(text, tokens, index, near) or _is_spoken_of(text, tokens, index)))
            or ""
        )
    return (
        _initial_alone(text, tokens[index])
        or _is_addressed(text, tokens, index)
        or _is_spoken_of(text, tokens, index)
        or _acts(text, tokens, index, lower)
        or _is_in_small_letters(text, tokens, index, near)
        or _precedes_a_name(text, tokens, index, near)
        or _has_small_initials(text, tokens, index)
        or ("name" if bare_words.is_bare(text, tokens, index, near) else "")
    )


def has_a_name_behind(token: Token) -> bool:
    """Whether what follows is somebody's name: "mevrouw", "wijkagent", "J."."""
    lower = token.text.lower()
    office = is_function(lower) and lower not in RELATIVES | FAMILIES
    return lower in ADDRESSES | TITLES | {"fam", "familie", "gezin"} or office or len(lower) == 1


def _initial_alone(text: str, token: Token) -> str:
    # "de 26-jarige B., die"
    if len(token.text) == 1 and token.capital and not token.initial:
        return "capital" if re.match(r"\.,|\. [a-z]", text[token.end : token.end + 3]) else ""
    return ""


def _is_addressed(text: str, tokens: list[Token], index: int) -> str:
    # "Van: Kwast"; not "Aan: de leden van de stuurgroep", "Van: gemeente Delft"
    if index >= len(tokens):
        return ""
    token = tokens[index]
    line = line_of(text, token)
    field = _ADDRESSED.match(line)
    start = token.start - text.rfind("\n", 0, token.start) - 1
    if not field or start < field.start("who"):
        return ""
    begin = max(field.start("who"), line.rfind(",", 0, start) + 1)
    words = line[begin:].partition(",")[0].lower().split()
    is_a_body = any(word in ARTICLES or word in NOT_A_NAME or is_function(word) for word in words)
    return "" if is_a_body or len(words) > 4 else "name"


def _is_titled(tokens: list[Token], index: int) -> str:
    # "mevrouw goed belde"
    between = 0 < index < len(tokens) - 1 and tokens[index - 1].text.lower() in ADDRESSES
    lower = tokens[index].text.lower()
    return "name" if between and is_surname(lower) and tokens[index + 1].text in VERBS and lower not in NO_NAMES else ""


def _precedes_a_surname(text: str, tokens: list[Token], index: int) -> str:
    # "Wil van der Linden", "heet ben de vries": a small word that is a first name, straight before a surname of several words
    token = tokens[index]
    begin = past_interfixes(text, tokens, index + 1) if joined(text, tokens, index) else index + 1
    named = begin > index + 1 and begin < len(tokens) and is_surname(tokens[begin].text)
    if not named or token.text.lower() in INTERFIXES or not is_first_name(token.text):
        return ""
    called = index > 0 and (tokens[index - 1].text in CALLED or not joined(text, tokens, index - 1))
    return "name" if tokens[begin].capital == token.capital and (token.capital or called) else ""


def _ends_a_surname(text: str, tokens: list[Token], index: int, near: Collection[int]) -> str:
    # "niels de lange", "meneer de lange"
    token = tokens[index]
    begin = before_interfixes(tokens, index)
    small = not token.capital and begin < index - 1 and is_surname(token.text) and is_without_capitals(text, token)
    together = small and all(joined(text, tokens, at) for at in range(begin, index))
    if begin == index - 1 and begin in near and token.capital == tokens[begin].capital and is_surname(token.text):
        # "boaz goed.", "lau man heeft"
        after = tokens[index + 1].text if joined(text, tokens, index) else ""
        closed = not after or after in VERBS | SAID
        return "name" if is_small(text) and closed and joined(text, tokens, begin) else ""
    return "name" if together and (begin in near or tokens[begin].text in ADDRESSES) else ""


def _is_spoken_of(text: str, tokens: list[Token], index: int) -> str:
    token = tokens[index]
    if index == 0 or len(token.text) == 1:
        return ""
    between = text[tokens[index - 1].end : token.start]
    before = tokens[index - 1].text.lower()
    if token.capital:
        # "DOSSIER VENETIAAN": whose it is, whatever the word
        return "capital" if between in (" ", ": ") and before in RELATIVES | FAMILIES else ""
    if between != " ":
        return ""
    lower = token.text
    after = tokens[index + 1].text if index + 1 < len(tokens) else ""
    if before in ADDRESSES and after in VERBS:
        # "mevrouw mehari zei": between an address and what she did, whatever the word is
        return "" if lower in VERBS else "name"
    if not (is_first_name(lower) or is_surname(lower)):
        return ""
    kin = is_of_kin(tokens, index)
    met = before in ("ik", "we", "wij") and after in MET
    beside = index > 1 and before == "en" and _is_name(tokens[index - 2].text)
    beside = beside or (after == "en" and index + 2 < len(tokens) and _is_name(tokens[index + 2].text))
    return (
        "name" if kin or met or beside or (before in BEFORE_NAMES and is_first_name(lower)) or before in TITLES else ""
    )


def _is_in_small_letters(text: str, tokens: list[Token], index: int, near: Collection[int]) -> str:
    # where nothing has a capital each word that is a name too is one until somebody says no, and so is what follows a name
    token = tokens[index]
    lower = token.text
    if token.capital or not lower.replace("-", "").isalpha() or not is_without_capitals(text, token):
        return ""
    if is_first_name(lower) or is_surname(lower):
        return "name"
    begin = before_interfixes(tokens, index)
    together = begin >= 0 and all(joined(text, tokens, at) for at in range(begin, index))
    if not together or lower in VERBS | SAID:
        return ""
    # "de moeder van lul"
    return "name" if is_of_kin(tokens, index) or begin in near or _follows_a_title(tokens, begin, index) else ""


def _follows_a_title(tokens: list[Token], begin: int, index: int) -> bool:
    # "mevrouw venetiaan", "wijkagent rage kwam", "mijn buurman ap van beek"; not "de wijkagent kwam"
    title = tokens[begin].text
    if title in ADDRESSES | {"heer"}:
        return begin == index - 1
    after = tokens[index + 1].text if index + 1 < len(tokens) else ""
    bare = begin == 0 or tokens[begin - 1].text not in ARTICLES
    acts = after in VERBS | SAID | INTERFIXES | {"die"}
    return begin == index - 1 and is_function(title) and (acts or (bare and title not in FAMILIES))


def _is_name(word: str) -> bool:
    return not is_word(word) and (is_first_name(word) or is_surname(word))


def _precedes_a_name(text: str, tokens: list[Token], index: int, near: Collection[int]) -> str:
    # "comfort osei", "VERSLAG GESPREK MET COMFORT OSEI": straight before a masked name in a line of one kind of letters
    token = tokens[index]
    lower = token.text.lower()
    if index + 1 not in near or not joined(text, tokens, index) or not token.text.isalpha():
        return ""
    if is_function(lower) or lower in TITLES | VERBS | SAID | RELATIVES | LABELS | BEFORE_NAMES:
        return ""
    line = line_of(text, token)
    return "name" if is_without_capitals(text, token) or (token.shout and line == line.upper()) else ""


def _has_small_initials(text: str, tokens: list[Token], index: int) -> str:
    # "zit j. palmer voor", "c. gray": letter and word; "a. betrokkene" at the head of a line numbers it
    token = tokens[index]
    if token.capital or not is_without_capitals(text, token):
        return ""
    begin = index - 1
    while begin > 0 and tokens[begin].text in INTERFIXES and len(tokens[begin].text) > 1:
        begin -= 1
    letter = tokens[begin] if begin >= 0 else token
    before = len(letter.text) == 1 and letter.text.isalpha() and text.startswith(". ", letter.end)
    alone = line_of(text, token).strip() == text[letter.start : token.end]
    strange = alone or not is_first_of_line(text, letter) or (is_small(text) and not is_in_dictionary(token.text))
    return "name" if before and begin < index and strange else ""


def _acts(text: str, tokens: list[Token], index: int, lower: Collection[str]) -> str:
    # "Primo wilde niet", "Gil, de jongste": without an article, and nowhere in the text without its capital
    token = tokens[index]
    if not (token.initial and token.capital) or token.shout or index + 1 >= len(tokens) or fold(token.text) in lower:
        return ""
    if len(token.text) < 3 or is_function(token.text.lower()) or is_function(token.text.lower().removesuffix("en")):
        return ""
    after = tokens[index + 1]
    heads = index == 0 or "\n" in text[tokens[index - 1].end : token.start]
    speaks = heads and text[token.end : token.end + 1] == ":" and token.text.lower() not in LABELS
    speaks = speaks or (heads and surroundings.SAID_AS.match(text, token.end) is not None)
    speaks = speaks or introductions.APPOSITION.match(text, token.end) is not None
    # "Bijspringen heet dat": what things are called says nothing
    acts = text[token.end : after.start] == " " and after.text in VERBS | (SAID - CALLED) | {"zelf", "alias"}
    return "capital" if speaks or acts else ""


def is_listed_too(token: Token, explained: Collection[str]) -> bool:
    """Whether a word is somebody's name too, so that the head of a sentence does not explain its capital: "Peters ging"."""
    lower = token.text.lower()
    if len(lower) < 3 or fold(lower) in explained or lower in NOT_A_NAME | grammar_words():
        return False
    return is_first_name(lower) or is_surname(lower)
