"""Intervals hold the truth, and differences are not found where there are none: by simulated studies."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).resolve().parents[2] / "benches/comparison.py"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("comparison_bench", BENCH)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_intervals_hold_the_truth_in_93_to_97_of_100_cases_where_the_plain_binomial_does_not(bench: ModuleType) -> None:
    covered = {name: share for name, (share, _) in bench.cover(studies=80, resamples=1000).items()}
    ours = {name: share for name, share in covered.items() if name.endswith("ours")}
    plain = {name: share for name, share in covered.items() if name.endswith("plain binomial")}
    assert len(ours) == 5
    assert all(0.93 <= share <= 0.97 for share in ours.values()), ours
    assert all(share < 0.8 for share in plain.values()), plain


@pytest.mark.slow
def test_false_discoveries_stay_within_5_of_100_where_those_of_tests_on_passages_do_not(bench: ModuleType) -> None:
    found = bench.discover(studies=80)
    rate, alarm, power = found["ours: verdict on interviews"]
    assert rate <= 0.05
    assert alarm <= 0.1  # at most four of eighty: a rate of 5 % seen in eighty studies
    assert power > 0.8
    assert found["χ² on passages, BH"][0] > 0.2
