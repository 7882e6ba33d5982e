"""One process that has loaded what notebooks need, for a `dvc repro` and the ones soon after; each notebook runs in a fork.

`dvc repro` starts each stage as a process of its own, and each of those spent two or three seconds on importing papermill, a
kernel, pandas and plotly before the first cell ran. The first stage of a run starts the host and asks it, as later ones do.
A fork shares memory with nobody and ends with its notebook, so a notebook starts as clean as in a process of its own.

The host itself reads no source and keeps nothing of what forks do. It ends when nobody asked it for some minutes, when its
checkout is gone, or when a stage needs another one: code changed, something was installed, an environment variable differs
(:func:`analysis.core.notebooks.client.place`). It listens on a socket in a folder that only this user can open; other
systems than Linux have none.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from analysis.core.notebooks import client, validation

LOADED = (
    "papermill",
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "pdb",
    "pyarrow.dataset",
    "pyarrow.parquet",
    "nbformat",
    "typer",
    "analysis.cli.examples",
    "analysis.cli.run",
    "analysis.core.machine",
    "analysis.core.notebooks.execution",
    "analysis.core.notebooks.display",
    "analysis.core.params",
    "analysis.core.stages.running",
    "analysis.core.workspace",
    "tornado.platform.asyncio",
    "IPython.core.completerlib",
    "IPython.extensions.storemagic",
    "typer._click.decorators",
)
"""What every stage imports."""

LOADED_LATER = (
    "scipy.sparse.linalg",
    "scipy.spatial",
    "scipy.optimize",
    "igraph",
    "scipy.cluster.hierarchy",
    "analysis.themes.deciding",
    "analysis.figures.explore",
    "analysis.figures.coverage",
    "analysis.figures.dumbbell",
    "pandas.io.formats.csvs",
    "pandas.io.formats.html",
    "pandas.io.formats.string",
    "analysis.report.editions",
    "pypandoc",
    "plotly.io._html",
    "plotly.io.json",
    "analysis.report.site",
    "analysis.cli.site",
    "mistune",
    "mistune.plugins.formatting",
    "mistune.plugins.table",
    "nh3",
    "pygments.formatters.html",
    "pygments.lexers.python",
    "pygments.styles.default",
)
"""What some stages import, in small steps: a stage that asks meanwhile waits for the end of one."""

_WAIT = 0.5
"""Seconds between two looks at whether there is still something to wait for."""

_LOCK = "lock"


def serve(folder: Path, stays: float, loaded: str) -> None:
    """Answer stages until nobody asked for `stays` seconds, then remove `folder`.

    Parameters
    ----------
    folder : Path
        This user's alone; where another host serves from it already, this one leaves it to that.
    stays : float
        Seconds.
    loaded : str
        What the code looked like to who starts this: what has changed meanwhile is not what was asked for.

    Raises
    ------
    PermissionError
        When the folder is not this user's alone.
    """
    if not client.is_ours(str(folder)):
        raise PermissionError(f"{folder} is not this user's alone")
    with (folder / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        try:
            _serve(folder / client.SOCKET, stays, loaded)
        finally:
            for name in (client.SOCKET, _LOCK):
                (folder / name).unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                folder.rmdir()


def _serve(socket_file: Path, stays: float, loaded: str) -> None:
    # what is loaded stays: to look for garbage among it would take a quarter of a second each time, here and in each fork
    gc.disable()
    validation.without_iri_grammar()
    for name in LOADED:
        importlib.import_module(name)
    _check_once()
    later: list[Callable[[], object]] = [
        partial(importlib.import_module, "analysis.privacy.pseudonyms.application"),
        _open_dictionary,
        _open_encoder,
        *(partial(importlib.import_module, name) for name in LOADED_LATER),
        _open_reports,
    ]
    if client.code() != loaded:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
        # under its name only once it listens: who sees it may ask
        hidden = socket_file.with_name(f".{socket_file.name}")
        hidden.unlink(missing_ok=True)
        door.bind(str(hidden))
        door.listen()
        hidden.rename(socket_file)
        forks, has_answered, until = 0, False, time.monotonic() + stays
        while forks or (time.monotonic() < until and socket_file.exists() and _has_checkout()):
            if forks and (ended := _ended()):
                forks -= ended
                until = time.monotonic() + stays
            # the first stage works meanwhile: what later ones need is loaded where nobody asks
            if select.select([door], [], [], 0 if has_answered and later else _WAIT)[0]:
                _answer(door)
                forks += 1
                has_answered = True
            elif has_answered and later:
                later.pop(0)()
                if not later and client.code() != loaded:
                    socket_file.unlink(missing_ok=True)


def _has_checkout() -> bool:
    try:
        return os.path.isdir(os.getcwd())
    except FileNotFoundError:
        return False


def _ended() -> int:
    """How many forks have ended since the last look."""
    ended = 0
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            ended += 1
    return ended


def _open_dictionary() -> None:
    """Open the lemmas of the study's language, which takes half a second; passages, themes and comparison need them."""
    from analysis.core import paths, study
    from analysis.core.errors import RegiobeeldError
    from analysis.themes.language import lemmatise

    # a study that is not right is told by the stage that reads it
    with contextlib.suppress(RegiobeeldError):
        lemmatise("woorden", study.read_study(paths.find()).language)


def _open_encoder() -> None:
    """Open the encoder that comes with the installation, where the study uses it: half of the time of a few new passages."""
    from analysis.core import params, paths
    from analysis.core.errors import RegiobeeldError
    from analysis.encoders import universal
    from analysis.encoders.settings import UNIVERSAL

    with contextlib.suppress(RegiobeeldError):
        if params.read(paths.find()).encoder.model == UNIVERSAL:
            universal.opened()


def _open_reports() -> None:
    """Compile the page and the texts of the study's reports."""
    from analysis import report
    from analysis.core import paths
    from analysis.core.errors import RegiobeeldError

    # a text that is not right is told by the stage that writes it
    with contextlib.suppress(RegiobeeldError):
        report.prepare(paths.find())


def _check_once() -> None:
    """Check an empty notebook: nbformat compiles its rules when it first checks one."""
    import nbformat

    cells = [nbformat.v4.new_code_cell("1"), nbformat.v4.new_markdown_cell("1")]
    nbformat.validate(nbformat.v4.new_notebook(cells=cells))


def _answer(door: socket.socket) -> None:
    line, _ = door.accept()
    gc.freeze()
    if os.fork() == 0:
        gc.enable()
        door.close()
        _attend(line)
    line.close()


def _attend(line: socket.socket) -> None:
    """In the fork: read what is asked, do it, say how it ended."""
    answer = 1
    try:
        os.setsid()
        _, given, _, _ = socket.recv_fds(line, 1, 3)
        asked = json.loads(line.makefile("rb").readline())
        for place, descriptor in enumerate(given):
            os.dup2(descriptor, place)
        _become(asked["environment"], asked["folder"])
        threading.Thread(target=_end_with, args=(line,), daemon=True).start()
        answer = _run(asked["arguments"])
    finally:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        with contextlib.suppress(OSError):
            line.sendall(json.dumps(answer).encode() + b"\n")
        os._exit(0)


def _become(environment: Mapping[str, str], folder: str) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.environ[client.HOSTED] = "1"
    os.chdir(folder)
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(number, mode) for number, mode in ((0, "r"), (1, "w"), (2, "w")))


def _end_with(line: socket.socket) -> None:
    """End this process, and its kernel, when whoever asked for it has ended."""
    with contextlib.suppress(OSError):
        if line.recv(1):
            return
    os.killpg(0, signal.SIGKILL)


def _run(arguments: list[str]) -> int:
    from analysis.cli import main

    sys.argv = ["regiobeeld", *arguments]
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except Exception:
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    serve(Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3])
