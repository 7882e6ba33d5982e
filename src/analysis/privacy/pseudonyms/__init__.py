"""Pseudonyms: nobody's name in what is derived, the same person the same pseudonym everywhere, and a gate that fails closed.

Names are loaded when asked for: a report that only masks what was left unreviewed needs no word lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.privacy.pseudonyms.application import apply, apply_key, explained, masked, read_habits
    from analysis.privacy.pseudonyms.key import Key
    from analysis.privacy.pseudonyms.pseudonymisation import Pseudonymised, Words, pseudonymise
    from analysis.privacy.pseudonyms.settings import PseudonymSettings

__all__ = [
    "Key",
    "PseudonymSettings",
    "Pseudonymised",
    "Words",
    "apply",
    "apply_key",
    "explained",
    "masked",
    "pseudonymise",
    "read_habits",
]

_HOMES = {
    **dict.fromkeys(("apply", "apply_key", "explained", "masked", "read_habits"), "application"),
    **dict.fromkeys(("Pseudonymised", "Words", "pseudonymise"), "pseudonymisation"),
    "Key": "key",
    "PseudonymSettings": "settings",
}


def __getattr__(name: str) -> Any:
    import importlib

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
