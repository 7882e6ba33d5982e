"""Fresh clones of the last commit, and the whole pipeline run in them, as a researcher would."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest


def in_clone(clone: Path) -> dict[str, str]:
    """Environment in which a clone's own code runs, with the packages of this environment."""
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith(("REGIOBEELD", "PYTEST"))},
        "PYTHONPATH": str(clone / "src"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "DVC_NO_ANALYTICS": "1",
        # between two stages a host stays, and soon after the last one it makes room for what else is tested
        "REGIOBEELD_HOST": "5",
    }


def run(clone: Path, *command: str, ok: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a command of the README in a clone; `make` uses this environment and changes nothing in it."""
    whole = [*command, f"VENV={sys.prefix}"] if command[0] == "make" else list(command)
    done = subprocess.run(whole, cwd=clone, env=in_clone(clone), capture_output=True, text=True)
    assert not ok or done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done


def clone_to(root: Path, folder: Path) -> Path:
    """A fresh clone of the last commit of `root`."""
    if subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True).returncode != 0:
        pytest.skip("this copy is no git checkout with a commit, so there is nothing to clone")
    subprocess.run(["git", "clone", "--quiet", str(root), str(folder)], check=True)
    return folder


def hashes(clone: Path) -> dict[str, str]:
    """SHA-256 of every table, notebook, figure, page and report that a run leaves."""
    made = [
        clone / "data/processed",
        *(clone / "reports" / part for part in ("regions", "overall", "editions", "site")),
    ]
    files = sorted(path for folder in made for path in folder.rglob("*") if path.is_file())
    kept = [path for path in files if ".cache" not in path.parts]
    return {str(path.relative_to(clone)): hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}
