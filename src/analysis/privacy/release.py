"""The state of a release, and the one way forward: propose, check, approve by two, publish.

What is released is one file by its SHA-256. A state is never stored: it follows from the log (:mod:`analysis.privacy.log`), so
nothing can be in a state that its events do not explain. All here is pure: the day and the bytes' hash come in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from analysis.core.classification import LEVELS, Label, rank
from analysis.core.errors import ConfidentialityError, Problem
from analysis.privacy.log import Event

READERS = 2
"""OpenSAFELY: "outputs are checked independently by two output checkers"."""

INTERNAL, PUBLIC = "internal", "public"


class ReleaseError(ConfidentialityError):
    """A step of a release that is not allowed from where it is."""

    title = "This step of the release is refused"


@dataclass(frozen=True)
class Objection:
    """A zienswijze: who may give it until when, about what, and what was decided."""

    id: str
    about: str
    until: str
    received: bool = False
    decision: str = ""


@dataclass(frozen=True)
class State:
    """Where one file of one edition stands.

    `name` is `none`, `proposed`, `checked`, `approved`, `published`, `rejected` or `withdrawn`.
    """

    name: str = "none"
    sha256: str = ""
    level: str = LEVELS[0]
    audience: str = LEVELS[0]
    lowered_to: str = ""
    proposer: str = ""
    authors: frozenset[str] = frozenset()
    approvers: tuple[str, ...] = ()
    embargo: str = ""
    objections: dict[str, Objection] = field(default_factory=dict)
    rebuild: bool = False
    caveats: tuple[str, ...] = ()

    @property
    def label(self) -> Label:
        """The label that the file leaves with: as it was made, less what the body that set it decided."""
        return Label(self.lowered_to or self.level, self.caveats)


def person(name: str) -> str:
    """Somebody's name as it is compared: two ways of typing it are not two people."""
    return " ".join(name.split()).casefold()


def state(events: Sequence[Event], edition: str, file: str) -> State:
    """Where a file stands after all events."""
    now = State()
    for event in events:
        if (event.edition, event.file) == (edition, file):
            now = _after(now, event)
    return now


def _after(now: State, event: Event) -> State:
    who = person(event.who)
    if event.event == "propose":
        authors = frozenset(person(name) for name in _list(event, "authors"))
        level = str(event.details.get("level", LEVELS[0]))
        caveats = tuple(_list(event, "caveats"))
        # objections and the embargo are about what is said, and outlive a new version of it
        audience = str(event.details.get("audience", LEVELS[0]))
        return State(
            "proposed", event.sha256, level, audience, "", who, authors, (), now.embargo, now.objections, False, caveats
        )
    change = {**now.__dict__}
    if event.event == "check":
        change["name"] = "checked" if event.details.get("passed") == "yes" else "proposed"
        change["approvers"] = () if change["name"] == "proposed" else now.approvers
    elif event.event == "approve":
        change["approvers"] = (*now.approvers, who)
        change["name"] = "approved" if len(change["approvers"]) >= READERS else now.name
    elif event.event in ("reject", "withdraw"):
        change["name"] = {"reject": "rejected", "withdraw": "withdrawn"}[event.event]
    elif event.event == "object":
        made = Objection(event.about, event.why, str(event.details["until"]), event.details.get("received") == "yes")
        change["objections"] = {**now.objections, event.about: made}
    elif event.event == "decide":
        held = now.objections[event.about]
        decision = str(event.details["decision"])
        done = Objection(held.id, held.about, held.until, held.received, decision)
        change["objections"] = {**now.objections, event.about: done}
        # what is granted changes the text: this very file can no longer be the one
        change["rebuild"] = now.rebuild or (decision == "granted" and bool(now.sha256))
    elif event.event == "embargo":
        change["embargo"] = str(event.details["until"])
    elif event.event == "lower":
        change["lowered_to"] = str(event.details["level"])
        change["caveats"] = tuple(sorted(set(now.caveats) - set(_list(event, "without"))))
    elif event.event == "publish":
        change["name"] = "published"
    return State(**change)


def add(events: Sequence[Event], event: Event) -> list[Event]:
    """The events with one more.

    Parameters
    ----------
    events : sequence of Event
    event : Event
        Its `date` is the day on which it happens; its `sha256` that of the bytes as they are now.

    Raises
    ------
    ReleaseError
        With all reasons why this cannot happen now.
    """
    problems = list(refusals(events, event))
    if problems:
        raise ReleaseError(problems)
    return [*events, event]


def refusals(events: Sequence[Event], event: Event) -> Iterator[Problem]:
    """Why an event cannot happen now; nothing when it can."""
    where = f"{event.edition}/{event.file}"
    if not person(event.who):
        yield Problem(where, "nobody is named", "who does this", "give --who")
    if events and event.date < events[-1].date:
        yield Problem(where, f"{event.date} is before the last event", events[-1].date, "set the right date")
    now = state(events, event.edition, event.file)
    tests = {
        "propose": _propose,
        "check": _check,
        "approve": _approve,
        "reject": _reject,
        "withdraw": _withdraw,
        "object": _object,
        "decide": _decide,
        "embargo": _embargo,
        "lower": _lower,
        "publish": _publish,
    }
    if event.event in tests:
        yield from tests[event.event](now, event, where)
    else:
        yield Problem(where, f"{event.event} is no step of a release", " or ".join(tests))


def _propose(now: State, event: Event, where: str) -> Iterator[Problem]:
    if event.edition == INTERNAL:
        yield Problem(where, "the internal edition is not released", "a region's or the public edition")
    if len(event.sha256) != 64:
        yield Problem(where, "has no SHA-256", "the hash of the exact file")
    if not _list(event, "authors"):
        yield Problem(where, "names no author", "who wrote it: they cannot approve it", "give --author")
    if event.details.get("level") not in LEVELS:
        yield Problem(where, "bears no label", f"one of {', '.join(LEVELS)}", "build it with `dvc repro`")
    audience = str(event.details.get("audience", LEVELS[0]))
    if audience not in LEVELS or (event.edition == PUBLIC and audience != LEVELS[0]):
        yield Problem(where, f"is for readers of {audience}", f"{LEVELS[0]} for the public, else one of the levels")
    if now.name not in ("none", "rejected", "withdrawn") and now.sha256 == event.sha256:
        yield Problem(where, f"these bytes are {now.name} already", "", "go on from there")
    if now.rebuild and now.sha256 == event.sha256:
        yield Problem(where, "an objection against these bytes was granted", "", "build it anew without that part")


def _same(now: State, event: Event, where: str) -> Iterator[Problem]:
    if now.name == "none":
        yield Problem(where, "was never proposed", "", "run `regiobeeld release propose`")
    elif event.sha256 != now.sha256:
        yield Problem(
            where,
            f"its bytes are not the proposed ones (now {event.sha256[:12]})",
            now.sha256[:12],
            "every approval is void: propose it anew",
        )


def _check(now: State, event: Event, where: str) -> Iterator[Problem]:
    yield from _same(now, event, where)
    if now.name not in ("none", "proposed", "checked", "approved"):
        yield Problem(where, f"is {now.name}", "proposed", "propose it anew")


def _approve(now: State, event: Event, where: str) -> Iterator[Problem]:
    yield from _same(now, event, where)
    who = person(event.who)
    if now.name == "proposed":
        yield Problem(where, "is not checked", "a check that passed", "run `regiobeeld release check`")
    elif now.name not in ("none", "checked"):
        yield Problem(where, f"is {now.name}", "checked and not yet approved by two")
    if who == now.proposer or who in now.authors:
        yield Problem(where, "nobody approves their own", "a reader who neither wrote nor proposed it")
    if who in now.approvers:
        yield Problem(where, "this reader approved it already", "another reader")


def _reject(now: State, event: Event, where: str) -> Iterator[Problem]:
    yield from _same(now, event, where)
    if now.name not in ("none", "proposed", "checked", "approved"):
        yield Problem(where, f"is {now.name}", "proposed, checked or approved")
    if not event.why.strip():
        yield Problem(where, "says not why", "a reason", "give --why")


def _withdraw(now: State, event: Event, where: str) -> Iterator[Problem]:
    if now.name not in ("proposed", "checked", "approved"):
        yield Problem(where, f"is {now.name}", "proposed, checked or approved; what is published stays published")


def _object(now: State, event: Event, where: str) -> Iterator[Problem]:
    if now.name == "published":
        yield Problem(where, "is published", "", "an objection now is a matter for law, not for this log")
    if not event.about or event.about in now.objections:
        yield Problem(where, f"objection {event.about!r}", "an id that no objection has yet")
    if not event.why.strip():
        yield Problem(
            where, "says not what the objection is about", "a part of the text, a count, or all", "give --why"
        )
    if not _is_day(event.details.get("until")):
        yield Problem(where, "has no term", "the last day of the term, as 2025-03-31", "give --until")


def _decide(now: State, event: Event, where: str) -> Iterator[Problem]:
    held = now.objections.get(event.about)
    if held is None:
        yield Problem(where, f"objection {event.about!r} is not there", " or ".join(now.objections) or "none is")
        return
    if held.decision:
        yield Problem(where, f"objection {event.about!r} was {held.decision}", "one decision; it stands")
    if not held.received and event.date <= held.until:
        yield Problem(where, f"the term runs until {held.until}", "a decision after it, or on a view that was received")
    if event.details.get("decision") not in ("granted", "refused", "no view given"):
        yield Problem(where, "decides nothing known", "granted, refused or no view given")
    if not event.why.strip():
        yield Problem(where, "says not why", "a reason", "give --why")
    if person(event.who) in now.authors:
        yield Problem(where, "an author decides on an objection against their own", "somebody else")


def _embargo(now: State, event: Event, where: str) -> Iterator[Problem]:
    until = event.details.get("until")
    if not _is_day(until):
        yield Problem(where, "has no date", "the first day on which it may be published, as 2025-03-31")
    elif now.embargo and str(until) < now.embargo and person(event.who) in (now.proposer, *now.authors):
        yield Problem(where, "those who made it bring its embargo forward", "somebody else, or a later date")
    if now.name == "published":
        yield Problem(where, "is published", "an edition that is not")


def _lower(now: State, event: Event, where: str) -> Iterator[Problem]:
    yield from _same(now, event, where)
    level, without = event.details.get("level"), _list(event, "without")
    is_lower = level in LEVELS and (rank(str(level)) < rank(now.level) or (level == now.level and bool(without)))
    if not is_lower:
        yield Problem(where, f"to {level}", f"a level below {now.level}, or that level without a caveat it has")
    if unknown := sorted(set(without) - set(now.caveats)):
        yield Problem(where, f"without {', '.join(unknown)}", " or ".join(now.caveats) or "it has no caveat")
    if not str(event.details.get("authority", "")).strip() or not event.why.strip():
        yield Problem(
            where,
            "names no authority or no decision",
            "the body that set the level, and its decision",
            "give --authority and --why",
        )
    if person(event.who) in (now.proposer, *now.authors):
        yield Problem(where, "those who made it lower its label", "somebody else")
    if now.name not in ("proposed", "checked", "approved"):
        yield Problem(where, f"is {now.name}", "proposed, checked or approved")


def _publish(now: State, event: Event, where: str) -> Iterator[Problem]:
    yield from _same(now, event, where)
    if now.name != "approved" and now.name != "none":
        yield Problem(where, f"is {now.name}", f"approved by {READERS} readers")
    if now.rebuild:
        yield Problem(where, "an objection against these bytes was granted", "", "build it anew, then propose that")
    for held in now.objections.values():
        if not held.decision:
            yield Problem(where, f"objection {held.id!r} is open", "a decision", "run `regiobeeld release decide`")
    if now.embargo and event.date < now.embargo:
        yield Problem(where, f"is under embargo until {now.embargo}", "", "wait")
    level = now.lowered_to or now.level
    if rank(level) > rank(now.audience):
        yield Problem(
            where,
            f"is {level}",
            f"at most {now.audience}, what its readers may see",
            "only the body that set the level may lower it, for exactly this file: `regiobeeld release lower`",
        )


def _list(event: Event, key: str) -> list[str]:
    value = event.details.get(key, [])
    return [name for name in ([value] if isinstance(value, str) else value) if name.strip()]


def _is_day(value: object) -> bool:
    try:
        return date.fromisoformat(str(value)).isoformat() == value
    except ValueError:
        return False
