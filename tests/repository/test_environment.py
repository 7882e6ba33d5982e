"""One lock for all three ways in: conda, `make` and CI install the same versions."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

ASKED = ["jupyterlab", "pandas", "bertopic", "sentence-transformers", "plotly", "papermill", "nbval"]


def pins(lines):
    return {
        re.sub(r"[-_.]+", "-", name).lower(): pin
        for name, pin in (line.split("==") for line in lines if "==" in line and not line.startswith("-"))
    }


@pytest.fixture(scope="module")
def lock(root):
    return pins((root / "requirements.lock").read_text(encoding="utf-8").split())


@pytest.fixture(scope="module")
def project(root):
    with (root / "pyproject.toml").open("rb") as stream:
        return pins(tomllib.load(stream)["project"]["dependencies"])


@pytest.fixture(scope="module")
def conda(root):
    return yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))


def test_the_packages_asked_for_are_there(project):
    assert set(ASKED) <= set(project)


def test_every_pin_of_the_project_is_the_locks(project, lock):
    assert {name: lock.get(name) for name in project} == project


def test_conda_installs_what_the_project_names_under_the_lock(conda, project):
    (pip,) = [part["pip"] for part in conda["dependencies"] if isinstance(part, dict)]
    assert conda["name"] == "regiobeeld"
    assert "python=3.11" in conda["dependencies"]
    assert "--constraint requirements.lock" in pip
    assert "--editable ." in pip
    assert pins(pip) == project


def test_what_is_installed_here_is_what_the_lock_says(lock):
    installed = {name: version(name).split("+")[0] for name in lock}
    assert installed == lock


def test_nothing_for_a_graphics_card_is_locked(lock):
    assert [name for name in lock if name.startswith(("nvidia", "triton", "cuda"))] == []


def test_make_and_ci_read_the_same_lock(root):
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    assert "--no-deps -r requirements.lock" in makefile
    assert (root / ".ci/run").read_text(encoding="utf-8").strip().endswith("make test")


@pytest.mark.slow
def test_pip_finds_everything_that_conda_would_install_in_this_environment_already(root, conda, tmp_path):
    (pip,) = [part["pip"] for part in conda["dependencies"] if isinstance(part, dict)]
    wanted = tmp_path / "requirements.txt"
    # the index of torch's processor builds is left out: a machine may be without it
    lines = [line for line in pip if not line.startswith(("--extra-index-url", "--editable"))]
    wanted.write_text("\n".join(lines).replace("requirements.lock", str(root / "requirements.lock")), encoding="utf-8")
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--no-input", "-r", str(wanted)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Would install" not in done.stdout


def test_make_env_uses_an_environment_from_elsewhere_and_leaves_it_as_it_is(root, tmp_path):
    before = sorted(Path(sys.prefix).iterdir())
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_bytes((root / name).read_bytes())
    done = subprocess.run(["make", "env", f"VENV={sys.prefix}"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert sorted(Path(sys.prefix).iterdir()) == before
    assert not (tmp_path / ".venv").exists()
