"""Everything that people put in, checked together before anything runs."""

from __future__ import annotations

from analysis import params, register
from analysis.errors import Problem, RegiobeeldError
from analysis.paths import Paths
from analysis.study import read_guide, read_study


class InputError(RegiobeeldError):
    """Something that people put in is not right: the study, the guide, the parameters or the register."""

    title = "What was put in is not right yet"


def check(paths: Paths) -> dict[str, int]:
    """Check study, interview guide, parameters, register and files.

    Returns
    -------
    dict of str to int
        How many `regions`, `questions` and `sources` there are.

    Raises
    ------
    InputError
        With every problem of every part.
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
    if problems:
        raise InputError(problems)
    return counts


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
