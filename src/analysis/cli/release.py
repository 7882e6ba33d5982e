"""`regiobeeld release`: let one file of an edition leave, step by step, each step a line in a log that cannot be changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from analysis.paths import Paths
    from analysis.privacy.log import Event
    from analysis.privacy.outgoing import Outgoing

EDITION = typer.Argument(help="region-NAME or public")
PASSAGE = typer.Argument(help="a passage's id")
ID = typer.Argument(help="the objection's id, such as Z1")
FILE = typer.Option("", help="which file of the edition, if it has more than one")
WHO = typer.Option("", help="who does this; default: git's user.name")
WHY = typer.Option("", help="why; it stands in the log")
DAY = typer.Option("", "--date", help="on which day, as 2025-03-31; default: today")
REGISTER = typer.Option(None, help="CSV with columns id,value: every name, number and alias that must not leave")


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(no_args_is_help=True, help="Let an edition leave: propose, check, approve by two, publish.")
    app.add_typer(group, name="release")
    steps = (status, propose, check, approve, reject, withdraw, embargo, lower, publish)
    for command in (*steps, quote, read, statement):
        group.command()(command)
    group.command("object")(raise_objection)
    group.command("decide")(decide)
    group.command("single-out")(single_out)


def status() -> None:
    """Show where every proposed file stands, after checking the log's chain."""
    from analysis import paths
    from analysis.privacy import log
    from analysis.privacy.release import state

    found = paths.find()
    lines = log.read_lines(found)
    events = log.parse(lines)
    for edition, file in sorted({(event.edition, event.file) for event in events if event.file}):
        now = state(events, edition, file)
        waits = [f"objection {held.id} open" for held in now.objections.values() if not held.decision]
        waits += [f"embargo until {now.embargo}"] if now.embargo and now.name != "published" else []
        tail = f" ({', '.join(waits)})" if waits else ""
        typer.echo(f"{edition}/{file}  {now.name}  {now.sha256[:12]}{tail}")
    typer.echo(f"{len(events)} events; head of the log {log.head(lines)}")


def propose(
    edition: str = EDITION,
    author: list[str] = typer.Option([], help="who wrote it; may be given more than once"),
    audience: str = typer.Option("Ongerubriceerd", help="highest level that this edition's readers may see"),
    file: str = FILE,
    who: str = WHO,
    why: str = WHY,
    day: str = DAY,
) -> None:
    """Propose a file; from now on what is checked and approved is exactly these bytes."""
    from analysis import paths, study
    from analysis import register as registers
    from analysis.privacy.outgoing import label_of_file

    found = paths.find()
    outgoing = _open(found, edition, file)
    label = label_of_file(found, outgoing, registers.read(found, study.read_study(found)))
    details: dict[str, str | list[str]] = {"authors": author, "level": label.level, "audience": audience}
    details["caveats"] = list(label.caveats)
    _step(found, _event("propose", outgoing, who, why, day, details=details))


def check(
    edition: str = EDITION, register: Path | None = REGISTER, file: str = FILE, who: str = WHO, day: str = DAY
) -> None:
    """Search the file for names, unreleased passages and counts that can be worked out; the outcome goes into the log."""
    from analysis import paths, study
    from analysis.privacy import canaries, log, outgoing
    from analysis.privacy.disclosure import Rule
    from analysis.privacy.release import ReleaseError

    found = paths.find()
    events, file_ = log.read(found), _open(found, edition, file)
    known = canaries.read(register) if register else []
    released = outgoing.read_released(found, events)
    frames = outgoing.read_tables(found)
    problems = list(outgoing.check(file_, study.read_study(found), events, frames, known, released, Rule()))
    details: dict[str, str | list[str]] = {
        "passed": "no" if problems else "yes",
        "findings": str(len(problems)),
        "canaries": str(len(known)),
    }
    _step(found, _event("check", file_, who, "", day, details=details))
    if problems:
        raise ReleaseError(problems)


def approve(edition: str = EDITION, file: str = FILE, who: str = WHO, why: str = WHY, day: str = DAY) -> None:
    """Approve the file as one of its two readers; not for who wrote or proposed it."""
    _simple("approve", edition, file, who, why, day)


def reject(edition: str = EDITION, file: str = FILE, who: str = WHO, why: str = WHY, day: str = DAY) -> None:
    """Reject the file, with a reason."""
    _simple("reject", edition, file, who, why, day)


def withdraw(edition: str = EDITION, file: str = FILE, who: str = WHO, why: str = WHY, day: str = DAY) -> None:
    """Take a proposal back."""
    _simple("withdraw", edition, file, who, why, day)


def embargo(
    edition: str = EDITION,
    until: str = typer.Option(..., help="first day on which it may be published"),
    file: str = FILE,
    who: str = WHO,
    why: str = WHY,
    day: str = DAY,
) -> None:
    """Publish nothing of this before a day."""
    _simple("embargo", edition, file, who, why, day, details={"until": until})


def lower(
    edition: str = EDITION,
    level: str = typer.Option(..., help="the level this very file gets"),
    authority: str = typer.Option(..., help="the body that set the level and now lowers it; several with ; between"),
    file: str = FILE,
    who: str = WHO,
    why: str = typer.Option(..., help="its decision"),
    day: str = DAY,
) -> None:
    """Record that the body that set the level lowered it, for exactly these bytes."""
    from analysis import paths
    from analysis import register as registers
    from analysis.classification import LEVELS
    from analysis.errors import ConfidentialityError, Problem
    from analysis.privacy import ceiling

    lacking = ceiling.unasked(registers.load(paths.find()), level, authority) if level in LEVELS else []
    if lacking:
        raise ConfidentialityError(
            Problem(
                f"--authority {name}", "does not lower it, and set a level of what this was made from", "", "ask it"
            )
            for name in lacking
        )
    _simple("lower", edition, file, who, why, day, details={"level": level, "authority": authority})


def raise_objection(
    identifier: str = ID,
    edition: str = EDITION,
    until: str = typer.Option(..., help="last day of the term for a view"),
    about: str = typer.Option(..., help="what it is about: a part of the text, a count, or all"),
    received: bool = typer.Option(False, help="the view was received"),
    file: str = FILE,
    who: str = WHO,
    day: str = DAY,
) -> None:
    """Register an objection (zienswijze), or that a party was asked for one; it blocks until it is decided."""
    details: dict[str, str | list[str]] = {"until": until, "received": "yes" if received else "no"}
    _simple("object", edition, file, who, about, day, identifier, details)


def decide(
    identifier: str = ID,
    edition: str = EDITION,
    decision: str = typer.Option(..., help="granted, refused or no view given"),
    file: str = FILE,
    who: str = WHO,
    why: str = WHY,
    day: str = DAY,
) -> None:
    """Decide on an objection; one that is granted means a new file."""
    _simple("decide", edition, file, who, why, day, identifier, {"decision": decision})


def publish(
    edition: str = EDITION,
    file: str = FILE,
    who: str = WHO,
    why: str = WHY,
    day: str = DAY,
) -> None:
    """Write the approved bytes to reports/released/, with their hash and the log's head beside them."""
    from analysis import paths, study
    from analysis.privacy import log, outgoing
    from analysis.privacy.disclosure import Rule
    from analysis.privacy.release import add

    found = paths.find()
    lines = log.read_lines(found)
    events, file_ = log.parse(lines), _open(found, edition, file)
    event = _event("publish", file_, who, why, day)
    add(events, event)
    released = outgoing.read_released(found, events)
    frames = outgoing.read_tables(found)
    table = outgoing.counts(file_, study.read_study(found), events, frames, released, Rule())
    path = outgoing.publish(found, file_, event, log.head(lines), table)
    typer.echo(f"published: {path.relative_to(found.root)}")


def quote(passage: str = PASSAGE, edition: str = EDITION, who: str = WHO, why: str = WHY, day: str = DAY) -> None:
    """Propose to quote a passage in an edition; its exact text is what readers agree to."""
    _about_passage("quote", passage, edition, who, why, day)


def read(
    passage: str = PASSAGE,
    edition: str = EDITION,
    verdict: str = typer.Option(..., help="agree or refuse"),
    ground: str = typer.Option("", help="ground of the Woo on which it is refused, such as 5.1.2.e"),
    who: str = WHO,
    why: str = WHY,
    day: str = DAY,
) -> None:
    """Agree to a quote, or refuse it, as one of its readers."""
    from analysis.errors import Problem
    from analysis.privacy.grounds import GROUNDS
    from analysis.privacy.release import ReleaseError

    if verdict not in ("agree", "refuse"):
        raise ReleaseError(Problem("--verdict", verdict, "agree or refuse"))
    if ground and ground not in GROUNDS:
        raise ReleaseError(Problem("--ground", ground, f"one of {', '.join(GROUNDS)}"))
    _about_passage("read", passage, edition, who, why, day, {"verdict": verdict, "ground": ground})


def single_out(
    passage: str = PASSAGE,
    edition: str = EDITION,
    who: str = WHO,
    why: str = typer.Option(..., help="why this person may be recognised"),
    day: str = DAY,
) -> None:
    """Decide, by name, that a quote may be shown though its function and region single out a person."""
    _about_passage("single-out", passage, edition, who, why, day)


def statement(
    key: str = typer.Argument(help="label_kind/label_id/axis/group/within, as `withheld` lists it"),
    edition: str = EDITION,
    who: str = WHO,
    why: str = typer.Option(..., help="why it may be said that all, or none, of these people say this"),
    day: str = DAY,
) -> None:
    """Decide, by name, that an "all" or a "none" may be said."""
    from analysis import paths
    from analysis.errors import Problem
    from analysis.privacy.disclosure import KEY
    from analysis.privacy.log import Event
    from analysis.privacy.release import ReleaseError

    if key.count("/") != len(KEY) - 1:
        raise ReleaseError(Problem("the command line", key, "/".join(KEY)))
    _decide(paths.find(), Event(_day(day), who or _user(), "statement", edition, about=key, why=why))


def _open(found: Paths, edition: str, file: str) -> Outgoing:
    from analysis.privacy.outgoing import open_file

    return open_file(found, edition, file)


def _event(
    name: str,
    outgoing: Outgoing,
    who: str,
    why: str,
    day: str,
    about: str = "",
    details: dict[str, str | list[str]] | None = None,
) -> Event:
    from analysis.privacy.log import Event

    where = (outgoing.edition, outgoing.name, outgoing.sha256)
    return Event(_day(day), who or _user(), name, *where, about, why, details or {})


def _simple(
    name: str,
    edition: str,
    file: str,
    who: str,
    why: str,
    day: str,
    about: str = "",
    details: dict[str, str | list[str]] | None = None,
) -> None:
    from analysis import paths

    found = paths.find()
    _step(found, _event(name, _open(found, edition, file), who, why, day, about, details))


def _step(found: Paths, event: Event) -> None:
    """Add a step of the release, if it is allowed from where the file is."""
    from analysis.privacy import log
    from analysis.privacy.release import add, state

    lines = log.read_lines(found)
    events = add(log.parse(lines), event)
    log.append(found, [event], log.head(lines))
    typer.echo(f"{event.edition}/{event.file} {event.sha256[:12]}: {state(events, event.edition, event.file).name}")


def _decide(found: Paths, event: Event) -> None:
    """Add a decision about a quote or a count."""
    from analysis.errors import Problem
    from analysis.privacy import log
    from analysis.privacy.release import ReleaseError

    if not event.who.strip():
        raise ReleaseError(Problem("--who", "nobody is named", "who decides this"))
    lines = log.read_lines(found)
    log.parse(lines)
    log.append(found, [event], log.head(lines))
    typer.echo(f"{event.event} {event.about} for {event.edition}: in the log")


def _about_passage(
    name: str,
    passage: str,
    edition: str,
    who: str,
    why: str,
    day: str,
    details: dict[str, str | list[str]] | None = None,
) -> None:
    import hashlib

    from analysis import paths, tables
    from analysis.errors import Problem
    from analysis.privacy.log import Event
    from analysis.privacy.release import ReleaseError

    found = paths.find()
    texts = tables.read("passages", found.passages).set_index("passage_id")["text"]
    if passage not in texts.index:
        raise ReleaseError(Problem(f"passage {passage}", "is not there", "a passage_id of passages.parquet"))
    digest = hashlib.sha256(texts[passage].encode("utf-8")).hexdigest()
    event = Event(
        _day(day), who or _user(), name, edition, sha256=digest, about=passage, why=why, details=details or {}
    )
    _decide(found, event)


def _day(day: str) -> str:
    import datetime

    from analysis.errors import Problem
    from analysis.privacy.release import ReleaseError

    try:
        return datetime.date.fromisoformat(day).isoformat() if day else datetime.date.today().isoformat()
    except ValueError:
        raise ReleaseError(Problem("--date", day, "a day as 2025-03-31")) from None


def _user() -> str:
    import subprocess

    found = subprocess.run(["git", "config", "user.name"], capture_output=True, text=True, check=False)
    return found.stdout.strip()
