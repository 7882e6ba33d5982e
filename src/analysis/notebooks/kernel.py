"""A kernel for one run: it talks over IPC, so nobody else on the machine or the network can listen or speak to it.

It starts before papermill is imported, and loads what every notebook opens first: with two processor cores the two seconds
that each takes pass side by side.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_FIRST = "import analysis.stages.opens; analysis.stages.opens.watch(); import analysis.workspace, pandera.pandas"
"""What the kernel runs before any cell: it watches what is opened, then loads what every notebook needs."""


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
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", file, f"--IPKernelApp.exec_lines={_FIRST}"]
    environment = {**os.environ, **environment, "JPY_PARENT_PID": str(os.getpid())}
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _manager(file)
    finally:
        process.kill()
        process.wait()


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
