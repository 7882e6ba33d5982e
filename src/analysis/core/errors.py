"""What can be wrong with a researcher's input, told once and completely.

Every error a user can cause is a :class:`RegiobeeldError`. It carries one or more :class:`Problem` rows, each saying
where it is, what was found, what was expected and what to do. No problem ever holds text of a source.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in one place.

    Parameters
    ----------
    where : str
        File, and row, line, page, cell or key within it ("data/raw/sources.csv, row 4, column date").
    found : str
        What stands there; never text of a source.
    expected : str
        What should stand there.
    remedy : str
        What the researcher can do about it.
    """

    where: str
    found: str
    expected: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        parts = [f"{self.where}: {self.found}"]
        if self.expected:
            parts.append(f"expected {self.expected}")
        if self.remedy:
            parts.append(self.remedy)
        return "; ".join(parts)


class RegiobeeldError(Exception):
    """Base of every error that a user's input can cause; holds all problems found, not the first only."""

    title = "Something in the input is not right"

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__(str(self))

    def __str__(self) -> str:
        lines = [f"{self.title} ({len(self.problems)} {'problem' if len(self.problems) == 1 else 'problems'}):"]
        lines += [f"  - {problem}" for problem in self.problems]
        return "\n".join(lines)


class StudyError(RegiobeeldError):
    """`study.yaml`, `params.yaml` or the interview guide holds something the study model refuses."""

    title = "The study's settings are not right"


class RegisterError(RegiobeeldError):
    """`sources.csv` and the files beside it do not agree, or a row is wrong."""

    title = "The register of sources is not right"


class SourceError(RegiobeeldError):
    """A file cannot be read as a source."""

    title = "A source cannot be read"


class TableError(RegiobeeldError):
    """A table does not have the columns or values its schema promises."""

    title = "A table is not what its schema says"


class TooLittleError(RegiobeeldError):
    """There is too little material to do what was asked; said instead of guessed."""

    title = "There is too little to work with"


class EncoderError(RegiobeeldError):
    """A sentence encoder is missing, incomplete or out of reach."""

    title = "The encoder cannot be used"


class NotebookError(RegiobeeldError):
    """A notebook was given a parameter it does not have, or one of its cells failed."""

    title = "A notebook did not run"


class ReportError(RegiobeeldError):
    """Report text asks for a number, figure or quote that is not there."""

    title = "The report cannot be written"


class ConfidentialityError(RegiobeeldError):
    """Something would leave its level, its edition or this machine."""

    title = "Refused to protect confidentiality"


class UndeclaredError(RegiobeeldError):
    """A stage opened a file that dvc.yaml does not name for it."""

    title = "A stage opened what it did not declare"
