"""`regiobeeld new`: a fresh study repository."""

from __future__ import annotations

from pathlib import Path

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def new(
        folder: Path = typer.Argument(metavar="DIR", help="a folder that is not there yet, or is empty"),
        study: Path = typer.Option(None, help="a study.yaml to start from"),
    ) -> None:
        """Make a study repository in DIR, without sample data, in which the same commands work."""
        from analysis import template
        from analysis.core.study import Study, parse

        text = study.read_text(encoding="utf-8") if study else None
        if text is not None:
            parse(Study, text, str(study))
        files = template.create(folder, text)
        typer.echo(
            f"Made {folder} ({len(files)} files). Next: put your sources in {folder}/data/raw/interviews and documents, "
            f"write down the study in data/raw/study.yaml, and run `regiobeeld adopt data/raw/interviews` there."
        )
