"""`regiobeeld check`: is everything that people put in right?"""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def check() -> None:
        """Check the study, the interview guide, the parameters and the register; tell everything that is wrong at once."""
        from analysis import inputs, paths

        counts = inputs.check(paths.find())
        typer.echo(
            f"All right: {counts['regions']} regions, {counts['sources']} sources, {counts['questions']} questions. "
            "Next: `make reproduce`."
        )
