"""Names that stand where records have them: before a colon, around a comma in a list, and what somebody is called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.privacy.pseudonyms import introductions, inversions, neighbours
from analysis.privacy.pseudonyms.lexicon import (
    FUNCTIONS,
    GREETINGS,
    INTERFIXES,
    LABELS,
    NOT_A_NAME,
    TITLES,
    grammar_words,
    is_first_name,
    is_function,
    is_in_dictionary,
    is_noun,
    is_of_a_people,
    is_place,
    is_surely_a_word,
    is_surname,
    is_word,
    words_in,
)
from analysis.privacy.pseudonyms.phrases import common_words
from analysis.privacy.pseudonyms.spans import PERSON, Span
from analysis.privacy.pseudonyms.tokens import Token, is_without_capitals

_WORD = r"[^\W\d_][\w.'’-]*"
SPEAKER = re.compile(
    rf"^[ \t>*•-]*\[?(?P<name>{_WORD}(?: {_WORD}){{0,4}})\]?(?: \([^)\n:]{{1,30}}\))?\]?:(?=\s|$)", re.M
)
"""Who speaks: a few words at the head of a line, and a colon."""

TURNED = re.compile(
    rf"(?:^[ \t>*•-]*(?:\d+[.)] )?|; |\t|\| ?|^[^\n:;,]{{2,40}}: )"
    rf"(?P<name>(?P<sur>(?:{_WORD} ){{0,3}}{_WORD}), (?P<first>{_WORD}(?: [^\W\d_]\.)?)"
    rf"(?P<after>(?: (?:van|de|der|den|het|ten|ter|te|'t|el|op|in)){{0,3}}))(?=\s*(?:$|[;(|\t,]|- |"
    r"(?:heeft|had|is|was|wordt|werd|zei|tekent)\b))",
    re.M,
)
"""A surname, a comma and a first name, as registers have them."""


_SMALL = "van|de|den|der|het|ten|ter|te|'t|’t|el|op|in"
_ITEM = re.compile(
    rf"(?:^[ \t>*•-]*(?:\d+[.)] )?|; |\t|\| ?|^[^\n:;,]{{2,40}}: )(?P<sur>(?:{_WORD} ){{0,3}}{_WORD})(?=, )", re.M
)
"""What stands first in an item of a list, before a comma."""

_POINTED = re.compile(rf"(?:^|(?<= ))(?P<sur>(?:(?:{_SMALL}) ){{0,3}}{_WORD}), (?=[^\W\d_]\.)", re.M)
"""A word and a comma before initials: "Re: aanmelding Wijk, K. van"."""


FIELD = re.compile(
    rf"^[ \t>*•-]*(?i:alias|bijnaam|roepnaam|straatnaam|schuilnaam|(?:echte |volledige )?naam|voornaam|voornamen|achternaam)"
    rf"\s?: ?(?P<name>{_WORD}(?: {_WORD}){{0,5}})(?=\s*(?:[.,;(|/]|$))",
    re.M,
)
"""What a form has behind "Naam:", whatever the words."""


_WORD_OF_NAMES = r"[^\W\d_][^\W\d_'’-]*"
_SINO = re.compile(rf"(?<![\w'’-])(?P<first>{_WORD_OF_NAMES}) (?i:a) (?P<last>[^\W\d_][\w'’-]*)")
"""Two words and an "a" between them, as families from China are called in Surinam: "Tjon a Kwie"."""

_TRIPLE = re.compile(r"(?<![\w'’-])[^\W\d_]{2,5}-[^\W\d_]{1,5}-[^\W\d_]{2,6}(?![\w'’-])")
"""Three short words with hyphens between them, as others of these are: "Chin-Ten-Fung"."""

_SURNAMED = re.compile(
    rf"\b(?:achternaam|familienaam|roepnaam|voornaam)(?: is| was)? "
    rf"(?P<name>(?:(?:{_SMALL}) ){{0,3}}{_WORD_OF_NAMES})(?=[.,;:)]|$)",
    re.M | re.I,
)
"""What is said of a form: "achternaam kuiper,"."""

_CLOSED = re.compile(
    rf"^(?:met (?:vriendelijke|hartelijke) )?(?:groet(?:en|jes)?|gr|mvg|liefs)[.,]? "
    rf"(?P<name>{_WORD_OF_NAMES}(?: {_WORD_OF_NAMES})?)[.!]?$",
    re.M | re.I,
)
"""Who wrote a letter, in the line that ends it: "groet, Kamla"."""

_PLANNED = re.compile(
    rf"^[ \t>*•-]*(?:(?:ma|di|wo|do|vr|za|zo)[a-z]*\.? )?\d\d?[.:]\d\d(?: ?u(?:ur)?)? "
    rf"(?P<name>(?:(?:{_SMALL}) ){{0,3}}{_WORD_OF_NAMES})(?=:? *$|: )",
    re.M | re.I,
)
"""Who comes, or speaks, at which time: one line of a timetable."""


def find(text: str, tokens: list[Token]) -> Iterator[Span]:
    """Names of `text` that stand where only a person does, with overlaps.

    Parameters
    ----------
    text : str
        Any text.
    tokens : list of Token
        Its words.

    Yields
    ------
    Span
        Of the layer "context".
    """
    at = {token.start: token for token in tokens}
    for match in SPEAKER.finditer(text):
        if _is_somebody(match["name"], _small(text, at.get(match.start("name")))):
            yield Span(*match.span("name"), PERSON, "context")
    for match in TURNED.finditer(text):
        small = _small(text, at.get(match.start("name")))
        if _is_turned(match["sur"], match["first"].split()[0], small):
            yield Span(*match.span("name"), PERSON, "context")
    yield from inversions.find(text)
    for match in FIELD.finditer(text):
        yield Span(*match.span("name"), PERSON, "context")
    for match in _ITEM.finditer(text):
        end = neighbours.end_behind_comma(text, match.end())
        small = _small(text, at.get(match.start("sur")))
        if end and _is_registered(match["sur"], text[match.end() + 2 : end], small):
            yield Span(match.start("sur"), end, PERSON, "context")
    for match in _POINTED.finditer(text):
        end = neighbours.end_behind_comma(text, match.end("sur"))
        letters = text[match.end() : end]
        alike = match["sur"].split()[-1][0].isupper() == letters[:1].isupper()
        if (
            end
            and alike
            and letters.strip(".").lower() not in words_in("abbreviations")
            and not _is_of_grammar(match["sur"])
        ):
            yield Span(match.start("sur"), end, PERSON, "context")
    for pattern, holds in ((_SINO, _is_sino), (_TRIPLE, _is_triple), (_SURNAMED, _is_given), (_CLOSED, _is_given)):
        for match in pattern.finditer(text):
            if holds(match):
                yield Span(*match.span("name" if "name" in pattern.groupindex else 0), PERSON, "context")
    planned = [match for match in _PLANNED.finditer(text) if _may_be_planned(match["name"])]
    if any(_is_strange(match["name"]) for match in planned):
        # where one is somebody, so are the others
        yield from (Span(*match.span("name"), PERSON, "context") for match in planned)
    for match in introductions.ALIAS.finditer(text):
        if match["name"].split()[-1].lower() not in grammar_words():
            yield Span(*match.span("name"), PERSON, "context")
    for match in introductions.PLURAL.finditer(text):
        if _is_a_plural(match["name"], match["home"] is not None):
            yield Span(*match.span("name"), PERSON, "context")
    for pattern in (introductions.STREET_NAME, introductions.STREET_NAME_BEFORE, introductions.CALLED_BETWEEN):
        for match in pattern.finditer(text):
            if _is_called(match["name"], _small(text, at.get(match.start("name")))):
                yield Span(*match.span("name"), PERSON, "context")


def _is_sino(match: re.Match[str]) -> bool:
    # not "drie a vier"
    words = match["first"], match["last"]
    alike = words[0][0].isupper() == words[1][0].isupper()
    plain = any(word.lower() in grammar_words() | words_in("determiners") or len(word) < 2 for word in words)
    return alike and not plain and not all(is_in_dictionary(word.lower()) for word in words)


def _is_triple(match: re.Match[str]) -> bool:
    # not "kant-en-klaar"
    words = [word.lower() for word in match[0].split("-")]
    strange = [not (is_in_dictionary(word) or word in grammar_words()) for word in words]
    return strange[0] and sum(strange) > 1


def _is_given(match: re.Match[str]) -> bool:
    words = [word.lower() for word in match["name"].split()]
    if len(words) > 1 and words[0] in ("de", "het") and not is_surname(words[-1]):
        # "groet, het wijkteam"
        return False
    return not any(word in grammar_words() - INTERFIXES or word in NOT_A_NAME - INTERFIXES for word in words)


def _may_be_planned(name: str) -> bool:
    words = [word.lower() for word in name.split()]
    last = words[-1]
    if any(word not in INTERFIXES for word in words[:-1]) or _is_of_a_form(last):
        return False
    return is_surname(last) or is_first_name(last) or not is_surely_a_word(last) or len(words) > 1 or is_noun(last)


def _is_strange(name: str) -> bool:
    last = name.split()[-1]
    return (is_surname(last) or is_first_name(last)) and not is_word(last)


def _is_a_plural(name: str, home: bool) -> bool:
    # "bij de Haddouchs thuis", "het huis van de Jabłkowski's"
    stem = re.sub(r"['’]?(?:s|en)$", "", name, flags=re.I)
    if home:
        known = is_surname(stem) or not (is_in_dictionary(stem.lower()) or is_noun(stem.lower()))
        return name[0].isupper() or known
    strange = not is_word(name) and not is_word(stem) and len(stem) > 3
    return name[0].isupper() and (strange or is_surname(stem)) and not (is_of_a_people(name) or is_place(name))


def _small(text: str, token: Token | None) -> bool:
    return token is not None and is_without_capitals(text, token)


def _is_somebody(name: str, small: bool) -> bool:
    # "Fatima El Idrissi:", "JONG TJIEN FA:", "den ouden:"; not "Wat verder opvalt:"
    words = name.split()
    bare = [word for word in words if word.lower() not in INTERFIXES]
    if not bare or not (small or all(word[0].isupper() for word in bare)):
        return False
    if any(_is_of_a_form(word.lower()) for word in bare) or is_place(bare[0]):
        return False
    known = [is_first_name(word) or is_surname(word) for word in bare]
    strange = [not is_word(word) and len(word) > 2 for word in bare]
    if len(bare) == 1:
        return (strange[0] and (known[0] or small)) or (
            words[0].lower() in ("den", "ter", "ten", "van", "el") and known[0]
        )
    # "JONG TJIEN FA:"; not "Reactie Youssef:"
    return any(strange) and (known[0] or strange[0] or not is_noun(bare[0].lower()))


def _is_of_a_form(lower: str) -> bool:
    return lower in LABELS | NOT_A_NAME | FUNCTIONS | TITLES or lower in grammar_words() or is_function(lower)


def _is_turned(sur: str, first: str, small: bool) -> bool:
    words = sur.split()
    last = words[-1]
    if any(word.lower() not in INTERFIXES for word in words[:-1]) or first.lower() in common_words() | NOT_A_NAME:
        return False
    if not small and not (last[0].isupper() and first[0].isupper()):
        return False
    if last.lower() in grammar_words() or is_function(last.lower()):
        return False
    if last.lower() in LABELS | GREETINGS or (not words[:-1] and (is_place(last) and not is_surname(last))):
        return False
    return is_first_name(first) or (not is_word(first) and len(first) > 3)


def _is_of_grammar(sur: str) -> bool:
    last = sur.split()[-1].lower()
    return last in grammar_words() | words_in("before_letters") | LABELS or is_function(last)


def _is_registered(sur: str, letters: str, small: bool) -> bool:
    # "Mol, F.", "Van 't Hof, W", "Bakker, TW"; not "Bijlage, A", "Utrecht, NL"
    words = sur.split()
    last = words[-1]
    if any(word.lower() not in INTERFIXES for word in words[:-1]) or _is_of_a_form(last.lower()):
        return False
    if not small and not (last[0].isupper() and letters[0].isupper()):
        return False
    if is_place(last) and not is_surname(last):
        return False
    return (
        is_surname(last)
        or not is_surely_a_word(last.lower())
        or (letters[1:2] == "." and letters.lower() not in words_in("abbreviations"))
    )


def _is_called(name: str, small: bool) -> bool:
    # "bekend als Rambo", and without capitals "alias de stier"; not "bekend als de beste school", "noemt haar lief"
    words = name.split()
    bare = [word for word in words if word.lower() not in INTERFIXES]
    if not bare or is_place(bare[-1]):
        return False
    if any(word[0].isupper() for word in bare):
        return not any(word.lower() in grammar_words() for word in bare if not word[0].isupper())
    return small and not any(word.lower() in grammar_words() for word in bare) and len(words) < 3
