"""`regiobeeld evaluate themes`: themes of any table of texts, beside BERTopic's defaults."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    import pandas as pd

READERS = {".csv": ",", ".tsv": "\t", ".jsonl": "", ".parquet": ""}


def add(group: typer.Typer) -> None:
    """Add the command to the group `evaluate`."""
    group.command("themes")(themes)


def themes(
    table: Path = typer.Argument(help="a CSV, TSV, JSONL or Parquet file with one text a row"),
    text: str = typer.Option(..., help="the column with the texts"),
    label: str = typer.Option("", help="the column with a person's theme for each text"),
    group: str = typer.Option(
        "", help="the column that says which texts are from one interview or document, or one person"
    ),
    statement: str = typer.Option(
        "", help="the column with a sentence on what each label stands for: also assign the texts from those alone"
    ),
    encoder: str = typer.Option("use-multilingual-v3", help="sentence encoder, as under `encoder:` in params.yaml"),
    revision: str = typer.Option("", help="commit of an encoder from the hub"),
    gloss: float = typer.Option(0.0, help="weight of a gloss in English by an installed dictionary; 0: none"),
    dictionary: str = typer.Option("", help="where that dictionary lies, as under `encoder:` in params.yaml"),
    detail: str = typer.Option("normal", help="coarsest, coarser, normal, finer or finest"),
    number: int = typer.Option(0, help="ask for this many themes; 0: as many as the texts hold"),
    language: str = typer.Option("nl", help="nl or en: lemmas and function words"),
    seed: int = typer.Option(2025, help="of all that is drawn"),
    plain: bool = typer.Option(True, help="also run BERTopic's defaults on the same vectors"),
    minilm: bool = typer.Option(False, help="also run BERTopic out of the box, with its English default encoder"),
    as_json: bool = typer.Option(False, "--json", help="figures as JSON"),
) -> None:
    """Find the themes of TABLE and say how good they are.

    NPMI and C_v are counted in the texts themselves; stability is the adjusted Rand index between two seeds, and
    between two subsamples of 80 % on the texts in both, as the mean of three such pairs. BERTopic never sees a gloss.
    """
    from analysis.core.errors import Problem, StudyError
    from analysis.encoders import EncoderSettings, without_gloss
    from analysis.themes import ThemeSettings, evaluation
    from analysis.themes.settings import checked

    if statement and not label:
        raise StudyError(Problem("--statement", "given without --label", "the column of which it tells the meaning"))
    frame = _read(table, [name for name in (text, label, group, statement) if name])
    texts = frame[text].tolist()
    settings = checked(ThemeSettings, {"detail": detail, "number": number})
    options = {"model": encoder, "revision": revision, "gloss": gloss} | (
        {"dictionary": dictionary} if dictionary else {}
    )
    chosen = checked(EncoderSettings, options)
    vectors, seconds = _embed(texts, chosen)
    human = frame[label].tolist() if label else None
    method = evaluation.ours(settings, _language(language), frame[group].tolist() if group else None)
    result: dict[str, Any] = {"texts": len(texts), "encoder": encoder, "encode_seconds": round(seconds, 2)}
    result["gloss"] = gloss
    result["ours"] = evaluation.evaluate(method, texts, vectors, human, seed)
    if plain:
        dense = without_gloss(vectors, chosen)
        result["bertopic"] = evaluation.evaluate(evaluation.bertopic_defaults, texts, dense, human, seed)
    if minilm:
        english, _ = _embed(texts, EncoderSettings(model="minilm"))
        result["bertopic_minilm"] = evaluation.evaluate(evaluation.bertopic_defaults, texts, english, human, seed)
    if statement:
        lines = evaluation.statements(frame[label], frame[statement])
        seeds, _ = _embed(lines["text"].tolist(), chosen)
        voices = frame[group].tolist() if group else None
        found = evaluation.assigned(lines, seeds, frame[[text, label]], vectors, settings, _language(language), voices)
        result["deductive"] = found
    typer.echo(json.dumps(result, indent=2) if as_json else _table(result))


def _read(path: Path, columns: list[str]) -> pd.DataFrame:
    import pandas as pd

    from analysis.core.errors import Problem, TableError

    if path.suffix.lower() not in READERS or not path.is_file():
        raise TableError(Problem(str(path), "is no file of these kinds", ", ".join(READERS), "give another file"))
    try:
        if path.suffix.lower() == ".parquet":
            frame = pd.read_parquet(path)
        elif path.suffix.lower() == ".jsonl":
            frame = pd.read_json(path, lines=True, dtype=False)
        else:
            frame = pd.read_csv(path, sep=READERS[path.suffix.lower()], dtype="str", keep_default_na=False)
    except (ValueError, OSError) as failure:
        reason = type(failure).__name__
        raise TableError(Problem(str(path), f"cannot be read ({reason})", "a whole file in UTF-8")) from None
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise TableError(
            Problem(str(path), f"has no column {', '.join(missing)}", f"out of {', '.join(map(str, frame.columns))}")
        )
    # two options may name one column
    frame = frame[list(dict.fromkeys(columns))].fillna("").astype(str)
    return frame[frame[columns[0]].str.strip() != ""].reset_index(drop=True)


def _language(language: str) -> str:
    from analysis.core.errors import Problem, StudyError

    if language not in ("nl", "en"):
        raise StudyError(Problem("--language", language, "nl or en"))
    return language


def _embed(texts: list[str], settings: Any) -> tuple[Any, float]:
    import tempfile
    import time

    from analysis import encoders
    from analysis.themes.evaluation import as_passages

    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        vectors = encoders.embed(as_passages(texts), settings, Path(folder)).vectors
    return vectors, time.perf_counter() - started


def _table(result: dict[str, Any]) -> str:
    methods = [key for key in ("ours", "bertopic", "bertopic_minilm") if key in result]
    rows = [key for key in result["ours"] if key != "steps"]
    lines = [f"{'':20}" + "".join(f"{method:>17}" for method in methods)]
    for key in rows:
        values = ["–" if result[method][key] is None else f"{result[method][key]:g}" for method in methods]
        lines.append(f"{key:20}" + "".join(f"{value:>17}" for value in values))
    gloss = f", gloss {result['gloss']:g}" if result["gloss"] else ""
    if "deductive" in result:
        told = result["deductive"]
        lines.append(f"assigned to their own of {told['statements']} statements: {told['accuracy']:g}")
    return "\n".join([f"{result['texts']} texts, encoder {result['encoder']}{gloss}", *lines])
