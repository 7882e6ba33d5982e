"""`regiobeeld audit`: prove that labels did not fall and that nothing which must stay is in what leaves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(no_args_is_help=True, help="Prove that labels did not fall and that no name is in what leaves.")
    app.add_typer(group, name="audit")
    for command in (labels, stamp, canaries):
        group.command()(command)


def labels() -> None:
    """Hold the label of every output against the labels of all it came from, by what dvc.yaml declares."""
    from analysis.core import paths, study
    from analysis.core import register as registers
    from analysis.core.errors import ConfidentialityError, Problem
    from analysis.privacy import ceiling

    found = paths.find()
    with _in_git(found.root):
        checked, problems = ceiling.audit(found, registers.read(found, study.read_study(found)))
    if not checked:
        problems = [Problem("data/processed", "holds no table", "what the pipeline made", "run `dvc repro`")]
    if problems:
        raise ConfidentialityError(problems)
    typer.echo(f"{checked} tables and labels: none is labelled under what it came from")


def stamp(stage: str = typer.Argument(help="a stage of dvc.yaml, such as region@drenthe")) -> None:
    """Write a stage's label into all tables it made, and beside its folders."""
    from analysis.core import paths, study
    from analysis.core import register as registers
    from analysis.privacy import ceiling

    found = paths.find()
    with _in_git(found.root):
        label = ceiling.stamp(found, stage, registers.read(found, study.read_study(found)))
    typer.echo(f"{stage}: {label}")


@contextmanager
def _in_git(root: Path) -> Iterator[None]:
    """Where DVC cannot read dvc.yaml for want of a git repository, say so."""
    from dvc.scm import SCMError

    from analysis import pipeline

    try:
        yield
    except SCMError:
        pipeline.in_git(root)
        raise


def canaries(
    folder: Path = typer.Argument(help="a folder, or one file; every byte of it is searched"),
    register: Path | None = typer.Option(
        None, help="CSV with columns id,value; default: this study's key of pseudonyms, opened in memory"
    ),
    but_words: bool = typer.Option(False, "--but-words", help="leave out names that are a word of the dictionary too"),
) -> None:
    """Search every byte for every name, number and alias; say where one is, never what it is."""
    from analysis.core import paths, study
    from analysis.core.errors import Problem
    from analysis.privacy import canaries as searching

    if register is not None:
        every = searching.read(register)
    else:
        found = paths.find()
        every = searching.of_key(found, study.read_study(found), "audit")
    if not every:
        raise searching.CanaryError(
            Problem(
                "data/raw/pseudonyms",
                "holds no key with a name in it, so nothing was searched for",
                "a key, or --register FILE.csv",
                "run `regiobeeld pseudonyms assign`",
            )
        )
    known = searching.without_words(every) if but_words else every
    left_out = len(every) - len(known)
    searched, findings = searching.search_folder(folder, known) if folder.exists() else (0, [])
    if not searched:
        raise searching.CanaryError(Problem(str(folder), "holds no file", "an edition", "build it with `dvc repro`"))
    if findings:
        raise searching.CanaryError(searching.problems(findings))
    typer.echo(
        f"{len(known)} canaries, {searched} files: none found"
        + (f"; {left_out} left out, being words too" if left_out else "")
    )
