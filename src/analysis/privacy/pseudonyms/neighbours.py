"""What goes with a name that has been found: the initials and small words of it, and what a list or a register has beside it.

A name is seldom found whole: of "M. A. op den Kamp" a list has "Kamp", of "ter haar" none has "ter". Whoever knows one part
knows where the others stand: letters and small words straight before, in a register letters behind a comma.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping

from analysis.privacy.pseudonyms.lexicon import (
    ADDRESSES,
    INTERFIXES,
    RELATIVES,
    SAID,
    TITLES,
    grammar_words,
    is_finite,
    is_first_name,
    is_function,
    is_interfix_surname,
    is_noun,
    is_of_offices,
    is_surname,
    is_word,
    words_in,
)
from analysis.privacy.pseudonyms.phrases import EPITHETS, is_of_a_surname
from analysis.privacy.pseudonyms.spans import NAME, PERSON, PLACE, Span, kinds_at
from analysis.privacy.pseudonyms.tokens import Token, is_first_of_line, is_shouted, line_of

OF_NAMES = frozenset(
    [
        "'t",
        "’t",
        "den",
        "der",
        "el",
        "ten",
        "tee",
        "ter",
        "tho",
        "von",
        "vd",
        "v.d",
        "ait",
        "aït",
        "ould",
        "oulad",
        "abou",
        "abu",
        "bou",
        "ibn",
    ]
)
"""Small words that Dutch has in names and in some fixed phrases only; no fixed phrase has a name behind it."""

MOST = 4
"""Small words and initials that stand together, at most."""

_BEHIND = re.compile(
    r", (?P<letters>(?:(?P<pointed>(?:[^\W\d_]\.[ -]?){1,4}[^\W\d_]?)|(?P<plain>[^\W\d_]{1,4}))"
    r"(?: (?i:van|de|den|der|het|ten|ter|te|'t|’t|el|op|in)){0,3})(?=\.?\s*(?:$|[;:(|/)\t]|[-–] |, &)|(?<=\.)(?: |[,)]))",
    re.M,
)
"""Behind a surname and a comma the letters of who it is, and nothing more: "Berg, F. R. van den"."""

_OPENINGS = words_in("clauses") | frozenset(["als", "en", "of"])
"""Behind these a clause or an item begins: "zoals van Russel"."""

_PREPOSITIONS = words_in("prepositions") | frozenset(["in", "op", "te", "tot", "uit"])
"""Prepositions, and those that are small words of surnames too."""

_BEFORE_PEOPLE = words_in("prepositions") | words_in("before_first_names") | _OPENINGS
"""Behind these two letters that are no word are initials where a name follows: "door kb visser"."""

_QUOTES = frozenset("\"'“”‘’„")

_BETWEEN_LETTERS = (" ", ".", ". ", ".\u00a0", ".-", "-", "")


def grown(text: str, tokens: list[Token], spans: list[Span]) -> Iterator[Span]:
    """Names of `spans` with the initials and small words that are surely of them.

    Parameters
    ----------
    text : str
        The text.
    tokens : list of Token
        Its words.
    spans : list of Span
        What is found, in order and without overlap.

    Yields
    ------
    Span
        Each that is longer than the one in `spans`, of the same kind and layer.
    """
    near = kinds_at(tokens, spans)
    at = 0
    for span in spans:
        while at < len(tokens) and tokens[at].end <= span.start:
            at += 1
        if at == len(tokens) or tokens[at].start >= span.end:
            continue
        if span.kind not in (PERSON, NAME) and not _is_a_surname_here(text, tokens, at, span):
            continue
        first = first_of(text, tokens, at, near)
        first = min({first, *_epithet(text, tokens, at)})
        behind = end_behind_comma(text, span.end) or _end_of_letter(text, span.end)
        end = behind or _end_of_second_surname(text, tokens, span) or span.end
        if first < at or end > span.end:
            kind = NAME if span.kind == PLACE else span.kind
            yield Span(min(span.start, tokens[first].start), end, kind, span.layer)


def _end_of_second_surname(text: str, tokens: list[Token], span: Span) -> int:
    # "Manon ter Stege - van Vliet"; not "Manon Visser - tolk"
    if " " not in text[span.start : span.end] or text[span.end : span.end + 3] not in (" - ", " – "):
        return 0
    index = bisect_left(tokens, span.end + 3, key=lambda token: token.start)
    while index + 1 < len(tokens) and is_of_a_surname(tokens, index) and _spaced(text, tokens, index):
        index += 1
    if index >= len(tokens):
        return 0
    lower = tokens[index].text.lower()
    alike = tokens[index].capital == text[span.start].isupper() or text[span.start].islower()
    return tokens[index].end if alike and is_surname(lower) and not is_function(lower) else 0


def _is_a_surname_here(text: str, tokens: list[Token], index: int, span: Span) -> bool:
    # a town behind initials or an old article is somebody: "M. A. op den Kamp", "in 't Veld"
    if span.kind != PLACE or tokens[index].end != span.end or not is_surname(tokens[index].text) or not index:
        return False
    return len(tokens[index - 1].text) == 1 or tokens[index - 1].text.lower() in OF_NAMES


def end_behind(text: str, end: int) -> int:
    """Where letters and small words end that stand behind a name which ends at `end`; 0 when there are none."""
    return end_behind_comma(text, end, asked=True) or _end_of_letter(text, end)


def end_behind_comma(text: str, end: int, asked: bool = False) -> int:
    """Where the letters end that stand behind a surname which ends at `end`, and a comma; 0 when there are none."""
    match = _BEHIND.match(text, end)
    if not match:
        return 0
    plain = match["plain"] or ""
    if (match["pointed"] or "").rstrip(". ").lower() in words_in("abbreviations"):
        return 0
    glued = (
        len(plain) < 2
        or plain.isupper()
        or (asked and len(plain) < 3)
        or (len(plain) < 4 and plain.islower() and not is_word(plain))
    )
    return match.end("letters") if glued else 0


_LETTER = re.compile(r" (?P<letter>[^\W\d_])(?:\.(?= [^\W\d_]|[,;:!?)]|\s*$)|(?=[,;:!?)]|\s*$| [a-z(]))")
_SMALL_AND_LETTER = re.compile(
    r"(?: (?i:van|de|den|der|ten|ter|te|'t|’t|el|al)){1,3} (?P<letter>[^\W\d_])(?=\.|[,;:!?)]|\s*$)"
)
"""Of a surname its small words and the first letter: "Bert van D."."""

_DANGLING = re.compile(r"(?: (?i:van|de|den|der|het|ten|ter|te|'t|’t|el)){1,3}(?=\s*(?:$|[;:(|/\t,]|[-–] ))", re.M)
"""Small words behind which nothing stands are of a name that is turned round: "Hoff, Monique van 't"."""


_BEFORE_VERB = re.compile(r"(?P<small> (?:van|de|den|der|ter)(?: (?:de|den|der))?) (?P<verb>[^\W\d_]+)")
"""As little do they stand before a verb: "Koning, Rutger de stapte in"."""


def _end_of_letter(text: str, end: int) -> int:
    # "driss a., die", "Mustapha Y aangereikt": behind a first name the first letter of a surname
    dangling = _DANGLING.match(text, end)
    if dangling:
        return dangling.end()
    before_verb = _BEFORE_VERB.match(text, end)
    if before_verb and is_finite(before_verb["verb"]) and not is_noun(before_verb["verb"]):
        return before_verb.end("small")
    match = _LETTER.match(text, end) or _SMALL_AND_LETTER.match(text, end)
    name = text[:end].rpartition(" ")[2].rpartition("\n")[2]
    return (
        match.end("letter")
        if match and name and name[0].isupper() == match["letter"].isupper() and match["letter"] != "u"
        else 0
    )


def first_of(text: str, tokens: list[Token], index: int, near: Mapping[int, str], asked: bool = False) -> int:
    """Index of the first word of the name that begins at `index`, with its initials and small words.

    Parameters
    ----------
    near : mapping of int to str
        Kinds of the tokens that are names.
    asked : bool
        For the gate, which takes along what may be of the name; otherwise only what surely is.
    """
    start = _past_letters(text, tokens, index, asked)
    begin = start
    while (
        begin > 0
        and start - begin < MOST
        and is_of_a_surname(tokens, begin - 1, inside=asked)
        and _spaced(text, tokens, begin - 1)
    ):
        begin -= 1
    at = start if tokens[start].text.lower() == "d" else start - 1
    if at > 0 and text[tokens[at - 1].start : tokens[at].end].lower() == "v/d":
        return _past_letters(text, tokens, at - 1, asked)
    if asked and begin and tokens[begin].text.lower() == "a" and begin < start and tokens[begin - 1].text.isalpha():
        # "lauw a wai"
        return begin - 1 if _spaced(text, tokens, begin - 1) else begin
    for first in range(begin, start):
        if _is_of_the_name(text, tokens, first, start, near, asked):
            return _past_letters(text, tokens, first, asked)
    return start


def around(text: str, tokens: list[Token], index: int, hidden: Collection[int]) -> set[int]:
    """Tokens before the name at `index` that are of it too: "Lange Jaap", 'Ravi "Lesje" Sheoratan'."""
    if epithet := _epithet(text, tokens, index):
        return epithet
    for first in range(index - 1, max(0, index - 4), -1):
        opened = text[tokens[first - 1].end : tokens[first].start].strip()
        closed = text[tokens[index - 1].end : tokens[index].start].strip()
        if opened in _QUOTES and closed in _QUOTES and first - 1 in hidden:
            return set(range(first, index))
    return set()


def _epithet(text: str, tokens: list[Token], index: int) -> set[int]:
    # "Lange Jaap", without an article
    lower = tokens[index - 1].text.lower() if index else ""
    article = (
        index > 1 and _spaced(text, tokens, index - 2) and tokens[index - 2].text.lower() in words_in("determiners")
    )
    of_the_name = lower in EPITHETS and not article and is_first_name(tokens[index].text)
    return {index - 1} if of_the_name and _spaced(text, tokens, index - 1) else set()


def _spaced(text: str, tokens: list[Token], index: int) -> bool:
    return text[tokens[index].end : tokens[index + 1].start] in (" ", "\u00a0", "\n")


def _past_letters(text: str, tokens: list[Token], index: int, asked: bool) -> int:
    start = index
    while start > 0 and index - start < MOST and _is_letter(text, tokens, start - 1, asked):
        start -= 1
    return start


def _is_letter(text: str, tokens: list[Token], index: int, asked: bool) -> bool:
    # "M. A. op den Kamp", "mw. u samatar", "H Kogeldans", "NK ben Haddou:"
    token, name = tokens[index], tokens[index + 1]
    letters = token.text.replace(".", "")
    between = text[token.end : name.start]
    if between not in _BETWEEN_LETTERS or not letters.isalpha() or "-" in name.text[:2]:
        return False
    before = tokens[index - 1].text.lower() if index else ""
    if before in words_in("before_letters") or (
        token.capital and not name.capital and name.text.lower() not in INTERFIXES
    ):
        return False
    titled = before in ADDRESSES | TITLES or is_function(before)
    opens = index == 0 or text[tokens[index - 1].end : token.start] != " "
    if len(token.text) == 1:
        # Dutch has no word of one letter but "u"
        pronoun = token.text in ("u", "U", "I", "O") and between == " " and not titled
        return not pronoun
    if all(len(part) == 1 for part in token.text.split(".")):
        return between in (".", ". ") and (
            opens or titled or asked or token.text.lower() not in words_in("abbreviations")
        )
    # two or three letters without points are initials where somebody is named, and nothing that can be spoken
    people = titled or opens or before in _BEFORE_PEOPLE
    if (asked or people) and len(letters) == 2 and between == " " and token.capital == name.capital:
        # "fa dualeh"
        return letters.lower() not in grammar_words() | INTERFIXES | TITLES
    glued = len(letters) <= 3 and between == " " and not is_first_name(letters)
    stands_out = token.shout and not is_shouted(line_of(text, token))
    glued = glued and (stands_out or not is_word(letters.lower()) or not re.search("[aeiouy]", letters.lower()))
    return glued and (token.shout or not token.capital) and (titled or opens) and letters.lower() not in TITLES


def _is_of_the_name(
    text: str, tokens: list[Token], first: int, name: int, near: Mapping[int, str], asked: bool
) -> bool:
    run = [token.text.lower() for token in tokens[first:name]]
    surname = tokens[name].text
    known = is_surname(surname) or not is_first_name(surname)
    if run[-1] in ("en", "a", "y", "of") or run[0] == "en":
        return False
    if near.get(name) == PLACE and not known:
        return False
    before = tokens[first - 1] if first else None
    gap = text[before.end : tokens[first].start] if before else ""
    if before and near.get(first - 1) in (PERSON, NAME) and gap in (" ", "\n"):
        placing = run[0] in words_in("prepositions") | {"in", "op", "uit"} and run[0] != "van"
        return not placing or (len(run) > 1 and (asked or not OF_NAMES.isdisjoint(run)))
    if before and len(before.text) == 1 and before.text.isalpha() and gap in (" ", ". "):
        # "M. A. op den Kamp"
        return before.text.lower() != "u" or gap == ". "
    if any(word in OF_NAMES for word in run):
        return True
    if run == ["ben"] and not is_first_name(surname):
        # "ben chaib"; not "ik ben karim"
        return before is None or before.text.lower() != "ik"
    if asked and (before is None or gap not in (" ", "\n") or before.text.lower() in _OPENINGS):
        # "zoals van Russel": a first name may be a surname too
        known = True
    if not known:
        return False
    if before is None or gap not in (" ", "\n"):
        # "van dijk vraagt wanneer", "afwezig: mol, van dijk en blom"
        if gap.startswith((":", " (")) and len(run) > 1 and tokens[name].capital and near.get(name) != PLACE:
            # "akkoord: op de Kolk."
            return True
        return run[0] in ("de", "van", "te") and _is_followed(text, tokens, name)
    lower = before.text.lower()
    titled = lower in ADDRESSES | TITLES
    listed = lower in ("en", "of") and near.get(first - 2) in (PERSON, NAME)
    if run[0] in ("de", "van") and (listed or is_of_offices(lower)) and not is_first_name(surname):
        # "Bakker, Nieuwenhuis en van Dijk", "de leden van Loon en Valk"
        return listed or run[0] == "van"
    if run[0] in ("de", "van") and (titled or lower in words_in("prepositions") | SAID):
        return run[0] == "van" or titled or asked
    # "de collega van dijk" is somebody, "de collega van jansen" is not
    before_another = lower in words_in("prepositions") | words_in("before_first_names") | SAID or is_of_offices(lower)
    if asked and before_another and run[0] in INTERFIXES & _PREPOSITIONS:
        # "het team rond aan de Koolmees": no other two prepositions stand together
        return True
    behind_an_office = is_function(lower) and lower not in RELATIVES
    if asked and (
        ((run == ["de"] or len(run) > 1) and (titled or behind_an_office))
        or (run[0] in ("de", "van") and lower in _OPENINGS)
    ):
        return True
    return (
        (asked or behind_an_office) and run[0] == "van" and is_interfix_surname(surname) and not is_first_name(surname)
    )


def _is_followed(text: str, tokens: list[Token], index: int) -> bool:
    # a verb, a colon or a comma: "van dijk vraagt", "de boer:"
    if index + 1 >= len(tokens):
        return True
    between = text[tokens[index].end : tokens[index + 1].start]
    after = tokens[index + 1].text.lower()
    if between not in (" ", "\n"):
        return between.strip()[:1] in tuple(":,;/()") or is_first_of_line(text, tokens[index + 1])
    return is_finite(after) or after in SAID | {"en"}
