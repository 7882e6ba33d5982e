"""Writing what was read to data/processed/restricted: it holds names, and only the passages stage reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.core.files import write_whole
from analysis.core.paths import Paths

if TYPE_CHECKING:
    from analysis.sources.reading import Sources


def write(sources: Sources, paths: Paths) -> None:
    """Write sources.parquet, turns.parquet, text/ID.txt, quarantine.csv, changes.csv, comments.csv, duplicates.csv and
    asides.csv, each beside and then renamed; texts of sources that are no more are removed."""
    from analysis.core import tables

    folder = paths.restricted
    (folder / "text").mkdir(parents=True, exist_ok=True)
    tables.write("sources", sources.sources, folder / "sources.parquet")
    tables.write("turns", sources.turns, folder / "turns.parquet")
    for source_id, text in sources.texts.items():
        write_whole(folder / "text" / f"{source_id}.txt", text)
    for stale in sorted((folder / "text").iterdir()):
        if stale.is_file() and (stale.suffix != ".txt" or stale.stem not in sources.texts):
            stale.unlink()
    for name in ("quarantine", "changes", "comments", "duplicates", "asides"):
        write_whole(folder / f"{name}.csv", getattr(sources, name).to_csv(index=False, lineterminator="\n"))
