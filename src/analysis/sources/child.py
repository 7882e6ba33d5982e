"""The process in which files are read: it holds no secrets, forks once a file, and each fork lives within limits.

A lean parent of all reading processes: it loads the libraries once, takes one request a line on stdin, and forks a
process that reads that one file and is gone. It may not write, start programs (but tesseract when asked) or use the
network. Answers are JSON, one a line. Run as `python -m analysis.sources.child`.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
from typing import Any, BinaryIO

from analysis.sources.limits import Limits
from analysis.sources.refusals import Refusal

LIBRARIES = {
    "pdf": ("pypdfium2",),
    "docx": ("lxml.etree",),
    "odt": ("lxml.etree",),
    "xlsx": ("openpyxl",),
    "epub": ("bs4", "lxml.etree"),
    "html": ("bs4", "lxml.etree"),
    "eml": ("bs4", "lxml.etree", "email.policy"),
    "rtf": ("striprtf.striprtf",),
}
"""Loaded before the first fork for a file of that name, so that the next ones find them there."""

ROOM = 256 * 1024**2
"""Address space the interpreter and its libraries take before a file is opened; the limit is for what the file adds."""


def main() -> None:
    """Serve requests until stdin closes."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    for line in sys.stdin.buffer:
        request = json.loads(line)
        _load(request["name"])
        answers.write(_serve(request) + b"\n")
        answers.flush()


def _load(name: str) -> None:
    """Load what reads files of such a name: our own modules and libraries, nothing of the file."""
    import importlib

    from analysis.sources.formats import READERS

    importlib.import_module("analysis.sources.understanding")
    form = name.rpartition(".")[2].lower()
    form = {"htm": "html", "markdown": "md", "docm": "docx", "xlsm": "xlsx"}.get(form, form)
    for library in LIBRARIES.get(form, ()):
        importlib.import_module(library)
    importlib.import_module(f"analysis.sources.formats.{READERS.get(form, 'plain')}")


def _serve(request: dict[str, Any]) -> bytes:
    limits = Limits(**request["limits"])
    out, into = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(out)
        _read(request, limits, os.fdopen(into, "wb"))
    os.close(into)
    data, late = _collect(out, limits)
    if late:
        os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    if late:
        return _refused("time", f"took longer than {limits.seconds:g} s")
    if os.WIFSIGNALED(status):
        name = os.WTERMSIG(status)
        if name == signal.SIGXCPU:
            return _refused("time", f"took longer than {limits.seconds:g} s")
        return _refused("crash", f"the library that reads it was stopped by the system (signal {int(name)})")
    if not data:
        return _refused("crash", f"the library that reads it ended without a word (status {os.WEXITSTATUS(status)})")
    return data


def _collect(out: int, limits: Limits) -> tuple[bytes, bool]:
    """All that a reading process says, and whether its time was up."""
    parts: list[bytes] = []
    deadline = time.monotonic() + limits.seconds
    with os.fdopen(out, "rb", buffering=0) as stream:
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([stream], [], [], left)[0]:
                return b"", True
            part = stream.read(1 << 20)
            if not part:
                return b"".join(parts), False
            parts.append(part)


def _read(request: dict[str, Any], limits: Limits, answer: BinaryIO) -> None:
    """Read one file and end this process; never returns."""
    try:
        _confine(limits, bool(request["ocr"]))
        data = _understood(request, limits)
    except MemoryError:
        data = _refused("memory", f"needs more than {limits.memory // 1024**2} MB of memory")
    except Refusal as refusal:
        data = _refused(refusal.code, refusal.reason)
    except RecursionError:
        data = _refused("unsafe", "nests too deep")
    except Exception as failure:
        # what is left is a library tripping over a damaged file; its message may hold text, so only its kind is told
        data = _refused("damaged", f"is damaged ({type(failure).__name__} while reading)")
    try:
        answer.write(data)
        answer.flush()
    finally:
        os._exit(0)


def _understood(request: dict[str, Any], limits: Limits) -> bytes:
    from analysis.sources.understanding import understand

    with open(request["path"], "rb") as stream:
        data = stream.read()
    document = understand(
        request["name"],
        data,
        limits,
        request["ocr"],
        request["ocr_language"],
        request["speaker_pattern"],
        request["voices"],
    )
    return json.dumps({"document": document.to_json()}, ensure_ascii=False, separators=(",", ":")).encode()


def _refused(code: str, reason: str) -> bytes:
    return json.dumps({"refused": code, "reason": reason}).encode()


def _confine(limits: Limits, programs: bool) -> None:
    import resource

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    seconds = max(1, int(limits.seconds) + 1)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory + ROOM, limits.memory + ROOM))
    if not programs:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.setrecursionlimit(1000)
    sys.addaudithook(_forbid_programs if not programs else _forbid_network)


def _forbid_network(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(
        ("socket.connect", "socket.bind", "socket.getaddrinfo", "urllib.", "http.", "ftplib.", "smtplib.")
    ):
        raise Refusal("unsafe", "asked for the network while it was read")


def _forbid_programs(event: str, arguments: tuple[object, ...]) -> None:
    _forbid_network(event, arguments)
    if event in (
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.posix_spawn",
        "os.spawn",
        "os.fork",
        "ctypes.dlopen/call",
    ):
        raise Refusal("unsafe", "asked for a program while it was read")
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        raise Refusal("unsafe", "asked to write while it was read")


if __name__ == "__main__":
    main()
