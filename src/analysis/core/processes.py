"""Work that is done side by side, where there is a second processor: each part in a fork of this process."""

from __future__ import annotations

import io
import mmap
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[Any]


def side_by_side(
    work: Callable[[int], Numbers], given: Sequence[int], shape: tuple[int, ...], kind: type[np.generic] = np.int32
) -> list[Numbers]:
    """What `work` makes of each number that is given; the order in which processes end has no effect.

    Parameters
    ----------
    work : callable
        From a number to an array of `kind` and `shape`. It must need nothing but arithmetic: it may run in a fork of this
        process, which has its memory and none of its threads.
    given : sequence of int
    shape : tuple of int
    kind : type of numpy

    Returns
    -------
    list of ndarray of `kind`

    Notes
    -----
    What a fork made comes back through memory that both see, never as a pickle. Where a fork ends without an answer, or
    where a system has no second processor or no safe fork, the work is done here.
    """
    helpers = given[1:] if _processors() > 1 else []
    size = int(np.prod(shape)) * np.dtype(kind).itemsize
    started = {number: _Fork(work, number, np.frombuffer(mmap.mmap(-1, size), kind)) for number in helpers if size}
    try:
        made = {number: work(number) for number in given if number not in started}
        for number, fork in list(started.items()):
            made[number] = fork.answer.reshape(shape) if started.pop(number).ended() else work(number)
    finally:
        for fork in started.values():
            fork.stop()
    return [made[number] for number in given]


def share_out(work: Callable[[int], object], number: int) -> None:
    """Do `work` for each number below `number`, in whichever process is free for it.

    Parameters
    ----------
    work : callable
        It leaves what it makes in a file of its own: nothing else of it comes back.
    number : int

    Notes
    -----
    What a fork did not finish is done here after all, so that what goes wrong there goes wrong here too, and is told.
    """
    forks = min(_processors(), number, _MOST) - 1
    if forks < 1:
        for item in range(number):
            work(item)
        return
    done = mmap.mmap(-1, number)
    ours, theirs = os.pipe()
    with os.fdopen(ours, "rb", buffering=0) as queue:
        with os.fdopen(theirs, "wb", buffering=0) as filled:
            filled.write(b"".join(item.to_bytes(_WIDE, "big") for item in range(min(number, _QUEUED))))
        started = [_begin(lambda: _take(queue, work, done)) for _ in range(forks)]
        try:
            _take(queue, work, done)
            while started:
                os.waitpid(started.pop(), 0)
        finally:
            for process in started:
                _stop(process)
    for item in range(number):
        if not done[item]:
            work(item)


_MOST = 8
"""Processes: more of them would only wait for each other's files."""

_WIDE = 4
_QUEUED = 2**16 // _WIDE
"""Bytes of a number, and how many of those a pipe holds."""


def _take(queue: io.RawIOBase, work: Callable[[int], object], done: mmap.mmap) -> None:
    """Do what comes next in the queue, until nothing is left of it; a pipe gives each number to one process."""
    while token := queue.read(_WIDE):
        item = int.from_bytes(token, "big")
        work(item)
        done[item] = 1


def _begin(work: Callable[[], object]) -> int:
    """A fork of this process that does `work` and ends; what it says on its way out nobody hears."""
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def _stop(process: int) -> None:
    """End a fork of which nobody wants the answer any more."""
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


@contextmanager
def beside(work: Callable[[], str]) -> Iterator[Callable[[], str]]:
    """Let `work` be done beside what this process does within the `with`.

    Parameters
    ----------
    work : callable
        Makes a text. As in :func:`side_by_side`, it may run in a fork of this process.

    Yields
    ------
    callable
        Waits for the text and gives it. Without a second processor, or where the fork ends without an answer, the work is
        done when it is asked for.
    """
    if _processors() < 2:
        yield work
        return
    reading, writing = os.pipe()

    def tell() -> None:
        with open(writing, "wb") as line:
            line.write(work().encode("utf-8"))

    process = _begin(tell)
    os.close(writing)
    ended: list[bool] = []
    with open(reading, "rb") as line:

        def answer() -> str:
            made = line.read()
            ended.append(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0)
            return made.decode("utf-8") if ended[0] else work()

        try:
            yield answer
        finally:
            if not ended:
                _stop(process)


class _Fork:
    """A process that writes what `work` makes of `number` into memory which this one sees too."""

    def __init__(self, work: Callable[[int], Numbers], number: int, memory: Numbers) -> None:
        self.answer = memory

        def tell() -> None:
            memory[:] = work(number).ravel()

        self._process = _begin(tell)

    def ended(self) -> bool:
        """Wait for its end; whether it did its work."""
        return os.waitstatus_to_exitcode(os.waitpid(self._process, 0)[1]) == 0

    def stop(self) -> None:
        """End it: nobody waits for its answer any more."""
        _stop(self._process)


def _processors() -> int:
    # elsewhere a fork of a process with threads is not safe, or there is none
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
