"""`regiobeeld guide`: the interview guide of one organisation as a document to take along."""

from __future__ import annotations

from pathlib import Path

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def guide(
        organisation: str = typer.Argument(help="an organisation of study.yaml"),
        out: Path | None = typer.Option(None, "--out", help="where to write; default guide-ORGANISATION.docx here"),
    ) -> None:
        """Write the questions that an organisation is asked as a .docx, with room for notes."""
        from analysis.core import paths
        from analysis.core.errors import Problem, StudyError
        from analysis.core.study import read_guide, read_study
        from analysis.sources.take_along import write_guide

        found = paths.find()
        study = read_study(found)
        if organisation not in study.organisations:
            known = " or ".join(study.organisations)
            raise StudyError(Problem("guide", f"organisation {organisation!r}", known, "check the spelling"))
        target = out or Path(f"guide-{organisation}.docx")
        count = write_guide(read_guide(found, study), study, organisation, target)
        typer.echo(f"{target}: {count} questions for {study.organisations[organisation].name}")
