"""What a stage opens, held against what it declares: a file of the study that `dvc.yaml` does not name is refused.

DVC believes what it is told: a stage that also reads another file is skipped when that file changes, and what it makes lacks
that file's label. Python tells of each file it opens (:pep:`578`), and here the stage fails at that very line.

A library in another language opens files without telling Python; the tests of this repository trace those with strace. Files
outside the study are not looked at: packages, fonts, temporary files.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.core.errors import Problem, UndeclaredError
from analysis.core.stages.declaration import Stage, touches

DECLARED = "REGIOBEELD_DECLARED"
"""Environment variable with what this process and its children may open, as JSON."""

FREE = (
    ".dvc",
    ".git",
    ".ipython",
    ".jupyter",
    ".venv",
    "data/processed/.cache",
    "data/processed/failed",
    "dvc.yaml",
    "src",
)
"""What starts a stage, what only saves time (the cache holds everything by the hash of what it was made from), and code,
which holds no text of a source: the tests hold what a stage imports against what it declares."""


@dataclass(frozen=True)
class Allowed:
    """What one stage may open below `root`; `found` is a file that keeps what else it tried to."""

    root: str
    stage: str
    paths: tuple[str, ...]
    found: str

    def refuses(self, path: str) -> str:
        """`path` as it stands below the root when this stage may not open it, else nothing."""
        whole = os.path.abspath(path)
        if not whole.startswith(self.root + os.sep):
            return ""
        below = meant(whole[len(self.root) + 1 :].replace(os.sep, "/"))
        is_free = any(below == free or below.startswith(f"{free}/") for free in FREE)
        return "" if is_free or any(touches(below, known) for known in self.paths) else below

    def to_json(self) -> str:
        """As it stands in the environment."""
        return json.dumps([self.root, self.stage, list(self.paths), self.found])

    @staticmethod
    def from_json(text: str) -> Allowed:
        """What :meth:`to_json` wrote."""
        root, stage, paths, found = json.loads(text)
        return Allowed(root, stage, tuple(paths), found)


def meant(path: str) -> str:
    """The file that is meant by a path: the module of compiled code, the file that a `.NAME.part` becomes."""
    folder, _, name = path.rpartition("/")
    if folder.endswith("__pycache__") and name.endswith(".pyc"):
        return f"{folder[: -len('__pycache__')]}{name.split('.')[0]}.py"
    if name.startswith(".") and name.endswith(".part"):
        return f"{folder}/{name[1:-5]}"
    return path


def allowed(root: Path, stage: Stage, found: Path) -> Allowed:
    """What `stage` may open: what it declares to read and what it makes."""
    return Allowed(str(root.resolve()), stage.name, (*stage.deps, *stage.outs, *stage.params), str(found))


_now: list[Allowed] = []
_hooked: list[bool] = []


def watch(given: Allowed | None = None) -> None:
    """From now on, refuse in this process what is not allowed; without `given`, as the environment says, if it does."""
    if given is None and os.environ.get(DECLARED):
        given = Allowed.from_json(os.environ[DECLARED])
    if given is None:
        return
    _now[:] = [given]
    if not _hooked:
        # a hook cannot be taken away again, but looks at nothing once `release` was called
        _hooked.append(True)
        sys.addaudithook(_hook)


def release() -> None:
    """Look no longer."""
    _now.clear()


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "open" or not _now:
        return
    path, mode = arguments[0], arguments[1]
    if isinstance(path, int) or path is None:
        return
    name = os.fsdecode(path)
    # os.open gives no mode, and its relative path may be relative to an open folder
    if mode is None and not os.path.isabs(name):
        return
    below = _now[0].refuses(name)
    if below and os.path.exists(name) and not os.path.isdir(name):
        _refuse(_now[0], below)


def _refuse(now: Allowed, below: str) -> None:
    # code that catches every exception must not make it unseen: what started the stage reads this afterwards
    _now.clear()
    with open(now.found, "a", encoding="utf-8") as stream:
        stream.write(below + "\n")
    _now[:] = [now]
    raise UndeclaredError(problem(now.stage, below))


def problem(stage: str, below: str) -> Problem:
    """What is told of a file that was opened and not declared."""
    return Problem(
        f"stage {stage}",
        f"opened {below}",
        "only what dvc.yaml names among its deps",
        "name it there: else its label and its changes do not count",
    )
