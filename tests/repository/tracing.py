"""The whole pipeline under strace, in a network of its own with nothing in it but this machine's loopback."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CALLS = "execve,open,openat,connect,sendto,sendmmsg,fork,vfork,clone,clone3"
CONNECTIONS = "execve,connect,sendto,sendmmsg"
"""What a run that is only asked whom it calls is traced for."""

LISTENER = """\
import os, sys


def _tell(event, arguments, file=os.environ.get("TRACED_PICKLES", "")):
    if event != "pickle.find_class" or not file:
        return
    frame = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename.endswith(("sitecustomize.py", "/pickle.py")):
        frame = frame.f_back
    line = f"{os.environ.get('DVC_STAGE', '-')} {frame.f_code.co_filename if frame else '-'}\\n"
    number = os.open(file, os.O_APPEND | os.O_CREAT | os.O_WRONLY)
    os.write(number, line.encode())
    os.close(number)


sys.addaudithook(_tell)
# each stage is a process of its own, so that strace sees whose files are whose
os.environ["REGIOBEELD_HOST"] = "off"
"""
"""A sitecustomize.py: every Python process of the run tells who loads an object from a pickle (PEP 578)."""

_LINE = re.compile(r"(\d+) +(.*)")
_CHILD = re.compile(r"(?:clone3?|v?fork)\b.* = (\d+)$")
_EXEC = re.compile(r'execve\("[^"]*", \[(.*?)\](?:,|$)')
_OPEN = re.compile(r'(?:openat\(AT_FDCWD, |open\()"([^"]+)", ([A-Z_|]+)(.*)')
_OUTSIDE = re.compile(r"sa_family=AF_INET6?")
_LOOPBACK = re.compile(r'inet_addr\("127\.|inet_pton\(AF_INET6, "::1"')


def why_not() -> str:
    """Why this machine cannot run something so; empty when it can."""
    missing = [program for program in ("strace", "unshare", "ip") if not shutil.which(program)]
    if missing:
        return f"{' and '.join(missing)} not installed"
    alone = subprocess.run(["unshare", "-rn", "ip", "link", "set", "lo", "up"], capture_output=True)
    if alone.returncode != 0:
        return "the kernel forbids a network namespace"
    traced = subprocess.run(["strace", "-f", "--seccomp-bpf", "-o", "/dev/null", "true"], capture_output=True)
    return "" if traced.returncode == 0 else "the kernel forbids tracing"


def alone(trace: Path, *command: str, calls: str = CALLS) -> list[str]:
    """`command`, run with nothing but loopback, and its calls written to `trace`."""
    strace = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "signal=none", "-e", f"trace={calls}", "-s", "400"]
    return ["unshare", "-rn", "sh", "-c", 'ip link set lo up && exec "$@"', "-", *strace, "-o", str(trace), *command]


@dataclass
class Trace:
    """What strace saw: connections that leave the machine, and by stage the files below `root` that were opened."""

    root: Path
    calls: int = 0
    outside: list[str] = field(default_factory=list)
    opened: dict[str, set[str]] = field(default_factory=dict)


def read(root: Path, traces: list[Path]) -> Trace:
    """Understand the files that strace wrote of runs in `root`."""
    seen = Trace(root)
    for trace in traces:
        _add(seen, trace)
    return seen


def _add(seen: Trace, trace: Path) -> None:
    lines = [found.groups() for found in map(_LINE.match, _lines(trace)) if found]
    parent: dict[str, str] = {}
    stage_of: dict[str, str] = {}
    for process, call in lines:
        if child := _CHILD.search(call):
            parent.setdefault(child[1], process)
        elif (ran := _EXEC.match(call)) and (name := _stage(ran[1])):
            stage_of[process] = name
    seen.calls += len(lines)
    for process, call in lines:
        if call.startswith(("connect", "sendto", "sendmmsg")) and _OUTSIDE.search(call) and not _LOOPBACK.search(call):
            seen.outside.append(call)
        file = _OPEN.match(call)
        stage = _above(process, parent, stage_of) if file else ""
        if file and stage and "O_DIRECTORY" not in file[2] and "= -1" not in file[3]:
            path = seen.root / file[1]
            if path.is_relative_to(seen.root) and ".." not in path.parts:
                seen.opened.setdefault(stage, set()).add(path.relative_to(seen.root).as_posix())


def _lines(trace: Path) -> Iterator[str]:
    with trace.open(encoding="utf-8", errors="replace") as stream:
        yield from (line.rstrip("\n") for line in stream)


def _stage(arguments: str) -> str:
    words = re.findall(r'"([^"]*)"', arguments)
    return " ".join(words) if words[:1] == ["regiobeeld"] and words[1] in ("run", "report", "site") else ""


def _above(process: str, parent: dict[str, str], stage_of: dict[str, str]) -> str:
    while process not in stage_of and process in parent:
        process = parent[process]
    return stage_of.get(process, "")
