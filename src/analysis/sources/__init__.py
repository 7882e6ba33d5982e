"""Reading interview reports and documents: every file ends as text with its speakers, or in quarantine with a reason.

Names are loaded when asked for: the processes that read files import this package and need nothing heavy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.sources.completeness import require_all, unreadable
    from analysis.sources.document import Aside, Change, Comment, Document, Turn, count_words
    from analysis.sources.limits import Limits
    from analysis.sources.reading import Sources, find_unreadable, read_all, read_file
    from analysis.sources.settings import SourceSettings
    from analysis.sources.storage import write

__all__ = [
    "Aside",
    "Change",
    "Comment",
    "Document",
    "Limits",
    "SourceSettings",
    "Sources",
    "Turn",
    "count_words",
    "find_unreadable",
    "read_all",
    "read_file",
    "require_all",
    "unreadable",
    "write",
]

_HOMES = {
    **dict.fromkeys(("Aside", "Change", "Comment", "Document", "Turn", "count_words"), "document"),
    **dict.fromkeys(("Sources", "find_unreadable", "read_all", "read_file"), "reading"),
    "Limits": "limits",
    **dict.fromkeys(("require_all", "unreadable"), "completeness"),
    "SourceSettings": "settings",
    "write": "storage",
}


def __getattr__(name: str) -> Any:
    import importlib

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
