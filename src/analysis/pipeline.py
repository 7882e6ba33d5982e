"""The pipeline from outside: run it and tell what happened, find what is stale, hold its lock against the committed one."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from analysis.core.errors import Problem, RegiobeeldError

LOCK = "dvc.lock"
_RUNNING = re.compile(r"Running stage '([^']+)'")
_FAILED = re.compile(r"failed to reproduce '([^']+)'")
_BUSY = re.compile(r"is busy, it is being blocked by")
_DAMAGED = re.compile(r"database disk image is malformed|file is not a database")
_SKIPPED = re.compile(r"Stage '([^']+)' (?:didn't change|is cached)")


class PipelineError(RegiobeeldError):
    """A stage of the pipeline failed, or DVC could not run."""

    title = "The pipeline stopped"


@dataclass(frozen=True)
class Stage:
    """What happened to one stage: `seconds` is None when it was skipped because nothing it depends on had changed."""

    name: str
    seconds: float | None


def environment() -> dict[str, str]:
    """This process's environment, with everything off that DVC would tell others, and this Python's programs first."""
    return {
        **os.environ,
        "DVC_NO_ANALYTICS": "1",
        "DVC_SITE_CACHE_DIR": os.environ.get("DVC_SITE_CACHE_DIR", str(Path.cwd() / ".dvc/tmp/site")),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
    }


def dvc(*arguments: str) -> list[str]:
    """Command line for DVC in this Python."""
    return [sys.executable, "-m", "dvc", *arguments]


def reproduce(root: Path, targets: list[str], tell: Callable[[str], None]) -> list[Stage]:
    """Run `dvc repro`, passing its lines on as they come.

    Returns
    -------
    list of Stage
        In the order in which DVC met them.

    Raises
    ------
    PipelineError
        When a stage failed; what DVC and the stage said was passed on before.
    """
    process = subprocess.Popen(
        dvc("repro", *targets), cwd=root, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if process.stdout is None:
        raise RuntimeError("a process that was given a pipe has one")
    said: list[str] = []

    def hear(line: str) -> None:
        said.append(line)
        tell(line)

    stages = list(_follow(process.stdout, hear))
    if process.wait() != 0:
        in_git(root)
        raise PipelineError(_stopped(said, stages))
    return stages


def _stopped(said: list[str], stages: list[Stage]) -> Problem:
    """Why DVC ended: another run holds the study, or a stage failed, the one that DVC names or else the last it met."""
    named = [match.group(1) for line in said if (match := _FAILED.search(line))]
    where = named[-1] if named else stages[-1].name if stages else "dvc repro"
    if any(_BUSY.search(line) for line in said):
        return Problem(where, "another run is at work in this study", "one at a time", "wait until it has ended")
    if any(_DAMAGED.search(line) for line in said):
        return _damaged(where)
    return Problem(
        where, "did not end well; what it said is above", "", "mend that, then `make reproduce`; the rest is kept"
    )


def _damaged(where: str) -> Problem:
    place = environment()["DVC_SITE_CACHE_DIR"]
    found = (
        "DVC's memory of which files it has seen is damaged, as after a power cut; results and sources are not in it"
    )
    return Problem(where, found, "", f"remove {place}, which DVC makes again, then run it once more")


def in_git(root: Path) -> None:
    """DVC works in git only.

    Raises
    ------
    PipelineError
        When the study lies in no git repository, as one that came as a zip does.
    """
    done = subprocess.run(["git", "rev-parse", "--git-dir"], cwd=root, capture_output=True)
    if done.returncode != 0:
        raise PipelineError(
            Problem(str(root), "is in no git repository, which DVC works in", "", "run `git init` there, once")
        )


def _follow(lines: Any, tell: Callable[[str], None]) -> Iterator[Stage]:
    running, began = "", time.monotonic()
    for line in lines:
        tell(line.rstrip("\n"))
        now = time.monotonic()
        started, skipped = _RUNNING.search(line), _SKIPPED.search(line)
        if running and (started or skipped):
            yield Stage(running, now - began)
            running = ""
        if started:
            running, began = started.group(1), now
        elif skipped:
            yield Stage(skipped.group(1), None)
    if running:
        yield Stage(running, time.monotonic() - began)


ABSENT = ("deleted", "not in cache")
"""How DVC calls what the pipeline makes and a fresh clone does not have."""


def status(root: Path) -> dict[str, list[tuple[str, str]]]:
    """What differs from dvc.lock, by stage: pairs of a path (or parameter, or `command`) and how it differs."""
    done = subprocess.run(dvc("status", "--json"), cwd=root, env=environment(), capture_output=True, text=True)
    if done.returncode != 0:
        in_git(root)
        if _DAMAGED.search(done.stderr):
            raise PipelineError(_damaged("dvc status"))
        raise PipelineError(Problem("dvc status", done.stderr.strip()[-500:] or "failed", "", "mend dvc.yaml"))
    return {stage: list(_changes(entries)) for stage, entries in json.loads(done.stdout or "{}").items()}


def _changes(entries: list[Any]) -> Iterator[tuple[str, str]]:
    for entry in entries:
        if not isinstance(entry, dict):
            yield "command", str(entry)
            continue
        for changed in entry.values():
            for path, how in changed.items():
                if isinstance(how, dict):
                    yield from ((f"{path}:{key}", str(value)) for key, value in how.items())
                else:
                    yield path, how


def stale(root: Path) -> list[str]:
    """Stages whose inputs, command or results are no longer those of dvc.lock; needs neither data nor cache.

    `dvc repro --dry --allow-missing` would do for single files, but stops at a folder that several stages fill.
    """
    made = (
        {path.split("/", 1)[0] for _, path in outputs((root / LOCK).read_text(encoding="utf-8"))}
        if _locked(root)
        else set()
    )
    return [
        stage
        for stage, changes in status(root).items()
        if any(not (how in ABSENT and _is_made(path, made)) for path, how in changes)
    ]


def unmade(root: Path) -> list[str]:
    """Stages whose results are not there: they have to run before anything can be said of their bytes."""
    return [stage for stage, changes in status(root).items() if any(how in ABSENT for _, how in changes)]


def _locked(root: Path) -> bool:
    return (root / LOCK).is_file()


def _is_made(path: str, made: set[str]) -> bool:
    # data/processed and reports/* are made; data/raw and reports/text are put in by people
    return path.split("/", 1)[0] in made and not path.startswith(("data/raw", "reports/text"))


def outputs(lock: str) -> dict[tuple[str, str], str]:
    """Hash of each output in the text of a dvc.lock, by stage and path."""
    stages = (yaml.safe_load(lock) or {}).get("stages", {})
    return {
        (stage, out["path"]): out.get("md5", "") for stage, entry in stages.items() for out in entry.get("outs", [])
    }


def differences(committed: str, present: str, order: list[str]) -> list[tuple[str, str]]:
    """Outputs whose hash is not the committed one, in the order of the pipeline (`order`: stage names, first to last)."""
    before, after = outputs(committed), outputs(present)
    differing = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    place = {stage: number for number, stage in enumerate(order)}
    return sorted(differing, key=lambda key: (place.get(key[0], len(place)), key))


def committed_lock(root: Path) -> str:
    """The dvc.lock of the last commit.

    Raises
    ------
    PipelineError
        When this is no git checkout or no lock was committed.
    """
    in_git(root)
    done = subprocess.run(["git", "show", f"HEAD:./{LOCK}"], cwd=root, capture_output=True, text=True)
    if done.returncode != 0:
        raise PipelineError(
            Problem(LOCK, "is not committed", "", "`git add dvc.lock && git commit` after `make reproduce`")
        )
    return done.stdout


def order(root: Path) -> list[str]:
    """Names of all stages, each after those it depends on."""
    import networkx
    from dvc.repo import Repo

    with Repo(str(root)) as repo:
        graph = repo.index.graph
        return [stage.addressing for stage in networkx.topological_sort(graph.reverse(copy=True))]
