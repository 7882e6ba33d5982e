"""What is judged once for many: the answers are those of judging each by itself, the plain way, by trying everything."""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.privacy import choice
from analysis.privacy.attack import Attacker, Cell, differences
from analysis.privacy.choice import Choice
from analysis.privacy.disclosure import Rule, targets_of
from analysis.privacy.interchange import classes
from analysis.privacy.sums import Sums
from analysis.privacy.suppression import Target, suppress


class Plain:
    """Every possible truth, person by person, and what each says of each cell: shares nothing with the code under test."""

    def __init__(self, cells: Collection[Cell]) -> None:
        self.people = sorted(set().union(*(cell.people for cell in cells)))
        self.truths = np.array(np.meshgrid(*[[0, 1]] * len(self.people))).reshape(len(self.people), -1)
        self.agrees = [self.count(cell.people) == cell.count for cell in cells]

    def count(self, people: Collection[str]) -> np.ndarray:
        return self.truths[[person in people for person in self.people]].sum(axis=0)

    def width(self, people: Collection[str], published: Collection[int]) -> int:
        possible = np.logical_and.reduce([self.agrees[number] for number in published]) if published else slice(None)
        return int(np.ptp(self.count(people)[possible]))

    def gives_away(self, targets: Collection[Target], published: Collection[int]) -> list[str]:
        return [target.key for target in targets if self.width(target.people, published) < target.width]

    def least_cost(self, targets, published, costs, fixed) -> float:
        """Of all that can be hidden, what the cheapest that is safe costs."""
        free = sorted(set(published) - set(fixed))
        choices = [set(some) for size in range(len(free) + 1) for some in combinations(free, size)]
        for hidden in sorted(choices, key=lambda some: sum(costs[number] for number in some)):
            if not self.gives_away(targets, (set(published) | set(fixed)) - hidden):
                return sum(costs[number] for number in hidden)
        raise AssertionError("hiding everything is not enough")


@st.composite
def regions(draw):
    """Regions of a few people each, of two organisations, with the totals that a report has; what is too small is hidden."""
    makes = draw(st.lists(st.sampled_from([(1, 1), (2, 0), (1, 0), (2, 1)]), min_size=2, max_size=4))
    people = {f"{place}{body}{n}": (place, body) for place, make in enumerate(makes) for body in (0, 1)
              for n in range(make[body])}  # fmt: skip
    people["n"] = (-1, 2)
    said = {person for person in people if draw(st.booleans())}
    groups = {"all": set(people), "local": set(people) - {"n"}}
    for place in range(len(makes)):
        groups[f"in {place}"] = {person for person in people if people[person][0] == place}
        groups[f"elsewhere than {place}"] = groups["local"] - groups[f"in {place}"]
    for body in (0, 1):
        groups[f"of {body}"] = {person for person in people if people[person][1] == body}
    cells = tuple(Cell(name, frozenset(group), len(group & said)) for name, group in groups.items() if group)
    published = {n for n, cell in enumerate(cells) if len(cell.people) > 3 or draw(st.booleans())}
    return cells, published, {n for n in published if draw(st.integers(0, 5)) == 0}


RULE = Rule(threshold=2)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(regions())
def test_as_little_is_hidden_as_the_plain_way_hides_and_it_is_as_safe(drawn):
    cells, published, fixed = drawn
    attacker, plain = Attacker(cells), Plain(cells)
    targets = targets_of(attacker, published, fixed, RULE, set(range(len(cells))) - published)
    costs = [float(1 + len(cell.people)) for cell in cells]
    found = suppress(attacker, published, targets, costs, fixed)
    assert list(found.lost) == plain.gives_away(targets, fixed)
    open_ones = [target for target in targets if target.key not in found.lost]
    assert found.hidden <= published - fixed
    assert not plain.gives_away(open_ones, published - found.hidden)
    assert sum(costs[number] for number in found.hidden) == plain.least_cost(open_ones, published, costs, fixed)


@settings(max_examples=60, deadline=None)
@given(regions(), st.data())
def test_what_is_interchangeable_gives_as_much_away_in_the_place_of_the_other(drawn, data):
    cells, published, fixed = drawn
    attacker, plain = Attacker(cells), Plain(cells)
    targets = targets_of(attacker, published, fixed, RULE, set(range(len(cells))) - published)
    secrets = {(target.people, target.width) for target in targets}
    found = classes(attacker, published, published - fixed, secrets)
    assert sorted(number for each in found for number in each) == sorted(published - fixed)
    shown = fixed | {number for number in published if data.draw(st.booleans())}
    for each in found:
        for one, other in combinations(each, 2):
            swapped = {other if number == one else one if number == other else number for number in shown}
            assert bool(plain.gives_away(targets, shown)) == bool(plain.gives_away(targets, swapped))


def test_regions_of_one_make_are_interchangeable_and_one_with_another_count_or_size_is_not():
    region = {place: frozenset(f"{place}{n}" for n in range(3 if place == 3 else 2)) for place in range(5)}
    everybody = frozenset().union(*region.values())
    said = {"00", "10", "20", "30", "40", "41"}
    cells = tuple(
        Cell(f"elsewhere than {place}", everybody - people, len((everybody - people) & said))
        for place, people in region.items()
    )
    attacker = Attacker(cells)
    secrets = [(people, 1) for people in region.values()]
    assert classes(attacker, range(5), range(5), secrets) == [(4,), (3,), (2, 1, 0)]
    # what has to stay uncertain of one of them only makes that one another
    assert classes(attacker, range(5), range(5), [*secrets, (region[1], 2)]) == [(4,), (3,), (2, 0), (1,)]
    assert classes(attacker, range(5), [0, 1, 4], secrets) == [(4,), (1, 0)]
    assert len({attacker.question(region[place], range(5)) for place in range(3)}) == 1
    assert len({attacker.question(region[place], range(5)) for place in range(2, 5)}) == 3


def test_regions_as_large_but_of_other_organisations_are_not_interchangeable_where_those_are_told():
    two = [frozenset(f"0{who}" for who in ("g1", "g2", "p1")), frozenset(f"1{who}" for who in ("g1", "p1", "p2"))]
    everybody = two[0] | two[1] | {"2g1", "2p1"}
    of_one = Cell("g", frozenset(person for person in everybody if person[1] == "g"), 2)
    attacker = Attacker((*(Cell(f"{n}", everybody - region, 3) for n, region in enumerate(two)), of_one))
    assert classes(attacker, [0, 1, 2], [0, 1], []) == [(1,), (0,)]
    assert classes(attacker, [0, 1], [0, 1], []) == [(1, 0)]


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(regions(), st.integers(1, 2))
def test_what_a_count_is_given_away_by_gives_it_away_alone(drawn, width):
    cells, published, _ = drawn
    attacker, plain = Attacker(cells), Plain(cells)
    for one in (*cells, *differences(cells)):
        grounds = attacker.grounds(one.people, published, width)
        assert (grounds is None) == (plain.width(one.people, published) >= width)
        assert grounds is None or (grounds <= published and plain.width(one.people, grounds) < width)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(regions(), st.data())
def test_a_question_is_the_same_whatever_people_and_cells_are_called(drawn, data):
    cells, published, _ = drawn
    order = data.draw(st.permutations(range(len(cells))))
    # names that turn the order of people, and so of atoms, around
    renamed = [Cell(f"{n}", frozenset(person[::-1] for person in cells[n].people), cells[n].count) for n in order]
    ours, theirs = Attacker(cells), Attacker(tuple(renamed))
    shown = [place for place, number in enumerate(order) if number in published]
    # of two cells with as many people and as high a count, it may depend on which comes first
    are_told_apart = len({(len(cells[n].people), cells[n].count) for n in published}) == len(published)
    for number, cell in enumerate(cells):
        there = renamed[order.index(number)].people
        here, elsewhere = ours.question(cell.people, published), theirs.question(there, shown)
        assert here == elsewhere or not are_told_apart
    # the other way around: those who did not say it are counted
    others = Attacker(tuple(Cell(cell.key, cell.people, len(cell.people) - cell.count) for cell in cells))
    for cell in cells:
        if ours.question(cell.people, published) == others.question(cell.people, published):
            assert ours.interval(cell.people, published) == others.interval(cell.people, published)


@pytest.mark.parametrize("most", [choice.MOST, 0], ids=["in order of cost", "by a programme"])
@settings(max_examples=50, deadline=None)
@given(st.data())
def test_a_choice_is_the_least_costly_that_breaks_every_proof_and_those_alike(most, data):
    sizes = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    numbers = iter(range(sum(sizes)))
    alike = [tuple(next(numbers) for _ in range(size)) for size in sizes]
    costs = [float(cost) for size in sizes for cost in [data.draw(st.integers(1, 5))] * size]
    proofs = data.draw(st.lists(st.sets(st.integers(0, sum(sizes) - 1), min_size=1), min_size=1, max_size=5))
    made = Choice(alike, costs)
    images = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choice, "MOST", most)
        for proof in proofs:
            made.add(proof)
            taken = [len(proof.intersection(each)) for each in alike]
            everything = [some for size in range(sum(sizes) + 1) for some in combinations(range(sum(sizes)), size)]
            images += [set(s) for s in everything if [len(set(s).intersection(each)) for each in alike] == taken]
            found = made.best()
            assert all(found & image for image in images)
            safe = (some for some in everything if all(image.intersection(some) for image in images))
            assert sum(costs[n] for n in found) == min(sum(costs[n] for n in some) for some in safe)


def test_twelve_regions_are_judged_with_few_programmes(monkeypatch):
    # the first three of each region: two organisations with one interview each, and one with one more here and there
    people = {f"{place}{body}{n}": (place, body) for place in range(12) for body in "gpo"
              for n in range(2 if body == "g" and place % 3 == 0 else 1)}  # fmt: skip
    said = frozenset(who for number, who in enumerate(people) if number % 5 in (0, 3))
    groups = [frozenset(people), *(frozenset(w for w in people if people[w][0] != place) for place in range(12))]
    groups += [frozenset(w for w in people if people[w][1] == body) for body in "gpo"]
    regions_ = [frozenset(w for w in people if people[w][0] == place) for place in range(12)]
    attacker = Attacker(tuple(Cell(str(n), group, len(group & said)) for n, group in enumerate([*groups, *regions_])))
    wanted = set(range(len(groups)))
    targets = targets_of(attacker, wanted, [], Rule(), set(range(len(groups), len(attacker.cells))))
    asked = []
    end = Sums.end
    monkeypatch.setattr(Sums, "end", lambda self, *given, **named: (asked.append(1), end(self, *given, **named))[1])
    found = suppress(attacker, wanted, targets, [float(1 + len(cell.people)) for cell in attacker.cells])
    assert found.hidden
    # one by one, region after region, it takes thousands
    assert len(asked) < 200
