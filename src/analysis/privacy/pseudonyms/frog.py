"""Frog's names, asked of a server on this machine (Debian package `frog`).

Tagging and names take about half a second a thousand words. Frog's server takes twenty times as long when OpenMP gives it
threads, for they wait by spinning: `OMP_NUM_THREADS=1` and `--threads=1` are what makes it quick. It makes a process for each
connection that takes a second or more to end, so there is one connection for all texts. With `frog: start` a server is
started that way, for as long as it is needed; else it is asked at an address. Only sentences in which a capital is still
unexplained are sent.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from analysis.core.errors import Problem, StudyError
from analysis.privacy.pseudonyms import gate
from analysis.privacy.pseudonyms.settings import PseudonymSettings
from analysis.privacy.pseudonyms.spans import ORGANISATION, PERSON, PLACE, Span
from analysis.privacy.pseudonyms.tokens import Token

MODULES = "--skip=mplac"
"""Left out: multi-word units, parser, lemmas, morphology, chunks. Names need the tokeniser and the tagger only."""

_KINDS = {"PER": PERSON, "LOC": PLACE, "ORG": ORGANISATION}
_SECONDS = 120
_POLL = 0.1
_connections: dict[str, socket.socket] = {}


@contextmanager
def serving(settings: PseudonymSettings) -> Iterator[PseudonymSettings]:
    """Settings whose `frog` is an address: a server started for the time of the block when they say `start`.

    Raises
    ------
    StudyError
        When there is no Frog on this machine, or it does not come up.
    """
    if settings.frog != "start":
        try:
            yield settings
        finally:
            _close()
        return
    program = shutil.which("frog")
    if program is None:
        expected = "Debian's frog, frogdata and uctodata"
        raise StudyError(Problem("params.yaml, pseudonyms.frog", "no Frog on this machine", expected, "leave it empty"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    # Frog leaves its debug files where it is started
    with tempfile.TemporaryDirectory(prefix="regiobeeld-frog-") as folder:
        server = subprocess.Popen(
            [program, MODULES, "--threads=1", "-S", str(port)],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        address = f"127.0.0.1:{port}"
        try:
            _await(server, address)
            yield settings.model_copy(update={"frog": address})
        finally:
            _close()
            # with the process that it made for our connection, which would take its time
            os.killpg(server.pid, signal.SIGKILL)
            server.wait(timeout=_SECONDS)


def _await(server: subprocess.Popen[bytes], address: str) -> None:
    for _ in range(int(_SECONDS / _POLL)):
        if server.poll() is not None:
            break
        try:
            _connection(address)
            return
        except OSError:
            time.sleep(_POLL)
    raise StudyError(Problem("frog", "did not start", "a server", "run `frog -S 18777` by hand to see why"))


def _connection(address: str) -> socket.socket:
    if address not in _connections:
        host, _, port = address.rpartition(":")
        _connections[address] = socket.create_connection((host.strip("[]"), int(port)), timeout=_SECONDS)
    return _connections[address]


def _close() -> None:
    while _connections:
        _connections.popitem()[1].close()


def find(text: str, tokens: list[Token], found: list[Span], address: str, explained: Collection[str]) -> list[Span]:
    """Names that Frog sees in the sentences of `text` that hold an unexplained token.

    Raises
    ------
    StudyError
        When there is no Frog at `address`.
    """
    stopped = gate.stop(text, tokens, found, explained)
    sentences = _sentences(text, tokens)
    wanted = sorted(
        {
            (begin, end)
            for begin, end in sentences
            if any(begin <= token.start < end and token.reason == "capital" for token in stopped)
        }
    )
    if not wanted:
        return []
    spans = []
    try:
        connection = _connection(address)
        for begin, end in wanted:
            spans += _names(connection, text[begin:end], begin)
    except OSError:
        _close()
        raise StudyError(
            Problem(
                "params.yaml, pseudonyms.frog",
                f"no Frog at {address}",
                "",
                f"say `start`, run `OMP_NUM_THREADS=1 frog {MODULES} --threads=1 -S PORT`, or leave it empty",
            )
        ) from None
    return spans


def _sentences(text: str, tokens: list[Token]) -> list[tuple[int, int]]:
    begins = [token.start for token in tokens if token.initial]
    return list(zip(begins, [*begins[1:], len(text)], strict=True))


def _names(connection: socket.socket, sentence: str, offset: int) -> list[Span]:
    connection.sendall((" ".join(sentence.split()) + "\nEOT\n").encode())
    answer = b""
    while not answer.rstrip().endswith(b"READY"):
        received = connection.recv(65536)
        if not received:
            raise OSError("Frog went away")
        answer += received
    spans: list[Span] = []
    at, last = 0, ""
    for line in answer.decode("utf-8", "replace").splitlines():
        columns = line.split("\t")
        if len(columns) < 7:
            continue
        word = columns[1].replace("_", " ")
        # which columns are filled depends on the modules that Frog was started with
        tag = next((column for column in columns[4:] if column == "O" or column[:2] in ("B-", "I-")), "O")
        first = word.split(" ")[0]
        start = sentence.find(first, at)
        if start < 0:
            last = ""
            continue
        rest = word.split(" ")[-1]
        end = sentence.find(rest, start) + len(rest)
        at = end
        label = tag.partition("-")[2].split("_")[0]
        if tag.startswith("I-") and last == label and spans:
            spans[-1] = Span(spans[-1].start, offset + end, spans[-1].kind, "frog")
        elif label in _KINDS:
            spans.append(Span(offset + start, offset + end, _KINDS[label], "frog"))
        last = label
    return spans
