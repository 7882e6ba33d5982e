"""Which part each speaker has: from the label, else from the register, else from who asks."""

from __future__ import annotations

import re
from collections import defaultdict

from analysis.sources.speakers import words_of
from analysis.sources.vocabulary import CHAIR, INTERVIEWER, PARTICLES, RESPONDENT

ASKS = 0.35
"""Share of turns with a question from which a speaker asks rather than tells."""
LEAST, SHARE = 2, 0.1
"""An interviewer takes at least so many turns, and such a share of all."""


def assign(turns: list[tuple[str, str]], known: dict[str, str] | None = None) -> dict[str, str]:
    """Role by speaker of a conversation.

    Parameters
    ----------
    turns : list of (speaker, text)
        In their order.
    known : dict, optional
        Roles that the register settles, by casefolded word ("gemeente": "respondent").

    Returns
    -------
    dict
        "interviewer", "respondent" or "chair" by speaker.
    """
    roles: dict[str, str] = {}
    said: dict[str, list[str]] = defaultdict(list)
    for speaker, text in turns:
        said[speaker].append(text)
    for speaker in said:
        if role := _by_word(speaker, known or {}):
            roles[speaker] = role
    silent = [speaker for speaker in said if speaker not in roles]
    if silent and len(said) > 1 and "interviewer" not in roles.values():
        for speaker in silent:
            others = [text for other in said if other != speaker for text in said[other]]
            if _asks(said[speaker], others, len(turns)):
                roles[speaker] = "interviewer"
    return {speaker: roles.get(speaker, "respondent") for speaker in said}


def _by_word(speaker: str, known: dict[str, str]) -> str:
    words = [re.sub(r"_?\d+$", "", word) or word for word in words_of(speaker) if word not in PARTICLES]
    for word in words:
        for names, role in ((CHAIR, "chair"), (INTERVIEWER, "interviewer"), (RESPONDENT, "respondent")):
            if word in names and (len(words) == 1 or len(word) > 2):
                return role
    return next((known[word] for word in words if word in known), "")


def _asks(mine: list[str], others: list[str], turns: int) -> bool:
    """Whether someone asks: often with a question, often enough, and not at more length than the others."""
    if len(mine) < LEAST or len(mine) < SHARE * turns:
        return False
    asking = sum("?" in text for text in mine) / len(mine)
    theirs = sum("?" in text for text in others) / max(1, len(others))
    return asking >= ASKS and asking > theirs and _length(mine) <= _length(others)


def _length(texts: list[str]) -> float:
    return sum(len(text.split()) for text in texts) / max(1, len(texts))
