"""What a stage does first: ask the host of this run to do its work, and start one where there is none.

Each stage of a `dvc repro` waits for this module to be loaded, so it takes no more of the library than it needs.
"""

from __future__ import annotations

import json
import os
import socket
import stat
import sys
import time

MARK = "DVC_STAGE"
"""Set by DVC for what it runs: a notebook that somebody runs by hand needs no host."""

HOSTED = "REGIOBEELD_HOSTED"
"""Set in a fork of the host: what a kernel needs is loaded, so that it is forked too."""

SWITCH = "REGIOBEELD_HOST"
"""Environment variable: `off` runs each stage in a process of its own, as a trace of who opens what needs it."""

SHELLS = ("sh", "bash", "dash", "zsh", "fish", "ksh")

SOCKET = "s"

_PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
_GLANCE = 0.01
"""Seconds between two looks at whether a host listens."""


def ask(arguments: list[str]) -> int | None:
    """Let the host run `regiobeeld` with `arguments`; it writes where this process writes.

    Returns
    -------
    int or None
        The exit code; None where there is no host: then run it here. A first call in a pipeline starts one. Only Linux has
        hosts: elsewhere a fork of a process with threads is not safe.
    """
    if MARK not in os.environ or HOSTED in os.environ or os.environ.get(SWITCH) == "off" or sys.platform != "linux":
        return None
    pipeline, began = _pipeline()
    folder = _folder(pipeline, began)
    if not _is_ours(folder):
        return None
    for has_host in (True, False):
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
                line.connect(os.path.join(folder, SOCKET))
                return _hand_over(line, arguments)
        except (FileNotFoundError, ConnectionError):
            if not (has_host and _start(folder, pipeline)):
                return None
    return None


def code() -> str:
    """What the package's files look like from outside: another answer means that somebody changed one."""
    seen = []
    for folder, _, names in os.walk(_PACKAGE):
        for name in names:
            if name.endswith(".py"):
                told = os.stat(os.path.join(folder, name))
                seen.append((os.path.join(folder, name), told.st_mtime_ns, told.st_size))
    return json.dumps([sys.executable, sorted(seen)])


def _hand_over(line: socket.socket, arguments: list[str]) -> int | None:
    asked = {"arguments": arguments, "environment": dict(os.environ), "folder": os.getcwd(), "code": code()}
    socket.send_fds(line, [b"."], [0, 1, 2])
    line.sendall(json.dumps(asked).encode() + b"\n")
    with line.makefile("rb") as answer:
        said = answer.readline()
    if not said:
        return 1  # the notebook's process was killed, with all that it had started
    exit_code: int | None = json.loads(said)
    return exit_code


def _pipeline() -> tuple[int, int]:
    """The process that runs the pipeline, the nearest one above this that is no shell; its number and when it began."""
    number = os.getppid()
    while True:
        name, parent, began = _told(number)
        if name not in SHELLS or parent <= 1:
            return number, began
        number = parent


def _folder(pipeline: int, began: int) -> str:
    # a number of a process comes back one day: the moment it began goes with it
    return os.path.join(os.environ.get("TMPDIR") or "/tmp", f"regiobeeld-{os.getuid()}-{pipeline}-{began}")


def _is_ours(folder: str) -> bool:
    """Whether a folder is this user's alone, or is still to be made: somebody else's host would be told the environment."""
    try:
        found = os.lstat(folder)
    except FileNotFoundError:
        return True
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and stat.S_IMODE(found.st_mode) == 0o700


def _told(process: int) -> tuple[str, int, int]:
    """Name, parent, and clock ticks from the start of the machine to that of the process."""
    with open(f"/proc/{process}/stat", encoding="utf-8", errors="replace") as told:
        before, _, after = told.read().rpartition(")")
    fields = after.split()
    return before.partition("(")[2], int(fields[1]), int(fields[19])


def _start(folder: str, pipeline: int) -> bool:
    """Start the host; whether it listens now."""
    import subprocess

    from analysis.core.notebooks import processor

    try:
        os.mkdir(folder, mode=0o700)
    except FileExistsError:
        return False  # it ended: this notebook runs without
    environment = {**os.environ, "PYTHONHASHSEED": "0", **processor.settings(os.environ)}
    environment.pop(MARK)  # it is no stage
    started = subprocess.Popen(
        [sys.executable, "-P", "-m", "analysis.core.notebooks.host", folder, str(pipeline)],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while started.poll() is None:
        if os.path.exists(os.path.join(folder, SOCKET)):
            return True
        time.sleep(_GLANCE)
    return False
