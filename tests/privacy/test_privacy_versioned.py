"""Nothing of a source enters git: the hook that ships with the repository refuses it, and the check finds what is there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

from analysis.core.study import read_study
from analysis.privacy import versioned

CELL = {"cell_type": "code", "id": "a", "metadata": {}, "source": "1", "execution_count": None, "outputs": []}
SHOWN = {**CELL, "execution_count": 1, "outputs": [{"output_type": "stream", "name": "stdout", "text": "tekst"}]}


def git(root, *command, ok=True):
    names = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}
    path = f"{os.path.dirname(sys.executable)}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, **names, "PATH": path}
    done = subprocess.run(["git", *command], cwd=root, env=environment, capture_output=True, text=True)
    assert not ok or done.returncode == 0, done.stderr
    return done


def notebook(cell):
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def checkout(small, root):
    """The small study in git, with the hook switched on as `make env` does."""
    git(small.root, "init", "-q", "-b", "main")
    shutil.copytree(root / ".githooks", small.root / ".githooks")
    os.symlink(root / "src", small.root / "src")
    git(small.root, "config", "core.hooksPath", ".githooks")
    small.notebooks.mkdir()
    (small.notebooks / "one.ipynb").write_text(notebook(CELL), encoding="utf-8")
    return small


def put(paths, file, text):
    path = paths.root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    git(paths.root, "add", "-f", file)


def found(paths, staged=False):
    return [str(problem) for problem in versioned.problems_in(paths, read_study(paths), staged)]


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("notebooks/two.ipynb", notebook(SHOWN), "has outputs"),
        ("elsewhere/three.ipynb", notebook(SHOWN), "has outputs"),
        ("notebooks/four.ipynb", "{", "is no notebook"),
        ("data/raw/interviews/N-G2.txt", "een gesprek", "is a source"),
        ("data/raw/documents/stuk.md", "een stuk", "is a source"),
        ("data/raw/pseudonyms/key.csv", "form_id,pseudonym,kind,form\n", "who is who"),
        ("data/raw/pseudonyms/key.csv.age", "age", "who is who"),
        ("data/processed/passages.parquet", "PAR1", "made by the pipeline"),
        ("reports/editions/internal/overall.html", "<p>", "made by the pipeline"),
    ],
)
def test_what_may_not_enter_git_is_found_with_its_path(checkout, file, text, told):
    put(checkout, file, text)
    (problem,) = found(checkout, staged=True)
    assert problem.startswith(f"{file}: ")
    assert told in problem


def test_a_copy_of_a_source_is_known_under_any_name(checkout):
    put(checkout, "notes/los.txt", (checkout.raw / "interviews/N-G1.txt").read_text(encoding="utf-8"))
    assert found(checkout) == [
        "notes/los.txt: is a copy of data/raw/interviews/N-G1.txt; git rm --cached notes/los.txt"
    ]


def test_settings_code_notebooks_without_outputs_and_empty_folders_may(checkout):
    for file, text in {"notebooks/one.ipynb": notebook(CELL), "data/raw/interviews/.gitkeep": "", "a.md": "#"}.items():
        put(checkout, file, text)
    assert found(checkout) == found(checkout, staged=True) == []


def test_what_was_added_counts_though_the_file_was_cleaned_since(checkout):
    put(checkout, "notebooks/one.ipynb", notebook(SHOWN))
    (checkout.notebooks / "one.ipynb").write_text(notebook(CELL), encoding="utf-8")
    assert "has outputs" in found(checkout)[0]


def test_fiction_may_be_in_git_but_not_what_was_made_from_it(checkout):
    text = checkout.study.read_text(encoding="utf-8")
    checkout.study.write_text(text + "fiction: true\n", encoding="utf-8")
    put(checkout, "data/raw/interviews/N-G2.txt", "een gesprek")
    assert found(checkout) == []
    put(checkout, "data/processed/text/N-G2.txt", "een gesprek")
    assert len(found(checkout)) == 1


@pytest.mark.slow
def test_git_refuses_the_commit_and_takes_it_once_the_outputs_are_gone(checkout):
    put(checkout, "notebooks/one.ipynb", notebook(SHOWN))
    refused = git(checkout.root, "commit", "-m", "one", ok=False)
    assert refused.returncode != 0
    assert "notebooks/one.ipynb: has outputs" in refused.stderr
    assert "tekst" not in refused.stderr
    put(checkout, "notebooks/one.ipynb", notebook(CELL))
    git(checkout.root, "commit", "-m", "one")


@pytest.mark.slow
def test_the_command_checks_the_notebooks_and_what_git_holds(checkout, root):
    def hygiene():
        environment = {**os.environ, "PYTHONPATH": str(root / "src")}
        command = [sys.executable, "-m", "analysis.cli", "hygiene"]
        return subprocess.run(command, cwd=checkout.root, env=environment, capture_output=True, text=True)

    tagged = {**CELL, "metadata": {"tags": ["parameters"]}, "source": 'root = ""'}
    put(checkout, "notebooks/one.ipynb", notebook(tagged))
    assert "1 notebooks are clean" in hygiene().stdout
    put(checkout, "data/raw/interviews/N-G1.txt", "een gesprek")
    done = hygiene()
    assert done.returncode == 2
    assert "data/raw/interviews/N-G1.txt: is a source" in done.stderr


def test_this_repository_holds_nothing_that_must_not_be_in_git(root):
    if not (root / ".git").exists():
        pytest.skip("this copy is no git checkout")
    from analysis.core.paths import Paths

    assert found(Paths(root)) == []
    assert os.access(root / ".githooks/pre-commit", os.X_OK)
