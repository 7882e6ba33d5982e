"""A notebook runs over IPC, leaves equal bytes twice, and never replaces a good result by a failed one."""

import json
import subprocess
import sys

import pytest

from analysis.core import processor
from analysis.core.errors import NotebookError
from analysis.core.notebooks.execution import execute


def put(paths, *sources, name="t"):
    cells = [
        {"cell_type": "code", "id": f"c{n}", "metadata": {"tags": ["parameters"]} if n == 0 else {}, "source": source}
        | {"outputs": [], "execution_count": None}
        for n, source in enumerate(sources)
    ]
    book = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    paths.notebooks.mkdir(exist_ok=True)
    (paths.notebooks / f"{name}.ipynb").write_text(json.dumps(book), encoding="utf-8")


def outputs(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "".join(output.get("text", "") for cell in cells for output in cell.get("outputs", []))


@pytest.mark.slow
def test_two_runs_give_equal_bytes_and_the_parameter_that_was_given(small):
    put(small, "region = 'noord'", "import os\nprint(region, os.environ['REGIOBEELD_PIPELINE'], object)")
    first = execute("t", {"region": "01"}, small, "-01").read_bytes()
    second = execute("t", {"region": "01"}, small, "-01")
    assert second.read_bytes() == first
    assert outputs(second).startswith("01 1 ")
    assert str(small.root).encode() not in first


@pytest.mark.slow
def test_the_kernel_talks_over_files_of_this_user_and_not_over_ports(small):
    look = "from ipykernel.kernelapp import IPKernelApp\napp = IPKernelApp.instance()\nprint(app.transport)"
    mode = "import os\nprint(oct(os.stat(os.path.dirname(app.ip)).st_mode & 0o777))"
    put(small, "n = 1", look, mode)
    assert outputs(execute("t", {}, small)).split() == ["ipc", "0o700"]


@pytest.mark.slow
def test_a_failed_run_leaves_the_last_good_result_and_names_the_cell(small):
    put(small, "n = 1", "print('goed')")
    good = execute("t", {}, small).read_bytes()
    put(small, "n = 1", "print('goed')", "raise KeyError('naam van een persoon')")
    with pytest.raises(NotebookError) as caught:
        execute("t", {}, small)
    assert "t.ipynb, code cell 3: failed with KeyError" in str(caught.value)
    assert "persoon" not in str(caught.value), "an error that may hold text of a source is not repeated"
    assert (small.executed / "t.ipynb").read_bytes() == good
    assert (small.processed / "failed/t.ipynb").is_file()


@pytest.mark.slow
def test_an_error_of_our_own_is_told_in_full(small):
    put(
        small,
        "n = 1",
        "from analysis.core.errors import *\nraise TableError(Problem('table x', 'is not there', '', 'run it'))",
    )
    with pytest.raises(
        NotebookError, match=r"code cell 2: A table is not what its schema says: table x: is not there; run it"
    ):
        execute("t", {}, small)


def test_a_notebook_that_is_not_there_is_told_with_those_that_are(small):
    put(small, "n = 1", name="1_bronnen")
    with pytest.raises(NotebookError, match=r"notebooks/9_x.ipynb: is not there; expected one of: 1_bronnen"):
        execute("9_x", {}, small)


@pytest.mark.slow
def test_a_notebook_runs_without_the_grammar_that_takes_a_second_to_compile(small):
    look = "import sys\nimport plotly.io\nprint(sys.modules['rfc3987_syntax'], 'nbformat' in sys.modules)"
    put(small, "n = 1", "import plotly.graph_objects as go\nassert go.FigureWidget", look)
    assert outputs(execute("t", {}, small)).split() == ["None", "True"]


CAN = "flags\t\t: fpu sse2 avx avx2 avx512f bmi2\n"


@pytest.mark.parametrize(
    ("said", "there", "asked"),
    [
        (CAN, {}, {"OPENBLAS_CORETYPE": "Haswell"}),
        (CAN, {"OPENBLAS_CORETYPE": "Zen"}, {}),
        (CAN.replace("avx2 ", ""), {}, {}),
    ],
)
def test_the_same_kernels_are_asked_for_on_every_processor_that_has_them(tmp_path, monkeypatch, said, there, asked):
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    (tmp_path / "cpuinfo").write_text(said)
    assert processor.settings(there, tmp_path / "cpuinfo") == asked


def test_another_kind_of_processor_is_left_alone(tmp_path, monkeypatch):
    (tmp_path / "cpuinfo").write_text(CAN)
    monkeypatch.setattr("platform.machine", lambda: "aarch64")
    assert processor.settings({}, tmp_path / "cpuinfo") == {}
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    assert processor.settings({}, tmp_path / "none") == {}


@pytest.mark.slow
def test_a_notebook_reckons_with_those_kernels(small, monkeypatch):
    monkeypatch.delenv("OPENBLAS_CORETYPE", raising=False)
    wanted = processor.settings({})
    if not wanted:
        pytest.skip("this processor has no AVX2, so it has no choice")
    look = "import numpy, threadpoolctl\nprint({part['architecture'] for part in threadpoolctl.threadpool_info()})"
    put(small, "n = 1", look)
    assert outputs(execute("t", {}, small)).strip() == "{'Haswell'}"


@pytest.mark.slow
def test_what_only_costs_time_is_not_loaded_before_the_kernel_runs_nor_beside_it() -> None:
    script = (
        "import sys; from analysis.core.notebooks import execution, validation\n"
        "before = 'pandas' in sys.modules\n"
        "validation.without_iri_grammar()\n"
        "import papermill\n"
        "print(before, 'lark' in sys.modules, 'jsonschema' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False", "True"]


@pytest.mark.slow
def test_a_run_adds_nothing_to_what_ipython_remembers_of_its_user(small):
    put(small, "n = 1", "print(get_ipython().history_manager.enabled)")
    execute("t", {}, small)
    assert outputs(small.executed / "t.ipynb").split() == ["False"]
