"""Texts without names: the same pseudonym everywhere, a way back from every place, and tables that point right."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.core import paths as places
from analysis.core import study as studies
from analysis.core.errors import ConfidentialityError
from analysis.core.kept import Kept
from analysis.privacy import pseudonyms
from analysis.privacy.pseudonyms import PseudonymSettings, Words, application, decisions, pseudonymise, review
from analysis.privacy.pseudonyms import key as keys
from analysis.privacy.pseudonyms.key import Entry, Key

KEY = Key(
    (
        Entry("F-AAAA", "P-7F3K", "person", "Fatma Yilmaz"),
        Entry("F-BBBB", "P-7F3K", "person", "Yilmaz"),
        Entry("F-CCCC", "P-9Q2W", "person", "L. Luchtkasteel"),
    )
)
TEXT = "Ik belde Fatma Yilmaz. Mevrouw YILMAZ was er niet. Later kwam fatma yilmaz zelf, op 06-12345678."
PIECES = [
    "Fatma Yilmaz",
    "yilmaz",
    "06-12345678",
    "de wijkagent",
    "Xandrio",
    "\n",
    " ",
    "é",
    "𝄞",
    "a.b@c.eu",
    "17-jarige",
    ".",
]


def test_the_same_person_is_the_same_pseudonym_however_the_name_is_written() -> None:
    result = pseudonymise(TEXT, KEY)
    assert result.text == "Ik belde P-7F3K. Mevrouw P-7F3K was er niet. Later kwam P-7F3K zelf, op [telefoonnummer]."


def test_a_person_who_is_not_in_the_key_gets_no_invented_pseudonym() -> None:
    assert pseudonymise("De heer B. Denkbeeldig belde.", Key()).text == "De heer [persoon] belde."


def test_a_generalisation_stands_instead_of_the_pseudonym() -> None:
    words = Words(generalised={"P-9Q2W": "een wijkagent in Drenthe"})
    assert pseudonymise("Toen kwam L. Luchtkasteel.", KEY, None, words).text == "Toen kwam een wijkagent in Drenthe."


def test_a_surname_that_is_a_word_is_masked_at_the_head_of_a_sentence_once_the_text_names_its_bearer() -> None:
    text = "De heer V. Verhaal kwam binnen. Verhaal zei niets. Het verhaal was lang."
    assert pseudonymise(text, Key()).text == "De heer [persoon] kwam binnen. [persoon] zei niets. Het verhaal was lang."


def test_names_of_the_study_stay_and_other_places_go() -> None:
    words = Words(kept=frozenset({"emmen"}))
    assert (
        pseudonymise("Hij ging van Emmen naar Hoogeveen.", Key(), None, words).text
        == "Hij ging van Emmen naar [plaats]."
    )


def test_a_layer_that_is_switched_off_finds_nothing() -> None:
    off = PseudonymSettings(known=False, patterns=False, context=False, lists=False, unknown=False)
    assert pseudonymise(TEXT, KEY, off).text == TEXT


def test_with_the_gate_on_mask_no_unexplained_token_is_left() -> None:
    result = pseudonymise("Dat was via 7Xq.", Key(), PseudonymSettings(gate="mask"))
    assert result.text == "Dat was via […]."
    assert result.unreviewed == ()


def test_frog_is_only_ever_asked_on_this_machine() -> None:
    with pytest.raises(ValueError, match="127"):
        PseudonymSettings(frog="frog.example.org:80")


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_each_place_outside_a_name_maps_there_and_back_to_the_same_character(text: str) -> None:
    result = pseudonymise(text, KEY)
    inside = {at for s in result.spans for at in range(s.original_start, s.original_end)}
    for at in range(len(text)):
        if at not in inside:
            assert result.text[result.forward(at)] == text[at]
            assert result.back(result.forward(at)) == at
    for span in result.spans:
        assert result.text[span.start : span.end] == span.replacement
        assert (result.back(span.start), result.back(span.end)) == (span.original_start, span.original_end)
    assert result == pseudonymise(text, KEY)


def _study(tmp_path: Path, plain: bool) -> tuple[places.Paths, studies.Study]:
    (tmp_path / "data/raw").mkdir(parents=True)
    study = studies.Study(
        title="t",
        main_question="q",
        key_in_plain=plain,
        organisations={"politie": {"name": "Politie"}},
        regions={"drenthe": {"name": "Drenthe", "municipalities": {"emmen": {"name": "Emmen"}}}},
    )
    return places.Paths(tmp_path), study


def _tables(texts: dict[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    sources = pd.DataFrame(
        {"source_id": sorted(texts), "classification": "Ongerubriceerd", "caveats": "persoonsgegevens"}
    )
    rows = []
    for source_id, text in sorted(texts.items()):
        at = 0
        for number, line in enumerate(text.splitlines(keepends=True)):
            rows.append((source_id, number, at, at + len(line.rstrip("\n"))))
            at += len(line)
    return sources, pd.DataFrame(rows, columns=["source_id", "turn", "start", "end"])


def test_turns_keep_their_words_and_a_name_of_one_source_is_masked_in_all(tmp_path: Path) -> None:
    paths, study = _study(tmp_path, plain=True)
    texts = {
        "A": "Mevrouw Z. Wolkenman belde.\nDaarna was het stil in Emmen.",
        "B": "Vroeger kwam Wolkenman hier.\nToen niet meer, zei ze op kanaal 7Xq.",
    }
    sources, turns = _tables(texts)
    moved, derived, spans = pseudonyms.apply(sources, turns, texts, paths, study)
    said = [derived[row.source_id][row.start : row.end] for row in moved.itertuples()]
    assert said == [
        "Mevrouw [persoon] belde.",
        "Daarna was het stil in Emmen.",
        "Vroeger kwam [persoon] hier.",
        "Toen niet meer, zei ze op kanaal 7Xq.",
    ]
    assert set(spans["state"]) == {"masked", "unreviewed"}
    assert set(spans["caveats"]) == {"persoonsgegevens"}
    start = derived["B"].index("zei ze")
    quote = derived["B"][start:]
    assert pseudonyms.masked(quote, start, spans[spans["source_id"] == "B"]) == "zei ze op kanaal […]."
    assert "7Xq" not in spans.to_csv()


def test_a_key_grows_by_new_names_only_and_a_rerun_gives_the_same_bytes(tmp_path: Path) -> None:
    paths, study = _study(tmp_path, plain=True)
    texts = {"A": "Mevrouw Z. Wolkenman belde. Later kwam Rachid Benali."}
    sources, turns = _tables(texts)
    settings_ = PseudonymSettings()
    first = pseudonyms.apply_key(sources, turns, texts, Key(), Words(), settings_)
    key = Key().grown(review.new_forms(first, texts, Key()))
    assert len({entry.pseudonym for entry in key.entries}) == 2
    keys.write(key, paths, study)
    again = keys.read(paths, study, "test")
    assert again == key
    results = [pseudonyms.apply_key(sources, turns, texts, again, Words(), settings_).texts["A"] for _ in range(2)]
    assert results[0] == results[1]
    assert "[persoon]" not in results[0]
    assert again.grown({("person", "rachid benali")}) == again


def test_two_pseudonyms_are_never_the_same_even_in_a_large_key() -> None:
    key = Key().grown({("person", f"naam{number}") for number in range(3000)})
    ids = [entry.pseudonym for entry in key.entries] + [entry.form_id for entry in key.entries]
    assert len(set(ids)) == 6000


def test_a_key_in_plain_is_refused_unless_the_study_says_so(tmp_path: Path) -> None:
    paths, study = _study(tmp_path, plain=True)
    keys.write(KEY, paths, study)
    with pytest.raises(ConfidentialityError, match="in plain") as caught:
        keys.read(paths, study.model_copy(update={"key_in_plain": False}), "test")
    assert "Yilmaz" not in str(caught.value)


def test_a_key_is_not_encrypted_for_fewer_than_two(tmp_path: Path) -> None:
    import pyrage

    paths, study = _study(tmp_path, plain=False)
    keys.folder(paths).mkdir(parents=True)
    (keys.folder(paths) / "recipients.txt").write_text(f"{pyrage.x25519.Identity.generate().to_public()}  # one\n")
    with pytest.raises(ConfidentialityError, match="1 recipients"):
        keys.write(KEY, paths, study)


def test_either_recipient_opens_the_key_each_opening_is_logged_and_a_stranger_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyrage

    paths, study = _study(tmp_path, plain=False)
    people = [pyrage.x25519.Identity.generate() for _ in range(3)]
    keys.folder(paths).mkdir(parents=True)
    (keys.folder(paths) / "recipients.txt").write_text("\n".join(str(p.to_public()) for p in people[:2]))
    sealed = keys.write(KEY, paths, study)
    assert b"Yilmaz" not in sealed.read_bytes()
    assert not (keys.folder(paths) / "key.csv").exists()
    for number, person in enumerate(people):
        identity = tmp_path / f"identity-{number}.txt"
        identity.write_text(f"# mine\n{person}\n")
        monkeypatch.setenv("REGIOBEELD_IDENTITY", str(identity))
        if number < 2:
            assert keys.read(paths, study, "test", who=f"person {number}") == KEY
        else:
            with pytest.raises(ConfidentialityError, match="cannot be opened"):
                keys.read(paths, study, "test")
    log = pd.read_csv(keys.folder(paths) / "openings.csv")
    assert list(log["who"]) == ["person 0", "person 1"]


def test_a_key_shows_no_name_when_it_is_printed() -> None:
    assert repr(KEY) == "Key(3 forms)"


def test_a_confirmed_alias_puts_a_form_under_its_persons_pseudonym(tmp_path: Path) -> None:
    paths, _ = _study(tmp_path, plain=True)
    key = Key((Entry("F-AAAA", "P-2222", "person", "Fatma Yilmaz"), Entry("F-BBBB", "P-3333", "person", "F. Yilmaz")))
    assert [(short.form_id, long.pseudonym) for short, long in review.likely_aliases(key)] == [("F-BBBB", "P-2222")]
    row = {"date": "2025-01-01", "who": "A", "action": "alias", "subject": "F-BBBB", "value": "P-2222", "why": ""}
    decisions.append(paths, [row])
    choices = decisions.read(paths)
    assert {e.pseudonym for e in key.renamed(dict(choices.aliases)).entries} == {"P-2222"}


def test_a_decision_by_nobody_or_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    paths, _ = _study(tmp_path, plain=True)
    row = {"date": "2025-01-01", "who": "", "action": "allow", "subject": "x", "value": "", "why": ""}
    with pytest.raises(ConfidentialityError):
        decisions.append(paths, [row])
    with pytest.raises(ConfidentialityError):
        decisions.append(paths, [{**row, "who": "A", "action": "forget"}])
    assert not decisions.file(paths).exists()


def test_words_of_another_language_are_not_taken_for_dutch_names():
    from analysis.privacy.pseudonyms.application import habits_of

    english = "I went to the office and they said that you know what happened with the accounts in the village. " * 5
    dutch = (
        "Ik ging naar het kantoor en zij zeiden dat je niet wist wat er met de boeken van het dorp was gebeurd. " * 5
    )
    assert habits_of(dutch).dutch
    assert not habits_of(english).dutch
    assert habits_of("Te kort om te weten.").dutch


def test_what_was_found_before_is_taken_up_until_text_key_or_words_change(tmp_path: Path, monkeypatch) -> None:
    texts = {"A": TEXT, "B": "Mevrouw Z. Wolkenman belde. Toen belde Xandrio, op 06-12345678."}
    sources, turns = _tables(texts)
    looked: list[str] = []
    recognise = application.recognise
    monkeypatch.setattr(application, "recognise", lambda text, *rest: looked.append(text[:7]) or recognise(text, *rest))

    def applied(texts: dict[str, str], key: Key, words: Words) -> application.Applied:
        looked.clear()
        return pseudonyms.apply_key(sources, turns, texts, key, words, PseudonymSettings(), Kept(tmp_path / "kept"))

    fresh = pseudonyms.apply_key(sources, turns, texts, KEY, Words(), PseudonymSettings())
    for expected in (["Ik belde"[:7], "Mevrouw"], []):
        found = applied(texts, KEY, Words())
        assert looked == expected
        assert found.texts == fresh.texts
        assert found.results == fresh.results
        pd.testing.assert_frame_equal(found.spans, fresh.spans)
    applied({**texts, "B": texts["B"] + " Dat was alles."}, KEY, Words())
    assert looked == ["Mevrouw"]
    applied(texts, Key(), Words())
    assert len(looked) == 2
    applied(texts, KEY, Words(allowed=frozenset({"xandrio"})))
    assert len(looked) == 2


def test_no_name_of_the_key_is_kept(tmp_path: Path) -> None:
    texts = {"A": TEXT}
    sources, turns = _tables(texts)
    pseudonyms.apply_key(sources, turns, texts, KEY, Words(), PseudonymSettings(), Kept(tmp_path))
    kept = [path.read_text(encoding="utf-8").lower() for path in sorted(tmp_path.iterdir())]
    assert len(kept) == 2
    assert not [text for text in kept if "yilmaz" in text or "fatma" in text]
