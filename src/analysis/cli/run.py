"""`regiobeeld run`: run one notebook as the pipeline does."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def run(
        notebook: str = typer.Argument(help="a notebook in notebooks/, without .ipynb"),
        parameter: list[str] = typer.Option([], "--parameter", "-p", help="name=value; may be given more than once"),
        suffix: str = typer.Option("", help="put behind the name of the result, such as -drenthe"),
    ) -> None:
        """Run a notebook with its parameters; the result replaces the last one only when every cell succeeded."""
        from analysis.core import paths
        from analysis.core.errors import NotebookError, Problem
        from analysis.core.notebooks.execution import execute
        from analysis.core.stages.running import running

        wrong = [text for text in parameter if "=" not in text]
        if wrong:
            raise NotebookError(
                Problem(f"-p {text}", "is no name=value", "such as -p region=drenthe") for text in wrong
            )
        found = paths.find()
        # as dvc.yaml writes it, so that the stage is found when the command is typed by hand too
        command = ["run", notebook, *(part for text in parameter for part in ("-p", text))]
        with running(found, [*command, *([f"--suffix={suffix}"] if suffix else [])], here=False):
            result = execute(notebook, dict(text.split("=", 1) for text in parameter), found, suffix)
        typer.echo(f"{result.relative_to(found.root)}")
