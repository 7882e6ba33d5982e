"""Write what was found about themes, and read what people accepted and decided."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pandas as pd

from analysis import tables
from analysis.paths import Paths
from analysis.themes import decisions as decided
from analysis.themes.discovery import Themes

BASELINE = "theme_baseline.parquet"
DECISIONS = "themes.csv"


def write(themes: Themes, paths: Paths) -> None:
    """Write all of `themes` under `paths.themes`.

    `themes.parquet`, `passage_themes.parquet`, `theme_tree.parquet`, `theme_history.parquet`, `theme_quality.json`, and
    `model/`: BERTopic as safetensors and JSON, with topic words and no passage.
    """
    folder = paths.themes
    tables.write("themes", themes.themes, folder / "themes.parquet")
    tables.write("passage_themes", themes.passage_themes, folder / "passage_themes.parquet")
    tables.write("theme_tree", themes.theme_tree, folder / "theme_tree.parquet")
    tables.write("theme_history", themes.history, folder / "theme_history.parquet")
    text = json.dumps(themes.quality, ensure_ascii=False, indent=2, sort_keys=True)
    (folder / "theme_quality.json").write_text(text + "\n", encoding="utf-8")
    _save_model(themes, folder / "model")


def _save_model(themes: Themes, folder: Path) -> None:
    beside = folder.with_name(".model.part")
    shutil.rmtree(beside, ignore_errors=True)
    themes.model.save(str(beside), serialization="safetensors", save_ctfidf=True, save_embedding_model=False)
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(beside, folder)


def read_baseline(paths: Paths) -> pd.DataFrame | None:
    """Themes that were accepted (`passage_id`, `text_hash`, `theme_id`), or None where none were yet."""
    path = paths.decisions / BASELINE
    return pd.read_parquet(path) if path.is_file() else None


def read_decisions(paths: Paths) -> pd.DataFrame:
    """`data/raw/decisions/themes.csv`, checked; without rows where there is no file."""
    path = paths.decisions / DECISIONS
    if not path.is_file():
        return pd.DataFrame(columns=decided.COLUMNS, dtype="str")
    return decided.check(pd.read_csv(path, dtype="str", keep_default_na=False), path.relative_to(paths.root).as_posix())
