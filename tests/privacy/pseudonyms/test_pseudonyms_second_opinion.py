"""Names that the tables of evidence leave, found by points that were fitted on fragments by other hands."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from analysis.privacy.pseudonyms import pseudonymise, second_opinion
from analysis.privacy.pseudonyms.evaluation import score
from analysis.privacy.pseudonyms.key import Key
from analysis.privacy.pseudonyms.lexicon import LISTS
from analysis.privacy.pseudonyms.settings import PseudonymSettings
from analysis.privacy.pseudonyms.tokens import tokenise

NOTHING = {"start": -99.0, "points": {}}


@pytest.fixture(scope="module")
def bench(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_names", root / "benches/names.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


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
        "Dat raakt Defensie, Onderwijs en de Nationale Ombudsman.",
        "we hebben het over de nagel van zijn duim gehad",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert pseudonymise(text, Key()).text == text


@pytest.mark.slow
def test_the_points_know_nobody(bench: ModuleType) -> None:
    """Of what stands beside a name they have plain Dutch words only: no name of a set, unless it is such a word."""
    points = json.loads((LISTS / "second_opinion.json").read_text(encoding="utf-8"))["points"]
    beside = {word for sign in points for word in re.findall(r"(?:before|after|above|beyond)=(\S+)", sign)}
    assert {"somebody", "number", "listed", "strange"} <= beside
    people = {
        token.text.lower()
        for path in bench.SETS.glob("*.conll.xz")
        for documents in bench.read(path).values()
        for document in documents
        for start, end, _ in document.mentions
        for token in tokenise(document.text[start:end])
    }
    assert len(people) > 5000
    assert {name for name in people & beside if second_opinion.plain(name) != name} == set()


@pytest.mark.slow
def test_points_from_some_writers_find_names_in_the_fragments_of_another(
    bench: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    sets = sorted(bench.SETS.glob("*.conll.xz"))[-4:]
    *others, last = ({origin: parts[:120] for origin, parts in bench.read(path).items()} for path in sets)
    rows = [row for each in others for row in bench.shown(part for parts in each.values() for part in parts)]
    points = bench.fit(rows)
    assert points == bench.fit(rows)
    held = [part for origin, parts in last.items() if origin != "plain" for part in parts]
    monkeypatch.setattr(second_opinion, "fitted", lambda: NOTHING)
    before = score(held, PseudonymSettings(), False).recall["PER"]
    told = {"start": points.pop(""), "points": points}
    monkeypatch.setattr(second_opinion, "fitted", lambda: told)
    assert score(held, PseudonymSettings(), False).recall["PER"] > before


def test_a_bullet_that_only_its_own_font_knows_begins_a_sentence() -> None:
    text = "Het doel blijft gelijk.\n\uf0b7 We werken samen.\n\uf0b7 De school helpt.\n"
    assert pseudonymise(text, Key(), PseudonymSettings(gate="mask")).text == text
