"""The embedded encoder as a module of sentence-transformers, for whatever takes a model of that library (BERTopic, say)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from sentence_transformers.base.modules.input_module import InputModule

from analysis.encoders.universal import DIMENSION, UniversalEncoder


class UniversalSentenceEncoder(InputModule):
    """Input module that holds multilingual USE v3.

    Examples
    --------
    >>> from sentence_transformers import SentenceTransformer
    >>> SentenceTransformer(modules=[UniversalSentenceEncoder()], device="cpu").encode(["Goedemorgen"]).shape
    (1, 512)
    """

    save_in_root = False

    def __init__(self) -> None:
        super().__init__()
        self.encoder = UniversalEncoder()

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: Any) -> dict[str, Any]:
        """Vectors of `inputs`; this model has no separate tokens to hand on."""
        vectors = self.encoder.encode((prompt or "") + str(text) for text in inputs)
        return {"sentence_embedding": torch.from_numpy(vectors)}

    def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """Hand on what `preprocess` made."""
        return features

    def get_embedding_dimension(self) -> int:
        """Number of dimensions of a vector."""
        return DIMENSION

    @property
    def max_seq_length(self) -> None:
        """No limit: a text of any length is read whole."""
        return None

    def save(self, output_path: str, *args: Any, safe_serialization: bool = True, **kwargs: Any) -> None:
        """Nothing to write: the weights are those of the installed package."""

    @classmethod
    def load(cls, model_name_or_path: str, *args: Any, **kwargs: Any) -> UniversalSentenceEncoder:
        """The encoder of the installed package."""
        return cls()
