"""What a researcher can set about reading sources."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from analysis.core.study import Settings
from analysis.sources.limits import Limits


class SourceSettings(Settings):
    """Part `sources` of params.yaml.

    Parameters
    ----------
    ocr : bool
        Recognise the text of scanned PDFs with tesseract, when it is installed; such text is marked.
    ocr_language : str
        Language data of tesseract ("nld", "nld+eng").
    speaker_pattern : str, optional
        A regular expression of the study's own for a line that opens a turn; group `speaker` (or group 1) is the name.
    near_duplicate : float
        Share of five-word shingles two sources must have in common to be named near duplicates.
    boilerplate_sources : int
        A paragraph that stands verbatim in at least so many sources is boilerplate and set aside; 0 switches it off.
    unreadable : {"stop", "quarantine"}
        What a registered file that cannot be read does to a run: stop it, or go on without that source.
    seconds, memory_mb, text_mb : float
        Limits of one file: time, memory and text that comes out.
    """

    ocr: bool = False
    ocr_language: Annotated[str, Field(pattern=r"^[a-z_]+(\+[a-z_]+)*$")] = "nld"
    speaker_pattern: str | None = None
    near_duplicate: Annotated[float, Field(gt=0, le=1)] = 0.8
    boilerplate_sources: Annotated[int, Field(ge=0)] = 3
    unreadable: Literal["stop", "quarantine"] = "stop"
    seconds: Annotated[float, Field(gt=0, le=3600)] = 60.0
    memory_mb: Annotated[int, Field(ge=256)] = 1024
    text_mb: Annotated[float, Field(gt=0)] = 50.0

    @field_validator("speaker_pattern")
    @classmethod
    def _compiles(cls, value: str | None) -> str | None:
        import re

        if value is not None:
            try:
                groups = re.compile(value).groups
            except re.error as failure:
                raise ValueError(f"is no regular expression ({failure})") from None
            if groups < 1:
                raise ValueError("needs a group around the speaker's name, such as ^(?P<speaker>[A-Z]+) -")
        return value

    @property
    def limits(self) -> Limits:
        """The limits of one file."""
        return Limits(seconds=self.seconds, memory=self.memory_mb * 1024**2, text=int(self.text_mb * 1_000_000))
