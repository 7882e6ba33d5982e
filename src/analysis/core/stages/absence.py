"""A checkout without originals or key, as a colleague or reviewer has it: which stages can run there, and where they begin."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.core.errors import ConfidentialityError, Problem
from analysis.core.paths import Paths
from analysis.core.stages.declaration import Stage, touches

ORIGINALS = ("data/raw/interviews", "data/raw/documents", "data/raw/pseudonyms", "data/processed/restricted")
"""What is confidential as it came: sources, who is who, and text with names in it."""


def is_without_originals(paths: Paths, stages: Sequence[Stage]) -> bool:
    """Whether not one source that the register names is here, and yet something that was made from them is.

    A study without either is one whose register or folders are not right yet.
    """
    from analysis.core.register import load

    if not paths.register.is_file():
        return False
    files = [file for file in load(paths)["file"] if file]
    if not files or any((paths.raw / file).is_file() for file in files):
        return False
    return any((paths.root / out).exists() for stage in waiting(stages) for out in stage.outs)


def waiting(stages: Sequence[Stage]) -> list[Stage]:
    """The stages that read originals or key, and so cannot run without."""
    return [stage for stage in stages if any(touches(dep, place) for dep in stage.deps for place in ORIGINALS)]


def beginnings(paths: Paths, stages: Sequence[Stage]) -> list[str]:
    """Where the pipeline begins without originals: stages that need none, and come after no other such stage.

    Raises
    ------
    ConfidentialityError
        When something is not here that only the originals could give.
    """
    blocked = {stage.name for stage in waiting(stages)}
    made = {out: stage.name for stage in stages for out in stage.outs}
    free = [stage for stage in stages if stage.name not in blocked]
    lacking = sorted(
        {
            out
            for stage in free
            for dep in stage.deps
            for out, maker in made.items()
            if maker in blocked and dep == out and not (paths.root / out).exists()
        }
    )
    if lacking:
        raise ConfidentialityError(
            Problem(out, f"is not here, and {made[out]}, which makes it, needs the originals", "", "get it: `dvc pull`")
            for out in lacking
        )
    return [
        stage.name
        for stage in free
        if not any(touches(dep, out) and made[out] not in blocked for dep in stage.deps for out in made)
    ]
