"""Which counts may leave: none over few people or few organisations, none that is mostly one voice, none that subtracts.

Interviewees and organisations are counted, never mentions. A count that is small on either side is hidden: that four
of five say something tells on the fifth. "All" and "none" are statements about everybody in the group by name, and
wait for a decision. What else must be hidden is solved (:mod:`analysis.privacy.suppression`), against an attacker who
has all earlier releases too.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Annotated, Any

import pandas as pd
from pydantic import Field

from analysis.core import kept
from analysis.core.kept import NOWHERE, Kept
from analysis.core.study import Settings, Study
from analysis.privacy.attack import Attacker, Cell, differences
from analysis.privacy.groups import Source, members, sources
from analysis.privacy.suppression import Target, exposed, suppress

KEY = ("label_kind", "label_id", "axis", "group", "within")
MEASURES = {"units": ("k_units", "n_units"), "voices": ("k_voices", "n_voices")}
COUNTS = ("k_units", "n_units", "k_voices", "n_voices")
RELEASED = ("release", *KEY, "measure", "count", "people")
"""Columns of the register of released tables; `people` are the ids of those who were asked, "; "-joined."""

CellKey = tuple[str, str, str, str, str]
Row = dict[str, Any]

Mentions = Mapping[str, Mapping[str, int]]
"""Source -> voice -> in how many passages it raises one label."""


class Rule(Settings):
    """When a count may leave.

    threshold : fewest interviewees in a count, and in the group it is of (OpenSAFELY redacts up to 7, acro below 10;
        five is what a study of tens of interviews can bear).
    largest_share : no more of a count's passages than this from one voice.
    organisations : fewest organisations in a count.
    both_sides : whether those who did not say it are protected like those who did.
    width : how far apart the least and largest value must be that an attacker can find for a hidden count.
    """

    threshold: Annotated[int, Field(ge=1)] = 5
    largest_share: Annotated[float, Field(gt=0, le=1)] = 0.5
    organisations: Annotated[int, Field(ge=1)] = 2
    both_sides: bool = True
    width: Annotated[int, Field(ge=1)] = 2


def is_small(count: int, size: int, rule: Rule) -> bool:
    """Whether a count of `count` out of `size` people is of too few.

    >>> [is_small(k, 12, Rule()) for k in (0, 1, 4, 5, 7, 8, 12)]
    [False, True, True, False, False, True, False]
    >>> is_small(0, 4, Rule())
    True
    """
    sides = (count, size - count) if rule.both_sides else (count,)
    return size < rule.threshold or any(0 < side < rule.threshold for side in sides)


def assess(
    prevalence: pd.DataFrame,
    passages: pd.DataFrame,
    mentions: pd.DataFrame,
    study: Study,
    rule: Rule,
    accepted: Collection[CellKey] = (),
    released: pd.DataFrame | None = None,
    with_intervals: bool = True,
    store: Kept = NOWHERE,
) -> pd.DataFrame:
    """Judge every count of `prevalence`.

    Parameters
    ----------
    prevalence, passages : pandas.DataFrame
        Tables of those names.
    mentions : pandas.DataFrame
        `label_kind`, `label_id`, `passage_id`: which passage bears which label.
    accepted : collection of tuple
        Keys of "all" and "none" counts that a named decision releases.
    released : pandas.DataFrame, optional
        Register of released tables, columns :data:`RELEASED`.
    with_intervals : bool
        Whether to work out `low` and `high` too, which takes as long as the judgement itself.
    store : Kept
        Where what must be hidden against subtraction is kept, by the counts it follows from.

    Returns
    -------
    pandas.DataFrame
        A row a row of `prevalence`: :data:`KEY`, `allowed` (bool), `reason` (empty when allowed: `small`, `few
        organisations`, `one voice`, `all`, `none`, `group not known`, `complementary`, `lost`), `low` and `high`, what
        the attacker finds for the number of sources (-1 where that is not worked out). Sorted by key.
    """
    every = sources(passages)
    by_label, released_before = _mentions(mentions, passages), _by_label(released)
    judged: list[Row] = []
    for label, rows in sorted(_by_label(prevalence[[*KEY, *COUNTS]]).items()):
        raised, earlier = by_label.get(label, {}), released_before.get(label, [])
        judged += _assess_label(rows, raised, every, study, rule, accepted, earlier, with_intervals, store)
    frame = pd.DataFrame(judged, columns=[*KEY, "allowed", "reason", "low", "high"])
    return frame.sort_values(list(KEY), kind="stable", ignore_index=True)


def _mentions(mentions: pd.DataFrame, passages: pd.DataFrame) -> dict[tuple[str, str], dict[str, Counter[str]]]:
    """Kind and id of each label -> who raises it how often."""
    borne = mentions.merge(passages[["passage_id", "source_id", "voice"]], on="passage_id")
    columns = (borne[name].tolist() for name in ("label_kind", "label_id", "source_id", "voice"))
    found: dict[tuple[str, str], dict[str, Counter[str]]] = {}
    for kind, label, source, voice in zip(*columns, strict=True):
        found.setdefault((kind, label), {}).setdefault(source, Counter())[voice] += 1
    return found


def _assess_label(
    rows: list[Row],
    raised: Mentions,
    every: list[Source],
    study: Study,
    rule: Rule,
    accepted: Collection[CellKey],
    earlier: list[Row],
    with_intervals: bool,
    store: Kept,
) -> list[Row]:
    asked = _asked(rows, every)
    people = [members(row["axis"], row["group"], row["within"], asked, study) for row in rows]
    # a group that is not the one we think it is cannot be defended
    people = [
        part if part is not None and len(part) == row["n_units"] and _voices(part) == row["n_voices"] else None
        for part, row in zip(people, rows, strict=True)
    ]
    reasons = [
        primary_reason(row, part, raised, rule, tuple(row[name] for name in KEY) in accepted)
        for row, part in zip(rows, people, strict=True)
    ]
    same = all(row["k_units"] == row["k_voices"] and row["n_units"] == row["n_voices"] for row in rows)
    intervals: list[tuple[int, int]] = []
    for measure in ("voices", "units") if not same else ("units",):
        reasons, intervals = _protect(rows, people, reasons, measure, rule, earlier, with_intervals, store)
    return [
        {name: row[name] for name in KEY} | {"allowed": not reason, "reason": reason, "low": low, "high": high}
        for row, reason, (low, high) in zip(rows, reasons, intervals, strict=True)
    ]


def _asked(rows: Iterable[Row], every: list[Source]) -> list[Source]:
    """Without the organisations that nobody put the question to: the comparison counts none of theirs."""
    totals = (row for row in rows if row["axis"] == "organisation" and not row["within"])
    silent = {row["group"] for row in totals if not row["n_units"]}
    return [source for source in every if source.organisation not in silent or source.kind == "document"]


def _voices(part: Iterable[Source]) -> int:
    return sum(len(source.voices) for source in part)


def primary_reason(
    row: dict[str, int], people: list[Source] | None, raised: Mentions, rule: Rule, is_accepted: bool
) -> str:
    """Why one count may not leave by itself; empty when it may."""
    if people is None:
        return "group not known"
    pairs = [(row[k], row[n]) for k, n in MEASURES.values()]
    if any(is_small(k, n, rule) for k, n in pairs):
        return "small"
    if row["k_units"] in (0, row["n_units"]):
        statement = "none" if row["k_units"] == 0 else "all"
        if not is_accepted:
            return statement
    if row["k_units"] == 0:
        return ""
    own = [source for source in people if source.id in raised]
    if len({source.body for source in own}) < rule.organisations:
        return "few organisations"
    voices: Counter[str] = Counter()
    for source in own:
        voices.update(raised[source.id])
    if max(voices.values()) / voices.total() > rule.largest_share:
        return "one voice"
    return ""


def nameable(
    prevalence: pd.DataFrame, passages: pd.DataFrame, mentions: pd.DataFrame, study: Study, rule: Rule
) -> frozenset[tuple[str, str]]:
    """Labels (kind and id) that enough people raise to be named, whatever may be said of how many.

    A name says that somebody raises it, never who does not; so the other side of the count is not looked at. Who
    raises it must still be enough people, of enough organisations, and not mostly one voice.
    """
    every = sources(passages)
    by_label = _mentions(mentions, passages)
    people = members("all", "all", "", every, study)
    one_side = rule.model_copy(update={"both_sides": False})
    totals = prevalence[prevalence["axis"].eq("all") & prevalence["within"].eq("")]
    found = set()
    for row in totals.to_dict("records"):
        label = (row["label_kind"], row["label_id"])
        is_raised = min(row["k_units"], row["k_voices"]) >= rule.threshold
        if is_raised and label in by_label and not primary_reason(row, people, by_label[label], one_side, True):
            found.add(label)
    return frozenset(found)


def _protect(
    rows: list[Row],
    people: list[list[Source] | None],
    reasons: list[str],
    measure: str,
    rule: Rule,
    earlier: list[Row],
    with_intervals: bool,
    store: Kept,
) -> tuple[list[str], list[tuple[int, int]]]:
    """Hide what subtraction needs; the reasons as they then are, and what the attacker finds for each row."""
    count, _ = MEASURES[measure]
    known = [number for number, part in enumerate(people) if part is not None]
    cells = [Cell(_name(rows[number]), ids(people[number] or [], measure), rows[number][count]) for number in known]
    old = [
        Cell(f"{row['release']}: {_name(row)}", frozenset(row["people"].split("; ")), int(row["count"]))
        for row in earlier
        if row["measure"] == measure
    ]
    found = [(-1, -1)] * len(rows)
    if not old and not with_intervals and all(reasons[number] for number in known):
        return reasons, found  # nothing is published, so nothing can be subtracted
    attacker, fixed = _attacker(cells, old)
    wanted = {place for place, number in enumerate(known) if not reasons[number]}
    kept_back = {place for place in range(len(known)) if place not in wanted}
    hidden, lost = _hide_once(attacker, fixed, wanted, kept_back, rule, store)
    after = list(reasons)
    for place, number in enumerate(known):
        if place in hidden:
            after[number] = "complementary"
        elif cells[place].key in lost and reasons[number]:
            after[number] = "lost"
    if not with_intervals:
        return after, found
    shown = (wanted | set(fixed)) - hidden
    for place, number in enumerate(known):
        interval = attacker.interval(cells[place].people, shown)
        found[number] = (interval.low, interval.high) if after[number] else (cells[place].count, cells[place].count)
    return after, found


def _hide_once(
    attacker: Attacker, fixed: list[int], wanted: set[int], kept_back: set[int], rule: Rule, store: Kept
) -> tuple[set[int], tuple[str, ...]]:
    """:func:`_hide`, taken up where the same counts of the same people were protected before."""
    cells = [[cell.key, sorted(cell.people), int(cell.count)] for cell in attacker.cells]
    asked = [cells, fixed, sorted(wanted), sorted(kept_back), rule.model_dump(mode="json")]
    name = kept.key(_code(), json.dumps(asked, sort_keys=True))
    known = store.get(name)
    if known is not None:
        return set(known[0]), tuple(known[1])
    hidden, lost = _hide(attacker, fixed, wanted, kept_back, rule)
    store.put(name, [sorted(hidden), list(lost)])
    return hidden, lost


_code = cache(kept.code)


def _hide(
    attacker: Attacker, fixed: list[int], wanted: set[int], kept_back: set[int], rule: Rule
) -> tuple[set[int], tuple[str, ...]]:
    """The cells of `wanted` to hide after all, and the keys of those that earlier releases give away."""
    costs = [float(1 + len(cell.people)) for cell in attacker.cells]
    gone: set[int] = set()
    while True:
        targets = targets_of(attacker, wanted - gone, fixed, rule, kept_back | gone)
        result = suppress(attacker, wanted - gone, targets, costs, fixed)
        # an "all" or "none" that is hidden after all says nothing, and its people are to be defended again
        unsaid = {n for n in result.hidden if attacker.cells[n].count in (0, len(attacker.cells[n].people))}
        if not unsaid:
            return set(result.hidden) | gone, result.lost
        gone |= unsaid


def _attacker(cells: list[Cell], old: list[Cell]) -> tuple[Attacker, list[int]]:
    """The attacker with the earlier counts that can be joined to these, and the numbers of those.

    A count whose definition moved since (a theme that was merged, an interview that was coded anew) contradicts what is
    true now; it is left out, since no subtraction from it holds.
    """
    kept: list[Cell] = []
    known: set[tuple[frozenset[str], int]] = set()
    for cell in sorted(old, key=lambda cell: cell.key):
        trial = Attacker((*cells, *kept, cell))
        # most releases tell the same counts again
        if (cell.people, cell.count) in known or trial.is_consistent(range(len(trial.cells))):
            kept.append(cell)
            known.add((cell.people, cell.count))
    return Attacker((*cells, *kept)), list(range(len(cells), len(cells) + len(kept)))


def targets_of(
    attacker: Attacker, wanted: Collection[int], fixed: Collection[int], rule: Rule, hidden: Collection[int]
) -> list[Target]:
    """What must stay uncertain: hidden counts, single people and small groups, and small differences of published counts.

    What an accepted "all" or "none" says about everybody in its group is no secret any more; the others still are.
    """
    cells = attacker.cells
    said = [cells[n].people for n in (*wanted, *fixed) if cells[n].count in (0, len(cells[n].people))]
    found = {cells[n].people: Target(cells[n].key, cells[n].people, _width(cells[n], rule)) for n in sorted(hidden)}
    for number, atom in enumerate(attacker.atoms):
        if len(atom) < rule.threshold:
            found.setdefault(atom, Target(f"atom {number}", atom, 1))
    for rest in differences(cells[n] for n in (*wanted, *fixed)):
        if is_small(rest.count, len(rest.people), rule):
            found.setdefault(rest.people, Target(rest.key, rest.people, _width(rest, rule)))
    known = frozenset(person for group in said for person in group)
    open_ones = [(target, target.people - known) for target in found.values()]
    return [Target(target.key, people, min(target.width, len(people))) for target, people in open_ones if people]


def _width(cell: Cell, rule: Rule) -> int:
    # nobody can be more uncertain about two people than that none, one or both said it
    return min(rule.width, len(cell.people))


def ids(part: Iterable[Source], measure: str) -> frozenset[str]:
    """Who is counted: sources, or the voices in them."""
    if measure == "units":
        return frozenset(source.id for source in part)
    return frozenset(voice for source in part for voice in source.voices)


def _name(row: dict) -> str:
    return "/".join(str(row[name]) for name in KEY)


def _by_label(table: pd.DataFrame | None) -> dict[tuple[str, str], list[Row]]:
    """The rows of a table by the kind and id of their label."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in [] if table is None else table.to_dict("records"):
        found.setdefault((row["label_kind"], row["label_id"]), []).append(row)
    return found


def register_rows(
    prevalence: pd.DataFrame, passages: pd.DataFrame, study: Study, release: str, judged: pd.DataFrame
) -> pd.DataFrame:
    """What the register of released tables must remember of the counts that `judged` allows; columns :data:`RELEASED`."""
    every = sources(passages)
    free = {tuple(row) for row in judged.loc[judged["allowed"], list(KEY)].itertuples(index=False, name=None)}
    found = []
    for _, rows in sorted(_by_label(prevalence[[*KEY, *COUNTS]]).items()):
        asked = _asked(rows, every)
        for row in rows:
            key = tuple(row[name] for name in KEY)
            # documents are nobody's secret, and never let through but where all of them are open
            is_people = key in free and key[2:4] != ("kind", "document")
            part = members(row["axis"], row["group"], row["within"], asked, study) if is_people else None
            for measure, (count, _) in MEASURES.items():
                if part is not None:
                    people = "; ".join(sorted(ids(part, measure)))
                    found.append((release, *key, measure, row[count], people))
    return pd.DataFrame(found, columns=list(RELEASED))


def recovered(released: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    """What an attacker recovers from the register of released tables alone, over all releases at once.

    Returns
    -------
    pandas.DataFrame
        `label_kind`, `label_id`, `measure`, `target` (cells by name, never people), `low`, `high`: one row a single
        person, small group or small difference that is known too well. Empty is what one wants.
    """
    found = []
    for key, rows in released.groupby(["label_kind", "label_id", "measure"], sort=True):
        cells = [
            Cell(f"{row['release']}: {_name(row)}", frozenset(row["people"].split("; ")), int(row["count"]))
            for row in rows.to_dict("records")
        ]
        attacker, fixed = _attacker([], cells)
        for name, interval in exposed(attacker, fixed, targets_of(attacker, [], fixed, rule, [])).items():
            found.append((*key, name, interval.low, interval.high))
    return pd.DataFrame(found, columns=["label_kind", "label_id", "measure", "target", "low", "high"])
