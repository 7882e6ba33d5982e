"""The release machine: each step that is forbidden is refused, and any changed byte voids what was agreed."""

from __future__ import annotations

import dataclasses
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.core.classification import LEVELS
from analysis.core.paths import Paths
from analysis.privacy import log
from analysis.privacy.log import Event, LogError
from analysis.privacy.release import ReleaseError, add, state

FILE = b"<html>een rapport</html>"
SHA = hashlib.sha256(FILE).hexdigest()
OTHER = hashlib.sha256(FILE + b" ").hexdigest()


def event(name, who, day="2025-06-01", sha256=SHA, about="", why="omdat", **details):
    return Event(day, who, name, "public", "overall.html", sha256, about, why, details)


PROPOSE = event("propose", "Anna", authors=["Anna", "Bram"], level=LEVELS[0])
CHECK = event("check", "Anna", passed="yes")
APPROVE = (event("approve", "Carla"), event("approve", "Dirk"))
PUBLISH = event("publish", "Anna", day="2025-06-02")
ROAD = (PROPOSE, CHECK, *APPROVE, PUBLISH)


def follow(*events):
    done = []
    for one in events:
        done = add(done, one)
    return done


def test_the_one_road_leads_from_proposal_to_publication():
    names = [state(follow(*ROAD[:steps]), "public", "overall.html").name for steps in range(6)]
    assert names == ["none", "proposed", "checked", "checked", "approved", "published"]


OBJECT = event("object", "Bram", about="Z1", until="2025-06-10")
HEARD = event("object", "Bram", about="Z1", until="2025-06-10", received="yes")
GRANT = event("decide", "Eva", about="Z1", decision="granted")
EMBARGO = event("embargo", "Eva", until="2025-07-01")
SECRET = dataclasses.replace(PROPOSE, details={"authors": ["Anna"], "level": LEVELS[1]})
LOWER = event("lower", "Eva", level=LEVELS[0], authority="de minister")

FORBIDDEN = {
    "checking what was never proposed": ([], CHECK, "never proposed"),
    "approving what was never proposed": ([], APPROVE[0], "never proposed"),
    "publishing what was never proposed": ([], PUBLISH, "never proposed"),
    "withdrawing what was never proposed": ([], event("withdraw", "Anna"), "is none"),
    "rejecting what was never proposed": ([], event("reject", "Carla"), "never proposed"),
    "lowering what was never proposed": ([], LOWER, "never proposed"),
    "proposing the internal edition": ([], dataclasses.replace(PROPOSE, edition="internal"), "internal edition"),
    "proposing without an author": ([], event("propose", "Anna", level=LEVELS[0]), "names no author"),
    "proposing without a label": ([], event("propose", "Anna", authors=["Anna"]), "bears no label"),
    "proposing without a hash": ([], dataclasses.replace(PROPOSE, sha256=""), "no SHA-256"),
    "proposing the same bytes twice": ([PROPOSE], PROPOSE, "proposed already"),
    "approving without a check": ([PROPOSE], APPROVE[0], "not checked"),
    "approving after a check that failed": (
        [PROPOSE, event("check", "Anna", passed="no")],
        APPROVE[0],
        "not checked",
    ),
    "approving one's own proposal": ([PROPOSE, CHECK], event("approve", "Anna"), "their own"),
    "approving one's own text": ([PROPOSE, CHECK], event("approve", "Bram"), "their own"),
    "approving one's own under another spelling": ([PROPOSE, CHECK], event("approve", " bRAM "), "their own"),
    "approving twice": ([PROPOSE, CHECK, APPROVE[0]], event("approve", "CARLA"), "approved it already"),
    "approving a third time": ([PROPOSE, CHECK, *APPROVE], event("approve", "Eva"), "is approved"),
    "approving without a name": ([PROPOSE, CHECK], event("approve", " "), "nobody is named"),
    "approving other bytes": ([PROPOSE, CHECK], event("approve", "Carla", sha256=OTHER), "not the proposed ones"),
    "checking other bytes": ([PROPOSE], event("check", "Anna", sha256=OTHER, passed="yes"), "not the proposed ones"),
    "lowering other bytes": ([SECRET], dataclasses.replace(LOWER, sha256=OTHER), "not the proposed ones"),
    "publishing what was not checked": ([PROPOSE], PUBLISH, "is proposed"),
    "publishing what nobody read": ([PROPOSE, CHECK], PUBLISH, "is checked"),
    "publishing what one reader read": ([PROPOSE, CHECK, APPROVE[0]], PUBLISH, "is checked"),
    "publishing other bytes": (
        [PROPOSE, CHECK, *APPROVE],
        dataclasses.replace(PUBLISH, sha256=OTHER),
        "not the proposed ones",
    ),
    "publishing twice": (list(ROAD), PUBLISH, "is published"),
    "publishing what failed a later check": (
        [PROPOSE, CHECK, *APPROVE, event("check", "Anna", passed="no")],
        PUBLISH,
        "is proposed",
    ),
    "publishing what was rejected": ([PROPOSE, CHECK, *APPROVE, event("reject", "Eva")], PUBLISH, "is rejected"),
    "publishing what was withdrawn": ([PROPOSE, CHECK, *APPROVE, event("withdraw", "Anna")], PUBLISH, "is withdrawn"),
    "rejecting without a reason": ([PROPOSE], event("reject", "Carla", why=""), "says not why"),
    "rejecting what is published": (list(ROAD), event("reject", "Eva", day="2025-06-02"), "is published"),
    "withdrawing what is published": (list(ROAD), event("withdraw", "Eva", day="2025-06-02"), "is published"),
    "checking what was rejected": ([PROPOSE, event("reject", "Carla")], CHECK, "is rejected"),
    "publishing under an open objection": ([PROPOSE, CHECK, *APPROVE, OBJECT], PUBLISH, "objection 'Z1' is open"),
    "publishing what a granted objection is about": (
        [PROPOSE, CHECK, *APPROVE, HEARD, GRANT],
        PUBLISH,
        "was granted",
    ),
    "proposing again what a granted objection is about": (
        [PROPOSE, HEARD, GRANT, event("withdraw", "Anna")],
        PROPOSE,
        "was granted",
    ),
    "objecting without a term": ([PROPOSE], event("object", "Bram", about="Z1"), "has no term"),
    "objecting to nothing": ([PROPOSE], dataclasses.replace(OBJECT, why=""), "what the objection is about"),
    "objecting under a used id": ([PROPOSE, OBJECT], OBJECT, "no objection has yet"),
    "objecting to what is published": (list(ROAD), dataclasses.replace(OBJECT, date="2025-06-03"), "is published"),
    "deciding on what nobody objected to": ([PROPOSE], GRANT, "is not there"),
    "deciding within the term without a view": ([PROPOSE, OBJECT], GRANT, "the term runs until"),
    "deciding twice": ([PROPOSE, HEARD, GRANT], GRANT, "was granted"),
    "deciding on an objection against one's own": (
        [PROPOSE, HEARD],
        dataclasses.replace(GRANT, who="Bram"),
        "against their own",
    ),
    "deciding without a reason": ([PROPOSE, HEARD], dataclasses.replace(GRANT, why=""), "says not why"),
    "deciding nothing": ([PROPOSE, HEARD], event("decide", "Eva", about="Z1", decision="later"), "nothing known"),
    "publishing under an embargo": ([PROPOSE, CHECK, *APPROVE, EMBARGO], PUBLISH, "under embargo"),
    "an embargo without a date": ([PROPOSE], event("embargo", "Eva"), "has no date"),
    "bringing forward the embargo of one's own": (
        [PROPOSE, EMBARGO],
        event("embargo", "Bram", until="2025-06-02"),
        "bring its embargo forward",
    ),
    "an embargo on what is published": (list(ROAD), dataclasses.replace(EMBARGO, date="2025-06-03"), "is published"),
    "publishing above the edition's level": ([SECRET, CHECK, *APPROVE], PUBLISH, f"is {LEVELS[1]}"),
    "proposing a public edition for cleared readers only": (
        [],
        event("propose", "Anna", authors=["Anna"], level=LEVELS[1], audience=LEVELS[1]),
        "is for readers of",
    ),
    "lowering the label of one's own": ([SECRET], dataclasses.replace(LOWER, who="Anna"), "lower its label"),
    "lowering without an authority": ([SECRET], event("lower", "Eva", level=LEVELS[0]), "names no authority"),
    "lowering to a level that is not lower": (
        [SECRET],
        event("lower", "Eva", level=LEVELS[1], authority="de minister"),
        f"below {LEVELS[1]}",
    ),
    "lowering what is published": (list(ROAD), dataclasses.replace(LOWER, date="2025-06-03"), "is published"),
    "going back in time": ([PROPOSE], dataclasses.replace(CHECK, date="2025-05-31"), "before the last event"),
    "a step that does not exist": ([PROPOSE], event("quote", "Anna"), "no step of a release"),
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_a_forbidden_step_is_refused(name):
    before, step, reason = FORBIDDEN[name]
    events = follow(*before)
    with pytest.raises(ReleaseError, match=reason):
        add(events, step)


def test_an_objection_that_is_refused_after_its_term_blocks_no_longer():
    decided = event("decide", "Eva", day="2025-06-11", about="Z1", decision="refused")
    late = dataclasses.replace(PUBLISH, date="2025-06-12")
    done = follow(PROPOSE, CHECK, *APPROVE, OBJECT, decided, late)
    assert state(done, "public", "overall.html").name == "published"


def test_an_embargo_ends_on_its_day():
    done = follow(PROPOSE, CHECK, *APPROVE, EMBARGO, dataclasses.replace(PUBLISH, date="2025-07-01"))
    assert state(done, "public", "overall.html").name == "published"


def test_a_label_is_lowered_for_exactly_one_file_and_only_then_is_that_published():
    assert state(follow(SECRET, CHECK, *APPROVE, LOWER, PUBLISH), "public", "overall.html").name == "published"
    again = dataclasses.replace(SECRET, sha256=OTHER)
    assert state(follow(SECRET, LOWER, again), "public", "overall.html").lowered_to == ""


def test_a_caveat_goes_only_where_the_body_that_set_the_label_says_so():
    made = {"authors": ["Anna"], "level": LEVELS[1], "caveats": ["medisch", "persoonsgegevens"]}
    propose = dataclasses.replace(PROPOSE, details=made)
    lowered = dataclasses.replace(LOWER, details={**LOWER.details, "without": ["medisch"]})
    assert str(state(follow(propose), "public", "overall.html").label) == f"{LEVELS[1]} · medisch · persoonsgegevens"
    assert (
        str(state(follow(propose, LOWER), "public", "overall.html").label)
        == f"{LEVELS[0]} · medisch · persoonsgegevens"
    )
    assert str(state(follow(propose, lowered), "public", "overall.html").label) == f"{LEVELS[0]} · persoonsgegevens"
    with pytest.raises(ReleaseError, match="without politiegegevens"):
        follow(propose, dataclasses.replace(LOWER, details={**LOWER.details, "without": ["politiegegevens"]}))


def test_a_region_of_cleared_readers_gets_what_they_may_see_and_no_more():
    def of(one, **more):
        return dataclasses.replace(one, edition="region-noord", details={**one.details, **more})

    fits = (of(SECRET, audience=LEVELS[1]), of(CHECK), *map(of, APPROVE), of(PUBLISH))
    assert state(follow(*fits), "region-noord", "overall.html").name == "published"
    with pytest.raises(ReleaseError, match=f"is {LEVELS[2]}"):
        follow(of(SECRET, level=LEVELS[2], audience=LEVELS[1]), *fits[1:])


def test_an_objection_and_an_embargo_outlive_a_new_version():
    again = dataclasses.replace(PROPOSE, sha256=OTHER)
    now = state(follow(PROPOSE, OBJECT, EMBARGO, again), "public", "overall.html")
    assert list(now.objections) == ["Z1"]
    assert now.embargo == "2025-07-01"


def test_a_new_proposal_has_none_of_the_old_ones_approvals():
    again = dataclasses.replace(PROPOSE, sha256=OTHER)
    now = state(follow(PROPOSE, CHECK, *APPROVE, again), "public", "overall.html")
    assert (now.name, now.approvers) == ("proposed", ())


@given(st.integers(0, len(FILE) - 1), st.integers(1, 255))
def test_any_changed_byte_of_an_approved_file_is_caught(place, change):
    changed = bytearray(FILE)
    changed[place] ^= change
    now = dataclasses.replace(PUBLISH, sha256=hashlib.sha256(changed).hexdigest())
    with pytest.raises(ReleaseError, match="every approval is void"):
        add(follow(PROPOSE, CHECK, *APPROVE), now)


STEPS = ("propose", "check", "approve", "reject", "withdraw", "object", "decide", "embargo", "publish")


@st.composite
def attempts(draw):
    """The right road with any steps by anybody thrown in, and any of the right ones left out."""
    any_step = st.tuples(st.sampled_from(STEPS), st.sampled_from("ABCDE"), st.booleans(), st.booleans())
    road = [("propose", "B"), ("check", "B"), ("approve", "C"), ("approve", "D"), ("publish", "E")]
    tries = []
    for name, who in road:
        tries += draw(st.lists(any_step, max_size=2))
        tries += [(name, who, True, True)] * draw(st.sampled_from([1, 1, 1, 1, 0]))
    return tries


def breaks_a_rule(events):
    """Whether the last event, a publication, lacks something; told from the events alone."""
    since = max(number for number, one in enumerate(events) if one.event == "propose")
    part = events[since:]
    readers = {one.who for one in part if one.event == "approve"}
    hashes = {one.sha256 for one in part if one.event in ("check", "approve", "lower", "publish")}
    return (
        len(readers) < 2
        or bool(readers & {part[0].who, "A"})
        or hashes != {part[0].sha256}
        or [one.details["passed"] for one in part if one.event == "check"][-1] != "yes"
        or sum(one.event == "object" for one in events) != sum(one.event == "decide" for one in events)
        or any(one.event in ("reject", "withdraw") for one in part)
    )


@pytest.mark.slow
@settings(max_examples=300)
@given(attempts())
def test_whatever_is_tried_nothing_is_published_without_a_check_and_two_other_readers(tries):
    events = []
    for name, who, first, right in tries:
        details = {"authors": ["A"], "level": LEVELS[0], "passed": "yes" if right else "no", "until": "2025-05-01"}
        details |= {"decision": "refused", "received": "yes"}
        step = event(name, who, sha256=SHA if first else OTHER, about="Z1", **details)
        try:
            events = add(events, step)
        except ReleaseError:
            continue
        if name == "publish":
            assert not breaks_a_rule(events)


def test_the_rule_breaker_is_one_that_finds_what_is_wrong():
    assert not breaks_a_rule(list(ROAD))
    for left_out in (2, 3):
        assert breaks_a_rule([one for number, one in enumerate(ROAD) if number != left_out])
    assert breaks_a_rule([PROPOSE, CHECK, OBJECT, *APPROVE, PUBLISH])


def lines():
    found = []
    for one in ROAD:
        found.append(log.line(one, log.head(found)))
    return found


def test_a_log_is_read_as_it_was_written():
    assert log.parse(lines()) == list(ROAD)


@given(st.data())
def test_any_changed_byte_of_the_log_is_caught(data):
    text = "\n".join(lines())
    known = log.head(lines())
    place = data.draw(st.integers(0, len(text) - 1))
    sign = data.draw(st.characters(codec="ascii").filter(lambda sign: sign != text[place]))
    changed = (text[:place] + sign + text[place + 1 :]).split("\n")
    try:
        log.parse(changed)
    except LogError:
        return
    # a change in the last line alone leaves the chain whole: its head tells
    assert log.head(changed) != known


@pytest.mark.parametrize("number", range(len(ROAD) - 1))
def test_a_line_taken_out_of_the_log_is_caught(number):
    with pytest.raises(LogError, match="does not follow"):
        log.parse(lines()[:number] + lines()[number + 1 :])


def test_two_who_decide_at_once_do_not_both_write(tmp_path):
    paths = Paths(tmp_path)
    first = log.append(paths, [PROPOSE], log.START)
    with pytest.raises(LogError, match="meanwhile"):
        log.append(paths, [CHECK], log.START)
    log.append(paths, [CHECK], first)
    assert log.read(paths) == [PROPOSE, CHECK]


def test_a_line_that_is_not_whole_is_told(tmp_path):
    paths = Paths(tmp_path)
    log.append(paths, [PROPOSE], log.START)
    path = log.folder(paths) / "log.jsonl"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(LogError, match="not whole"):
        log.read(paths)
