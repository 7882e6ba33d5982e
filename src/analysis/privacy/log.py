"""The log of release: append-only, each line bound to the one before it, so that no line can be changed unseen.

A line is JSON with sorted keys. `previous` is the SHA-256 of the line before it, byte for byte; the first has zeros.
That the end was not cut off shows from its last hash (`head`), which every published file carries beside it and git keeps.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from analysis.core.errors import ConfidentialityError, Problem
from analysis.core.paths import Paths

START = "0" * 64
EVENTS = (
    "propose",
    "check",
    "approve",
    "reject",
    "withdraw",
    "object",
    "decide",
    "embargo",
    "lower",
    "publish",
    "quote",
    "read",
    "single-out",
    "statement",
)
"""What can happen: the first ten to an edition's file, the others to a quote or a count."""


class LogError(ConfidentialityError):
    """The log of release is not what was written to it."""

    title = "The log of release has been changed"


@dataclass(frozen=True)
class Event:
    """One line: what happened, to what, by whom, when and why.

    Parameters
    ----------
    date : str
        Day, as year-month-day.
    who : str
    event : str
        One of :data:`EVENTS`.
    edition : str
    file : str
        File of the edition; empty for quotes and counts.
    sha256 : str
        Of the exact bytes, or for a quote of the exact text.
    about : str
        Passage, count or objection it is about.
    why : str
    details : mapping of str to str or list of str
    """

    date: str
    who: str
    event: str
    edition: str
    file: str = ""
    sha256: str = ""
    about: str = ""
    why: str = ""
    details: dict[str, str | list[str]] = field(default_factory=dict)


def line(event: Event, previous: str) -> str:
    """The event as it stands in the log."""
    return json.dumps({**event.__dict__, "previous": previous}, ensure_ascii=False, sort_keys=True)


def head(lines: Sequence[str]) -> str:
    """The hash that the next line must carry."""
    return hashlib.sha256(lines[-1].encode("utf-8")).hexdigest() if lines else START


def parse(lines: Sequence[str], where: str = "log.jsonl") -> list[Event]:
    """Events of a log whose chain holds.

    Raises
    ------
    LogError
        With every line that is no event, or does not follow from the one before it.
    """
    events, problems, previous = [], [], START
    for number, text in enumerate(lines, 1):
        place = f"{where}, line {number}"
        try:
            content = json.loads(text)
            claimed = content.pop("previous")
            event = Event(**content)
            date.fromisoformat(event.date)
        except (ValueError, TypeError, KeyError, AttributeError):
            problems.append(Problem(place, "is no event", "a line that this program wrote", "restore it from git"))
        else:
            if claimed != previous:
                problems.append(
                    Problem(place, "does not follow from the line before it", previous, "restore the log from git")
                )
            if event.event not in EVENTS:
                problems.append(Problem(place, f"event {event.event}", " or ".join(EVENTS), "restore it from git"))
            if text != line(event, str(claimed)):
                problems.append(Problem(place, "is not written as this program writes it", "", "restore it from git"))
            events.append(event)
        previous = hashlib.sha256(text.encode("utf-8")).hexdigest()
    if problems:
        raise LogError(problems)
    return events


def folder(paths: Paths) -> Path:
    """Where the log and the register of released tables are."""
    return paths.decisions / "release"


def read_lines(paths: Paths) -> list[str]:
    """Lines of the log; none when there is none.

    Raises
    ------
    LogError
        When the last line is not whole.
    """
    path = folder(paths) / "log.jsonl"
    if not path.is_file():
        return []
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise LogError(Problem("log.jsonl", "is not UTF-8", "", "restore the log from git")) from None
    if text and not text.endswith("\n"):
        raise LogError(Problem("log.jsonl, last line", "is not whole", "", "restore the log from git"))
    # not splitlines: JSON may hold other separators as they are
    return text.split("\n")[:-1] if text else []


def read(paths: Paths) -> list[Event]:
    """Events of the log, its chain checked."""
    return parse(read_lines(paths))


def append(paths: Paths, events: Iterable[Event], expected: str) -> str:
    """Add events to the log, if it is still the one whose head is `expected`; the new head.

    Raises
    ------
    LogError
        When somebody else wrote to it meanwhile: what was decided may rest on what is no longer so.
    """
    folder(paths).mkdir(parents=True, exist_ok=True)
    with (folder(paths) / "log.jsonl").open("a", encoding="utf-8", newline="\n") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        lines = read_lines(paths)
        previous = head(lines)
        if previous != expected:
            raise LogError(Problem("log.jsonl", "was written to meanwhile", "", "look again, then repeat the command"))
        for event in events:
            text = line(event, previous)
            stream.write(text + "\n")
            previous = hashlib.sha256(text.encode("utf-8")).hexdigest()
        stream.flush()
        os.fsync(stream.fileno())
    return previous
