"""Everything that people put in, checked together before anything runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analysis.core import params, register
from analysis.core.errors import Problem, RegiobeeldError
from analysis.core.paths import Paths
from analysis.core.stages import declaration
from analysis.core.stages.declaration import is_below
from analysis.core.study import Study, read_guide, read_study


class InputError(RegiobeeldError):
    """Something that people put in is not right: the study, the guide, the parameters or the register."""

    title = "What was put in is not right yet"


@dataclass(frozen=True)
class Inputs:
    """What of the inputs was right: how many there are of each part, and all that is not right of the others."""

    study: Study
    counts: dict[str, int]
    problems: tuple[Problem, ...]

    def require(self, more: list[Problem] | None = None) -> dict[str, int]:
        """The counts (`regions`, `questions`, `parameters`, `sources`).

        Raises
        ------
        InputError
            With every problem of every part, and `more` of them.
        """
        if problems := [*self.problems, *(more or [])]:
            raise InputError(problems)
        return self.counts


def check(paths: Paths) -> Inputs:
    """Check study, interview guide, parameters, register and that the files and folders are there; no file is opened.

    Raises
    ------
    StudyError
        When the study itself cannot be read: nothing else can then be held against it.
    """
    study = read_study(paths)
    counts = {"regions": len(study.regions)}
    problems: list[Problem] = []
    parts = {
        "questions": lambda: len(read_guide(paths, study).questions),
        "parameters": lambda: len(params.read(paths).model_dump()),
        "sources": lambda: len(register.read(paths, study)),
    }
    for name, count in parts.items():
        try:
            counts[name] = count()
        except RegiobeeldError as failure:
            problems += failure.problems
    return Inputs(study, counts, (*problems, *_absent(paths)))


def _absent(paths: Paths) -> list[Problem]:
    """What people put in and a stage names, and is not there: DVC stops at it, though it may have nothing in it."""
    named = {dep for stage in declaration.read(paths.root) for dep in stage.deps if is_below(dep, "data/raw")}
    told = {path.relative_to(paths.root).as_posix() for path in (paths.study, paths.register)}
    guide = paths.guide.relative_to(paths.root).as_posix()
    return [
        Problem(
            dep,
            "is not there",
            "`questions: []` in it, when there is no guide" if dep == guide else "what it last held, or nothing in it",
            "write that, or take it back from git" if dep == guide else f"take it back: `git checkout HEAD {dep}`",
        )
        for dep in sorted(named - told)
        if not (paths.root / dep).exists()
    ]


@dataclass(frozen=True)
class Unread:
    """Registered files that cannot be read, and whether a run stops for them (`sources.unreadable`)."""

    problems: list[Problem]
    stops: bool


def read_files(paths: Paths, found: Inputs, progress: Callable[[int, int], None] | None = None) -> Unread | None:
    """Read every file of the register as the stage `sources` does, also where other parts are not right yet.

    Parameters
    ----------
    paths : Paths
    found : Inputs
        What :func:`check` says of them.
    progress : callable, optional
        Called with files done and files in all.

    Returns
    -------
    Unread or None
        None where the parameters, which say how files are read, or the columns of the register are not right.
    """
    from analysis.sources import find_unreadable, unreadable

    try:
        settings = params.read(paths).sources
        rows = register.load(paths)
    except RegiobeeldError:
        return None
    there = rows[rows["file"].map(lambda file: register.is_there(file, paths.raw)).astype(bool)].drop_duplicates("file")
    quarantine = find_unreadable(there, paths, found.study, settings, progress, paths.cache / "sources")
    if settings.unreadable == "stop":
        return Unread(unreadable(quarantine), stops=True)
    return Unread(unreadable(quarantine, otherwise=""), stops=False)


def notes(paths: Paths, today: str) -> list[str]:
    """What is no mistake and yet worth knowing of the labels in a register that is right, at the day `today` (ISO)."""
    rows = register.load(paths)
    told = []
    if absent := rows.attrs["absent"]:
        told.append(
            f"The register has no column {' and no column '.join(absent)}: no label ends, and only a named body can lower one. "
            "docs/classification.md says how to add them."
        )
    if ended := register.ended(rows, today):
        told.append(
            f"The label of {', '.join(ended)} was to end before today. It stands until its originator lowers it: "
            "ask, and change the row."
        )
    return told
