"""What speaks for a person where a word stands that may be somebody's name and may be a word: points, added up.

Whoever reads "burgemeester kamphuis wilde" knows by small signs that this is somebody: no article, a function before it,
behind it a verb of persons. Each sign has its points in one of the tables here, after what a regression on Dutch news gave of
which all names had been put in lower case. :data:`NAME` points make a name, :data:`ASKED` are enough for the gate to ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from analysis.privacy.pseudonyms.extents import end_of_name, start_of_name
from analysis.privacy.pseudonyms.lexicon import (
    ADDRESSES,
    ARTICLES,
    FAMILIES,
    GREETINGS,
    INTERFIXES,
    LABELS,
    NOT_A_NAME,
    RELATIVES,
    SAID,
    TITLES,
    VERBS,
    fold,
    grammar_words,
    is_finite,
    is_first_name,
    is_function,
    is_in_dictionary,
    is_noun,
    is_of_offices,
    is_surname,
    is_word,
    words_in,
)
from analysis.privacy.pseudonyms.phrases import MOST_INTERFIXES, is_of_a_surname, joined
from analysis.privacy.pseudonyms.spans import NAME as UNSAID
from analysis.privacy.pseudonyms.spans import PERSON, PLACE, Span
from analysis.privacy.pseudonyms.tokens import Token, is_first_of_line, is_small, line_of
from analysis.privacy.pseudonyms.word_kinds import bare, case_of, kind_of

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
    "kin": 4,
    "of kin": 4,
    "of office": 2,  # "de collega van samir", but "de minister van oordeel" too
    "family": 5,
    "the office": 1,  # "de wijkagent kwam", but "de wijkagent jansen" too
    "the kin": 2,
    "own kin": 4,  # "mijn man osman"
    "role": 2,  # "zijn mentor, "
    "labelled": 5,  # "notulist: ", "wie: "
    "entered": 3,  # "status: ": nothing but a word or two behind a colon
    "the offices": 3,  # "de leden steen en van vliet"
    "initial": 5,  # "bij g. stam": no sentence ends in a single letter
    "letter": 5,  # "w barre": Dutch has no word of one letter but "u"
    "prefixed": 4,  # "in 't veld heet iedereen welkom": a clause begins with the small words of a surname
    "prefixed by van": 3,
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
    "owned": 3,  # "kamphuis' geduld", "iwona's vader"
    "apposition": 2,  # ", de moeder"
    "name": 0,
    "and others": 4,  # "van loon c.s.", "gure et al."
    "numbered": 5,  # a line of a list of names and numbers
    "speaker": 5,  # "kort: dat klopt" at the head of a line
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
    "last": 2,  # "kuipers, ter haar en blom."
    "vocative": 2,
    "related": 1,  # "de neef van berg."
    "row": 4,  # "berg (politie), valk (gemeente)"
    "middle": 2,  # "naar bissesar, dinge en naar ons"
}
"""What two of them say together."""

DETERMINERS = ARTICLES | words_in("determiners")
WITH = words_in("prepositions") - words_in("before_places")
AT = words_in("before_places") | words_in("before_things")
CLAUSES = words_in("clauses")
NAMED = words_in("before_first_names")
FAMILY = frozenset(["echtpaar", "fam", "familie", "gebroeders", "gezin"])

PARTICLES = words_in("particles")
"""Small words that say nothing of what stands on either side of them: "heet gewoon", "bel … nou even"."""

AUXILIARIES = frozenset(["heb", "hebben", "hoeft", "kunnen", "laten", "moeten", "mogen", "willen", "zien", "zullen"])

SELF = frozenset(["alias", "bijgenaamd", "zelf"])
CITING = frozenset(["article", "comma", "doubled", "list", "said", "start", "with"])
"""Before who wrote something these stand, and before the last word of a title others."""

OWN = FAMILIES | frozenset(["man", "vriend", "vriendin", "vrouw"])
POSSESSIVES = frozenset(["haar", "hun", "je", "jouw", "m'n", "mijn", "onze", "uw", "z'n", "zijn"])
_ALONE = re.compile(r"\W*\w\. [^\s,]+(?:, [^\s,]+)?\W*")
_ENTRY = re.compile(r"\W*[^\W\d_][^\d\n]{1,40} (?!(?:19|20)\d\d$)[\d -]{2,14}")
_ROW = re.compile(r"[^\W\d_] \([^()\n]{1,40}\)(?=, |; | en |\.?$)")
_SPEAKERS = re.compile(
    r"^(?:[IRVAir]|int|interviewer|respondent|vraag|antwoord|[^\W\d_]+(?: [^\W\d_]+){0,2})(?: \d)?:", re.M | re.I
)
YEAR = re.compile(r" \((?:19|20)\d\d[a-z]?\)")
"""Of what was published: whoever wrote it stands before it."""

OF_SURNAMES = frozenset(["aan", "in", "op", "ten", "ter", "uit", "van", "von", "'t", "’t"])
OF_FARMS = frozenset(["groot", "grote", "klein", "kleine", "lange", "lutje", "lutke", "nieuwe", "nije", "olde", "oude"])
"""In the east of the country surnames come from farms, which are old or new: "Hendrik Oude Luttikhuis"."""

OLD_ARTICLES = frozenset(["den", "der", "ten", "ter", "'t", "’t"])
"""Articles that Dutch has in surnames and fixed phrases only."""

NAMING = frozenset(
    [
        "address",
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

CLOSINGS = frozenset(["afz", "gr", "groet", "groeten", "groetjes", "liefs", "mvg"])
"""Greetings that end a letter: below them stands who wrote it."""

INTERJECTIONS = frozenset(["ach", "goh", "hé", "ja", "joh", "kijk", "luister", "nee", "nou", "oké", "zeg"])
"""Before somebody who is spoken to: "nee roos, zo is het niet"."""

DOUBLING = frozenset(["address", "family", "list", "named", "said", "title", "with"])
"""Before the small words of a surname these stand, and before no other preposition."""


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
    token = tokens[index]
    word = kind_of(token)
    inside = token.text.lower() in OF_FARMS or (token.capital and not token.initial)
    if inside and _stands_between(text, tokens, index, near):
        return NAME
    left, doubled = _left(text, tokens, index, near), _is_doubled(text, tokens, index, near)
    owner = bare(token.text).removesuffix("s")
    if (
        doubled
        and (is_surname(token.text) or is_surname(owner))
        and token.text.lower() not in grammar_words() | NOT_A_NAME
    ):
        return NAME
    if word not in WORD and _is_hardly_one(text, tokens, index, near):
        return ASKED
    if word not in WORD:
        return (
            ASKED
            if _ends_a_name(text, tokens, index, near, left) or _is_a_small_word(text, tokens, index, left)
            else NOBODY
        )
    right = _right(text, tokens, index, near)
    left = "doubled" if doubled else _prefix(text, tokens, index, near, right) or left
    signs = list(_together(left, right, word))
    if right == "speaker" and _is_dialogue(text):
        signs.append("dialogue")
    opens = left in ("start", "labelled", "entered", "list", "prefixed", "prefixed by van", "prefixed by de")
    if right in ("bracket", "described") and opens and _is_a_row(line_of(text, token)):
        signs.append("row")
    total = WORD[word] + CASE[_case_in(text, token)] + LEFT[left] + RIGHT[right]
    return total + sum(TOGETHER[sign] for sign in signs)


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
        elif points(text, tokens, index, near) < NAME:
            continue
        begins_small = _is_doubled(text, tokens, index, near) or _right(text, tokens, index, near) == "year"
        first = (_first if begins_small else start_of_name)(text, tokens, index)
        last = end_of_name(text, tokens, index)
        near.update(dict.fromkeys(range(first, last + 1), UNSAID))
        yield Span(tokens[first].start, tokens[last].end, UNSAID, "unknown")


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
    left = _left(text, tokens, first, near)
    sure = tokens[first].text.lower() in ("van", "von", "ten", "ter") or index - first > 1
    return left in DOUBLING and (sure or left not in ("list", "said"))


def _is_hardly_one(text: str, tokens: list[Token], index: int, near: Mapping[int, str]) -> bool:
    # "aangever: hoever", "hoever (gemeente), valk (politie)": hardly ever a name, where next to nothing else stands
    token = tokens[index]
    lower = token.text.lower()
    dated = fold(lower) in words_in("calendar")
    if lower not in NOT_A_NAME or dated or lower in grammar_words() | TITLES or is_function(lower) or is_finite(lower):
        return False
    left, right = _left(text, tokens, index, near), _right(text, tokens, index, near)
    if len(lower) < 4 or right == "speaker":
        return False
    row = right in ("bracket", "described") and _is_a_row(line_of(text, token))
    return LEFT[left] + RIGHT[right] + (TOGETHER["row"] if row else 0) >= NAME - 1


def _ends_a_name(text: str, tokens: list[Token], index: int, near: Mapping[int, str], left: str) -> bool:
    # "spreek ik met anouk arts?": what closes the sentence behind a name, and is a surname too
    lower = tokens[index].text.lower()
    named = left in ("name", "names", "initial", "letter", "office", "title", "address", "labelled")
    listed = is_surname(lower) or (lower in NOT_A_NAME and left in ("name", "names", "initial", "letter"))
    closed = named and listed and lower not in grammar_words() and not is_function(lower)
    return closed and _right(text, tokens, index, near) in ("end", "comma", "bracket", "year")


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
    left = _left(text, tokens, begin, near)
    run = [token.text.lower() for token in tokens[begin:index]]
    known = is_surname(tokens[index].text) or left not in ("comma", "list", "start")
    if left in ("initial", "letter") or (left in NAMING and known and OLD_ARTICLES & set(run)):
        return "prefixed"
    if left not in ("start", "list", "comma", "labelled"):
        return ""
    row = right in ("bracket", "described") and _is_a_row(line_of(text, tokens[index]))
    acts = row or right in ("said", "speaker", "list", "and others") or (right in ("verb", "being") and run == ["van"])
    if run[0] == "van" and acts:
        return "prefixed by van"
    return "prefixed by de" if run == ["de"] and (row or right in ("speaker", "list")) else ""


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


def _left(text: str, tokens: list[Token], index: int, near: Mapping[int, str], deep: bool = False) -> str:
    if index == 0:
        return "start"
    before = tokens[index - 1]
    lower = before.text.lower()
    somebody = near.get(index - 1) in (PERSON, UNSAID)
    somebody = somebody and (tokens[index].capital or not before.capital or joined(text, tokens, index - 1))
    if text[before.end : tokens[index].start] == ", ":
        role = is_function(lower) or lower in RELATIVES | TITLES
        return "list" if somebody else "role" if role else "comma"
    if _is_a_bare_letter(text, tokens, index - 1):
        return "letter"
    if _is_an_initial(text, tokens, index - 1):
        return "initial"
    if text[before.end : tokens[index].start] == ": ":
        named = tokens[index - 2].text.lower() if before.text.isdecimal() and index > 1 else lower
        of_people = named in words_in("before_colons") or is_function(named)
        entered = _is_an_entry(text, tokens[index])
        return "labelled" if of_people and entered else "entered" if entered and lower not in GREETINGS else "start"
    if somebody and text[before.end : tokens[index].start] in (" / ", "; ", " & "):
        return "list"
    if not joined(text, tokens, index - 1):
        return (
            "signed"
            if (lower in GREETINGS or _is_signed(text, tokens[index]))
            and "\n" in text[before.end : tokens[index].start]
            else "start"
        )
    article = index > 1 and tokens[index - 2].text.lower() in DETERMINERS
    if somebody and (bare(before.text) != lower or (before.capital and not tokens[index].capital)):
        # "fatima's moeder", "Stralsund ligt": a name is written in one way
        return "other"
    if somebody:
        alone = (is_first_name(before.text) or not is_surname(before.text)) and (
            near.get(index - 2) is None or not joined(text, tokens, index - 2)
        )
        return "name" if alone else "names"
    if index > 1 and lower in ("en", "of") and near.get(index - 2) in (PERSON, UNSAID):
        return "list" if tokens[index].capital or not tokens[index - 2].capital else "and"
    if lower in INTERJECTIONS and (index == 1 or not joined(text, tokens, index - 2)):
        return "interjection"
    if lower in ADDRESSES | {"heer"}:
        return "address" if lower == "heer" or not article else "the office"
    if lower in (GREETINGS | {"ha"}) - PARTICLES and (index == 1 or not joined(text, tokens, index - 2)):
        return "greeting"
    if lower in FAMILY and (not article or tokens[index - 2].text.lower() in ("de", "het")):
        return "family"
    if lower in TITLES:
        # what is abbreviated stands before a name only
        short = text.startswith(".", before.end)
        return "the office" if article else "address" if short else "title"
    if lower in OWN and article and tokens[index - 2].text.lower() in POSSESSIVES:
        return "own kin"
    if lower in FAMILIES:
        return "the kin" if article else "kin"
    if is_function(lower):
        return "the office" if article else "office"
    if is_of_offices(lower):
        return "the offices"
    if lower == "wel" and index > 2 and tokens[index - 2].text == "dan" and near.get(index - 3) in (PERSON, UNSAID):
        return "list"
    if lower == "van" and index > 1 and _is_relation(tokens[index - 2].text.lower()):
        return "of kin"
    if lower == "van" and index > 1 and is_function(tokens[index - 2].text.lower()):
        return "of office"
    if lower in NAMED and article:
        # "de ene dag"
        return "article"
    if lower in PARTICLES and not deep and index > 1 and joined(text, tokens, index - 2):
        label = _left(text, tokens, index - 1, near, deep=True)
        return "small" if label in ("name", "names", "list", "title") else label
    for label, words in _BEFORE:
        if lower in words:
            return label
    if is_finite(lower) and not lower.endswith("e"):
        # "stapte" is a verb, "natte" is none
        return "verb"
    if is_noun(lower):
        return "noun"
    return "adjective" if lower.endswith("e") and is_in_dictionary(lower) else "other"


def _is_relation(lower: str) -> bool:
    last = lower.rpartition("-")[2]
    return last in RELATIVES | FAMILIES


_BEFORE = (
    ("named", NAMED),
    ("said", SAID),
    ("te", frozenset(["te"])),
    ("article", DETERMINERS),
    ("with", WITH),
    ("and", frozenset(["als", "en", "of"])),
    ("clause", CLAUSES),
    ("at", AT),
    ("verb", VERBS | words_in("finite") | AUXILIARIES),
    ("small", grammar_words()),
)


def _right(text: str, tokens: list[Token], index: int, near: Mapping[int, str]) -> str:
    token = tokens[index]
    if index + 1 >= len(tokens):
        return "end"
    after = tokens[index + 1]
    lower, lower_word = after.text.lower(), token.text.lower()
    somebody = near.get(index + 1) in (PERSON, UNSAID)
    between = text[token.end : after.start]
    if between == ", ":
        role = lower in DETERMINERS | {"destijds", "toen", "ook"} or is_function(lower)
        return "list" if somebody else "apposition" if role else "comma"
    if between == " " and after.text.isdecimal() and _is_in_a_directory(text, token):
        return "numbered"
    if between == " & " and somebody:
        return "partner"
    if between in (" / ", "; ") and somebody:
        return "list"
    if between.startswith(" ("):
        described = is_function(lower) or lower in RELATIVES | TITLES
        return "year" if YEAR.match(text, token.end) else "described" if described else "bracket"
    short = token.shout and len(token.text) < 5 and not is_surname(lower_word) and not is_first_name(lower_word)
    if between.startswith(":") and _opens_its_line(text, tokens, index) and lower_word not in LABELS and not short:
        return "speaker"
    if between == " " and len(lower_word) > 3 and lower_word.endswith("s") and _is_kin(lower):
        return "owned by kin"
    if between in (" ", "' ", "’ ") and _is_owner(token.text, between) and is_noun(lower):
        return "owned"
    if not joined(text, tokens, index):
        return "end"
    if somebody or kind_of(after).startswith(("strange", "compound ")) or (after.capital and is_surname(lower)):
        return "name"
    if lower in ("en", "of") and near.get(index + 2) in (PERSON, UNSAID):
        return "list"
    if lower == "dan" and index + 3 < len(tokens) and tokens[index + 2].text == "wel" and index + 3 in near:
        return "list"
    if lower in ("en", "of"):
        return "and"
    if lower in ("ik", "jij", "we", "wij"):
        return "pronoun"
    if lower == "c.s" or (lower == "et" and index + 2 < len(tokens) and tokens[index + 2].text.lower() == "al"):
        return "and others"
    if lower in SELF | SAID:
        return "self" if lower in SELF else "said"
    if lower in words_in("verbs_of_things"):
        return "being"
    if lower in VERBS | words_in("finite") | words_in("strong_verbs") or (is_finite(lower) and not is_noun(lower)):
        return "verb"
    if lower in grammar_words() | INTERFIXES | WITH | AT | DETERMINERS:
        return "small"
    return "noun" if is_noun(lower) else "other"


def _is_an_entry(text: str, token: Token) -> bool:
    # "wie: wil", "aanwezig: mol (voorzitter), vos"; not "respondent: angst, denk ik"
    line = text[token.start :].partition("\n")[0].rstrip(" .")
    item = re.split(r"[,;(]| en ", line)[0].split()
    behind = line[line.find(item[-1]) + len(item[-1]) :].lstrip(" ,;")
    small = line == line.lower()
    named = small or all(word[0].isupper() or word.lower() in INTERFIXES for word in item)
    closed = (
        not behind
        or behind[0] == "("
        or (behind[0].isupper() and not small)
        or (small and behind.count(" ") < 6 and ";" in line)
    )
    return named and len(item) < 5 and closed


def _is_signed(text: str, token: Token) -> bool:
    # a short line that ends in a comma and greets nobody, and as the last line nothing but the name
    above = text[: token.start].rstrip(" ").rstrip("\n").rpartition("\n")[2].split()
    words = line_of(text, token).strip(" .").split()
    closes = 0 < len(above) < 5 and above[-1].endswith(",") and above[0].lower().strip(",") not in GREETINGS - CLOSINGS
    named = all(word[0].isupper() or word.lower() in INTERFIXES for word in words) or is_small(text)
    return closes and named and len(words) < 6 and not text[token.end :].partition("\n")[2].strip()


def _is_in_a_directory(text: str, token: Token) -> bool:
    # "gure 112" in one line, "aadan 118" in the next
    return _ENTRY.fullmatch(line_of(text, token)) is not None and _entries(text) > 1


@lru_cache(maxsize=4)
def _entries(text: str) -> int:
    return sum(_ENTRY.fullmatch(line) is not None for line in text.split("\n"))


def _is_a_row(line: str) -> bool:
    return len(_ROW.findall(line)) > 1


def _is_kin(lower: str) -> bool:
    return lower in FAMILIES - FAMILY and lower in RELATIVES


def _is_a_bare_letter(text: str, tokens: list[Token], index: int) -> bool:
    # "w barre", "mw. u samatar"; not "groep b deed mee"
    letter = tokens[index]
    before = tokens[index - 1].text.lower() if index else ""
    if len(letter.text) != 1 or not letter.text.isalpha() or text[letter.end : letter.end + 1] != " ":
        return False
    pronoun = letter.text.lower() == "u" and before not in ADDRESSES | TITLES
    return not pronoun and before not in words_in("before_letters")


def _is_an_initial(text: str, tokens: list[Token], index: int) -> bool:
    # "bij g. stam"; "b. betrokkene" at the head of a line numbers it, and "groep a. daarna" ends a sentence
    letter, after = tokens[index], tokens[index + 1]
    if len(letter.text) != 1 or not letter.text.isalpha() or text[letter.end : after.start] not in (". ", ".\u00a0"):
        return False
    before = tokens[index - 1].text.lower() if index else ""
    numbers = is_first_of_line(text, letter) and not _ALONE.fullmatch(line_of(text, letter))
    return not (numbers or before in words_in("before_letters")) and letter.capital == after.capital


def _opens_its_line(text: str, tokens: list[Token], index: int) -> bool:
    # "kort: ", "in 't veld: "
    begin = index
    while begin and index - begin < MOST_INTERFIXES and tokens[begin - 1].text.lower() in INTERFIXES:
        begin -= 1
    return is_first_of_line(text, tokens[begin])


@lru_cache(maxsize=4)
def _is_dialogue(text: str) -> bool:
    return len(_SPEAKERS.findall(text)) > 1


def _stands_between(text: str, tokens: list[Token], index: int, near: Mapping[int, str]) -> bool:
    alike = index + 1 < len(tokens) and tokens[index].capital == tokens[index + 1].capital
    people = all(near.get(at) in (PERSON, UNSAID, PLACE) for at in (index - 1, index + 1))
    return alike and people and _all_joined(text, tokens, index - 1, index + 1)


def _is_owner(word: str, between: str) -> bool:
    # "iwona's", "kamphuis'", "chafiks": an s that no plural of Dutch explains
    lower = word.lower()
    if len(between) > 1:
        return lower[-1] in "sxz" and (not is_word(lower) or is_surname(lower) or is_first_name(lower))
    strange = not is_word(lower) or (is_surname(lower[:-1]) and not is_in_dictionary(lower))
    return bare(word) != lower or (lower.endswith("s") and len(lower) > 3 and strange)


def _together(left: str, right: str, word: str) -> Iterator[str]:
    kind, _, listed = word.partition(" ")
    if left == "office" and right in ("verb", "said", "being", "self"):
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
    if left in ("comma", "role") and right == "comma":
        yield "commas"
    if left == "list" and right in ("end", "comma", "bracket") and listed:
        yield "last"
    if left in ("of kin", "kin", "own kin") and listed and right in ("end", "comma", "said", "being", "bracket"):
        yield "related"
    if left == "list" and right in ("and", "comma"):
        yield "middle"
    if left == "interjection" and right in ("comma", "end"):
        yield "vocative"
    if left == "role" and right == "comma":
        yield "enclosed"
    if left in ("start", "list", "labelled") and right == "list" and kind != "finite":
        yield "enumerated"
    if right == "year" and left in CITING and (listed or kind == "strange"):
        yield "cited"
