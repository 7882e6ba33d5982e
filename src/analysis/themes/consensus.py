"""Clusters that many runs agree on.

A single clustering hangs on its seed and on each passage being there. Here Leiden (Traag, Waltman & van Eck 2019) runs
on the graph of nearest neighbours at several resolutions and seeds, each time without a part of the passages; two
passages belong together in so far as the runs put them together (evidence accumulation, Fred & Jain 2005).
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.core.processes import side_by_side
from analysis.themes.arithmetic import one_thread
from analysis.themes.settings import RESOLUTIONS, ThemeSettings

Matrix = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

DENSE_LIMIT = 5000
"""Passages up to which all pairs are looked at (memory 4 n² bytes twice); above it only neighbours are."""

CONSENSUS = 0.9
"""Weight of the runs' agreement in the distance of two passages; the rest is their cosine, which decides ties."""

CUT = 0.5
"""Distance at which the tree is cut: within a theme, pairs are together in half of the runs on average."""

HELD = 0.5
"""Weight of the accepted themes for a pair that was in them, beside 1 for all runs: what people worked with is kept
unless most runs say otherwise."""


MANY = 60
"""Runs above :data:`DENSE_LIMIT`: with more passages a run hangs less on chance, and costs more."""

BLOCK = 1000
"""Passages whose likeness to all others is reckoned at once, for memory's sake."""

ITERATIONS = 2
"""Rounds of Leiden a run makes: more runs of two rounds agree better in the same time than fewer of three."""


@dataclass(frozen=True)
class Consensus:
    """What the runs agree on.

    Attributes
    ----------
    labels : ndarray of int, shape (n,)
        Cluster of each passage, 0.. in order of size.
    agreement : ndarray of float, shape (n,)
        Mean share of the runs in which a passage is with the others of its cluster.
    stability : ndarray of float, shape (n_clusters,)
        Share of a cluster's pairs that a run keeps together, over all runs.
    """

    labels: Labels
    agreement: Matrix
    stability: Matrix


def load() -> None:
    """Load the libraries that clustering takes."""
    import igraph  # noqa: F401
    import scipy.cluster.hierarchy
    import scipy.linalg
    import scipy.sparse  # noqa: F401


def neighbours(vectors: Matrix, k: int) -> tuple[npt.NDArray[np.int64], Matrix]:
    """Indices and cosines, shape (n, k), of the k nearest other passages of each; ties go to the earlier one."""
    n = len(vectors)
    k = min(k, n - 1)
    places, weights = np.empty((n, k), dtype=np.int64), np.empty((n, k))
    for start in range(0, n, BLOCK):
        block = vectors[start : start + BLOCK] @ vectors.T
        block[np.arange(len(block)), np.arange(start, start + len(block))] = -np.inf
        # rounding removes differences of the last bits, so that the order does not hang on the machine's arithmetic
        order = np.argsort(-np.round(block, 9), axis=1, kind="stable")[:, :k]
        places[start : start + BLOCK] = order
        weights[start : start + BLOCK] = np.take_along_axis(block, order, axis=1)
    return places, weights


def graph(vectors: Matrix, k: int) -> Any:
    """Undirected igraph of nearest neighbours; an edge weighs the cosine, twice where both sides chose it."""
    import igraph

    places, weights = neighbours(vectors, k)
    chosen = np.stack([np.repeat(np.arange(len(vectors)), places.shape[1]), places.ravel()], axis=1)
    pairs, number = np.unique(np.sort(chosen, axis=1), axis=0, return_inverse=True)
    weight = np.bincount(number.ravel(), np.maximum(weights.ravel(), 0.0))
    built = igraph.Graph(n=len(vectors), edges=pairs[weight > 0].tolist())
    built.es["weight"] = weight[weight > 0].tolist()
    return built


def partitions(network: Any, settings: ThemeSettings, seed: int) -> npt.NDArray[np.int32]:
    """Clusters by run, shape (runs, n); -1 where the run did not see the passage.

    The runs' resolutions are spread evenly, on a scale of ratios, over the range of the dial.
    """
    import igraph

    n = network.vcount()
    span = RESOLUTIONS[settings.detail] if settings.number == 0 else _span(network, settings.number, seed)
    draw = np.random.default_rng(seed)
    igraph.set_random_number_generator(random.Random(seed))
    runs = np.full((settings.runs, n), -1, dtype=np.int32)
    try:
        for labels, resolution in zip(runs, np.geomspace(*span, settings.runs), strict=True):
            seen = np.sort(draw.permutation(n)[: max(2, round(settings.subsample * n))])
            part = network.induced_subgraph(seen.tolist()) if len(seen) < n else network
            found = part.community_leiden(
                objective_function="modularity", weights="weight", resolution=float(resolution), n_iterations=ITERATIONS
            )
            labels[seen] = found.membership
    finally:
        igraph.set_random_number_generator(random)
    return runs


def _span(network: Any, number: int, seed: int) -> tuple[float, float]:
    # resolutions around the one at which a single run finds `number` clusters
    import igraph

    low, high = 0.01, 100.0
    igraph.set_random_number_generator(random.Random(seed))
    try:
        for _ in range(12):
            middle = float(np.sqrt(low * high))
            found = network.community_leiden(
                objective_function="modularity", weights="weight", resolution=middle, n_iterations=ITERATIONS
            )
            low, high = (middle, high) if len(found) < number else (low, middle)
    finally:
        igraph.set_random_number_generator(random)
    return high / 1.2, high * 1.6


def coassociation(runs: npt.NDArray[np.int32]) -> npt.NDArray[np.float32]:
    """Share of the runs that saw both passages and put them together, shape (n, n)."""
    from scipy.sparse import csr_matrix

    n = runs.shape[1]
    # a row a passage, a column for each cluster of each run: their product counts the clusters that two passages share
    first = np.concatenate([[0], np.cumsum(runs.max(axis=1) + 1)])
    run, passage = np.nonzero(runs >= 0)
    inside = np.ones(len(run), dtype=np.float32)
    members = csr_matrix((inside, (passage, first[run] + runs[run, passage])), shape=(n, first[-1]))
    together = np.empty((n, n), dtype=np.float32)
    for start in range(0, n, BLOCK):
        together[start : start + BLOCK] = (members[start : start + BLOCK] @ members.T).toarray()
    seen = (runs >= 0).astype(np.float32)
    both = seen.T @ seen
    return np.divide(together, both, out=together, where=both > 0)


@dataclass(frozen=True)
class Evidence:
    """What the runs say of each pair of passages, before anything is cut: one more or one less theme costs no new runs.

    Attributes
    ----------
    vectors : ndarray, shape (n, d)
    shared : ndarray of float
        Share of the runs that put a pair together: of all pairs, shape (n, n), or of the pairs of `ends`.
    tree : ndarray or None
        Average linkage of all pairs, as scipy writes it; None above :data:`DENSE_LIMIT` passages.
    network, ends : igraph.Graph and ndarray of int, shape (m, 2), or None
        Above that: neighbours that most runs put together, and all pairs of neighbours.
    seed : int
    """

    vectors: Matrix
    shared: npt.NDArray[np.floating]
    tree: Matrix | None
    network: Any
    ends: npt.NDArray[np.int64] | None
    seed: int


def gather(vectors: Matrix, settings: ThemeSettings, seed: int, held: Labels | None = None) -> Evidence:
    """Run the clusterings and count what they agree on.

    Parameters
    ----------
    vectors : ndarray, shape (n, d)
        Unit vectors, in an order that does not hang on the input's.
    settings : ThemeSettings
    seed : int
    held : ndarray of int, shape (n,), optional
        Themes that a person accepted earlier (-1: none): they count as runs do.

    Returns
    -------
    Evidence
    """
    return gather_each(vectors, settings, [seed], held)[0]


def gather_each(
    vectors: Matrix, settings: ThemeSettings, seeds: list[int], held: Labels | None = None
) -> list[Evidence]:
    """:func:`gather` for each seed: with more processors than one, side by side."""
    with one_thread():
        network = graph(vectors, settings.neighbours)
        if len(vectors) > DENSE_LIMIT:
            fewer = settings.model_copy(update={"runs": min(settings.runs, MANY)})
            return [_sparse(vectors, network.copy(), fewer, seed) for seed in seeds]
        shape = (len(vectors), len(vectors))
        made = side_by_side(lambda seed: coassociation(partitions(network, settings, seed)), seeds, shape, np.float32)
        return [_dense(vectors, shared, seed, held) for shared, seed in zip(made, seeds, strict=True)]


def cut(evidence: Evidence, settings: ThemeSettings, number: int = 0) -> Consensus:
    """Clusters of what the runs agree on: `number` of them, or as many as hold together (0)."""
    with one_thread():
        if evidence.tree is not None:
            raw = _cut(evidence.tree, number, settings.smallest)
            labels = settle(evidence.vectors, raw, settings.smallest)
            return Consensus(labels, *_agreement(evidence.shared, labels))
        last = settings.model_copy(update={"runs": 3, "subsample": 1.0, "number": number})
        raw = partitions(evidence.network, last, evidence.seed)[1].astype(np.int64)
        labels = settle(evidence.vectors, raw, settings.smallest)
        return Consensus(labels, *_agreement_of_neighbours(evidence, labels))


def agree(vectors: Matrix, settings: ThemeSettings, seed: int, held: Labels | None = None) -> Consensus:
    """Cluster passages: :func:`gather`, then :func:`cut` at the number that `settings` ask for."""
    return cut(gather(vectors, settings, seed, held), settings, settings.number)


def _dense(vectors: Matrix, shared: npt.NDArray[np.float32], seed: int, held: Labels | None) -> Evidence:
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    near: npt.NDArray[np.floating] = shared
    if held is not None:
        known = (held[:, None] >= 0) & (held[None, :] >= 0)
        near = np.where(known, (shared + HELD * (held[:, None] == held[None, :])) / (1 + HELD), shared)
    distance = 1 - (CONSENSUS * near + (1 - CONSENSUS) * np.clip(vectors @ vectors.T, 0, 1))
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(np.round(distance, 7), checks=False), method="average")
    return Evidence(vectors, shared, tree, None, None, seed)


def _cut(tree: Matrix, number: int, smallest: int) -> Labels:
    from scipy.cluster.hierarchy import fcluster

    if number == 0:
        return fcluster(tree, CUT, criterion="distance").astype(np.int64)
    # the first cut that leaves the number asked for of a size that counts; strays come off the tree before themes part
    best, most = fcluster(tree, number, criterion="maxclust"), 0
    for count in range(number, len(tree) + 1):
        labels = fcluster(tree, count, criterion="maxclust")
        large = int((np.bincount(labels) >= smallest).sum())
        if most < large <= number:
            best, most = labels, large
        if large >= number:
            break
    return best.astype(np.int64)


def _agreement(shared: npt.NDArray[np.floating], labels: Labels) -> tuple[Matrix, Matrix]:
    agreement, stability = np.zeros(len(labels)), np.zeros(labels.max() + 1)
    for label in range(labels.max() + 1):
        rows = np.flatnonzero(labels == label)
        block = shared[np.ix_(rows, rows)].astype(np.float64)
        own = (block.sum(axis=1) - np.diag(block)) / max(1, len(rows) - 1)
        agreement[rows], stability[label] = own, own.mean()
    return agreement, stability


def _sparse(vectors: Matrix, network: Any, settings: ThemeSettings, seed: int) -> Evidence:
    # fast consensus (Tandon et al. 2019): agreement on the edges of the graph only, and one clustering of those
    runs = partitions(network, settings, seed)
    ends = np.array(network.get_edgelist())
    left, right = runs[:, ends[:, 0]], runs[:, ends[:, 1]]
    both = (left >= 0) & (right >= 0)
    shared = ((left == right) & both).sum(axis=0) / np.maximum(both.sum(axis=0), 1)
    network.es["weight"] = shared.tolist()
    network.delete_edges(np.flatnonzero(shared < CUT).tolist())
    return Evidence(vectors, shared, None, network, ends, seed)


def _agreement_of_neighbours(evidence: Evidence, labels: Labels) -> tuple[Matrix, Matrix]:
    ends = evidence.ends
    assert ends is not None
    inside = labels[ends[:, 0]] == labels[ends[:, 1]]
    agreement = np.zeros(len(labels))
    counts = np.zeros(len(labels))
    for side in (0, 1):
        np.add.at(agreement, ends[inside, side], evidence.shared[inside])
        np.add.at(counts, ends[inside, side], 1)
    agreement /= np.maximum(counts, 1)
    stability = np.array([agreement[labels == label].mean() for label in range(labels.max() + 1)])
    return agreement, stability


def settle(vectors: Matrix, labels: Labels, smallest: int) -> Labels:
    """Clusters numbered by size; the passages of those under `smallest` go to the nearest of the others."""
    values, counts = np.unique(labels, return_counts=True)
    large = values[counts >= smallest]
    if len(large) == 0:
        large = values[[int(np.argmax(counts))]]
    centres = np.stack([vectors[labels == value].mean(axis=0) for value in large])
    centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-12)
    place = {int(value): number for number, value in enumerate(large)}
    nearest = np.argmax(np.round(vectors @ centres.T, 9), axis=1)
    numbers = np.array([place.get(int(label), int(near)) for label, near in zip(labels, nearest, strict=True)])
    return by_size(numbers)


def by_size(labels: Labels) -> Labels:
    """The same clusters numbered 0.. from the largest, equal sizes by first member; -1 stays."""
    values, first, counts = np.unique(labels[labels >= 0], return_index=True, return_counts=True)
    order = sorted(range(len(values)), key=lambda i: (-counts[i], first[i]))
    number = {int(values[i]): rank for rank, i in enumerate(order)}
    return np.array([number.get(int(label), -1) for label in labels], dtype=np.int64)
