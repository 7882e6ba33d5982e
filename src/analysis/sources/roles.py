"""Which part each speaker has: from the label, else from the register, else from who asks."""

from __future__ import annotations

import re
from collections import defaultdict

from analysis.sources.speakers import CHAIR, INTERVIEWER, PARTICLES, RESPONDENT, words_of

ASKS = 0.35
"""Share of turns with a question from which a speaker asks rather than tells."""


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
    if silent and "interviewer" not in roles.values():
        asks = {speaker: _asking(said[speaker]) for speaker in silent if len(said[speaker]) > 1}
        top = max(asks.values(), default=0.0)
        for speaker, share in asks.items():
            if share >= ASKS and share >= 0.6 * top and len(silent) > 1:
                roles[speaker] = "interviewer"
    return {speaker: roles.get(speaker, "respondent") for speaker in said}


def _by_word(speaker: str, known: dict[str, str]) -> str:
    words = [re.sub(r"\d+$", "", word) or word for word in words_of(speaker) if word not in PARTICLES]
    for word in words:
        for names, role in ((CHAIR, "chair"), (INTERVIEWER, "interviewer"), (RESPONDENT, "respondent")):
            if word in names and (len(words) == 1 or len(word) > 2):
                return role
    return next((known[word] for word in words if word in known), "")


def _asking(texts: list[str]) -> float:
    return sum("?" in text for text in texts) / len(texts)
