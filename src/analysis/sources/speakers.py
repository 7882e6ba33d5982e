"""Who speaks: labels at the start of a block, accepted only when the whole file talks like a conversation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from analysis.sources.document import Block
from analysis.sources.vocabulary import (
    CHAIR,
    INTERVIEWER,
    METADATA,
    NOT_SPEAKERS,
    PARTICLES,
    QUALIFIERS,
    RESPONDENT,
    SOMEBODY,
    TITLES,
)

TIME = r"[\[(]?(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?[\])]?"
NAME = r"[^\W\d_][\w.'’\-/& ]{0,50}?(?:\s?\((?!\d{1,2}:\d{2})[^()\n]{1,40}\))?"
LEAD = r"(?:>>\s*)?"
"""What captions put before a name; a dash or bullet opens points of minutes and actions as well as speech."""
FORMS = (
    # Naam: …, [00:01] Naam (VVD): …, Naam (00:01:02): …
    re.compile(rf"{LEAD}(?:(?P<before>{TIME})\s*[-–]?\s*)?(?P<speaker>{NAME})\s*(?P<after>{TIME})?\s?[:：](?=\s|$)\s*"),
    # [Naam] …
    re.compile(rf"(?:(?P<before>{TIME})\s*)?\[(?P<speaker>{NAME})\]:?(?=\s|$)\s*"),
    # Naam [00:01:02] …
    re.compile(rf"(?P<speaker>{NAME})\s*(?P<after>[\[(]{TIME}[\])])\s+(?=\S)"),
    # Naam   0:03 on a line of its own, as Teams writes it; 0:03 Naam likewise
    re.compile(rf"(?P<speaker>{NAME})[ \u2003]{{1,4}}(?P<after>{TIME})(?:\n|$)\s*"),
    re.compile(rf"(?P<before>{TIME})[ ]{{1,4}}(?P<speaker>{NAME})(?:\n|$)\s*"),
    # a table: Naam | … or 00:01 | Naam | …
    re.compile(rf"(?:(?P<before>{TIME}) \| )?(?P<speaker>{NAME})(?: \| (?P<after>{TIME}))? \|(?=\s|$)\s*"),
)
ROLE_FORMS = (
    # Interviewer - …, Respondent<tab>…, and a role on a line of its own
    re.compile(r"(?P<speaker>[^\W\d_][\w' ]{0,30}?)\s[-–—]\s+"),
    re.compile(r"(?P<speaker>[^\W\d_][\w' ]{2,30}?)(?:\n|$)\s*"),
    # Q. … A. …
    re.compile(r"(?P<speaker>[QA]\d{0,2})\.\s+"),
    # (Interviewer) …, <Respondent> …
    re.compile(r"[(<](?P<speaker>[^\W\d_][\w' ]{3,30}?)[)>]:?(?=\s|$)\s*"),
    # 12. Interviewer: …
    re.compile(rf"\d{{1,4}}[.)]?\s+(?P<speaker>{NAME})\s?[:：](?=\s|$)\s*"),
)
"""Forms that are too common in other text for a bare name: only a role is a speaker in them."""
HEARING = re.compile(r"(?P<speaker>[A-Z][a-z]+\.? (?:[A-Z][\w.]* )?[A-Z][A-Z'’\-]{2,})\.\s+")
"""Mr. SMITH. …, The CHAIRMAN. …, as hearings are printed."""

TABBED = re.compile(r"([^\W\d_][\w.'’\-() ]{0,40}?) ?:?\t")
CODE = re.compile(r"[A-Z]{1,3}\d{1,2}|[A-Z]{1,4}\d{0,2}[-_][A-Z]{1,2}\d{1,2}")
"""What stands for a person in a transcript without names: R1, FG1-P3."""
NUMBERED = re.compile(r"([^\W\d_][\w'’\- ]{2,30}?) \d{1,3}[A-Za-z]?")
"""Ambtenaar 1, FEMALE 2."""
PEOPLE = (RESPONDENT | SOMEBODY) - {"a", "antwoord", "answer", "d", "p", "r"}
"""Roles that are people: the first question is nobody."""
SUFFIX = re.compile(r"\d{0,3}[a-z]?")
"""What tells people of one role apart: Respondent 2a, Interviewer A."""

HEAD_WORDS = 15
"""Words that a line of a report's head has at most behind its colon."""

ENOUGH = 0.2
"""Share of blocks, from the first name on, that must open with one when nothing but bare names tells who speaks."""


SPEECH = 4
"""Words behind a name in the first column of a table, on average, from which they are what somebody says."""

IN_ORDER = 0.9
"""Share of labels followed by the same next one from which they are headings of a form: talk has no such order."""


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
    """The label a block opens with: by the study's own pattern, in a common form, or in bold on its own."""
    text = block.text
    if pattern is not None:
        match = pattern.match(text)
        if not match:
            return None
        name = match.group("speaker") if "speaker" in pattern.groupindex else match.group(1)
        return Label(name.strip(), match.end()) if name and name.strip() else None
    for form in ROLE_FORMS:
        match = form.match(text)
        if match and is_role(match.group("speaker")):
            return Label(match.group("speaker").strip(), match.end())
    match = HEARING.match(text)
    if match and (is_role(match.group("speaker")) or is_titled(match.group("speaker"))):
        return Label(match.group("speaker").strip(), match.end())
    for form in FORMS:
        match = form.match(text)
        # a colon in the words behind a role in bold belongs to them, not to a name
        if match and not (match.end("speaker") > block.bold > 0 and is_role(text[: block.bold])):
            groups = match.groupdict()
            seconds = _seconds(groups.get("before") or groups.get("after"))
            bold = block.bold >= match.end("speaker") - match.start("speaker") > 0
            return Label(match.group("speaker").strip(), match.end(), seconds, bold)
    if 0 < block.bold <= 60:
        name = text[: block.bold].strip()
        rest = text[block.bold :]
        if (not rest or rest[0].isspace()) and name[-1:].isalnum() and (is_role(name) or is_name(name)):
            return Label(name, len(text) - len(rest.lstrip()), None, True)
    return None


def heading_label(block: Block) -> Label | None:
    """The label that a heading is when it is a role; a name as a heading is a chapter."""
    name = block.text.rstrip(" :")
    return Label(name, len(block.text)) if is_role(name) else None


def set_apart(text: str) -> int:
    """Length of a role or name that a tab parts from the words behind it, as bold type would; 0 without one."""
    match = TABBED.match(text)
    return len(match.group(1)) if match and (is_role(match.group(1)) or is_name(match.group(1))) else 0


def split_lines(block: Block) -> list[Block]:
    """A block in which speakers change at a line break (shift-enter), as one block a speaker."""
    if "\n" not in block.text or block.aside:
        return [block]
    parts: list[Block] = []
    for line in block.text.split("\n"):
        label = find_label(replace(block, text=line, bold=0))
        if not parts or (label is not None and (is_role(label.speaker) or is_name(label.speaker))):
            parts.append(replace(block, text=line, bold=0 if parts else block.bold))
        else:
            parts[-1].text += "\n" + line
    return parts


def _seconds(stamp: str | None) -> float | None:
    if not stamp:
        return None
    parts = stamp.strip("[]()").replace(",", ".").split(":")
    return float(sum(float(part) * 60**power for power, part in enumerate(reversed(parts))))


def words_of(speaker: str) -> list[str]:
    """Words of a label, without what stands in brackets, lower case."""
    return [word.strip(".") for word in re.sub(r"\([^)]*\)", "", speaker).casefold().split()]


def is_role(speaker: str) -> bool:
    """Whether a label is a role: "Interviewer", "R1", "De voorzitter", "Deelnemer 3"."""
    words = [re.sub(r"[-_]?\d+$", "", word) for word in words_of(speaker)]
    if words and not words[0]:
        return False
    words = [word for word in words if word]
    words = words[1:] if words and words[0] in ("de", "het", "the") else words
    known = INTERVIEWER | CHAIR | RESPONDENT | SOMEBODY
    if len(words) > 1 and words[0] in QUALIFIERS:
        words, known = words[1:], PEOPLE
    return bool(words) and words[0] in known and all(SUFFIX.fullmatch(word) for word in words[1:])


def is_titled(speaker: str) -> bool:
    """Whether a label is a title with a name: "De heer Jansen (VVD)", "Minister De Jonge", "Ms Hodge"."""
    words = [word for word in words_of(speaker) if word]
    while words and words[0] in PARTICLES:
        words = words[1:]
    return len(words) > 1 and words[0] in TITLES and is_name(speaker)


def is_name(speaker: str) -> bool:
    """Whether a label looks like a person: capitals on all but the particles, or initials."""
    words = re.sub(r"\([^)]*\)", "", speaker).split()
    if not words or len(words) > 7:
        return False
    if "/" in speaker:
        return False
    named = [word for word in words if word.casefold() not in PARTICLES and word.casefold().strip(".") not in TITLES]
    if not named or any(word.casefold().strip(".") in NOT_SPEAKERS for word in named):
        return False
    if any(re.search(r"\d", word) and not CODE.fullmatch(word) for word in named):
        return False
    return all(word[0].isupper() for word in named)


def kind_of(speaker: str) -> str:
    """The word that a numbered voice shares with the others of its kind ("ambtenaar" of "Ambtenaar 2"); empty for others."""
    match = NUMBERED.fullmatch(speaker.strip())
    return match.group(1).strip().casefold() if match and is_name(match.group(1)) else ""


def is_office(speaker: str) -> bool:
    """Whether a label is an office without a name: "Wethouder", "De minister"."""
    words = [word for word in words_of(speaker) if word not in PARTICLES]
    return len(words) == 1 and words[0] in TITLES and len(words[0]) > 4 and speaker[0].isupper()


def accept(labels: Sequence[Label | None], blocks: Sequence[Block], own: bool = False) -> set[str]:
    """Keys of the labels that are speakers.

    A role or a title with a name is a speaker by itself, but a single letter or a lone role proves nothing. A bare name
    is one when it comes back, is no word of the running text, and the file talks like a conversation: at least two such
    names (or a name beside a role), which open at least a fifth of the blocks.
    """
    found = [(label, block) for label, block in zip(labels, blocks, strict=True) if label is not None]
    if own:
        return {key_of(label.speaker) for label, _ in found}
    counts = Counter(key_of(label.speaker) for label, _ in found)
    sure = {key_of(label.speaker) for label, _ in found if is_role(label.speaker) or is_titled(label.speaker)}
    letters = {key for key in sure if len(re.sub(r"\W|\d", "", key)) <= 2}
    if len({key for key in letters if counts[key] > 1}) < 2 and not sure - letters:
        sure -= letters
    if sum(counts[key] for key in sure) == 1 and not _says_something(sure, labels, blocks):
        sure = set()
    running = _running_words(blocks)
    names = {
        key_of(label.speaker)
        for label, _ in found
        if _may_be_speaker(label.speaker, running) and counts[key_of(label.speaker)] > 1
    } - sure
    names = {key for key in names if not _is_column(key, found)}
    if not _converse(names, sure, counts, labels, blocks) or _is_form(names, labels, blocks):
        names = set()
    if not names and all(_only_asks(key) for key in sure):
        # a report with a label at each question, and none at an answer, is no conversation
        return set()
    known = [label.bold for label, _ in found if key_of(label.speaker) in names | sure]
    bold = sum(known) > 0.8 * len(known)
    if names or sum(counts[key] for key in sure) > 3:
        # in a conversation someone who speaks once is a speaker too, when it looks like a person beyond doubt
        once = {key_of(label.speaker) for label, _ in found if is_titled(label.speaker)}
        kinds = {kind_of(key.title()) for key in names} - {""}
        once |= {key_of(label.speaker) for label, _ in found if kind_of(label.speaker) in kinds}
        if names:
            once |= {
                key_of(label.speaker)
                for label, _ in found
                if is_name(label.speaker)
                and label.bold >= bold
                and not _is_word(label.speaker, running)
                and len(words_of(label.speaker)) <= 4
            }
        return sure | names | once
    return sure


def _may_be_speaker(speaker: str, running: set[str]) -> bool:
    """Whether a label may be somebody, given the words of the running text, in which an office or a kind may well occur."""
    if kind_of(speaker) or is_office(speaker):
        return True
    return is_name(speaker) and not _is_word(speaker, running)


def _is_column(key: str, found: Sequence[tuple[Label, Block]]) -> bool:
    """Whether a name only stands in the first column of a table of figures and catchwords, not of speech."""
    rows = [block.text[: label.length].rstrip().endswith("|") for label, block in found if key_of(label.speaker) == key]
    said = [len(re.findall(r"\w+", b.text[label.length :])) for label, b in found if key_of(label.speaker) == key]
    return all(rows) and sum(said) < SPEECH * len(said)


def _converse(
    names: set[str], sure: set[str], counts: Counter[str], labels: Sequence[Label | None], blocks: Sequence[Block]
) -> bool:
    if not names or (len(names) < 2 and not sure):
        return False
    opens = [label is not None and key_of(label.speaker) in names | sure for label in labels]
    first = opens.index(True)
    speech = [at for at in range(first, len(blocks)) if not blocks[at].aside]
    order = [key_of(label.speaker) for label in labels if label is not None and key_of(label.speaker) in names | sure]
    changes = sum(a != b for a, b in pairwise(order))
    return sum(opens) >= 4 and sum(opens) >= ENOUGH * len(speech) and changes >= 0.3 * (len(order) - 1)


def _is_form(names: set[str], labels: Sequence[Label | None], blocks: Sequence[Block]) -> bool:
    """Whether labels are headings of a form (`Costs: … Visibility: …`): three or more, always in one order, no question."""
    found = [
        (key_of(label.speaker), "?" in block.text)
        for label, block in zip(labels, blocks, strict=True)
        if label is not None and key_of(label.speaker) in names
    ]
    order = [key for key, _ in groupby(key for key, _ in found)]
    after = Counter(pairwise(order))
    usual: dict[str, int] = {}
    for (before, _), count in after.items():
        usual[before] = max(usual.get(before, 0), count)
    asked = sum(question for _, question in found)
    return (
        len(set(order)) >= 3
        and len(order) > 1.5 * len(set(order))
        and sum(usual.values()) >= IN_ORDER * after.total()
        and asked <= 0.1 * len(found)
    )


def _only_asks(key: str) -> bool:
    words = [re.sub(r"-?\d+$", "", word) for word in words_of(key)]
    return is_role(key) and any(word in INTERVIEWER for word in words)


def _says_something(keys: set[str], labels: Sequence[Label | None], blocks: Sequence[Block]) -> bool:
    at = next(i for i, label in enumerate(labels) if label is not None and key_of(label.speaker) in keys)
    label = labels[at]
    rest = blocks[at].text[label.length if label else 0 :].split()
    after = blocks[at + 1].text.split() if not rest and at + 1 < len(blocks) else []
    return len(rest) + len(after) >= 8


def _running_words(blocks: Sequence[Block]) -> set[str]:
    return {word for block in blocks for word in re.findall(r"\b[a-zà-ÿ]{3,}\b", block.text)}


def _is_word(speaker: str, running: set[str]) -> bool:
    words = [word for word in words_of(speaker) if word not in PARTICLES]
    return len(words) == 1 and words[0] in running


def is_metadata(text: str) -> bool:
    """Whether a line is one of a report's head: `Datum: 3 maart`, `**Functie:** adviseur`."""
    key, colon, value = text.strip(" *_|").partition(":")
    return bool(colon) and key.strip(" *_").casefold() in METADATA and len(value.split()) <= HEAD_WORDS
