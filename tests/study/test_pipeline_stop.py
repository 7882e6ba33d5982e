"""Why a run stopped is told of the stage that did stop, and another run at work is no mistake to mend."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from analysis import pipeline
from analysis.pipeline import PipelineError, reproduce

SKIPPED = "Stage 'sources' didn't change, skipping"
FAILED = "ERROR: failed to reproduce 'passages': failed to run: regiobeeld run 2_passages, exited with 2"
BUSY = "ERROR: failed to reproduce 'passages': 'passages.parquet' is busy, it is being blocked by:"
DAMAGED = "ERROR: unexpected error - database disk image is malformed"


def stopped(root: Path, monkeypatch: pytest.MonkeyPatch, *lines: str) -> str:
    script = root / "dvc.sh"
    script.write_text("cat <<'END'\n" + "\n".join(lines) + "\nEND\nexit 255\n", encoding="utf-8")
    monkeypatch.setattr(pipeline, "dvc", lambda *_: ["sh", str(script)])
    with pytest.raises(PipelineError) as caught:
        reproduce(root, [], lambda line: None)
    return str(caught.value.problems[0])


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ((SKIPPED, FAILED), "passages: did not end well"),
        ((SKIPPED,), "sources: did not end well"),
        ((), "dvc repro: did not end well"),
        ((SKIPPED, BUSY), "passages: another run is at work in this study"),
        ((SKIPPED, DAMAGED), "sources: DVC's memory of which files it has seen is damaged"),
    ],
)
def test_the_stage_that_stopped_is_named(tmp_path, monkeypatch, lines, told):
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    assert stopped(tmp_path, monkeypatch, *lines).startswith(told)


def test_a_study_in_no_git_repository_says_what_to_do(tmp_path, monkeypatch):
    assert "run `git init` there, once" in stopped(tmp_path, monkeypatch, "ERROR: not a git repository")


@pytest.mark.slow
def test_a_memory_of_dvc_that_a_power_cut_damaged_can_go(tmp_path, monkeypatch):
    for command in (
        ["git", "init", "-q"],
        pipeline.dvc("init", "-q"),
        pipeline.dvc("stage", "add", "-n", "a", "-o", "b", "echo >b"),
    ):
        subprocess.run(command, cwd=tmp_path, env=pipeline.environment(), check=True)
    memory = tmp_path / "memory"
    monkeypatch.setenv("DVC_SITE_CACHE_DIR", str(memory))
    monkeypatch.chdir(tmp_path)
    reproduce(tmp_path, [], lambda line: None)
    for database in memory.rglob("cache.db"):
        database.write_bytes(b"torn " * 1000)
    with pytest.raises(PipelineError, match=r"remove .*memory, which DVC makes again"):
        pipeline.status(tmp_path)
    shutil.rmtree(memory)
    assert pipeline.status(tmp_path) == {}
