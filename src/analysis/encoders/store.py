"""Vectors of passages, kept by the hash of their text: only new text is ever encoded."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.core import tables
from analysis.core.classification import Label, floor, join, join_caveats, label_of, split_caveats
from analysis.core.errors import EncoderError, Problem, TableError
from analysis.core.files import replacing, write_whole
from analysis.encoders.models import encode, fingerprint
from analysis.encoders.settings import EncoderSettings

VECTORS = "vectors.parquet"
METADATA = "metadata.json"

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Embeddings:
    """Vectors beside passages.

    Attributes
    ----------
    vectors : ndarray of float32, shape (n_passages, dimension)
        In the order of the passages; each value is exact in float16, which is how it is kept.
    encoded : int
        Texts that were encoded now; the others came from the store.
    metadata : dict
        `model`, `revision`, `model_sha256`, `prompt`, `dimension`, `dtype`, `texts`, `classification`, `caveats`.
    """

    vectors: Vectors
    encoded: int = 0
    metadata: dict[str, Any] = field(default_factory=dict)


def embed(passages: pd.DataFrame, settings: EncoderSettings, cache: Path) -> Embeddings:
    """Vectors of all passages; encodes the texts whose hash is not in `cache`, and drops what no passage has any more.

    Parameters
    ----------
    passages : pandas.DataFrame
        With `text`, `text_hash`, `classification` and `caveats`.
    settings : EncoderSettings
    cache : Path
        Folder of the store: `vectors.parquet` (one row a text hash, float16, in the order of the hashes, each with the
        label of its text) and `metadata.json`. Equal passages give equal bytes, whatever was kept before.

    Returns
    -------
    Embeddings

    Raises
    ------
    EncoderError
        When a new text needs an encoder that is not there, or the encoder gives something else than numbers.

    Notes
    -----
    Where nothing is new, neither the encoder nor torch is loaded.
    """
    texts = passages.drop_duplicates("text_hash").set_index("text_hash")["text"].sort_index()
    sha = fingerprint(settings)
    kept = _kept(cache, settings, sha)
    new = [key for key in texts.index if key not in kept]
    if new:
        made = _encode([str(text) for text in texts[new]], settings)
        kept |= dict(zip(new, made, strict=True))
    hashes = list(texts.index)
    matrix = np.stack([kept[key] for key in hashes]) if hashes else np.zeros((0, 0), dtype=np.float16)
    label = join([floor(), label_of(passages)])
    metadata = {
        "model": settings.model,
        "revision": settings.revision,
        "model_sha256": sha,
        "prompt": settings.prompt,
        "dimension": int(matrix.shape[1]),
        "dtype": "float16",
        "texts": len(hashes),
        "classification": label.level,
        "caveats": join_caveats(label.caveats),
    } | ({"gloss": settings.gloss} if settings.gloss > 0 else {})
    _write(cache, hashes, matrix, passages, metadata)
    return Embeddings(_aligned(passages, hashes, matrix), len(new), metadata)


def read(folder: Path, passages: pd.DataFrame) -> Embeddings:
    """Vectors of `passages` from the store `folder`; nothing is encoded.

    Raises
    ------
    TableError
        When the store is missing or lacks a passage's text.
    """
    remedy = "run `dvc repro embeddings`"
    try:
        hashes, matrix, metadata = _load(folder)
    except (OSError, ValueError, KeyError):
        raise TableError(Problem(str(folder / VECTORS), "is missing or no store of vectors", "", remedy)) from None
    lacking = int((~passages["text_hash"].isin(set(hashes))).sum())
    if lacking:
        raise TableError(Problem(str(folder), f"has no vector for {lacking} of {len(passages)} passages", "", remedy))
    return Embeddings(_aligned(passages, hashes, matrix), 0, metadata)


def _aligned(passages: pd.DataFrame, hashes: list[str], matrix: npt.NDArray[np.float16]) -> Vectors:
    place = {key: row for row, key in enumerate(hashes)}
    return matrix[[place[key] for key in passages["text_hash"]]].astype(np.float32)


def _encode(texts: list[str], settings: EncoderSettings) -> npt.NDArray[np.float16]:
    vectors = encode(texts, settings)
    bad = int((~np.isfinite(vectors)).any(axis=1).sum())
    if bad:
        raise EncoderError(
            Problem(f"encoder {settings.model}", f"gives no numbers for {bad} texts", "", "use another encoder")
        )
    return vectors.astype(np.float16)


def _kept(cache: Path, settings: EncoderSettings, sha: str) -> dict[str, npt.NDArray[np.float16]]:
    # a store of another model, or one that cannot be read, is no store: everything is encoded anew
    try:
        hashes, matrix, metadata = _load(cache)
    except (OSError, ValueError, KeyError):
        return {}
    if metadata.get("model_sha256") != sha or metadata.get("prompt") != settings.prompt:
        return {}
    return dict(zip(hashes, matrix, strict=True))


def _load(folder: Path) -> tuple[list[str], npt.NDArray[np.float16], dict[str, Any]]:
    import pyarrow.parquet as pq

    with (folder / VECTORS).open("rb") as stream:
        table = pq.read_table(stream, **tables.ALONE)
    metadata = json.loads(table.schema.metadata[b"embeddings"])
    matrix = table["vector"].combine_chunks().flatten().to_numpy(zero_copy_only=False)
    return table["text_hash"].to_pylist(), matrix.reshape(len(table), metadata["dimension"]), metadata


def _write(
    folder: Path,
    hashes: list[str],
    matrix: npt.NDArray[np.float16],
    passages: pd.DataFrame,
    metadata: dict[str, Any],
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    labels: dict[str, Label] = {key: Label() for key in hashes}
    marked = passages[["text_hash", "classification", "caveats"]].drop_duplicates()
    for key, level, caveats in marked.itertuples(index=False):
        labels[key] = join([labels[key], Label(level, split_caveats(caveats))])
    vectors = pa.FixedSizeListArray.from_arrays(pa.array(matrix.reshape(-1)), max(1, matrix.shape[1]))
    table = pa.table(
        {
            "text_hash": pa.array(hashes, pa.string()),
            "vector": vectors,
            "classification": pa.array([labels[key].level for key in hashes], pa.string()),
            "caveats": pa.array([join_caveats(labels[key].caveats) for key in hashes], pa.string()),
        },
        metadata={
            "embeddings": json.dumps(metadata, ensure_ascii=False, sort_keys=True),
            "classification": metadata["classification"],
            "caveats": metadata["caveats"],
        },
    )
    with replacing(folder / VECTORS) as part:
        pq.write_table(table, part, compression="zstd", use_dictionary=["text_hash", "classification", "caveats"])
    write_whole(folder / METADATA, json.dumps(metadata, ensure_ascii=False, indent=2, sort_keys=True) + "\n")
