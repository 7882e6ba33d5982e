"""Notebooks in git: no outputs, no functions, short cells, and the last cell alone writes."""

import json

import pytest

from analysis.core.notebooks.hygiene import problems_in


def write(path, *cells):
    path.write_text(json.dumps({"cells": list(cells)}), encoding="utf-8")
    return " ".join(str(problem) for problem in problems_in(path))


def code(source, tags=(), **more):
    return {
        "cell_type": "code",
        "metadata": {"tags": list(tags)},
        "source": source,
        "outputs": [],
        "execution_count": None,
        **more,
    }


@pytest.fixture
def path(tmp_path):
    return tmp_path / "n.ipynb"


def test_a_clean_notebook_has_no_problems(path):
    assert write(path, code("a = 1", ["parameters"]), code("themes.write(a)")) == ""


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (code("a", outputs=[{"output_type": "stream", "text": "x"}]), "has outputs"),
        (code("a", execution_count=3), "has outputs"),
        (code("def f():\n    return 1"), "defines a function"),
        (code("\n".join("a = 1" for _ in range(25))), "has 25 lines"),
        (code("table.write(1)"), "writes results"),
    ],
)
def test_each_bad_habit_is_told(path, cell, told):
    assert told in write(path, code("a = 1", ["parameters"]), cell, code("a"))


def test_a_notebook_without_a_parameters_cell_is_told(path):
    assert "has 0 cells tagged parameters" in write(path, code("a"))


def test_the_notebooks_of_this_repository_are_clean(root):
    books = sorted((root / "notebooks").glob("*.ipynb"))
    assert len(books) >= 7
    assert [problem for book in books for problem in problems_in(book)] == []
