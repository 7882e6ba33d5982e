"""Names that the tables of evidence leave, found by points that were fitted on fragments by other hands."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from analysis.privacy.pseudonyms import pseudonymise, second_opinion
from analysis.privacy.pseudonyms.evaluation import score
from analysis.privacy.pseudonyms.key import Key
from analysis.privacy.pseudonyms.lexicon import LISTS
from analysis.privacy.pseudonyms.settings import PseudonymSettings

sys.path.insert(0, str(Path(__file__).parents[3] / "benches"))

import names  # a bench is no package

SETS = sorted(names.SETS.glob("*.conll.xz"))
NOTHING = {"start": -99.0, "points": {}}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Goedhoop opent het gesprek met een korte schets.", "Goedhoop"),
        ("nagel opent het gesprek.", "nagel"),
        ("de burgemeester sprak op 10 mei met baars over de onrust.", "baars"),
        ("Teamleider Mooij zegt dat agenten vaker langskomen sinds boot in de buurt werkt.", "boot"),
        ("bloem meldt dat leerplicht verhuist.", "bloem"),
    ],
)
def test_what_the_tables_leave_is_found(text: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert name not in pseudonymise(text, Key()).text
    monkeypatch.setattr(second_opinion, "fitted", lambda: NOTHING)
    assert name in pseudonymise(text, Key()).text


@pytest.mark.parametrize(
    "text",
    [
        "De boot vertrekt om tien uur en komt laat aan.",
        "het kost moed om dat te zeggen, en geld is er niet.",
        "Op dat vlak merk je weinig, al is de winter niet voorbij.",
        "in de winter is het stil op straat",
        "Ouders vinden het lastig en de school weet van niets.",
        "we hebben het over de nagel van zijn duim gehad",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert pseudonymise(text, Key()).text == text


@pytest.mark.slow
def test_the_points_know_nobody() -> None:
    """What stands beside a name is told as "somebody" where it is a name too, and numbers as "number"."""
    points = json.loads((LISTS / "second_opinion.json").read_text(encoding="utf-8"))["points"]
    beside = {
        part.partition("=")[2] for sign in points for part in sign.split(" ") if part.startswith(("before=", "after="))
    }
    assert {"somebody", "number"} <= beside
    people = {
        document.text[start:end].lower()
        for path in SETS
        for documents in names.read(path).values()
        for document in documents
        for start, end, _ in document.mentions
    }
    assert not {name for name in people if " " in name} & beside
    assert not any(sign.isdecimal() for word in beside for sign in word)


@pytest.mark.slow
def test_points_from_some_writers_find_names_in_the_fragments_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    *others, last = ({origin: parts[:120] for origin, parts in names.read(path).items()} for path in SETS[-4:])
    rows = [row for each in others for row in names.shown(part for parts in each.values() for part in parts)]
    points = names.fit(rows)
    assert points == names.fit(rows)
    held = [part for origin, parts in last.items() if origin != "plain" for part in parts]
    monkeypatch.setattr(second_opinion, "fitted", lambda: NOTHING)
    before = score(held, PseudonymSettings(), False).recall["PER"]
    told = {"start": points.pop(""), "points": points}
    monkeypatch.setattr(second_opinion, "fitted", lambda: told)
    assert score(held, PseudonymSettings(), False).recall["PER"] > before
