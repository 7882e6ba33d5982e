"""Where each word went: in a passage, said by an interviewer, set aside, or in a turn too short to say something."""

from __future__ import annotations

import re
from collections import defaultdict

import numpy as np
import pandas as pd

COLUMNS = ("words", "in_passages", "interviewer", "too_short", "aside")


def account(sources: pd.DataFrame, turns: pd.DataFrame, passages: pd.DataFrame, texts: dict[str, str]) -> pd.DataFrame:
    """Words of each source by where they went.

    Parameters
    ----------
    sources, turns, passages : DataFrame
        Tables of those names, all pointing into `texts`.
    texts : dict
        Text by source id.

    Returns
    -------
    DataFrame
        source_id, words, in_passages, interviewer, too_short, aside, passages, turns_too_short, classification, caveats;
        one row a source; the four parts add up to `words`.

    Raises
    ------
    AssertionError
        When they do not, or when a word is in two passages: the pipeline is wrong, not the input.
    """
    rows = []
    said, taken = _spans(turns, "role", "turn"), _spans(passages, "words", "turn")
    for source in sources.sort_values("source_id").to_dict("records"):
        key = source["source_id"]
        starts = np.array([match.start() for match in re.finditer(r"\S+", texts[key])], dtype=np.int64)
        asking = np.isin(said[key]["role"].astype(str), ("interviewer", "chair"))
        in_passages = int(_inside(starts, taken[key]).sum())
        inside = _inside(starts, said[key])
        told, asked = int(inside[~asking].sum()), int(inside[asking].sum())
        row = {
            "source_id": key,
            "words": len(starts),
            "in_passages": in_passages,
            "interviewer": asked,
            "too_short": told - in_passages,
            "aside": len(starts) - told - asked,
            "passages": len(taken[key]["start"]),
            "turns_too_short": int((~np.isin(said[key]["turn"][~asking], taken[key]["turn"])).sum()),
            "classification": source["classification"],
            "caveats": source["caveats"],
        }
        assert sum(row[column] for column in COLUMNS[1:]) == row["words"], f"the words of {key} do not add up"
        assert min(row[column] for column in COLUMNS) >= 0, f"a word of {key} is counted twice"
        assert in_passages == int(taken[key]["words"].sum()), f"a word of {key} is cut in two"
        rows.append(row)
    columns = ["source_id", *COLUMNS, "passages", "turns_too_short", "classification", "caveats"]
    return pd.DataFrame(rows, columns=columns)


def _spans(table: pd.DataFrame, *more: str) -> defaultdict[str, dict[str, np.ndarray]]:
    """Columns `start`, `end` and `more` as arrays, by source: a table for each would take longer than all that is counted."""
    columns = {name: table[name].to_numpy() for name in ("start", "end", *more)}
    rows = table.groupby("source_id", sort=False).indices
    nothing = {name: values[:0] for name, values in columns.items()}
    found = {str(key): {name: values[at] for name, values in columns.items()} for key, at in rows.items()}
    return defaultdict(lambda: nothing, found)


def _inside(starts: np.ndarray, spans: dict[str, np.ndarray]) -> np.ndarray:
    """Words that begin within each of these spans."""
    return np.searchsorted(starts, spans["end"]) - np.searchsorted(starts, spans["start"])
