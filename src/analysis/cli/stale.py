"""`regiobeeld stale`: does dvc.lock still belong to what is in the repository?"""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def stale() -> None:
        """List stages whose inputs are no longer those of dvc.lock; needs neither data nor cache. Exit code 1 when any."""
        from analysis import pipeline
        from analysis.core import paths

        waiting = pipeline.stale(paths.find().root)
        if not waiting:
            typer.echo("dvc.lock is up to date.")
            return
        typer.echo(f"dvc.lock is stale: {len(waiting)} stage(s) would run: {', '.join(waiting)}. Run `make reproduce`.")
        raise typer.Exit(1)
