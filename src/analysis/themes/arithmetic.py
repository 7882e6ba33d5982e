"""Arithmetic that gives the same bytes however many threads a machine has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_thread() -> Iterator[None]:
    """Hold all linear algebra to one thread: a sum that is split over threads rounds otherwise.

    Only libraries that are loaded can be held, and scipy brings a BLAS of its own: it is loaded here first.
    """
    import scipy.linalg  # noqa: F401
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        yield
