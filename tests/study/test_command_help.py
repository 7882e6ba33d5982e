"""The help of each command ends with a line that can be typed as it stands."""

from __future__ import annotations

import importlib
import shlex
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer
import typer.main

from analysis.cli import COMMANDS, examples


def program() -> Any:
    app = typer.Typer()
    app.callback()(lambda: None)
    for command in COMMANDS:
        importlib.import_module(f"analysis.cli.{command}").register(app)
    examples.add(app)
    return typer.main.get_command(app)


def commands(group: Any, names: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*names, name))
        else:
            yield " ".join((*names, name)), command


ALL = dict(commands(program()))


def test_each_command_has_an_example_and_each_example_a_command() -> None:
    assert sorted(examples.EXAMPLES) == sorted(ALL)


@pytest.mark.parametrize("name", sorted(ALL))
def test_an_example_is_understood_as_it_stands(name: str) -> None:
    words = shlex.split(examples.EXAMPLES[name])
    assert " ".join(words[: len(name.split())]) == name
    ALL[name].make_context(name, words[len(name.split()) :])
    assert ALL[name].epilog == f"Example: regiobeeld {examples.EXAMPLES[name]}"


@pytest.mark.slow
def test_the_help_says_what_an_exit_code_means() -> None:
    done = subprocess.run([sys.executable, "-m", "analysis.cli", "--help"], capture_output=True, text=True, check=True)
    assert "Exit code 0: well;" in done.stdout
