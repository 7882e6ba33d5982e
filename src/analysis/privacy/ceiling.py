"""Labels of what the pipeline makes, from what `dvc.yaml` declares: each output carries the join of all its stage read.

A stage writes its own label while it runs (:mod:`analysis.core.stages.labels`), from what those before it wrote. This reckons
the labels of the whole pipeline at once, from the register and from `dvc.yaml` as DVC itself reads it, and holds what was
written against that. Rows of a table may carry the label of the source they come from; the file as a whole carries that of
its stage, which is at least as high. Where no label is known for what people put in, it is the join of the whole register.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from analysis.core.classification import LEVELS, Label, join, join_caveats, label_of, rank, split_caveats
from analysis.core.errors import ConfidentialityError, Problem
from analysis.core.files import replacing
from analysis.core.paths import Paths
from analysis.core.stages import labels as written
from analysis.core.stages.declaration import SETTINGS, Stage, is_below, read_by_dvc, touches


def inherit(stages: Sequence[Stage], given: Mapping[str, Label]) -> dict[str, Label]:
    """The label of every output.

    Parameters
    ----------
    stages : sequence of Stage
        In any order.
    given : mapping of str to Label
        Label of each path that no stage makes. A path without one counts as labelled with the join of all.

    Returns
    -------
    dict of str to Label
        By output: the join of all its stage read, and of all that those came from.

    Raises
    ------
    ValueError
        When stages read what they make, directly or in a round.
    """
    everything = join(given.values())
    makers = {stage.name: stage for stage in stages}
    before = {
        stage.name: [
            other.name for other in stages if any(touches(dep, out) for dep in stage.deps for out in other.outs)
        ]
        for stage in stages
    }
    found: dict[str, Label] = {}
    for name in _sorted(before):
        own = join(found[earlier] for earlier in before[name])
        raw = [_raw(dep, stages, given, everything) for dep in makers[name].deps]
        found[name] = join([own, *raw])
    return {out: found[stage.name] for stage in stages for out in stage.outs}


def _sorted(before: Mapping[str, Sequence[str]]) -> list[str]:
    from graphlib import CycleError, TopologicalSorter

    try:
        return list(TopologicalSorter(before).static_order())
    except CycleError:
        raise ValueError("stages that wait for each other") from None


def _raw(dep: str, stages: Sequence[Stage], given: Mapping[str, Label], everything: Label) -> Label:
    """The label of what a dependency holds that no stage makes."""
    if any(is_below(dep, out) for stage in stages for out in stage.outs):
        return Label()
    inside = [label for path, label in given.items() if touches(dep, path)]
    if inside:
        return join(inside)
    is_made = any(is_below(out, dep) for stage in stages for out in stage.outs)
    return Label() if is_made else everything


def given_labels(register: pd.DataFrame) -> dict[str, Label]:
    """Labels of what people put in: each source's own, the lowest for settings and code.

    What is decided, and the register itself, is written by people who have read all: nothing is given for it.
    """
    return written.given(register) | {path: Label() for path in SETTINGS}


def labels_of_outputs(paths: Paths, register: pd.DataFrame) -> dict[str, Label]:
    """The label each output of this study's pipeline must carry; rows of `register` as in :mod:`analysis.core.register`."""
    return inherit(read_by_dvc(paths.root), given_labels(register))


def unasked(register: pd.DataFrame, level: str, authorities: str) -> list[str]:
    """Originators of sources above `level` who are not among the `authorities` ("a;b") that lower what came from them.

    Something made from several sources is lowered by each body that set one of their levels. A register that does not say
    who did (one of before that column) names nobody here.
    """
    asked = {name.strip().casefold() for name in authorities.split(";")}
    rows = register[[rank(found) > rank(level) for found in register["classification"]]]
    return sorted({name for name in rows["originator"] if name and name.casefold() not in asked})


def is_under(label: Label, floor: Label) -> bool:
    """Whether a label is lower than it must be, or lacks a caveat."""
    return rank(label.level) < rank(floor.level) or not set(floor.caveats) <= set(label.caveats)


def file_label(path: Path) -> Label | None:
    """The label in a Parquet file's metadata; None without one."""
    import pyarrow.parquet as pq

    metadata = pq.read_schema(path).metadata or {}
    level = metadata.get(b"classification", b"").decode()
    if level not in LEVELS:
        return None
    return Label(level, split_caveats(metadata.get(b"caveats", b"").decode()))


def row_problems(table: pd.DataFrame, by_source: Mapping[str, Label], where: str) -> list[Problem]:
    """Rows of one source that are labelled under it; tables without `source_id` or labels have none."""
    if not {"source_id", "classification", "caveats"} <= set(table.columns):
        return []
    pairs = table[["source_id", "classification", "caveats"]].drop_duplicates()
    return [
        Problem(f"{where}, source {row.source_id}", f"is labelled {found}", f"at least {floor}", "run `dvc repro`")
        for row in pairs.itertuples()
        if (floor := by_source.get(row.source_id)) is not None
        and is_under(found := Label(row.classification, split_caveats(row.caveats)), floor)
    ]


def audit(paths: Paths, register: pd.DataFrame) -> tuple[int, list[Problem]]:
    """Hold every output that is there against the labels of all it came from.

    Returns
    -------
    checked : int
        Parquet files looked at, and labels that stand beside an output.
    problems : list of Problem
        Files without a label, or with one under that of their stage; rows under that of their source.
    """
    floors = labels_of_outputs(paths, register)
    by_source = {row.source_id: Label(row.classification, split_caveats(row.caveats)) for row in register.itertuples()}
    checked, problems = 0, []
    for out, floor in sorted(floors.items()):
        if written.needs_one(out) and (paths.root / out).exists():
            checked += 1
            problems += _problems(written.read(paths.root / out), floor, written.beside(out))
        for path in parquet_below(paths.root / out):
            checked += 1
            where = path.relative_to(paths.root).as_posix()
            problems += _problems(file_label(path), floor, where)
            problems += row_problems(pd.read_parquet(path), by_source, where)
    return checked, problems


def _problems(label: Label | None, floor: Label, where: str) -> list[Problem]:
    if label is None:
        return [Problem(where, "has no label", str(floor), "run its stage")]
    return [Problem(where, f"is labelled {label}", f"at least {floor}", "run its stage")] * is_under(label, floor)


def parquet_below(path: Path) -> list[Path]:
    """A Parquet file, or all in a folder, sorted."""
    if path.is_dir():
        return sorted(path.rglob("*.parquet"))
    return [path] if path.suffix == ".parquet" and path.is_file() else []


def stamp(paths: Paths, stage: str, register: pd.DataFrame) -> Label:
    """Write the label of a stage into all Parquet files it made, and beside all it made.

    Rows keep the label of their source. A file that carries more already keeps that too: a label only rises.

    Returns
    -------
    Label

    Raises
    ------
    ConfidentialityError
        When the pipeline has no such stage.
    """
    stages = read_by_dvc(paths.root)
    mine = next((one for one in stages if one.name == stage), None)
    if mine is None:
        raise ConfidentialityError(Problem(f"stage {stage}", "is not in dvc.yaml", " or ".join(s.name for s in stages)))
    floor = inherit(stages, given_labels(register))[mine.outs[0]] if mine.outs else Label()
    for out in mine.outs:
        for path in parquet_below(paths.root / out):
            raise_file(path, floor)
    written.write(paths, mine, floor)
    return floor


def raise_file(path: Path, floor: Label) -> Label:
    """Raise the label in a Parquet file's metadata to `floor`; the label it then has."""
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    held = file_label(path) or Label()
    if {"classification", "caveats"} <= set(table.column_names):
        held = join([held, label_of(table.select(["classification", "caveats"]).to_pandas())])
    label = join([held, floor])
    metadata = dict(table.schema.metadata or {})
    metadata |= {b"classification": label.level.encode(), b"caveats": join_caveats(label.caveats).encode()}
    with replacing(path) as part:
        pq.write_table(table.replace_schema_metadata(metadata), part, compression="zstd")
    return label
