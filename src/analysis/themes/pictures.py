"""What shows a theme: the passages that stand for it, where all passages lie on a map, and how themes join up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

Matrix = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

RELEVANCE = 0.7
"""Maximal marginal relevance (Carbonell & Goldstein 1998): nearness to the theme against distance to those chosen."""

SPREAD = 0.35
"""How far a theme's passages lie around its centre on the map, as a share of the mean distance of the themes."""


def centres(vectors: Matrix, labels: Labels) -> Matrix:
    """Unit centre of each theme, shape (n_themes, d)."""
    means = np.stack([vectors[labels == label].mean(axis=0) for label in range(labels.max() + 1)])
    return means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)


def represent(
    vectors: Matrix,
    labels: Labels,
    middle: Matrix,
    sources: Sequence[str],
    words: Sequence[int],
    number: int,
    kept: Labels | None = None,
) -> Labels:
    """Rank 1.. of the passages that show their theme, 0 for all others.

    Passages are chosen by maximal marginal relevance; a source comes a second time only when all of the theme's
    sources have come once. Passages under half the median length of the theme come last: they show little. Ranks in
    `kept` stand; only those that are free are given.
    """
    rank = np.zeros(len(labels), dtype=np.int64) if kept is None else np.where(kept <= number, kept, 0)
    for label in range(labels.max() + 1):
        rows = np.flatnonzero(labels == label).tolist()
        near = vectors[rows] @ middle[label]
        length = np.asarray([words[i] for i in rows])
        near = near - (length < np.median(length) / 2)
        among = vectors[rows] @ vectors[rows].T
        chosen = [j for j, i in enumerate(rows) if rank[i]]
        free = [turn for turn in range(1, min(number, len(rows)) + 1) if turn not in rank[rows]]
        for turn in free:
            used = [sources[rows[i]] for i in chosen]
            least = min(used.count(sources[i]) for j, i in enumerate(rows) if j not in chosen)
            options = [j for j, i in enumerate(rows) if j not in chosen and used.count(sources[i]) == least]
            score = [
                RELEVANCE * near[j] - (1 - RELEVANCE) * max((among[j, k] for k in chosen), default=0.0) for j in options
            ]
            chosen.append(options[int(np.argmax(np.round(score, 9)))])
            rank[rows[chosen[-1]]] = turn
    return rank


def lay_out(vectors: Matrix, labels: Labels, middle: Matrix) -> Matrix:
    """Place of each passage on a map, shape (n, 2), between -1 and 1.

    Themes are placed by classical scaling of the distances of their centres (Torgerson 1952), passages around their
    theme by their own difference from it. A passage without a theme lies by its likeness to all centres. Linear, so
    that the same passages give the same map, and a few more move it little.
    """
    if len(middle) == 1:
        places = np.zeros((1, 2))
    else:
        squared = 2 - 2 * np.clip(middle @ middle.T, -1, 1)
        centring = np.eye(len(middle)) - 1 / len(middle)
        places = _principal(-0.5 * centring @ squared @ centring)
    scale = float(np.mean([float(np.linalg.norm(a - b)) for i, a in enumerate(places) for b in places[:i]] or [1.0]))
    likeness = np.exp(8 * (vectors @ middle.T))
    around = likeness @ places / likeness.sum(axis=1, keepdims=True)
    own = np.where((labels >= 0)[:, None], places[np.maximum(labels, 0)], around)
    residual = vectors - np.where((labels >= 0)[:, None], middle[np.maximum(labels, 0)], 0)
    drift = _principal_rows(residual - residual.mean(axis=0))
    drift *= SPREAD * scale / max(float(np.sqrt((drift**2).sum(axis=1).mean())), 1e-12)
    points = 0.75 * own + 0.25 * around + drift
    points -= points.mean(axis=0)
    return np.round(points / max(float(np.abs(points).max()), 1e-12), 4)


def _principal(gram: Matrix) -> Matrix:
    values, axes = np.linalg.eigh(gram)
    kept = axes[:, ::-1][:, :2] * np.sqrt(np.maximum(values[::-1][:2], 0))
    return _signed(np.hstack([kept, np.zeros((len(gram), 2 - kept.shape[1]))]))


def _principal_rows(rows: Matrix) -> Matrix:
    _, axes = np.linalg.eigh(rows.T @ rows)
    return _signed(rows @ axes[:, ::-1][:, :2])


def _signed(points: Matrix) -> Matrix:
    # an axis may point either way: it points to where its farthest point is
    far = points[np.argmax(np.abs(np.round(points, 9)), axis=0), [0, 1]]
    return points * np.where(far < 0, -1, 1)


def tree(middle: Matrix, ids: Sequence[str], names: Sequence[str]) -> pd.DataFrame:
    """Table `theme_tree`: themes joined two by two, nearest centres first (average linkage on 1 - cosine)."""
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    columns = ["node", "left", "right", "distance", "name"]
    if len(middle) < 2:
        return pd.DataFrame(columns=columns)
    distance = np.round(1 - np.clip(middle @ middle.T, -1, 1), 9)
    np.fill_diagonal(distance, 0)
    nodes, called = list(ids), list(names)
    rows = []
    for number, (left, right, height, _) in enumerate(linkage(squareform(distance, checks=False), method="average")):
        a, b = sorted((int(left), int(right)))
        node = f"N{number + 1:02d}"
        rows.append((node, nodes[a], nodes[b], round(float(height), 6), f"{called[a]} + {called[b]}"[:120]))
        nodes.append(node)
        called.append(called[a])
    return pd.DataFrame(rows, columns=columns)
