"""Where each word went: in a passage, said by an interviewer, set aside, or in a turn too short to say something."""

from __future__ import annotations

import bisect
import re

import pandas as pd

from analysis.core import tables

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
    turns_of = dict(tuple(turns.groupby("source_id")))
    passages_of = dict(tuple(passages.groupby("source_id")))
    nothing = {"passages": tables.empty("passages"), "turns": tables.empty("turns")}
    for source in sources.sort_values("source_id").to_dict("records"):
        key = source["source_id"]
        starts = [match.start() for match in re.finditer(r"\S+", texts[key])]
        taken = passages_of.get(key, nothing["passages"])
        said = turns_of.get(key, nothing["turns"])
        asking = said["role"].isin(("interviewer", "chair"))
        in_passages = _inside(starts, taken)
        told = _inside(starts, said[~asking])
        asked = _inside(starts, said[asking])
        row = {
            "source_id": key,
            "words": len(starts),
            "in_passages": in_passages,
            "interviewer": asked,
            "too_short": told - in_passages,
            "aside": len(starts) - told - asked,
            "passages": len(taken),
            "turns_too_short": int((~said[~asking]["turn"].isin(taken["turn"])).sum()),
            "classification": source["classification"],
            "caveats": source["caveats"],
        }
        assert sum(row[column] for column in COLUMNS[1:]) == row["words"], f"the words of {key} do not add up"
        assert min(row[column] for column in COLUMNS) >= 0, f"a word of {key} is counted twice"
        assert in_passages == int(taken["words"].sum()), f"a word of {key} is cut in two"
        rows.append(row)
    columns = ["source_id", *COLUMNS, "passages", "turns_too_short", "classification", "caveats"]
    return pd.DataFrame(rows, columns=columns)


def _inside(starts: list[int], spans: pd.DataFrame) -> int:
    """Words that begin within one of these spans."""
    pairs = spans[["start", "end"]].itertuples(index=False, name=None)
    return sum(bisect.bisect_left(starts, end) - bisect.bisect_left(starts, start) for start, end in pairs)
