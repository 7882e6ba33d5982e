"""`regiobeeld hygiene`: are the notebooks in git as they should be?"""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def hygiene() -> None:
        """Check the notebooks: no outputs, no functions, short cells, and only the last cell writes."""
        from analysis import paths
        from analysis.errors import NotebookError
        from analysis.notebooks.hygiene import problems_in

        found = sorted(paths.find().notebooks.glob("*.ipynb"))
        problems = [problem for path in found for problem in problems_in(path)]
        if problems:
            raise NotebookError(problems)
        typer.echo(f"{len(found)} notebooks are clean.")
