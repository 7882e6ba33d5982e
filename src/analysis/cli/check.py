"""`regiobeeld check`: is everything that people put in right?"""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def check() -> None:
        """Check the study, the interview guide, the parameters and the register; tell everything that is wrong at once."""
        from analysis import params, paths
        from analysis import register as sources
        from analysis.errors import RegiobeeldError
        from analysis.study import read_guide, read_study

        found = paths.find()
        study = read_study(found)
        failures: list[RegiobeeldError] = []
        counts = {}
        for name, part in {
            "questions": lambda: read_guide(found, study).questions,
            "parameters": lambda: params.read(found).model_dump(),
            "sources": lambda: sources.read(found, study),
        }.items():
            try:
                counts[name] = len(part())
            except RegiobeeldError as failure:
                failures.append(failure)
        for failure in failures:
            typer.echo(str(failure), err=True)
        if failures:
            raise typer.Exit(2)
        typer.echo(
            f"All right: {len(study.regions)} regions, {counts['sources']} sources, {counts['questions']} questions. "
            "Next: `make reproduce`."
        )
