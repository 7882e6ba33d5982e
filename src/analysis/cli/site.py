"""`regiobeeld site`: the executed notebooks as pages."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def site() -> None:
        """Write the pages a reviewer opens: executed notebooks with code folded and figures alive, and the reports."""
        from analysis import paths
        from analysis.report import write_site
        from analysis.study import read_study

        found = paths.find()
        typer.echo(str(write_site(found, read_study(found)).relative_to(found.root)))
