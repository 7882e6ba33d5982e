"""The parameters of a notebook: what its `parameters` cell assigns, and whether given ones fit.

papermill only warns about an unknown parameter and goes on with the default, does not escape names, and guesses types
(`01` becomes 1). Here names and values are held against the notebook before anything runs.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from analysis.core.errors import NotebookError, Problem

TAG = "parameters"


def declared(notebook: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Parameters of a notebook with their defaults, from the one cell tagged `parameters`.

    Raises
    ------
    NotebookError
        When the cell assigns something else than literals.
    """
    cells = [cell for cell in notebook["cells"] if TAG in cell.get("metadata", {}).get("tags", [])]
    defaults: dict[str, Any] = {}
    for cell in cells:
        for statement in ast.parse("".join(cell["source"])).body:
            try:
                (target,) = statement.targets  # type: ignore[attr-defined]
                defaults[target.id] = ast.literal_eval(statement.value)  # type: ignore[attr-defined]
            except (AttributeError, ValueError):
                raise NotebookError(
                    Problem(
                        f"{name}, cell {TAG}, line {statement.lineno}",
                        "is not `name = value` with a plain value",
                        "assignments only",
                    )
                ) from None
    return defaults


def fit(given: Mapping[str, str], notebook: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Given parameters (as text, from a command line) in the type of their defaults.

    Returns
    -------
    dict
        Only the parameters that were given.

    Raises
    ------
    NotebookError
        With every name that the notebook does not have and every value that is not of its default's type.
    """
    defaults = declared(notebook, name)
    values, problems = {}, []
    for key, text in given.items():
        if key not in defaults:
            known = ", ".join(defaults) or "none"
            problems.append(
                Problem(f"{name}, parameter {key!r}", "does not exist", f"one of: {known}", "check the spelling")
            )
            continue
        try:
            values[key] = _as(type(defaults[key]), text)
        except ValueError:
            expected = type(defaults[key]).__name__
            problems.append(Problem(f"{name}, parameter {key}", repr(text), f"a value of type {expected}", "mend it"))
    if problems:
        raise NotebookError(problems)
    return values


def _as(kind: type, text: str) -> Any:
    if kind is bool:
        return {"true": True, "false": False}.get(text.lower()) if text.lower() in ("true", "false") else _refuse(text)
    if kind in (int, float, str):
        return kind(text)
    value = ast.literal_eval(text)
    return value if isinstance(value, kind) else _refuse(text)


def _refuse(text: str) -> Any:
    raise ValueError(text)
