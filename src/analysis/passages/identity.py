"""Ids of passages that survive what happens elsewhere in the source."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable


def text_hash(text: str) -> str:
    """SHA-256 of the exact text: what a vector belongs to, and what a quote is held against."""
    return hashlib.sha256(text.encode()).hexdigest()


def words_hash(text: str) -> str:
    """Hash of a passage's words alone: case, punctuation and white space do not count."""
    normal = " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))
    return hashlib.sha256(normal.encode()).hexdigest()


def passage_ids(passages: Iterable[tuple[str, str]]) -> list[str]:
    """Ids of (source id, words hash) pairs in the order of the text: `DRE-G1-3f9a1c20`, and `-2` for the second that is equal.

    The id comes from the source and the passage's own words, not from its number: an insertion, deletion or correction
    elsewhere in the source leaves all other ids as they are, so that decisions which point at them stay right. Ten
    hexadecimal digits make a collision within one source of 1,000 passages less likely than one in two million; one
    that happens anyway is told apart by its ordinal.
    """
    counts: Counter[str] = Counter()
    found = []
    for source_id, digest in passages:
        stem = f"{source_id}-{digest[:10]}"
        counts[stem] += 1
        found.append(stem if counts[stem] == 1 else f"{stem}-{counts[stem]}")
    return found
