"""Run a notebook with papermill, in a kernel that talks over IPC, so that what it shows can be trusted afterwards.

Parameters are checked first, the result is brought into normal form and replaces the last good one only when every cell
succeeded. A failed run is kept apart, for whoever wants to look at it.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.core import processor
from analysis.core.classification import Label, floor
from analysis.core.errors import NotebookError, Problem
from analysis.core.files import write_whole
from analysis.core.notebooks import kernel, normal_form, parameters, validation
from analysis.core.paths import Paths

PIPELINE = "REGIOBEELD_PIPELINE"
"""Set in the environment of a notebook that the pipeline runs: no widgets, no progress bars."""


def execute(name: str, given: Mapping[str, str], paths: Paths, suffix: str = "") -> Path:
    """Run notebook `name` and put the result in `data/processed/notebooks/`.

    Parameters
    ----------
    name : str
        Name of a notebook in notebooks/, without `.ipynb`.
    given : mapping of str to str
        Parameters by name, as text.
    paths : Paths
        The study.
    suffix : str
        Put behind the name of the result: one notebook run for each region gives one result a region.

    Returns
    -------
    Path
        The executed notebook.

    Raises
    ------
    NotebookError
        When there is no such notebook, a parameter does not fit, or a cell fails; earlier results are then untouched.
    """
    source = paths.notebooks / f"{name}.ipynb"
    if not source.is_file():
        known = ", ".join(sorted(path.stem for path in paths.notebooks.glob("*.ipynb")))
        raise NotebookError(Problem(f"notebooks/{name}.ipynb", "is not there", f"one of: {known}", "check the name"))
    values = parameters.fit(given, json.loads(source.read_text(encoding="utf-8")), source.name)
    result = paths.executed / f"{name}{suffix}.ipynb"
    failed = paths.processed / "failed" / result.name
    executed = _run(source, values, paths, failed)
    label = _label(executed)
    text = normal_form.dumps(normal_form.normalise(executed, label, str(paths.root)))
    write_whole(result, text)
    failed.unlink(missing_ok=True)
    return result


def _run(source: Path, values: dict[str, Any], paths: Paths, failed: Path) -> dict[str, Any]:
    environment = {"REGIOBEELD_ROOT": str(paths.root), PIPELINE: "1", "PYTHONHASHSEED": "0"}
    environment |= processor.settings(os.environ)
    with (
        tempfile.TemporaryDirectory(prefix="rb-") as scratch,
        kernel.started(Path(scratch), paths.root, environment) as manager,
    ):
        return _papermill(source, values, manager, paths, Path(scratch) / source.name, failed)


def _papermill(
    source: Path, values: dict[str, Any], manager: Any, paths: Paths, scratch: Path, failed: Path
) -> dict[str, Any]:
    validation.without_iri_grammar()
    import papermill
    from papermill.exceptions import PapermillExecutionError

    try:
        executed = papermill.execute_notebook(
            source,
            scratch,
            parameters=values,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            # written once, at the end or when a cell fails: not before and after every cell
            request_save_on_cell_execute=False,
            km=manager,
        )
    except PapermillExecutionError as failure:
        failed.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(scratch, failed)
        raise NotebookError(_problem(failure, source, failed.relative_to(paths.root))) from None
    plain: dict[str, Any] = json.loads(json.dumps(executed))
    return plain


def _problem(failure: Any, source: Path, failed: Path) -> Problem:
    # only our own errors are known to hold no text of a source: of any other the kind is told, not the message
    ours = failure.ename.endswith("Error") and failure.evalue.startswith(_titles())
    # one mistake in one notebook is told in one line, not as a list in a list
    message = failure.evalue.replace(" (1 problem):\n  - ", ": ") if ours else f"failed with {failure.ename}"
    return Problem(
        f"{source.name}, code cell {failure.exec_count}",
        message,
        "",
        f"earlier results are untouched; the failed run is {failed}, open it in JupyterLab to see where",
    )


def _titles() -> tuple[str, ...]:
    from analysis.core import errors

    kinds = [
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.RegiobeeldError)
    ]
    return tuple(kind.title for kind in kinds)


def _label(executed: dict[str, Any]) -> Label:
    # a notebook says what it shows through `show_label`, which leaves a marker in its output's metadata
    for cell in executed["cells"]:
        for output in cell.get("outputs", []):
            marker = output.get("metadata", {}).get("regiobeeld")
            if marker:
                return Label(marker["classification"], tuple(marker["caveats"]))
    return floor()
