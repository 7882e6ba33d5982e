"""Reading in processes of their own: whatever a file does, it does it to a process that is thrown away."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from analysis.core.errors import Problem, SourceError
from analysis.sources.document import Document, from_json
from analysis.sources.limits import DEFAULT, Limits
from analysis.sources.refusals import REMEDIES

FEW = 6
"""Files for which one more parent of reading processes pays: it takes a third of a second to start."""


@dataclass(frozen=True)
class Request:
    """One file to read."""

    path: Path
    limits: Limits = DEFAULT
    ocr: bool = False
    ocr_language: str = "nld"
    speaker_pattern: str | None = None
    voices: bool = True


@dataclass(frozen=True)
class Refused:
    """A file that was not read: why, and what to do."""

    code: str
    reason: str

    @property
    def remedy(self) -> str:
        """What the researcher can do."""
        return REMEDIES[self.code]

    def error(self, path: Path) -> SourceError:
        """The same as an error."""
        return SourceError(Problem(str(path), self.reason, "", self.remedy))


class Reader:
    """A parent of reading processes; use :func:`reader` or :func:`read_many`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, request: Request) -> Document | Refused:
        """The document of one file, or why there is none."""
        try:
            if not request.path.is_file():
                return Refused("not there", "is not there")
        except OSError:
            return Refused("not there", "cannot be reached")
        line = json.dumps({**asdict(request), "path": os.fspath(request.path.resolve()), "name": request.path.name})
        with self._lock:
            answer = self._ask(line.encode() + b"\n")
        if not answer:
            return Refused("crash", "the process that reads it fell over")
        data = json.loads(answer)
        return from_json(data["document"]) if "document" in data else Refused(data["refused"], data["reason"])

    def _ask(self, line: bytes) -> bytes:
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(line)
            process.stdin.flush()
            answer = process.stdout.readline()
        except (BrokenPipeError, OSError):
            answer = b""
        if not answer:
            self.close()
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            kept = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TESSDATA_PREFIX", "SYSTEMROOT", "LD_LIBRARY_PATH")
            environment = {key: os.environ[key] for key in kept if key in os.environ}
            self._process = subprocess.Popen(
                [sys.executable, "-B", "-m", "analysis.sources.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={
                    **environment,
                    "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
                    "OMP_THREAD_LIMIT": "1",
                },
            )
        return self._process

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()
            self._process.terminate()
            self._process.wait()
            self._process = None


@contextmanager
def reader() -> Iterator[Reader]:
    """A reader that is closed at the end."""
    found = Reader()
    try:
        yield found
    finally:
        found.close()


def read_many(
    requests: Iterable[Request], jobs: int | None = None, done: Callable[[int, Request, float], None] | None = None
) -> list[Document | Refused]:
    """Documents of many files in the order of `requests`; `jobs` at a time (default: one a core, at most 8).

    `done` is called after each file with the number done so far, the request and the seconds it took.
    """
    wanted = list(requests)
    jobs = max(1, min(jobs or os.cpu_count() or 1, 8, len(wanted) // FEW + 1))
    readers = [Reader() for _ in range(jobs)]
    free = list(readers)
    lock = threading.Lock()
    count = 0

    def one(request: Request) -> Document | Refused:
        nonlocal count
        with lock:
            mine = free.pop()
        start = time.monotonic()
        try:
            return mine.read(request)
        finally:
            with lock:
                free.append(mine)
                count += 1
                if done is not None:
                    done(count, request, time.monotonic() - start)

    try:
        with ThreadPoolExecutor(jobs) as pool:
            return list(pool.map(one, wanted))
    finally:
        for found in readers:
            found.close()
