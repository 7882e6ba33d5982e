"""`regiobeeld verify`: did this machine give the bytes that were committed?"""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def verify() -> None:
        """Hold dvc.lock against the committed one; name the first output that differs. Exit code 1 when one does."""
        from analysis import pipeline
        from analysis.core import paths

        root = paths.find().root
        committed, present = pipeline.committed_lock(root), (root / pipeline.LOCK).read_text(encoding="utf-8")
        waiting = [*pipeline.unmade(root), *pipeline.stale(root)]
        if waiting:
            typer.echo(
                f"Not yet known: {len(waiting)} stage(s) have to run first ({waiting[0]} …); run `make reproduce`."
            )
            raise typer.Exit(1)
        different = pipeline.differences(committed, present, pipeline.order(root)) if committed != present else []
        if not different:
            typer.echo(f"Verified: all {len(pipeline.outputs(present))} outputs have the bytes that were committed.")
            return
        stage, path = different[0]
        typer.echo(f"{len(different)} output(s) differ from the committed ones. The first is {path}, made by {stage}.")
        typer.echo(
            "Either its inputs, code or packages were changed since that commit, or this machine's arithmetic differs. "
            "`dvc diff HEAD` lists what changed."
        )
        raise typer.Exit(1)
