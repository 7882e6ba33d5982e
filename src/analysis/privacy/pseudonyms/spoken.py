"""Names in lines without a single capital, as transcripts of speech have them, that are Dutch words too.

"Trees", "Cas" and "Jager" are found here where a person is meant whatever the word: after "heet" and "zei", between "hebben
we" and "gevraagd", after the function or the relation that somebody has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.privacy.pseudonyms import bare_words, extents, introductions
from analysis.privacy.pseudonyms.lexicon import (
    ADDRESSES,
    ARTICLES,
    FAMILIES,
    FUNCTIONS,
    GREETINGS,
    INTERFIXES,
    NOT_A_NAME,
    SAID,
    TITLES,
    VERBS,
    grammar_words,
    is_finite,
    is_first_name,
    is_function,
    is_in_dictionary,
    is_noun,
    is_surely_a_word,
    is_surname,
    is_word,
    words_in,
)
from analysis.privacy.pseudonyms.phrases import before_interfixes, common_words, is_of_kin, joined
from analysis.privacy.pseudonyms.spans import PERSON, Span
from analysis.privacy.pseudonyms.tokens import Token, is_first_of_line, is_without_capitals, line_of

NAMED = words_in("before_first_names")
"""A first name follows, and a thing hardly ever: "heet", "zei", "volgens"."""

PREFIXES = frozenset(["'t", "’t", "de", "den", "el", "te", "ten", "ter", "van"])
"""One of these between a function and a surname is of the surname: "wijkagent de ruiter"."""

ACTS = frozenset(["had", "heeft", "werkt", "werkte", "wilde"])
"""After a first name at the head of a sentence: what persons do; "is" and "was" are said of roses too."""

OPENINGS = frozenset(["als", "dat", "dus", "en", "ja", "maar", "nou", "omdat", "terwijl", "toen", "want"])
"""What a sentence that is spoken, or its second half, begins with: a bare noun after it is somebody."""

SELF = frozenset(["alias", "bijgenaamd", "zelf"])
"""Said of somebody who has just been named."""

NO_NAMES = VERBS | SAID | words_in("no_heads")

FAMILY = frozenset(["erven", "fam", "familie", "gebroeders", "gezin", "gezusters", "huize"])

CHILDREN = frozenset(["broers", "dames", "dochters", "heren", "kinderen", "zonen", "zussen"])

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
    met |= {match.end() for match in introductions.INTRODUCTIONS.finditer(text)}
    for index, token in enumerate(tokens):
        if token.capital or token.text in PREFIXES or not is_without_capitals(text, token):
            continue
        if not _may_be_one(token) and not (index and _is_behind_a_title(tokens, index)):
            continue
        somebody = is_first_name(token.text) and (token.start in met or _is_spoken_of(text, tokens, index))
        somebody = somebody or _is_greeted(text, tokens, index) or _is_subject(text, tokens, index)
        first = index
        if not somebody:
            begin = before_interfixes(tokens, index)
            together = begin >= 0 and all(joined(text, tokens, at) for at in range(begin, index))
            if together and (_is_a_family(text, tokens, begin, index) or _is_addressed(text, tokens, begin, index)):
                somebody, first = True, begin + 1
            elif together and _is_surname_after(text, tokens, begin, index):
                somebody, first = True, begin
            elif _has_a_function(text, tokens, index):
                somebody, first = True, index - 1 if tokens[index - 1].text in PREFIXES else index
        if somebody:
            yield Span(tokens[first].start, tokens[extents.end_of_name(text, tokens, index)].end, PERSON, "list")


def _is_behind_a_title(tokens: list[Token], index: int) -> bool:
    near = {token.text for token in tokens[max(0, index - 2) : index]}
    near |= {"heer"} if is_function(tokens[index - 1].text) and is_surname(tokens[index].text) else set()
    return bool(near & (ADDRESSES | {"heer"})) or tokens[index - 1].text in INTERFIXES


def _may_be_one(token: Token) -> bool:
    word = token.text
    return len(word) > 1 and not (word in NOT_A_NAME | VERBS | SAID | FUNCTIONS | TITLES or word in common_words())


def _is_spoken_of(text: str, tokens: list[Token], index: int) -> bool:
    follows = index > 0 and joined(text, tokens, index - 1)
    before = tokens[index - 1].text if follows else ""
    after = tokens[index + 1].text if joined(text, tokens, index) else ""
    kin = follows and is_of_kin(tokens, index)
    heads = after in ACTS and (before in OPENINGS or is_first_of_line(text, tokens[index]))
    return before in NAMED | FAMILIES | SAID or after in SAID or (before == after == "die") or kin or heads


def _is_a_family(text: str, tokens: list[Token], begin: int, index: int) -> bool:
    # "de familie tol", "het gezin rozenblad", "de erven van 't hoff", "de familie menig heeft"
    word = tokens[index].text
    if tokens[begin].text in CHILDREN:
        return (begin < index - 1 and is_surname(word)) or not is_word(word)
    if tokens[begin].text not in FAMILY or is_finite(word):
        return False
    after = tokens[index + 1].text if joined(text, tokens, index) else ""
    between = (begin < index - 1 or after in VERBS) and word not in grammar_words() and not is_function(word)
    return is_surname(word) or not is_surely_a_word(word) or between


def _is_addressed(text: str, tokens: list[Token], begin: int, index: int) -> bool:
    # "de heer vriend gaf", "mevrouw goed belde", "dokter de kok heeft"; the small word is of the name, whatever it is
    word, title = tokens[index].text, tokens[begin].text
    after = tokens[index + 1].text if joined(text, tokens, index) else ""
    bare = title in ADDRESSES | {"heer"} or begin == 0 or tokens[begin - 1].text not in ARTICLES
    role = is_function(word) or word in TITLES
    if not bare or word in NO_NAMES or (role and not (is_surname(word) and is_finite(after))):
        return False
    if title in ADDRESSES | TITLES and begin == index - 1 and word not in grammar_words():
        # "de heer rijkaard wilde", "imam leidsman was": what else would be between the two; "geachte mevrouw bilge,"
        greeted = re.match(r"(?:geachte|beste) ", line_of(text, tokens[index])) and text.startswith(
            ",", tokens[index].end
        )
        if after in VERBS | SAID or greeted:
            return True
    if title in SAID and begin < index - 1:
        # "antwoordde de moor dat"
        return is_surname(word) and after in grammar_words() and tokens[index - 1].text in PREFIXES
    if title in ADDRESSES and begin < index - 1 and tokens[index - 1].text in PREFIXES and not role:
        # "meneer de blij keek"
        return _is_closed(text, tokens, index)
    if not is_surname(word) or not _is_closed(text, tokens, index):
        return False
    return title in ADDRESSES | {"heer"} or ((begin < index - 1 or role) and (title in TITLES or is_function(title)))


def _is_surname_after(text: str, tokens: list[Token], begin: int, index: int) -> bool:
    # "naomi venetiaan", "hessel de lange": a noun straight behind a name is of the name, for Dutch has a word between them
    name, word = tokens[begin].text, tokens[index].text
    if begin and tokens[begin - 1].text in ADDRESSES and is_first_name(name) and is_surname(word):
        # "mevrouw tycho vriend was"
        return _is_closed(text, tokens, index)
    somebody = not is_word(name) or (is_first_name(name) and _may_be_one(tokens[begin]) and not is_noun(name))
    if not somebody or not name.isalpha() or len(name) < 3 or word in VERBS | SAID:
        return False
    if begin < index - 1:
        return is_surname(word) and tokens[index - 1].text in PREFIXES and _is_closed(text, tokens, index)
    if not _may_be_one(tokens[index]) or word in grammar_words():
        return False
    # "maxamuud gure, bestuurder": no adjective with its ending stands before a sign or a verb
    inflected = word.endswith("e") and not is_finite(word) and _is_closed(text, tokens, index)
    return is_surname(word) or is_noun(word) or not is_in_dictionary(word) or inflected


def _is_closed(text: str, tokens: list[Token], index: int) -> bool:
    # what follows is a verb, a sign or the end: no noun that the word belongs to
    if not joined(text, tokens, index):
        return True
    after = tokens[index + 1].text
    return is_finite(after) or after in grammar_words()


def _is_greeted(text: str, tokens: list[Token], index: int) -> bool:
    # "hey lila, alles goed?", "beste batulo,"
    if index == 0 or not joined(text, tokens, index - 1) or tokens[index - 1].text not in GREETINGS:
        return False
    word = tokens[index].text
    closed = text[tokens[index].end : tokens[index].end + 1] in ("", ",", "!", ".", "\n", "?")
    return closed and (is_first_name(word) or not is_word(word))


def _is_subject(text: str, tokens: list[Token], index: int) -> bool:
    # "dus schaap stapte op", "duif zelf was er niet", "misschien heeft roman dat", "onze oudste, lente, ging"
    word = tokens[index].text
    first = is_first_name(word)
    if word.endswith("s") and is_first_name(word[:-1]) and not is_in_dictionary(word):
        # "yaminas moeder"
        return True
    if not (first or is_surname(word) or not is_word(word)) or word in grammar_words():
        return False
    before = tokens[index - 1].text if index and joined(text, tokens, index - 1) else ""
    after = tokens[index + 1].text if joined(text, tokens, index) else ""
    acts = is_finite(after) and after not in words_in("verbs_of_things")
    heads = before in OPENINGS or is_first_of_line(text, tokens[index])
    if before in SAID and is_surname(word) and after in grammar_words():
        return True
    if heads and (after in SELF | SAID or (before and acts)):
        return True
    if first or not is_word(word):
        inverted = before in words_in("inverted") and after in words_in("after_inverted")
        if inverted or bare_words.is_bare(text, tokens, index):
            return True
    between = text[tokens[index].end :][:2] == ", " == text[: tokens[index].start][-2:]
    return first and between


def _has_a_function(text: str, tokens: list[Token], index: int) -> bool:
    # "wijkagent jager", "jongerenwerker de ruiter"
    if not (is_first_name(tokens[index].text) or is_surname(tokens[index].text)):
        return False
    begin = index - 1
    if begin > 0 and tokens[begin].text in PREFIXES and is_surname(tokens[index].text):
        begin -= 1
    together = begin >= 0 and all(joined(text, tokens, at) for at in range(begin, index))
    return together and is_function(tokens[begin].text) and tokens[begin].text not in FAMILIES
