"""Results kept by the hash of everything they were made from: the next run takes them up where nothing of it changed.

What is kept is as confidential as what it was made from, lies in `data/processed/.cache` and never in git. It saves time and
nothing else: a result that is taken up equals, byte for byte, the one that would be made.
"""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.core.files import write_whole

_PACKAGE = Path(__file__).parents[1]


class Kept:
    """A folder of results as JSON, each under a key; without a folder nothing is kept.

    Parameters
    ----------
    folder : Path, optional
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._asked: set[str] = set()

    @cached_property
    def code(self) -> str:
        """As :func:`code`, looked at once; nothing where nothing is kept."""
        return code() if self.folder is not None else ""

    def __contains__(self, key: str) -> bool:
        """Whether something was kept under `key`; only :meth:`get` tells whether it can be read."""
        return self.folder is not None and bool(key) and (self.folder / f"{key}.json").is_file()

    def get(self, key: str) -> Any:
        """What was kept under `key`; None where nothing was, or nothing that can be read."""
        self._asked.add(key)
        if self.folder is None or not key:
            return None
        try:
            return json.loads((self.folder / f"{key}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def put(self, key: str, result: Any) -> None:
        """Keep `result` under `key`."""
        if self.folder is None or not key:
            return
        write_whole(self.folder / f"{key}.json", json.dumps(result, ensure_ascii=False))

    def forget_others(self) -> None:
        """Remove what nobody asked for since this was made."""
        if self.folder is None or not self.folder.is_dir():
            return
        for path in sorted(self.folder.glob("*.json")):
            if path.stem not in self._asked:
                path.unlink()


NOWHERE = Kept(None)
"""Keeps nothing."""


def key(*parts: bytes | str) -> str:
    """The sha256 of parts, each told apart from the next."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def code() -> str:
    """Name, size and time of every file of this package: what was made before one was touched is made again."""
    files = sorted(path for path in _PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    seen = [(path.relative_to(_PACKAGE).as_posix(), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return key(json.dumps(seen))
