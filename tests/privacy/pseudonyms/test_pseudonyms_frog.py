"""Frog as a server of our own: one connection, no busy waiting, nothing left running."""

from __future__ import annotations

import shutil
import socket
import time

import pytest

from analysis.core.errors import StudyError
from analysis.privacy.pseudonyms import PseudonymSettings, frog
from analysis.privacy.pseudonyms.tokens import tokenise

TEXT = "Gisteren sprak Wilhelmina Zwaardvis in Rotterdam met de wethouder."


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("frog") is None, reason="Frog is not installed (Debian: frog, frogdata, uctodata)")
def test_a_started_frog_finds_names_and_is_gone_afterwards() -> None:
    with frog.serving(PseudonymSettings(frog="start")) as settings:
        spans = frog.find(TEXT, tokenise(TEXT), [], settings.frog, ())
        address = settings.frog
    assert "Wilhelmina Zwaardvis" in [TEXT[span.start : span.end] for span in spans if span.kind == "person"]
    host, _, port = address.rpartition(":")
    assert _is_gone(host, int(port))


def _is_gone(host: str, port: int) -> bool:
    # the process that Frog made for the connection dies a moment after its parent
    for _ in range(100):
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            return True
        time.sleep(0.1)
    return False


def test_without_frog_on_this_machine_starting_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(StudyError, match="no Frog"), frog.serving(PseudonymSettings(frog="start")):
        pass


def test_an_address_at_which_nobody_answers_is_told(unused: int) -> None:
    with pytest.raises(StudyError, match="no Frog at"):
        frog.find(TEXT, tokenise(TEXT), [], f"127.0.0.1:{unused}", ())


@pytest.fixture
def unused() -> int:
    """A port at which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
