"""The same arithmetic on every processor: what makes two machines give equal bytes.

OpenBLAS, which carries numpy's and scipy's matrix products, picks its kernels by the processor it meets, and each kernel adds
up in its own order. Vectors made on a machine with AVX-512 then differ from those of one without in their last bit. The
kernels for AVX2 run on every x86-64 processor since 2013 (Haswell; Zen), so these are asked for wherever they can run.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping
from pathlib import Path

KERNELS = {"OPENBLAS_CORETYPE": "Haswell"}
"""OpenBLAS's own setting: read once, when the library is loaded."""

CPUINFO = Path("/proc/cpuinfo")
"""Where Linux tells what the processor can."""


def settings(given: Mapping[str, str], cpuinfo: Path = CPUINFO) -> dict[str, str]:
    """Environment variables to add to a process that reckons; none where the processor cannot, or somebody chose already.

    Parameters
    ----------
    given : mapping of str to str
        The environment that is there: what it sets stays.
    cpuinfo : Path
        Where the processor says what it can.
    """
    if platform.machine() not in ("x86_64", "AMD64") or "avx2" not in flags(cpuinfo):
        return {}
    return {name: value for name, value in KERNELS.items() if name not in given}


def flags(cpuinfo: Path = CPUINFO) -> frozenset[str]:
    """What the processor can, in the words of `cpuinfo` ("avx2", "fma"); nothing where it does not say."""
    try:
        return frozenset(cpuinfo.read_text(encoding="utf-8", errors="replace").split())
    except OSError:
        return frozenset()
