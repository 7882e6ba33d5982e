"""What speaks for a person where a word stands that may be somebody's name and may be a word: points, added up.

Whoever reads "burgemeester kamphuis wilde" knows by small signs that this is somebody: no article, a function before it,
behind it a verb of persons. Each sign has its points in one of the tables here, after what a regression on Dutch news gave of
which all names had been put in lower case. :data:`NAME` points make a name, :data:`ASKED` are enough for the gate to ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from analysis.privacy.pseudonyms import second_opinion, surroundings
from analysis.privacy.pseudonyms.bare_words import is_one
from analysis.privacy.pseudonyms.extents import end_of_name, start_of_name
from analysis.privacy.pseudonyms.lexicon import (
    NOT_A_NAME,
    TITLES,
    fold,
    grammar_words,
    is_finite,
    is_first_name,
    is_function,
    is_surname,
    is_word,
    words_in,
)
from analysis.privacy.pseudonyms.phrases import MOST_INTERFIXES, is_of_a_surname, joined
from analysis.privacy.pseudonyms.second_opinion import Seen
from analysis.privacy.pseudonyms.spans import NAME as UNSAID
from analysis.privacy.pseudonyms.spans import PERSON, PLACE, Span
from analysis.privacy.pseudonyms.tokens import Token, line_of
from analysis.privacy.pseudonyms.word_kinds import bare, case_of, is_counted, kind_of

NAME = 6
ASKED = 4

WORD = {
    "strange first": 7,  # no dictionary has it, and a list of names has
    "strange listed": 7,
    "strange": 6,  # no dictionary has it: somebody, a mistake in typing, or a new thing
    "plain": 2,  # no Dutch word either, but English, derived or an abbreviation
    "compound first": 3,
    "compound listed": 2,
    "compound": 1,  # "kamphuis", "groenhart": Dutch only as two words that nobody joins
    "hardly first": 0,  # "adem"
    "noun first": 2,  # "emir"
    "noun listed": 1,
    "noun": 0,
    "other first": 3,  # "frank"
    "other listed": 1,
    "other": -1,
    "finite first": 0,
    "finite listed": -1,
    "finite": -3,
}
"""What the word is."""

CASE = {
    "small": 0,
    "head": -2,  # a capital that the head of the sentence explains says less than none
    "label": 0,  # behind a colon in the same line most texts write no capital
    "inside": 2,
    "shout": 4,  # in a line that is not in capitals only names and abbreviations are
}
"""How it is written."""

LEFT = {
    "signed": 8,  # below "groet,": nothing but somebody
    "address": 7,  # "mw. fonkel", "mr. fonkel"
    "title": 5,
    "greeting": 4,
    "name": 3,  # a first name by itself
    "names": 1,  # more than that: it may be whole
    "list": 3,  # "hassan en", "hassan, "
    "named": 4,
    "office": 3,
    "bearer": 6,  # "getuige goudmijn": behind these no field of work stands
    "epithet": 4,  # "lange max"
    "kin": 4,
    "of kin": 4,
    "of office": 2,  # "de collega van samir", but "de minister van oordeel" too
    "family": 5,
    "the office": 1,  # "de wijkagent kwam", but "de wijkagent jansen" too
    "the kin": 2,
    "own kin": 4,  # "mijn man osman"
    "role": 2,  # "mentor, "
    "own role": 3,  # "zijn mentor, "
    "done by": 5,  # "gelezen door kramer"
    "paper": 4,  # "motie huisman", "de casus hoogland"
    "labelled": 5,  # "notulist: ", "wie: "
    "entered": 3,  # "status: ": nothing but a word or two behind a colon
    "the offices": 3,  # "de leden steen en van vliet"
    "initial": 7,  # "bij g. stam": no sentence ends in a single letter
    "letter": 5,  # "w barre": Dutch has no word of one letter but "u"
    "prefixed": 5,  # "in 't veld heet iedereen welkom": a clause begins with the small words of a surname
    "prefixed by van": 3,
    "prefixed in a clause": 5,  # "als van doorn morgen komt"
    "prefixed behind a paper": 7,  # "de casus de jonge"
    "prefixed in a list": 3,  # "opmerkingen van de ridder, nijhuis en"
    "prefixed by de": -1,
    "interjection": 1,  # "nee roos, zo is het niet"
    "said": 3,
    "doubled": 3,  # "volgens van ginkel": no other two prepositions stand together
    "with": 1,
    "start": 0,
    "clause": 0,
    "and": 0,
    "comma": 0,
    "verb": 0,
    "small": -1,
    "noun": -1,
    "other": -1,
    "at": -3,  # "op", "via": where things are
    "adjective": -3,
    "article": -5,
    "te": -6,
}
"""What stands before it."""

RIGHT = {
    "said": 3,
    "self": 3,
    "list": 3,
    "partner": 8,  # "Stoel & Smits" wrote it together
    "owned by kin": 5,  # "guls moeder": Dutch has an article before a mother, or somebody
    "parallel": 0,  # "en burgemeester sariman"
    "owned": 3,  # "kamphuis' geduld", "iwona's vader"
    "owned by sign": 6,  # "kuipers geduld" needs no sign, "kuiper's geduld" is no plural
    "apposition": 2,  # ", de moeder"
    "name": 0,
    "and others": 4,  # "van loon c.s.", "gure et al."
    "numbered": 5,  # a line of a list of names and numbers
    "speaker": 5,  # "kort: dat klopt" at the head of a line
    "speaker for": 5,  # "kort (school): dat klopt"
    "bracket": 1,
    "described": 3,  # "(moeder van", "(voorzitter)"
    "year": 1,  # "(2021)"
    "verb": 1,
    "being": 0,  # things do it too: "is", "valt"
    "end": 0,
    "and": 0,
    "comma": 0,
    "small": 0,
    "other": -1,
    "pronoun": -4,  # "zeg ik": what stands before a subject is a verb
    "noun": -2,  # it may be an adjective of that noun
}
"""What stands behind it."""

TOGETHER = {
    "subject": 2,  # "toen … zestien werd", "… wilde": a clause begins with it, and Dutch would have an article
    "inverted": 2,  # "merkt … op"
    "surname": 3,  # a noun straight behind a first name: Dutch has a word between them
    "acts": 1,  # "burgemeester kamphuis wilde"
    "closed": 2,  # "sita fonkel." is no verb, which would be "fonkelt"
    "given": 3,  # a first name straight before a name
    "commas": 1,  # "de jongste, hardeo, ging"
    "cited": 5,  # "van leeuwen (2021)"
    "dialogue": 2,  # a speaker where others speak too
    "enumerated": 4,  # "bakker, nieuwenhuis en van dijk"
    "enclosed": 3,  # "de imam, barre, zei"
    "apposed": 2,  # "haar decaan, hoogland."
    "called": 1,  # "casus hoogland wordt"
    "joined": 1,  # "ouarda en amine praten"
    "titled": 2,  # "piketambtenaar Hoogland, gebeld"
    "parallel": 3,  # "officier graanoogst en burgemeester sariman"
    "ended": 2,  # "getuige sylwia urban verklaarde"
    "family": 4,  # "kent de familie graanoogst goed"
    "last": 2,  # "kuipers, ter haar en blom."
    "vocative": 2,
    "related": 1,  # "de neef van berg."
    "row": 4,  # "berg (politie), valk (gemeente)"
    "bare": 5,  # "met kroon gesproken": what is counted has an article
    "middle": 2,  # "naar bissesar, dinge en naar ons"
}
"""What two of them say together."""

_SPEAKERS = re.compile(
    r"^(?:[IRVAir]|int|interviewer|respondent|vraag|antwoord|[^\W\d_]+(?: [^\W\d_]+){0,2})(?: \d)?:", re.M | re.I
)

CITING = frozenset(["article", "comma", "doubled", "list", "said", "start", "with"])
"""Before who wrote something these stand, and before the last word of a title others."""

OF_SURNAMES = frozenset(["aan", "in", "op", "ten", "ter", "uit", "van", "von", "'t", "’t"])
OF_FARMS = frozenset(["groot", "grote", "klein", "kleine", "lange", "lutje", "lutke", "nieuwe", "nije", "olde", "oude"])
"""In the east of the country surnames come from farms, which are old or new: "Hendrik Oude Luttikhuis"."""

OLD_ARTICLES = frozenset(["den", "der", "ten", "ter", "'t", "’t"])
"""Articles that Dutch has in surnames and fixed phrases only."""

_FIXED = frozenset(["beginne", "brode", "bloede", "duur", "lande"])
"""Behind "den" they are of a fixed phrase: "op den duur"."""

NAMING = frozenset(
    [
        "address",
        "bearer",
        "comma",
        "greeting",
        "labelled",
        "list",
        "name",
        "office",
        "role",
        "said",
        "signed",
        "start",
        "title",
        "with",
    ]
)
"""Before the small words of a surname these stand; before others only with an old article: "juf voor den dag"."""

DOUBLING = frozenset(["address", "family", "list", "named", "said", "title", "with"])
"""Before the small words of a surname these stand, and before no other preposition."""

UNINFLECTED = words_in("uninflected")
"""Adjectives that are surnames behind "de"."""

_CLOSING = frozenset(
    [
        "and others",
        "apposition",
        "being",
        "bracket",
        "comma",
        "described",
        "end",
        "list",
        "parallel",
        "said",
        "self",
        "speaker",
        "speaker for",
        "verb",
        "year",
    ]
)
"""Behind an adjective with an article these cannot stand."""

NOBODY = -99


def points(text: str, tokens: list[Token], index: int, near: Mapping[int, str]) -> int:
    """How much speaks for a person at a word; very little where no word of Dutch grammar is anything else.

    Parameters
    ----------
    text : str
        The text.
    tokens : list of Token
        Its words.
    index : int
        Which of them.
    near : mapping of int to str
        Kinds of the tokens that are masked already.
    """
    return _weigh(text, tokens, index, near)[0]


def see(text: str, tokens: list[Token], index: int, near: Mapping[int, str]) -> Seen | None:
    """What the tables look up for a word, for others to weigh; None where there is nothing to weigh. As for :func:`points`."""
    return _weigh(text, tokens, index, near)[1]


def _weigh(text: str, tokens: list[Token], index: int, near: Mapping[int, str]) -> tuple[int, Seen | None]:
    token = tokens[index]
    word = kind_of(token)
    if _is_uninflected(text, tokens, index, near):
        return NAME, None
    inside = token.text.lower() in OF_FARMS or (token.capital and not token.initial)
    if inside and _stands_between(text, tokens, index, near):
        return NAME, None
    left, doubled = surroundings.left(text, tokens, index, near), _is_doubled(text, tokens, index, near)
    owner = bare(token.text).removesuffix("s")
    if (
        doubled
        and (is_surname(token.text) or is_surname(owner))
        and token.text.lower() not in grammar_words() | NOT_A_NAME
    ):
        return NAME, None
    if word not in WORD and _is_hardly_one(text, tokens, index, near):
        return ASKED, None
    if word not in WORD:
        ends = _ends_a_name(text, tokens, index, near, left) or _is_a_small_word(text, tokens, index, left)
        return (ASKED if ends else NOBODY), None
    right = surroundings.right(text, tokens, index, near)
    left = "doubled" if doubled else _prefix(text, tokens, index, near, right) or left
    signs = list(_together(left, right, word))
    if right == "speaker" and _is_dialogue(text):
        signs.append("dialogue")
    opens = left in ("start", "labelled", "entered", "list", "prefixed", "prefixed by van", "prefixed by de")
    if right in ("bracket", "described") and opens and surroundings.is_a_row(line_of(text, token)):
        signs.append("row")
    if word in ("noun listed", "compound listed") and _is_bare(token, left, right):
        signs.append("bare")
    if word == "other" and left == "name" and right in ("end", "comma") and is_one(token.text.lower()):
        signs.append("ended")
    if word == "other" and left == "labelled" and _case_in(text, token) == "label":
        signs.append("joined")
    case = "label" if right == "speaker for" else _case_in(text, token)
    total = WORD[word] + CASE[case] + LEFT[left] + RIGHT[right]
    # "de winter" is a season and "Defensie" no person, whoever bears such a name; "MIRT" stands for several words
    sure = case == "shout" or (left == "article" if case == "small" else word in ("noun", "other", "finite"))
    return total + sum(TOGETHER[sign] for sign in signs), None if sure else Seen(word, case, left, right)


def find(text: str, tokens: list[Token], near: dict[int, str]) -> Iterator[Span]:
    """Words that enough speaks for, each with the small words before it; what is found counts for the words behind it.

    Yields
    ------
    Span
        Of the layer "unknown", kind "name".
    """
    for index, token in enumerate(tokens):
        if index in near:
            of_place = near[index] == PLACE and not token.capital and _is_doubled(text, tokens, index, near)
            if not of_place or tokens[index - 1].text == "de":
                continue
        else:
            found, seen = _weigh(text, tokens, index, near)
            if found < NAME and (
                seen is None or second_opinion.weight(text, tokens, index, near, seen) < second_opinion.NAME
            ):
                continue
        begins_small = _is_doubled(text, tokens, index, near) or surroundings.right(text, tokens, index, near) == "year"
        first = (_first if begins_small else start_of_name)(text, tokens, index)
        small = _prefix(text, tokens, index, near, surroundings.right(text, tokens, index, near))
        if small or _is_uninflected(text, tokens, index, near):
            first = min(first, _past_interfixes(text, tokens, index))
        last = end_of_name(text, tokens, index)
        near.update(dict.fromkeys(range(first, last + 1), UNSAID))
        yield Span(tokens[first].start, tokens[last].end, UNSAID, "unknown")


def _is_uninflected(text: str, tokens: list[Token], index: int, near: Mapping[int, str]) -> bool:
    # "als de kort morgen komt", "de wit: dat klopt": Dutch inflects an adjective behind "de", and has a noun behind that
    lower = tokens[index].text.lower()
    if lower not in UNINFLECTED or not index or tokens[index - 1].text.lower() != "de":
        return False
    closed = surroundings.right(text, tokens, index, near) in _CLOSING
    return closed and joined(text, tokens, index - 1)


def _is_bare(token: Token, left: str, right: str) -> bool:
    # "volgens bakker is", "toen kroon belde", "haalt kroon nog"; not "is bakker", "als bakker"
    behind = right in (
        "end",
        "comma",
        "bracket",
        "verb",
        "being",
        "said",
        "self",
        "small",
        "other",
        "and",
        "apposition",
    )
    stands = (left == "with" and behind) or (left == "clause" and right in ("verb", "being", "said", "self", "small"))
    stands = stands or (left in ("verb", "said") and right == "small")
    return stands and not token.capital and is_counted(token.text)


def _case_in(text: str, token: Token) -> str:
    # where the whole line is in capitals they say nothing
    case = case_of(token)
    before = text[max(0, token.start - 4) : token.start].rstrip(" ")
    if case == "head" and before.endswith(":"):
        return "label"
    if case == "head" and before.endswith(";"):
        # no sentence begins behind it
        return "inside"
    return "small" if case == "shout" and line_of(text, token) == line_of(text, token).upper() else case


def _is_doubled(text: str, tokens: list[Token], index: int, near: Mapping[int, str]) -> bool:
    # "volgens van ginkel", "antwoordt op 't land"
    first = _first(text, tokens, index)
    if first == index:
        return False
    left = surroundings.left(text, tokens, first, near)
    sure = tokens[first].text.lower() in ("van", "von", "ten", "ter") or index - first > 1
    return left in DOUBLING and (sure or left not in ("list", "said"))


def _is_hardly_one(text: str, tokens: list[Token], index: int, near: Mapping[int, str]) -> bool:
    # "aangever: hoever", "hoever (gemeente), valk (politie)": hardly ever a name, where next to nothing else stands
    token = tokens[index]
    lower = token.text.lower()
    dated = fold(lower) in words_in("calendar")
    if lower not in NOT_A_NAME or dated or lower in grammar_words() | TITLES or is_function(lower) or is_finite(lower):
        return False
    left, right = surroundings.left(text, tokens, index, near), surroundings.right(text, tokens, index, near)
    if len(lower) < 4 or right == "speaker":
        return False
    row = right in ("bracket", "described") and surroundings.is_a_row(line_of(text, token))
    return LEFT[left] + RIGHT[right] + (TOGETHER["row"] if row else 0) >= NAME - 1


def _ends_a_name(text: str, tokens: list[Token], index: int, near: Mapping[int, str], left: str) -> bool:
    # "spreek ik met anouk arts?": what closes the sentence behind a name, and is a surname too
    lower = tokens[index].text.lower()
    named = left in ("name", "names", "initial", "letter", "office", "bearer", "title", "address", "labelled")
    listed = is_surname(lower) or (lower in NOT_A_NAME and left in ("name", "names", "initial", "letter"))
    closed = named and listed and lower not in grammar_words() and not is_function(lower)
    return closed and surroundings.right(text, tokens, index, near) in ("end", "comma", "bracket", "year")


def _is_a_small_word(text: str, tokens: list[Token], index: int, left: str) -> bool:
    # "wie: wil", "nee wil, zo is het niet": a first name that Dutch has for grammar's sake, where no sentence goes on behind it
    if left not in ("labelled", "interjection") or not is_first_name(tokens[index].text):
        return False
    return re.match(r"\s*(?:[,!?(]|\.?\s*(?:\n|$))", text[tokens[index].end :]) is not None


def _past_interfixes(text: str, tokens: list[Token], index: int) -> int:
    """The first of the small words of surnames that stand straight before a word; the word itself where there are none."""
    begin = index
    while (
        begin
        and index - begin < MOST_INTERFIXES
        and is_of_a_surname(tokens, begin - 1)
        and joined(text, tokens, begin - 1)
    ):
        begin -= 1
    return begin


def _prefix(text: str, tokens: list[Token], index: int, near: Mapping[int, str], right: str) -> str:
    # "van dijk vraagt", "in 't veld heet iedereen welkom", "de boer: dat klopt"
    begin = _past_interfixes(text, tokens, index)
    if begin == index:
        return ""
    left = surroundings.left(text, tokens, begin, near)
    run = [token.text.lower() for token in tokens[begin:index]]
    known = is_surname(tokens[index].text) or left not in ("comma", "list", "start")
    if tokens[index].text.lower() in _FIXED:
        return ""
    if left in ("initial", "letter") or (left in NAMING and known and OLD_ARTICLES & set(run)):
        return "prefixed"
    listed = is_surname(tokens[index].text)
    if left == "paper" and listed:
        return "prefixed behind a paper"
    opens = left == "clause" or (left == "and" and tokens[begin - 1].text.lower() == "als")
    opens = opens and tokens[begin - 1].text.lower() != "dat" and not tokens[index].text.lower().endswith("en")
    if opens and listed and run == ["van"] and right in ("verb", "being", "said", "self", "small"):
        return "prefixed in a clause"
    if right == "list" and listed and run in (["de"], ["van", "de"], ["van", "der"], ["van", "den"]):
        return "prefixed in a list"
    if left not in ("start", "list", "comma", "labelled"):
        return ""
    row = right in ("bracket", "described") and surroundings.is_a_row(line_of(text, tokens[index]))
    acts = (
        row
        or right in ("said", "speaker", "speaker for", "list", "and others")
        or (right in ("verb", "being") and run == ["van"])
    )
    if run[0] == "van" and acts:
        return "prefixed by van"
    return (
        "prefixed by de"
        if run == ["de"]
        and (listed or not is_word(tokens[index].text))
        and (row or right in ("speaker", "speaker for", "list"))
        else ""
    )


def _first(text: str, tokens: list[Token], index: int) -> int:
    begin = _past_interfixes(text, tokens, index)
    while begin < index and tokens[begin].text.lower() not in OF_SURNAMES:
        begin += 1
    if index - begin > 1 and tokens[begin + 1].text.lower() in OF_SURNAMES - {"'t", "’t"}:
        # "van in 't veld": the first of two prepositions is of the sentence
        begin += 1
    return begin


def _all_joined(text: str, tokens: list[Token], begin: int, end: int) -> bool:
    return all(joined(text, tokens, at) for at in range(begin, end))


@lru_cache(maxsize=4)
def _is_dialogue(text: str) -> bool:
    return len(_SPEAKERS.findall(text)) > 1


def _stands_between(text: str, tokens: list[Token], index: int, near: Mapping[int, str]) -> bool:
    alike = index + 1 < len(tokens) and tokens[index].capital == tokens[index + 1].capital
    people = all(near.get(at) in (PERSON, UNSAID, PLACE) for at in (index - 1, index + 1))
    return alike and people and _all_joined(text, tokens, index - 1, index + 1)


def _together(left: str, right: str, word: str) -> Iterator[str]:
    kind, _, listed = word.partition(" ")
    if left in ("office", "bearer") and right in ("verb", "said", "being", "self"):
        yield "acts"
    if (
        left in ("start", "clause", "comma")
        and right == "being"
        and (kind in ("strange", "plain") or listed == "first")
    ):
        yield "subject"
    begins = left in ("start", "clause") and right in ("verb", "said", "self", "small", "and")
    if begins and (kind != "other" or listed or right == "said"):
        yield "subject"
    if left in ("verb", "said") and right in ("small", "and") and (kind != "other" or listed):
        yield "inverted"
    if left == "name" and (listed or kind in ("noun", "compound", "strange")):
        yield "surname"
    if left in ("name", "names") and right in ("end", "comma", "apposition", "list", "bracket", "year"):
        yield "closed"
    if right == "name" and (listed or kind == "plain"):
        yield "given"
    if left in ("comma", "role", "own role") and right == "comma":
        yield "commas"
    if left == "list" and right in ("end", "comma", "bracket") and listed:
        yield "last"
    if left in ("of kin", "kin", "own kin") and listed and right in ("end", "comma", "said", "being", "bracket"):
        yield "related"
    if left == "list" and right in ("and", "comma"):
        yield "middle"
    if left == "interjection" and right in ("comma", "end"):
        yield "vocative"
    if left in ("role", "own role") and right == "comma":
        yield "enclosed"
    if left in ("start", "list", "labelled") and right == "list" and kind != "finite":
        yield "enumerated"
    if left == "own role" and right in ("end", "comma", "bracket") and (listed or kind in ("strange", "compound")):
        yield "apposed"
    if left == "family" and kind in ("noun", "compound", "other") and not listed:
        yield "family"
    if left == "with" and right == "list" and listed:
        yield "joined"
    if left == "prefixed by van" and listed and right in ("verb", "being"):
        yield "closed"
    if left == "labelled" and right in ("end", "comma", "bracket", "described", "list", "and") and not listed:
        yield "joined"
    if left == "paper" and listed and right in ("end", "and others", "verb", "being", "small", "list"):
        yield "called"
    if left in ("office", "bearer") and right == "parallel":
        yield "parallel"
    if left == "list" and listed == "first" and right in ("other", "verb", "small", "end", "comma"):
        yield "joined"
    if left == "name" and kind == "other" and not listed and right in ("bracket", "said", "year"):
        yield "ended"
    if right == "year" and left in CITING and (listed or kind == "strange"):
        yield "cited"
