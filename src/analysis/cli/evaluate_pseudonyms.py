"""`regiobeeld evaluate pseudonyms`: names that get through, on a CoNLL file of one's own."""

from __future__ import annotations

import json
from pathlib import Path

import typer


def add(group: typer.Typer) -> None:
    """Add the command to the group `evaluate`."""
    group.command("pseudonyms")(pseudonyms)


def pseudonyms(
    file: Path = typer.Argument(help="CoNLL: a token and its label (B-, I-, O) a line, -DOCSTART- between documents"),
    frog: str = typer.Option("", help="127.0.0.1:PORT of a Frog server, to ask it too"),
    layers: str = typer.Option("known,patterns,context,lists", help="which layers; a comma between them"),
    as_json: bool = typer.Option(False, "--json", help="figures as JSON"),
) -> None:
    """Say which share of the names of FILE is fully masked, and in how many documents one still shows."""
    from dataclasses import asdict

    from analysis.errors import Problem, StudyError
    from analysis.privacy.pseudonyms import PseudonymSettings, evaluation

    known = ("known", "patterns", "context", "lists")
    wanted = tuple(part.strip() for part in layers.split(",") if part.strip())
    if unknown := [part for part in wanted if part not in known]:
        raise StudyError(Problem("--layers", ", ".join(unknown), ", ".join(known)))
    documents = evaluation.read_conll(file)
    settings = PseudonymSettings(frog=frog, **{layer: layer in wanted for layer in known})  # type: ignore[arg-type]
    results = {
        name: evaluation.score(documents, settings, on) for name, on in (("layers", False), ("with the gate", True))
    }
    if as_json:
        typer.echo(json.dumps({name: asdict(result) for name, result in results.items()}, indent=2))
        return
    for name, result in results.items():
        recall = ", ".join(f"{kind} {value:.3f} of {result.mentions[kind]}" for kind, value in result.recall.items())
        typer.echo(f"{name}: fully masked {recall}")
        typer.echo(
            f"  documents with a leak {result.leaking} of {result.documents} (of a person {result.leaking_persons}); "
            f"precision {result.precision:.3f}; {result.seconds:.3f} s a thousand words"
            + (f"; {result.decisions:.1f} decisions a thousand words" if name != "layers" else "")
        )
