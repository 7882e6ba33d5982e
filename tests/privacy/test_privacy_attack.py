"""The attacker finds what can be found, and the suppression is safe and no larger than it must be."""

from __future__ import annotations

from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.privacy.attack import Attacker, Cell, Interval, differences
from analysis.privacy.sums import Sums
from analysis.privacy.suppression import Target, exposed, suppress

PEOPLE = "abcdef"


def cell(people, count, key=""):
    return Cell(key or people, frozenset(people), count)


def by_trying_all(cells, people, published):
    """The interval by trying every possible truth, person by person: shares nothing with the attacker's own way."""
    everybody = sorted(set().union(*(one.people for one in cells)))
    values = set()
    for truth in product((0, 1), repeat=len(everybody)):
        said = {person for person, value in zip(everybody, truth, strict=True) if value}
        if all(len(said & cells[number].people) == cells[number].count for number in published):
            values.add(len(said & people))
    return Interval(min(values), max(values))


@st.composite
def tables(draw):
    truth = {person: draw(st.booleans()) for person in PEOPLE}
    groups = draw(st.lists(st.frozensets(st.sampled_from(PEOPLE), min_size=1), min_size=2, max_size=6, unique=True))
    cells = tuple(
        Cell(str(number), people, sum(truth[person] for person in people)) for number, people in enumerate(groups)
    )
    published = draw(st.frozensets(st.integers(0, len(cells) - 1)))
    return cells, published


def test_a_hidden_cell_is_recovered_from_a_total_and_the_other_part():
    attacker = Attacker((cell("abcdef", 5), cell("abc", 2), cell("def", 3)))
    assert attacker.interval(frozenset("abc"), [0, 2]) == Interval(2, 2)
    assert attacker.interval(frozenset("abc"), [0]) == Interval(2, 3)
    assert attacker.interval(frozenset("abc"), []) == Interval(0, 3)


def test_margins_of_a_table_give_away_a_cell_that_no_single_subtraction_gives():
    # two rows and two columns; the total of a row at its largest fixes both of its cells
    corner = {(row, column): f"{row}{column}" for row in "12" for column in "xy"}
    people = {place: frozenset(name + sign for sign in "ab") for place, name in corner.items()}
    rows = [Cell(r, people[r, "x"] | people[r, "y"], k) for r, k in (("1", 4), ("2", 1))]
    columns = [Cell(c, people["1", c] | people["2", c], k) for c, k in (("x", 2), ("y", 3))]
    hidden = [Cell("2y", people["2", "y"], 1)]
    attacker = Attacker((*rows, *columns, *hidden))
    assert attacker.interval(people["2", "y"], [0, 3]) == Interval(1, 1)
    assert attacker.interval(people["2", "y"], [0]) == Interval(0, 2)


def test_a_second_release_with_one_person_more_gives_that_person_away():
    before, after = cell("abcdef", 5, "first"), cell("abcdefg", 6, "second")
    attacker = Attacker((before, after))
    assert attacker.interval(frozenset("g"), [0, 1]) == Interval(1, 1)
    assert [rest.people for rest in differences((before, after))] == [frozenset("g")]


def test_releases_that_contradict_each_other_are_told_apart():
    attacker = Attacker((cell("abcd", 4, "first"), cell("abcd", 2, "second")))
    assert not attacker.is_consistent([0, 1])
    assert attacker.is_consistent([1])
    with pytest.raises(ValueError, match="contradict"):
        attacker.interval(frozenset("abcd"), [0, 1])


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(tables(), st.data())
def test_the_attacker_finds_exactly_what_trying_every_truth_finds(drawn, data):
    cells, published = drawn
    attacker = Attacker(cells)
    for one in (*cells, *differences(cells)):
        assert attacker.interval(one.people, published) == by_trying_all(cells, one.people, published)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(tables(), st.integers(1, 3))
def test_an_interval_is_narrow_exactly_where_trying_every_truth_says_so(drawn, width):
    cells, published = drawn
    attacker = Attacker(cells)
    for one in (*cells, *differences(cells)):
        narrow = by_trying_all(cells, one.people, published).width < width
        assert attacker.is_narrow(one.people, published, width) == narrow


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(tables())
def test_what_is_hidden_is_safe_and_nothing_cheaper_would_be(drawn):
    cells, small = drawn
    attacker = Attacker(cells)
    published = frozenset(range(len(cells))) - small
    targets = [Target(cells[n].key, cells[n].people, min(2, len(cells[n].people))) for n in sorted(small)]
    costs = [1 + len(one.people) for one in cells]
    result = suppress(attacker, published, targets, costs)
    assert result.hidden <= published
    assert not exposed(attacker, published - result.hidden, targets)
    for target in targets:
        assert by_trying_all(cells, target.people, published - result.hidden).width >= target.width
    cost = sum(costs[number] for number in result.hidden)
    for choice in chain.from_iterable(combinations(sorted(published), size) for size in range(len(published) + 1)):
        if sum(costs[number] for number in choice) < cost:
            assert exposed(attacker, published - set(choice), targets), f"hiding {choice} is cheaper and as safe"


def test_what_an_earlier_release_gave_away_is_named_and_not_hidden_in_vain():
    cells = (cell("abcdef", 5, "total"), cell("abc", 2, "left"), cell("def", 3, "right"), cell("ab", 1, "pair"))
    target = Target("right", frozenset("def"), 2)
    result = suppress(Attacker(cells), [0, 1, 3], [target], [1.0] * 4, fixed=[0, 1])
    assert result.lost == ("right",)
    assert not result.hidden


def test_proofs_of_what_is_given_away_need_no_integer_programmes_but_a_few(monkeypatch):
    # eight regions of two or three organisations: with an integer programme for each proof it takes minutes
    people = {(region, body): f"{region}{body}" for region in range(8) for body in "gps" if (region + ord(body)) % 5}
    said = frozenset(who for number, who in enumerate(sorted(people.values())) if number % 3)
    groups = [
        *(frozenset(who for (place, _), who in people.items() if place != region) for region in range(8)),
        *(frozenset(who for (_, each), who in people.items() if each == body) for body in "gps"),
    ]
    attacker = Attacker(tuple(cell(group, len(group & said), str(n)) for n, group in enumerate(groups)))
    solved = []
    end = Sums.end
    monkeypatch.setattr(Sums, "end", lambda self, *asked, **how: (solved.append(1), end(self, *asked, **how))[1])
    targets = [Target(who, frozenset({who}), 1) for who in people.values()]
    targets += [Target(f"of {body}", frozenset(w for (_, b), w in people.items() if b == body), 2) for body in "gps"]
    found = suppress(attacker, range(len(groups)), targets, [float(len(group)) for group in groups])
    assert not exposed(attacker, set(range(len(groups))) - found.hidden, targets)
    assert found.hidden
    assert len(solved) < 110
