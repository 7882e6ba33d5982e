"""Work that is done side by side: each part in a process of its own, where there is a second processor."""

from __future__ import annotations

import mmap
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int32]


def side_by_side(work: Callable[[int], Numbers], given: Sequence[int], shape: tuple[int, ...]) -> list[Numbers]:
    """What `work` makes of each number that is given; the order in which processes end has no effect.

    Parameters
    ----------
    work : callable
        From a number to an array of int32 of `shape`. It must need nothing but arithmetic: it may run in a fork of this
        process, which has its memory and none of its threads.
    given : sequence of int
    shape : tuple of int

    Returns
    -------
    list of ndarray of int32

    Notes
    -----
    What a fork made comes back through memory that both see, never as a pickle. Where a fork ends without an answer, or
    where a system has no second processor or no safe fork, the work is done here.
    """
    helpers = given[1:] if _processors() > 1 else []
    size = int(np.prod(shape)) * np.dtype(np.int32).itemsize
    started = {number: _start(work, number, mmap.mmap(-1, size), shape) for number in helpers if size}
    try:
        made = {number: work(number) for number in given if number not in started}
        for number, fork in list(started.items()):
            made[number] = fork.answer() if started.pop(number).ended() else work(number)
    finally:
        for fork in started.values():
            fork.stop()
    return [made[number] for number in given]


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
    process = os.fork()
    if not process:
        _tell(work, writing)
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
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)


def _tell(work: Callable[[], str], writing: int) -> NoReturn:
    code = 1
    try:
        with open(writing, "wb") as line:
            line.write(work().encode("utf-8"))
        code = 0
    finally:
        os._exit(code)


class _Fork:
    """A process that writes into memory which this one sees too."""

    def __init__(self, process: int, memory: mmap.mmap, shape: tuple[int, ...]) -> None:
        self.process, self.memory, self.shape = process, memory, shape

    def ended(self) -> bool:
        """Wait for its end; whether it did its work."""
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1]) == 0

    def answer(self) -> Numbers:
        """What it made."""
        return np.frombuffer(self.memory, dtype=np.int32).reshape(self.shape).copy()

    def stop(self) -> None:
        """End it: nobody waits for its answer any more."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)


def _start(work: Callable[[int], Numbers], number: int, memory: mmap.mmap, shape: tuple[int, ...]) -> _Fork:
    process = os.fork()
    if process:
        return _Fork(process, memory, shape)
    code = 1
    try:
        np.frombuffer(memory, dtype=np.int32).reshape(shape)[:] = work(number)
        code = 0
    finally:
        os._exit(code)


def _processors() -> int:
    # elsewhere a fork of a process with threads is not safe, or there is none
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
