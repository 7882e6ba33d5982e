"""`regiobeeld pseudonyms`: give new names a pseudonym, walk the list of unexplained tokens, confirm aliases, seal the key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from analysis.core.workspace import Workspace
    from analysis.privacy.pseudonyms.application import Applied
    from analysis.privacy.pseudonyms.key import Key
    from analysis.privacy.pseudonyms.review import Question

WHO = typer.Option("", help="who decides; default: git's user.name")
REASONS = {
    "capital": "a capital that nothing explains",
    "digits": "digits that are no number",
    "rare": "in no dictionary",
    "name": "may be a name",
}
"""Why a word is asked about, in words."""

WHY = typer.Option("", help="why; it stands in the file for whoever asks later")


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(no_args_is_help=True, help="Names, their pseudonyms, and what is still to be looked at.")
    app.add_typer(group, name="pseudonyms")
    for command in (assign, review, allow, alias, generalise, identity, seal):
        group.command()(command)
    group.command("no-name")(no_name)
    group.command("list")(show_list)


def assign() -> None:
    """Draw a pseudonym for each person and organisation found that the key does not have, and keep the key."""
    from analysis.privacy.pseudonyms import key as keys
    from analysis.privacy.pseudonyms import review as reviewing

    study, texts, key, applied = _applied("assign")
    grown = key.grown(reviewing.new_forms(applied, texts, key))
    # the key is kept as it was drawn: aliases are decisions, and are applied when it is read
    target = keys.write(grown, study.paths, study.study)
    new = len(grown.entries) - len(key.entries)
    where = target.relative_to(study.paths.root)
    typer.echo(f"{new} name{'s' * (new != 1)} drawn, {len(grown.entries)} in {where}; `dvc repro` applies it")


def review(who: str = WHO, answers: bool = typer.Option(True, help="ask; else only show the list")) -> None:
    """Walk what is unexplained, most frequent first: a allows it everywhere, n makes it a name, return leaves it, q stops."""
    from analysis.privacy.pseudonyms import key as keys
    from analysis.privacy.pseudonyms import review as reviewing

    study, texts, key, applied = _applied("review")
    asked = list(reviewing.questions(applied, texts))
    words = sum(len(text.split()) for text in applied.texts.values())
    typer.echo(f"{len(asked)} words to look at, {1000 * len(asked) / max(words, 1):.1f} a thousand")
    if answers and asked:
        typer.echo("a: nobody's name, let it pass everywhere; n: a name; return: later; q: stop")
    names: set[tuple[str, str]] = set()
    try:
        _ask(asked, answers, who, study, names)
    finally:
        # who stops halfway keeps what was answered
        if names:
            keys.write(key.grown(names), study.paths, study.study)
    for short, long in reviewing.likely_aliases(_decided(study, key)):
        typer.echo(
            f"{short.form_id} ({short.pseudonym}) may be {long.pseudonym}; "
            f"`regiobeeld pseudonyms alias {short.form_id} {long.pseudonym}`"
        )


def _ask(asked: list[Question], answers: bool, who: str, study: Workspace, names: set[tuple[str, str]]) -> None:
    from analysis.privacy.pseudonyms import decisions

    for number, question in enumerate(asked, start=1):
        places = f"{question.count}x in {question.sources} source{'s' if question.sources > 1 else ''}"
        typer.echo(f"\n{number} of {len(asked)}  {question.token}  ({places}; {REASONS[question.reason]})")
        typer.echo(f"  …{question.before}[{question.token}]{question.after}…")
        if not answers:
            continue
        answer = typer.prompt("  a/n/return/q", default="", show_default=False).strip().lower()
        if answer == "q":
            break
        if answer == "a":
            decisions.append(study.paths, [_row("allow", question.token, "", who, "")])
        elif answer == "n":
            names.add(("person", question.token))


def allow(
    words: list[str] = typer.Argument(help="words that are nobody's name"), who: str = WHO, why: str = WHY
) -> None:
    """Let words pass the gate everywhere."""
    from analysis.privacy.pseudonyms import decisions

    decisions.append(_open().paths, [_row("allow", word, "", who, why) for word in words])
    typer.echo(f"allow {', '.join(words)}: written to data/raw/decisions/pseudonyms.csv; `dvc repro` applies it")


def alias(form: str, pseudonym: str, who: str = WHO, why: str = WHY) -> None:
    """Confirm that a form of the key (F-…) belongs to a pseudonym (P-…)."""
    _decide("alias", form, pseudonym, who, why)


def generalise(pseudonym: str, text: str, who: str = WHO, why: str = WHY) -> None:
    """Let a general description stand for a pseudonym ("een wijkagent in Drenthe")."""
    _decide("generalise", pseudonym, text, who, why)


def no_name(form: str, who: str = WHO, why: str = WHY) -> None:
    """Say that a form of the key (F-…) is no name."""
    _decide("no name", form, "", who, why)


def identity(
    file: Path = typer.Argument(help="a new file, outside the study, that only you can read"),
) -> None:
    """Make the identity with which you open the key, and print the line that others put in recipients.txt for you."""
    from analysis.core import paths
    from analysis.privacy.pseudonyms import key as keys

    typer.echo(keys.make_identity(file, paths.find()))


def seal() -> None:
    """Encrypt a key that lies in plain, for all in data/raw/pseudonyms/recipients.txt, and remove the plain one."""
    from analysis.core.errors import ConfidentialityError, Problem
    from analysis.privacy.pseudonyms import key as keys

    study = _open()
    plain = keys.folder(study.paths) / "key.csv"
    if not plain.is_file():
        raise ConfidentialityError(
            Problem("data/raw/pseudonyms/key.csv", "is not there", "a key in plain", "there is nothing to seal")
        )
    key = keys.parse(plain.read_text(encoding="utf-8"), "key.csv")
    keys.write(key, study.paths, study.study.model_copy(update={"key_in_plain": False}))
    plain.unlink()
    typer.echo(
        "sealed; take `key_in_plain` out of study.yaml. What git or a backup holds of the plain key stays readable"
    )


def show_list() -> None:
    """List pseudonyms with the number of forms of each; no names."""
    from collections import Counter

    study = _open()
    from analysis.privacy.pseudonyms import key as keys

    key = _decided(study, keys.read(study.paths, study.study, "list"))
    if not key.entries:
        typer.echo(
            "The key holds no name yet: `regiobeeld pseudonyms assign` draws a pseudonym for each that is found."
        )
    for (pseudonym, kind), n in sorted(Counter((e.pseudonym, e.kind) for e in key.entries).items()):
        typer.echo(f"{pseudonym}  {kind}, {n} {'form' if n == 1 else 'forms'}")


def _open() -> Workspace:
    from analysis.core import workspace

    return workspace.open()


def _applied(purpose: str) -> tuple[Workspace, dict[str, str], Key, Applied]:
    from analysis import passages
    from analysis.privacy.pseudonyms import PseudonymSettings, apply_key, decisions, explained, read_habits
    from analysis.privacy.pseudonyms import key as keys

    study = _open()
    read = passages.load(study.paths)
    settings = getattr(study.params, "pseudonyms", None) or PseudonymSettings()
    key = keys.read(study.paths, study.study, purpose)
    words = explained(read.sources, read_habits(read.texts), study.study, decisions.read(study.paths), settings)
    applied = apply_key(read.sources, read.turns, read.texts, _decided(study, key), words, settings)
    return study, read.texts, key, applied


def _decided(study: Workspace, key: Key) -> Key:
    from analysis.privacy.pseudonyms import decisions

    choices = decisions.read(study.paths)
    return key.renamed(dict(choices.aliases), choices.dropped)


def _decide(action: str, subject: str, value: str, who: str, why: str) -> None:
    from analysis.core.errors import ConfidentialityError, Problem
    from analysis.privacy.pseudonyms import decisions
    from analysis.privacy.pseudonyms import key as keys

    study = _open()
    key = keys.read(study.paths, study.study, action)
    ids = {entry.form_id for entry in key.entries} | {entry.pseudonym for entry in key.entries}
    unknown = [i for i in ((subject, value) if action == "alias" else (subject,)) if i not in ids]
    if unknown:
        raise ConfidentialityError(
            Problem("the command line", ", ".join(unknown), "ids of the key", "`regiobeeld pseudonyms list`")
        )
    decisions.append(study.paths, [_row(action, subject, value, who, why)])
    typer.echo(f"{action} {subject}: written to data/raw/decisions/pseudonyms.csv; `dvc repro` applies it")


def _row(action: str, subject: str, value: str, who: str, why: str) -> dict[str, str]:
    import datetime

    from analysis.core import signature

    today = datetime.date.today().isoformat()
    return {"date": today, "who": signature.of(who), "action": action, "subject": subject, "value": value, "why": why}
