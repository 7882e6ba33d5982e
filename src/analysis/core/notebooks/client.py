"""What a stage does first: ask the host of this checkout to do its work, and start one where there is none.

Each stage of a `dvc repro` waits for this module to be loaded, so it takes no more of the library than it needs.
"""

from __future__ import annotations

import contextlib
import hashlib
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
"""Environment variable: for how many seconds a host stays when nobody asks it any more, instead of :data:`STAYS`.

`off` runs each stage in a process of its own, as a trace of who opens what needs it.
"""

STAYS = 600
"""Seconds: who reads what a run gave, mends a word and runs again finds the host still there."""

SOCKET = "s"

_PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
_OF_THE_SHELL = ("PWD", "OLDPWD", "SHLVL", "_")
_OF_THE_PROCESS = ("Umask", "Uid", "Gid", "Groups", "CapEff", "NoNewPrivs", "Seccomp", "Cpus_allowed")
_GLANCE = 0.01
"""Seconds between two looks at whether a host listens."""


def ask(arguments: list[str]) -> int | None:
    """Let the host run `regiobeeld` with `arguments`; it writes where this process writes.

    Returns
    -------
    int or None
        The exit code; None where there is no host: then run it here. A first call starts one. Only Linux has hosts:
        elsewhere a fork of a process with threads is not safe.
    """
    stays = os.environ.get(SWITCH) or str(STAYS)
    if MARK not in os.environ or HOSTED in os.environ or not stays.isdecimal() or sys.platform != "linux":
        return None
    loaded = code()
    folder = place(loaded)
    if not is_ours(folder):
        return None
    for has_host in (True, False):
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
                line.connect(os.path.join(folder, SOCKET))
                return _hand_over(line, arguments)
        except (FileNotFoundError, ConnectionError):
            if not (has_host and _start(folder, stays, loaded)):
                return None
    return None


def code() -> str:
    """What the files of the package, and the folders of installed ones, look like from outside.

    Another answer means that somebody changed a file, or installed something.
    """
    seen = []
    for folder, _, names in os.walk(_PACKAGE):
        for name in names:
            if not name.endswith(".pyc"):
                told = os.stat(os.path.join(folder, name))
                seen.append((os.path.join(folder, name), told.st_mtime_ns, told.st_size))
    for folder in sys.path:
        if folder.endswith("-packages") and os.path.isdir(folder):
            seen.append((folder, os.stat(folder).st_mtime_ns, 0))
    return _digest(sys.executable, sorted(seen))


def place(loaded: str) -> str:
    """The folder of the host that would do here what this process does: of this checkout, of `loaded` code, as confined.

    What a process may do and reach it has from its parent: a stage in a namespace without network must not be done by a
    host outside it, nor one with another setting of a library by a host that loaded it before.
    """
    settings = {
        name: value
        for name, value in os.environ.items()
        if name not in _OF_THE_SHELL and not name.startswith("DVC") and name != SWITCH
    }
    spaces = [os.readlink(f"/proc/self/ns/{name}") for name in sorted(os.listdir("/proc/self/ns"))]
    told = [line for line in _read("/proc/self/status").splitlines() if line.partition(":")[0] in _OF_THE_PROCESS]
    confined = [spaces, told, _read("/proc/self/limits"), _read("/proc/self/cgroup")]
    return f"{_siblings()}{_digest(loaded, sorted(settings.items()), confined)}"


def _siblings() -> str:
    """What the folders of all hosts of this checkout begin with. Short: a socket's name has 107 bytes."""
    return os.path.join(os.environ.get("TMPDIR") or "/tmp", f"regiobeeld-{os.getuid()}-{_digest(os.getcwd())}-")


def _digest(*what: object) -> str:
    return hashlib.sha256(json.dumps(what).encode(errors="surrogateescape")).hexdigest()[:16]


def _read(file: str) -> str:
    with open(file, encoding="utf-8", errors="replace") as told:
        return told.read()


def _hand_over(line: socket.socket, arguments: list[str]) -> int:
    asked = {"arguments": arguments, "environment": dict(os.environ), "folder": os.getcwd()}
    socket.send_fds(line, [b"."], [0, 1, 2])
    line.sendall(json.dumps(asked).encode() + b"\n")
    with line.makefile("rb") as answer:
        said = answer.readline()
    if not said:
        return 1  # the notebook's process was killed, with all that it had started
    exit_code: int = json.loads(said)
    return exit_code


def is_ours(folder: str) -> bool:
    """Whether a folder is this user's alone, or is still to be made: somebody else's host would be told the environment."""
    try:
        found = os.lstat(folder)
    except FileNotFoundError:
        return True
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and stat.S_IMODE(found.st_mode) == 0o700


def _start(folder: str, stays: str, loaded: str) -> bool:
    """Start the host; whether it listens now."""
    import subprocess

    from analysis.core import processor

    _retire_others()
    with contextlib.suppress(FileExistsError):
        os.mkdir(folder, mode=0o700)
    with contextlib.suppress(FileNotFoundError):
        os.unlink(os.path.join(folder, SOCKET))  # of one that was killed: nobody listens
    environment = {**os.environ, "PYTHONHASHSEED": "0", **processor.settings(os.environ)}
    environment.pop(MARK)  # it is no stage
    started = subprocess.Popen(
        [sys.executable, "-P", "-m", "analysis.core.notebooks.host", folder, stays, loaded],
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


def _retire_others() -> None:
    """Take from other hosts of this checkout, of older code or other settings, what they are asked at: each ends when idle."""
    above, _, begin = _siblings().rpartition("/")
    for name in os.listdir(above):
        folder = os.path.join(above, name)
        if name.startswith(begin) and is_ours(folder):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(os.path.join(folder, SOCKET))
