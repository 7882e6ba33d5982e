"""Load a sentence encoder, and say by its files' hash which one it is."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from analysis.core.errors import EncoderError, Problem
from analysis.encoders.gloss import Dictionary, files
from analysis.encoders.settings import E5, EMBEDDED, GLOSS_DIMENSION, UNIVERSAL, EncoderSettings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

WEIGHTS = ("model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "0_StaticEmbedding")
"""What holds the weights of a local model; one of these must be there, in its folder or that of its first module."""


def load(settings: EncoderSettings) -> SentenceTransformer:
    """The encoder as a sentence-transformers model.

    Parameters
    ----------
    settings : EncoderSettings

    Returns
    -------
    sentence_transformers.SentenceTransformer
        On a CUDA device where there is one, on the processor otherwise.

    Raises
    ------
    EncoderError
        When the package, folder or hub model is not on this machine, or is incomplete.
    """
    where = locate(settings)
    _stay_offline(settings)
    from sentence_transformers import SentenceTransformer

    if settings.model == UNIVERSAL:
        from analysis.encoders.module import UniversalSentenceEncoder

        return SentenceTransformer(modules=[UniversalSentenceEncoder()], device="cpu")
    if settings.model == E5:
        from analysis.encoders.module import E5SentenceEncoder

        return SentenceTransformer(modules=[E5SentenceEncoder()], device="cpu")
    options: dict[str, Any] = {"local_files_only": not settings.allow_download, "trust_remote_code": False}
    if not (settings.embedded or settings.local):
        options["revision"] = settings.revision
    from transformers.utils import logging

    logging.disable_progress_bar()  # a model of an installation is there in a moment
    try:
        return SentenceTransformer(str(where), **options)
    except Exception as failure:  # the library raises whatever its parts raise; all of it means: not usable
        found = f"sentence-transformers cannot load it ({type(failure).__name__})"
        if isinstance(where, str):
            expected, mend = "a model of the hub at that revision", "check id, revision and the network"
        else:
            expected, mend = "a complete model in the format of sentence-transformers", "copy the whole folder again"
        mend += ", or use the default `use-multilingual-v3`"
        raise EncoderError(Problem(f"encoder {settings.model}", found, expected, mend)) from failure


def encode(texts: list[str], settings: EncoderSettings) -> npt.NDArray[np.float32]:
    """Vectors of `texts`, each by itself and on one thread: sums over a batch, or split over threads, round otherwise.

    Parameters
    ----------
    texts : list of str
    settings : EncoderSettings

    Returns
    -------
    ndarray of float32, shape (n, dimension)
        With a gloss its vector, times its weight, stands behind the model's.

    Raises
    ------
    EncoderError
        As :func:`load` does; and when a gloss is asked for and its dictionary is not there.

    Notes
    -----
    The embedded encoders that are numpy or C give what their sentence-transformers models give, to the bit, without importing
    torch (eight seconds and a gigabyte).
    """
    if settings.gloss > 0:
        english = Dictionary(Path(settings.dictionary).expanduser())
        glosses = _encode([english.gloss(text) for text in texts], EncoderSettings(model="minilm"))
        return np.hstack([_encode(texts, settings), np.float32(settings.gloss) * glosses])
    return _encode(texts, settings)


def without_gloss(vectors: npt.NDArray[np.float32], settings: EncoderSettings) -> npt.NDArray[np.float32]:
    """The model's part of vectors that `encode` gave with these settings."""
    return vectors[:, :-GLOSS_DIMENSION] if settings.gloss > 0 else vectors


def _encode(texts: list[str], settings: EncoderSettings) -> npt.NDArray[np.float32]:
    if settings.model == UNIVERSAL:
        from analysis.encoders.universal import UniversalEncoder

        locate(settings)
        return UniversalEncoder().encode(settings.prompt + text for text in texts)
    if settings.model == E5:
        from analysis.encoders import e5

        return e5.opened(package(E5)).encode(texts)
    import torch

    encoder = load(settings)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return np.asarray(
            encoder.encode(
                texts, prompt=settings.prompt or None, batch_size=1, convert_to_numpy=True, show_progress_bar=False
            )
        )
    finally:
        torch.set_num_threads(threads)


def locate(settings: EncoderSettings) -> Path | str:
    """Folder that holds the encoder's files; the hub id when it may still be fetched.

    Raises
    ------
    EncoderError
        When it is not there or not complete.
    """
    if settings.embedded:
        return package(settings.model)
    if settings.local:
        return _complete(Path(settings.model).expanduser())
    snapshot = _snapshot(settings)
    if snapshot is not None:
        return _complete(snapshot)
    if settings.allow_download:
        return settings.model
    raise EncoderError(
        Problem(
            f"encoder {settings.model}",
            "is not on this machine, and nothing may be downloaded",
            "a model in the hub's cache at the pinned revision",
            "set `allow_download: true` under `encoder:` in params.yaml for one run, name a local folder, or use the "
            "default `use-multilingual-v3`",
        )
    )


def fingerprint(settings: EncoderSettings) -> str:
    """sha256 over the encoder's files (names and contents): two models with one fingerprint are one model.

    Notes
    -----
    A hub model that is not here yet has the hash of its id and pinned revision, which is a commit; `e5-small` that of its file
    of weights, since its package holds other models too. With a gloss its weight,
    its model and the files of its dictionary count as well.
    """
    if settings.gloss > 0:
        parts = [str(settings.gloss), _fingerprint(settings), _fingerprint(EncoderSettings(model="minilm"))]
        read = [file.read_bytes() for file in files(Path(settings.dictionary).expanduser())]
        return hashlib.sha256("".join(parts + [hashlib.sha256(one).hexdigest() for one in read]).encode()).hexdigest()
    return _fingerprint(settings)


def _fingerprint(settings: EncoderSettings) -> str:
    if settings.model == E5:
        from analysis.encoders import e5

        return e5.digest(package(E5))
    where = locate(settings)
    digest = hashlib.sha256()
    if isinstance(where, str):
        digest.update(f"{where}@{settings.revision}".encode())
        return digest.hexdigest()
    for file in sorted(path for path in where.rglob("*") if path.is_file() and not _aside(path)):
        digest.update(file.relative_to(where).as_posix().encode() + b"\0")
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def _aside(path: Path) -> bool:
    return path.suffix in {".pyc", ".md"} or path.name.startswith(".") or "__pycache__" in path.parts


def package(model: str) -> Path:
    """Folder with the files of an encoder that comes with the installation; its package is not imported.

    Raises
    ------
    EncoderError
        When the package is not installed.
    """
    spec = importlib.util.find_spec(EMBEDDED[model])
    if spec is None or spec.origin is None:
        raise EncoderError(
            Problem(
                f"encoder {model}",
                f"the Python package {EMBEDDED[model]} is not installed",
                "",
                "install the project's environment again: `make env`",
            )
        )
    folder = Path(spec.origin).parent
    return folder / "model" if model == "minilm" else folder


def _complete(folder: Path) -> Path:
    # a model folder lists its modules; each module's folder and the first one's weights must be there
    problems = []
    index = folder / "modules.json"
    remedy = "copy the model's folder again, whole"
    if not folder.is_dir():
        raise EncoderError(Problem(f"encoder folder {folder}", "is not there", "a folder with modules.json", remedy))
    try:
        listed = json.loads(index.read_text(encoding="utf-8"))
        # a normalising module has no settings, and no folder in models of older versions
        modules = [str(module["path"]) for module in listed if not str(module["type"]).endswith("Normalize")]
    except (OSError, ValueError, TypeError, KeyError):
        raise EncoderError(
            Problem(str(index), "is missing or cannot be read", "the list of a sentence-transformers model", remedy)
        ) from None
    problems += [
        Problem(str(folder / module), "is listed in modules.json and not there", "", remedy)
        for module in modules
        if module and not (folder / module).exists()
    ]
    first = folder / modules[0] if modules else folder
    if not any((place / name).exists() for place in (folder, first) for name in WEIGHTS):
        problems.append(Problem(str(first), "holds no weights", " or ".join(WEIGHTS[:3]), remedy))
    if problems:
        raise EncoderError(problems)
    return folder


def _snapshot(settings: EncoderSettings) -> Path | None:
    from huggingface_hub import try_to_load_from_cache

    found = try_to_load_from_cache(settings.model, "modules.json", revision=settings.revision)
    return Path(found).parent if isinstance(found, str) else None


def _stay_offline(settings: EncoderSettings) -> None:
    # the hub's libraries read this once, when they are imported
    os.environ["HF_HUB_OFFLINE"] = "0" if settings.allow_download else "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
