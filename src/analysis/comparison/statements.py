"""Counts in words, in the language of the study: never a bare percentage of four people."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analysis.comparison.plan import Contrast
from analysis.core.study import Study

NOUNS = {
    "nl": {"interview": ("gesprek", "gesprekken"), "document": ("document", "documenten"), "": ("bron", "bronnen")},
    "en": {"interview": ("interview", "interviews"), "document": ("document", "documents"), "": ("source", "sources")},
}
COUNT = {"nl": "{k} van de {n} {noun}", "en": "{k} of {n} {noun}"}
NOBODY = {"nl": "geen {nouns} waarin dit aan de orde kon komen", "en": "no {nouns} in which this could come up"}


def count(k: int, n: int, language: str, noun: str = "interview") -> str:
    """`k` of `n` in words.

    >>> count(3, 5, "nl")
    '3 van de 5 gesprekken'
    >>> count(1, 1, "en")
    '1 of 1 interview'
    """
    one, many = NOUNS[language][noun]
    if n == 0:
        return NOBODY[language].format(nouns=many)
    template = COUNT[language].replace("de ", "") if n == 1 else COUNT[language]
    return template.format(k=k, n=n, noun=one if n == 1 else many)


def number(n: int, language: str, noun: str = "interview") -> str:
    """`n` units in words.

    >>> number(1, "nl")
    '1 gesprek'
    """
    one, many = NOUNS[language][noun]
    return f"{n} {one if n == 1 else many}"


def counts(k: np.ndarray, n: np.ndarray, language: str, noun: str = "interview") -> list[str]:
    """:func:`count` of each pair."""
    return [count(int(a), int(b), language, noun) for a, b in zip(k, n, strict=True)]


def against(
    held: Mapping[str, np.ndarray], name_a: str, name_b: str, language: str, nouns: tuple[str, str]
) -> list[str]:
    """Both sides of a contrast in words, from counts `k_a`, `n_a`, `k_b`, `n_b`."""
    left = counts(held["k_a"], held["n_a"], language, nouns[0])
    right = counts(held["k_b"], held["n_b"], language, nouns[1])
    return [f"{name_a}: {a}; {name_b}: {b}" for a, b in zip(left, right, strict=True)]


SIDES = {
    "nl": {
        "elsewhere": "elders",
        "others": "andere organisaties",
        "document": "op papier",
        "interview": "in gesprekken",
    },
    "en": {
        "elsewhere": "elsewhere",
        "others": "other organisations",
        "document": "on paper",
        "interview": "in interviews",
    },
}
LEVELS = {"nl": {"national": "landelijk", "local": "lokaal"}, "en": {"national": "national", "local": "local"}}


def contrast(numbers: Mapping[str, np.ndarray], held: Contrast, study: Study) -> list[str]:
    """Both sides of contrast `held` in words: "Drenthe: 5 van de 5 gesprekken; elders: 2 van de 15 gesprekken"."""
    nouns = {"paper": ("document", "interview"), "level": ("", "")}.get(held.name, ("interview", "interview"))
    left, right = (side_name(held.name, group, study) for group in (held.group_a, held.group_b))
    return against(numbers, left, right, study.language, nouns)


def side_name(contrast: str, group: str, study: Study) -> str:
    """A group of a contrast as a reader would name it."""
    language = study.language
    if contrast == "level":
        return LEVELS[language][group]
    if group in SIDES[language] and group not in study.regions:
        return SIDES[language][group]
    if contrast in ("region", "pair"):
        return study.regions[group].name
    return study.organisations[group].name if contrast == "organisation" else group
