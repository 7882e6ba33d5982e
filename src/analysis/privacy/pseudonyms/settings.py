"""Which layers look for names, and what of theirs stays."""

from __future__ import annotations

from pydantic import field_validator

from analysis.core.study import Settings


class PseudonymSettings(Settings):
    """Layers, each of which can be switched off; `gate` says what becomes of tokens that none of them explains.

    Parameters
    ----------
    known : bool
        Everybody who is in the key, in any case of letters.
    patterns : bool
        Identifiers, with their checksums.
    context : bool
        What titles, initials, "genaamd", "moskee" and the like introduce.
    lists : bool
        First names, surnames and places.
    unknown : bool
        Words that neither Dutch nor a list knows, where a name would stand.
    frog : str
        `start`: a Frog server is started while names are looked for; `127.0.0.1:PORT`: that server is asked; empty: none is.
    places : bool
        Mask places that are not the study's own.
    gate : {"list", "mask"}
        `list`: unexplained tokens stay in the text and are listed; editions that leave mask them.
        `mask`: they are masked in the text of every stage.
    keep : tuple of str
        Names that stay though a layer finds them, besides those of the study.
    common_from : int
        A word in lower case that no dictionary has is still common, and no clue to anybody, in this many sources.
    """

    known: bool = True
    patterns: bool = True
    context: bool = True
    lists: bool = True
    unknown: bool = True
    frog: str = ""
    places: bool = True
    gate: str = "list"
    keep: tuple[str, ...] = ()
    common_from: int = 3

    @field_validator("gate")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in ("list", "mask"):
            raise ValueError("expected list or mask")
        return value

    @field_validator("frog")
    @classmethod
    def _on_this_machine(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if value == "start":
            return value
        if value and (host not in ("127.0.0.1", "localhost", "::1") or not port.isdecimal()):
            raise ValueError("expected start or 127.0.0.1:PORT; texts with names in them do not leave this machine")
        return value
