"""Names as records have them: turned round, beside letters, in a timetable, under a motion, where Dutch misses an article."""

from __future__ import annotations

import pytest

from analysis.privacy.pseudonyms import PseudonymSettings, Words, inversions
from analysis.privacy.pseudonyms.key import Key
from analysis.privacy.pseudonyms.pseudonymisation import recognise
from analysis.privacy.pseudonyms.tokens import tokenise
from analysis.privacy.pseudonyms.word_kinds import is_counted


def _found(text: str) -> list[str]:
    spans = recognise(text, tokenise(text), Key(), PseudonymSettings(), Words())
    return [text[span.start : span.end] for span in spans]


def _hides(text: str, name: str) -> bool:
    start = text.index(name)
    spans = recognise(text, tokenise(text), Key(), PseudonymSettings(), Words())
    covered = {at for span in spans for at in range(span.start, span.end)}
    return all(at in covered for at in range(start, start + len(name)) if text[at].isalnum())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Genodigd: Snoek, Wietske, Kolk, Berend van der.", ["Snoek, Wietske", "Kolk, Berend van der"]),
        ("genodigd: snoek, wietske; reserve: kolk, berend op de.", ["snoek, wietske", "kolk, berend op de"]),
        ("- Snoek, J de, adviseur zorg\n- Valk, K, tolk", ["Snoek, J de", "Valk, K"]),
    ],
)
def test_a_list_of_names_that_are_turned_round_is_masked_to_the_last_small_word(text: str, names: list[str]) -> None:
    assert [text[span.start : span.end] for span in inversions.find(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "Bijlage, B, voorstel",
        "Agenda: opening, mededelingen, rondvraag, sluiting.",
        "Aanwezig: Wietske, Berend, Fenna, Douwe en Joke.",
        "Nodig: brood, kaas, melk, boter.",
    ],
)
def test_a_list_of_anything_else_is_not_read_by_turns(text: str) -> None:
    assert list(inversions.find(text)) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("het stuk is gelezen door kr hamdaoui", "kr hamdaoui"),
        ("gesproken met kd van dijk en f. visser", "kd van dijk"),
        ("zij belde met fenna z over de afspraak", "fenna z"),
        ("dat weet berend van d. ook wel", "berend van d"),
        ("toen zei Kleine Berend dat het goed was", "Kleine Berend"),
        ("Gesproken met rechter e hamdaoui over de zaak", "e hamdaoui"),
    ],
)
def test_letters_and_epithets_go_with_the_name_they_stand_beside(text: str, name: str) -> None:
    assert _hides(text, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("het verslag is nagelezen door kwast.", "kwast"),
        ("de motie kwast c.s. is verworpen", "kwast"),
        ("de zaak de wit is geschorst", "de wit"),
        ("zij vroeg het aan haar mentor, kwast.", "kwast"),
        ("kwast (school): dat klopt niet", "kwast"),
        ("deelnemer 4 (van 't spit): dat klopt niet", "van 't spit"),
        ("koopman's fiets is weg", "koopman's"),
        ("als van kolk straks belt, is het te laat", "van kolk"),
        ("toen de kort belde was het te laat", "de kort"),
        ("gisteren is over koolmees gesproken", "koolmees"),
        ("Interview met Op de Kolkstra van het wijkteam", "Op de Kolkstra"),
        ("Rooster\nma 10.00 Hamdaoui\ndi 11.30 Kwast\n", "Kwast"),
        ("Bedankt alvast.\nGroet, Kwast", "Kwast"),
        ("volgens tsang a ming was er niemand", "tsang a ming"),
        ("volgens Tsin-Kwo-Feng was er niemand", "Tsin-Kwo-Feng"),
        ("imam el bron kwam niet", "el bron"),
        ("roepnaam bo, achternaam kwast, geboren in Emmen", "kwast"),
        ("getuige kwast verklaarde niets", "kwast"),
        ("Afgemeld: Hamdaoui (ziek) en Kwast (verlof).", "Kwast"),
    ],
)
def test_a_dutch_word_is_a_name_where_a_record_or_a_missing_article_says_so(text: str, name: str) -> None:
    assert _hides(text, name)


@pytest.mark.parametrize(
    "text",
    [
        "de zaak is geschorst",
        "het is gemaakt door water en wind",
        "dat van de school weet ik niet",
        "op verzoek uitleg geven aan wie het vraagt",
        "hij kreeg op den duur weer moed",
        "de foto's zijn gemaakt met de compilatie-cd's van vorig jaar",
        "er kwamen drie a vier mensen",
        "een kant-en-klaar plan",
        "Rooster\nma 10.00 Opening\ndi 11.30 Lunch\n",
        "Bedankt alvast.\nGroet, het wijkteam",
        "de kort daarna gehouden bijeenkomst was druk",
        "grote demonstratie in de stad",
        "ii. het meldpunt is open",
    ],
)
def test_ordinary_sentences_that_look_like_these_stay(text: str) -> None:
    assert _found(text) == []


def test_what_is_counted_has_an_article_and_stuff_has_none() -> None:
    assert is_counted("kwast")
    assert not is_counted("water")
    assert not is_counted("stoelen")
