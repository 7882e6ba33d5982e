"""The hook lets nothing by where it cannot look, and says what it needs."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path


def test_without_the_environment_nothing_is_committed_and_the_mend_is_told(root: Path, tmp_path: Path) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    for program in ("git", "sh"):
        (programs / program).symlink_to(shutil.which(program) or "")
    study = tmp_path / "study"
    subprocess.run(["git", "init", "-q", str(study)], check=True)
    hook = study / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    shutil.copy(root / ".githooks/pre-commit", hook)
    (study / "note.txt").write_text("x", encoding="utf-8")
    by_somebody = {f"GIT_{role}_{what}": "a@b" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {"PATH": str(programs), "HOME": str(tmp_path), **by_somebody}
    subprocess.run(["git", "add", "note.txt"], cwd=study, env=environment, check=True)
    done = subprocess.run(["git", "commit", "-m", "x"], cwd=study, env=environment, capture_output=True, text=True)
    assert done.returncode != 0
    assert "Run `make env` here" in done.stderr
    assert "Traceback" not in done.stderr
    assert os.access(root / ".githooks/pre-commit", os.X_OK)
