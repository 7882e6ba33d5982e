"""One study that is hostile wherever a study holds text, taken through the whole pipeline once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import browser
import probe
import pytest


@dataclass(frozen=True)
class Hostile:
    """The study after its run, and the server that its strings would call."""

    root: Path
    texts: list[str]
    server: browser.Counter

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run `regiobeeld COMMAND` in it."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("REGIOBEELD", "PYTEST"))}
        environment |= {"PYTHONPATH": str(self.root / "src"), "DVC_NO_ANALYTICS": "1", "COLUMNS": "400"}
        environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(["regiobeeld", *command], cwd=self.root, env=environment, capture_output=True, text=True)

    def pages(self) -> list[Path]:
        """Every page that the run left."""
        return sorted((self.root / "reports").rglob("*.html"))


@pytest.fixture(scope="session")
def hostile(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    """The study after `regiobeeld reproduce`; tests read it and never change it."""
    if subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True).returncode != 0:
        pytest.skip("this copy is no git checkout with a commit, so there is nothing to clone")
    study = tmp_path_factory.mktemp("hostile") / "study"
    subprocess.run(["git", "clone", "--quiet", str(root), str(study)], check=True)
    with browser.counting() as server:
        made = Hostile(study, probe.fill(study, server.host), server)
        done = made.run("reproduce")
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        yield made
