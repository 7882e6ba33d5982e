"""`regiobeeld check`: is everything that people put in right?"""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def check() -> None:
        """Check the study, the interview guide, the parameters and the register; tell everything that is wrong at once."""
        from datetime import date

        from analysis import inputs, paths

        found = paths.find()
        counts = inputs.check(found)
        for note in inputs.notes(found, date.today().isoformat()):
            typer.echo(note)
        typer.echo(
            f"All right: {counts['regions']} regions, {counts['sources']} sources, {counts['questions']} questions. "
            "Next: `make reproduce`."
        )
