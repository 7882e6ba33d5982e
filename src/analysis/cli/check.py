"""`regiobeeld check`: is everything that people put in right?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from analysis.core.paths import Paths
    from analysis.inputs import Inputs, Unread


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def check(
        files: bool = typer.Option(True, "--files/--no-files", help="also read each file, as a run does"),
    ) -> None:
        """Check study, guide, parameters, register and whether each file can be read; tell all that is wrong at once."""
        from datetime import date

        from analysis import inputs
        from analysis.core import paths

        found = paths.find()
        put_in = inputs.check(found)
        unread = _read(found, put_in) if files else None
        if files and unread is None:
            typer.echo("The files themselves are looked at once the parameters and the register are right.", err=True)
        counts = put_in.require(unread.problems if unread is not None and unread.stops else [])
        for note in inputs.notes(found, date.today().isoformat()):
            typer.echo(note)
        if unread is not None and unread.problems:
            typer.echo(
                f"{len(unread.problems)} of the files cannot be read, and params.yaml says to go on without them:"
            )
            for problem in unread.problems:
                typer.echo(f"  - {problem}")
        held = (
            f"{counts[name]} {name if counts[name] != 1 else name[:-1]}" for name in ("regions", "sources", "questions")
        )
        typer.echo(f"All right: {', '.join(held)}. Next: `make reproduce`.")


def _read(found: Paths, put_in: Inputs) -> Unread | None:
    """What of the register cannot be read; where it takes a while, a bar on the terminal says how far it is."""
    from rich.console import Console
    from rich.progress import Progress

    from analysis import inputs

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=None)
        return inputs.read_files(found, put_in, lambda done, of: bar.update(task, completed=done, total=of))
