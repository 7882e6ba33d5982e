"""What a machine refuses, told as a mistake with its mend: a full disk, a place that may not be written, no git."""

from __future__ import annotations

import errno

from analysis.core.errors import Problem, RegiobeeldError

REFUSALS = {
    errno.ENOSPC: ("the disk is full", "make room and do it again"),
    errno.EDQUOT: ("your share of the disk is full", "make room and do it again"),
    errno.EACCES: ("may not be opened by you", "ask for the right to it, or close the program that holds it"),
    errno.EPERM: ("may not be changed by you", "ask for the right to it"),
    errno.EROFS: ("lies on a disk that can only be read", "work in a copy that can be written"),
}
"""What is found and what to do, by the system's number of the error."""

PROGRAMS = ("git",)
"""Programs that a study needs beside Python."""


class MachineError(RegiobeeldError):
    """The machine did not let something be read, written or started; what stands in the study is as it was."""

    title = "The machine refused"


def refusal(failure: OSError) -> MachineError | None:
    """`failure` in words; None where it is no refusal of the machine but a mistake in the program.

    >>> print(refusal(OSError(errno.ENOSPC, "No space left on device", "data/raw/sources.csv")))
    The machine refused (1 problem):
      - data/raw/sources.csv: the disk is full; make room and do it again
    """
    where = str(failure.filename or "this machine")
    if isinstance(failure, FileNotFoundError) and where in PROGRAMS:
        return MachineError(Problem(where, "is not installed, or not on the PATH", "", f"install {where}"))
    if failure.errno not in REFUSALS:
        return None
    found, remedy = REFUSALS[failure.errno]
    return MachineError(Problem(where, found, "", remedy))
