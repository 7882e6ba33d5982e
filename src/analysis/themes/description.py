"""Describe themes: words, name, showing passages, spread, stability and what to beware of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.core.classification import carry, join_caveats, label_of
from analysis.core.study import Study
from analysis.themes import decisions as decided
from analysis.themes import naming, pictures
from analysis.themes.keeping import Kept, arrange
from analysis.themes.language import Vocabulary
from analysis.themes.settings import ThemeSettings

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

FIRM = 0.6
"""Stability under which a theme is flagged: fewer than six in ten of its pairs hold in a run."""

LIFT = 1.5
"""How much more often than all passages a theme's passages answer questions on an aspect for it to belong there."""

FAR = 0.5
"""A theme less than half as like the framework as passages commonly are is about something nobody foresaw."""

FLAGS = ("one source", "one voice", "unstable", "hidden")
"""What column `flags` may say: the theme rests on one source or voice, does not hold in other runs, or is set aside."""


@dataclass(frozen=True)
class State:
    """Passages with their themes, before anything is said about them."""

    passages: pd.DataFrame
    vectors: npt.NDArray[np.float64]
    theme_of: npt.NDArray[np.str_]
    agreement: npt.NDArray[np.float64]
    words: Vocabulary
    terms: tuple[csr_matrix, list[str]]
    settings: ThemeSettings
    rulings: pd.DataFrame
    study: Study
    kept: Kept
    likeness: npt.NDArray[np.float64] | None = None


@dataclass(frozen=True)
class Description:
    """Tables `themes`, `passage_themes` and `theme_tree`, and the number of each passage's row in `themes` (or -1)."""

    themes: pd.DataFrame
    passage_themes: pd.DataFrame
    theme_tree: pd.DataFrame
    ids: list[str]
    labels: npt.NDArray[np.int64]


def describe(state: State) -> Description:
    """The three tables of themes."""
    passages = state.passages
    ids = sorted({str(theme) for theme in state.theme_of if theme})
    place = {theme: number for number, theme in enumerate(ids)}
    labels = np.array([place.get(theme, -1) for theme in state.theme_of], dtype=np.int64)
    middle = pictures.centres(state.vectors, labels)
    words, proposals = _say(state, labels)
    given, suggested = decided.names(state.rulings), decided.names(state.rulings, "propose")
    names = [given.get(theme, suggested.get(theme, proposal)) for theme, proposal in zip(ids, proposals, strict=True)]
    hidden = decided.hidden(state.rulings)
    known = {**dict.fromkeys(suggested, "language model"), **dict.fromkeys(given, "researcher")}
    # where no question was on an aspect, nothing can be held against the framework: a theme is then not unexpected either
    is_held = passages["aspect"].ne("").any()
    rows = []
    for number, theme in enumerate(ids):
        mine = passages[labels == number]
        stability, framework = state.kept.themes.get(theme) or _judge(state, labels == number)
        label = label_of(mine)
        rows.append(
            {
                "theme_id": theme,
                "name": names[number],
                "named_by": known.get(theme, "proposal"),
                "words": "; ".join(words[number]),
                "n_passages": len(mine),
                "n_voices": _voices(mine),
                "n_sources": mine["source_id"].nunique(),
                "n_regions": mine.loc[mine["region"] != "", "region"].nunique(),
                "stability": stability,
                "framework": framework,
                "emergent": bool(is_held) and not framework,
                "flags": "; ".join(_flags(mine, passages, stability, theme in hidden)),
                "classification": label.level,
                "caveats": join_caveats(label.caveats),
            }
        )
    tree = carry(pictures.tree(middle, ids, names), label_of(passages))
    return Description(pd.DataFrame(rows), _passages(state, labels, middle), tree, ids, labels)


def _say(state: State, labels: npt.NDArray[np.int64]) -> tuple[list[list[str]], list[str]]:
    table, kept = state.terms
    weights = naming.weigh(table, labels)
    words = naming.top_words(weights, kept, state.words, state.settings.words)
    voices = state.passages["voice"].where(state.passages["voice"] != "", state.passages["source_id"]).tolist()
    return words, naming.propose(state.passages["text"].tolist(), voices, labels, weights, kept, words, state.words)


def _judge(state: State, members: npt.NDArray[np.bool_]) -> tuple[float, str]:
    framework = "" if _strange(state, members) else _framework(state.passages[members], state.passages)
    return round(float(state.agreement[members].mean()), 4), framework


def _strange(state: State, members: npt.NDArray[np.bool_]) -> bool:
    if state.likeness is None:
        return False
    return float(state.likeness[members].mean()) < FAR * float(np.median(state.likeness))


def _framework(mine: pd.DataFrame, passages: pd.DataFrame) -> str:
    # an aspect of the study owns a theme when most of its passages answer questions on it, more so than passages do
    asked = passages.loc[passages["aspect"] != "", "aspect"]
    own = mine.loc[mine["aspect"] != "", "aspect"]
    if own.empty:
        return ""
    shares = own.value_counts(normalize=True).sort_index().sort_values(ascending=False, kind="stable")
    aspect, share = str(shares.index[0]), float(shares.iloc[0])
    return aspect if share > 0.5 and share > LIFT * float((asked == aspect).mean()) else ""


def _voices(passages: pd.DataFrame) -> int:
    # a document has no voice
    return int(passages.loc[passages["voice"] != "", "voice"].nunique())


def _flags(mine: pd.DataFrame, passages: pd.DataFrame, stability: float, hidden: bool) -> list[str]:
    tests = (
        mine["source_id"].nunique() == 1 and passages["source_id"].nunique() > 1,
        _voices(mine) <= 1 and mine["source_id"].nunique() == 1 and passages["source_id"].nunique() > 1,
        stability < FIRM,
        hidden,
    )
    return [flag for flag, true in zip(FLAGS, tests, strict=True) if true]


def _passages(state: State, labels: npt.NDArray[np.int64], middle: npt.NDArray[np.float64]) -> pd.DataFrame:
    passages = state.passages
    near = (state.vectors * middle[np.maximum(labels, 0)]).sum(axis=1)
    points = arrange(pictures.lay_out(state.vectors, labels, middle), state.vectors, state.kept.places)
    shows = pictures.represent(
        state.vectors,
        labels,
        middle,
        passages["source_id"].tolist(),
        passages["words"].tolist(),
        state.settings.representatives,
        state.kept.ranks,
    )
    scores = np.where(np.isnan(state.kept.scores), np.round(np.where(labels >= 0, near, 0.0), 4), state.kept.scores)
    return pd.DataFrame(
        {
            "passage_id": passages["passage_id"],
            "theme_id": state.theme_of.astype(str),
            "score": scores,
            "x": points[:, 0],
            "y": points[:, 1],
            "representative": shows,
            "classification": passages["classification"],
            "caveats": passages["caveats"],
        }
    )


def describe_quality(state: State, themes: pd.DataFrame) -> dict[str, Any]:
    """Figures about the whole result; no text of a source."""
    outliers = int((state.theme_of == "").sum())
    return {
        "passages": len(state.passages),
        "themes": len(themes),
        "outliers": outliers,
        "outlier_share": round(outliers / len(state.passages), 4),
        "largest_share": round(float(themes["n_passages"].max()) / len(state.passages), 4),
        "stability_mean": round(float(np.average(themes["stability"], weights=themes["n_passages"])), 4),
        "stability_lowest": float(themes["stability"].min()),
        "unstable_themes": int(themes["flags"].str.contains("unstable").sum()),
        "settings": state.settings.model_dump(mode="json", exclude={"naming"}),
    }
