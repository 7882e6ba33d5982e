"""How good and how stable the themes are, beside BERTopic's defaults on the same vectors and out of the box.

    python benches/themes.py [--bbc | --bbc-only | --identity-only | --speed-only | --edge-only | --deductive-only]
                             [--model NAME] [--no-minilm] [--gloss WEIGHT] [--store FOLDER]

Sets: three of nl-stemwijzer (a person's theme for each statement), nl-gebruikersonderzoeken (paragraphs of 12 words or more,
labelled with the first theme of their report), and with --bbc the preprocessed BBC News. They are read where they lie
(REGIOBEELD_CORPORA, else ../shared/corpora). AMI: adjusted mutual information with the labels, outliers as a group of their
own. Seeds, subsamples: adjusted Rand index of two seeds, and of two subsamples of 80 % on the texts in both (the
mean of three pairs). --model: the encoder of our method and of BERTopic beside it, one of the installation. --gloss:
our method also sees the words in English, by the dictionary that is installed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from analysis import encoders
from analysis.core import workspace
from analysis.encoders import EncoderSettings
from analysis.encoders.settings import EMBEDDED, UNIVERSAL
from analysis.themes import Themes, ThemeSettings, coherence, decisions, evaluation, find, language, manner, views

CORPORA = Path(os.environ.get("REGIOBEELD_CORPORA", Path(__file__).parents[2] / "shared" / "corpora"))
STATEMENTS = ("2023-national", "2024-european", "2026-eindhoven")
SHOWN = ("themes", "ami", "seed_stability", "subsample_stability", "npmi", "diversity", "outliers", "seconds")
NUMBERS = (10, 20, 30, 40, 50)
SEEDS = (1, 2, 3)
STORE = [""]
"""Folder that keeps vectors from one run to the next; empty: a temporary one."""


def statements(name: str) -> pd.DataFrame:
    """Explanations that parties gave with a statement, and the statement's theme."""
    frame = pd.read_csv(CORPORA / "nl-stemwijzer" / f"{name}.tsv", sep="\t").dropna(subset=["toelichting"])
    return frame.rename(columns={"toelichting": "text", "thema": "label"}).reset_index(drop=True)


def reports() -> pd.DataFrame:
    """Paragraphs of user research reports with the first theme of their report."""
    rows = []
    for file in sorted((CORPORA / "nl-gebruikersonderzoeken").rglob("*.md")):
        _, head, body = file.read_text(encoding="utf-8").split("---", 2)
        themes = yaml.safe_load(head).get("themes") or []
        plain = re.sub(r"!\[.*?\]\(.*?\)|<.*?>", "", body)
        paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", plain)]
        rows += [(text[:1500], themes[0]) for text in paragraphs if themes and len(text.split()) >= 12]
    return pd.DataFrame(rows, columns=["text", "label"])


def vectors(texts: list[str], model: str, gloss: float = 0.0) -> np.ndarray:
    """Vectors of `texts` by an encoder of the installation."""
    passages = evaluation.as_passages(texts)
    key = hashlib.sha256("\0".join([model, f"{gloss:g}", *texts]).encode()).hexdigest()[:16]
    with tempfile.TemporaryDirectory() as folder:
        store = Path(STORE[0] or folder) / key
        return encoders.embed(passages, EncoderSettings(model=model, gloss=gloss), store).vectors


def compare(name: str, frame: pd.DataFrame, model: str, minilm: bool, gloss: float) -> dict[str, dict]:
    """Our figures on one set, BERTopic's on the same vectors, and BERTopic's out of the box."""
    texts, labels = frame["text"].tolist(), frame["label"].tolist()
    dense = vectors(texts, model)
    own = vectors(texts, model, gloss) if gloss else dense
    methods = {
        "ours": (evaluation.ours(ThemeSettings(), "nl"), own),
        "bertopic": (evaluation.bertopic_defaults, dense),
    }
    if minilm:
        methods["bertopic_minilm"] = (evaluation.bertopic_defaults, vectors(texts, "minilm"))
    found = {key: evaluation.evaluate(method, texts, rows, labels, 1) for key, (method, rows) in methods.items()}
    for key, figures in found.items():
        told = "  ".join(f"{figure} {figures[figure]:.3g}" for figure in SHOWN)
        print(f"{name:16} {len(texts):5d}  {key:16} {told}", flush=True)
    return found


def summarise(found: list[dict[str, dict]]) -> None:
    """Means over the sets, and how much above BERTopic's they are."""
    for key in found[0]:
        means = {figure: np.mean([one[key][figure] for one in found]) for figure in SHOWN}
        print(f"mean  {key:16} " + "  ".join(f"{figure} {value:.3f}" for figure, value in means.items()))
    for key in [key for key in found[0] if key != "ours"]:
        gains = [one["ours"]["ami"] - one[key]["ami"] for one in found]
        ratio = np.mean([one[key]["seconds"] / one["ours"]["seconds"] for one in found])
        print(f"AMI above {key}: mean {np.mean(gains):.3f}, least {min(gains):.3f}; it takes {ratio:.1f} times as long")


def deduce(chosen: str, gloss: float) -> None:
    """Share of explanations that go to their own statement when only each theme's name and one line are known.

    Beside it what the nearest statement by cosine gives with MiniLM and the encoder that was chosen, and, as a mark that has
    seen people's labels, a logistic regression trained on four fifths of them. Ours and the mark come twice, the second time
    with who says each text.
    """
    for name in STATEMENTS:
        frame = statements(name)
        told = evaluation.statements(frame["label"], frame["stelling"])
        texts, pair = frame["text"].tolist(), frame[["text", "label"]]
        found = {}
        for model, weight in (("minilm", 0.0), (chosen, gloss)):
            seeds, dense = vectors(told["text"].tolist(), model, weight), vectors(texts, model, weight)
            found[model] = evaluation.assigned(told, seeds, pair, dense, ThemeSettings(), "nl")
        voiced = evaluation.assigned(told, seeds, pair, dense, ThemeSettings(), "nl", frame["partij"].tolist())
        marks = [supervised(texts, dense, frame["label"], who) for who in (None, frame["partij"].tolist())]
        print(
            f"{name:16} {len(told)} statements: nearest by MiniLM {found['minilm']['nearest']:.3f}, by {chosen} "
            f"{found[chosen]['nearest']:.3f}; ours {found[chosen]['accuracy']:.3f}, "
            f"knowing who speaks {voiced['accuracy']:.3f}; "
            f"trained on labels {marks[0]:.3f}, knowing who speaks {marks[1]:.3f}",
            flush=True,
        )


def supervised(texts: list[str], dense: np.ndarray, labels: pd.Series, voices: list[str] | None = None) -> float:
    """Accuracy of a logistic regression on the same views, in five folds; without the manner of voices where they are known."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_score

    rows = views.fit(dense, texts, language.build(texts, evaluation.study_of("nl")), ThemeSettings()).rows
    if voices is not None:
        rows = manner.take_off(rows, pd.get_dummies(labels).to_numpy(float), voices)
    folds = StratifiedKFold(5, shuffle=True, random_state=1)
    return float(cross_val_score(LogisticRegression(C=100, max_iter=1000), rows, labels, cv=folds).mean())


def speed() -> None:
    """Seconds for 800 passages from embeddings to tables: the first time in a process, which loads libraries, and again."""
    frames = [statements(name) for name in STATEMENTS]
    dense = np.vstack([vectors(frame["text"].tolist(), UNIVERSAL) for frame in frames])[:800]
    passages = evaluation.as_passages(pd.concat(frames)["text"].tolist()[:800])
    for when in ("libraries loaded meanwhile", "again"):
        began = time.perf_counter()
        found = find(passages, dense, ThemeSettings(), 1, evaluation.study_of("nl"))
        seconds = time.perf_counter() - began
        print(f"800 passages to {len(found.themes)} themes, {when}: {seconds:.1f} s (goal 5)", flush=True)


def accepted(found: Themes, passages: pd.DataFrame) -> pd.DataFrame:
    """The state of a run as `regiobeeld themes accept` keeps it."""
    described = found.themes[["theme_id", "stability", "framework"]]
    held = passages[["passage_id", "text_hash"]].merge(found.passage_themes, on="passage_id")
    return held.merge(described, on="theme_id", how="left").fillna({"stability": 0.0, "framework": ""})


def identity() -> None:
    """The sample without a fifth of its interviews and without two planted themes; then with all, in three draws."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "themes"))
    from test_themes_sample import planted_in

    study = workspace.open(str(Path(__file__).parents[1]))
    passages = study.table("passages").sort_values("passage_id").reset_index(drop=True)
    dense = encoders.read(study.paths.embeddings, passages).vectors
    planted = planted_in(passages, (study.paths.raw / "SAMPLE.md").read_text(encoding="utf-8"))
    interviews = sorted(passages.loc[passages["kind"] == "interview", "source_id"].unique())
    for seed in SEEDS:
        draw = np.random.default_rng(seed)
        later = set(draw.choice(interviews, round(len(interviews) / 5), replace=False))
        fresh = list(draw.choice(sorted(set(planted) - {""}), 2, replace=False))
        before = ~(passages["source_id"].isin(later) | planted.isin(fresh)).to_numpy()
        first = find(passages[before].reset_index(drop=True), dense[before], ThemeSettings(), seed, study.study)
        state = accepted(first, passages[before])
        rows = [("2026-01-31", "x", "name", theme, f"naam {theme}", "") for theme in first.themes["theme_id"]]
        named = pd.DataFrame(rows, columns=decisions.COLUMNS)
        after = find(passages, dense, ThemeSettings(), seed, study.study, baseline=state, decisions=named)
        old = state[state["theme_id"] != ""].set_index("passage_id")["theme_id"]
        now = after.passage_themes.set_index("passage_id")["theme_id"]
        events = after.history.set_index("theme_id")["event"]
        gone_on = old.isin(events.index[events.isin(["continued", "split"])])
        kept = (old[gone_on] == now[old.index[gone_on]]).mean()
        own = [now[passages.loc[planted == theme, "passage_id"]].mode()[0] for theme in fresh]
        there = set(after.themes["name"]) | {one.split(": ")[1] for one in after.quality["waiting"] if ": " in one}
        lost = len({row[4] for row in rows} - there)
        print(
            f"identity, draw {seed}: {len(later)} interviews and 2 planted themes added; {gone_on.mean():.3f} of passages in "
            f"continued themes, of which {kept:.3f} keep their id; {len(set(own) - set(old))} of 2 planted themes are new; "
            f"{lost} names lost",
            flush=True,
        )


def edge() -> None:
    """Misplaced passages by how typical they are of their theme: what `comparison.typicality` takes away, and at what price.

    A passage is misplaced when its theme is not the one with most passages of its label, nor its label the theme's first.
    """
    cuts = (0.1, 0.2, 0.25, 0.3, 0.4, 0.5)
    print("| set | misplaced | below a quarter | above |" + "".join(f" {cut:.0%} |" for cut in cuts))
    print("|---" * (4 + len(cuts)) + "|")
    for name, frame in [(name, statements(name)) for name in STATEMENTS] + [("reports", reports())]:
        passages = evaluation.as_passages(frame["text"].tolist())
        dense = vectors(frame["text"].tolist(), "use-multilingual-v3")
        found = find(passages, dense, ThemeSettings(), 1, evaluation.study_of("nl")).passage_themes
        placed = passages.assign(label=frame["label"].to_numpy()).merge(found, on="passage_id").query("theme_id != ''")
        typical = placed.groupby("theme_id")["score"].rank(pct=True, method="max")
        table = pd.crosstab(placed["label"], placed["theme_id"])
        home, first = placed["label"].map(table.idxmax(axis=1)), placed["theme_id"].map(table.idxmax(axis=0))
        wrong = placed["theme_id"].ne(home) & placed["label"].ne(first)
        low = typical < 0.25
        told = [f"{(typical[wrong] < cut).mean():.2f} / {(typical[~wrong] < cut).mean():.2f}" for cut in cuts]
        rates = [f"{part.mean():.3f}" for part in (wrong, wrong[low], wrong[~low])]
        print(f"| {' | '.join([name, *rates, *told])} |", flush=True)


def news(plain: bool) -> None:
    """NPMI and diversity of ten words a theme on BBC News with MiniLM, by the number of themes asked for.

    BERTopic is asked for one more, as in its paper (Grootendorst 2022): since 0.17 the outliers count in `nr_topics`.
    """
    frame = pd.read_csv(CORPORA / "bbc-news" / "corpus.tsv", sep="\t", header=None)
    texts = frame[0].tolist()
    dense, tokens = vectors(texts, "minilm"), [text.split() for text in texts]
    methods = {"ours": lambda number: evaluation.ours(ThemeSettings(number=number, words=30), "en")}
    if plain:
        methods["bertopic"] = lambda number: partial(evaluation.bertopic_defaults, number=number + 1)
    for key, method in methods.items():
        rows = []
        for number in NUMBERS:
            for seed in SEEDS:
                run = method(number)(texts, dense, seed)
                words = [[word for word in theme if " " not in word][:10] for theme in run.words]
                rows.append((number, len(words), coherence.npmi(words, tokens), coherence.diversity(words)))
            means = np.mean([row[1:] for row in rows if row[0] == number], axis=0)
            found = f"bbc-news {key:9} {number} asked, {means[0]:.1f} found"
            print(f"{found}: NPMI {means[1]:.3f}, diversity {means[2]:.3f}", flush=True)
        print(
            "bbc-news {:9} mean: NPMI {:.3f}, diversity {:.3f}".format(key, *np.mean([row[2:] for row in rows], axis=0))
        )


def main() -> int:
    """Run what was asked for."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--bbc", action="store_true", help="also BBC News with MiniLM (some minutes)")
    options.add_argument("--bbc-only", action="store_true", help="only BBC News")
    options.add_argument("--identity-only", action="store_true", help="only identity on the sample, after `dvc repro`")
    options.add_argument(
        "--edge-only", action="store_true", help="only where passages are misplaced within their theme"
    )
    options.add_argument("--speed-only", action="store_true", help="only the time for 800 passages")
    options.add_argument("--deductive-only", action="store_true", help="only known statements")
    options.add_argument("--no-plain", action="store_true", help="leave BERTopic out on BBC News (some minutes)")
    options.add_argument("--model", default=UNIVERSAL, choices=list(EMBEDDED), help="encoder of our method")
    options.add_argument("--gloss", type=float, default=0.0, help="weight of the gloss in our method; 0: none")
    options.add_argument("--store", default="", help="folder in which vectors are kept for a next run")
    options.add_argument("--no-minilm", action="store_true", help="leave BERTopic out of the box out")
    chosen = options.parse_args()
    if not CORPORA.is_dir():
        print("skipped: no corpora; set REGIOBEELD_CORPORA to their folder")
        return 0
    STORE[0] = chosen.store
    if chosen.identity_only:
        identity()
        return 0
    if chosen.edge_only:
        edge()
        return 0
    if chosen.bbc_only:
        news(not chosen.no_plain)
        return 0
    if chosen.deductive_only:
        deduce(chosen.model, chosen.gloss)
        return 0
    speed()
    if chosen.speed_only:
        return 0
    sets = [(name, statements(name)) for name in STATEMENTS] + [("reports", reports())]
    summarise([compare(name, frame, chosen.model, not chosen.no_minilm, chosen.gloss) for name, frame in sets])
    deduce(chosen.model, chosen.gloss)
    if chosen.bbc:
        news(not chosen.no_plain)
    return 0


if __name__ == "__main__":
    sys.exit(main())
