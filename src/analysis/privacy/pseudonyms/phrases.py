"""Words that stand together: what nothing but a space parts, interfixes before a surname, initials before a name."""

from __future__ import annotations

from functools import cache

from analysis.privacy.pseudonyms.lexicon import (
    FUNCTIONS,
    INTERFIXES,
    NOT_A_NAME,
    RELATIVES,
    TITLES,
    grammar_words,
    is_surname,
    is_word,
    words_in,
)
from analysis.privacy.pseudonyms.tokens import Token, is_first_of_line, line_of

ARTICLES_OF_NAMES = frozenset(["de", "den", "der", "el", "ten", "ter", "van", "'t", "’t"])
"""Of the interfixes those that are no preposition where a letter stands before them."""

EPITHETS = words_in("epithets")
"""Before a first name, without an article, they are of what somebody is called."""

MOST_INTERFIXES = 4
"""Small words that stand together in a name, at most; without an end, a scrambled page takes minutes."""


_PLACING = frozenset(["achter", "boven", "onder", "over", "voor"])
"""Before an old article they are of a surname: "voor den Dag", "onder den Linden"."""

_ARTICLES = frozenset(["de", "den", "der", "het", "'t", "’t"])


def is_of_a_surname(tokens: list[Token], index: int, inside: bool = False) -> bool:
    """Whether a small word may stand in a surname: an interfix, or "onder" in "onder de Linden".

    With `inside`, where a name stands on both sides, "onder de linden" too.
    """
    lower = tokens[index].text.lower()
    if lower in INTERFIXES:
        return True
    after = tokens[index + 1].text.lower() if index + 1 < len(tokens) else ""
    capital = index + 2 < len(tokens) and tokens[index + 2].capital and not tokens[index + 2].initial
    if inside and lower in _PLACING and after in _ARTICLES:
        return True
    return lower in _PLACING and (after in ("den", "der") or (lower == "onder" and after == "de" and capital))


def past_interfixes(text: str, tokens: list[Token], index: int) -> int:
    """Index of the first word after the interfixes that begin at `index`; `index` itself when nothing follows them."""
    begin = index
    while begin < len(tokens) and _is_interfix(text, tokens, begin) and begin - index < 3:
        if begin + 1 >= len(tokens) or not joined(text, tokens, begin):
            return index
        begin += 1
    return begin


def _is_interfix(text: str, tokens: list[Token], index: int) -> bool:
    # "Ayoub D. zag": a capital with a point is a letter of a surname; before what may be one, as in "V. D. Berg", it is not
    token = tokens[index]
    is_letter = token.capital and len(token.text) == 1 and text.startswith(".", token.end)
    after = tokens[index + 1] if index + 1 < len(tokens) else token
    is_last = not after.capital or after is token or (is_word(after.text) and not is_surname(after.text))
    return is_of_a_surname(tokens, index) and not (is_letter and is_last)


def before_interfixes(tokens: list[Token], index: int) -> int:
    """Index of the last word before the interfixes that end straight before `index`; -1 when there is none."""
    begin = index - 1
    while (
        begin > 0 and index - begin <= MOST_INTERFIXES and not tokens[begin].capital and is_of_a_surname(tokens, begin)
    ):
        begin -= 1
    return begin


def is_of_kin(tokens: list[Token], index: int) -> bool:
    """Whether the word is whose relative somebody is: "de broer van trees"."""
    return index > 1 and tokens[index - 1].text.lower() == "van" and tokens[index - 2].text.lower() in RELATIVES


def joined(text: str, tokens: list[Token], index: int) -> bool:
    """Whether nothing but a space (or the point of an abbreviation) stands between this token and the next."""
    if index + 1 >= len(tokens):
        return False
    between = text[tokens[index].end : tokens[index + 1].start]
    if between in (" ", "\u00a0", "-", ""):
        return True
    word = tokens[index].text
    # "J.P.", "Th.H.M."
    letters = tokens[index].capital and all(len(part) <= 2 for part in word.split("."))
    letters = letters or (len(word) == 1 and word.isalpha() and word != "u")
    short = letters or (len(word) <= 4 and word.lower() in TITLES | INTERFIXES | {"fam", "gr", "mvg", "afz"})
    return between in (".", ". ", ".\u00a0", ".\n") and short


def has_initials(text: str, tokens: list[Token], index: int) -> bool:
    """Whether initials begin at `index` and a name follows them: "J.P. de Boer"."""
    token = tokens[index]
    letters = token.text.replace(".", "")
    if not (token.capital and len(letters) <= 6 and (len(letters) == 1 or "." in token.text)):
        return False
    if len(letters) > 1 and not all(len(part) <= 2 and part.isupper() for part in token.text.split(".") if part):
        return False
    if text[token.end : token.end + 1] != ".":
        return len(token.text) == 1 and _is_bare_initial(text, tokens, index)
    begin = index + 1
    while begin < len(tokens) and joined(text, tokens, begin - 1) and _is_initial_letter(text, tokens[begin]):
        begin += 1
    begin = past_interfixes(text, tokens, begin)
    if begin >= len(tokens) or not _has_capital(tokens[begin]) or len(tokens[begin].text) < 2:
        return False
    # "A. Grondslagen" above a paragraph numbers it
    heading = (
        is_first_of_line(text, token)
        and (len(letters), begin) == (1, index + 1)
        and is_word(tokens[begin].text)
        and not is_surname(tokens[begin].text)
    )
    # at the head of the next line it must be a name by itself: "groep B.\nDaarna"
    wrapped = (
        "\n" in text[token.end : tokens[begin].start]
        and is_word(tokens[begin].text)
        and not is_surname(tokens[begin].text)
    )
    return joined(text, tokens, begin - 1) and not heading and not wrapped


def _is_bare_initial(text: str, tokens: list[Token], index: int) -> bool:
    # "F van Gelder", "G Szymanski", but "groep B Zwolle"
    before = tokens[index - 1].text.lower() if index else ""
    begin = past_interfixes(text, tokens, index + 1) if text[tokens[index].end : tokens[index].end + 1] == " " else 0
    if not 0 < begin < len(tokens) or not tokens[begin].capital or before in words_in("before_letters"):
        return False
    name = tokens[begin].text
    pronoun = tokens[index].text in ("I", "O", "U") and tokens[index].initial and is_word(name)
    if pronoun or len(name) < 2:
        return False
    return begin > index + 1 or (name.lower() not in NOT_A_NAME and (is_surname(name) or not is_word(name)))


def past_small_initials(text: str, tokens: list[Token], index: int, titled: bool = False) -> int:
    """Index of the surname after small initials, "j. van dijk"; `index` when there are none, as in "a. de gemeente".

    With `titled`, after "mevrouw", any word is one.
    """
    parts = tokens[index].text.split(".")
    if (
        tokens[index].capital
        or any(len(part) != 1 or not part.isalpha() for part in parts)
        or not text.startswith(". ", tokens[index].end)
        or (tokens[index].text in words_in("abbreviations") and not _ends_what_is_said(text, tokens, index))
    ):
        return index
    begin = past_interfixes(text, tokens, index + 1)
    if begin >= len(tokens) or tokens[begin].text.lower() in NOT_A_NAME | common_words():
        # "mevrouw w.w. groot"
        several = len(parts) > 1
        # "j. de groot zoekt uit"
        inside_name = begin > index + 1 and tokens[begin - 1].text in ("de", "den", "der") and parts != ["u"]
        sure = several or inside_name or _is_all_of_its_line(text, tokens, index, begin)
        sure = sure and begin < len(tokens) and is_surname(tokens[begin].text)
        return begin if sure else index
    name = tokens[begin].text
    # "j.p. mol": nothing but initials are two letters with points, except what is short for something else
    several = len(parts) > 1
    # "door o. de blij"; "a. de gemeente" at the head of a line numbers it
    small = {token.text for token in tokens[index + 1 : begin]}
    inside = bool(small & ARTICLES_OF_NAMES) and parts != ["u"] and not is_first_of_line(text, tokens[index])
    known = titled or several or inside or is_surname(name) or not is_word(name)
    shortest = 1 if several or (inside and is_surname(name)) else 2
    return begin if known and len(name) > shortest and name.replace("-", "").isalpha() else index


def _ends_what_is_said(text: str, tokens: list[Token], index: int) -> bool:
    # "s.t. kanhai": two letters after which nobody is named when they stand for words, and a word that is none
    begin = past_interfixes(text, tokens, index + 1)
    short = len(tokens[index].text) == 3 and tokens[index].text not in words_in("before_people")
    return short and begin < len(tokens) and not is_word(tokens[begin].text)


def _is_all_of_its_line(text: str, tokens: list[Token], index: int, begin: int) -> bool:
    # "d. meer" below a letter
    return begin < len(tokens) and line_of(text, tokens[index]).strip() == text[tokens[index].start : tokens[begin].end]


def _has_capital(token: Token) -> bool:
    # "al-Khatib" too
    return token.capital or token.text.rpartition("-")[2][:1].isupper()


def _is_initial_letter(text: str, token: Token) -> bool:
    return len(token.text) <= 2 and token.capital and text[token.end : token.end + 1] == "."


@cache
def common_words() -> frozenset[str]:
    """Grammar words, functions and some more that a first name is too, and hardly ever is where they stand."""
    return (
        grammar_words()
        | FUNCTIONS
        | frozenset(["lieve", "ernst", "groot", "elke", "wilt", "kent", "hart", "goed", "even"])
    )
