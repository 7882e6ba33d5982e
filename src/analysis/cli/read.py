"""`regiobeeld read`: what was understood of one file, or of all files in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from analysis.sources.document import Document
    from analysis.sources.settings import SourceSettings

SHOWN = 12
"""Words of a turn that are shown."""
WIDEST = 18
"""Signs that a column other than the words takes at most."""
LEAST = 12
"""Signs that the words take at least."""
NAMED = 5
"""Files of one reason that are named; the table has them all."""


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def read(
        path: Path = typer.Argument(help="a file, or a folder of files"),
        as_json: bool = typer.Option(False, "--json", help="as JSON instead of a table"),
        ocr: bool = typer.Option(False, "--ocr", help="recognise the text of scans (needs tesseract)"),
        speaker_pattern: str | None = typer.Option(None, help="a pattern of your own; its group is the speaker"),
        organisation: str = typer.Option("", help="match the questions this organisation is asked; default: all"),
        jobs: int = typer.Option(0, min=0, help="files at a time; default: one a core"),
    ) -> None:
        """Show what is understood of a FILE (turns, questions, what was set aside), or the table for a FOLDER."""
        from analysis.core.errors import Problem, SourceError

        settings = _settings(ocr, speaker_pattern)
        if path.is_dir():
            _folder(path, settings, as_json, jobs)
        elif path.exists():
            _file(path, settings, as_json, organisation)
        else:
            raise SourceError(Problem(str(path), "is not there", "a file or a folder", "check the path"))


def _settings(ocr: bool, speaker_pattern: str | None) -> SourceSettings:
    """Settings of the study around the working directory, if any, with what the command line adds."""
    from analysis.core import params, paths
    from analysis.core.errors import StudyError
    from analysis.core.study import parse
    from analysis.sources import SourceSettings

    try:
        found = params.read(paths.find()).sources
    except StudyError:
        found = SourceSettings()
    changed = found.model_dump() | ({"ocr": True} if ocr else {})
    if speaker_pattern is not None:
        import yaml

        changed["speaker_pattern"] = speaker_pattern
        return parse(SourceSettings, yaml.safe_dump(changed), "--speaker-pattern")
    return SourceSettings(**changed)


def _file(path: Path, settings: SourceSettings, as_json: bool, organisation: str) -> None:
    import json

    from analysis.sources import read_file

    document = read_file(
        path,
        limits=settings.limits,
        ocr=settings.ocr,
        ocr_language=settings.ocr_language,
        speaker_pattern=settings.speaker_pattern,
    )
    asked = _asked(document, organisation)
    if as_json:
        data = document.to_json()
        for turn, question in zip(data["turns"], asked, strict=True):
            turn["question_id"] = question
        typer.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return
    _show(path, document, asked)


def _asked(document: Document, organisation: str) -> list[str]:
    from analysis.core import paths
    from analysis.core.errors import StudyError
    from analysis.core.study import read_guide, read_study
    from analysis.sources.questions import match

    try:
        found = paths.find()
        guide = read_guide(found, read_study(found))
    except StudyError:
        return [""] * len(document.turns)
    questions = guide.asked(organisation) if organisation else guide.questions
    return match([(turn.role, document.text[turn.start : turn.end]) for turn in document.turns], questions)


def _show(path: Path, document: Document, asked: list[str]) -> None:
    import math
    from collections import Counter

    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from analysis.sources import count_words

    console = Console(highlight=False)
    turns = len(document.turns)
    console.print(Text(f"{path.name}: {document.format}, {document.words} words, {turns} turn{'s' * (turns != 1)}"))
    rows = []
    for number, (turn, question) in enumerate(zip(document.turns, asked, strict=True), start=1):
        said = document.text[turn.start : turn.end].split()
        clock = "" if math.isnan(turn.seconds) else f"{int(turn.seconds) // 60}:{int(turn.seconds) % 60:02d}"
        cells = (number, turn.page or "", clock, turn.role, turn.speaker, question, len(said), " ".join(said[:SHOWN]))
        rows.append([str(cell) for cell in cells])
    # a column in which nothing stands takes room from the words
    names = ("turn", "page", "time", "role", "speaker", "question", "words", "begins with")
    filled = [at for at in range(len(names)) if any(row[at] for row in rows)]
    widths = {at: min(max(len(row[at]) for row in [names, *rows]), WIDEST) for at in filled[:-1]}
    # what is left of the window, after three signs a column, is for the words
    widths[len(names) - 1] = max(LEAST, console.width - sum(widths.values()) - 3 * len(filled) - 1)
    table = Table(box=SIMPLE)
    for at in filled:
        table.add_column(names[at], no_wrap=True, overflow="ellipsis", width=widths[at])
    for row in rows:
        table.add_row(*(Text(row[at]) for at in filled))
    console.print(table)
    counts: Counter[str] = Counter()
    for aside in document.asides:
        counts[aside.reason] += count_words(document.text[aside.start : aside.end])
    if counts:
        console.print(
            Text("Set aside: " + ", ".join(f"{reason} {words} words" for reason, words in counts.most_common()))
        )
    for change in document.changes:
        console.print(
            Text(
                f"Change: {change.kind} by {change.author or 'nobody named'} {change.date}, {count_words(change.text)} words"
            )
        )
    for comment in document.comments:
        console.print(
            Text(f"Comment by {comment.author or 'nobody named'} {comment.date}: {count_words(comment.text)} words")
        )
    for warning in document.warnings:
        console.print(Text(f"Warning: {warning}"))


def _folder(folder: Path, settings: SourceSettings, as_json: bool, jobs: int) -> None:
    import json

    from rich.box import SIMPLE
    from rich.console import Console
    from rich.progress import Progress
    from rich.table import Table
    from rich.text import Text

    from analysis.core.register import IGNORED

    files = sorted(
        path for path in folder.rglob("*") if (path.is_file() or path.is_symlink()) and path.name not in IGNORED
    )
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Reading", total=len(files))
        rows = read_files(folder, files, settings, jobs, lambda: progress.advance(task))
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    console = Console(highlight=False)
    table = Table(box=SIMPLE)
    table.add_column("file", overflow="fold")
    table.add_column("status")
    for name in ("words", "turns", "seconds", "warnings"):
        table.add_column(name, justify="right")
    for row in rows:
        cells = [row["path"], row["status"], row["words"] or "", row["turns"] or "", f"{row['seconds']:.2f}"]
        table.add_row(*(Text(str(cell)) for cell in (*cells, len(row["warnings"]) or "")))
    console.print(table)
    _explain(console, rows)
    read = sum(row["status"] == "text" for row in rows)
    warned = sum(bool(row["warnings"]) for row in rows)
    console.print(
        Text(
            f"{len(rows)} files: {read} read, {warned} of them with warnings; "
            f"{len(rows) - read} quarantined, each with its reason."
        )
    )


def _explain(console: Console, rows: list[dict[str, Any]]) -> None:
    """Under the table: each reason with the files it holds for, and the warnings of each file."""
    from rich.padding import Padding
    from rich.text import Text

    reasons: dict[str, list[str]] = {}
    for row in rows:
        if row["reason"]:
            reasons.setdefault(row["reason"], []).append(row["path"])
    for reason, paths in reasons.items():
        more = f" and {len(paths) - NAMED} more" if len(paths) > NAMED else ""
        console.print(Text(f"Quarantined: {', '.join(paths[:NAMED])}{more}"))
        console.print(Padding(Text(reason), (0, 0, 0, 4)))
    for row in rows:
        if row["warnings"]:
            console.print(Text(f"Warnings: {row['path']}"))
            for warning in row["warnings"]:
                console.print(Padding(Text(warning), (0, 0, 0, 4)))
    if reasons or any(row["warnings"] for row in rows):
        console.print()


def read_files(
    folder: Path, files: list[Path], settings: SourceSettings, jobs: int = 0, done: Any = None
) -> list[dict[str, Any]]:
    """One row a file: path, status (text or quarantined), reason, remedy, words, turns and the seconds it took."""
    from analysis.sources.isolation import Refused, Request, read_many

    requests = [
        Request(path, settings.limits, settings.ocr, settings.ocr_language, settings.speaker_pattern) for path in files
    ]
    took: dict[Path, float] = {}

    def note(_: int, request: Request, seconds: float) -> None:
        took[request.path] = seconds
        if done is not None:
            done()

    rows = []
    for path, found in zip(files, read_many(requests, jobs or None, note), strict=True):
        refused = isinstance(found, Refused)
        rows.append(
            {
                "path": path.relative_to(folder).as_posix(),
                "status": "quarantined" if isinstance(found, Refused) else "text",
                "reason": f"{found.reason}; {found.remedy}" if isinstance(found, Refused) else "",
                "words": 0 if isinstance(found, Refused) else found.words,
                "turns": 0 if isinstance(found, Refused) else len(found.turns),
                "seconds": round(took[path], 3),
                "format": "" if isinstance(found, Refused) else found.format,
                "warnings": [] if refused or isinstance(found, Refused) else list(found.warnings),
            }
        )
    return rows
