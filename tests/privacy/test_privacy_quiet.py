"""Nothing tells the outside anything: what ships with the repository turns it off, whatever this machine's settings say."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys

import pytest

LOUD = {"HF_HUB_OFFLINE": "0", "HF_HUB_DISABLE_TELEMETRY": "0"}


def python(root, code, **environment):
    """What `code` prints in the repository, without the variables that `make` sets."""
    kept = {key: value for key, value in os.environ.items() if key not in ("DVC_NO_ANALYTICS", "DVC_TEST", "CI")}
    whole = {**kept, "PYTHONPATH": str(root / "src"), **environment}
    done = subprocess.run([sys.executable, "-c", code], cwd=root, env=whole, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.slow
def test_dvc_sends_no_analytics_and_looks_for_no_updates(root, tmp_path):
    code = (
        "from dvc.config import Config; from dvc.analytics import is_enabled; from dvc.updater import Updater; "
        "print(is_enabled(), Updater('.').is_enabled(), Config.from_cwd()['core'].get('analytics'))"
    )
    assert python(root, code, HOME=str(tmp_path)) == ["False", "False", "False"]
    there = python(tmp_path, code.replace("Config.from_cwd()['core'].get('analytics')", "0"), HOME=str(tmp_path))
    assert there == ["True", "True", "0"], "elsewhere it would: it is this repository that says no"


@pytest.mark.slow
def test_the_hub_is_never_asked_though_the_machine_allows_it(root):
    code = (
        "import sys, contextlib, io, analysis.cli; sys.argv = ['regiobeeld', 'check', '--help']\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit): analysis.cli.main()\n"
        "from huggingface_hub import constants as found\n"
        "print(found.HF_HUB_OFFLINE, found.HF_HUB_DISABLE_TELEMETRY)"
    )
    assert python(root, code, **LOUD) == ["True", "True"]
    encoder = (
        "from analysis.encoders import models, settings; models._stay_offline(settings.EncoderSettings())\n"
        "from huggingface_hub import constants as found\n"
        "print(found.HF_HUB_OFFLINE, found.HF_HUB_DISABLE_TELEMETRY)"
    )
    assert python(root, encoder, **LOUD) == ["True", "True"], "in a notebook that somebody opens by hand too"


@pytest.mark.slow
def test_jupyterlab_asks_for_no_news_no_updates_and_no_extensions(root):
    environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(root / ".jupyter"), "JUPYTER_PLATFORM_DIRS": "1"}
    command = [sys.executable, "-m", "jupyter", "lab", "--show-config-json"]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    settings = json.loads(done.stdout)
    assert settings["LabApp"]["news_url"] is None
    assert settings["LabApp"]["check_for_updates_class"] == "jupyterlab.NeverCheckForUpdate"
    assert settings["LabApp"]["extension_manager"] == "readonly"
    assert settings["ServerApp"]["ip"] == "127.0.0.1"
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    assert "export JUPYTER_CONFIG_DIR := $(CURDIR)/.jupyter" in makefile


def test_a_figure_has_no_button_and_no_address_that_leads_to_plotly():
    from analysis.figures.rendering import CONFIG

    assert CONFIG["plotlyServerURL"] == ""
    assert CONFIG["displaylogo"] is False
    assert CONFIG["displayModeBar"] is False
    assert not {"showSendToCloud", "showEditInChartStudio"} & set(CONFIG)


PICKLES = {"pickle", "_pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
CALLS = {"read_pickle", "to_pickle"}


def _pickled(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if PICKLES & {name.split(".")[0] for name in names}:
            yield f"{path.name}: imports {names}"
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        owner = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
        given = {word.arg: ast.unparse(word.value) for word in node.keywords}
        if node.func.attr in CALLS or (owner, node.func.attr) in {
            ("torch", "load"),
            ("torch", "save"),
            ("BERTopic", "load"),
        }:
            yield f"{path.name}: {owner}.{node.func.attr}"
        if (
            given.get("allow_pickle", "False") != "False"
            or given.get("serialization", "'safetensors'") != "'safetensors'"
        ):
            yield f"{path.name}: {owner}.{node.func.attr} with {given}"
        if owner == "np" and node.func.attr == "load" and given.get("allow_pickle") is None:
            yield f"{path.name}: np.load without allow_pickle=False"


@pytest.mark.slow
def test_nothing_of_this_repository_writes_or_reads_a_pickle(root):
    modules = sorted((root / "src").rglob("*.py"))
    assert len(modules) > 150
    assert [found for path in modules for found in _pickled(path)] == []


@pytest.mark.parametrize(
    "code",
    [
        "import pickle",
        "from joblib import dump",
        "pd.read_pickle(x)",
        "torch.load(x)",
        "np.load(x)",
        "m.save(x, serialization='pickle')",
    ],
)
def test_that_check_finds_a_pickle_in_any_guise(tmp_path, code):
    path = tmp_path / "module.py"
    path.write_text(code, encoding="utf-8")
    assert len(list(_pickled(path))) == 1
