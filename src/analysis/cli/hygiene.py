"""`regiobeeld hygiene`: are the notebooks as they should be, and is nothing in git that must not be there?"""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def hygiene(
        staged: bool = typer.Option(False, "--staged", help="only what the next commit holds; what the git hook asks"),
    ) -> None:
        """Check the notebooks (no outputs, no functions, short cells, only the last writes), and that git holds no source."""
        from analysis.core import paths
        from analysis.core.errors import ConfidentialityError, NotebookError
        from analysis.core.notebooks.hygiene import problems_in
        from analysis.core.study import read_study
        from analysis.privacy import versioned

        found = paths.find()
        held = versioned.problems_in(found, read_study(found), staged)
        if held:
            raise ConfidentialityError(held)
        if staged:
            return
        notebooks = sorted(found.notebooks.glob("*.ipynb"))
        problems = [problem for path in notebooks for problem in problems_in(path)]
        if problems:
            raise NotebookError(problems)
        held_by_git = (
            "and git holds nothing that must not be there"
            if versioned.is_in_git(found.root)
            else "and this study is in no git repository"
        )
        typer.echo(f"{len(notebooks)} notebooks are clean, {held_by_git}.")
