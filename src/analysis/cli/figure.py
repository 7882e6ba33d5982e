"""`regiobeeld figure`: one figure of the reports as an image, for a slide or a README."""

from __future__ import annotations

from pathlib import Path

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def figure(
        key: str = typer.Argument(help="the figure's key, as in reports/overall/KEY.json"),
        file: Path = typer.Option(..., "--to", help="a .png, .svg or .pdf; or a folder: then KEY.LABEL.png in it"),
        region: str = typer.Option("", help="a figure of this region's picture; default: of the overall report"),
        width: int = typer.Option(1200, min=300, max=6000, help="pixels of a png"),
    ) -> None:
        """Draw one figure as an image, with its label below it; in a folder the label is in the file's name too."""
        from analysis.core import paths
        from analysis.figures.drawing import load
        from analysis.figures.labelling import file_in, stamp
        from analysis.figures.rendering import to_image

        found = paths.find()
        drawing = load(found.region_reports / region if region else found.overall_report, key)
        target = file if file.suffix else file_in(file, drawing)
        to_image(stamp(drawing), target, width)
        typer.echo(f"{target}: {drawing.label}")
