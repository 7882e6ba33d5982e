"""Which counts to hide besides the small ones, so that nobody can subtract them back: solved, not guessed.

Hiding more never tells more, so the safe choices are those that break each *proof*: a smallest set of published counts
from which one hidden count follows too closely. The least costly choice is a smallest weighted set that hits every
proof. Proofs are found by the attacker as the choice is refined, which ends at the optimum (implicit hitting set;
Moreno-Centeno & Karp 2013, Operations Research 61(2), 453-468).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from analysis.privacy.attack import Attacker, Interval, People
from analysis.privacy.choice import Choice
from analysis.privacy.interchange import classes


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
    secrets = {(target.people, target.width) for target in open_targets}
    alike = classes(attacker, published | fixed, published - fixed, secrets)
    choice = Choice(alike, costs)
    hidden: frozenset[int] = frozenset()
    while True:
        found = _proofs(attacker, open_targets, (published | fixed) - hidden, fixed, costs)
        if not found:
            return Suppression(hidden, tuple(target.key for target in lost))
        for proof in found:
            choice.add(proof)
        hidden = choice.best()


def is_narrow(attacker: Attacker, target: Target, published: Collection[int]) -> bool:
    """Whether the attacker's interval for a target is narrower than it must be."""
    return attacker.is_narrow(target.people, published, target.width)


def exposed(attacker: Attacker, published: Collection[int], targets: Sequence[Target]) -> dict[str, Interval]:
    """Targets that the attacker finds too closely, each with the interval found."""
    found = [target for target in targets if is_narrow(attacker, target, published)]
    return {target.key: attacker.interval(target.people, published) for target in found}


def _proofs(
    attacker: Attacker,
    targets: Sequence[Target],
    shown: frozenset[int],
    fixed: frozenset[int],
    costs: Sequence[float],
) -> list[frozenset[int]]:
    """Proofs in what is shown, at least one where there is any."""
    found: list[frozenset[int]] = []
    asked: set[tuple[bytes, int]] = set()
    left = shown
    for target in targets:
        if not is_narrow(attacker, target, left):
            continue
        question = attacker.question(target.people, shown), target.width
        if question in asked:
            continue  # its proofs are those of another target, with other names
        asked.add(question)
        while is_narrow(attacker, target, left):
            found.append(_proof(attacker, target, left, fixed))
            # the least costly of it is hidden for this round, so that what is found next is another
            left = left - {min(found[-1], key=lambda number: (costs[number], number))}
    return found


def _proof(attacker: Attacker, target: Target, shown: frozenset[int], fixed: frozenset[int]) -> frozenset[int]:
    """A smallest set (none of it can be missed) of free published cells that, with the fixed ones, gives it away."""
    needed = attacker.grounds(target.people, shown, target.width) or frozenset()
    for number in sorted(needed - fixed):
        # what can be missed, with all that is found not to matter then
        less = attacker.grounds(target.people, needed - {number}, target.width) if number in needed else None
        needed = needed if less is None else less
    return needed - fixed
