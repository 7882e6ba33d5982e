"""A stage while it runs: its label known before anything is read, what it opens watched, its label written afterwards."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from analysis.core.classification import FLOOR, Label, join, write_floor
from analysis.core.errors import UndeclaredError
from analysis.core.paths import Paths
from analysis.core.stages import labels, opens
from analysis.core.stages.declaration import current, read


@contextmanager
def running(paths: Paths, arguments: Sequence[str], here: bool = True) -> Iterator[Label]:
    """Run the block as the stage whose command is `regiobeeld ARGUMENTS`; one that is no stage bears the label of all.

    Parameters
    ----------
    paths : Paths
    arguments : sequence of str
        As they stand on the command line.
    here : bool
        Whether this process does the stage's work; else a child that it starts does.

    Yields
    ------
    Label
        Under which nothing that is made may be labelled.

    Raises
    ------
    ConfidentialityError
        When something that the stage reads has no label.
    UndeclaredError
        When it opened a file that it does not declare.
    """
    stages = read(paths.root)
    stage = current(paths.root, stages, arguments)
    label = labels.of_stage(paths, stage, stages) if stage else of_all(paths)
    before = {name: os.environ.get(name) for name in (FLOOR, opens.DECLARED)}
    with tempfile.TemporaryDirectory(prefix="rb-") as scratch:
        found = Path(scratch) / "opened"
        os.environ[FLOOR] = write_floor(label)
        os.environ.pop(opens.DECLARED, None)
        try:
            if stage:
                allowed = opens.allowed(paths.root, stage, found)
                os.environ[opens.DECLARED] = allowed.to_json()
                if here:
                    opens.watch(allowed)
            yield label
        finally:
            opens.release()
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value
        if stage and found.is_file():
            opened = sorted(set(found.read_text(encoding="utf-8").splitlines()))
            raise UndeclaredError(opens.problem(stage.name, below) for below in opened)
    if stage:
        labels.write(paths, stage, label)


def of_all(paths: Paths) -> Label:
    """What nobody declared may hold anything: it bears the label of all sources together."""
    from analysis.core.register import load

    return join(labels.given(load(paths)).values()) if paths.register.is_file() else Label()
