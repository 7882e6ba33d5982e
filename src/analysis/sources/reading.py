"""Reading one file, and all that the register names, into tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.core.kept import Kept
from analysis.core.paths import Paths
from analysis.sources.document import Document, from_json
from analysis.sources.isolation import Reader, Refused, Request, read_many
from analysis.sources.limits import DEFAULT, Limits

if TYPE_CHECKING:
    import pandas as pd

    from analysis.core.study import Guide, Study
    from analysis.sources.settings import SourceSettings

Row = dict[str, Any]

VERSION = 6
"""Raised when readers understand a file otherwise, so that a cache made before is not used."""


def read_file(
    path: Path,
    *,
    limits: Limits = DEFAULT,
    ocr: bool = False,
    ocr_language: str = "nld",
    speaker_pattern: str | None = None,
) -> Document:
    """Read one file in a process of its own.

    Parameters
    ----------
    path : Path
    limits : Limits
        Time, memory and text it may cost.
    ocr : bool
        Recognise text of scans with tesseract, in `ocr_language` ("nld", "nld+eng").
    speaker_pattern : str, optional
        A pattern of the study's own; group `speaker`, or group 1, is the name.

    Returns
    -------
    Document

    Raises
    ------
    SourceError
        When it cannot be read: why, and what to do.
    """
    found = Reader()
    try:
        document = found.read(Request(Path(path), limits, ocr, ocr_language, speaker_pattern))
    finally:
        found.close()
    if isinstance(document, Refused):
        raise document.error(Path(path))
    return document


@dataclass(frozen=True)
class Sources:
    """All sources of a study as they were read.

    Parameters
    ----------
    sources, turns : DataFrame
        Tables of :mod:`analysis.core.tables`.
    texts : dict
        Text by source id.
    quarantine : DataFrame
        file, source_id, reason, remedy: what was not read.
    duplicates : DataFrame
        source_id, other_id, kind (exact, near), similarity.
    changes : DataFrame
        source_id, kind, author, date, text, start: tracked changes, where they stand in the text.
    comments : DataFrame
        source_id, author, date, text, anchored, start.
    asides : DataFrame
        source_id, start, end, reason, words: what is nobody's speech.
    """

    sources: pd.DataFrame
    turns: pd.DataFrame
    texts: dict[str, str]
    quarantine: pd.DataFrame
    duplicates: pd.DataFrame
    changes: pd.DataFrame
    comments: pd.DataFrame
    asides: pd.DataFrame


def read_all(
    register: pd.DataFrame,
    paths: Paths,
    guide: Guide,
    study: Study,
    settings: SourceSettings,
    progress: Callable[[int, int], None] | None = None,
    cache: Path | None = None,
) -> Sources:
    """Read every source that the register names.

    Parameters
    ----------
    register : DataFrame
        The checked register (`analysis.core.register.COLUMNS`, strings).
    paths : Paths
    guide : Guide
        Matched to what the interviewer says.
    study : Study
    settings : SourceSettings
    progress : callable, optional
        Called with files done and files in all.
    cache : Path, optional
        A folder in which what was understood of a file is kept by its hash and the settings; it holds text of sources.

    Returns
    -------
    Sources
        One bad file never stops the others: it stands in `quarantine`.
    """
    from analysis.sources import tabulation

    pairs, refused = _read_registered(register, paths, settings, progress, cache)
    return tabulation.tabulate(pairs, refused, guide, study, settings)


def find_unreadable(
    register: pd.DataFrame,
    paths: Paths,
    study: Study,
    settings: SourceSettings,
    progress: Callable[[int, int], None] | None = None,
    cache: Path | None = None,
) -> pd.DataFrame:
    """What of the register cannot be read: the quarantine that :func:`read_all` would find, and nothing else of it.

    Parameters
    ----------
    register, paths, study, settings, progress, cache
        As for :func:`read_all`; what was understood is kept in `cache`, and the next run takes it up.

    Returns
    -------
    DataFrame
        file, source_id, reason, remedy.
    """
    from analysis.sources import tabulation

    pairs, refused = _read_registered(register, paths, settings, progress, cache)
    return tabulation.quarantine(tabulation.accept(pairs, refused, study)[1])


def _read_registered(
    register: pd.DataFrame,
    paths: Paths,
    settings: SourceSettings,
    progress: Callable[[int, int], None] | None,
    cache: Path | None,
) -> tuple[list[tuple[Row, Document]], list[tuple[Row, Refused]]]:
    """Rows of the register with their documents, and rows whose file was refused."""
    rows: list[Row] = register.sort_values("source_id").to_dict("records")  # type: ignore[assignment]
    requests = [
        Request(
            paths.raw / row["file"],
            settings.limits,
            settings.ocr,
            settings.ocr_language,
            settings.speaker_pattern,
            row["kind"] != "document",
        )
        for row in rows
    ]
    found = _read_cached(requests, cache, progress)
    pairs = [(row, document) for row, document in zip(rows, found, strict=True) if isinstance(document, Document)]
    refused = [(row, document) for row, document in zip(rows, found, strict=True) if isinstance(document, Refused)]
    return pairs, refused


def _read_cached(
    requests: list[Request], cache: Path | None, progress: Callable[[int, int], None] | None
) -> list[Document | Refused]:
    kept = Kept(cache)
    keys = [_key(request) if cache is not None else "" for request in requests]
    known: list[Document | Refused | None] = [_take_up(kept.get(key)) for key in keys]
    wanted = [at for at, document in enumerate(known) if document is None]
    ready = len(requests) - len(wanted)

    def done(count: int, _: Request, __: float) -> None:
        if progress is not None:
            progress(ready + count, len(requests))

    for at, document in zip(wanted, read_many([requests[at] for at in wanted], done=done), strict=True):
        known[at] = document
        if isinstance(document, Document):
            kept.put(keys[at], document.to_json())
    return [document for document in known if document is not None]


def _key(request: Request) -> str:
    import hashlib

    try:
        data = request.path.read_bytes()
    except OSError:
        return ""
    settings = {**asdict(request), "path": request.path.name, "version": VERSION}
    return hashlib.sha256(json.dumps(settings, sort_keys=True, default=str).encode() + data).hexdigest()


def _take_up(content: Any) -> Document | None:
    try:
        return from_json(content)
    except (ValueError, KeyError, TypeError):
        return None
