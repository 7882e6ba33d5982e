"""A gloss is the words of a text by the dictionary that was asked for, and an error where that dictionary is not."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from encoders_dictionary import dictionary
from test_encoders_store import passages

from analysis import encoders
from analysis.core.errors import EncoderError
from analysis.encoders import EncoderSettings
from analysis.encoders.gloss import Dictionary
from analysis.encoders.settings import FREEDICT


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "gloss"),
    [
        ("De overheid", "administration"),  # first translation of the first sense; function words are left out
        ("onderzoekt onderzoeken", "examine examine"),  # by its lemma
        ("ijzer", "iron"),  # FreeDict writes the ligature
        ("boekenkast overheidsschuld overheidsschulden", "book cupboard administration debt administration debt"),
        ("overheid-kast", "administration cupboard"),
        ("de zwaluw", "zwaluw"),  # nothing explains it: as it is
        ("het is 😀", "het is 😀"),  # no word of content: the text, so that it has a vector
    ],
)
def test_words_are_looked_up_as_they_stand_by_their_lemma_and_in_parts(tmp_path: Path, text: str, gloss: str) -> None:
    assert Dictionary(dictionary(tmp_path)).gloss(text) == gloss


def test_entries_that_are_not_packed_are_read_as_well(tmp_path: Path) -> None:
    path = dictionary(tmp_path)
    packed = tmp_path / "own.dict.dz"
    (tmp_path / "own.dict").write_bytes(gzip.decompress(packed.read_bytes()))
    packed.unlink()
    assert Dictionary(path).gloss("boek") == "book"


def test_a_dictionary_that_is_asked_for_and_not_there_is_one_message_with_what_to_do(tmp_path: Path) -> None:
    asked = EncoderSettings(gloss=0.7, dictionary=str(tmp_path / "none"))
    with pytest.raises(EncoderError) as failure:
        encoders.embed(passages(["De overheid."]), asked, tmp_path / "store")
    assert len(failure.value.problems) == 1
    assert "dict-freedict-nld-eng" in str(failure.value)
    assert "gloss: 0" in str(failure.value)


@pytest.mark.parametrize("broken", ["half", "no numbers", "not packed"])
def test_a_broken_dictionary_is_one_message(tmp_path: Path, broken: str) -> None:
    path, entries, index = dictionary(tmp_path), tmp_path / "own.dict.dz", tmp_path / "own.index"
    if broken == "half":
        entries.write_bytes(entries.read_bytes()[:60])
    elif broken == "no numbers":
        index.write_text("overheid\tééé\tB\n", encoding="utf-8")
    else:
        entries.write_bytes(b"no gzip")
    with pytest.raises(EncoderError, match="is no dictionary of dictd"):
        Dictionary(path)


@pytest.mark.slow
def test_the_gloss_stands_behind_the_model_and_is_named_in_the_store(tmp_path: Path) -> None:
    texts = ["De overheid onderzoekt de schuld.", "Een boekenkast van ijzer."]
    asked = EncoderSettings(gloss=0.5, dictionary=str(dictionary(tmp_path / "words")))
    plain = encoders.embed(passages(texts), EncoderSettings(), tmp_path / "plain")
    both = encoders.embed(passages(texts), asked, tmp_path / "both")
    english = encoders.encode(["administration examine debt", "book cupboard iron"], EncoderSettings(model="minilm"))
    assert both.vectors.shape == (2, 512 + 384)
    assert np.array_equal(encoders.without_gloss(both.vectors, asked), plain.vectors)
    assert np.allclose(both.vectors[:, 512:], 0.5 * english, atol=1e-3)
    assert json.loads((tmp_path / "both" / "metadata.json").read_text())["gloss"] == 0.5
    assert "gloss" not in plain.metadata


@pytest.mark.slow
def test_another_dictionary_or_weight_is_another_encoder(tmp_path: Path) -> None:
    one = EncoderSettings(gloss=0.5, dictionary=str(dictionary(tmp_path / "a")))
    other = EncoderSettings(gloss=0.5, dictionary=str(dictionary(tmp_path / "b", {"boek": "boek\ntome"})))
    told = {
        encoders.fingerprint(each)
        for each in (EncoderSettings(), one, other, EncoderSettings(gloss=0.6, dictionary=one.dictionary))
    }
    assert len(told) == 4
    first = encoders.embed(passages(["Een boek."]), one, tmp_path / "store")
    second = encoders.embed(passages(["Een boek."]), other, tmp_path / "store")
    assert (first.encoded, second.encoded) == (1, 1)


@pytest.mark.skipif(not Path(f"{FREEDICT}.index").is_file(), reason="dict-freedict-nld-eng is not installed")
def test_freedict_as_debian_has_it_is_read() -> None:
    words = Dictionary(Path(FREEDICT))
    assert len(words) > 20_000
    assert words.gloss("Overheidsschuld en stikstofuitstoot") != "overheidsschuld stikstofuitstoot"
    assert words.gloss("onderzoek") == "investigation"
