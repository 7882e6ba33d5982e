"""Rules a notebook in git keeps: no outputs, no functions, short cells, one parameters cell, and the last cell alone writes."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

from analysis.core.errors import Problem

LONGEST_CELL = 24
"""Lines: what fits on a screen."""

READERS = (
    "read_bytes",
    "read_csv",
    "read_excel",
    "read_feather",
    "read_json",
    "read_parquet",
    "read_table",
    "read_text",
)
"""Calls that open a file past the workspace; a table so read is opened by Arrow, which tells nobody."""


def problems_in(path: Path) -> list[Problem]:
    """Everything about the notebook at `path` that is against the rules."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return [Problem(path.name, "is no notebook", "JSON", "restore it from git")]
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    tagged = [cell for cell in code if "parameters" in cell["metadata"].get("tags", [])]
    problems = [
        Problem(f"{path.name}, code cell {number}", found, "", remedy)
        for number, cell in enumerate(code, 1)
        for found, remedy in _cell_problems(cell, last=number == len(code))
    ]
    if len(tagged) != 1:
        problems.append(
            Problem(path.name, f"has {len(tagged)} cells tagged parameters", "one", "tag the first code cell")
        )
    return problems


def _cell_problems(cell: dict, last: bool) -> Iterator[tuple[str, str]]:
    source = "".join(cell["source"])
    if cell.get("outputs") or cell.get("execution_count"):
        yield "has outputs, which may hold text of a source", "clear all outputs before you commit"
    if source.count("\n") >= LONGEST_CELL:
        yield f"has {source.count(chr(10)) + 1} lines", f"keep it under {LONGEST_CELL + 1}: move logic to src/analysis"
    tree = ast.parse(source)
    if any(isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef) for node in ast.walk(tree)):
        yield "defines a function or class", "move it to src/analysis"
    if any(isinstance(node, ast.Call) and _reads(node.func) for node in ast.walk(tree)):
        yield "reads a file itself", "read through the workspace, which is held against what dvc.yaml declares"
    writes = any(
        isinstance(node, ast.Call) and _called(node.func).startswith(("write", "save")) for node in ast.walk(tree)
    )
    if writes and not last:
        yield "writes results", "write in the last cell only, so that a failed run leaves the last good results"


def _reads(function: ast.expr) -> bool:
    return _called(function) in READERS or (isinstance(function, ast.Name) and function.id == "open")


def _called(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
