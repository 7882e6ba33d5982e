"""The method in BERTopic's own slots: pass vectors through, cluster by consensus, words as a Dutch reader knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from analysis.themes.consensus import agree
from analysis.themes.language import Vocabulary
from analysis.themes.naming import terms
from analysis.themes.settings import ThemeSettings

if TYPE_CHECKING:
    from bertopic import BERTopic


class Unreduced:
    """Dimensionality slot: vectors as they are; the graph of neighbours needs no reduction."""

    def fit(self, X: npt.NDArray[np.floating], y: Any = None) -> Unreduced:
        """Nothing to learn."""
        return self

    def transform(self, X: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        """`X` itself."""
        return X


class ConsensusClustering:
    """Cluster slot: :func:`analysis.themes.consensus.agree`, and the nearest centre for what is new.

    Parameters
    ----------
    settings : ThemeSettings
    seed : int
    labels : ndarray of int, optional
        Clusters that are settled already (after merges and splits); `fit` then only learns their centres.
    """

    def __init__(self, settings: ThemeSettings, seed: int = 0, labels: npt.NDArray[np.int64] | None = None) -> None:
        self.settings, self.seed, self.labels = settings, seed, labels

    def fit(self, X: npt.NDArray[np.floating], y: Any = None) -> ConsensusClustering:
        """Cluster the rows of `X`."""
        vectors = np.asarray(X, dtype=np.float64)
        self.labels_ = agree(vectors, self.settings, self.seed).labels if self.labels is None else self.labels
        self.centres_ = np.stack([vectors[self.labels_ == i].mean(axis=0) for i in range(self.labels_.max() + 1)])
        self.centres_ /= np.maximum(np.linalg.norm(self.centres_, axis=1, keepdims=True), 1e-12)
        return self

    def predict(self, X: npt.NDArray[np.floating]) -> npt.NDArray[np.int64]:
        """Nearest cluster of each row of `X`, -1 where none is near."""
        likeness = np.asarray(X, dtype=np.float64) @ self.centres_.T
        return np.where(likeness.max(axis=1) < self.settings.outlier_similarity, -1, likeness.argmax(axis=1))


class Tokens:
    """Tokeniser for scikit-learn: the words of :mod:`analysis.themes.naming`, shown as people wrote them."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words

    def __call__(self, text: str) -> list[str]:
        """Terms of `text`, one and two words long."""
        return [self.words.show(term) for term in terms(text, self.words)]


def topic_model(
    settings: ThemeSettings, words: Vocabulary, seed: int, labels: npt.NDArray[np.int64] | None = None
) -> BERTopic:
    """An unfitted BERTopic with this project's parts in its slots; all of BERTopic's API and pictures work on it."""
    from bertopic import BERTopic
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    return BERTopic(
        language="multilingual",
        top_n_words=settings.words,
        umap_model=Unreduced(),
        hdbscan_model=ConsensusClustering(settings, seed, labels),
        vectorizer_model=CountVectorizer(tokenizer=Tokens(words), token_pattern=None, lowercase=False),
        ctfidf_model=ClassTfidfTransformer(bm25_weighting=True, reduce_frequent_words=True),
    )
