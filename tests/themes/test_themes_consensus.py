"""The parts of the consensus, at their boundaries."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.themes import ThemeSettings, consensus


def blobs(each: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Four groups of unit vectors around four axes."""
    truth = np.repeat(np.arange(4), each)
    rows = np.eye(8)[truth] + np.random.default_rng(seed).normal(scale=0.15, size=(4 * each, 8))
    return rows / np.linalg.norm(rows, axis=1, keepdims=True), truth


def test_pairs_count_only_in_runs_that_saw_both() -> None:
    runs = np.array([[0, 0, 1, -1], [0, 1, 1, 1], [-1, 0, 0, 1]], dtype=np.int32)
    shared = consensus.coassociation(runs)
    assert shared[0, 1] == pytest.approx(1 / 2)
    assert shared[1, 2] == pytest.approx(2 / 3)
    assert shared[0, 3] == 0
    assert np.array_equal(shared, shared.T)


def test_a_group_of_the_smallest_size_stays_and_a_smaller_one_joins_the_nearest() -> None:
    rows = np.array([[1.0, 0.0]] * 6 + [[0.0, 1.0]] * 5 + [[0.1, 0.995]] * 4)
    labels = consensus.settle(rows, np.array([7] * 6 + [3] * 5 + [5] * 4), 5)
    assert labels.tolist() == [1] * 6 + [0] * 9


@given(st.lists(st.integers(-1, 4), min_size=1, max_size=40).filter(lambda labels: max(labels) >= 0))
def test_numbers_by_size_keep_who_is_together_and_start_from_the_largest(labels: list[int]) -> None:
    numbered = consensus.by_size(np.array(labels))
    assert len(set(zip(labels, numbered.tolist(), strict=True))) == len(set(labels))
    sizes = np.bincount(numbered[numbered >= 0])
    assert (np.diff(sizes) <= 0).all()
    assert [number == -1 for number in numbered] == [label == -1 for label in labels]


@pytest.mark.parametrize("limit", [5000, 50])
def test_clear_groups_are_found_by_all_pairs_and_by_neighbours_alone(
    limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consensus, "DENSE_LIMIT", limit)
    rows, truth = blobs(25)
    found = consensus.agree(rows, ThemeSettings(runs=30, detail="coarsest"), 1)
    for label in range(found.labels.max() + 1):
        assert len(set(truth[found.labels == label])) == 1
    assert len(found.stability) == found.labels.max() + 1
    assert (found.stability > 0.5).all()
    assert (found.agreement <= 1 + 1e-9).all()


def test_accepted_themes_hold_together_what_runs_are_in_doubt_about() -> None:
    rows, truth = blobs(25)
    settings = ThemeSettings(runs=60)
    free = consensus.agree(rows, settings, 1).labels
    held = consensus.agree(rows, settings, 1, held=truth).labels
    together = truth[:, None] == truth[None, :]
    apart = [(labels[:, None] != labels[None, :])[together].mean() for labels in (free, held)]
    assert apart[1] <= apart[0]


def test_the_random_generator_of_igraph_is_given_back() -> None:
    import random

    rows, _ = blobs(10)
    random.seed(4)
    expected = random.random()
    random.seed(4)
    consensus.agree(rows, ThemeSettings(runs=3), 1)
    assert random.random() == expected
