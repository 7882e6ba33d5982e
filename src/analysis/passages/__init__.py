"""Passages: segments of what respondents and documents say, each to be followed back to its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.passages.settings import PassageSettings
from analysis.passages.storage import Read, load, write

if TYPE_CHECKING:
    import pandas as pd

    from analysis.core.study import Guide

__all__ = ["PassageSettings", "Read", "account", "load", "segment", "write"]


def segment(
    sources: pd.DataFrame, turns: pd.DataFrame, texts: dict[str, str], guide: Guide, settings: PassageSettings
) -> pd.DataFrame:
    """Passages of respondents and documents; see :func:`analysis.passages.segmentation.segment`."""
    from analysis.passages.segmentation import segment as run

    return run(sources, turns, texts, guide, settings)


def account(sources: pd.DataFrame, turns: pd.DataFrame, passages: pd.DataFrame, texts: dict[str, str]) -> pd.DataFrame:
    """Words of each source by where they went; see :func:`analysis.passages.accounting.account`."""
    from analysis.passages.accounting import account as run

    return run(sources, turns, passages, texts)
