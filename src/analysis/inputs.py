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
