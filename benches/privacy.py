"""How long it takes to judge which counts may leave, by the number of regions and how alike they are.

Studies are drawn: three or four interviews a region, by two makes (`alike`) or each region with organisations of its own
(`unlike`), and four interviews that belong to no region. Most themes are raised by few, some by many, more in one
organisation or region than in another. Nothing is taken up from an earlier run.

    python benches/privacy.py [--labels 25] [--seeds 2]
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.core.study import Study
from analysis.privacy.disclosure import KEY, Rule, assess
from analysis.privacy.groups import members, sources

BODIES = ("gemeente", "politie", "om", "zorg")
NATIONAL = "rijk"
MAKES = (("gemeente", "politie", "om"), ("gemeente", "gemeente", "politie", "om"))


@dataclass(frozen=True)
class Drawn:
    """The tables that a judgement is made from."""

    prevalence: pd.DataFrame
    passages: pd.DataFrame
    mentions: pd.DataFrame
    study: Study


def draw(regions: int, labels: int, is_alike: bool, seed: int) -> Drawn:
    """A study; everybody speaks one passage on each label that they raise, and one of no label."""
    rng = np.random.default_rng(seed)
    slugs = [f"r{number:02d}" for number in range(regions)]
    study = Study.model_validate(
        {
            "title": "Drawn",
            "main_question": "What?",
            "organisations": {
                **{body: {"name": body} for body in BODIES},
                NATIONAL: {"name": NATIONAL, "level": "national", "chain": False},
            },
            "regions": {slug: {"name": slug} for slug in slugs},
        }
    )
    asked = [("", NATIONAL)] * 4
    for slug in slugs:
        own = (
            MAKES[rng.integers(2)] if is_alike else rng.choice(BODIES, size=rng.integers(3, 5), p=(0.4, 0.3, 0.2, 0.1))
        )
        asked += [(slug, str(body)) for body in own]
    frame = pd.DataFrame(asked, columns=["region", "organisation"])
    frame["source_id"] = [f"s{number:03d}" for number in range(len(frame))]
    raised = _raised(rng, frame, labels)
    said = [(f"{source}-{label:02d}", source) for (source, label) in raised]
    silent = [(f"{source}-none", source) for source in frame["source_id"]]
    passages = pd.DataFrame([*said, *silent], columns=["passage_id", "source_id"]).merge(frame, on="source_id")
    passages = passages.assign(
        voice=passages["source_id"] + "/R1", role="respondent", words=100, kind="interview", municipality=""
    )
    mentions = pd.DataFrame({"passage_id": [name for name, _ in said]})
    mentions = mentions.assign(label_kind="theme", label_id="T" + mentions["passage_id"].str[-2:])
    return Drawn(_counts(passages, raised, labels, study), passages, mentions, study)


def _raised(rng: np.random.Generator, frame: pd.DataFrame, labels: int) -> list[tuple[str, int]]:
    """Who raises what: a chance of the label's own, moved by the organisation and the region."""
    rate = rng.beta(0.9, 1.3, size=labels)
    logit = np.tile(np.log(rate / (1 - rate)), (len(frame), 1))
    for column in ("organisation", "region"):
        group = pd.factorize(frame[column])[0]
        logit += rng.normal(0, 0.7, size=(group.max() + 1, labels))[group]
    does = rng.random(logit.shape) < 1 / (1 + np.exp(-logit))
    return [(frame["source_id"][person], int(label)) for person, label in np.argwhere(does)]


def _counts(passages: pd.DataFrame, raised: list[tuple[str, int]], labels: int, study: Study) -> pd.DataFrame:
    """The rows of `prevalence` that are of people."""
    every, places = sources(passages), list(study.regions)
    groups = [("all", "all", ""), ("region", "", ""), ("level", "national", ""), ("level", "local", "")]
    groups += [(axis, place, "") for place in places for axis in ("region", "elsewhere")]
    for within in ("", *places):
        groups += [("organisation", body, within) for body in (*BODIES, NATIONAL)] + [("kind", "interview", within)]
    people = {group: {source.id for source in members(*group, every, study) or []} for group in groups}
    rows = []
    for label in range(labels):
        who = {source for source, which in raised if which == label}
        for group, part in people.items():
            if part:
                k, n = len(part & who), len(part)
                rows.append(("theme", f"T{label:02d}", *group, k, n, k, n))
    return pd.DataFrame(rows, columns=[*KEY, "k_units", "n_units", "k_voices", "n_voices"])


def main() -> None:
    """Print a table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--labels", type=int, default=25)
    parser.add_argument("--seeds", type=int, default=2)
    given = parser.parse_args()
    print("| regions | interviews | counts | leave | hidden against subtraction | CPU s | of which the slowest label |")
    print("|---|---|---|---|---|---|---|")
    for regions, is_alike in ((4, True), (8, True), (12, True), (12, False)):
        for seed in range(given.seeds):
            drawn = draw(regions, given.labels, is_alike, seed)
            seconds, judged = [], []
            for _, rows in drawn.prevalence.groupby("label_id"):
                start = time.process_time()
                judged.append(assess(rows, drawn.passages, drawn.mentions, drawn.study, Rule(), with_intervals=False))
                seconds.append(time.process_time() - start)
            found = pd.concat(judged)
            hidden = int(found["reason"].eq("complementary").sum())
            print(
                f"| {regions} {'alike' if is_alike else 'unlike'} | {drawn.passages['source_id'].nunique()} | {len(found)} "
                f"| {int(found['allowed'].sum())} | {hidden} | {sum(seconds):.1f} | {max(seconds):.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
