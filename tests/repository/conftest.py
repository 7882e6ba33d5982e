"""A fresh clone, reproduced once for all tests that read it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import tracing
from checkout import clone_to, in_clone, run
from filelock import FileLock

from analysis.core.stages.absence import ORIGINALS


@pytest.fixture(scope="session")
def command() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a command in a clone."""
    return run


@contextmanager
def once(factory: pytest.TempPathFactory, name: str) -> Iterator[tuple[Path, bool]]:
    """A folder that all workers share, and whether it is still to be filled; the others wait meanwhile."""
    base = factory.getbasetemp()
    home = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    with FileLock(f"{home}.lock"):
        is_new = not (home / "filled").exists()
        if is_new:
            # what a worker that failed left half
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir()
        yield home, is_new
        (home / "filled").touch()


@pytest.fixture(scope="session")
def clone(root: Path, sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh clone after `make reproduce`, whose connections are in `trace` beside it; tests read it and never change it.

    Each worker has a copy: DVC writes down who reads, and two at once would wait for each other.
    """
    with once(tmp_path_factory, "clone") as (home, is_new):
        if is_new:
            folder = clone_to(root, home / "study")
            make = ["make", "reproduce", f"VENV={sys.prefix}"]
            traced = tracing.alone(home / "trace", *make, calls=tracing.CONNECTIONS)
            done = run(folder, *(make[:2] if tracing.why_not() else traced))
            (folder / "reproduce.log").write_text(done.stdout, encoding="utf-8")
    own = tmp_path_factory.mktemp("own")
    subprocess.run(["cp", "--archive", "--reflink=auto", f"{home}/.", str(own)], check=True)
    return own / "study"


@pytest.fixture
def changed(clone: Path, tmp_path: Path) -> Path:
    """A copy of the reproduced clone, results and cache included, to change something in."""
    copy = tmp_path / "study"
    subprocess.run(["cp", "--archive", "--reflink=auto", str(clone), str(copy)], check=True)
    return copy


@dataclass(frozen=True)
class Elsewhere:
    """A second clone, reproduced under other conditions than the first.

    Another place, another hash seed, another number of threads, each stage in a process of its own. As far as the kernel
    allows in a network of its own and under strace (`trace`; else `why_not`). From `embeddings` on without originals and
    without key, by the command whose words are `printed`.
    """

    root: Path
    printed: str
    why_not: str
    trace: tracing.Trace
    pickles: list[str]


@pytest.fixture(scope="session")
def elsewhere(root: Path, sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    """The second clone; tests read it and never change it."""
    why_not = tracing.why_not()
    with once(tmp_path_factory, "elsewhere") as (home, is_new):
        if is_new:
            printed = _reproduce_elsewhere(root, home, why_not)
            (home / "printed").write_text(printed, encoding="utf-8")
    study = home / "deeper" / "study"
    seen = tracing.read(study, [] if why_not else [home / "trace-1", home / "trace-2"])
    pickles = home / "pickles"
    told = pickles.read_text(encoding="utf-8").splitlines() if pickles.is_file() else []
    return Elsewhere(study, (home / "printed").read_text(encoding="utf-8"), why_not, seen, told)


def _reproduce_elsewhere(root: Path, home: Path, why_not: str) -> str:
    study = clone_to(root, home / "deeper" / "study")
    (home / "listener").mkdir()
    (home / "listener/sitecustomize.py").write_text(tracing.LISTENER, encoding="utf-8")
    environment = {**in_clone(study), "PYTHONHASHSEED": "12345", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    environment["PYTHONPATH"] += f":{home / 'listener'}"
    environment["TRACED_PICKLES"] = str(home / "pickles")

    def runs(number: int, *command: str) -> str:
        whole = list(command) if why_not else tracing.alone(home / f"trace-{number}", *command)
        done = subprocess.run(whole, cwd=study, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        return done.stdout

    runs(1, sys.executable, "-m", "dvc", "repro", "passages")
    away = [*ORIGINALS, "data/processed/way_back.parquet"]
    for number, place in enumerate(away):
        shutil.move(study / place, home / f"away-{number}")
    printed = runs(2, "regiobeeld", "reproduce")
    for number, place in enumerate(away):
        shutil.move(home / f"away-{number}", study / place)
    return printed
