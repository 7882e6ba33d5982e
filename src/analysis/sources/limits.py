"""The limits within which one file is read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What one file may cost; a file that asks for more is quarantined.

    Parameters
    ----------
    seconds : float
        Wall and processor time.
    memory : int
        Address space in bytes.
    text : int
        Text that comes out, in bytes of UTF-8.
    unpacked : int
        What a zipped format (.docx, .odt, .xlsx) may unpack to, in bytes.
    ratio : int
        How many times larger than its archive one part of it may become (parts below 10 MB are never refused for it).
    members : int
        Parts in one archive.
    """

    seconds: float = 60.0
    memory: int = 1024**3
    text: int = 50_000_000
    unpacked: int = 200_000_000
    ratio: int = 200
    members: int = 5_000


DEFAULT = Limits()
