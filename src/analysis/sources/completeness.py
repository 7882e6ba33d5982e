"""Whether a run may go on with what could be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.core.errors import Problem, SourceError

if TYPE_CHECKING:
    import pandas as pd

    from analysis.sources.settings import SourceSettings

OTHERWISE = "; or set `sources: {unreadable: quarantine}` in params.yaml to go on without it"
"""What a study may decide instead of mending a file."""


def require_all(quarantine: pd.DataFrame, settings: SourceSettings) -> None:
    """Stop when a registered file could not be read, unless the study chose to go on without it.

    Parameters
    ----------
    quarantine : pandas.DataFrame
        Columns `file`, `reason`, `remedy`.
    settings : SourceSettings

    Raises
    ------
    SourceError
        With every file in quarantine, why, and what to do.
    """
    if settings.unreadable == "stop" and not quarantine.empty:
        raise SourceError(unreadable(quarantine))


def unreadable(quarantine: pd.DataFrame, otherwise: str = OTHERWISE) -> list[Problem]:
    """Each file of `quarantine` (columns `file`, `reason`, `remedy`) as a problem: why it is there, and what to do."""
    return [
        Problem(f"data/raw/{row.file}", row.reason, "", f"{row.remedy}{otherwise}") for row in quarantine.itertuples()
    ]
