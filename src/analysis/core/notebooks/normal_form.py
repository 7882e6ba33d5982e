"""The normal form of an executed notebook: two identical runs give identical bytes.

papermill leaves clocks, paths and a random cell id behind; this takes them out and numbers what is left.
"""

from __future__ import annotations

import json
import re
from typing import Any

from analysis.core.classification import Label

_COUNTER = re.compile(r"0x[0-9a-f]{8,16}")


def normalise(notebook: dict[str, Any], label: Label, root: str) -> dict[str, Any]:
    """A copy of an executed notebook without anything that differs between identical runs.

    Dropped: papermill's and the kernel's timings, paths, cell ids and execution times, the Python patch version, progress
    on stderr, memory addresses. Cells are numbered. The label of what the notebook shows stands in its metadata.
    """
    cells = [_cell(cell, number, root) for number, cell in enumerate(notebook["cells"], 1)]
    kernel = {"display_name": "Regiobeeld", "language": "python", "name": "python3"}
    metadata = {
        "kernelspec": kernel,
        "language_info": {"name": "python"},
        "regiobeeld": {"classification": label.level, "caveats": list(label.caveats)},
    }
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _cell(cell: dict[str, Any], number: int, root: str) -> dict[str, Any]:
    tags = [tag for tag in cell.get("metadata", {}).get("tags", []) if tag != "papermill-error-cell-tag"]
    kept: dict[str, Any] = {
        "cell_type": cell["cell_type"],
        "id": f"cell-{number:02d}",
        "metadata": {"tags": tags} if tags else {},
        "source": cell["source"],
    }
    if cell["cell_type"] == "code":
        kept["execution_count"] = cell.get("execution_count")
        kept["outputs"] = [
            _output(output, root) for output in cell.get("outputs", []) if output.get("name") != "stderr"
        ]
    return kept


def _output(output: dict[str, Any], root: str) -> dict[str, Any]:
    text = json.dumps({key: value for key, value in output.items() if key != "transient"}, ensure_ascii=False)
    text = _COUNTER.sub("0x0", text.replace(json.dumps(root, ensure_ascii=False)[1:-1], "."))
    plain: dict[str, Any] = json.loads(text)
    if plain["output_type"] in ("display_data", "execute_result"):
        plain["metadata"] = {}
    return plain


def dumps(notebook: dict[str, Any]) -> str:
    """A notebook as the text of its file."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
