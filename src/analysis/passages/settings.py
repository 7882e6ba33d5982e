"""What a researcher can set about passages."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from analysis.core.study import Settings


class PassageSettings(Settings):
    """Part `passages` of params.yaml; all lengths in words.

    Parameters
    ----------
    least : int
        A turn shorter than this is set aside as too short, and counted.
    low, high : int
        A passage has from `low` to `high` words; a shorter turn is one passage, a single longer sentence stays whole.
    target : int
        Length a segment of a longer turn is aimed at.
    """

    least: Annotated[int, Field(ge=1)] = 8
    low: Annotated[int, Field(ge=1)] = 40
    target: Annotated[int, Field(ge=1)] = 90
    high: Annotated[int, Field(ge=2)] = 180

    @model_validator(mode="after")
    def _in_order(self) -> PassageSettings:
        if not self.least <= self.low <= self.target <= self.high or self.high < 2 * self.low:
            raise ValueError("expected least <= low <= target <= high, and high at least twice low")
        return self
