"""Published counts that can take each other's place: regions of one make are judged once, not each in its turn.

Two counts are interchangeable where the attacker's sums, and all that must stay uncertain, are the same after the two
have changed names. A set of counts that gives something away then still does with the one in the place of the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import numpy as np

from analysis.privacy.attack import Attacker, People
from analysis.privacy.sums import told_apart


def classes(
    attacker: Attacker, published: Collection[int], free: Iterable[int], secrets: Collection[tuple[People, int]]
) -> list[tuple[int, ...]]:
    """The cells of `free` in classes of which any two members are interchangeable.

    Parameters
    ----------
    attacker : Attacker
    published : collection of int
        Numbers of all cells that are published or may be.
    free : iterable of int
        Those of them that may be hidden.
    secrets : collection of (frozenset of str, int)
        What must stay uncertain, and how wide.

    Returns
    -------
    list of tuple of int
        Within a class the last number first.
    """
    known = sorted(published)
    kinds = _Kinds(attacker, known, secrets)
    found: list[list[int]] = []
    for number in sorted(free, reverse=True):
        place = known.index(number)
        # of three where the first is alike to both others, the others are alike too
        home = next((each for each in found if kinds.are_alike(known.index(each[0]), place)), None)
        if home is None:
            found.append([number])
        else:
            home.append(number)
    return [tuple(each) for each in found]


class _Kinds:
    """People by the published cells that they are in, and of each secret how many of each kind are in it."""

    def __init__(self, attacker: Attacker, known: Sequence[int], secrets: Collection[tuple[People, int]]) -> None:
        first, kind = told_apart(attacker.rows[known])
        self._columns = attacker.rows[known][:, first].astype(bool)
        self._sizes = np.bincount(kind, weights=attacker.sizes)
        self._cells = [(attacker.cells[number].count, len(attacker.cells[number].people)) for number in known]
        self._place = {column.tobytes(): place for place, column in enumerate(self._columns.T)}
        self._inside = np.array(
            [np.bincount(kind, weights=attacker.sizes * attacker.row(people)) for people, _ in secrets]
        ).reshape(len(secrets), len(self._sizes))
        self._widths = [width for _, width in secrets]
        self._secrets = self._named(range(len(self._sizes)))

    def are_alike(self, one: int, other: int) -> bool:
        """Whether all is as it was after two cells have changed names."""
        if self._cells[one] != self._cells[other]:
            return False
        swapped = self._columns.copy()
        swapped[[one, other]] = swapped[[other, one]]
        moved = [self._place.get(column.tobytes(), -1) for column in swapped.T]
        if -1 in moved or (self._sizes[moved] != self._sizes).any():
            return False
        return self._named(moved) == self._secrets

    def _named(self, order: Sequence[int]) -> set[tuple[bytes, int]]:
        columns = self._inside[:, list(order)]
        return {(row.tobytes(), width) for row, width in zip(columns, self._widths, strict=True)}
