"""Counts of few people, of one voice, or that subtraction gives back, do not leave; neither do quotes nobody agreed to."""

from __future__ import annotations

import hashlib
import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from privacy_material import PEOPLE, fill, made, study, text_of

from analysis.core import tables
from analysis.core.classification import LEVELS, label_of
from analysis.core.errors import ConfidentialityError
from analysis.privacy import disclosure, editions, quotes
from analysis.privacy.attack import Attacker, Cell
from analysis.privacy.disclosure import KEY, Rule, is_small
from analysis.privacy.grounds import GROUNDS, parse
from analysis.privacy.log import Event
from analysis.privacy.suppression import suppress

GEMEENTEN = {f"{place}{number}" for place in "NZ" for number in range(1, 8)}
TEN = {f"{place}{number}" for place in "NZ" for number in range(1, 6)}


def judge(frames, rule=None, accepted=(), released=None):
    borne = frames["passage_themes"].rename(columns={"theme_id": "label_id"}).assign(label_kind="theme")
    borne = borne[borne["label_id"] != ""]
    judged = disclosure.assess(
        frames["prevalence"], frames["passages"], borne, study(), rule or Rule(), accepted, released
    )
    return judged.set_index(["axis", "group", "within"])


@pytest.mark.parametrize(
    ("count", "size", "small"),
    [(0, 4, True), (0, 5, False), (1, 12, True), (4, 12, True), (5, 12, False), (7, 12, False), (8, 12, True)],
)
def test_five_is_enough_on_both_sides_and_four_is_not(count, size, small):
    assert is_small(count, size, Rule()) is small


def test_only_the_side_that_said_it_counts_where_a_study_decides_so():
    assert not is_small(8, 12, Rule(both_sides=False))


def test_a_count_of_enough_people_leaves_and_a_small_one_does_not():
    judged = judge(made({"T01": TEN}))
    assert judged.loc[("all", "all", ""), "allowed"]
    assert judged.loc[("organisation", "politie", ""), "reason"] == "small"
    assert judged.loc[("region", "noord", ""), "reason"] == "small"
    assert judged.loc[("sub_question", "hoe", ""), "reason"] == "group not known"


def test_a_count_that_is_mostly_one_voice_does_not_leave():
    assert judge(made({"T01": TEN}, talkative="N1")).loc[("all", "all", ""), "reason"] == "one voice"


def test_a_count_of_one_organisation_does_not_leave():
    frames = made({"T01": TEN})
    frames["passages"]["municipality"] = ""
    frames["passages"]["region"] = frames["passages"]["region"].where(frames["passages"]["region"] == "", "noord;zuid")
    judged = judge(frames)
    assert set(judged["reason"]) <= {"small", "group not known", "few organisations", "none", "all", "complementary"}
    assert judged.loc[("all", "all", ""), "reason"] == "few organisations"


def test_all_and_none_wait_for_a_decision():
    frames = made({"T01": GEMEENTEN, "T02": set()})
    judged = judge(frames).reset_index().set_index(["label_id", "axis", "group", "within"])
    assert judged.loc[("T01", "organisation", "gemeente", ""), "reason"] == "all"
    assert judged.loc[("T02", "all", "all", ""), "reason"] == "none"
    key = ("theme", "T01", "organisation", "gemeente", "")
    after = judge(frames, accepted=[key]).reset_index().set_index(["label_id", "axis", "group", "within"])
    assert after.loc[("T01", "organisation", "gemeente", ""), "allowed"]
    assert after.loc[("T02", "all", "all", ""), "reason"] == "none"


def test_a_group_that_is_not_the_one_we_think_is_withheld():
    frames = made({"T01": TEN})
    frames["prevalence"].loc[frames["prevalence"]["axis"].eq("all"), "n_units"] += 1
    assert judge(frames).loc[("all", "all", ""), "reason"] == "group not known"


def test_what_subtraction_would_give_back_is_hidden_too():
    # all 18 and local 16 would leave, but their difference is the two of the national body
    judged = judge(made({"T01": TEN}))
    both = judged.loc[[("all", "all", ""), ("level", "local", "")], "allowed"]
    assert both.sum() == 1
    assert "complementary" in set(judged["reason"])


def test_a_second_release_does_not_give_away_who_was_added():
    first = made({"T01": TEN})
    late = {"Z5", "Z6"}
    for name in ("passages", "sources"):
        first[name] = first[name][~first[name]["source_id"].isin(late)]
    prevalence = first["prevalence"]
    rows = prevalence["axis"].eq("all")
    prevalence.loc[rows, ["k_units", "k_voices"]] = 9
    prevalence.loc[rows, ["n_units", "n_voices"]] = 16
    first["prevalence"] = prevalence[rows]
    judged = judge(first)
    assert judged.loc[("all", "all", ""), "allowed"]
    released = disclosure.register_rows(
        first["prevalence"], first["passages"], study(), "eerste", judged.reset_index()[[*KEY, "allowed"]]
    )
    alone, after = judge(made({"T01": TEN})), judge(made({"T01": TEN}), released=released)
    assert alone.loc[("all", "all", ""), "allowed"]
    assert after.loc[("all", "all", ""), "reason"] == "complementary"
    both = pd.concat([released, released.assign(release="tweede", count="10", people="; ".join(PEOPLE))])
    found = disclosure.recovered(both, Rule())
    assert not found.empty
    assert disclosure.recovered(released, Rule()).empty


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(sorted(PEOPLE)), min_size=3))
def test_whoever_raises_it_the_attacker_pins_no_single_person_down(people):
    frames = made({"T01": people})
    judged = judge(frames).reset_index()
    rows = disclosure.register_rows(frames["prevalence"], frames["passages"], study(), "r", judged)
    cells = tuple(
        Cell(str(number), frozenset(row.people.split("; ")), int(row.count_))
        for number, row in enumerate(rows[rows["measure"] == "units"].rename(columns={"count": "count_"}).itertuples())
    )
    attacker = Attacker((*cells, *(Cell(person, frozenset([person]), 0) for person in PEOPLE)))
    shown = range(len(cells))
    for person in PEOPLE:
        interval = attacker.interval(frozenset([person]), shown)
        assert (interval.low, interval.high) == (0, 1), f"{person} is known"
    for cell in cells:
        assert not is_small(cell.count, len(cell.people), Rule())


PASSAGE = "N1-00"
DIGEST = hashlib.sha256(text_of("N1", 0).encode()).hexdigest()


def decision(name, who, why="omdat", digest=DIGEST, **details):
    return Event("2025-06-01", who, name, "public", "", digest, PASSAGE, why, details)


QUOTE = decision("quote", "Anna")
READ = (decision("read", "Bram", verdict="agree"), decision("read", "Carla", verdict="agree"))
SINGLE = decision("single-out", "Dirk")
ROAD = (QUOTE, *READ, SINGLE)


def judge_quote(events, frames=None, unexplained=()):
    frames = frames or made({"T01": TEN})
    judged = quotes.judge(frames["passages"], frames["sources"], events, "public", Rule(), unexplained)
    return judged.set_index("passage_id").loc[PASSAGE]


def test_a_quote_that_meets_every_condition_is_released_and_no_other():
    frames = made({"T01": TEN})
    judged = quotes.judge(frames["passages"], frames["sources"], ROAD, "public", Rule(), ())
    assert judged.loc[judged["released"], "passage_id"].tolist() == [PASSAGE]
    assert set(judged.loc[~judged["released"], "ground"]) == {"5.1.2.e"}


@pytest.mark.parametrize(
    ("events", "reason"),
    [
        (ROAD[1:], "not proposed"),
        ((QUOTE, READ[0], SINGLE), "1 of 2 readers"),
        ((QUOTE, READ[0], READ[0], SINGLE), "1 of 2 readers"),
        ((QUOTE, READ[0], decision("read", "anna ", verdict="agree"), SINGLE), "1 of 2 readers"),
        ((*ROAD, decision("read", "Eva", verdict="refuse")), "a reader refused it"),
        ((QUOTE, *READ), quotes.SINGLED_OUT),
        ((QUOTE, *READ, decision("single-out", "Anna")), quotes.SINGLED_OUT),
        ((QUOTE, *READ, decision("single-out", "Dirk", why=" ")), quotes.SINGLED_OUT),
        ((QUOTE, READ[0], decision("read", "Carla", digest="0" * 64, verdict="agree"), SINGLE), "1 of 2 readers"),
    ],
)
def test_a_quote_that_lacks_one_condition_is_withheld(events, reason):
    judged = judge_quote(events)
    assert not judged["released"]
    assert reason in judged["reason"]


def test_a_quote_for_one_edition_is_none_for_another():
    frames = made({"T01": TEN})
    judged = quotes.judge(frames["passages"], frames["sources"], ROAD, "region-noord", Rule(), ())
    assert not judged["released"].any()


@pytest.mark.parametrize("status", ["verstuurd", "niet van toepassing", ""])
def test_an_interview_that_is_not_confirmed_is_not_quoted(status):
    frames = made({"T01": TEN})
    frames["sources"]["wederhoor"] = status
    assert "not confirmed" in judge_quote(ROAD, frames)["reason"]


def test_a_passage_that_the_gate_did_not_see_or_that_it_stopped_is_not_quoted():
    assert "gate is not clean" in judge_quote(ROAD, unexplained=None)["reason"]
    assert "gate is not clean" in judge_quote(ROAD, unexplained=[PASSAGE])["reason"]


def test_any_changed_word_voids_what_readers_agreed_to():
    frames = made({"T01": TEN})
    frames["passages"].loc[frames["passages"]["passage_id"].eq(PASSAGE), "text"] += " "
    assert not judge_quote(ROAD, frames)["released"]


def test_a_text_that_is_not_what_its_hash_says_is_not_quoted():
    frames = made({"T01": TEN})
    frames["passages"].loc[frames["passages"]["passage_id"].eq(PASSAGE), "text_hash"] = "0" * 64
    assert "not verbatim" in judge_quote(ROAD, frames)["reason"]


def test_the_ground_a_reader_names_is_the_one_that_is_shown():
    refused = (QUOTE, decision("read", "Bram", verdict="refuse", ground="5.1.2.d"))
    assert judge_quote(refused)["ground"] == "5.1.2.d"


def test_every_ground_is_shown_as_it_is_stored():
    assert all(str(parse(text)) == text for text in GROUNDS)
    assert parse("5.1.1.d").is_absolute
    with pytest.raises(ValueError, match="no ground"):
        parse("5.1.3")


def everything(frames):
    return json.dumps({name: frame.astype(str).to_dict("records") for name, frame in frames.items()})


def test_the_public_edition_is_made_without_a_word_that_was_not_released():
    given_ = made({"T01": TEN})
    made_ = editions.allowed(given_, study(), ROAD, "public", unexplained=())
    said = everything({name: frame for name, frame in made_.items() if name != "withheld"})
    for passage_id, text in given_["passages"][["passage_id", "text"]].itertuples(index=False):
        assert (text in said) == (passage_id == PASSAGE), passage_id
    for secret in ("functie N1", "Gesprek N1", "naam T01", "bijnaam", "woord", "2025-01-01"):
        assert secret not in said
    for name, frame in made_.items():
        tables.check(name, frame)
    for name, frame in made_.items():
        if len(frame) and name != "withheld":
            assert label_of(frame) == label_of(given_[name])


def test_where_something_is_withheld_stands_its_ground():
    made_ = editions.allowed(made({"T01": TEN}), study(), (), "public")
    passages = made_["passages"]
    assert set(passages["text"]) == {"[niet openbaar: artikel 5.1, 2e lid, onder e, Woo (5.1.2.e)]"}
    assert all(
        hashlib.sha256(text.encode()).hexdigest() == digest
        for text, digest in zip(passages["text"], passages["text_hash"], strict=True)
    )
    withheld = made_["withheld"].groupby("table").size()
    assert withheld["passages"] == len(passages)
    assert withheld["chain"] == 1
    assert withheld["remarks"] == 1
    assert len(made_["chain"]) == 1


def test_the_internal_edition_has_everything():
    given_ = made({"T01": TEN})
    made_ = editions.allowed(given_, study(), (), "internal")
    assert all(made_[name] is frame for name, frame in given_.items())
    assert made_["withheld"].empty


def test_an_edition_that_the_study_does_not_have_is_refused():
    with pytest.raises(ConfidentialityError, match="region-noord or region-zuid or public"):
        editions.allowed(made({"T01": TEN}), study(), (), "region-west")


def test_a_table_that_nobody_thought_of_is_not_passed_on():
    given_ = {**made({"T01": TEN}), "geheim": pd.DataFrame({"a": ["x"]})}
    assert "geheim" not in editions.allowed(given_, study(), (), "public")


def test_a_contrast_leaves_only_with_both_its_sides_and_says_nothing_that_rests_on_more():
    eleven = {*(f"N{number}" for number in range(1, 4)), "N8", *(f"Z{number}" for number in range(1, 4)), "Z8"}
    given_ = made({"T01": eleven})
    assert editions.allowed(given_, study(), (), "public")["contrasts"].empty
    loose = Rule(threshold=3, width=1)
    (row,) = editions.allowed(given_, study(), (), "public", rule=loose)["contrasts"].to_dict("records")
    assert row["verdict"] == ""
    assert pd.isna([row["p"], row["q"], row["pooled"]]).all()


def test_in_a_group_interview_both_the_conversations_and_the_voices_are_defended():
    frames = made({"T01": TEN})
    second = frames["passages"][frames["passages"]["passage_id"] == "N1-01"]
    frames["passages"] = pd.concat([frames["passages"], second.assign(passage_id="N1-99", voice="N1/R2")])
    rows = frames["prevalence"]
    assert judge(frames).loc[("all", "all", ""), "reason"] == "group not known"
    for number, row in rows.iterrows():
        if row["axis"] in ("all", "level") and row["group"] != "national":
            rows.loc[number, "n_voices"] += 1
    judged = judge(frames)
    assert judged.loc[[("all", "all", ""), ("level", "local", "")], "allowed"].sum() == 1
    assert judged.loc[("region", "noord", ""), "reason"] == "group not known"


def test_a_regions_edition_is_made_from_its_share_by_the_judgement_of_all():
    frames = made({"T01": TEN})
    # eight people are too few for five on both sides
    judged = editions.judge(frames, study(), (), "region-noord", Rule(threshold=3, width=1))
    share = {name: frame[frame["region"].eq("noord")] for name, frame in frames.items() if "region" in frame}
    share |= {name: frames[name] for name in ("themes", "contrasts", "distinctive", "remarks")}
    of_north = frames["passage_themes"]["passage_id"].str.startswith("N")
    share["passage_themes"] = frames["passage_themes"][of_north]
    share["prevalence"] = frames["prevalence"][frames["prevalence"]["group"].isin(["noord", "gemeente"])]
    made_ = editions.allowed(share, study(), (), "region-noord", judged=judged)
    kept = set(made_["prevalence"][["axis", "group"]].itertuples(index=False, name=None))
    passed = judged[judged["allowed"]]
    assert kept == set(passed[["axis", "group"]].itertuples(index=False, name=None)) & {
        ("organisation", "gemeente"),
        ("region", "noord"),
        ("elsewhere", "noord"),
    }
    assert kept
    assert set(made_["passages"]["text_hash"].map(len)) == {64}
    assert not made_["passages"]["text"].str.contains("ervaringen").any()


def test_the_small_difference_of_two_large_counts_is_defended_though_no_table_names_it():
    people = [f"p{number}" for number in range(20)]
    outer, inner = Cell("outer", frozenset(people), 12), Cell("inner", frozenset(people[:14]), 7)
    attacker = Attacker((outer, inner))
    targets = disclosure.targets_of(attacker, [0, 1], [], Rule(), [])
    # six people of whom five said it: as good as the one who did not
    assert [(target.key, target.width) for target in targets] == [("outer - inner", 2)]
    assert len(suppress(attacker, [0, 1], targets, [21.0, 15.0]).hidden) == 1


def test_a_theme_that_enough_people_raise_may_be_named_though_its_count_may_not_leave():
    everybody = set(PEOPLE)
    frames = made({"T01": TEN, "T02": everybody - {"N1"}, "T03": {"N1", "Z1", "N8", "Z8"}})
    judged = editions.judge(frames, study(), (), "public").set_index(["label_id", "axis", "group", "within"])
    totals = judged.xs(("all", "all", ""), level=("axis", "group", "within"))
    assert totals["named"].to_dict() == {"T01": True, "T02": True, "T03": False}
    assert totals["allowed"].to_dict() == {"T01": True, "T02": False, "T03": False}
    named = editions.allowed(frames, study(), (), "public")["themes"]
    assert named["theme_id"].tolist() == ["T01", "T02"]
    assert named[["n_passages", "n_voices", "n_sources", "n_regions"]].to_numpy().sum() == 0


def test_a_theme_of_one_organisation_or_mostly_of_one_voice_is_not_named():
    one_body = {f"N{number}" for number in range(1, 8)}
    frames = made({"T01": TEN}, talkative="N1")
    assert not editions.judge(frames, study(), (), "public")["named"].any()
    alone = made({"T01": one_body})
    alone["passages"]["municipality"] = "een"
    assert not editions.judge(alone, study(), (), "public")["named"].any()


@pytest.mark.parametrize(
    ("level", "caveats", "is_free"), [(LEVELS[0], "", True), (LEVELS[1], "", False), (LEVELS[0], "medisch", False)]
)
def test_documents_are_counted_where_all_of_them_are_open(level, caveats, is_free):
    frames = made({"T01": TEN})
    paper = {"source_id": "D1", "region": "noord", "organisation": "gemeente", "kind": "document"}
    paper["wederhoor"] = "niet van toepassing"
    paper = fill("sources", [paper]).assign(classification=level, caveats=caveats)
    frames["sources"] = pd.concat([frames["sources"], paper], ignore_index=True)
    count = {"axis": "kind", "group": "document", "k_units": 1, "n_units": 1, "k_voices": 1, "n_voices": 1}
    rows = [{"label_kind": "theme", "label_id": "T01", "within": place, **count} for place in ("", "noord", "zuid")]
    frames["prevalence"] = pd.concat([frames["prevalence"], fill("prevalence", rows)], ignore_index=True)
    judged = editions.judge(frames, study(), (), "public").set_index(["axis", "group", "within"])["allowed"]
    assert judged.loc[("kind", "document")].to_dict() == {"": is_free, "noord": is_free, "zuid": True}
    shown = editions.allowed(frames, study(), (), "public")["withheld"].set_index("key")["ground"]
    assert is_free or shown["theme/T01/kind/document/noord"] == "5.1.2.i"


def test_the_gate_stops_the_passage_that_a_token_is_in_and_no_other():
    rows = [
        {"passage_id": f"N1-{number}", "source_id": "N1", "start": 10 * number, "end": 10 * number + 10}
        for number in range(3)
    ]
    passages = pd.DataFrame([*rows, {"passage_id": "N2-1", "source_id": "N2", "start": 10, "end": 20}])
    token = pd.DataFrame([{"source_id": "N1", "start": 10, "end": 12}])
    assert quotes.stopped_by_gate(passages, token) == {"N1-1"}
    across = pd.DataFrame([{"source_id": "N1", "start": 9, "end": 12}])
    assert quotes.stopped_by_gate(passages, across) == {"N1-0", "N1-1"}
    assert quotes.stopped_by_gate(passages, token.iloc[:0]) == set()
