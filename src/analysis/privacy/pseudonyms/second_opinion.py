"""A second opinion on a word that may be somebody's name, where the tables of evidence did not foresee what stands around it.

:mod:`analysis.privacy.pseudonyms.evidence` adds up points that people gave. Here are points that a regression gave, over
the same kinds of words and surroundings, the words themselves on either side, and how a word ends: "-stra" and "-mans"
close names, whatever list they are in. It was fitted on fragments of fiction by writers who knew none of the rules
(`python benches/names.py fit`), and each writer's fragments were held to what the others' had taught
(`python benches/names.py validate`). It only adds: what the tables find is found without it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from analysis.privacy.pseudonyms.bare_words import is_one
from analysis.privacy.pseudonyms.lexicon import (
    SAID,
    VERBS,
    grammar_words,
    is_first_name,
    is_function,
    is_in_dictionary,
    is_place,
    is_surname,
    words_in,
)
from analysis.privacy.pseudonyms.spans import NAME as UNSAID
from analysis.privacy.pseudonyms.spans import PERSON
from analysis.privacy.pseudonyms.tokens import Token, is_small
from analysis.privacy.pseudonyms.word_kinds import is_counted

NAME = -0.5
"""Points from which a word is masked. In fragments by writers who taught nothing two of five names that the tables miss are
found then; of a thousand words of news two more are masked that are nobody's, of a thousand of interviews half a word."""

MANY = 2
"""More words of people than this around a word are many."""

AROUND = 30
"""Words on either side in which people are looked for."""


@dataclass(frozen=True)
class Seen:
    """What the tables of evidence see of a word: their keys of what it is, how it is written and what stands around it."""

    word: str
    case: str
    left: str
    right: str


def weight(text: str, tokens: list[Token], index: int, near: Mapping[int, str], seen: Seen) -> float:
    """How much the fitted signs say for a name, in log odds: :data:`NAME` points make one.

    `text`, `tokens`, `index` and `near` are those of `evidence.points`, `seen` is what it looked up.
    """
    points = fitted()["points"]
    return fitted()["start"] + sum(points.get(sign, 0) for sign in signs(text, tokens, index, near, seen))


def signs(text: str, tokens: list[Token], index: int, near: Mapping[int, str], seen: Seen) -> Iterator[str]:
    """The signs at a word, as the fitted points name them.

    Yields
    ------
    str
        A key and a value, "left=office", or several of both.
    """
    lower = tokens[index].text.lower()
    before, after = _word(tokens, index - 1, near), _word(tokens, index + 1, near)
    around = range(max(0, index - AROUND), index + AROUND)
    people = min(MANY, sum(near.get(at) in (PERSON, UNSAID) for at in around))
    single = {
        "word": seen.word,
        "case": seen.case,
        "left": seen.left,
        "right": seen.right,
        "before": before,
        "after": after,
        "above": _word(tokens, index - 2, near),
        "beyond": _word(tokens, index + 2, near),
        "listed": is_surname(lower),
        "lists": _lists(lower),
        "people": people,
        "small": is_small(text),
        "gap before": _gap(text, tokens, index - 1)[-3:],
        "gap after": _gap(text, tokens, index)[:3],
        "ends": lower[-2:],
    }
    yield from (f"{key}={value}" for key, value in single.items() if key not in ("above", "beyond"))
    yield f"ends={lower[-3:]}"
    yield f"ends={lower[-4:]}"
    yield f"begins={lower[:3]}"
    for one, other in _PAIRS:
        yield f"{one}={single[one]} {other}={single[other]}"
    yield f"listed={single['listed']} left={seen.left} right={seen.right}"


_PAIRS = (
    ("word", "left"),
    ("word", "right"),
    ("word", "case"),
    ("left", "right"),
    ("case", "left"),
    ("left", "after"),
    ("before", "right"),
    ("listed", "left"),
    ("listed", "right"),
    ("listed", "before"),
    ("listed", "after"),
    ("people", "left"),
    ("small", "left"),
    ("lists", "left"),
    ("lists", "right"),
    ("above", "before"),
    ("after", "beyond"),
)
"""Signs that say something together that neither says alone."""


@cache
def _lists(lower: str) -> str:
    known = {
        "surname": is_surname(lower),
        "first": is_first_name(lower),
        "place": is_place(lower),
        "word": is_in_dictionary(lower),
        "one": is_one(lower),
        "counted": is_counted(lower),
        "stuff": lower in words_in("uncounted"),
    }
    return "+".join(name for name, holds in known.items() if holds)


def _word(tokens: list[Token], index: int, near: Mapping[int, str]) -> str:
    if not 0 <= index < len(tokens):
        return "none"
    return "somebody" if near.get(index) in (PERSON, UNSAID) else plain(tokens[index].text.lower())


@cache
def plain(lower: str) -> str:
    """A word beside as the points know it: itself where it is plain Dutch, else what it is, so that they hold nobody's name."""
    if any(sign.isdecimal() for sign in lower):
        return "number"
    if lower in grammar_words() | VERBS | SAID or is_function(lower) or not any(sign.isalpha() for sign in lower):
        return lower
    if is_first_name(lower) or is_surname(lower):
        return "listed"
    return lower if is_in_dictionary(lower) else "strange"


def _gap(text: str, tokens: list[Token], index: int) -> str:
    # what stands between a word and the next, without spaces
    if not 0 <= index < len(tokens) - 1:
        return "none"
    return text[tokens[index].end : tokens[index + 1].start].strip(" ")


@cache
def fitted() -> dict[str, Any]:
    """What `benches/names.py` wrote: `points` of each sign, and `start`, what is so without any."""
    source = files("analysis.privacy.pseudonyms") / "lists" / "second_opinion.json"
    return json.loads(source.read_text(encoding="utf-8"))
