"""A small Dutch-English dictionary in the format of dictd, as a person would install one."""

from __future__ import annotations

import gzip
from pathlib import Path

from analysis.encoders.gloss import DIGITS

ENTRIES = {
    "00databaseinfo": "about",
    "overheid": "overheid /ovərhɛit/\n1. administration, government\n2. authority",
    "schuld": "schuld /sxɵlt/\n1. debt, guilt",
    "ĳzer": "ĳzer /ɛizər/\niron",
    "boek": "boek /buk/\nbook",
    "kast": "kast /kɑst/\ncupboard, case",
    "onderzoeken": "onderzoeken\nexamine, investigate",
}


def digits(value: int) -> str:
    by_value = {number: digit for digit, number in DIGITS.items()}
    return (digits(value // 64) if value >= 64 else "") + by_value[value % 64]


def dictionary(folder: Path, entries: dict[str, str] = ENTRIES) -> Path:
    """A dictionary in the format of dictd; the ending of the path is not part of it."""
    body, index = b"", []
    for word, entry in entries.items():
        told = f"{entry}\n".encode()
        index.append(f"{word}\t{digits(len(body))}\t{digits(len(told))}")
        body += told
    folder.mkdir(exist_ok=True)
    (folder / "own.index").write_text("\n".join(index) + "\n", encoding="utf-8")
    (folder / "own.dict.dz").write_bytes(gzip.compress(body, mtime=0))
    return folder / "own"
