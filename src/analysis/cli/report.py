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
        from analysis.stages.running import running
        from analysis.study import read_study

        found = paths.find()
        with running(found, ["report", *([f"--only={only}"] if only else [])]):
            written = write_reports(found, read_study(found), only)
        for path in written:
            typer.echo(str(path.relative_to(found.root)))
