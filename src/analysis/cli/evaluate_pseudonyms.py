"""`regiobeeld evaluate pseudonyms`: names that get through, on a CoNLL file of one's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from analysis.privacy.pseudonyms.evaluation import Score

LAYERS = ("known", "patterns", "context", "lists", "unknown")


def add(group: typer.Typer) -> None:
    """Add the command to the group `evaluate`."""
    group.command("pseudonyms")(pseudonyms)


def pseudonyms(
    file: Path = typer.Argument(help="CoNLL: a token and its label (B-, I-, O) a line, -DOCSTART- between documents"),
    frog: str = typer.Option("", help="`start`, or 127.0.0.1:PORT of a Frog server, to ask it too"),
    layers: str = typer.Option(",".join(LAYERS), help="which layers; a comma between them"),
    by_layer: bool = typer.Option(False, "--by-layer", help="add the layers one by one, and say what each adds"),
    as_json: bool = typer.Option(False, "--json", help="figures as JSON"),
) -> None:
    """Say which share of the names of FILE is fully masked, and in how many documents one still shows."""
    from dataclasses import asdict

    from analysis.core.errors import Problem, StudyError
    from analysis.privacy.pseudonyms import PseudonymSettings, evaluation
    from analysis.privacy.pseudonyms import frog as frogs

    wanted = tuple(part.strip() for part in layers.split(",") if part.strip())
    if strange := [part for part in wanted if part not in LAYERS]:
        raise StudyError(Problem("--layers", ", ".join(strange), ", ".join(LAYERS)))
    documents = evaluation.read_conll(file)
    asked = PseudonymSettings(**{layer: layer in wanted for layer in LAYERS}, frog=frog)  # type: ignore[arg-type]
    results: dict[str, Score] = {}
    with frogs.serving(asked) as settings:
        if by_layer:
            for n in range(1, len(wanted) + 1):
                some = PseudonymSettings(**{layer: layer in wanted[:n] for layer in LAYERS})  # type: ignore[arg-type]
                results[", ".join(wanted[:n])] = evaluation.score(documents, some, with_gate=False)
        results["layers"] = evaluation.score(documents, settings, with_gate=False)
        results["with the gate"] = evaluation.score(documents, settings, with_gate=True)
    if as_json:
        typer.echo(json.dumps({name: asdict(result) for name, result in results.items()}, indent=2))
        return
    for name, result in results.items():
        _say(name, result)


def _say(name: str, result: Score) -> None:
    recall = ", ".join(f"{kind} {value:.3f} of {result.mentions[kind]}" for kind, value in result.recall.items())
    typer.echo(f"{name}: fully masked {recall}")
    typer.echo(
        f"  documents with a leak of a person {result.leaking_persons} of {result.documents}, of any name {result.leaking}; "
        f"precision {result.precision:.3f}; ordinary words masked {100 * result.ordinary:.1f} %; "
        f"{result.seconds:.3f} s a thousand words"
        + (f"; {result.decisions:.1f} decisions a thousand words" if result.decisions == result.decisions else "")
    )
