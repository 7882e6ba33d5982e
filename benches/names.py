"""Points for a second opinion on names, and what they find in fragments by somebody who did not teach them.

    python benches/names.py validate [--only SET …]       each set held to what the others taught
    python benches/names.py fit                           write the points that the recogniser reads

`validate` takes `--least POINTS …`, to compare from how many points a word is a name. Both read what is ordinary Dutch from
printed texts where they lie (REGIOBEELD_CORPORA, else ../shared/corpora): a word in small letters is nobody there, nor is a
compound.

The sets in benches/names/ are fiction: fragments of reports, minutes, letters, notes and speech with names of six origins,
each set by a writer who knew neither the recogniser nor the other sets (CoNLL, xz; `regiobeeld evaluate pseudonyms` reads
them when unpacked). A word is shown to the regression as the recogniser sees it when all other names are masked.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.core import files
from analysis.privacy.pseudonyms import evidence, second_opinion
from analysis.privacy.pseudonyms.evaluation import Labelled, read_conll, score
from analysis.privacy.pseudonyms.key import Key
from analysis.privacy.pseudonyms.pseudonymisation import Words, recognise
from analysis.privacy.pseudonyms.settings import PseudonymSettings
from analysis.privacy.pseudonyms.spans import PERSON
from analysis.privacy.pseudonyms.tokens import Token, tokenise
from analysis.privacy.pseudonyms.word_kinds import kind_of

HERE = Path(__file__).parent
SETS = HERE / "names"
CORPORA = Path(os.environ.get("REGIOBEELD_CORPORA", HERE.parents[1] / "shared" / "corpora"))
POINTS = HERE.parent / "src" / "analysis" / "privacy" / "pseudonyms" / "lists" / "second_opinion.json"
SMALLEST = 0.15
"""Points under this are left out: most signs were met once or twice and say next to nothing."""

STIFFNESS = 1.0
"""Inverse strength of the regression's ridge."""

Rows = list[tuple[list[str], bool]]


def read(path: Path) -> dict[str, list[Labelled]]:
    """The fragments of a set by the origin of the names in them; `plain` has none."""
    found: dict[str, list[Labelled]] = {}
    for part in lzma.decompress(path.read_bytes()).decode("utf-8").split("# origin = ")[1:]:
        origin, _, lines = part.partition("\n")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "part.conll"
            file.write_text(lines, encoding="utf-8")
            found[origin] = read_conll(file)
    return found


def shown(documents: Iterable[Labelled]) -> Iterator[tuple[list[str], bool]]:
    """The signs at each word that may be a name, and whether it is one."""
    for document in documents:
        tokens = tokenise(document.text)
        inside = [
            next(
                (mention for mention in document.mentions if mention[0] < token.end and token.start < mention[1]), None
            )
            for token in tokens
        ]
        for index, mention in enumerate(inside):
            near = {at: PERSON for at, other in enumerate(inside) if other is not None and other != mention}
            seen = evidence.see(document.text, tokens, index, near)
            if seen is not None:
                signs = list(second_opinion.signs(document.text, tokens, index, near, seen))
                yield signs, mention is not None


def ordinary(text: str) -> Iterator[tuple[list[str], bool]]:
    """The signs at words of printed text that are nobody, as it is and all in small letters.

    These are the words in small letters, and of those with a capital the compounds of Dutch that no list of names has.
    """
    printed = tokenise(text)
    spans = recognise(text, printed, Key(), PseudonymSettings(), Words())
    near = {
        at: span.kind
        for at, token in enumerate(printed)
        for span in spans
        if span.start < token.end and token.start < span.end
    }
    small = text.lower()
    for written in (text, small) if len(small) == len(text) else (text,):
        tokens = tokenise(written)
        if [token.start for token in tokens] != [token.start for token in printed]:
            continue
        for index in [at for at, token in enumerate(printed) if at not in near and _is_nobody(token)]:
            seen = evidence.see(written, tokens, index, near)
            if seen is not None:
                yield list(second_opinion.signs(written, tokens, index, near, seen)), False


def _is_nobody(token: Token) -> bool:
    return not token.capital or kind_of(token) == "compound"


def paragraphs() -> Iterator[str]:
    """Printed Dutch in order: turns of speech of the Handelingen, user research by the government, and what parties answer."""
    speech = [line for file in _lying("nl-handelingen/derived/*.txt") for line in file.read_text("utf-8").split("\n")]
    reports = [
        " ".join(part.split())
        for file in _lying("nl-gebruikersonderzoeken/**/*.md")
        for part in re.split(r"\n\s*\n", file.read_text("utf-8").split("---", 2)[-1])
    ]
    answers = [
        text for file in _lying("nl-stemwijzer/*.tsv") for text in pd.read_csv(file, sep="\t")["toelichting"].dropna()
    ]
    yield from (text for text in [*speech, *reports, *answers] if len(text.split()) > 3)


def _lying(pattern: str) -> list[Path]:
    found = sorted(CORPORA.glob(pattern))
    if not found:
        raise SystemExit(f"no {pattern} in {CORPORA}: set REGIOBEELD_CORPORA")
    return found


def fit(rows: Rows) -> dict[str, float]:
    """Points of each sign that says something, and of "" for what is so without any."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    known = {sign: place for place, sign in enumerate(sorted({sign for signs, _ in rows for sign in signs}))}
    ends = np.cumsum([0, *(len(signs) for signs, _ in rows)])
    places = np.fromiter((known[sign] for signs, _ in rows for sign in signs), dtype=np.int32, count=ends[-1])
    table = csr_matrix((np.ones(len(places)), places, ends), shape=(len(rows), len(known)))
    model = LogisticRegression(C=STIFFNESS, solver="liblinear", max_iter=300, random_state=1)
    model.fit(table, [is_name for _, is_name in rows])
    found = dict(zip(known, np.round(model.coef_[0], 2).tolist(), strict=True))
    return {"": round(float(model.intercept_[0]), 2)} | {
        sign: points for sign, points in found.items() if abs(points) >= SMALLEST
    }


def use(points: dict[str, float], least: float) -> None:
    """Let the recogniser of this process read other points than those it comes with."""
    told = {"start": points[""], "points": {sign: value for sign, value in points.items() if sign}}
    second_opinion.fitted = lambda: told  # type: ignore[assignment]
    second_opinion.NAME = least


def tell(name: str, documents: dict[str, list[Labelled]], least: float) -> None:
    """Print what is found of each origin's people without and with the gate, and what is masked in vain of plain text."""
    figures = []
    for gated in (False, True):
        figures.append(
            " ".join(
                f"{score(part, PseudonymSettings(), gated).recall['PER']:.3f}"
                for origin, part in documents.items()
                if origin != "plain"
            )
        )
    plain = score(documents["plain"], PseudonymSettings(), False).ordinary
    print(f"{name} {least:5.1f}  {figures[0]}  with the gate {figures[1]}  plain words masked {plain:.4f}", flush=True)


def main(arguments: list[str]) -> int:
    """Fit or validate; the exit code is 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["fit", "validate"], nargs="?", default="validate")
    parser.add_argument("--least", type=float, nargs="*", default=[second_opinion.NAME])
    parser.add_argument("--only", nargs="*", default=[])
    asked = parser.parse_args(arguments)
    sets = {path.name.split(".")[0]: read(path) for path in sorted(SETS.glob("*.conll.xz"))}
    rows = {name: list(shown(part for parts in each.values() for part in parts)) for name, each in sets.items()}
    use({"": -99.0}, 0)
    nobody = [row for text in paragraphs() for row in ordinary(text)]
    if asked.what == "fit":
        points = fit([*nobody, *(row for each in rows.values() for row in each)])
        told = {"start": points.pop(""), "points": points}
        files.write_whole(POINTS, json.dumps(told, ensure_ascii=False, indent=0, sort_keys=True) + "\n")
        print(
            f"{len(points)} signs from {sum(map(len, rows.values()))} words of {len(sets)} sets and {len(nobody)} ordinary ones"
        )
        return 0
    print("origins: " + ", ".join(Counter(origin for each in sets.values() for origin in each if origin != "plain")))
    for name in asked.only or sets:
        use({"": -99.0}, 0)
        tell(name, sets[name], float("inf"))
        points = fit([*nobody, *(row for other, each in rows.items() if other != name for row in each)])
        for least in asked.least:
            use(points, least)
            tell(name, sets[name], least)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
