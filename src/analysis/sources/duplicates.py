"""The same report under two names: exact copies, and near ones (a concept beside the final)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pandas as pd

SHINGLE = 5
"""Words in a shingle (Broder 1997, "On the resemblance and containment of documents")."""


def find_duplicates(texts: dict[str, str], hashes: dict[str, str], least: float) -> pd.DataFrame:
    """Pairs of sources with the same bytes or text, or that share at least `least` of the smaller one's shingles.

    Returns
    -------
    DataFrame
        source_id, other_id (later in the alphabet), kind (exact, near), similarity: containment in 0..1.
    """
    shingles = {key: _shingles(text) for key, text in texts.items()}
    shared: Counter[tuple[str, str]] = Counter()
    where: dict[int, list[str]] = defaultdict(list)
    for key in sorted(shingles):
        for shingle in shingles[key]:
            where[shingle].append(key)
    for keys in where.values():
        if 1 < len(keys) <= 50:
            shared.update((one, other) for at, one in enumerate(keys) for other in keys[at + 1 :])
    rows = []
    for (one, other), count in sorted(shared.items()):
        similarity = count / max(1, min(len(shingles[one]), len(shingles[other])))
        if hashes[one] == hashes[other] or texts[one] == texts[other]:
            rows.append((one, other, "exact", 1.0))
        elif similarity >= least:
            rows.append((one, other, "near", round(similarity, 4)))
    return pd.DataFrame(rows, columns=["source_id", "other_id", "kind", "similarity"])


def _shingles(text: str) -> set[int]:
    words = re.findall(r"\w+", text.casefold())
    if len(words) < SHINGLE:
        return {_number(" ".join(words))} if words else set()
    return {_number(" ".join(words[at : at + SHINGLE])) for at in range(len(words) - SHINGLE + 1)}


def _number(text: str) -> int:
    import zlib

    data = text.encode()
    return zlib.crc32(data) << 32 | zlib.adler32(data)
