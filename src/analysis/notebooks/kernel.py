"""A kernel for one run: it talks over IPC, so nobody else on the machine or the network can listen or speak to it.

It starts before papermill is imported, and loads what every notebook opens first: with two processor cores the two seconds
that each takes pass side by side. In a fork of the host, where all that is loaded already, it is a fork too.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from analysis.notebooks import host
from analysis.stages import opens

_FIRST = (
    "import analysis.stages.opens; analysis.stages.opens.watch();"
    "import analysis.notebooks.validation; analysis.notebooks.validation.without_iri_grammar();"
    "import analysis.workspace; del analysis"
)
"""What a kernel runs before any cell: it watches what is opened, then loads what every notebook needs."""


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
    start = _fork if host.HOSTED in os.environ else _launch
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
        """Wait until it has ended."""
        os.waitpid(self.pid, 0)


def _launch(file: str, cwd: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "ipykernel_launcher", "-f", file, f"--IPKernelApp.exec_lines={_FIRST}"],
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
        app.initialize(["-f", file])
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

    manager = Running(kernel_name="python3", connection_file=file, owns_kernel=False)
    manager.load_connection_file()
    return manager
