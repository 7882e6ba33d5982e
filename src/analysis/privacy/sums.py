"""What published counts say of one count, in as few unknowns as there are groups of people whom they tell apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

SLACK = 1e-6
"""How far from a whole number the solver may end that means it."""


@dataclass(frozen=True)
class End:
    """An end of an interval.

    Parameters
    ----------
    value : int
    people : ndarray (2, G)
        How many of each group are counted there, inside the target and outside.
    grounds : ndarray (K,) of bool
        The sums that it rests on: without the others, it is where it was.
    """

    value: int
    people: Numbers
    grounds: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Sums:
    """Published sums over groups of people, and a target that holds all, some or nobody of each group.

    Parameters
    ----------
    rows : ndarray (K, G)
        1 where a group is in a sum.
    counts : ndarray (K,)
        What each sum is.
    inside, outside : ndarray (G,)
        People of each group who are in the target, and who are not.
    group : ndarray (A,) of int
        The group of each atom.
    """

    rows: Numbers
    counts: Numbers
    inside: Numbers
    outside: Numbers
    group: npt.NDArray[np.intp]

    @classmethod
    def of(cls, rows: Numbers, counts: Numbers, sizes: Numbers, target: Numbers) -> Sums:
        """From rows (K, A) over atoms: those who are in the same sums are one group."""
        first, group = told_apart(rows)
        inside = np.bincount(group, weights=sizes * target).astype(np.float64)
        outside = np.bincount(group, weights=sizes * (1 - target)).astype(np.float64)
        return cls(rows[:, first], counts, inside, outside, group)

    def moved(self, truth: Numbers) -> float:
        """How far the target moves when, from a truth (A,), people of one group change places."""
        counted = np.bincount(self.group, weights=truth)
        return float((np.minimum(counted, self.inside) - np.maximum(0, counted - self.outside)).sum())

    @cached_property
    def order(self) -> npt.NDArray[np.intp]:
        """(K,) sums, ordered by what can be said of them without naming them."""
        people, rows = self._people.astype(np.uint64), self.rows.astype(np.uint64)
        colour = _mixed(np.vstack([self.counts.astype(np.uint64), people @ rows.T]))
        for _ in range(2):
            near = _mixed(np.vstack([people, colour @ rows]))
            colour = _mixed(np.vstack([colour, rows @ near]))
        return np.argsort(colour, kind="stable")

    @cached_property
    def name(self) -> bytes:
        """Equal only where two differ by no more than the order of sums and groups, and then mostly equal.

        It holds everything, so none is taken for another, whatever :attr:`order` is; with the sums in that order and the
        groups by the sums they are in, two that differ by names alone are mostly one.
        """
        columns = np.vstack([self.rows[self.order], self._people]).astype(np.int32)
        columns = columns[:, np.lexsort(columns)]
        counts = self.counts[self.order].astype(np.int32)
        return repr(columns.shape).encode() + columns.tobytes() + counts.tobytes()

    @property
    def _people(self) -> Numbers:
        return np.stack([self.inside, self.outside])

    def end(self, way: int, whole: bool) -> End | None:
        """The least (`way` 1) or the largest (-1) value of the target; None where no truth agrees with the sums.

        Parameters
        ----------
        way : int
        whole : bool
            Whether people come in whole. Where they may come in parts, the end is never within the true one, it is rounded
            inwards, it is found much faster, and it says which sums it rests on.
        """
        from scipy.optimize import Bounds, LinearConstraint, linprog, milp

        people = np.concatenate([self.inside, self.outside])
        (some,) = people.nonzero()
        asked = np.repeat([float(way), 0.0], len(self.inside))[some]
        rows, most = np.hstack([self.rows, self.rows])[:, some], people[some]
        if whole:
            sums = LinearConstraint(rows, self.counts, self.counts) if len(rows) else ()
            found = milp(asked, integrality=np.ones(len(some)), bounds=Bounds(0, most), constraints=sums)
        else:
            limits = np.stack([np.zeros_like(most), most], axis=1)
            found = linprog(asked, A_eq=rows, b_eq=self.counts, bounds=limits, method="highs")
        if not found.success:
            return None
        people[some] = found.x
        value, grounds = round(float(found.fun)), np.ones(len(rows), dtype=bool)
        if not whole:
            value = _inwards(float(found.fun))
            weights = np.where(np.abs(found.eqlin.marginals) > SLACK, found.eqlin.marginals, 0.0)
            # any weights prove an end, by arithmetic alone: these do by the sums that have one
            least = weights @ self.counts + np.minimum(0, asked - weights @ rows) @ most
            grounds = (weights != 0) | (_inwards(float(least)) < value)
        return End(way * value, people.reshape(2, -1), grounds)

    def truth(self, people: Numbers, near: Numbers, sizes: Numbers, target: Numbers) -> Numbers | None:
        """(A,) a truth with `people` (2, G) in the groups, like `near` wherever it can be; None where people are in parts."""
        whole = np.round(people)
        if np.abs(people - whole).max() > SLACK or (self.rows @ whole.sum(axis=0) != self.counts).any():
            return None
        place = self.group + len(self.inside) * (target == 0)
        missing = whole.ravel() - np.bincount(place, weights=near, minlength=whole.size)
        made = near.copy()
        for atom in np.flatnonzero(missing[place]):
            room = np.clip(missing[place[atom]], -made[atom], sizes[atom] - made[atom])
            made[atom] += room
            missing[place[atom]] -= room
        return made


def told_apart(rows: Numbers) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Of the columns of 0 and 1: where each kind of them is first, and of which kind each is."""
    packed = np.ascontiguousarray(np.packbits(rows > 0, axis=0).T)
    names = packed.view(np.dtype((np.void, packed.shape[1]))).ravel()
    _, first, kind = np.unique(names, return_index=True, return_inverse=True)
    return first, kind


def _inwards(value: float) -> int:
    return int(np.ceil(value - SLACK))


_ODD = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], dtype=np.uint64)


def _mixed(rows: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """One number for each column, which others have by chance only."""
    mixed = np.zeros(rows.shape[1], dtype=np.uint64)
    for number, row in enumerate(rows):
        mixed = (mixed ^ row) * _ODD[number % len(_ODD)]
        mixed ^= mixed >> np.uint64(29)
    return mixed
