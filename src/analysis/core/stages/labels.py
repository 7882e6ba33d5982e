"""The label of a stage: the join of the labels of all it declares to read, written beside all that it makes.

Each output has its label in `NAME.label.json` beside it; an executed notebook has it in its metadata. A stage takes it from
there, so that it needs neither the register nor the originals: only a stage that declares the register reads that. The
same rule over the whole pipeline at once is :func:`analysis.privacy.ceiling.inherit`, and a test holds the two together.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.core.classification import LEVELS, Label, join, split_caveats
from analysis.core.errors import ConfidentialityError, Problem
from analysis.core.files import write_whole
from analysis.core.paths import Paths
from analysis.core.stages.declaration import Stage, is_setting, touches

if TYPE_CHECKING:
    import pandas as pd

SUFFIX = ".label.json"
NOTEBOOK = ".ipynb"


def beside(out: str) -> str:
    """Where the label of an output stands."""
    return f"{out}{SUFFIX}"


def needs_one(out: str) -> bool:
    """Whether the label of an output stands beside it: not of a notebook, which holds it, nor of a label."""
    return not out.endswith((SUFFIX, NOTEBOOK))


def of_stage(paths: Paths, stage: Stage, stages: Sequence[Stage]) -> Label:
    """The label of all that `stage` makes.

    Raises
    ------
    ConfidentialityError
        When something it reads has no label: an output of another stage that lacks one, or what people put in, where
        neither this stage nor one before it declares the register. Without a label nothing is processed.
    """
    made = [out for dep in stage.deps for other in stages for out in other.outs if touches(dep, out)]
    labels = [_of_output(paths, out) for out in sorted(set(made)) if not out.endswith(SUFFIX)]
    return join([*labels, *_of_raw(paths, stage, stages)])


def _of_raw(paths: Paths, stage: Stage, stages: Sequence[Stage]) -> Iterator[Label]:
    every = [out for other in stages for out in other.outs]
    raw = [dep for dep in stage.deps if not is_setting(dep) and not any(touches(dep, out) for out in every)]
    register = paths.register.relative_to(paths.root).as_posix()
    if register in stage.deps:
        from analysis.core.register import load

        labels = given(load(paths))
        everything = join(labels.values())
        for dep in raw:
            yield join([label for path, label in labels.items() if touches(dep, path)] or [everything])
    elif raw and not any(register in other.deps for other in _before(stage, stages)):
        raise ConfidentialityError(
            Problem(
                f"stage {stage.name}",
                f"reads {raw[0]}, which has no label",
                f"{register} among its deps in dvc.yaml, or among those of a stage before it",
                "add it: without a label nothing is processed",
            )
        )


def given(register: pd.DataFrame) -> dict[str, Label]:
    """Label of each source by its path; what is decided and the register itself have none and count as all together."""
    return {
        f"data/raw/{row.file}": Label(row.classification, split_caveats(row.caveats)) for row in register.itertuples()
    }


def _before(stage: Stage, stages: Sequence[Stage]) -> list[Stage]:
    """Every stage that `stage` comes from."""
    found: dict[str, Stage] = {}
    waiting = [stage]
    while waiting:
        one = waiting.pop()
        for other in stages:
            if other.name not in found and any(touches(dep, out) for dep in one.deps for out in other.outs):
                found[other.name] = other
                waiting.append(other)
    return list(found.values())


def _of_output(paths: Paths, out: str) -> Label:
    file = paths.root / (out if out.endswith(NOTEBOOK) else beside(out))
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        if out.endswith(NOTEBOOK):
            content = content["metadata"]["regiobeeld"]
        return Label(content["classification"], tuple(content["caveats"]))
    except (OSError, ValueError, KeyError, TypeError):
        raise ConfidentialityError(
            Problem(
                file.relative_to(paths.root).as_posix(),
                "is not there or holds no label",
                f"one of {', '.join(LEVELS)}, and its caveats",
                "run the stage that makes it, `dvc repro` finds which: without a label nothing is processed",
            )
        ) from None


def write(paths: Paths, stage: Stage, label: Label) -> None:
    """Write `label` beside everything that `stage` made. Equal labels are equal bytes."""
    text = json.dumps({"classification": label.level, "caveats": list(label.caveats)}, ensure_ascii=False, indent=1)
    for out in filter(needs_one, stage.outs):
        write_whole(paths.root / beside(out), f"{text}\n")


def read(path: Path) -> Label | None:
    """The label beside an output; None where there is none."""
    file = path.with_name(beside(path.name))
    if not file.is_file():
        return None
    content = json.loads(file.read_text(encoding="utf-8"))
    return Label(content["classification"], tuple(content["caveats"]))
