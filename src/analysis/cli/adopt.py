"""`regiobeeld adopt`: propose rows of the register for new files."""

from __future__ import annotations

from pathlib import Path

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def adopt(
        folder: Path = typer.Argument(help="a folder with files; files from elsewhere are copied into data/raw"),
        kind: str = typer.Option("", help="interview, document or focus group; default: by folder"),
        region: str = typer.Option("", help="a region of study.yaml; default: the one that name or text speaks of"),
        organisation: str = typer.Option("", help="an organisation of study.yaml; default: likewise"),
        classification: str = typer.Option("", help="the label of all these files; never guessed"),
        originator: str = typer.Option("", help="the body that set that label; never guessed"),
        label_ends: str = typer.Option("", help="the day or event that ends that label; never guessed"),
        wederhoor: str = typer.Option("", help="default: niet van toepassing"),
        dry_run: bool = typer.Option(False, "--dry-run", help="show the rows, change nothing"),
    ) -> None:
        """Propose a row in data/raw/sources.csv for each new file of FOLDER; cells that need a person stay empty."""
        from dataclasses import replace

        from analysis import adoption
        from analysis.core import paths
        from analysis.core.errors import Problem, RegiobeeldError, SourceError
        from analysis.core.study import read_study
        from analysis.sources import read_file

        found = paths.find()
        study = read_study(found)
        given = adoption.Given(kind, region, organisation, classification, wederhoor, originator, label_ends)
        if dry_run and not folder.resolve().is_relative_to(found.raw.resolve()):
            typer.echo(
                "--dry-run works on folders below data/raw; files from elsewhere are copied there first", err=True
            )
            raise typer.Exit(2)
        files, copied = adoption.bring_in(folder, found, given)
        new, taken = adoption.unregistered(files, found)
        heads: dict[Path, str] = {}
        unread: list[Problem] = []
        for path in new:
            try:
                heads[path] = read_file(path).text[:4000]
            except RegiobeeldError as failure:
                place = path.resolve().relative_to(found.root.resolve()).as_posix()
                unread += [replace(problem, where=place) for problem in failure.problems]
        rows = adoption.propose(new, heads, taken, study, found, given)
        for row in rows:
            empty = [name for name in ("date", "region", "organisation", "classification") if not row[name]]
            typer.echo(f"{row['source_id']}: {row['file']}" + (f" (empty: {', '.join(empty)})" if empty else ""))
        if unread:
            typer.echo(str(SourceError(unread)), err=True)
        if rows and not dry_run:
            adoption.append(rows, found)
        typer.echo(
            f"{len(rows)} new row(s){', shown only' if dry_run else ' in data/raw/sources.csv'}, {copied} file(s) copied, "
            f"{len(files) - len(rows)} known already. "
            "Next: look the rows through, fill in what is empty, and run `regiobeeld check`."
        )
