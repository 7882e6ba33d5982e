"""Embedded encoders as modules of sentence-transformers, for whatever takes a model of that library (BERTopic, say)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt
import torch
from sentence_transformers.base.modules.input_module import InputModule

from analysis.encoders import e5, universal
from analysis.encoders.models import package
from analysis.encoders.settings import E5


class Encoder(Protocol):
    """What makes a vector of each text."""

    def encode(self, texts: Iterable[str]) -> npt.NDArray[np.float32]:
        """A vector for each text, shape (n, dimension)."""


class EmbeddedEncoder(InputModule):
    """Input module that holds an encoder of the installation, each a subclass that is made without arguments."""

    save_in_root = False

    def __init__(self, encoder: Encoder, dimension: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.dimension = dimension

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: Any) -> dict[str, Any]:
        """Vectors of `inputs`; this model has no separate tokens to hand on."""
        vectors = self.encoder.encode((prompt or "") + str(text) for text in inputs)
        return {"sentence_embedding": torch.from_numpy(vectors)}

    def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """Hand on what `preprocess` made."""
        return features

    def get_embedding_dimension(self) -> int:
        """Number of dimensions of a vector."""
        return self.dimension

    @property
    def max_seq_length(self) -> None:
        """No limit: a text of any length is read whole."""
        return None

    def save(self, output_path: str, *args: Any, safe_serialization: bool = True, **kwargs: Any) -> None:
        """Nothing to write: the weights are those of the installed package."""

    @classmethod
    def load(cls, model_name_or_path: str, *args: Any, **kwargs: Any) -> Self:
        """The encoder of the installed package."""
        return cls()  # type: ignore[call-arg]  # of a subclass


class UniversalSentenceEncoder(EmbeddedEncoder):
    """Multilingual USE v3.

    Examples
    --------
    >>> from sentence_transformers import SentenceTransformer
    >>> SentenceTransformer(modules=[UniversalSentenceEncoder()], device="cpu").encode(["Goedemorgen"]).shape
    (1, 512)
    """

    def __init__(self) -> None:
        super().__init__(universal.UniversalEncoder(), universal.DIMENSION)


class E5SentenceEncoder(EmbeddedEncoder):
    """multilingual-e5-small; it puts "query: " before each text by itself.

    Examples
    --------
    >>> from sentence_transformers import SentenceTransformer
    >>> SentenceTransformer(modules=[E5SentenceEncoder()], device="cpu").encode(["Goedemorgen"]).shape
    (1, 384)
    """

    def __init__(self) -> None:
        super().__init__(e5.opened(package(E5)), e5.DIMENSION)

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: Any) -> dict[str, Any]:
        """Vectors of `inputs`, without a prompt.

        Raises
        ------
        ValueError
            When one is given.
        """
        if prompt:
            raise ValueError(f'{E5} puts "query: " before each text by itself: give no prompt')
        return super().preprocess(inputs, **kwargs)
