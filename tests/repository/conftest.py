"""A fresh clone, reproduced once for all tests that read it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from checkout import clone_to, run


@pytest.fixture(scope="session")
def command() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a command in a clone."""
    return run


@pytest.fixture(scope="session")
def clone(root: Path, sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh clone after `make reproduce`; tests read it and never change it."""
    folder = clone_to(root, tmp_path_factory.mktemp("clone") / "study")
    done = run(folder, "make", "reproduce")
    (folder / "reproduce.log").write_text(done.stdout, encoding="utf-8")
    return folder


@pytest.fixture
def changed(clone: Path, tmp_path: Path) -> Path:
    """A copy of the reproduced clone, results and cache included, to change something in."""
    copy = tmp_path / "study"
    subprocess.run(["cp", "--archive", "--reflink=auto", str(clone), str(copy)], check=True)
    return copy
