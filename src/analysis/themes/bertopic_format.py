"""Themes in the files that `BERTopic.load` reads, written without BERTopic: importing it takes longer than all else here.

The format is that of `BERTopic.save(serialization="safetensors", save_ctfidf=True)` in version 0.17. Topic n is row n of
`themes`, -1 the outliers; words and weights are those of the tables, so no word that one source alone says is in it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from analysis.themes import naming
from analysis.themes.arithmetic import one_thread

if TYPE_CHECKING:
    from analysis.themes.discovery import Themes

CONFIG = {
    "calculate_probabilities": False,
    "language": "multilingual",
    "low_memory": False,
    "min_topic_size": 10,
    "n_gram_range": [1, 2],
    "nr_topics": None,
    "seed_topic_list": None,
    "verbose": False,
    "zeroshot_min_similarity": 0.7,
    "zeroshot_topic_list": None,
}
"""BERTopic's own parameters; only `top_n_words` is ours."""

VECTORIZER = {
    "analyzer": "word",
    "binary": False,
    "decode_error": "strict",
    "encoding": "utf-8",
    "input": "content",
    "lowercase": False,
    "max_df": 1.0,
    "max_features": None,
    "min_df": 1,
    "ngram_range": [1, 2],
    "stop_words": None,
    "strip_accents": None,
    "token_pattern": r"(?u)\b\w[\w'’-]+\b",
    "vocabulary": None,
}
"""How words are counted in new texts: by their surface forms, since a tokeniser is code and no file holds it."""


def write(found: Themes, folder: Path) -> None:
    """Write `found` into `folder`, which must not be there yet."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True)
    fit = found.fit
    # outliers are BERTopic's topic -1, the first row of everything
    outliers = int((found.labels < 0).any())
    rows = found.labels + outliers
    with one_thread():
        table, kept = fit.terms
        weights, inverse = naming.weigh(table, rows), naming.rarity(naming.by_theme(table, rows))
        middle = np.stack([fit.vectors[rows == row].mean(axis=0) for row in range(int(rows.max()) + 1)])
    shown, columns = _shown(kept, fit.words)
    save_file({"topic_embeddings": middle.astype(np.float32)}, folder / "topic_embeddings.safetensors")
    save_file(_sparse(weights[:, columns], inverse[columns]), folder / "ctfidf.safetensors")
    ours = {"bm25_weighting": True, "reduce_frequent_words": True}
    vocabulary = {term: place for place, term in enumerate(shown)}
    vectorizer = {"params": VECTORIZER, "vocab": vocabulary}
    _write(folder / "ctfidf_config.json", {"ctfidf_model": ours, "vectorizer_model": vectorizer})
    _write(folder / "config.json", CONFIG | {"top_n_words": fit.settings.words})
    _write(folder / "topics.json", _topics(found, rows, outliers, weights[:, columns], shown))


def _topics(
    found: Themes, rows: npt.NDArray[np.int64], outliers: int, weights: npt.NDArray[np.float64], shown: list[str]
) -> dict[str, Any]:
    topics = (rows - outliers).tolist()
    words = {}
    for row, weight in enumerate(weights):
        best = np.lexsort((np.arange(len(shown)), -np.round(weight, 12)))[: found.fit.settings.words]
        listed = [[shown[i], round(float(weight[i]), 12)] for i in best if weight[i] > 0]
        words[str(row - outliers)] = listed + [["", 1e-05]] * (found.fit.settings.words - len(listed))
    labels = {topic: "_".join([topic, *(word for word, _ in listed[:4])]) for topic, listed in words.items()}
    names = ([labels["-1"]] if outliers else []) + list(found.themes["name"])
    return {
        "topic_representations": words,
        "topics": topics,
        "topic_sizes": {topic: topics.count(int(topic)) for topic in words},
        "topic_mapper": [[int(topic), int(topic)] for topic in words],
        "topic_labels": labels,
        "custom_labels": names,
        "_outliers": outliers,
        "topic_aspects": {},
    }


def _shown(kept: list[str], words: Any) -> tuple[list[str], npt.NDArray[np.int64]]:
    # two lemmas may be written alike: the first stands for both
    first: dict[str, int] = {}
    for column, term in enumerate(kept):
        first.setdefault(words.show(term), column)
    return list(first), np.array(list(first.values()), dtype=np.int64)


def _sparse(weights: npt.NDArray[np.float64], inverse: npt.NDArray[np.float64]) -> dict[str, npt.NDArray[Any]]:
    from scipy.sparse import csr_matrix

    table = csr_matrix(weights)
    shape = np.array(table.shape)
    return {"indptr": table.indptr, "indices": table.indices, "data": table.data, "shape": shape, "diag": inverse}


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
