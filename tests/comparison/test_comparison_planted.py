"""The promise of the study: every planted difference of SAMPLE.md is found, and none that was not planted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from comparison_sample import Planted, planted

from analysis.comparison import Comparisons, ComparisonSettings, compare
from analysis.core.paths import Paths

pytestmark = pytest.mark.slow  # each compares a whole study


@pytest.fixture(scope="module")
def sample() -> Planted:
    return planted()


@pytest.fixture(scope="module")
def comparisons(sample: Planted) -> Comparisons:
    settings = ComparisonSettings(resamples=400, permutations=2000)
    return compare(
        sample.passages, sample.sources, sample.mentions, sample.labels, sample.study, sample.guide, settings, 1
    )


@pytest.fixture(scope="module")
def verdicts(comparisons: Comparisons) -> pd.DataFrame:
    rows = comparisons.contrasts[comparisons.contrasts["contrast"] == "region"]
    return rows.pivot(index="label_id", columns="group_a", values="verdict")


def test_every_planted_verdict_is_found(sample: Planted, verdicts: pd.DataFrame) -> None:
    expected = {(t, r): word for t, rows in sample.truth["verdicts"].items() for r, word in rows.items()}
    assert len(expected) >= 25
    assert {key: verdicts.loc[key] for key in expected} == expected


def test_nothing_unplanted_is_called_more_here_or_only_here(sample: Planted, verdicts: pd.DataFrame) -> None:
    claimed = {
        (theme, region)
        for (theme, region), word in verdicts.stack().items()
        if word in ("more here", "only here", "less here")
    }
    assert claimed == {
        (theme, region)
        for theme, rows in sample.truth["verdicts"].items()
        for region, word in rows.items()
        if word in ("more here", "only here", "less here")
    }


def test_local_against_national_is_found(sample: Planted, comparisons: Comparisons) -> None:
    rows = comparisons.contrasts[comparisons.contrasts["contrast"] == "level"]
    assert list(rows.loc[rows["verdict"] == "more here", "label_id"]) == sample.truth["local_national"]


def test_what_stands_on_paper_and_in_practice_has_both_sides_counted(sample: Planted, comparisons: Comparisons) -> None:
    rows = comparisons.contrasts.query("contrast == 'paper' and within == ''").set_index("label_id")
    assert (rows.loc[sample.truth["paper_practice"], ["k_a", "k_b"]] > 0).all(axis=None)


SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
from comparison_sample import planted
from analysis import comparison
from analysis.core.paths import Paths
from pathlib import Path
s = planted()
found = comparison.compare(
    s.passages, s.sources, s.mentions, s.labels, s.study, s.guide, comparison.ComparisonSettings(resamples=500), 1
)
comparison.write(found, Paths(Path(sys.argv[2])))
"""


def test_the_same_bytes_come_out_with_any_number_of_threads_and_any_hash_seed(tmp_path: Path) -> None:
    folders = []
    for threads, seed in (("1", "0"), ("2", "17")):
        folder = tmp_path / seed
        environment = os.environ | {"OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads, "PYTHONHASHSEED": seed}
        here = str(Path(__file__).parent)
        subprocess.run([sys.executable, "-c", SCRIPT, here, str(folder)], check=True, env=environment)
        folders.append(Paths(folder).comparison)
    names = sorted(path.name for path in folders[0].iterdir())
    assert names == [
        "chain.parquet",
        "contrasts.parquet",
        "distinctive.parquet",
        "prevalence.parquet",
        "raised.parquet",
        "remarks.parquet",
    ]
    assert all((folders[0] / name).read_bytes() == (folders[1] / name).read_bytes() for name in names)
