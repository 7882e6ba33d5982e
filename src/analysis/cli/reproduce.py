"""`regiobeeld reproduce`: `dvc repro`, and afterwards what ran, what did not need to, how long it took, what to open."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def reproduce(targets: list[str] = typer.Argument(None, help="stages; default: all")) -> None:
        """Run the pipeline and say what ran, what was skipped, how long each stage took and which file to open first."""
        from analysis import inputs, pipeline
        from analysis.core import paths
        from analysis.core.stages import absence, declaration

        found = paths.find()
        wanted = list(targets or [])
        declared = declaration.read(found.root)
        if absence.is_without_originals(found, declared):
            left = ", ".join(stage.name for stage in absence.waiting(declared))
            typer.echo(f"The originals are not here: {left} stay as they are, and the rest runs.")
            wanted = wanted or ["--downstream", *absence.beginnings(found, declared)]
        else:
            inputs.check(found).require()
        stages = pipeline.reproduce(found.root, wanted, typer.echo)
        ran = [stage for stage in stages if stage.seconds is not None]
        typer.echo("")
        for stage in ran:
            typer.echo(f"  ran      {stage.name:<32} {stage.seconds:6.1f} s")
        for stage in stages:
            if stage.seconds is None:
                typer.echo(f"  skipped  {stage.name:<32} nothing it depends on changed")
        total = sum(stage.seconds or 0 for stage in ran)
        typer.echo(f"\n{len(ran)} stage(s) ran in {total:.1f} s, {len(stages) - len(ran)} skipped.")
        first = found.editions / "internal" / "overall.html"
        if first.exists():
            typer.echo(f"Open first: {first.relative_to(found.root)}")
            typer.echo(f"For reviewers: {(found.site / 'index.html').relative_to(found.root)}")
