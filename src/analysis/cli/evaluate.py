"""`regiobeeld evaluate`: measure a part of this software on somebody's own labelled data.

Each kind of evaluation is a function that adds its command to the group, listed in :data:`KINDS` by its module.
"""

from __future__ import annotations

import importlib

import typer

KINDS = ("evaluate_themes", "evaluate_pseudonyms")
"""Modules of this package that add a command to the group through their `add(group)`."""


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(no_args_is_help=True, help="Measure how well a part of this software does on data of your own.")
    # one command alone would be taken for the group itself
    group.callback()(_group)
    for kind in KINDS:
        importlib.import_module(f"analysis.cli.{kind}").add(group)
    app.add_typer(group, name="evaluate")


def _group() -> None:
    """Measure how well a part of this software does on data of your own."""
