"""What one region's notebook may see: its own part of every table, and of the others only counts.

A share is what the region's stage depends on. It holds no text, words or places of another region, and of another region's
material nothing finer than how many interviews raise what; so a change of words elsewhere leaves it as it was, byte for byte,
and the stage is skipped. What can only be told of the whole study (how stable a theme is, whether anybody foresaw it) is left
out: the overall report tells it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.comparison.comparisons import Comparisons
from analysis.core import tables
from analysis.core.errors import Problem, StudyError
from analysis.core.paths import Paths
from analysis.core.study import Study
from analysis.themes import language, naming

FINE = ("word_share", "word_low", "word_high", "passage_share", "passage_low", "passage_high")
"""Of other regions left out: they move with every word that is said there."""


def share(
    region: str,
    passages: pd.DataFrame,
    passage_themes: pd.DataFrame,
    themes: pd.DataFrame,
    comparisons: Comparisons,
    study: Study,
) -> dict[str, pd.DataFrame]:
    """The part of all tables that `region`'s notebook may see.

    Returns
    -------
    dict of str to pandas.DataFrame
        `passages`, `passage_themes` (`representative` among the region's own), `themes` (words and counts of the region's own
        passages, `n_regions` of all; without `stability`, `framework` and `emergent`),
        `prevalence` (own rows, and `elsewhere` in counts only), `contrasts` (against the others, and within the region),
        `chain`, `distinctive`, `remarks` (of the region, of labels and of the study, not of other regions' sources).

    Raises
    ------
    StudyError
        When the study has no such region.
    """
    if region not in study.regions:
        raise StudyError(Problem(f"region {region}", "is not in the study", " or ".join(study.regions)))
    member = [region in value.split(";") for value in passages["region"]]
    own = passages[member]
    placed = _placed(passage_themes, own)
    prevalence, contrasts, remarks = comparisons.prevalence, comparisons.contrasts, comparisons.remarks
    labels = prevalence["label_id"].unique()
    mine = prevalence["axis"].eq("region") & prevalence["group"].eq(region) | prevalence["within"].eq(region)
    elsewhere = prevalence[prevalence["axis"].eq("elsewhere") & prevalence["group"].eq(region)].copy()
    elsewhere[list(FINE)] = np.nan
    against = contrasts["contrast"].eq("region") & contrasts["group_a"].eq(region)
    parts = {
        "passages": own,
        "passage_themes": placed,
        "themes": _themes(themes, own, placed, prevalence, study),
        "prevalence": pd.concat([prevalence[mine], elsewhere]),
        "contrasts": contrasts[against | contrasts["within"].eq(region)],
        "chain": comparisons.chain[comparisons.chain["region"].eq(region)],
        "distinctive": comparisons.distinctive[
            comparisons.distinctive["axis"].eq("region") & comparisons.distinctive["group"].eq(region)
        ],
        "remarks": remarks[remarks["subject"].isin(["", region, *labels, *own["source_id"]])],
    }
    # rows of tables that were checked when they were made, and are again when written
    return {name: frame.reset_index(drop=True) for name, frame in parts.items()}


def write_share(region: str, parts: dict[str, pd.DataFrame], paths: Paths) -> None:
    """Write a share to `paths.shares`/REGION, one Parquet file a table."""
    for name, frame in parts.items():
        tables.write(name, frame, paths.shares / region / f"{name}.parquet")


def _placed(passage_themes: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Themes and places of the region's own passages; `representative` ranks these among themselves.

    One of each source comes first, as in the whole study, and passages under half the median length of the theme last.
    """
    placed = passage_themes[passage_themes["passage_id"].isin(own["passage_id"])].copy()
    placed[["score", "x", "y"]] = placed[["score", "x", "y"]].round(2)
    most = int(passage_themes["representative"].max()) if len(passage_themes) else 0
    ranked = placed[placed["theme_id"].ne("")].merge(own[["passage_id", "source_id", "words"]], on="passage_id")
    ranked["short"] = ranked["words"] < ranked.groupby("theme_id")["words"].transform("median") / 2
    order = ["theme_id", "short", "score", "passage_id"]
    ranked = ranked.sort_values(order, ascending=[True, True, False, True], kind="stable")
    ranked["turn"] = ranked.groupby(["theme_id", "source_id"]).cumcount()
    ranked = ranked.sort_values(["theme_id", "turn"], kind="stable")
    rank = (ranked.groupby("theme_id").cumcount() + 1).set_axis(ranked["passage_id"])
    shows = placed["passage_id"].map(rank).fillna(0).astype(int)
    return placed.assign(representative=shows.where(shows <= most, 0))


def _themes(
    themes: pd.DataFrame, own: pd.DataFrame, placed: pd.DataFrame, prevalence: pd.DataFrame, study: Study
) -> pd.DataFrame:
    """Themes by name, with the region's own words and numbers of passages, voices and sources."""
    borne = placed.merge(own[["passage_id", "voice", "source_id"]], on="passage_id")
    mine = borne.groupby("theme_id").agg(
        n_passages=("passage_id", "size"), n_voices=("voice", "nunique"), n_sources=("source_id", "nunique")
    )
    raised = prevalence[
        prevalence["label_kind"].eq("theme")
        & prevalence["axis"].eq("region")
        & prevalence["group"].isin(list(study.regions))
        & prevalence["k_units"].gt(0)
    ]
    frame = themes.set_index("theme_id").copy()
    for column in mine.columns:
        frame[column] = mine[column].reindex(frame.index, fill_value=0)
    frame["n_regions"] = raised.groupby("label_id").size().reindex(frame.index, fill_value=0)
    most = int(frame["words"].str.split("; ").str.len().max()) if len(frame) else 0
    frame["words"] = pd.Series(_words(own, placed, study, most), dtype="str").reindex(frame.index, fill_value="")
    return frame.assign(stability=np.nan, framework="", emergent=False).reset_index()


def _words(own: pd.DataFrame, placed: pd.DataFrame, study: Study, most: int) -> dict[str, str]:
    """Characteristic words of each theme, weighed as in the whole study but in the region's own passages.

    A word that one passage uses is that passage's, not the theme's: a theme of one passage has none.
    """
    texts = own.merge(placed[["passage_id", "theme_id"]], on="passage_id").sort_values("passage_id", kind="stable")
    ids = sorted(set(texts["theme_id"]) - {""})
    if not ids:
        return {}
    vocabulary = language.build(texts["text"], study)
    table, kept = naming.counts(texts["text"].tolist(), texts["source_id"].tolist(), vocabulary)
    labels = texts["theme_id"].map({theme: number for number, theme in enumerate(ids)}).fillna(-1).to_numpy(dtype=int)
    used = np.stack([(table[labels == number] > 0).sum(axis=0).A1 for number in range(len(ids))])
    words = naming.top_words(np.where(used > 1, naming.weigh(table, labels), 0.0), kept, vocabulary, most)
    return {theme: "; ".join(mine) for theme, mine in zip(ids, words, strict=True)}
