"""What `dvc.yaml` declares: each stage with what it reads and what it makes, and which one a command line is.

DVC's own reading of the file takes most of a second, which every stage would pay; this one takes a few milliseconds, and a
test holds it against DVC's. What it does not understand (`matrix`, `wdir`) is left to DVC.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from analysis.core.study import LOADER

FILE = "dvc.yaml"

SETTINGS = (
    "data/raw/study.yaml",
    "data/raw/interview_guide.yaml",
    "data/raw/codebook.yaml",
    "models",
    "notebooks",
    "params.yaml",
    "pyproject.toml",
    "reports/text",
    "requirements.lock",
    "src",
)
"""What a stage reads that comes from no source."""

_FILLED = re.compile(r"\$\{\s*([^}]+?)\s*\}")
_OURS = {"cmd", "deps", "outs", "params", "desc", "metrics", "plots", "frozen", "always_changed", "meta"}


@dataclass(frozen=True)
class Stage:
    """What a stage reads and what it makes, as paths below the root of the study.

    `params` are the files of which it reads keys.
    """

    name: str
    deps: tuple[str, ...]
    outs: tuple[str, ...]
    command: str = ""
    params: tuple[str, ...] = ()


class _LeftToDvc(Exception):
    """Something that only DVC itself understands."""


def is_below(path: str, folder: str) -> bool:
    """Whether `path` is `folder` or lies in it.

    >>> is_below("data/raw/a.txt", "./data/raw/"), is_below("data/rawer", "data/raw"), is_below("data", ".")
    (True, False, True)
    """
    path, folder = _plain(path), _plain(folder)
    return folder in (path, ".") or path.startswith(f"{folder}/")


@cache
def _plain(path: str) -> str:
    return str(PurePosixPath(path))


def touches(one: str, other: str) -> bool:
    """Whether reading one of two paths reads something of the other."""
    return is_below(one, other) or is_below(other, one)


def is_setting(path: str) -> bool:
    """Whether `path` holds only what comes from no source."""
    return any(is_below(path, setting) for setting in SETTINGS)


def read(root: Path) -> list[Stage]:
    """The stages of the study in `root`, by name; none when it has no pipeline."""
    if not (root / FILE).is_file():
        return []
    # DVC fills in from params.yaml too; a stage that does not declare it opens it only where dvc.yaml asks for that
    for defaults in ([], ["params.yaml"]):
        try:
            return sorted(_read(root, defaults), key=lambda stage: stage.name)
        except (_LeftToDvc, FileNotFoundError):
            continue
    return read_by_dvc(root)


def _read(root: Path, defaults: Sequence[str]) -> Iterator[Stage]:
    content = _load(root / FILE)
    values = _values(root, [*defaults, *content.get("vars", [])])
    for name, entry in (content.get("stages") or {}).items():
        if "foreach" not in entry:
            yield _stage(name, entry, values)
            continue
        items = _fill(entry["foreach"], values)
        pairs = items.items() if isinstance(items, Mapping) else [(str(item), item) for item in items]
        for key, item in pairs:
            yield _stage(f"{name}@{key}", entry["do"], {**values, "key": key, "item": item})


def _load(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        return yaml.load(stream, LOADER) or {}


def _values(root: Path, entries: Sequence[Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for entry in entries:
        if isinstance(entry, Mapping):
            values |= entry
            continue
        file, _, keys = entry.partition(":")
        content = _load(root / file)
        values |= {key: content[key] for key in keys.split(",")} if keys else content
    return values


def _stage(name: str, entry: Mapping[str, Any], values: Mapping[str, Any]) -> Stage:
    if set(entry) - _OURS:
        raise _LeftToDvc
    filled = {key: _fill(value, values) for key, value in entry.items()}
    command = filled.get("cmd", "")
    files = [
        key for item in filled.get("params", []) for key in (item if isinstance(item, Mapping) else ["params.yaml"])
    ]
    outs = [path for part in ("outs", "metrics", "plots") for path in _paths(filled.get(part, []))]
    return Stage(
        name,
        tuple(sorted(set(_paths(filled.get("deps", []))))),
        tuple(sorted(set(outs))),
        command if isinstance(command, str) else " && ".join(command),
        tuple(sorted(set(files))),
    )


def _paths(entries: Iterable[Any]) -> Iterator[str]:
    for entry in entries:
        yield from (PurePosixPath(path).as_posix() for path in (entry if isinstance(entry, Mapping) else [entry]))


def _fill(value: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(value, Mapping):
        return {_fill(key, values): _fill(item, values) for key, item in value.items()}
    if isinstance(value, list):
        return [_fill(item, values) for item in value]
    if not isinstance(value, str):
        return value
    whole = _FILLED.fullmatch(value)
    if whole:
        return _look_up(whole[1], values)
    return _FILLED.sub(lambda found: str(_look_up(found[1], values)), value)


def _look_up(name: str, values: Mapping[str, Any]) -> Any:
    found: Any = values
    for part in name.split("."):
        if not isinstance(found, Mapping) or part not in found:
            raise _LeftToDvc
        found = found[part]
    return found


def read_by_dvc(root: Path) -> list[Stage]:
    """The stages of dvc.yaml as DVC itself understands them."""
    from dvc.dependency import ParamsDependency
    from dvc.repo import Repo

    def below(entries: Iterable[Any]) -> tuple[str, ...]:
        return tuple(sorted({Path(entry.fs_path).relative_to(root.resolve()).as_posix() for entry in entries}))

    with Repo(str(root)) as repo:
        return sorted(
            (
                Stage(
                    stage.name or stage.addressing,
                    below(dep for dep in stage.deps if not isinstance(dep, ParamsDependency)),
                    below(stage.outs),
                    stage.cmd if isinstance(stage.cmd, str) else " && ".join(stage.cmd),
                    below(dep for dep in stage.deps if isinstance(dep, ParamsDependency)),
                )
                # a file that was added with `dvc add` is put in by people: no stage makes it
                for stage in repo.index.stages
                if stage.cmd
            ),
            key=lambda stage: stage.name,
        )


def current(root: Path, stages: Sequence[Stage], arguments: Sequence[str]) -> Stage | None:
    """The stage that this process is: the one DVC says, else the one whose command is `regiobeeld ARGUMENTS`."""
    named = os.environ.get("DVC_STAGE", "") if _is_here(os.environ.get("DVC_ROOT", ""), root) else ""
    by_name = {stage.name: stage for stage in stages}
    if named in by_name:
        return by_name[named]
    return next((stage for stage in stages if shlex.split(stage.command)[1:] == list(arguments)), None)


def _is_here(folder: str, root: Path) -> bool:
    return bool(folder) and Path(folder).resolve() == root.resolve()
