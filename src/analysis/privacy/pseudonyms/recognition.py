"""Names of persons, places and organisations found by what stands around them and by lists; no model is asked.

The order is that of certainty: what a title, a function or "genaamd" introduces is a name whatever it looks like; a listed
first name is one unless the word is plain Dutch in that place; a listed surname is one in the middle of a sentence.
Transcripts spoil capitals, so both ALL-CAPS and lower case are looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.privacy.pseudonyms import introductions, lexicon, records
from analysis.privacy.pseudonyms.extents import end_of_name, is_unknown, start_of_name
from analysis.privacy.pseudonyms.lexicon import (
    ADDRESSES,
    ALONE,
    FAMILIES,
    FUNCTIONS,
    INTERFIXES,
    LABELS,
    NOT_A_NAME,
    RELATIVES,
    SAID,
    TITLES,
    VERBS,
    grammar_words,
    is_first_name,
    is_function,
    is_in_dictionary,
    is_surname,
    is_word,
    words_in,
)
from analysis.privacy.pseudonyms.phrases import (
    common_words,
    has_initials,
    joined,
    past_interfixes,
    past_small_initials,
)
from analysis.privacy.pseudonyms.spans import ORGANISATION, PERSON, PLACE, Span
from analysis.privacy.pseudonyms.tokens import Token, is_first_of_line, line_of

_PHRASES = frozenset(["aarde", "acht", "deel", "doel", "dood", "goede", "hand", "harte", "huize", "tafel", "zee"])
"""Surnames that stand behind "ter" or "ten" in a fixed phrase too."""

ARABIC = frozenset(["abou", "ait", "aït", "bou", "el", "ibn", "nait", "naït", "oulad", "ould"])
"""Of the interfixes those that are no word of Dutch, nor the first of a name of another language ("le", "la")."""

PREPOSITIONS = frozenset(["van", "in", "op", "aan", "bij", "uit", "te"])
"""Interfixes that, one alone before a Dutch word, are hardly ever part of a name ("de juf van groep acht")."""


def find(text: str, tokens: list[Token]) -> Iterator[Span]:
    """Every name of a text, with overlaps.

    Parameters
    ----------
    text : str
        Any text.
    tokens : list of Token
        Its words, see :func:`analysis.privacy.pseudonyms.tokens.tokenise`.

    Yields
    ------
    Span
        Of the layers "context" (what introduces a name) and "list".
    """
    yield from _introduced(text, tokens)
    yield from _persons(text, tokens)
    yield from _places(text, tokens)
    for pattern, kind in (
        (introductions.ORGANISATIONS, ORGANISATION),
        (introductions.AREAS, PLACE),
        (introductions.STREETS, PLACE),
        (introductions.CASES, PERSON),
    ):
        for match in pattern.finditer(text):
            yield Span(*match.span("name"), kind, "context")
    for match in introductions.BODY_LAST.finditer(text):
        first = match.group("name").split()[0]
        if not (is_word(first) and " " not in match.group("name")):
            yield Span(*match.span("name"), ORGANISATION, "context")


def _introduced(text: str, tokens: list[Token]) -> Iterator[Span]:
    for pattern in (introductions.QUOTED, introductions.NICKNAME, introductions.CALLED, introductions.LETTER):
        for match in pattern.finditer(text):
            yield Span(*match.span(match.lastgroup or 0), PERSON, "context")
    for match in introductions.INITIALS.finditer(text):
        letters = match.group("name")
        small = any(sign.islower() for sign in text[max(0, match.start() - 40) : match.end() + 40])
        if small and letters == letters.upper() and letters.lower() not in words_in("letters_of_bodies"):
            yield Span(*match.span("name"), PERSON, "context")
    yield from records.find(text, tokens)
    at = {token.start: index for index, token in enumerate(tokens)}
    for match in introductions.INTRODUCTIONS.finditer(text):
        index = at.get(match.end())
        if index is not None and _can_be_name(tokens[index], strong=False):
            yield _span(tokens, index, end_of_name(text, tokens, index), "context")


def _persons(text: str, tokens: list[Token]) -> Iterator[Span]:
    index = 0
    while index < len(tokens):
        layer = ""
        before = tokens[index - 1].text.lower() if index and joined(text, tokens, index - 1) else ""
        begin = past_interfixes(text, tokens, index)
        if (name := past_small_initials(text, tokens, index, before in TITLES)) > index:
            layer, begin = "context", name
        elif begin < len(tokens) and _is_named(text, tokens, before, index, begin):
            layer = "context"
        elif is_function(before) and begin < len(tokens) and _can_be_name(tokens[begin], strong=False):
            layer = "list"
        elif _is_apposed(text, tokens, index) or has_initials(text, tokens, index):
            layer, begin = "context", index
        elif _is_listed(text, tokens, index) or _are_two_unknown(text, tokens, index):
            layer, begin = "list", index
        elif (begin := _after_prefix(text, tokens, index)) > index:
            layer = "list"
        if not layer:
            index += 1
            continue
        end = end_of_name(text, tokens, begin)
        start = start_of_name(text, tokens, index)
        yield _span(tokens, start, end, layer)
        index = end + 1


def _is_named(text: str, tokens: list[Token], before: str, index: int, begin: int) -> bool:
    if before in FAMILIES and _is_family_name(text, tokens[begin]):
        return True
    name = tokens[begin]
    if before in TITLES and begin <= index + 1 and name.capital and not name.initial and is_surname(name.text):
        # "dhr. van Wijk", though "wijk" is hardly ever a name; "mevrouw Goed"
        return name.text.lower() not in TITLES or begin > index
    prepositional = _is_preposition(before, tokens[index:begin])
    return before in TITLES and _can_be_name(tokens[begin], strong=True, after_preposition=prepositional)


def _is_family_name(text: str, token: Token) -> bool:
    lower = token.text.lower()
    plain = not token.shout or (len(lower) > 2 and (is_surname(lower) or not _shouted(text, token)))
    return token.capital and plain and not token.initial and lower not in NOT_A_NAME | FUNCTIONS | TITLES


def _is_preposition(title: str, between: list[Token]) -> bool:
    words = {token.text.lower() for token in between}
    return len(between) == 1 and bool(words & (PREPOSITIONS - ({"van"} if title in ADDRESSES | {"heer"} else set())))


def _is_apposed(text: str, tokens: list[Token], index: int) -> bool:
    # "de mentor, Jamac Osman," and "de ouders van Jamac"
    token = tokens[index]
    if index == 0 or not token.capital or token.initial or is_word(token.text):
        return False
    if lexicon.fold(token.text) in lexicon.place_names():
        return False
    before = tokens[index - 1]
    between = text[before.end : token.start]
    if between == ", " and before.text.lower() in FUNCTIONS | RELATIVES | TITLES | {"justitie"}:
        return True
    return (
        before.text.lower() in ("van", "met", "over", "voor")
        and between == " "
        and tokens[max(0, index - 2)].text.lower() in RELATIVES
    )


def _can_be_name(token: Token, strong: bool, after_preposition: bool = False) -> bool:
    # after "mevrouw" a word no dictionary knows is a name in lower case too; after "collega" it must have its capital
    lower = token.text.lower()
    if lower in NOT_A_NAME or lower in TITLES or lower in FUNCTIONS:
        return False
    if token.capital:
        listed = is_first_name(token.text) or is_surname(token.text)
        return strong or listed or not (is_word(lower) or (token.shout and len(lower) < 5))
    if token.text[0].isdecimal():
        return False
    if strong:
        return not is_in_dictionary(lower) or (is_surname(lower) and not after_preposition)
    return not is_word(lower) and (is_first_name(lower) or is_surname(lower))


def _is_listed(text: str, tokens: list[Token], index: int) -> bool:
    token = tokens[index]
    lower = token.text.lower()
    if lower in TITLES or lower in FUNCTIONS:
        return False
    first, sur = is_first_name(token.text) or _is_whose(token), is_surname(token.text)
    if not (first or sur):
        return False
    if len(lower) < 3:
        return _is_short_name(text, tokens, index)
    if not first and lexicon.fold(token.text) in lexicon.place_names() and not _follows_name(text, tokens, index):
        return False
    if not is_word(lower) and lower not in NOT_A_NAME:
        return first or token.capital or _follows_name(text, tokens, index) or _unknown_before(text, tokens, index)
    if not token.capital:
        # "gerrit dijkstra": two listed words together, though a dictionary has the first
        return first and lower not in NOT_A_NAME and _surname_follows(text, tokens, index)
    if token.shout and lower in NOT_A_NAME | common_words():
        return first and _continues(text, tokens, index)
    if token.shout and sur and _beside_comma(text, tokens, index, index + 1):
        return True
    if token.shout and (_shouted(text, token) or (len(lower) < 4 and not first)):
        return first and (_continues(text, tokens, index) or _beside_comma(text, tokens, index - 1, index))
    if token.initial and (first or sur) and lower not in NOT_A_NAME | common_words() and _speaks(text, tokens, index):
        return True
    if (
        not token.initial
        and first
        and (lower in ("adem", "wil", "mei", "april") or lower in grammar_words() - INTERFIXES)
    ):
        # "aan Door", "met Wil": a small word has no capital in the middle of a sentence, but after a number or in a title
        before = tokens[index - 1].text
        return not token.shout and before[0].islower() and joined(text, tokens, index - 1)
    if token.initial or lower in NOT_A_NAME:
        # at the head of a sentence a Dutch word is a name only where another part of one follows
        return first and _continues(text, tokens, index)
    return True


def _is_whose(token: Token) -> bool:
    # "Celinas moeder", "CORRIEs fiets"
    word = token.text
    return token.capital and word.endswith("s") and not is_word(word) and is_first_name(word[:-1])


def _is_short_name(text: str, tokens: list[Token], index: int) -> bool:
    # "bij Bo", "AP DE KONING": a first name of two letters
    token = tokens[index]
    lower = token.text.lower()
    if not (token.capital and is_first_name(lower)) or lower in NOT_A_NAME | INTERFIXES | common_words():
        return False
    return _continues(text, tokens, index) or not (token.initial or token.shout)


def _beside_comma(text: str, tokens: list[Token], sur: int, first: int) -> bool:
    # "JANSEN, ROOS", "VROOM, LINDA"
    if sur < 0 or first >= len(tokens) or text[tokens[sur].end : tokens[first].start] != ", ":
        return False
    named = is_first_name(tokens[first].text) and tokens[first].text.lower() not in common_words() | NOT_A_NAME
    return named and tokens[sur].capital and (is_surname(tokens[sur].text) or is_unknown(tokens[sur]))


def _surname_follows(text: str, tokens: list[Token], index: int) -> bool:
    begin = past_interfixes(text, tokens, index + 1) if joined(text, tokens, index) else len(tokens)
    if begin >= len(tokens) or tokens[begin].text.lower() in NOT_A_NAME | FUNCTIONS:
        return False
    name = tokens[begin].text
    if name.lower() in common_words() or tokens[begin - 1].text.lower() in PREPOSITIONS - {"van"}:
        return False
    if tokens[index].text.lower() in common_words():
        return is_surname(name) and not is_in_dictionary(name.lower())
    return is_surname(name) or not is_word(name.lower())


def _are_two_unknown(text: str, tokens: list[Token], index: int) -> bool:
    # "CABDI MOHAMUD", "Wojciech Kowalski": two words that Dutch does not have, written alike
    if index + 1 >= len(tokens) or not joined(text, tokens, index):
        return False
    pair = tokens[index], tokens[index + 1]
    alike = pair[0].capital == pair[1].capital
    return (
        alike
        and all(is_unknown(token) and len(token.text) > 3 for token in pair)
        and not (any(lexicon.fold(token.text) in lexicon.place_names() for token in pair))
    )


def _unknown_before(text: str, tokens: list[Token], index: int) -> bool:
    return index > 0 and joined(text, tokens, index - 1) and is_unknown(tokens[index - 1])


def _follows_name(text: str, tokens: list[Token], index: int) -> bool:
    return index > 0 and joined(text, tokens, index - 1) and is_first_name(tokens[index - 1].text)


def _speaks(text: str, tokens: list[Token], index: int) -> bool:
    # "Kok zei", "Trees is zestien", "Gloria: nee", "Riet (17)": what only persons are followed by
    token = tokens[index]
    after = tokens[index + 1].text if joined(text, tokens, index) else ""
    if not is_first_name(token.text):
        return after in SAID | {"zelf", "alias"}
    lower = token.text.lower()
    speaker = is_first_of_line(text, token) and text.startswith(":", token.end) and lower not in LABELS
    acts = after in VERBS and not re.search(rf"\b{re.escape(lower)}\b", text)
    aged = re.match(r" \(\d\d?\b", text[token.end : token.end + 5]) is not None
    return (
        after in SAID | {"zelf", "alias"}
        or speaker
        or acts
        or aged
        or bool(introductions.APPOSITION.match(text, token.end))
    )


def _shouted(text: str, token: Token) -> bool:
    # a line in capitals: words in it are words until a list says otherwise
    letters = [sign for sign in line_of(text, token) if sign.isalpha()]
    return sum(sign.isupper() for sign in letters) > 0.6 * len(letters)


def _continues(text: str, tokens: list[Token], index: int) -> bool:
    begin = index + 1
    if begin >= len(tokens) or not joined(text, tokens, index):
        return False
    after = past_interfixes(text, tokens, begin)
    if after >= len(tokens) or not tokens[after].capital or tokens[after].initial:
        return False
    # "Roos van Emmen" may be from there; "Roos van den Berg" is not
    from_place = lexicon.fold(tokens[after].text) in lexicon.place_names() and after == begin + 1
    from_place = from_place and tokens[begin].text.lower() in ("in", "op", "uit", "te", "bij")
    known = is_surname(tokens[after].text) or not is_word(tokens[after].text)
    # "Wil van der Linden": nothing but a surname has "der" still
    common = tokens[index].text.lower() in common_words() and tokens[after - 1].text not in ("der", "den", "'t", "’t")
    return after == begin or (known and not from_place and not common)


def _after_prefix(text: str, tokens: list[Token], index: int) -> int:
    # "el Amrani", "Van der Meulen", "ben ali" without a first name; the index of the surname, or `index` when there is none
    begin = past_interfixes(text, tokens, index)
    if begin == index or begin >= len(tokens):
        return index
    head, name = tokens[index].text.lower(), tokens[begin]
    several = begin - index > 1
    if (head in ARABIC and len(name.text) > 2 and name.text.isalpha()) or (head == "vd" and is_surname(name.text)):
        # "el kadi", "vd zanden": Dutch has these before a surname only
        return begin if name.capital or not tokens[index].capital else index
    if head in ("ter", "ten", "tee", "tho") and is_surname(name.text) and name.text.lower() not in _PHRASES:
        # "ter haar", whatever the word
        return begin
    if lexicon.fold(name.text) in lexicon.place_names() and head not in ALONE and not several:
        # "nadat Ter Beek vertrok", "tegen Van Emmen"
        surname = tokens[index].capital and not tokens[index].initial and head in ("van", "ter", "ten", "te")
        return begin if surname and name.capital and is_surname(name.text) else index
    if name.shout and _shouted(text, name):
        # a line in capitals is looked through in small letters too
        return index
    capitals = tokens[index].capital and not tokens[index].initial
    if (
        name.capital
        and not name.initial
        and (several or capitals or head in ALONE)
        and head not in ("in", "op", "aan", "bij", "uit", "en", "te")
    ):
        known = is_surname(name.text) or capitals or (head in ALONE and not is_word(name.text))
        return begin if known or (tokens[index].capital and several) else index
    if capitals and several and name.capital and not name.shout and head in ("aan", "in", "op", "uit"):
        # "interview met Op de Weegh": inside a sentence no preposition has a capital
        return begin
    between = {token.text for token in tokens[index + 1 : begin]}
    if head == "van" and between & {"'t", "’t", "ter", "ten"} and not is_word(name.text):
        return begin
    if head == "van" and tokens[index + 1].text.lower() == "van" and is_surname(name.text):
        # "het verslag van van Essen"
        return begin
    if head == "van" and not name.capital and between & {"der", "den"} and name.text != "beginne":
        # nothing but surnames has "van der" still
        return begin
    if head in ALONE and head not in ("la", "le", "di", "da", "al", "ben", "a") and not is_word(name.text.lower()):
        return begin
    return index


def _places(text: str, tokens: list[Token]) -> Iterator[Span]:
    places = lexicon.place_names()
    for index, token in enumerate(tokens):
        if token.text.lower() in NOT_A_NAME or (not token.capital and is_word(token.text)):
            continue
        for words in places.get(lexicon.fold(token.text), ()):
            last = index + len(words) - 1
            if last < len(tokens) and tuple(lexicon.fold(t.text) for t in tokens[index : last + 1]) == words:
                ambiguous = len(words) == 1 and is_word(token.text)
                if len(token.text) > 2 and not (ambiguous and (token.initial or token.shout)):
                    yield Span(token.start, tokens[last].end, PLACE, "list")
                break


def _span(tokens: list[Token], first: int, last: int, layer: str) -> Span:
    return Span(tokens[first].start, tokens[last].end, PERSON, layer)
