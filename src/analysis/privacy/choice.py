"""The least costly cells to hide that leave no proof whole: a weighted hitting set, solved exactly.

Of cells that are interchangeable only how many are hidden makes a difference, so a proof stands for every set with as many
cells of each class, and a choice for every choice with as many. Up to :data:`MOST` choices are put in order of cost once;
a choice that some proof survives is never looked at again, however many proofs follow. Beyond that, each time an integer
programme is solved.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

MOST = 2**21
"""Choices that are put in order: some tens of megabytes, a fraction of a second."""

_AT_ONCE = 2**9
_BITS = 64


class Choice:
    """What to hide, as proofs become known.

    Parameters
    ----------
    alike : sequence of tuple of int
        Cells that may be hidden, in classes of which any two members are interchangeable. The first are hidden first.
    costs : sequence of float
        What hiding each cell costs, by its number; positive, and the same within a class.
    """

    def __init__(self, alike: Sequence[tuple[int, ...]], costs: Sequence[float]) -> None:
        self._alike = alike
        self._cells = [number for each in alike for number in each]
        self._ends = np.cumsum([len(each) for each in alike]).tolist()
        self._costs = np.array([costs[number] for number in self._cells], dtype=float)
        self._broken_by: list[list[int]] = []
        self._next = 0

    def add(self, proof: Collection[int]) -> None:
        """Break this proof, and each with as many cells of each class, from now on."""
        taken = [sum(number in proof for number in each) for each in self._alike]
        # with the cell at this place hidden and those before it, fewer of its class are left than the proof takes
        self._broken_by.append([end - number for end, number in zip(self._ends, taken, strict=True) if number])

    def best(self) -> frozenset[int]:
        """The least costly cells to hide that break every proof."""
        choices = math.prod(len(each) + 1 for each in self._alike)
        if choices > MOST or len(self._cells) > _BITS:
            return self._solved()
        proofs = np.array([sum(1 << place for place in places) for places in self._broken_by], dtype=np.uint64)
        while True:
            some = self._ordered[self._next : self._next + _AT_ONCE]
            breaks = (some[:, None] & proofs != 0).all(axis=1)
            if breaks.any():
                self._next += int(breaks.argmax())
                mask = int(self._ordered[self._next])
                return frozenset(number for place, number in enumerate(self._cells) if mask >> place & 1)
            self._next += len(some)

    @cached_property
    def _ordered(self) -> npt.NDArray[np.uint64]:
        """Every choice, a bit for each cell, the least costly first."""
        masks, costs, start = np.zeros(1, dtype=np.uint64), np.zeros(1), 0
        for end in self._ends:
            hidden = np.array([(1 << number) - 1 << start for number in range(end - start + 1)], dtype=np.uint64)
            masks = (masks[:, None] | hidden).ravel()
            costs = (costs[:, None] + np.cumsum([0.0, *self._costs[start:end]])).ravel()
            start = end
        return masks[np.argsort(costs, kind="stable")]

    def _solved(self) -> frozenset[int]:
        from scipy.optimize import Bounds, LinearConstraint, milp

        broken = np.zeros((len(self._broken_by), len(self._cells)))
        for row, places in zip(broken, self._broken_by, strict=True):
            row[places] = 1
        starts = {0, *self._ends}
        follows = [place for place in range(len(self._cells)) if place not in starts]
        order = np.zeros((len(follows), len(self._cells)))
        order[range(len(follows)), follows] = -1
        order[range(len(follows)), np.array(follows, dtype=int) - 1] = 1
        found = milp(
            self._costs,
            integrality=np.ones(len(self._cells)),
            bounds=Bounds(0, 1),
            constraints=[LinearConstraint(broken, 1, np.inf), LinearConstraint(order, 0, np.inf)],
            options={"mip_rel_gap": 0.0},
        )
        return frozenset(number for number, value in zip(self._cells, found.x, strict=True) if value > 0.5)
