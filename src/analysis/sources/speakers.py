"""Who speaks: labels at the start of a block, accepted only when the whole file talks like a conversation."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from analysis.sources.document import Block

TIME = r"[\[(]?(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?[\])]?"
NAME = r"[^\W\d_][\w.'’\-/& ]{0,50}?(?:\s?\([^()\n]{1,40}\))?|[^\W\d_]{1,3}\d{0,2}"
COLON = re.compile(rf"^(?:(?P<before>{TIME})\s*[-–]?\s*)?(?P<speaker>{NAME})\s*(?P<after>{TIME})?\s?:(?=\s|$)\s*")
BRACKET = re.compile(rf"^(?:(?P<before>{TIME})\s*)?\[(?P<speaker>{NAME})\]:?(?=\s|$)\s*")
CLOCK = re.compile(rf"^(?P<speaker>{NAME})\s{{1,4}}(?P<after>{TIME})\s*$")

PARTICLES = frozenset(
    "de het van der den te ten ter in 't op aan bij la le du di da von zu el al ’t en und and of".split()
)
TITLES = frozenset(
    "heer mevrouw mevr mw mr mrs ms dr drs ir ing prof sir lord lady minister staatssecretaris voorzitter dhr "
    "burgemeester wethouder officier inspecteur commissaris judge counsel".split()
)
INTERVIEWER = frozenset(
    "interviewer interviewster inspectie inspecteur onderzoeker int i iv vragensteller moderator facilitator gespreksleider "
    "vraag v q question researcher gespreksleidster interv".split()
)
CHAIR = frozenset("voorzitter chair chairman chairwoman chairperson chairwomen dagvoorzitter".split())
RESPONDENT = frozenset(
    "respondent geïnterviewde geinterviewde deelnemer participant r p d antwoord a answer resp kandidaat informant spreker "
    "speaker witness getuige interviewee medewerker beleidsmedewerker client cliënt inwoner ondernemer bewoner".split()
)


@dataclass(frozen=True)
class Label:
    """A possible speaker at the start of a block: the name, how many characters it takes, and the time it gives."""

    speaker: str
    length: int
    seconds: float | None = None
    bold: bool = False


def key_of(speaker: str) -> str:
    """A speaker's name as one key: case, dots and spacing do not make another person."""
    return re.sub(r"[\s.]+", " ", speaker).strip(" :").casefold()


def find_label(block: Block, pattern: re.Pattern[str] | None = None) -> Label | None:
    """The label a block opens with, by the study's own pattern or the common forms."""
    text = block.text
    if pattern is not None:
        match = pattern.match(text)
        if match:
            name = match.group("speaker") if "speaker" in pattern.groupindex else match.group(1)
            return Label(name.strip(), match.end()) if name and name.strip() else None
    for form in (COLON, BRACKET, CLOCK):
        match = form.match(text)
        if match:
            groups = match.groupdict()
            stamp = groups.get("before") or groups.get("after")
            bold = block.bold >= match.end("speaker") - match.start("speaker") > 0
            return Label(match.group("speaker").strip(), match.end(), _seconds(stamp), bold)
    return None


def _seconds(stamp: str | None) -> float | None:
    if not stamp:
        return None
    parts = stamp.strip("[]()").replace(",", ".").split(":")
    return float(sum(float(part) * 60**power for power, part in enumerate(reversed(parts))))


def words_of(speaker: str) -> list[str]:
    """Words of a label, without what stands in brackets, lower case."""
    return [word.strip(".") for word in re.sub(r"\([^)]*\)", "", speaker).casefold().split()]


def is_role(speaker: str) -> bool:
    """Whether a label is a role ("Interviewer", "R1", "De voorzitter") and needs no further proof."""
    words = [re.sub(r"\s*\d+$", "", word) for word in words_of(speaker) if word not in PARTICLES]
    words = [word for word in words if word and not word.isdigit()]
    return len(words) == 1 and words[0] in INTERVIEWER | CHAIR | RESPONDENT


def is_name(speaker: str) -> bool:
    """Whether a label looks like a person: a title with a name, capitals on all but the particles, or initials."""
    bare = re.sub(r"\([^)]*\)", "", speaker).strip()
    words = bare.split()
    if not words or len(words) > 6:
        return False
    if words_of(bare)[0] in TITLES or (len(words) > 1 and words_of(bare)[1] in TITLES):
        return True
    return all(word.casefold() in PARTICLES or word[0].isupper() for word in words) and words[-1][0].isupper()


def accept(labels: list[Label | None], own: bool = False) -> set[str]:
    """Keys of the labels that are speakers.

    A role is one by itself. A name is one when it comes back, or stands in a file where others do, with a title or in
    bold; a file in which fewer than two labels come back talks to nobody.
    """
    found = [label for label in labels if label is not None]
    if own:
        return {key_of(label.speaker) for label in found}
    counts = Counter(key_of(label.speaker) for label in found)
    roles = {key_of(label.speaker) for label in found if is_role(label.speaker)}
    names = {key_of(label.speaker) for label in found if is_name(label.speaker)} - roles
    back = {key for key in names if counts[key] >= 2}
    titled = {key_of(label.speaker) for label in found if _titled(label.speaker)}
    if not roles and len(back) < 2 and not (titled and back):
        return titled if len(titled) > 1 or any(counts[key] > 1 for key in titled) else set()
    return roles | back | titled


def _titled(speaker: str) -> bool:
    words = words_of(speaker)
    return (
        bool(words)
        and (words[0] in TITLES or (len(words) > 1 and words[0] in PARTICLES and words[1] in TITLES))
        and is_name(speaker)
    )
