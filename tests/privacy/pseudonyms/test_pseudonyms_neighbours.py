"""What goes with a name that is found, and where lists, labels, registers and brackets say that a word is somebody."""

from __future__ import annotations

import pytest

from analysis.privacy.pseudonyms import PseudonymSettings, Words, gate
from analysis.privacy.pseudonyms.key import Key
from analysis.privacy.pseudonyms.lexicon import is_finite, is_of_offices
from analysis.privacy.pseudonyms.neighbours import end_behind_comma
from analysis.privacy.pseudonyms.pseudonymisation import recognise
from analysis.privacy.pseudonyms.tokens import lowered, tokenise


def _found(text: str) -> list[str]:
    spans = recognise(text, tokenise(text), Key(), PseudonymSettings(), Words())
    return [text[span.start : span.end] for span in spans]


def _hidden(text: str) -> set[str]:
    tokens = tokenise(text)
    spans = recognise(text, tokens, Key(), PseudonymSettings(), Words())
    hidden = {u.token for u in gate.stop(text, tokens, spans, ())}
    return hidden | {t.text for t in tokens if any(s.start <= t.start < s.end for s in spans)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Het stuk is gelezen door P. R. op den Velde.", "P. R. op den Velde"),
        ("gebeld met mevr. k yilmaz over de sleutel", "k yilmaz"),
        ("Wijkteam: WM Benhaddou belt terug.", "WM Benhaddou"),
        ("ter stege vraagt of dat kan", "ter stege"),
        ("van beek zegt dat de zaal vol is", "van beek"),
        ("Uitnodiging Pietersen, Mirjam van 't", "Mirjam van 't"),
        ("de moeder van karim b. wil dat niet.", "karim b"),
        ("Het dossier van Latifa Z wordt overgedragen.", "Latifa Z"),
        ("Wachtlijst: Visser, J. van der: hoog", "Visser, J. van der"),
        ("Opgesteld door S. D. Kruk en gelezen.", "S. D. Kruk"),
        ("Besluit van Manon ter Stege - van Vliet.", "Manon ter Stege - van Vliet"),
        ("Afgemeld: Visser, Hoekstra en van Dijk.", "van Dijk"),
        ("Dat meldde Hüseyin Er aan de balie.", "Hüseyin Er"),
    ],
)
def test_initials_and_small_words_are_masked_with_the_name_they_stand_beside(text: str, name: str) -> None:
    assert any(name in found for found in _found(text))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Genodigden: Snoek, T.; de Wolf, J. P.; Yılmaz, Ö.", ["Snoek, T.", "de Wolf, J. P.", "Yılmaz, Ö."]),
        ("Zwart, H - tolk", ["Zwart, H"]),
        ("Verslag van gisteren\nBron: Kok, L.", ["Kok, L."]),
    ],
)
def test_a_surname_in_a_register_is_masked_with_its_letters_whatever_the_word(text: str, names: list[str]) -> None:
    assert _found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Bijlage, B. is toegevoegd.",
        "Dat geldt o.a. voor de school, m.n. in de zomer.",
        "De stad stelt zich ten doel dat niemand afhaakt.",
        "Daarna kwam, a.h.w. vanzelf, de rust terug.",
    ],
)
def test_letters_that_stand_for_words_make_nobody_of_the_word_before_them(text: str) -> None:
    assert _found(text) == []


def test_what_stands_behind_a_comma_is_letters_only_where_nothing_goes_on() -> None:
    text = "Mol, F. R. van den"
    assert text[: end_behind_comma(text, 3)] == text
    assert end_behind_comma("Mol, dus ga maar", 3) == 0
    assert end_behind_comma("Mol, o.a.", 3) == 0


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Verhinderd: Snoek, Hoekstra en van Vliet.", "Snoek"),
        ("Naam: Lange Wapper\nWoonplaats onbekend", "Lange Wapper"),
        ("Notulist: Kwast", "Kwast"),
        ("De huisarts, Zwaluw, vond dat onverstandig.", "Zwaluw"),
        ("Int: Hoe ging dat?\nSnoek: Dat ging wel.\nInt: En toen?", "Snoek"),
        ("Aanwezig: Snoek (school), Mulder (jeugdzorg), Vlinder (huisarts)", "Vlinder"),
        ("Verzoek van der Kuil c.s. om uitstel", "van der Kuil"),
        ("Doorkiesnummers\nSnoek 214\nHamdaoui 218\nbalie bezet tot vijf", "Snoek"),
        ("Dat is ook de lijn van vlinder et al. (2018) geweest.", "vlinder"),
        ("Gisteren zat Lange Kees weer op het plein.", "Lange Kees"),
        ('Daarna gaf Ravi "Sproet" Yilmaz de les.', "Sproet"),
        ("gesproken met tjon a kwie over school", "tjon a kwie"),
        ("Onkosten juni Dal, Kamla van: trein", "Kamla van"),
        ("Yilmaz, C, & Hamdaoui, F. (2019). Online.", "C"),
        ("uit het gesprek met barre blijkt dat het goed gaat.", "barre"),
    ],
)
def test_a_word_is_hidden_where_a_list_a_label_or_a_bracket_says_that_it_is_somebody(text: str, name: str) -> None:
    assert set(name.split()) <= _hidden(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Respondent: Angst, denk ik, en daarna boosheid.", {"Angst"}),
        ("Opening: de voorzitter heet iedereen welkom.", {"Opening"}),
        ("DE VERGADERING IS OM TIEN UUR GESLOTEN.", {"DE", "IS", "OM"}),
        ("AANWEZIG WAS OOK IEMAND VAN DE GEMEENTE.", {"VAN", "DE", "OOK"}),
    ],
)
def test_speech_headings_and_small_words_in_capitals_are_not_asked_about(text: str, shown: set[str]) -> None:
    assert not shown & _hidden(text)


@pytest.mark.parametrize(
    "text",
    [
        "meneer van den oever wilde niet",
        "mw. r. onder de linden belde",
        "dokter op 't hout is met verlof",
        "zij kent fatima v/d oever",
        "samen met op de Linden lukte het",
    ],
)
def test_no_small_word_of_a_surname_shows_behind_a_title_or_initials(text: str) -> None:
    name = text.split(" ", 1)[1]
    parts = {"van", "den", "r", "onder", "de", "op", "'t", "v", "d", "oever", "linden", "hout"}
    assert parts & set(name.replace(".", "").replace("/", " ").split()) <= _hidden(text)


def test_a_line_in_capitals_is_read_in_small_letters_and_keeps_its_length() -> None:
    text = "Verslag\nGESPREK MET TREES OVER HAAR ZOON\nDat was alles."
    assert lowered(text) == "Verslag\ngesprek met trees over haar zoon\nDat was alles."
    assert lowered("OK dan") == "OK dan"
    assert "TREES" in _found(text)


def test_a_verb_is_known_from_its_plural_however_its_stem_is_written() -> None:
    assert all(is_finite(verb) for verb in ("rapporteert", "belt", "maakt", "loopt"))
    assert not is_finite("kant")
    assert is_of_offices("agenten")
    assert not is_of_offices("lessen")
