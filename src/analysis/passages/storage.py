"""The edge of the passages stage: originals come in from restricted/, and nothing after this stage opens it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.core import tables
from analysis.core.errors import Problem, TableError
from analysis.core.files import write_whole
from analysis.core.paths import Paths
from analysis.passages.prompts import prompts


@dataclass(frozen=True)
class Read:
    """What the sources stage left: tables `sources` and `turns`, and the text of each source by its id."""

    sources: pd.DataFrame
    turns: pd.DataFrame
    texts: dict[str, str]


def load(paths: Paths) -> Read:
    """What the sources stage left in data/processed/restricted.

    Raises
    ------
    TableError
        When a table or the text of a source is missing.
    """
    folder = paths.restricted
    sources = tables.read("sources", folder / "sources.parquet")
    turns = tables.read("turns", folder / "turns.parquet")
    files = {source_id: folder / "text" / f"{source_id}.txt" for source_id in sources["source_id"]}
    missing = [file for file in files.values() if not file.is_file()]
    if missing:
        raise TableError(
            Problem(file.relative_to(paths.root).as_posix(), "is not there", "", "run `dvc repro sources`")
            for file in missing
        )
    # newline="": an offset counts every code point that was written
    texts = {source_id: file.open(encoding="utf-8", newline="").read() for source_id, file in files.items()}
    return Read(sources, turns, texts)


def write(passages: pd.DataFrame, read: Read, spans: pd.DataFrame, paths: Paths) -> None:
    """Write passages.parquet, prompts.parquet, sources.parquet and text/ID.txt; texts of sources that are no more are removed.

    `spans` (of :func:`analysis.privacy.pseudonyms.apply`) goes to way_back.parquet, and of it where unexplained tokens stand
    in the new text to unreviewed.parquet.
    """
    paths.text.mkdir(parents=True, exist_ok=True)
    for source_id, text in read.texts.items():
        write_whole(paths.text / f"{source_id}.txt", text)
    for path in sorted(paths.text.iterdir()):
        if path.stem not in read.texts:
            path.unlink()
    tables.write("way_back", spans, paths.way_back)
    tables.write(
        "unreviewed", spans.loc[spans["state"] == "unreviewed", tables.TABLES["unreviewed"].names], paths.unreviewed
    )
    tables.write("sources", read.sources, paths.sources)
    tables.write("passages", passages, paths.passages)
    tables.write("prompts", prompts(read.sources, read.turns, read.texts), paths.prompts)
