"""Who decides: the name that stands beside a decision, given on the command line or known to git."""

from __future__ import annotations

import subprocess

from analysis.core.errors import Problem, RegiobeeldError


class UnsignedError(RegiobeeldError):
    """A decision by nobody: whoever asks later would find no one."""

    title = "Nobody decided this"


def of(given: str = "") -> str:
    """The name that was given, else git's `user.name`.

    Raises
    ------
    UnsignedError
        When neither says who.
    """
    if name := given.strip() or known():
        return name
    raise UnsignedError(
        Problem(
            "who",
            "is empty, and git knows no name",
            "who decides this",
            'give --who "B. Lezer", or once: `git config user.name "B. Lezer"`',
        )
    )


def known() -> str:
    """Git's `user.name`; empty where it has none, or where there is no git."""
    try:
        done = subprocess.run(["git", "config", "user.name"], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return done.stdout.strip()
