"""Hearings in four nations, one of which has three times the words: what is a nation's own, and what all were asked."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from comparison_sample import Planted, tabulate

from analysis.comparison import Comparisons, ComparisonSettings, compare, units
from analysis.core.study import Guide, Study

pytestmark = pytest.mark.slow  # compares a study of 2,400 passages

SETTINGS = ComparisonSettings(resamples=200, permutations=500)
NATIONS = {"albion": "treasury", "caledon": "sheriff", "cambria": "senedd", "erin": "stormont"}
HEARINGS, SHORT, LONG = 8, 50, 150
CLAIMS = ("more here", "less here", "only here")
ASKED, PASSING = 6, 24
"""Labels that all hearings were asked about, one passage in twelve each; labels that come up in passing, one in sixty."""


def hearings(seed: int = 3) -> Planted:
    rng = np.random.default_rng(seed)
    chance = np.array([1 / 12] * ASKED + [1 / 60] * PASSING)
    rows, sources, texts = [], [], []
    for nation, word in NATIONS.items():
        for number in range(1, HEARINGS + 1):
            source = f"{nation}_{number}"
            sources.append({"source_id": source, "region": nation, "organisation": "witness", "kind": "interview"})
            length = LONG if nation == "albion" else SHORT
            # what is a nation's own takes the same share of each hearing as what all were asked
            drawn = rng.choice(ASKED + PASSING + 2, size=length, p=[*chance, 1 / 12, 1 - chance.sum() - 1 / 12])
            for turn, label in enumerate(drawn, start=1):
                own = label == ASKED + PASSING
                name = f"own-{nation}" if own else f"l{label:02d}" if label < ASKED + PASSING else ""
                rows.append((source, turn, name))
                common = " ".join(f"w{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in rng.zipf(1.3, 60) if n < 600)
                texts.append(f"{common} {word}" if own else common)
    register = pd.DataFrame(sources).assign(municipality="", date="", classification="Ongerubriceerd", caveats="")
    study = Study.model_validate(
        {
            "title": "Hearings",
            "main_question": "What?",
            "language": "en",
            "organisations": {"witness": {"name": "Witness"}},
            "regions": {nation: {"name": nation.title()} for nation in NATIONS},
        }
    )
    made = tabulate(rows, register, study, Guide())
    text = pd.Series(texts, index=[f"{source}-{turn:04d}" for source, turn, _ in rows])
    made.passages["text"] = made.passages["passage_id"].map(text)
    # as a topic model gives them: a score for each passage, of which the comparison takes the rank
    score = pd.Series(rng.random(len(made.mentions)), index=made.mentions.index)
    made.mentions["typical"] = score.groupby(made.mentions["label_id"]).rank(pct=True)
    return made


@pytest.fixture(scope="module")
def found() -> Comparisons:
    made = hearings()
    return compare(made.passages, made.sources, made.mentions, made.labels, made.study, made.guide, SETTINGS, 1)


def verdicts(found: Comparisons) -> pd.DataFrame:
    rows = found.contrasts.query("contrast == 'region'")
    return rows.pivot(index="label_id", columns="group_a", values="verdict")


def test_what_is_a_nations_own_comes_out_as_its_own(found: Comparisons) -> None:
    table = verdicts(found)
    assert {nation: table.loc[f"own-{nation}", nation] for nation in NATIONS} == dict.fromkeys(NATIONS, "only here")


def test_what_all_were_asked_comes_out_as_shared(found: Comparisons) -> None:
    table = verdicts(found)
    asked = table.loc[[f"l{label:02d}" for label in range(ASKED)]]
    assert set(asked.to_numpy().ravel()) == {"shared"}


def test_three_times_the_words_make_no_difference_by_themselves(found: Comparisons) -> None:
    claims = found.contrasts.query("contrast == 'region' and verdict in @CLAIMS")
    false = claims[passing(claims["label_id"])]
    assert len(false) <= max(1, 0.05 * len(claims)), "the rate of false discoveries that verdicts are held to"
    assert false["fragile"].all()
    rows = found.prevalence[passing(found.prevalence["label_id"]) & found.prevalence["axis"].eq("region")]
    share = rows.groupby("group")["share"].mean()
    assert abs(share["albion"] - share.drop("albion").mean()) < 0.12, "uncorrected it is 0.35"


def passing(label_ids: pd.Series) -> pd.Series:
    """Which labels come up in passing, equally often everywhere."""
    return label_ids.str.fullmatch(r"l\d\d") & (label_ids >= f"l{ASKED:02d}")


def raising(made: Planted, mentions: pd.DataFrame) -> tuple[float, float]:
    """Share of the labels in passing that hearings of the long nation raise, and that others do."""
    built = units.build(made.passages, made.sources, mentions, made.labels, made.study, made.guide, SETTINGS)
    raised, long = built.counts.raised[:, passing(built.labels["label_id"])], built.member("albion")
    return raised[long].mean(), raised[~long].mean()


def test_the_long_raise_what_comes_up_in_passing_as_often_as_others_where_passages_have_scores() -> None:
    drawn = [hearings(seed) for seed in range(10)]
    long, short = np.mean([raising(made, made.mentions) for made in drawn], axis=0)
    assert abs(long - short) < 0.05
    assert short > 0.4
    # codes that people give have no score, and so no order in which to thin them
    long, short = np.mean([raising(made, made.mentions.drop(columns="typical")) for made in drawn], axis=0)
    assert abs(long - short) < 0.2


def test_a_nations_institution_is_its_most_distinctive_word_however_long_it_speaks(found: Comparisons) -> None:
    first = found.distinctive.sort_values("z", ascending=False).groupby("group")["term"].first()
    assert first.to_dict() == NATIONS
    lengths = found.distinctive.groupby("group").size()
    assert lengths["albion"] <= 2 * lengths.drop("albion").max()
