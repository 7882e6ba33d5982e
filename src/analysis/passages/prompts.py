"""What interviewers and chairs say: never embedded, grouped, counted or quoted, but it can put a word in someone's mouth."""

from __future__ import annotations

import pandas as pd

from analysis.core import tables

ASKING = ("interviewer", "chair")


def prompts(sources: pd.DataFrame, turns: pd.DataFrame, texts: dict[str, str]) -> pd.DataFrame:
    """Turns of interviewers and chairs, with their text under pseudonyms.

    Parameters
    ----------
    sources, turns : DataFrame
        Tables `sources` and `turns`.
    texts : dict
        The text that turns point into, by source id.

    Returns
    -------
    DataFrame
        Table `prompts`; `turn` counts as in `passages`, so what follows a question can be told from what came before.
    """
    asking = turns[turns["role"].isin(ASKING)]
    if asking.empty:
        return tables.empty("prompts")
    said = [texts[turn.source_id][turn.start : turn.end] for turn in asking.itertuples(index=False)]
    labels = sources[["source_id", "classification", "caveats"]]
    own = asking[["source_id", "turn", "role"]].assign(text=said)
    return tables.check("prompts", own.merge(labels, on="source_id", how="left", validate="many_to_one"))
