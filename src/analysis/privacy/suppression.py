"""Which counts to hide besides the small ones, so that nobody can subtract them back: solved, not guessed.

Hiding more never tells more, so the safe choices are those that break each *proof*: a smallest set of published counts
from which one hidden count follows too closely. The least costly choice is a smallest weighted set that hits every
proof. Proofs are found by the attacker as the choice is refined, which ends at the optimum (implicit hitting set;
Moreno-Centeno & Karp 2013, Operations Research 61(2), 453-468).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.privacy.attack import Attacker, Interval, People


@dataclass(frozen=True)
class Target:
    """A count that must stay uncertain: the attacker's interval has to be at least `width` wide."""

    key: str
    people: People
    width: int


@dataclass(frozen=True)
class Suppression:
    """What is hidden besides what was hidden already, and what was lost before.

    Parameters
    ----------
    hidden : frozenset of int
        Numbers of cells to hide, at least cost.
    lost : tuple of str
        Keys of targets that earlier releases give away by themselves; nothing hidden now brings them back.
    """

    hidden: frozenset[int]
    lost: tuple[str, ...]


def suppress(
    attacker: Attacker,
    published: Collection[int],
    targets: Sequence[Target],
    costs: Sequence[float],
    fixed: Collection[int] = (),
) -> Suppression:
    """The least costly cells to hide so that every target is wide enough.

    Parameters
    ----------
    attacker : Attacker
    published : collection of int
        Numbers of the cells that one would like to publish.
    targets : sequence of Target
    costs : sequence of float
        What hiding each cell costs, by its number; positive.
    fixed : collection of int
        Numbers of the cells that are published already and cannot be taken back.

    Returns
    -------
    Suppression
    """
    fixed, published = frozenset(fixed), frozenset(published)
    lost = [target for target in targets if is_narrow(attacker, target, fixed)]
    open_targets = [target for target in targets if target not in lost]
    free = sorted(published - fixed)
    proofs: list[frozenset[int]] = []
    hidden: frozenset[int] = frozenset()
    while True:
        found = []
        for target in open_targets:
            shown = (published | fixed) - hidden
            while is_narrow(attacker, target, shown):
                proof = _proof(attacker, target, shown, fixed)
                found.append(proof)
                # several disjoint proofs a round: fewer rounds
                shown = shown - proof
        if not found:
            return Suppression(hidden, tuple(target.key for target in lost))
        proofs += found
        hidden = _hit(proofs, free, costs)


def is_narrow(attacker: Attacker, target: Target, published: Collection[int]) -> bool:
    """Whether the attacker's interval for a target is narrower than it must be."""
    return attacker.is_narrow(target.people, published, target.width)


def exposed(attacker: Attacker, published: Collection[int], targets: Sequence[Target]) -> dict[str, Interval]:
    """Targets that the attacker finds too closely, each with the interval found."""
    found = [target for target in targets if is_narrow(attacker, target, published)]
    return {target.key: attacker.interval(target.people, published) for target in found}


def _proof(attacker: Attacker, target: Target, shown: frozenset[int], fixed: frozenset[int]) -> frozenset[int]:
    """A smallest set (none of it can be missed) of free published cells that, with the fixed ones, gives it away."""
    needed = set(attacker.joined(target.people, shown))
    size = max(1, len(needed - fixed) // 2)
    # large parts first: what gives a count away is mostly two or three of many cells
    while True:
        left = sorted(needed - fixed)
        for part in (set(left[start : start + size]) for start in range(0, len(left), size)):
            if is_narrow(attacker, target, needed - part):
                needed -= part
        if size == 1:
            return frozenset(needed) - fixed
        size = max(1, min(size, len(needed - fixed)) // 2)


def _hit(proofs: Sequence[frozenset[int]], free: Sequence[int], costs: Sequence[float]) -> frozenset[int]:
    from scipy.optimize import Bounds, LinearConstraint, milp

    matrix = np.array([[float(number in proof) for number in free] for proof in proofs])
    found = milp(
        np.array([costs[number] for number in free], dtype=float),
        integrality=np.ones(len(free)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, 1, np.inf),
    )
    return frozenset(number for number, value in zip(free, found.x, strict=True) if value > 0.5)
