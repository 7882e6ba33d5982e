"""What is found: identifiers by their rules, names of every origin however they are written, and what the gate stops."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pseudonyms_fragments import MAKERS, PEOPLE, fragments
from pseudonyms_origins import PEOPLE as ORIGINS
from pseudonyms_origins import fragments as fragments_of_origins

from analysis.privacy.pseudonyms import PseudonymSettings, Words, gate, patterns
from analysis.privacy.pseudonyms.key import Key
from analysis.privacy.pseudonyms.pseudonymisation import recognise
from analysis.privacy.pseudonyms.spans import Span, settle
from analysis.privacy.pseudonyms.tokens import tokenise

SEEDS = (1, 2)


@pytest.fixture(scope="module")
def shares() -> dict[str, dict[str, float]]:
    """Share of mentions fully masked, without and with the gate, by origin of the name or kind of identifier."""
    made = [fragment for seed in SEEDS for fragment in fragments(seed)]
    assert len(made) >= 1500
    return _shares((f.text, f.origin, [(start, end) for start, end, _ in f.mentions]) for f in made)


@pytest.fixture(scope="module")
def shares_of_origins() -> dict[str, dict[str, float]]:
    """As `shares`, of the second set."""
    return _shares((f.text, f.origin, f.mentions) for f in fragments_of_origins(1))


def _shares(made: Iterable[tuple[str, str, Iterable[tuple[int, int]]]]) -> dict[str, dict[str, float]]:
    counts: Counter[str] = Counter()
    hits: dict[str, Counter[str]] = defaultdict(Counter)
    for text, origin, mentions in made:
        tokens = tokenise(text)
        spans = recognise(text, tokens, Key(), PseudonymSettings(), Words())
        stopped = gate.stop(text, tokens, spans, ())
        both = [*spans, *(Span(u.start, u.end, "unreviewed", "list") for u in stopped)]
        for start, end in mentions:
            counts[origin] += 1
            for name, found in (("layers", spans), ("gate", both)):
                shown = [at for at in range(start, end) if text[at].isalnum()]
                hits[name][origin] += all(any(s.start <= at < s.end for s in found) for at in shown)
    return {name: {origin: hits[name][origin] / n for origin, n in counts.items()} for name in ("layers", "gate")}


@pytest.mark.parametrize("origin", [*PEOPLE, "nickname"])
def test_persons_of_every_origin_are_masked(shares: dict[str, dict[str, float]], origin: str) -> None:
    assert shares["layers"][origin] >= 0.97
    assert shares["gate"][origin] >= 0.995


@pytest.mark.parametrize("origin", ORIGINS)
def test_persons_of_origins_that_no_list_knows_are_masked(
    shares_of_origins: dict[str, dict[str, float]], origin: str
) -> None:
    # Ghanaian and Chinese first names that are Dutch or English words ("Comfort", "Mei") are what is missed most
    assert shares_of_origins["layers"][origin] >= 0.92
    assert shares_of_origins["gate"][origin] >= 0.97


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_every_identifier_is_masked_without_the_gate(shares: dict[str, dict[str, float]], kind: str) -> None:
    assert shares["layers"][kind] == 1.0


def test_mosques_schools_foundations_and_areas_are_masked(shares: dict[str, dict[str, float]]) -> None:
    assert shares["layers"]["body"] >= 0.97


@given(st.integers(min_value=10_000_000, max_value=99_999_999))
def test_of_the_ten_numbers_with_the_same_first_eight_digits_at_most_one_is_a_bsn(eight: int) -> None:
    assert sum(patterns.elfproef(f"{eight}{last}") for last in range(10)) <= 1


@given(st.integers(0, 9), st.integers(4, 17))
def test_an_iban_with_one_digit_changed_fails_its_checksum(digit: int, place: int) -> None:
    good = "NL91ABNA0417164300"
    if good[place].isdecimal() and good[place] != str(digit):
        assert not patterns.mod97(good[:place] + str(digit) + good[place + 1 :])


@pytest.mark.parametrize(
    "text",
    [
        "Het plan loopt van 2022 tot 2026 en kost 80.000 euro.",
        "Op 12 maart 2024 waren er 14 meldingen, om 14:30 uur nog eens 3.",
        "Zie artikel 8.1 en bijlage 2-3 van het convenant uit 2019.",
    ],
)
def test_years_amounts_and_articles_are_no_identifiers(text: str) -> None:
    assert list(patterns.find(text)) == []
    tokens = tokenise(text)
    assert gate.stop(text, tokens, [], ()) == []


def test_the_gate_stops_capitals_digits_and_rare_words_and_lets_dutch_pass() -> None:
    text = "De vroegsignalering liep via Xandrio. Daar stond zaak7788x in, en grnbltz."
    stopped = {(u.token, u.reason) for u in gate.stop(text, tokenise(text), [], ())}
    assert stopped == {("Xandrio", "capital"), ("zaak7788x", "digits"), ("grnbltz", "rare")}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Toen zei Xaawo dat het kon.", "Xaawo"),
        ("Volgens nasteexo was dat niet nodig.", "nasteexo"),
        ("Wij hebben toen nasteexo gebeld over de zoon.", "nasteexo"),
        ("Dat overleg zit j. van grinsven voor.", "j. van grinsven"),
        ("Dat vond van Grinsven ook.", "van Grinsven"),
        ("Familie Barre woont daar al jaren.", "Barre"),
        ("Zij spraken over de zaak-Biervliet.", "Biervliet"),
        ("Dus vraag het maar aan Door!", "Door"),
        ("Trees is zestien en wil niet praten.", "Trees"),
        ("CORRIEs moeder wilde dat niet.", "CORRIEs"),
        ("wijkagent de ruiter kwam langs om te kijken", "de ruiter"),
        ("en toen zei trees van ja dat kan niet", "trees"),
    ],
)
def test_a_name_that_no_list_has_is_masked_where_a_name_would_stand(text: str, name: str) -> None:
    spans = recognise(text, tokenise(text), Key(), PseudonymSettings(), Words())
    assert [text[s.start : s.end] for s in spans] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Hij zat veel op Xandrio en in de Xandrio-groep.",
        "De Belgische en de Marokkaanse collega's kwamen.",
        "Op den duur ging het beter, zei de mevrouw van de gemeente.",
    ],
)
def test_things_and_peoples_are_not_taken_for_names(text: str) -> None:
    assert recognise(text, tokenise(text), Key(), PseudonymSettings(), Words()) == []


def test_small_words_inside_a_stopped_name_go_with_it_and_nobody_is_asked_about_them() -> None:
    text = "De Grvwe zei dat een Vlaamse Grvwebond kwam, zegt van Grvwe."
    stopped = gate.stop(text, tokenise(text), [], ())
    assert [(u.token, u.reason) for u in stopped if u.reason == gate.LINK] == [
        ("De", "link"),
        ("Vlaamse", "link"),
        ("van", "link"),
    ]


def test_a_first_name_that_is_a_word_is_asked_about_where_a_person_is_spoken_of() -> None:
    for text, reason in (("De broer van lente zat vast.", "name"), ("Ik had Mei nog gesproken.", "capital")):
        assert [u.reason for u in gate.stop(text, tokenise(text), [], ())] == [reason]
    assert gate.stop("In mei was het lente.", tokenise("In mei was het lente."), [], ()) == []


@pytest.mark.parametrize(
    ("text", "stopped"),
    [
        ("wijkagent rage kwam langs om te kijken", {"rage"}),
        ("dat heeft mevrouw venetiaan zelf gezegd", {"venetiaan"}),
        ("dat overleg zit j. palmer voor", {"j", "palmer"}),
        ("DOSSIER VENETIAAN", {"VENETIAAN"}),
        ("Gil, de jongste, was er niet bij.", {"Gil"}),
        ("de wijkagent kwam langs om te kijken", set()),
    ],
)
def test_a_dutch_word_is_asked_about_where_only_a_person_would_stand(text: str, stopped: set[str]) -> None:
    tokens = tokenise(text)
    spans = recognise(text, tokens, Key(), PseudonymSettings(), Words())
    asked = {u.token for u in gate.stop(text, tokens, spans, ())} | {
        t for s in spans for t in text[s.start : s.end].split()
    }
    assert stopped <= asked if stopped else not asked


def test_an_allowed_word_passes_the_gate_in_any_case_of_letters() -> None:
    text = "Wij zagen dat op Discord en op DISCORD."
    assert {u.token for u in gate.stop(text, tokenise(text), [], ())} == {"Discord", "DISCORD"}
    assert gate.stop(text, tokenise(text), [], {"discord"}) == []


@settings(max_examples=200)
@given(
    st.lists(
        st.builds(
            lambda start, length, kind, layer: Span(start, start + length, kind, layer),
            st.integers(0, 60),
            st.integers(1, 15),
            st.sampled_from(["person", "place", "phone"]),
            st.sampled_from(["register", "pattern", "context", "list", "frog"]),
        )
    )
)
def test_settled_spans_cover_all_that_was_found_and_never_overlap(found: list[Span]) -> None:
    settled = settle(found)
    assert all(a.end <= b.start for a, b in pairwise(settled))
    covered = {at for span in settled for at in range(span.start, span.end)}
    assert covered == {at for span in found for at in range(span.start, span.end)}
