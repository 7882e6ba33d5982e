"""`regiobeeld report`: the reports as self-contained HTML."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def report(
        only: str = typer.Option(None, help="one report of the internal edition: overall, or a region"),
        edition: str = typer.Option(None, help="one edition: internal, region-NAME or public; default: all"),
    ) -> None:
        """Write the reports of all editions from reports/text, the tables, the figures and what was released."""
        from analysis.core import paths
        from analysis.core.stages.running import running
        from analysis.core.study import read_study
        from analysis.report import write_editions, write_reports

        found = paths.find()
        study = read_study(found)
        asked = [("only", only), ("edition", edition)]
        with running(found, ["report", *(f"--{name}={value}" for name, value in asked if value)]):
            written = write_reports(found, study, only) if only else write_editions(found, study, edition)
        for path in written:
            typer.echo(str(path.relative_to(found.root)))
