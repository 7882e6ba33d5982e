"""Names and values of parameters are held against the notebook before anything runs."""

import pytest

from analysis.core.errors import NotebookError
from analysis.core.notebooks.parameters import declared, fit


def notebook(source):
    return {"cells": [{"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": source}]}


BOOK = notebook('region = "drenthe"\nn = 3\nshare = 0.5\nquick = False\nsizes = [5, 8]')


def test_defaults_come_from_the_cell_tagged_parameters():
    assert declared(BOOK, "b") == {"region": "drenthe", "n": 3, "share": 0.5, "quick": False, "sizes": [5, 8]}


def test_a_value_takes_the_type_of_its_default():
    given = {"region": "01", "n": "7", "share": "1", "quick": "true", "sizes": "[1]"}
    assert fit(given, BOOK, "b") == {"region": "01", "n": 7, "share": 1.0, "quick": True, "sizes": [1]}


@pytest.mark.parametrize(("name", "value"), [("n", "drie"), ("quick", "ja"), ("sizes", "5"), ("share", "half")])
def test_a_value_of_another_type_is_told(name, value):
    with pytest.raises(NotebookError, match=f"parameter {name}: '{value}'; expected a value of type"):
        fit({name: value}, BOOK, "b")


@pytest.mark.parametrize("name", ["regio", 'x=1;print("x")#', "__import__"])
def test_a_parameter_the_notebook_does_not_have_is_refused_and_never_run(name):
    with pytest.raises(NotebookError, match="does not exist; expected one of: region, n, share"):
        fit({name: "1"}, BOOK, "b")


def test_all_mistakes_are_told_at_once():
    with pytest.raises(NotebookError) as caught:
        fit({"regio": "a", "n": "b"}, BOOK, "b")
    assert len(caught.value.problems) == 2


def test_a_parameters_cell_holds_plain_values_only():
    with pytest.raises(NotebookError, match="line 2"):
        declared(notebook("a = 1\nb = open('x')"), "b")
