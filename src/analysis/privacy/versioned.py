"""What may not enter git: text of sources in any form. Git forgets nothing, and everybody with a clone has all of it.

Looked at is what git holds in its index and not what lies in the folder: a file that was added and then cleaned is still there.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from analysis.core.errors import Problem
from analysis.core.paths import Paths
from analysis.core.register import IGNORED, files_below
from analysis.core.stages.declaration import is_below
from analysis.core.study import Study

MADE = ("data/processed", "reports/editions", "reports/overall", "reports/regions", "reports/site")
"""What the pipeline makes: DVC keeps it, git never does."""

ORIGINALS = ("data/raw/interviews", "data/raw/documents", "data/raw/pseudonyms")
"""Sources and who is who; in git only where the study says that it is fiction."""


def problems_in(paths: Paths, study: Study, staged: bool = False) -> list[Problem]:
    """Everything in git's index that may not be there; with `staged` only what the next commit adds or changes.

    Returns
    -------
    list of Problem
        By path. None where the study is in no git checkout.
    """
    blobs = _index(paths.root)
    if staged:
        changed = set(_git(paths.root, "diff", "--cached", "--name-only", "--diff-filter=ACMR", "--relative", "-z"))
        blobs = {path: blob for path, blob in blobs.items() if path in changed}
    sources = {} if study.fiction else {_blob(paths.raw / file): file for file in files_below(paths.raw)}
    return [
        Problem(path, found, "", remedy)
        for path, blob in sorted(blobs.items())
        for found, remedy in _problems(path, blob, paths.root, study, sources)
    ]


def is_in_git(root: Path) -> bool:
    """Whether the study lies in a git checkout at all."""
    return bool(_git(root, "rev-parse", "--git-dir"))


def _problems(path: str, blob: str, root: Path, study: Study, sources: dict[str, str]) -> Iterator[tuple[str, str]]:
    remedy = f"git rm --cached {path}"
    if path.endswith(".ipynb"):
        yield from _outputs(root, blob)
    if any(is_below(path, made) for made in MADE):
        yield "is made by the pipeline, from text of sources", remedy
    elif study.fiction or Path(path).name in IGNORED:
        return
    elif any(is_below(path, place) for place in ORIGINALS):
        yield "is a source or who is who, and this study is no fiction", remedy
    elif blob in sources:
        yield f"is a copy of data/raw/{sources[blob]}", remedy


def _outputs(root: Path, blob: str) -> Iterator[tuple[str, str]]:
    content = subprocess.run(["git", "cat-file", "blob", blob], cwd=root, capture_output=True, check=True).stdout
    remedy = "clear all outputs, save, and `git add` it again"
    try:
        cells = json.loads(content)["cells"]
        if any(cell.get("outputs") or cell.get("execution_count") for cell in cells):
            yield "has outputs, which may hold text of a source", remedy
    except (ValueError, KeyError, AttributeError, TypeError):
        yield "is no notebook, so its outputs cannot be seen", "restore it"


def _index(root: Path) -> dict[str, str]:
    """Id of each file's content in git's index, by path below the root of the study."""
    entries = (entry.split("\t", 1) for entry in _git(root, "ls-files", "--stage", "-z"))
    return {path: about.split()[1] for about, path in entries}


def _git(root: Path, *command: str) -> list[str]:
    done = subprocess.run(["git", *command], cwd=root, capture_output=True)
    return [] if done.returncode else [part for part in done.stdout.decode("utf-8", "replace").split("\0") if part]


def _blob(file: Path) -> str:
    """The id that git gives to a file's content."""
    content = file.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
