"""Truths that are possible as far as the published counts go: two that lie far enough apart save a programme."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.privacy.sums import Numbers


class Truths:
    """Those met so far, each with the cells whose count it agrees with.

    Parameters
    ----------
    rows : ndarray (C, A)
        1 where an atom is in a cell.
    counts : ndarray (C,)
        What is told of each cell.
    """

    def __init__(self, rows: Numbers, counts: Numbers) -> None:
        self._rows, self._counts = rows, counts
        self._met: set[bytes] = set()
        # twice the room each time it is full: what is asked most is all of them at once
        self._values = np.empty((64, rows.shape[1]))
        self._agreeing = np.empty((64, len(rows)), dtype=bool)

    def add(self, truth: Numbers) -> None:
        """Remember a truth, (A,) people counted in each atom."""
        name, size = truth.tobytes(), len(self._met)
        if name in self._met:
            return
        self._met.add(name)
        if size == len(self._values):
            self._values = np.concatenate([self._values, np.empty_like(self._values)])
            self._agreeing = np.concatenate([self._agreeing, np.empty_like(self._agreeing)])
        self._values[size] = truth
        self._agreeing[size] = self._rows @ truth == self._counts

    def ends(self, target: Numbers, known: Sequence[int]) -> tuple[float, float] | None:
        """The least and the largest value of a sum in those that agree with the cells of `known`; None without any."""
        size = len(self._met)
        values = self._values[:size][self._agreeing[:size, known].all(axis=1)] @ target
        return (float(values.min()), float(values.max())) if len(values) else None
