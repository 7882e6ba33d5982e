"""How well the comparison's intervals and verdicts are calibrated, beside what others do, and how fast it is.

Studies are drawn with known truth: 20 to 60 interviews in four regions, of 10 to 40 passages each. An interview raises a
label or not, with a probability of its region, and spends a share of its passages on it that varies from person to person;
so passages of one interview are alike. Six labels in ten have the same probability in each region: any "more here" is false.

    python benches/comparison.py [--studies 300] [--nations-only]

Then twenty studies of four nations, of which one has three times the words (as the test of that name draws them), with the
scores that a topic model gives and without: how often what comes up in passing is raised, and false claims among all.

`topica` takes part where it is installed (`pip install topica`): its cluster-robust effect (CR1) of region on the passages'
labels, on the true labels, so without the error its own topics would add.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import special

from analysis.comparison import ComparisonSettings, chain, compare, intervals, verdicts
from analysis.comparison.plan import Contrast

REGIONS, LABELS, ALIKE = 4, 20, 0.6
RATE = 0.05
NATIONS = 20


@dataclass(frozen=True)
class Drawn:
    """One study and its truth: `chance` (R, T) of raising, `part` (R, T) of passages; `counts` (U, T) passages with a label."""

    region: np.ndarray
    chance: np.ndarray
    part: np.ndarray
    passages: np.ndarray
    counts: np.ndarray


def draw(rng: np.random.Generator, labels: int = LABELS) -> Drawn:
    """A study; the first `ALIKE` of its labels do not differ between regions."""
    region = np.sort(np.arange(int(rng.integers(20, 61))) % REGIONS)
    chance = np.repeat(rng.beta(1.2, 1.2, size=(1, labels)), REGIONS, axis=0)
    alike = int(ALIKE * labels)
    chance[:, alike:] = rng.beta(0.6, 0.6, size=(REGIONS, labels - alike))
    taken = rng.uniform(0.05, 0.25, size=labels)
    passages = rng.integers(10, 41, size=region.size)
    share = rng.beta(6 * taken, 6 * (1 - taken), size=(region.size, labels))
    raises = rng.random((region.size, labels)) < chance[region]
    counts = np.where(raises, np.maximum(1, rng.binomial(passages[:, None], share)), 0)
    # the least of one passage lifts small shares a little: the truth is taken from many draws of the same interview
    size = rng.integers(10, 41, size=4000)
    many = np.maximum(1, rng.binomial(size[:, None], rng.beta(6 * taken, 6 * (1 - taken), size=(4000, labels))))
    return Drawn(region, chance, chance * many.sum(axis=0) / size.sum(), passages.astype(float), counts.astype(float))


def wald(k: np.ndarray, n: float) -> tuple[np.ndarray, np.ndarray]:
    """The plain binomial interval."""
    share = k / n
    half = special.ndtri(0.975) * np.sqrt(share * (1 - share) / n)
    return share - half, share + half


def cover(studies: int, resamples: int) -> dict[str, tuple[float, float]]:
    """Share of intervals that hold the truth, and their mean width."""
    hits: dict[str, list[tuple[float, float]]] = defaultdict(list)

    def note(name: str, limits: tuple[np.ndarray, np.ndarray], truth: np.ndarray) -> None:
        low, high = limits
        hits[name].append((float(np.mean((low <= truth + 1e-9) & (truth - 1e-9 <= high))), float(np.mean(high - low))))

    for seed in range(studies):
        study = draw(np.random.default_rng(seed))
        units, raised = study.region.size, study.counts > 0
        weight = np.bincount(study.region) / units
        one = np.zeros(units, dtype=int)
        for region in range(REGIONS):
            own = study.region == region
            n = int(own.sum())
            k, k_rest = raised[own].sum(axis=0), raised[~own].sum(axis=0)
            note(
                "interviews, one region | ours",
                intervals.exact_share(k, np.full(LABELS, n), 0.95),
                study.chance[region],
            )
            note("interviews, one region | plain binomial", wald(k, n), study.chance[region])
            clustered = intervals.ratio(study.counts[own], study.passages[own], one[own], resamples, 0.95, seed)
            note("passages, one region | ours", clustered, study.part[region])
            total = study.passages[own].sum()
            note(
                "passages, one region | plain binomial", wald(study.counts[own].sum(axis=0), total), study.part[region]
            )
            rest = np.arange(REGIONS) != region
            other = (study.chance[rest] * weight[rest, None]).sum(axis=0) / weight[rest].sum()
            sides = (k, np.full(LABELS, n), k_rest, np.full(LABELS, units - n))
            note(
                "difference, here - elsewhere | ours",
                intervals.difference(*sides, 0.95)[1:],
                study.chance[region] - other,
            )
        everywhere = (study.part * weight[:, None]).sum(axis=0)
        clustered = intervals.ratio(study.counts, study.passages, study.region, resamples, 0.95, seed)
        note("passages, all regions | ours", clustered, everywhere)
        note("passages, all regions | plain binomial", wald(study.counts.sum(axis=0), study.passages.sum()), everywhere)
        sides = (raised.sum(axis=0), np.full(LABELS, units))
        everywhere = (study.chance * weight[:, None]).sum(axis=0)
        note("interviews, all regions | ours", intervals.exact_share(*sides, 0.95), everywhere)
    return {name: tuple(np.mean(values, axis=0)) for name, values in hits.items()}


def verdict_of(study: Drawn) -> np.ndarray:
    """(R, T): 1 more (or only) here, -1 less here, 0 else, by our rule."""
    units = study.region.size
    one, masks = np.zeros(units, dtype=int), [study.region == region for region in range(REGIONS)]
    plan = [
        Contrast("region", str(r), "elsewhere", "", mask, tuple(m for m in masks if m is not mask), one)
        for r, mask in enumerate(masks)
    ]
    raised = study.counts > 0
    words = verdicts.decide(
        raised, np.ones_like(raised), plan, np.full(LABELS, "theme"), chain.Layout({}, {}), ComparisonSettings()
    ).verdict
    return np.isin(words, (verdicts.MORE, verdicts.ONLY)).astype(int) - (words == verdicts.LESS)


def stepped_up(p: np.ndarray, effect: np.ndarray) -> np.ndarray:
    """(R, T) directions of what Benjamini-Hochberg finds at `RATE`."""
    order = np.argsort(p, axis=None)
    passing = np.flatnonzero(p.ravel()[order] <= RATE * np.arange(1, p.size + 1) / p.size)
    found = np.zeros(p.size, dtype=int)
    if passing.size:
        found[order[: passing[-1] + 1]] = 1
    return found.reshape(p.shape) * np.sign(effect).astype(int)


def chi_square(study: Drawn) -> np.ndarray:
    """Directions found by a χ² on passages, here against elsewhere."""
    p, effect = np.ones((REGIONS, LABELS)), np.zeros((REGIONS, LABELS))
    for region in range(REGIONS):
        own = study.region == region
        a, b = study.counts[own].sum(axis=0), study.counts[~own].sum(axis=0)
        n_a, n_b = study.passages[own].sum(), study.passages[~own].sum()
        pooled = np.clip((a + b) / (n_a + n_b), 1e-9, 1 - 1e-9)
        effect[region] = a / n_a - b / n_b
        statistic = effect[region] ** 2 / (pooled * (1 - pooled) * (1 / n_a + 1 / n_b))
        p[region] = special.chdtrc(1, statistic)
    return stepped_up(p, effect)


def z_test(study: Drawn) -> np.ndarray:
    """Directions found by a z-test on interviews, unpooled binomial."""
    p, effect = np.ones((REGIONS, LABELS)), np.zeros((REGIONS, LABELS))
    for region in range(REGIONS):
        own = study.region == region
        a, b = (study.counts[own] > 0).mean(axis=0), (study.counts[~own] > 0).mean(axis=0)
        error = np.sqrt(a * (1 - a) / own.sum() + b * (1 - b) / (~own).sum())
        effect[region] = a - b
        z = np.divide(effect[region], error, out=np.where(effect[region] == 0, 0.0, 9.0), where=error > 0)
        p[region] = 2 * special.ndtr(-np.abs(z))
    return stepped_up(p, effect)


def with_topica(study: Drawn) -> np.ndarray:
    """Directions found by topica's cluster-robust effect of being in the region, with the passage as its document."""
    import topica

    source = np.repeat(np.arange(study.region.size), study.passages.astype(int))
    theta = np.zeros((source.size, LABELS))
    start = np.concatenate([[0], np.cumsum(study.passages)[:-1]]).astype(int)
    for unit, first in enumerate(start):
        for label in range(LABELS):
            # a passage can bear several labels, as in coding
            theta[first : first + int(study.counts[unit, label]), label] = 1.0
    p, effect = np.ones((REGIONS, LABELS)), np.zeros((REGIONS, LABELS))
    for region in range(REGIONS):
        here = (study.region[source] == region).astype(float)[:, None]
        found = topica.estimate_effect(theta, X=here, feature_names=["here"], cluster=source)
        for label, topic in enumerate(found):
            effect[region, label], error = topic.coef[1], topic.se[1]
            p[region, label] = 2 * special.ndtr(-abs(effect[region, label]) / error) if error > 0 else 1.0
    return stepped_up(p, effect)


def discover(studies: int) -> dict[str, tuple[float, float, float]]:
    """For each way: false discovery rate, studies without any difference in which one is claimed, and power at a gap of .6."""
    ways = {"ours: verdict on interviews": verdict_of, "binomial z on interviews, BH": z_test}
    ways["χ² on passages, BH"] = chi_square
    if importlib.util.find_spec("topica"):
        ways["topica: cluster-robust effect, BH"] = with_topica
    result = {}
    for name, way in ways.items():
        rates, false_alarm, power = [], [], []
        for seed in range(studies):
            study = draw(np.random.default_rng(10_000 + seed))
            found = way(study)
            weight = np.bincount(study.region)[:, None]
            total = (study.chance * weight).sum(axis=0)
            gap = study.chance - (total - study.chance * weight) / (weight.sum() - weight)
            false = (found != 0) & ((np.abs(gap) < 1e-9) | (np.sign(gap) != found))
            rates.append(false.sum() / max(1, (found != 0).sum()))
            power.append(np.mean((found == np.sign(gap))[np.abs(gap) > 0.6]) if (np.abs(gap) > 0.6).any() else np.nan)
            null = Drawn(
                np.random.default_rng(seed).permutation(study.region),
                study.chance,
                study.part,
                study.passages,
                study.counts,
            )
            false_alarm.append((way(null) != 0).any())
        result[name] = (float(np.mean(rates)), float(np.mean(false_alarm)), float(np.nanmean(power)))
    return result


def speed() -> tuple[float, float]:
    """Seconds and peak MiB for the interval of 200 labels in 50 interviews from 10,000 resamples."""
    rng = np.random.default_rng(0)
    words = rng.integers(500, 3000, 50).astype(float)
    label = np.where(rng.random((50, 200)) < 0.5, rng.integers(20, 200, (50, 200)), 0).astype(float)
    start = time.perf_counter()
    intervals.ratio(label, words, np.arange(50) % REGIONS, 10_000, 0.95, 1)
    return time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def nations(studies: int) -> None:
    """Print what three times the words do to what comes up in passing equally often everywhere."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "comparison"))
    from test_comparison_nations import CLAIMS, SETTINGS, hearings, passing, raising

    print("\n| four nations, one with three times the words | raised by the long | by others | false claims |")
    print("|---|---|---|---|")
    for name, dropped in (("passages with scores", []), ("codes without", ["typical"])):
        shares, false, claims = [], 0, 0
        for seed in range(studies):
            made = hearings(seed)
            pairs = made.mentions.drop(columns=dropped)
            shares.append(raising(made, pairs))
            found = compare(made.passages, made.sources, pairs, made.labels, made.study, made.guide, SETTINGS, 1)
            claimed = found.contrasts[
                found.contrasts["contrast"].eq("region") & found.contrasts["verdict"].isin(CLAIMS)
            ]
            false, claims = false + int(passing(claimed["label_id"]).sum()), claims + len(claimed)
        long, short = np.mean(shares, axis=0)
        print(f"| {name} | {long:.3f} | {short:.3f} | {false} of {claims} |")


def main() -> None:
    """Print the tables as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--studies", type=int, default=300)
    parser.add_argument("--resamples", type=int, default=2000)
    parser.add_argument("--nations-only", action="store_true")
    given = parser.parse_args()
    if given.nations_only:
        return nations(NATIONS)
    seconds, mebibytes = speed()
    print(f"10,000 resamples x 200 labels x 50 interviews: {seconds:.2f} s, peak {mebibytes:.0f} MiB\n")
    print("| 95 % interval of | by | holds the truth | mean width |\n|---|---|---|---|")
    for name, (share, width) in cover(given.studies, given.resamples).items():
        print(f"| {' | '.join(name.split(' | '))} | {share:.1%} | {width:.3f} |")
    print(
        "\n| more or less here, at a rate of 5 % | false discoveries | studies with one where none differ | gaps > .6 found |"
    )
    print("|---|---|---|---|")
    for name, (rate, alarm, power) in discover(given.studies).items():
        print(f"| {name} | {rate:.1%} | {alarm:.1%} | {power:.1%} |")
    nations(NATIONS)


if __name__ == "__main__":
    main()
