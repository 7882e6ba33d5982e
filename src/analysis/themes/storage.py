"""Write what was found about themes; read and add to what people accepted and decided."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from pathlib import Path

import pandas as pd

from analysis.core import tables
from analysis.core.files import replacing, write_whole
from analysis.core.paths import Paths
from analysis.themes import decisions as decided
from analysis.themes.discovery import Themes
from analysis.themes.keeping import COLUMNS

BASELINE = "theme_baseline.parquet"
DECISIONS = "themes.csv"


def write(themes: Themes, paths: Paths, alternatives: pd.DataFrame | None = None) -> None:
    """Write all of `themes` under `paths.themes`, and the same passages with their themes found otherwise when given.

    `themes.parquet`, `passage_themes.parquet`, `theme_tree.parquet`, `theme_history.parquet`,
    `theme_alternatives.parquet`, `theme_quality.json`, and `model/`: what `BERTopic.load` reads, safetensors and JSON,
    with topic words and no passage.
    """
    folder = paths.themes
    tables.write("themes", themes.themes, folder / "themes.parquet")
    tables.write("passage_themes", themes.passage_themes, folder / "passage_themes.parquet")
    tables.write("theme_tree", themes.theme_tree, folder / "theme_tree.parquet")
    tables.write("theme_history", themes.history, folder / "theme_history.parquet")
    others = tables.empty("theme_alternatives") if alternatives is None else alternatives
    tables.write("theme_alternatives", others, folder / "theme_alternatives.parquet")
    text = json.dumps(themes.quality, ensure_ascii=False, indent=2, sort_keys=True)
    (folder / "theme_quality.json").write_text(text + "\n", encoding="utf-8")
    _save_model(themes, folder / "model")


def _save_model(themes: Themes, folder: Path) -> None:
    from analysis.themes import bertopic_format

    beside = folder.with_name(".model.part")
    shutil.rmtree(beside, ignore_errors=True)
    bertopic_format.write(themes, beside)
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(beside, folder)


def read_baseline(paths: Paths) -> pd.DataFrame | None:
    """Themes that were accepted (`passage_id`, `text_hash`, `theme_id`), or None where none were yet."""
    path = paths.decisions / BASELINE
    if not path.is_file():
        return None
    held = tables.read_any(path)
    return None if held.empty else held


def read_decisions(paths: Paths) -> pd.DataFrame:
    """`data/raw/decisions/themes.csv`, checked; without rows where there is no file."""
    path = paths.decisions / DECISIONS
    if not path.is_file():
        return pd.DataFrame(columns=decided.COLUMNS, dtype="str")
    return decided.check(pd.read_csv(path, dtype="str", keep_default_na=False), path.relative_to(paths.root).as_posix())


def append_decision(paths: Paths, row: dict[str, str]) -> None:
    """Add one row to `data/raw/decisions/themes.csv`; what stands there is never changed.

    Parameters
    ----------
    paths : Paths
    row : dict of str to str
        A value for each of :data:`analysis.themes.decisions.COLUMNS`.

    Raises
    ------
    StudyError
        When the row decides nothing known, or a row that is there already does not.
    """
    before = read_decisions(paths)
    decided.check(pd.DataFrame([*before.to_dict("records"), row], columns=decided.COLUMNS))
    path = paths.decisions / DECISIONS
    line = io.StringIO()
    writer = csv.DictWriter(line, decided.COLUMNS, lineterminator="\n")
    if not path.is_file():
        writer.writeheader()
    writer.writerow(row)
    written = path.read_text(encoding="utf-8") if path.is_file() else ""
    # a file last edited by hand may lack its last line end
    write_whole(path, written + ("\n" if written and not written.endswith("\n") else "") + line.getvalue())


def write_baseline(paths: Paths, held: pd.DataFrame | None = None) -> None:
    """Write the accepted themes; without any, a table without rows: `dvc.yaml` names the file, so it must be there."""
    columns = ["passage_id", "text_hash", "theme_id", *COLUMNS, "classification", "caveats"]
    rows = pd.DataFrame(columns=columns, dtype="str") if held is None else held[columns]
    with replacing(paths.decisions / BASELINE) as part:
        rows.to_parquet(part, compression="zstd")


def has_run(paths: Paths) -> bool:
    """Whether a run left themes that can be accepted."""
    return (paths.themes / "passage_themes.parquet").is_file() and paths.passages.is_file()


def accept(paths: Paths) -> int:
    """Make the themes of the last run the ones that later runs are held against.

    Writes `data/raw/decisions/theme_baseline.parquet`, one row a passage: `passage_id`, `text_hash`, `theme_id` (empty
    for an outlier), its `score`, place (`x`, `y`) and rank, `stability` and `framework` of its theme, and its label; no
    text.

    Returns
    -------
    int
        Number of themes accepted.
    """
    passages = tables.read("passages", paths.passages)[["passage_id", "text_hash"]]
    found = tables.read("passage_themes", paths.themes / "passage_themes.parquet")
    themes = tables.read("themes", paths.themes / "themes.parquet")[["theme_id", "stability", "framework"]]
    held = passages.merge(found, on="passage_id", validate="one_to_one").merge(themes, on="theme_id", how="left")
    held = held.fillna({"stability": 0.0, "framework": ""})
    write_baseline(paths, held.sort_values("passage_id").reset_index(drop=True))
    return len(themes)
