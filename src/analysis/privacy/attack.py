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

from analysis.privacy.sums import End, Numbers, Sums
from analysis.privacy.truths import Truths

People = frozenset[str]
Flags = npt.NDArray[np.bool_]


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

    def row(self, people: People) -> Numbers:
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
    def _rows_by_people(self) -> dict[People, Numbers]:
        return {}

    @cached_property
    def _truths(self) -> Truths:
        return Truths(self.rows, self._counts)

    @cached_property
    def _answers(self) -> dict[tuple[People, int], tuple[list[frozenset[int]], list[frozenset[int]]]]:
        # by target the published sets that were found to tell too much, and those that were not
        return {}

    @cached_property
    def _answers_alike(self) -> dict[tuple[bytes, int], Flags | None]:
        # the same, by what is asked without the names of cells and people: regions of one make are one question
        return {}

    @cached_property
    def rows(self) -> Numbers:
        """(C, A) 1 where an atom is in a cell."""
        return np.array([self.row(cell.people) for cell in self.cells]).reshape(len(self.cells), len(self.atoms))

    @cached_property
    def _flags(self) -> Flags:
        return self.rows > 0

    @cached_property
    def _counts(self) -> Numbers:
        return np.array([cell.count for cell in self.cells], dtype=float)

    @cached_property
    def sizes(self) -> Numbers:
        """(A,) people in each atom."""
        return np.array([len(atom) for atom in self.atoms], dtype=float)

    def is_consistent(self, published: Collection[int]) -> bool:
        """Whether any truth at all agrees with the published cells; not so when a count was made in another way."""
        known = sorted(published)
        return not known or self._sums(np.zeros_like(self.sizes), known).end(1, whole=True) is not None

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
        sums = self._sums(target, known)
        low, high = sums.end(1, whole=True), sums.end(-1, whole=True)
        if low is None or high is None:
            raise ValueError("the published counts contradict each other")
        return Interval(low.value, high.value)

    def joined(self, people: People, published: Collection[int]) -> frozenset[int]:
        """The published cells that can say something of `people`: those that share somebody, directly or through others."""
        known = np.array(sorted(published), dtype=int)
        rows, reached = self._flags[known], self.row(people) > 0
        while True:
            touched = rows[:, reached].any(axis=1)
            further = reached | rows[touched].any(axis=0)
            if (further == reached).all():
                return frozenset(known[touched].tolist())
            reached = further

    def question(self, people: People, published: Collection[int]) -> bytes:
        """What is asked about `people`: where two are equal, so are the answers, whatever cells and people are called."""
        return self._sums(self.row(people), sorted(self.joined(people, published))).name

    def is_narrow(self, people: People, published: Collection[int], width: int) -> bool:
        """Whether the interval is narrower than `width`; the same as asking for it, and mostly much faster."""
        return self.grounds(people, published, width) is not None

    def grounds(self, people: People, published: Collection[int], width: int) -> frozenset[int] | None:
        """Published cells by which the interval is narrower than `width`, few if it can be had; None where it is not."""
        narrow, wide = self._answers.setdefault((people, width), ([], []))
        published = frozenset(published)
        # publishing more never tells less: what was found of a smaller or a larger set holds here too
        earlier = next((grounds for grounds in narrow if grounds <= published), None)
        if earlier is not None:
            return earlier
        known = self.joined(people, published)
        if any(known <= larger for larger in wide):
            return None
        numbers = sorted(known)
        places = self._grounds(self.row(people), numbers, width)
        if places is None:
            wide.append(known)
            return None
        narrow.append(frozenset(numbers[place] for place in places))
        return narrow[-1]

    def _grounds(self, target: Numbers, known: Sequence[int], width: int) -> list[int] | None:
        """As :meth:`grounds`, by places in `known`."""
        if not known:
            return [] if int(self.sizes @ target) < width else None
        sums = self._sums(target, known)
        if self._truth is not None and sums.moved(self._truth) >= width:
            return None
        if self._spread(target, known) >= width:
            return None
        asked = sums.name, width
        if asked not in self._answers_alike:
            found = self._solve(sums, target, known, width)
            self._answers_alike[asked] = None if found is None else found[sums.order]
        alike = self._answers_alike[asked]
        return None if alike is None else sums.order[alike].tolist()

    def _solve(self, sums: Sums, target: Numbers, known: Sequence[int], width: int) -> Flags | None:
        """By programmes: which sums make the interval narrower than `width`, or None where it is not."""
        ends: dict[int, End] = {}
        # people in parts first, which is faster: that interval is never the narrower one
        for whole in (False, True):
            for way in (1, -1):
                met = self._truths.ends(target, known)
                if met is not None and way in ends and met[way < 0] == ends[way].value:
                    continue  # nothing lies beyond a truth that was met
                found = sums.end(way, whole)
                if found is None and whole:
                    raise ValueError("the published counts contradict each other")
                if found is None:
                    continue
                ends[way] = found
                truth = sums.truth(found.people, self._near, self.sizes, target)
                if truth is not None:
                    self._truths.add(truth)
                if self._spread(target, known) >= width:
                    return None
            if len(ends) == 2 and ends[-1].value - ends[1].value < width:
                return ends[1].grounds | ends[-1].grounds
        return None

    def _sums(self, target: Numbers, known: Iterable[int]) -> Sums:
        known = list(known)
        return Sums.of(self.rows[known], self._counts[known], self.sizes, target)

    @cached_property
    def _truth(self) -> Numbers | None:
        # one possible truth that agrees with every cell, published or not; None where they contradict each other
        nobody = np.zeros_like(self.sizes)
        sums = self._sums(nobody, range(len(self.cells)))
        found = sums.end(1, whole=True)
        return None if found is None else sums.truth(found.people, nobody, self.sizes, nobody)

    @cached_property
    def _near(self) -> Numbers:
        return np.zeros_like(self.sizes) if self._truth is None else self._truth

    def _spread(self, target: Numbers, known: Sequence[int]) -> float:
        """How far the truths met so far that agree with the published cells lie apart; -1 without any."""
        met = self._truths.ends(target, known)
        return -1.0 if met is None else met[1] - met[0]


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
