"""`regiobeeld release`: let one file of an edition leave, step by step, each step a line in a log that cannot be changed."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from analysis.core import signature

if TYPE_CHECKING:
    import pandas as pd

    from analysis.core.paths import Paths
    from analysis.privacy.log import Event
    from analysis.privacy.outgoing import Outgoing

Edition = Annotated[str, typer.Argument(help="region-NAME or public")]
Passage = Annotated[str, typer.Argument(help="a passage's id")]
Id = Annotated[str, typer.Argument(help="the objection's id, such as Z1")]
File = Annotated[
    str, typer.Option(help="which file of the edition, if it has more than one; its label may be left out")
]

Details = dict[str, str | list[str]]

SHORT = {
    "approve": "Approve the file as one of its two readers; not for who wrote or proposed it.",
    "reject": "Reject the file, with a reason.",
    "withdraw": "Take a proposal back.",
}
"""Steps that need no more than who takes them, and why."""

NEXT = {
    "proposed": "next: `regiobeeld release check`",
    "checked": "next: `regiobeeld release approve`, by two who neither wrote nor proposed it",
    "approved": "next: `regiobeeld release publish`",
}


@dataclass(frozen=True)
class By:
    """Who takes a step, why and when: options that every step has."""

    who: Annotated[str, typer.Option(help="who does this; default: git's user.name")] = ""
    why: Annotated[str, typer.Option(help="why; it stands in the log")] = ""
    day: Annotated[str, typer.Option("--date", help="on which day, as 2025-03-31; default: today")] = ""


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(no_args_is_help=True, help="Let an edition leave: propose, check, approve by two, publish.")
    app.add_typer(group, name="release")
    group.command()(status)
    steps: dict[str, Callable[..., None]] = {
        "propose": propose,
        "check": check,
        **{name: _short(name) for name in SHORT},
        "object": raise_objection,
        "decide": decide,
        "embargo": embargo,
        "lower": lower,
        "publish": publish,
        "quote": quote,
        "read": read,
        "single-out": single_out,
        "statement": statement,
    }
    for name, command in steps.items():
        group.command(name, help=SHORT.get(name))(_signed(command))


def _signed(command: Callable[..., None]) -> Callable[..., None]:
    """`command` as one that has the options of :class:`By` too, and is handed them as its first argument."""

    def run(**given: Any) -> None:
        by = By(**{name: given[name] if name in said else given.pop(name) for name in shared})
        command(by, **given)

    shared = inspect.signature(By, eval_str=True).parameters
    own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]
    # what a command says of one of these itself, such as that a reason must be given, goes before
    said = {parameter.name for parameter in own}
    every = [*own, *(parameter for name, parameter in shared.items() if name not in said)]
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in every]
    )
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in every}
    run.__doc__ = command.__doc__
    return run


def _short(name: str) -> Callable[..., None]:
    def step(by: By, edition: Edition, file: File = "") -> None:
        _simple(name, by, edition, file)

    return step


def status() -> None:
    """Show where every file of the editions stands and what comes next, after checking the log's chain."""
    from analysis.core import paths, study
    from analysis.privacy import log, outgoing
    from analysis.privacy.editions import editions_of
    from analysis.privacy.release import state

    found = paths.find()
    lines = log.read_lines(found)
    events = log.parse(lines)
    built = {
        (edition, file) for edition in editions_of(study.read_study(found)) for file in outgoing.files(found, edition)
    }
    for edition, file in sorted(built | {(event.edition, event.file) for event in events if event.file}):
        now = state(events, edition, file)
        waits = [f"objection {held.id} open" for held in now.objections.values() if not held.decision]
        waits += [f"embargo until {now.embargo}"] if now.embargo and now.name != "published" else []
        if (edition, file) in built and now.sha256 and outgoing.open_file(found, edition, file).sha256 != now.sha256:
            waits.append("its bytes have changed since")
        elif now.name == "approved" and any(not held.decision for held in now.objections.values()):
            waits.append("next: `regiobeeld release decide`")
        elif now.name in NEXT:
            waits.append(NEXT[now.name])
        tail = f" ({'; '.join(waits)})" if waits else ""
        typer.echo(f"{edition}/{file}  {now.name if now.sha256 else 'not proposed'}  {now.sha256[:12]}{tail}")
    typer.echo(f"{len(events)} events; head of the log {log.head(lines)}")


def propose(
    by: By,
    edition: Edition,
    author: Annotated[list[str] | None, typer.Option(help="who wrote it; may be given more than once")] = None,
    audience: Annotated[str, typer.Option(help="highest level that this edition's readers may see")] = "Ongerubriceerd",
    file: File = "",
) -> None:
    """Propose a file; from now on what is checked and approved is exactly these bytes."""
    from analysis.core import paths, study
    from analysis.core import register as registers
    from analysis.privacy.outgoing import label_of_file, open_file

    found = paths.find()
    outgoing = open_file(found, edition, file)
    label = label_of_file(found, outgoing, registers.read(found, study.read_study(found)))
    details: Details = {"authors": author or [], "level": label.level, "audience": audience}
    details["caveats"] = list(label.caveats)
    _step(found, _event("propose", by, outgoing, details=details))


def check(
    by: By,
    edition: Edition,
    register: Annotated[
        Path | None,
        typer.Option(help="CSV with columns id,value; default: this study's key of pseudonyms, opened in memory"),
    ] = None,
    but_words: Annotated[
        bool, typer.Option("--but-words", help="leave out names that are a word of the dictionary too")
    ] = False,
    file: File = "",
) -> None:
    """Search the file for names, unreleased passages and counts that can be worked out; the outcome goes into the log."""
    from analysis.core import paths, study
    from analysis.privacy import canaries, log, outgoing
    from analysis.privacy.disclosure import Rule
    from analysis.privacy.release import ReleaseError

    found = paths.find()
    settings = study.read_study(found)
    events, file_ = log.read(found), outgoing.open_file(found, edition, file)
    every = canaries.read(register) if register else canaries.of_key(found, settings, "release check", by.who)
    known = canaries.without_words(every) if but_words else every
    frames = outgoing.read_tables(found)
    problems = list(
        outgoing.check(
            file_,
            settings,
            events,
            frames,
            known,
            outgoing.read_released(found, events),
            Rule(),
            outgoing.read_unexplained(found, frames["passages"]),
        )
    )
    details: Details = {"passed": "no" if problems else "yes", "findings": str(len(problems))}
    details |= {"canaries": str(len(known)), "left_out": str(len(every) - len(known))}
    _step(found, _event("check", by, file_, details=details))
    if problems:
        raise ReleaseError(problems)


def embargo(
    by: By,
    edition: Edition,
    until: Annotated[str, typer.Option(help="first day on which it may be published")],
    file: File = "",
) -> None:
    """Publish nothing of this before a day."""
    _simple("embargo", by, edition, file, details={"until": until})


def lower(
    by: By,
    edition: Edition,
    level: Annotated[str, typer.Option(help="the level this very file gets")],
    authority: Annotated[
        str, typer.Option(help="the body that set the level and now lowers it; several with ; between")
    ],
    why: Annotated[str, typer.Option(help="its decision")],
    without: Annotated[
        list[str] | None, typer.Option(help="a caveat that goes too; may be given more than once")
    ] = None,
    file: File = "",
) -> None:
    """Record that the body that set the level lowered it, for exactly these bytes."""
    from analysis.core import paths
    from analysis.core import register as registers
    from analysis.core.classification import LEVELS
    from analysis.core.errors import ConfidentialityError, Problem
    from analysis.privacy import ceiling

    lacking = ceiling.unasked(registers.load(paths.find()), level, authority) if level in LEVELS else []
    if lacking:
        raise ConfidentialityError(
            Problem(
                f"--authority {name}", "does not lower it, and set a level of what this was made from", "", "ask it"
            )
            for name in lacking
        )
    details: Details = {"level": level, "authority": authority, "without": without or []}
    _simple("lower", by, edition, file, why, details=details)


def raise_objection(
    by: By,
    identifier: Id,
    edition: Edition,
    until: Annotated[str, typer.Option(help="last day of the term for a view")],
    about: Annotated[str, typer.Option(help="what it is about: a part of the text, a count, or all")],
    received: Annotated[bool, typer.Option("--received", help="the view was received")] = False,
    file: File = "",
) -> None:
    """Register an objection (zienswijze), or that a party was asked for one; it blocks until it is decided."""
    details: Details = {"until": until, "received": "yes" if received else "no"}
    _simple("object", by, edition, file, about, identifier, details)


def decide(
    by: By,
    identifier: Id,
    edition: Edition,
    decision: Annotated[str, typer.Option(help="granted, refused or no view given")],
    file: File = "",
) -> None:
    """Decide on an objection; one that is granted means a new file."""
    _simple("decide", by, edition, file, "", identifier, {"decision": decision})


def publish(by: By, edition: Edition, file: File = "") -> None:
    """Write the approved bytes to reports/released/, their label in the name, their hash and the log's head beside them."""
    from analysis.core import paths, study
    from analysis.privacy import log, outgoing
    from analysis.privacy.disclosure import Rule
    from analysis.privacy.release import add, state

    found = paths.find()
    lines = log.read_lines(found)
    events, file_ = log.parse(lines), outgoing.open_file(found, edition, file)
    event = _event("publish", by, file_)
    add(events, event)
    released = outgoing.read_released(found, events)
    frames = outgoing.read_tables(found)
    table = outgoing.counts(file_, study.read_study(found), events, frames, released, Rule())
    label = state(events, edition, file_.name).label
    path = outgoing.publish(found, file_, event, log.head(lines), table, label)
    typer.echo(f"published: {path.relative_to(found.root)}")


def quote(by: By, passage: Passage, edition: Edition) -> None:
    """Propose to quote a passage in an edition; its exact text is what readers agree to."""
    _about_passage("quote", by, passage, edition)


def read(
    by: By,
    passage: Passage,
    edition: Edition,
    verdict: Annotated[str, typer.Option(help="agree or refuse")],
    ground: Annotated[str, typer.Option(help="ground of the Woo on which it is refused, such as 5.1.2.e")] = "",
) -> None:
    """Agree to a quote, or refuse it, as one of its readers."""
    from analysis.core.errors import Problem
    from analysis.privacy.grounds import GROUNDS
    from analysis.privacy.release import ReleaseError

    if verdict not in ("agree", "refuse"):
        raise ReleaseError(Problem("--verdict", verdict, "agree or refuse"))
    if ground and ground not in GROUNDS:
        raise ReleaseError(Problem("--ground", ground, f"one of {', '.join(GROUNDS)}"))
    _about_passage("read", by, passage, edition, details={"verdict": verdict, "ground": ground})


def single_out(
    by: By,
    passage: Passage,
    edition: Edition,
    why: Annotated[str, typer.Option(help="why this person may be recognised")],
) -> None:
    """Decide, by name, that a quote may be shown though its function and region single out a person."""
    _about_passage("single-out", by, passage, edition, why)


def statement(
    by: By,
    key: Annotated[str, typer.Argument(help="label_kind/label_id/axis/group/within, as `withheld` lists it")],
    edition: Edition,
    why: Annotated[str, typer.Option(help="why it may be said that all, or none, of these people say this")],
) -> None:
    """Decide, by name, that an "all" or a "none" may be said."""
    from analysis.core import paths
    from analysis.core.errors import Problem
    from analysis.privacy.disclosure import KEY
    from analysis.privacy.log import Event
    from analysis.privacy.release import ReleaseError

    if key.count("/") != len(KEY) - 1:
        raise ReleaseError(Problem("the command line", key, "/".join(KEY)))
    found = paths.find()
    _decide(found, Event(_day(by.day), signature.of(by.who), "statement", _known(found, edition), about=key, why=why))


def _event(
    name: str, by: By, outgoing: Outgoing, why: str = "", about: str = "", details: Details | None = None
) -> Event:
    from analysis.privacy.log import Event

    where = (outgoing.edition, outgoing.name, outgoing.sha256)
    return Event(_day(by.day), signature.of(by.who), name, *where, about, why or by.why, details or {})


def _simple(
    name: str, by: By, edition: str, file: str, why: str = "", about: str = "", details: Details | None = None
) -> None:
    from analysis.core import paths
    from analysis.privacy.outgoing import open_file

    found = paths.find()
    _step(found, _event(name, by, open_file(found, edition, file), why, about, details))


def _step(found: Paths, event: Event) -> None:
    """Add a step of the release, if it is allowed from where the file is."""
    from analysis.privacy import log
    from analysis.privacy.release import add, state

    lines = log.read_lines(found)
    events = add(log.parse(lines), event)
    log.append(found, [event], log.head(lines))
    now = state(events, event.edition, event.file).name
    typer.echo(f"{event.edition}/{event.file} {event.sha256[:12]}: {now}")


def _decide(found: Paths, event: Event) -> None:
    """Add a decision about a quote or a count."""
    from analysis.core.errors import Problem
    from analysis.privacy import log
    from analysis.privacy.release import ReleaseError

    if not event.who.strip():
        raise ReleaseError(Problem("--who", "nobody is named", "who decides this"))
    lines = log.read_lines(found)
    log.parse(lines)
    log.append(found, [event], log.head(lines))
    typer.echo(f"{event.event} {event.about} for {event.edition}: in the log")


def _about_passage(
    name: str, by: By, passage: str, edition: str, why: str = "", details: Details | None = None
) -> None:
    import hashlib

    from analysis.core import paths, tables
    from analysis.core.errors import Problem
    from analysis.privacy.log import Event
    from analysis.privacy.release import ReleaseError

    found = paths.find()
    passages = tables.read("passages", found.passages)
    texts = passages.set_index("passage_id")["text"]
    if passage not in texts.index:
        raise ReleaseError(Problem(f"passage {passage}", "is not there", "a passage_id of passages.parquet"))
    digest = hashlib.sha256(texts[passage].encode("utf-8")).hexdigest()
    who, where = signature.of(by.who), _known(found, edition)
    _decide(
        found,
        Event(_day(by.day), who, name, where, sha256=digest, about=passage, why=why or by.why, details=details or {}),
    )
    typer.echo(_lacks(found, passages, passage, edition))


def _lacks(found: Paths, passages: pd.DataFrame, passage: str, edition: str) -> str:
    """What a quote still lacks."""
    from analysis.core import tables
    from analysis.privacy import log, outgoing, quotes
    from analysis.privacy.disclosure import Rule

    sources = tables.read("sources", found.processed / "sources.parquet")
    unexplained = outgoing.read_unexplained(found, passages)
    judged = quotes.judge(passages, sources, log.read(found), edition, Rule(), unexplained)
    reason = judged.set_index("passage_id").loc[passage, "reason"]
    return f"still lacks: {reason}" if reason else "lacks nothing: `dvc repro report` puts it into the edition"


def _known(found: Paths, edition: str) -> str:
    """An edition that may leave."""
    from analysis.core import study
    from analysis.core.errors import Problem
    from analysis.privacy.editions import editions_of
    from analysis.privacy.release import ReleaseError

    names = editions_of(study.read_study(found))
    if edition not in names:
        raise ReleaseError(Problem(f"edition {edition}", "is not one that may leave", " or ".join(names)))
    return edition


def _day(day: str) -> str:
    import datetime

    from analysis.core.errors import Problem
    from analysis.privacy.release import ReleaseError

    today = datetime.date.today()
    try:
        found = datetime.date.fromisoformat(day) if day else today
    except ValueError:
        raise ReleaseError(Problem("--date", day, "a day as 2025-03-31")) from None
    if found > today:
        # else an embargo or a term is over for whoever says so
        raise ReleaseError(
            Problem("--date", f"{found} is still to come", f"{today} or a day before", "wait until then")
        )
    return found.isoformat()
