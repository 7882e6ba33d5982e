"""`regiobeeld report`: the reports as self-contained HTML."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def report(only: str = typer.Option(None, help="overall, or one region; default: all")) -> None:
        """Write the reports from reports/text, the tables and the figures."""
        from analysis import paths
        from analysis.report import write_reports
        from analysis.study import read_study

        found = paths.find()
        for path in write_reports(found, read_study(found), only):
            typer.echo(str(path.relative_to(found.root)))
