"""The command `regiobeeld`: one module a command; heavy imports stay inside the command that needs them."""

from __future__ import annotations

import importlib
import os
import sys

COMMANDS = (
    "new",
    "adopt",
    "check",
    "read",
    "guide",
    "run",
    "report",
    "site",
    "figure",
    "reproduce",
    "verify",
    "stale",
    "hygiene",
    "themes",
    "pseudonyms",
    "release",
    "audit",
    "evaluate",
)
"""Modules of this package, in the order in which `regiobeeld --help` lists them."""

STAGES = ("run", "report", "site")
"""Commands that stages of the pipeline are: within one `dvc repro` they share what they load."""


def main() -> None:
    """Run the command line; an error of the user's input is told on stderr and ends with exit code 2."""
    if sys.argv[1:2] and sys.argv[1] in STAGES:
        from analysis.core.notebooks import client

        answer = client.ask(sys.argv[1:])
        if answer is not None:
            sys.exit(answer)
    import typer

    from analysis.cli import examples
    from analysis.core import machine
    from analysis.core.errors import RegiobeeldError

    # nothing here ever goes out to a hub, whatever the machine's own settings say
    os.environ |= {"HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )

    @app.callback(epilog=examples.EXIT_CODES)
    def regiobeeld() -> None:
        """From interview reports and policy documents to one picture per region and one overall report."""

    for command in _wanted(sys.argv[1:]):
        importlib.import_module(f"analysis.cli.{command}").register(app)
    examples.add(app)
    try:
        app()
    except RegiobeeldError as failure:
        print(failure, file=sys.stderr)
        sys.exit(2)
    except OSError as failure:
        refused = machine.refusal(failure)
        if refused is None:
            raise
        print(refused, file=sys.stderr)
        sys.exit(2)


def _wanted(arguments: list[str]) -> tuple[str, ...]:
    # a single command loads its own module only: a pipeline of fifteen stages starts fifteen times
    return (arguments[0],) if arguments and arguments[0] in COMMANDS else COMMANDS
