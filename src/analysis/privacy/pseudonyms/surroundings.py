"""What stands before and behind a word that may be somebody's name, each in one of a few kinds.

The kinds are the keys of the tables in :mod:`analysis.privacy.pseudonyms.evidence`, which has points for each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from analysis.privacy.pseudonyms.lexicon import (
    ADDRESSES,
    ARTICLES,
    FAMILIES,
    GREETINGS,
    INTERFIXES,
    LABELS,
    RELATIVES,
    SAID,
    TITLES,
    VERBS,
    grammar_words,
    is_english,
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
from analysis.privacy.pseudonyms.phrases import EPITHETS, MOST_INTERFIXES, joined
from analysis.privacy.pseudonyms.spans import NAME as UNSAID
from analysis.privacy.pseudonyms.spans import PERSON
from analysis.privacy.pseudonyms.tokens import Token, is_first_of_line, is_small, line_of
from analysis.privacy.pseudonyms.word_kinds import bare, kind_of

DETERMINERS = ARTICLES | words_in("determiners")
WITH = words_in("prepositions") - words_in("before_places")
AT = words_in("before_places") | words_in("before_things")
CLAUSES = words_in("clauses")
NAMED = words_in("before_first_names")
FAMILY = frozenset(["echtpaar", "fam", "familie", "families", "gebroeders", "gezin", "gezinnen"])

PAPERS = words_in("papers")
"""What goes by the name of whom it is about: "motie huisman", "de casus hoogland"."""

DONE = words_in("done")
"""What only persons do, before "door" and who did it: "verwerkt door kramer"."""

PARTICLES = words_in("particles")
"""Small words that say nothing of what stands on either side of them: "heet gewoon", "bel … nou even"."""

AUXILIARIES = frozenset(["heb", "hebben", "hoeft", "kunnen", "laten", "moeten", "mogen", "willen", "zien", "zullen"])

SELF = frozenset(["alias", "bijgenaamd", "zelf"])

OWN = FAMILIES | frozenset(["man", "vriend", "vriendin", "vrouw"])
POSSESSIVES = frozenset(["haar", "hun", "je", "jouw", "m'n", "mijn", "onze", "uw", "z'n", "zijn"])
ABSTRACT = ("ing", "heid", "schap", "teit", "tie")
"""Nouns end on these of which Dutch has no small form."""

_ABBREVIATED = frozenset(
    ["cd", "dj", "eu", "hr", "ic", "id", "ik", "nl", "ok", "om", "ov", "pc", "tv", "vn", "wc", "zo"]
)
"""Two letters that are no initials."""

SAID_AS = re.compile(r" \([^()\n:]{1,30}\):")
"""Behind who speaks, for whom: "kramer (school): dat klopt"."""

_ALONE = re.compile(r"\W*\w\. [^\s,]+(?:, [^\s,]+)?\W*")
_ENTRY = re.compile(r"\W*[^\W\d_][^\d\n]{1,40} (?!(?:19|20)\d\d$)[\d -]{2,14}")
_ROW = re.compile(r"[^\W\d_] \([^()\n]{1,40}\)(?=, |; | en |\.?$)")
YEAR = re.compile(r" \((?:19|20)\d\d[a-z]?\)")
"""Of what was published: whoever wrote it stands before it."""

CLOSINGS = frozenset(["afz", "gr", "groet", "groeten", "groetjes", "liefs", "mvg"])
"""Greetings that end a letter: below them stands who wrote it."""

BEFORE_PEOPLE = frozenset(
    [
        "address",
        "bearer",
        "done by",
        "entered",
        "greeting",
        "kin",
        "labelled",
        "list",
        "named",
        "office",
        "said",
        "signed",
        "title",
        "with",
    ]
)
"""Behind these a letter by itself is the initial of who is meant."""

INTERJECTIONS = frozenset(["ach", "goh", "hé", "ja", "joh", "kijk", "luister", "nee", "nou", "oké", "zeg"])
"""Before somebody who is spoken to: "nee roos, zo is het niet"."""


def left(text: str, tokens: list[Token], index: int, near: Mapping[int, str], deep: bool = False) -> str:
    """What stands before the word at `index`, as a key of `evidence.LEFT`.

    Parameters
    ----------
    near : mapping of int to str
        Kinds of the tokens that are masked already.
    deep : bool
        Whether a particle before it was passed already.
    """
    if index == 0:
        return "start"
    somebody = near.get(index - 1) in (PERSON, UNSAID)
    somebody = somebody and (tokens[index].capital or not tokens[index - 1].capital or joined(text, tokens, index - 1))
    return (
        _across_a_gap(text, tokens, index, near, deep, somebody)
        or _behind_a_name(text, tokens, index, near, somebody)
        or _behind_a_person(text, tokens, index)
        or _behind_a_word(text, tokens, index, near, deep)
    )


def _across_a_gap(
    text: str, tokens: list[Token], index: int, near: Mapping[int, str], deep: bool, somebody: bool
) -> str:
    """What stands before a word over a comma, a bracket, a point or the end of a line, or is a letter; else nothing."""
    before, gap = tokens[index - 1], text[tokens[index - 1].end : tokens[index].start]
    lower = before.text.lower()
    if gap == ", ":
        role = is_function(lower) or lower in RELATIVES | TITLES
        own = index > 1 and tokens[index - 2].text.lower() in DETERMINERS and joined(text, tokens, index - 2)
        return "list" if somebody else "own role" if role and own else "role" if role else "comma"
    behind_a_name = near.get(index - 2) in (PERSON, UNSAID) and joined(text, tokens, index - 2)
    if not behind_a_name and _is_a_bare_letter(text, tokens, index - 1):
        sure = not deep and left(text, tokens, index - 1, near, deep=True) in BEFORE_PEOPLE
        return "initial" if sure else "letter"
    if not deep and not behind_a_name and _are_two_letters(text, tokens, index - 1, near):
        return "letter"
    if not behind_a_name and _is_an_initial(text, tokens, index - 1):
        return "letter" if is_first_of_line(text, before) else "initial"
    if gap == " (" and before.text.isdecimal() and index > 1:
        # "deelnemer 7 (kramer):"
        counted = tokens[index - 2].text.lower()
        return "labelled" if counted in words_in("before_colons") or is_function(counted) else "start"
    if gap == ": ":
        named = tokens[index - 2].text.lower() if before.text.isdecimal() and index > 1 else lower
        of_people = named in words_in("before_colons") or is_function(named)
        entered = _is_an_entry(text, tokens[index])
        return "labelled" if of_people and entered else "entered" if entered and lower not in GREETINGS else "start"
    if somebody and gap in (" / ", "; ", " & "):
        return "list"
    if not joined(text, tokens, index - 1):
        closes = lower in GREETINGS or _is_signed(text, tokens[index])
        return "signed" if closes and "\n" in gap else "start"
    return ""


def _behind_a_name(text: str, tokens: list[Token], index: int, near: Mapping[int, str], somebody: bool) -> str:
    """Whether a masked name stands straight before a word, or before an "en" there; else nothing."""
    before = tokens[index - 1]
    lower = before.text.lower()
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
    if lower in ("en", "of") and index > 1 and text.startswith(")", tokens[index - 2].end):
        # "valk (ziek) en berg (dienst)"
        return "list" if is_a_row(line_of(text, tokens[index])) else "and"
    return ""


def _behind_a_person(text: str, tokens: list[Token], index: int) -> str:
    """What kind of person, office or paper the word before says it is; else nothing."""
    before = tokens[index - 1]
    lower = before.text.lower()
    article = tokens[index - 2].text.lower() if index > 1 else ""
    article = article if article in DETERMINERS else ""
    opens = index == 1 or not joined(text, tokens, index - 2)
    if lower in INTERJECTIONS and opens:
        return "interjection"
    if lower in ADDRESSES | {"heer"}:
        return "address" if lower == "heer" or not article else "the office"
    if lower in (GREETINGS | {"ha"}) - PARTICLES and opens:
        return "greeting"
    if lower in FAMILY and article in ("", "de", "het"):
        return "family"
    if lower in TITLES:
        # what is abbreviated stands before a name only
        short = text.startswith(".", before.end)
        return "the office" if article else "address" if short else "title"
    if lower in OWN and article in POSSESSIVES:
        return "own kin"
    if lower in FAMILIES:
        return "the kin" if article else "kin"
    if is_function(lower):
        return "the office" if article else "bearer" if lower in words_in("bearers") else "office"
    named = is_first_name(tokens[index].text) and not is_noun(tokens[index].text.lower())
    if lower in EPITHETS and not article and named:
        return "epithet"
    return _behind_a_paper(tokens, index, article)


def _behind_a_paper(tokens: list[Token], index: int, article: str) -> str:
    # "gelezen door kramer", "motie huisman"; not "op verzoek", "een zaak"
    lower, above = tokens[index - 1].text.lower(), tokens[max(0, index - 2)].text.lower()
    if lower == "door" and index > 1 and above in DONE:
        return "done by"
    if lower in PAPERS and above != "op" and article not in ("een", "geen", "elke", "iedere"):
        return "paper"
    return "the offices" if is_of_offices(lower) else ""


def _behind_a_word(text: str, tokens: list[Token], index: int, near: Mapping[int, str], deep: bool) -> str:
    """Of what kind of Dutch the word before is."""
    lower = tokens[index - 1].text.lower()
    above = tokens[index - 2].text if index > 1 else ""
    if lower == "wel" and index > 2 and above == "dan" and near.get(index - 3) in (PERSON, UNSAID):
        return "list"
    if lower == "van" and _is_relation(above.lower()):
        return "of kin"
    if lower == "van" and index > 1 and is_function(above.lower()):
        return "of office"
    if lower in NAMED and above.lower() in DETERMINERS:
        # "de ene dag"
        return "article"
    if lower in PARTICLES and not deep and index > 1 and joined(text, tokens, index - 2):
        label = left(text, tokens, index - 1, near, deep=True)
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


def right(text: str, tokens: list[Token], index: int, near: Mapping[int, str]) -> str:
    """What stands behind the word at `index`, as a key of `evidence.RIGHT`; `near` as for :func:`left`."""
    if index + 1 >= len(tokens):
        return "end"
    somebody = near.get(index + 1) in (PERSON, UNSAID)
    return (
        _before_a_gap(text, tokens, index, somebody)
        or _before_what_is_owned(text, tokens, index)
        or ("" if joined(text, tokens, index) else "end")
        or _before_a_name(text, tokens, index, near, somebody)
        or _before_a_word(tokens[index + 1].text.lower())
    )


def _before_a_gap(text: str, tokens: list[Token], index: int, somebody: bool) -> str:
    """What stands behind a word over a comma, a bracket or a colon, or is a number; else nothing."""
    token, after = tokens[index], tokens[index + 1]
    lower, lower_word = after.text.lower(), token.text.lower()
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
    if SAID_AS.match(text, token.end) and _opens_its_line(text, tokens, index):
        return "speaker for"
    if between.startswith(" ("):
        described = is_function(lower) or lower in RELATIVES | TITLES
        return "year" if YEAR.match(text, token.end) else "described" if described else "bracket"
    short = token.shout and len(token.text) < 5 and not is_surname(lower_word) and not is_first_name(lower_word)
    if between.startswith(":") and _opens_its_line(text, tokens, index) and lower_word not in LABELS and not short:
        return "speaker"
    return ""


def _before_what_is_owned(text: str, tokens: list[Token], index: int) -> str:
    # "guls moeder", "kuiper's geduld"
    word, lower = tokens[index].text, tokens[index + 1].text.lower()
    between = text[tokens[index].end : tokens[index + 1].start]
    if between == " " and len(word) > 3 and word.lower().endswith("s") and _is_kin(lower):
        return "owned by kin"
    if between in (" ", "' ", "’ ") and (is_noun(lower) or lower.endswith(ABSTRACT)):
        return "owned by sign" if _has_a_sign(word, between) else "owned" if _is_owner(word, between) else ""
    return ""


def _before_a_name(text: str, tokens: list[Token], index: int, near: Mapping[int, str], somebody: bool) -> str:
    """Whether a name stands straight behind a word, or behind an "en" there; else nothing."""
    after = tokens[index + 1]
    lower = after.text.lower()
    if (
        somebody
        or kind_of(after).startswith(("strange", "compound "))
        or (after.capital and is_surname(lower) and not is_finite(lower))
    ):
        return "name"
    if lower in ("en", "of") and near.get(index + 2) in (PERSON, UNSAID):
        return "list"
    if lower == "dan" and index + 3 < len(tokens) and tokens[index + 2].text == "wel" and index + 3 in near:
        return "list"
    if lower in ("en", "of"):
        title = tokens[index + 2].text.lower() if index + 3 < len(tokens) and joined(text, tokens, index + 2) else ""
        return "parallel" if (is_function(title) or title in TITLES) and index + 3 in near else "and"
    if lower == "c.s" or (lower == "et" and index + 2 < len(tokens) and tokens[index + 2].text.lower() == "al"):
        return "and others"
    return ""


def _before_a_word(lower: str) -> str:
    """Of what kind of Dutch the word behind is."""
    if lower in ("ik", "jij", "we", "wij"):
        return "pronoun"
    if lower in SELF | SAID:
        return "self" if lower in SELF else "said"
    if lower in words_in("verbs_of_things"):
        return "being"
    if lower in VERBS | words_in("finite") | words_in("strong_verbs") or (is_finite(lower) and not is_noun(lower)):
        return "verb"
    if lower in grammar_words() | INTERFIXES | WITH | AT | DETERMINERS | words_in("nobody"):
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


def is_a_row(line: str) -> bool:
    """Whether several items of a line have brackets behind them: "berg (politie), valk (gemeente)"."""
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


def _are_two_letters(text: str, tokens: list[Token], index: int, near: Mapping[int, str]) -> bool:
    # "namens de inspectie: ms van veen", "gelezen door aa vink"
    lower = tokens[index].text.lower()
    spaced = index + 1 < len(tokens) and text[tokens[index].end : tokens[index + 1].start] == " "
    if len(lower) != 2 or not lower.isalpha() or not spaced or is_english(lower):
        return False
    if lower in grammar_words() | INTERFIXES | TITLES | words_in("letters_of_bodies") | _ABBREVIATED:
        return False
    return left(text, tokens, index, near, deep=True) in BEFORE_PEOPLE | {"comma"}


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
    while (
        begin
        and index - begin < MOST_INTERFIXES
        and tokens[begin - 1].text.lower() in INTERFIXES
        and joined(text, tokens, begin - 1)
    ):
        begin -= 1
    return is_first_of_line(text, tokens[begin])


def _has_a_sign(word: str, between: str) -> bool:
    # "kuiper's geduld", "vanes' geduld": Dutch puts no sign between a consonant and its s
    lower = word.lower().replace("’", "'")
    if len(between) > 1:
        return lower[-1] in "sxz" and len(lower) > 3 and not is_word(lower)
    stem = lower.removesuffix("'s")
    spoken = (
        stem != lower
        and len(stem) > 2
        and stem.isalpha()
        and re.search("[aeiouy]", stem) is not None
        and not is_english(stem)
    )
    return spoken and stem[-1] not in "aeiouyé" and not (word.isupper() and len(stem) < 5 and not is_surname(stem))


def _is_owner(word: str, between: str) -> bool:
    # "iwona's", "kamphuis'", "chafiks": an s that no plural of Dutch explains
    lower = word.lower()
    if len(between) > 1:
        return lower[-1] in "sxz" and (not is_word(lower) or is_surname(lower) or is_first_name(lower))
    strange = not is_word(lower) or (is_surname(lower[:-1]) and not is_in_dictionary(lower))
    return bare(word) != lower or (lower.endswith("s") and len(lower) > 3 and strange)
