"""Questions of the guide found in the interviews of the sample study, against labels made by reading."""

from __future__ import annotations

from pathlib import Path

import pytest
from labelled_questions import HELD_OUT, TUNED_ON

from analysis.core import params, register
from analysis.core.paths import Paths
from analysis.core.study import read_guide, read_study
from analysis.sources import Sources, read_all


@pytest.fixture(scope="module")
def asked(sample: Path, root: Path) -> dict[tuple[str, int], str]:
    paths = Paths(root)
    study = read_study(paths)
    found: Sources = read_all(register.load(paths), paths, read_guide(paths, study), study, params.read(paths).sources)
    interviewers = found.turns.query("role == 'interviewer'")
    return dict(
        zip(zip(interviewers["source_id"], interviewers["turn"], strict=True), interviewers["question_id"], strict=True)
    )


LABELLED = TUNED_ON | HELD_OUT


@pytest.mark.slow
def test_labels_stand_for_every_turn_of_the_interviewer(asked: dict[tuple[str, int], str]) -> None:
    assert {(source, turn) for source, turn in asked if source in LABELLED} == {
        (source, turn) for source, turns in LABELLED.items() for turn in turns
    }


@pytest.mark.slow
@pytest.mark.parametrize(("labels", "fewest"), [(HELD_OUT, 70), (TUNED_ON, 50)], ids=["held out", "tuned on"])
def test_five_in_six_turns_of_the_interviewer_are_matched_to_the_question_that_a_reader_hears(
    asked: dict[tuple[str, int], str], labels: dict[str, dict[int, str]], fewest: int
) -> None:
    agree = [asked[source, turn] in ids.split() for source, turns in labels.items() for turn, ids in turns.items()]
    assert len(agree) >= fewest
    assert sum(agree) / len(agree) >= 0.83
