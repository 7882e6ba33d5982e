"""The attacker as code: what somebody can work out about a hidden count from everything that is published.

Who was asked is public: a report lists its interviews by region and organisation. So each count is a sum over a known
set of people, and what the attacker knows is a system of sums. People who are in the same sets cannot be told apart and
are one *atom*, of which between nobody and everybody was counted. The least and the largest value that a count can have
under all that is published are two mixed-integer programmes: people come in whole, so the interval is the narrowest
that can be had (the linear relaxation would flatter us). Counts of earlier releases over the same people are further
sums, which is how subtraction across releases is found.

Fischetti & Salazar (2001), "Solving the cell suppression problem on tabular data with linear constraints",
Management Science 47(7), 1008-1027.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

People = frozenset[str]

SLACK = 1e-6
"""How far from a whole number the solver may end that means it."""


@dataclass(frozen=True)
class Cell:
    """A count: how many of `people` are in it. `people` is known to everybody, `count` only where it is published."""

    key: str
    people: People
    count: int

    def __post_init__(self) -> None:
        if not 0 <= self.count <= len(self.people):
            raise ValueError(f"a count of {self.count} among {len(self.people)}")


@dataclass(frozen=True)
class Interval:
    """The least and the largest value a count can have; `low == high` is a count that is known."""

    low: int
    high: int

    @property
    def width(self) -> int:
        """How many values too many there are for the attacker."""
        return self.high - self.low


@dataclass(frozen=True)
class Attacker:
    """Somebody who knows who was asked, and all counts that are published.

    Parameters
    ----------
    cells : sequence of Cell
        All cells of one label, published and hidden, of this release and of earlier ones.
    """

    cells: tuple[Cell, ...]

    @cached_property
    def atoms(self) -> list[People]:
        """Sets of people who are in the same cells; they part everybody, in a fixed order."""
        signature: dict[str, list[int]] = {}
        for number, cell in enumerate(self.cells):
            for person in cell.people:
                signature.setdefault(person, []).append(number)
        groups: dict[tuple[int, ...], set[str]] = {}
        for person, numbers in signature.items():
            groups.setdefault(tuple(numbers), set()).add(person)
        return [frozenset(groups[numbers]) for numbers in sorted(groups)]

    def row(self, people: People) -> npt.NDArray[np.float64]:
        """(A,) 1 for each atom that is in `people`.

        Raises
        ------
        ValueError
            When `people` cuts through an atom: then no sum of atoms says anything about it.
        """
        if people not in self._rows_by_people:
            inside = [len(atom & people) for atom in self.atoms]
            if any(0 < part < len(atom) for part, atom in zip(inside, self.atoms, strict=True)):
                raise ValueError("these people are not told apart by any table")
            self._rows_by_people[people] = np.array([part > 0 for part in inside], dtype=float)
        return self._rows_by_people[people]

    @cached_property
    def _rows_by_people(self) -> dict[People, npt.NDArray[np.float64]]:
        return {}

    @cached_property
    def _truths(self) -> list[npt.NDArray[np.float64]]:
        # possible truths met so far: two that agree with what is published and differ enough save two programmes
        return []

    @cached_property
    def _answers(self) -> dict[tuple[People, int], tuple[list[frozenset[int]], list[frozenset[int]]]]:
        # by target the published sets that were found to tell too much, and those that were not
        return {}

    @cached_property
    def _agreeing(self) -> list[npt.NDArray[np.bool_]]:
        # for each of those, the cells whose count it agrees with
        return []

    @cached_property
    def rows(self) -> npt.NDArray[np.float64]:
        """(C, A) 1 where an atom is in a cell."""
        return np.array([self.row(cell.people) for cell in self.cells]).reshape(len(self.cells), len(self.atoms))

    @cached_property
    def _counts(self) -> npt.NDArray[np.float64]:
        return np.array([cell.count for cell in self.cells], dtype=float)

    @cached_property
    def sizes(self) -> npt.NDArray[np.float64]:
        """(A,) people in each atom."""
        return np.array([len(atom) for atom in self.atoms], dtype=float)

    def is_consistent(self, published: Collection[int]) -> bool:
        """Whether any truth at all agrees with the published cells; not so when a count was made in another way."""
        return self._optimum(np.zeros(len(self.atoms)), sorted(published)) is not None

    def interval(self, people: People, published: Collection[int]) -> Interval:
        """What the attacker knows about the count among `people`.

        Parameters
        ----------
        people : frozenset of str
            A union of atoms.
        published : collection of int
            Numbers of the cells whose count is published.

        Raises
        ------
        ValueError
            When the published counts contradict each other.
        """
        target, known = self.row(people), sorted(self.joined(people, published))
        if not known:
            return Interval(0, int(self.sizes @ target))
        low, high = self._optimum(target, known), self._optimum(-target, known)
        if low is None or high is None:
            raise ValueError("the published counts contradict each other")
        return Interval(round(low), round(-high))

    def joined(self, people: People, published: Collection[int]) -> frozenset[int]:
        """The published cells that can say something of `people`: those that share somebody, directly or through others."""
        known = sorted(published)
        reached = self.row(people) > 0
        cells: set[int] = set()
        while True:
            more = {number for number in known if number not in cells and (self.rows[number] > 0)[reached].any()}
            if not more:
                return frozenset(cells)
            cells |= more
            reached = reached | (self.rows[sorted(cells)] > 0).any(axis=0)

    def is_narrow(self, people: People, published: Collection[int], width: int) -> bool:
        """Whether the interval is narrower than `width`; the same as asking for it, and mostly much faster."""
        known = self.joined(people, published)
        narrow, wide = self._answers.setdefault((people, width), ([], []))
        # publishing more never tells less: what was found of a smaller or a larger set holds here too
        if any(known <= earlier for earlier in wide):
            return False
        if any(known >= earlier for earlier in narrow):
            return True
        answer = self._is_narrow(self.row(people), sorted(known), width)
        (narrow if answer else wide).append(known)
        return answer

    def _is_narrow(self, target: npt.NDArray[np.float64], known: Sequence[int], width: int) -> bool:
        if not known:
            return int(self.sizes @ target) < width
        if self._exchange(target, known) >= width or self._spread(target, known) >= width:
            return False
        if self._follows(target, known):
            return True
        low, high = self._relaxed(target, known)
        if high - low < width:
            return True
        # first the end that lies farthest from a truth met before: mostly the truth found there is far enough from it
        met = self._truth @ target if self._truth is not None else low
        way = 1 if met - low > high - met else -1
        near = self._optimum(way * target, known)
        if self._spread(target, known) >= width:
            return False
        far = self._optimum(-way * target, known)
        if near is None or far is None:
            raise ValueError("the published counts contradict each other")
        return -round(near) - round(far) < width

    def _exchange(self, target: npt.NDArray[np.float64], known: Sequence[int]) -> float:
        """How far the count moves when people whom no published count tells apart change places; a lower bound, at once."""
        if self._truth is None:
            return -1.0
        _, group = np.unique(self.rows[list(known)], axis=1, return_inverse=True)
        counted = np.bincount(group.ravel(), weights=self._truth)
        inside = np.bincount(group.ravel(), weights=self.sizes * target)
        outside = np.bincount(group.ravel(), weights=self.sizes * (1 - target))
        return float((np.minimum(counted, inside) - np.maximum(0, counted - outside)).sum())

    @cached_property
    def _truth(self) -> npt.NDArray[np.float64] | None:
        # one possible truth that agrees with every cell, published or not; None where they contradict each other
        if self._optimum(np.zeros(len(self.atoms)), range(len(self.cells))) is None:
            return None
        return self._truths[-1] if self._truths else None

    def _spread(self, target: npt.NDArray[np.float64], known: Sequence[int]) -> float:
        """How far the truths met so far that agree with the published cells lie apart; -1 without any."""
        if not self._truths:
            return -1.0
        agree = np.array(self._agreeing)[:, known].all(axis=1)
        values = np.array(self._truths)[agree] @ target
        return float(np.ptp(values)) if len(values) else -1.0

    def _follows(self, target: npt.NDArray[np.float64], known: Sequence[int]) -> bool:
        """Whether the count is a plain sum and difference of published ones: linear algebra, without a programme."""
        basis = self.rows[list(known)].T
        weights = np.linalg.lstsq(basis, target, rcond=None)[0]
        return bool(np.abs(basis @ weights - target).max() < 1e-9)

    def _relaxed(self, target: npt.NDArray[np.float64], known: Sequence[int]) -> tuple[float, float]:
        """The ends where people may come in parts too, rounded inwards: never within the true ones, and much faster."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        counts = self._counts[list(known)]
        sums, bounds = LinearConstraint(self.rows[list(known)], counts, counts), Bounds(0, self.sizes)
        ends = [milp(way * target, bounds=bounds, constraints=sums) for way in (1, -1)]
        if not all(end.success for end in ends):
            return -np.inf, np.inf
        return float(np.ceil(ends[0].fun - SLACK)), float(np.floor(-ends[1].fun + SLACK))

    def _optimum(self, target: npt.NDArray[np.float64], known: Sequence[int]) -> float | None:
        from scipy.optimize import Bounds, LinearConstraint, milp

        if not len(self.atoms):
            return 0.0
        counts = self._counts[list(known)]
        constraints = LinearConstraint(self.rows[list(known)], counts, counts) if known else ()
        found = milp(
            target, integrality=np.ones(len(self.atoms)), bounds=Bounds(0, self.sizes), constraints=constraints
        )
        if not found.success:
            return None
        truth = np.round(found.x)
        self._truths.append(truth)
        self._agreeing.append(self.rows @ truth == self._counts)
        return float(found.fun)


def differences(cells: Iterable[Cell]) -> list[Cell]:
    """What is left when one cell is taken from another that holds it: the counts that subtraction gives.

    Returns
    -------
    list of Cell
        Each set of people once, largest cells first; sets that are cells themselves are left out.
    """
    ordered = sorted(cells, key=lambda cell: (len(cell.people), cell.key))
    seen = {cell.people for cell in ordered}
    found = []
    for outer in reversed(ordered):
        for inner in ordered:
            if inner.people < outer.people:
                rest = outer.people - inner.people
                # a count that moved between releases has no difference of its own
                if rest not in seen and 0 <= outer.count - inner.count <= len(rest):
                    seen.add(rest)
                    found.append(Cell(f"{outer.key} - {inner.key}", rest, outer.count - inner.count))
    return found
