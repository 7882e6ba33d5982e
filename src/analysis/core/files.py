"""Files written whole or not at all: beside their place first, then renamed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A file beside `path` to write; it takes the place of `path` when the block ends without an error.

    A reader never meets half a file, and a run that is killed leaves the last good one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    yield part
    os.replace(part, path)


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file as in :func:`replacing`, text as UTF-8 with the line ends that it has; one that says the same is left."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    if path.is_file() and path.read_bytes() == data:
        return
    with replacing(path) as part:
        part.write_bytes(data)
