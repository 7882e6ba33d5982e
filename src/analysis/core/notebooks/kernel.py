"""A kernel for one run: it talks over IPC, so nobody else on the machine or the network can listen or speak to it.

It starts before papermill is imported, and loads what every notebook opens first: with two processor cores the two seconds
that each takes pass side by side. In a fork of the host, where all that is loaded already, it is a fork too.
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from analysis.core.notebooks import client
from analysis.core.stages import opens

_FIRST = (
    "import analysis.core.stages.opens; analysis.core.stages.opens.watch();"
    "import analysis.core.notebooks.validation; analysis.core.notebooks.validation.without_iri_grammar();"
    "import analysis.core.workspace; del analysis"
)
"""What a kernel runs before any cell: it watches what is opened, then loads what every notebook needs."""

_UNREMEMBERED = "--HistoryManager.enabled=False"
"""A kernel of the pipeline adds nothing to the history that IPython keeps of what its user types."""

_ANSWER = 1.0
"""Seconds within which a kernel that runs answers a question."""

_SAID = 0.05
"""Seconds within which what it then says to all arrives."""


@contextmanager
def started(folder: Path, cwd: Path, environment: Mapping[str, str]) -> Iterator[Any]:
    """A running kernel, as the manager that papermill's client takes; ended when the block ends.

    Parameters
    ----------
    folder : Path
        Readable by this user only; holds the connection file and the sockets. A short path: a socket's name has 107 bytes.
    cwd : Path
        The kernel's working directory.
    environment : mapping of str to str
        Added to this process's environment.

    Yields
    ------
    jupyter_client.manager.AsyncKernelManager
    """
    from jupyter_client.connect import write_connection_file

    file, _ = write_connection_file(str(folder / "kernel.json"), transport="ipc", ip=str(folder / "s"))
    start = _fork if client.HOSTED in os.environ else _launch
    process = start(file, cwd, environment)
    try:
        yield _manager(file)
    finally:
        process.kill()
        process.wait()


class _Forked:
    """A kernel that is a fork of this process, with the two methods of a `subprocess.Popen` that are needed of it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def kill(self) -> None:
        """End it now."""
        os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> None:
        """Leave the rest to the system: giving back its memory takes a tenth of a second, and nothing needs its end."""


def _launch(file: str, cwd: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "ipykernel_launcher", "-f", file, f"--IPKernelApp.exec_lines={_FIRST}", _UNREMEMBERED],
        cwd=cwd,
        env={**os.environ, **environment, "JPY_PARENT_PID": str(os.getpid())},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _fork(file: str, cwd: Path, environment: Mapping[str, str]) -> _Forked:
    pid = os.fork()
    if pid:
        return _Forked(pid)
    try:
        os.environ.update(environment)
        os.chdir(cwd)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        opens.watch()
        import pandas as pd

        # pandas was imported where no notebook was in sight, and would cut tables to the width of a terminal
        pd.set_option("display.max_columns", 20)
        from ipykernel.kernelapp import IPKernelApp

        app = IPKernelApp.instance(parent_handle=os.getppid())
        app.initialize(["-f", file, _UNREMEMBERED])
        app.start()
    finally:
        os._exit(0)


def _manager(file: str) -> Any:
    from jupyter_client.manager import AsyncKernelManager

    class Running(AsyncKernelManager):
        """Of a kernel that runs already: there is one to talk to, and ending it is not the manager's."""

        has_kernel = True

        async def shutdown_kernel(  # type: ignore[override]  # the base class of the asynchronous one is not
            self, now: bool = False, restart: bool = False
        ) -> None:
            """Leave the kernel to who started it."""

    manager = Running(kernel_name="python3", connection_file=file, owns_kernel=False, client_factory=_client())
    manager.load_connection_file()
    return manager


def _client() -> type:
    from jupyter_client.asynchronous import AsyncKernelClient

    class Prompt(AsyncKernelClient):
        """Ready as soon as the kernel has said on both channels that it answered; the library waits for a silence."""

        async def wait_for_ready(self, timeout: float | None = None) -> None:
            """Wait for the kernel; RuntimeError when it died, or did not answer within `timeout` seconds."""
            until = time.monotonic() + (timeout or float("inf"))
            while not await self._has_answered(self.kernel_info()):
                if not await self.is_alive():
                    raise RuntimeError("the kernel died before it answered")
                if time.monotonic() > until:
                    raise RuntimeError(f"the kernel did not answer in {timeout:.0f} seconds")

        async def _has_answered(self, asked: str) -> bool:
            # the first messages after a start may be lost: then the question is asked again
            try:
                while (await self.get_shell_msg(timeout=_ANSWER))["parent_header"].get("msg_id") != asked:
                    pass
                while not _is_idle(await self.get_iopub_msg(timeout=_SAID), asked):
                    pass
            except queue.Empty:
                return False
            return True

    return Prompt


def _is_idle(message: Mapping[str, Any], asked: str) -> bool:
    return message["parent_header"].get("msg_id") == asked and message["content"].get("execution_state") == "idle"
