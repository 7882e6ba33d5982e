"""`regiobeeld site`: the executed notebooks as pages."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def site() -> None:
        """Write the pages a reviewer opens: executed notebooks with code folded and figures alive, and the reports."""
        from analysis.core import paths
        from analysis.core.stages.running import running
        from analysis.core.study import read_study
        from analysis.report import write_site

        found = paths.find()
        with running(found, ["site"]):
            written = write_site(found, read_study(found))
        typer.echo(str(written.relative_to(found.root)))
