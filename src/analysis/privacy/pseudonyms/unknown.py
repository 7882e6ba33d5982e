"""Names that no list has: words that Dutch does not know either, where a name would stand.

Lists of names are short of most of the world. A word with a capital that no dictionary has is taken for a name, unless what
stands before it says that it is a thing or a place to be on ("op", "via", "het"); without its capital it is one only
where a person is spoken of or to ("volgens", "de broer van", "heb ik … gebeld"). What is found is `[naam]` until somebody says
what it is: `regiobeeld pseudonyms review` asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.privacy.pseudonyms import bare_words, extents, introductions, lexicon
from analysis.privacy.pseudonyms.lexicon import (
    FAMILIES,
    FUNCTIONS,
    GREETINGS,
    INTERFIXES,
    NOT_A_NAME,
    RELATIVES,
    SAID,
    TITLES,
    VERBS,
    is_english,
    is_first_name,
    is_function,
    is_in_dictionary,
    is_surely_a_word,
    is_surname,
    is_word,
    words_in,
)
from analysis.privacy.pseudonyms.phrases import common_words, joined
from analysis.privacy.pseudonyms.spans import NAME, Span
from analysis.privacy.pseudonyms.tokens import Token, is_without_capitals, line_of

THINGS_FOLLOW = words_in("before_things")
"""Before a person's name these hardly stand; before a brand, an application or a town they mostly do."""

NAMED = words_in("before_first_names")

PERSONS_FOLLOW = words_in("before_names") | NAMED
"""In lower case a word that nobody knows is taken for a name after these."""

MET = re.compile(
    r"\b(?:heb|had|hebben|hadden|heeft) (?:ik|we|wij|hij|ze|zij|toen|nog|die|dat) "
    r"(?=(?:\S+ ){1,5}(?:gebeld|gesproken|gemaild|gezien|gevraagd|ontmoet|geappt|verteld|gewaarschuwd|geholpen|gekend)\b)",
    re.I,
)
_ADJECTIVE = re.compile(r"(?:se|sch|sche|aans|ees)$")
_PARTICLE = re.compile(
    r"(?:Mc|Mac|Abd|Abu|Abou|Ait|Aït|Bel|Ben|Bin|Bou|Oulad|De|Di|La|Le|El|Al|Van|Ten|Ter|O['’]|D['’]|L['’])[A-Z]"
)
_SPEAKABLE = re.compile(
    r"(?:[bcdfghjklmnpqrstvwxzç]{0,4}[aeiouyàáâäèéêëìíîïòóôöùúûüı]{1,3})+[bcdfghjklmnpqrstvwxzç]{0,4}"
)


def find(text: str, tokens: list[Token]) -> Iterator[Span]:
    """Words of `text` that are taken for names because nobody knows them, with overlaps.

    Parameters
    ----------
    text : str
        Any Dutch text; to this layer every word of another language is a name.
    tokens : list of Token
        Its words.

    Yields
    ------
    Span
        Of the layer "unknown", kind "name".
    """
    met = {at for match in MET.finditer(text) for at in range(match.end(), match.end() + 40)}
    met |= {match.end() for match in introductions.INTRODUCTIONS.finditer(text)}
    for index, token in enumerate(tokens):
        if token.capital:
            found = _is_stranger(text, tokens, index) and not _is_thing(text, tokens, index)
            found = found or _is_a_word_that_speaks(text, tokens, index)
        else:
            found = _is_strange_in_lower_case(token) and (
                token.start in met or _is_spoken_of(text, tokens, index) or _is_foreign(text, token)
            )
            found = found or _is_english_for_a_person(text, tokens, index)
            found = found or _are_two_surnames(text, token)
        if found:
            first, last = _first(text, tokens, index), extents.end_of_name(text, tokens, index)
            yield Span(tokens[first].start, tokens[last].end, NAME, "unknown")


def _is_stranger(text: str, tokens: list[Token], index: int) -> bool:
    token = tokens[index]
    word = re.sub(r"['’][sS]$|(?<=[^\W\d_a-z]{2})s$", "", token.text)
    parts = [part for part in re.split(r"[-’']", word) if part]
    if len(word) < 2 or not all(part.isalpha() for part in parts) or _is_known(word, token.initial):
        return False
    if lexicon.fold(word) in words_in("calendar") or lexicon.fold(word) in lexicon.place_names():
        return False
    if any(is_word(part) and part[0].islower() and len(part) > 2 for part in parts[1:]):
        return False
    if word.isupper() and len(word) > 1:
        return _is_shouted_name(text, token, word)
    inner = any(sign.isupper() for part in parts for sign in part[1:])
    people = lexicon.is_of_a_people(word) or (_ADJECTIVE.search(word) and _has_a_noun(text, tokens, index))
    return not (people or (inner and not _PARTICLE.match(word)))


def _has_a_noun(text: str, tokens: list[Token], index: int) -> bool:
    # "de Bottse gemeente", but "had Bottse een sleutel"
    if not joined(text, tokens, index):
        return False
    after = tokens[index + 1].text
    return not (after in VERBS | SAID or after.lower() in common_words())


def _is_a_word_that_speaks(text: str, tokens: list[Token], index: int) -> bool:
    # "volgens Rage", "gaf Duale aan", "dus Rage belt": a Dutch word whose capital only a name explains
    token = tokens[index]
    lower = token.text.lower()
    if token.initial or token.shout or not token.text.isalpha() or index == 0:
        return False
    if (
        lower in NOT_A_NAME | TITLES
        or is_function(lower)
        or lower in common_words()
        or lexicon.is_of_a_people(token.text)
    ):
        return False
    if lexicon.fold(lower) in words_in("calendar") or lexicon.fold(lower) in lexicon.place_names():
        return False
    if tokens[index - 1].capital and not tokens[index - 1].initial:
        return False
    before = tokens[index - 1].text.lower() if joined(text, tokens, index - 1) else ""
    after = tokens[index + 1].text if joined(text, tokens, index) else ""
    # "Beste Bilan,"
    greeted = before in GREETINGS and text[token.end : token.end + 1] in ("", ",", "!", "\n")
    return before in SAID | NAMED or greeted or (after in SAID and before not in THINGS_FOLLOW)


def _is_known(word: str, initial: bool) -> bool:
    # inside a sentence a capital says that it is no compound: "Zeefuik"
    return is_word(word) if initial or "-" in word else is_surely_a_word(word.lower())


def _is_shouted_name(text: str, token: Token, word: str) -> bool:
    # an abbreviation is short, or cannot be spoken; in a line of capitals even a short word can be a name
    lower = lexicon.fold(word)
    letters = [sign for sign in line_of(text, token) if sign.isalpha()]
    shouted = len(letters) > 2 * len(token.text) and all(sign.isupper() for sign in letters)
    said = text[token.end : token.end + 20].split()[:1]
    before = text[max(0, token.start - 30) : token.start].split()[-1:]
    spoken_of = (said and said[0] in SAID) or (before and _is_of_a_person(before[0].lower()))
    # "HAWO", of two syllables, is more often somebody than an abbreviation; "NUUR" and "ADA" are where a person is spoken of
    syllables = len(re.findall(r"[aeiouyàáâäèéêëìíîïòóôöùúûü]+", lower))
    least = 3 if shouted or spoken_of else 4 if syllables > 1 else 5
    return bool(_SPEAKABLE.fullmatch(lower.replace("-", ""))) and len(lower) >= least


def _is_of_a_person(before: str) -> bool:
    return before in NAMED | TITLES | GREETINGS | FAMILIES | words_in("known")


def _is_thing(text: str, tokens: list[Token], index: int) -> bool:
    if index == 0 or text[tokens[index - 1].end : tokens[index].start] != " ":
        return False
    before = tokens[index - 1].text
    if before.lower() == "te" and index > 1 and tokens[index - 2].capital:
        return False
    return before.lower() in THINGS_FOLLOW and not (before[0].isupper() and before.lower() in INTERFIXES)


def _is_strange_in_lower_case(token: Token) -> bool:
    word = token.text
    if len(word) < 3 or not word.isalpha() or is_word(word) or lexicon.fold(word) in words_in("calendar"):
        return False
    return not is_english(word)


def _is_foreign(text: str, token: Token) -> bool:
    # in a line without a single capital a name has none either; a typing mistake or a new compound keeps a Dutch word in it
    if len(token.text) < 4 or not is_without_capitals(text, token):
        return False
    word = lexicon.fold(token.text)
    cuts = [(word[:at], word[at:]) for at in range(5, len(word))] + [
        (word[at:], word[:at]) for at in range(1, len(word) - 4)
    ]
    mistaken = any(
        is_in_dictionary(part) and (is_word(rest) or (len(rest) < 2 and word[0] == part[0])) for part, rest in cuts
    )
    return not is_word(word) and bool(_SPEAKABLE.fullmatch(word)) and not mistaken


def _is_english_for_a_person(text: str, tokens: list[Token], index: int) -> bool:
    # "docent good zei", "ik ken askar": English has the word, and only a person stands there
    token = tokens[index]
    if len(token.text) < 3 or not token.text.isalpha() or is_word(token.text) or not is_without_capitals(text, token):
        return False
    before = tokens[index - 1].text if index and joined(text, tokens, index - 1) else ""
    after = tokens[index + 1].text if joined(text, tokens, index) else ""
    return (
        bare_words.is_bare(text, tokens, index)
        or _is_of_a_person(before)
        or is_function(before)
        or after in SAID
        or (before in words_in("inverted") and after in words_in("after_inverted"))
    )


def _are_two_surnames(text: str, token: Token) -> bool:
    # "sewdien-hoost": joined by a hyphen, where neither is a Dutch word, or one is a surname and the other no word
    parts = token.text.split("-")
    if len(parts) != 2 or not all(len(part) > 2 and part.isalpha() for part in parts):
        return False
    strange = [not is_word(part) for part in parts]
    known = [is_surname(part) or is_first_name(part) for part in parts]
    alike = all(strange) or (all(s or k for s, k in zip(strange, known, strict=True)) and any(strange))
    return alike and is_without_capitals(text, token)


def _is_spoken_of(text: str, tokens: list[Token], index: int) -> bool:
    before = (
        tokens[index - 1].text.lower() if index and text[tokens[index - 1].end : tokens[index].start] == " " else ""
    )
    after = ""
    if index + 1 < len(tokens) and text[tokens[index].end : tokens[index + 1].start] == " ":
        after = tokens[index + 1].text.lower()
    kin = index > 1 and tokens[index - 2].text.lower() in RELATIVES | FUNCTIONS
    if before in PERSONS_FOLLOW or is_function(before) or after in SAID or (kin and before in ("van", "over", "voor")):
        return True
    # "en nasteexo en hawa": beside another that is no word
    beside = [
        tokens[i] for i, word in ((index - 2, before), (index + 2, after)) if word == "en" and 0 <= i < len(tokens)
    ]
    return any(_is_strange_in_lower_case(token) for token in beside)


def _first(text: str, tokens: list[Token], index: int) -> int:
    """Index of the first word of the name: interfixes with a capital of their own, and names and unknown words before it."""
    first = extents.start_of_name(text, tokens, index)
    while first > 0 and index - first < extents.LONGEST and text[tokens[first - 1].end : tokens[first].start] == " ":
        before = tokens[first - 1]
        lower = before.text.lower()
        if not before.capital or lower in NOT_A_NAME - INTERFIXES | TITLES | FUNCTIONS:
            break
        if not (lower in INTERFIXES or is_first_name(before.text) or (not before.initial and not before.shout)):
            break
        first -= 1
    return first
