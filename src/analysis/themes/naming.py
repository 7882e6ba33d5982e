"""Words of a theme, and a name of two to five words proposed from what people said."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from analysis.themes import nouns
from analysis.themes.language import TOKEN, Vocabulary, lemmatise

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

LONGEST = 5
"""Words a proposed name may have."""

CENTRAL = 3
"""Best words of a theme, of which a name must hold one: a turn of phrase that many use ("zwart gat") names nothing alone."""

ENDING = 2
"""Letters by which two words may differ at the end and still be one word, where no dictionary knows their lemma."""


def terms(text: str, words: Vocabulary) -> list[str]:
    """Lemmas of `text` and pairs of neighbouring ones ("persoonsgericht aanpak"), with repeats."""
    lemmas = words.lemmas(text)
    single = [lemma for lemma in lemmas if lemma]
    return single + [f"{a} {b}" for a, b in pairwise(lemmas) if a and b]


def counts(texts: Sequence[str], sources: Sequence[str], words: Vocabulary) -> tuple[csr_matrix, list[str]]:
    """Occurrences of each term in each text, sparse, shape (n_texts, n_terms), and the terms.

    A term counts when it is in two texts and, where there are more than three sources, in two sources: what one source
    alone says is a name or a slip.
    """
    from scipy.sparse import csr_matrix

    bags = [Counter(terms(text, words)) for text in texts]
    in_texts: Counter[str] = Counter(term for bag in bags for term in bag)
    in_sources: defaultdict[str, set[str]] = defaultdict(set)
    for bag, source in zip(bags, sources, strict=True):
        for term in bag:
            in_sources[term].add(source)
    least = 2 if len(set(sources)) > 3 else 1
    kept = sorted(term for term, n in in_texts.items() if n >= 2 and len(in_sources[term]) >= least)
    place = {term: column for column, term in enumerate(kept)}
    found = [(row, place[term], n) for row, bag in enumerate(bags) for term, n in bag.items() if term in place]
    rows, columns, numbers = zip(*found, strict=True) if found else ((), (), ())
    return csr_matrix((np.array(numbers, dtype=float), (rows, columns)), shape=(len(bags), len(kept))), kept


def weigh(table: csr_matrix, labels: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """How much each term says of each theme, shape (n_themes, n_terms): c-TF-IDF times how well the two go together.

    c-TF-IDF as BERTopic's `ClassTfidfTransformer(bm25_weighting=True, reduce_frequent_words=True)` (Grootendorst 2022,
    arXiv:2203.05794): the root of the share of a term in a theme, times a BM25-like idf over themes. It likes rare terms,
    which few passages of the theme hold; so it is multiplied by the cosine of term and theme over passages (Ochiai
    1957): the root of the share of the theme's passages with the term, times the share of the term's passages in it.
    """
    sums = by_theme(table, labels)
    return share(sums) * rarity(sums) * together(table, labels)


def together(table: csr_matrix, labels: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Cosine of each theme and each term, both as sets of passages, shape (n_themes, n_terms)."""
    present = table.copy()
    present.data[:] = 1
    both = by_theme(present, labels)
    sizes = np.bincount(labels[labels >= 0], minlength=len(both))
    found = np.asarray(present.sum(axis=0)).ravel()
    return both / np.sqrt(np.maximum(np.outer(sizes, found), 1))


def by_theme(table: csr_matrix, labels: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Occurrences of each term in each theme, shape (n_themes, n_terms)."""
    from scipy.sparse import csr_matrix

    rows = np.flatnonzero(labels >= 0)
    sums = csr_matrix((np.ones(len(rows)), (labels[rows], rows)), shape=(int(labels.max()) + 1, len(labels))) @ table
    return sums.toarray()


def share(sums: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Root of the share that each term has of its theme's terms."""
    return np.sqrt(sums / np.maximum(sums.sum(axis=1, keepdims=True), 1))


def rarity(sums: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """BM25-like inverse frequency of each term over themes, shape (n_terms,)."""
    frequency = sums.sum(axis=0)
    average = int(sums.sum(axis=1).mean())
    return np.log(1 + np.maximum(average - frequency + 0.5, 0) / (frequency + 0.5))


def top_words(weights: npt.NDArray[np.float64], kept: list[str], words: Vocabulary, number: int) -> list[list[str]]:
    """Best terms of each theme, as people wrote them; a term that is part of a better one is left out."""
    themes = []
    for row in weights:
        chosen: list[str] = []
        for column in np.lexsort((np.arange(len(kept)), -np.round(row, 12))):
            if row[column] <= 0 or len(chosen) == number:
                break
            if not any(_alike(kept[column], other) for other in chosen):
                chosen.append(kept[column])
        themes.append([words.show(term) for term in chosen])
    return themes


def _alike(term: str, other: str) -> bool:
    # a word in common, or two words that differ in their ending: "duidingssessie", "duidingssessies"
    if set(term.split()) & set(other.split()):
        return True
    short, long = sorted((term, other), key=len)
    return len(short) > 4 and long.startswith(short) and len(long) - len(short) <= ENDING


def propose(
    texts: Sequence[str],
    voices: Sequence[str],
    labels: npt.NDArray[np.int64],
    weights: npt.NDArray[np.float64],
    kept: list[str],
    shown: list[list[str]],
    words: Vocabulary,
) -> list[str]:
    """A name of two to five words for each theme: the phrase from its passages that holds most of its words.

    A phrase begins and ends with a word of the theme, holds one of its three best, is the name of a thing (it does not end in
    a verb, say) and is said by two voices; where there is none, the two best words that name a thing are set beside each
    other. No name is given twice.
    """
    names: list[str] = []
    stand = nouns.places(texts, words)
    for label in range(labels.max() + 1):
        value = {term: float(w) for term, w in zip(kept, weights[label], strict=True) if w > 0 and " " not in term}
        best = sorted(value.values(), reverse=True)[:30]
        value = {term: w for term, w in value.items() if best and w >= best[-1]}
        rows = np.flatnonzero(labels == label).tolist()
        ranked = _phrases([texts[i] for i in rows], [voices[i] for i in rows], value, words, stand)
        joiner = {"nl": " en ", "en": " and "}[words.language]
        things = _things(shown[label], stand, words)
        fallback = [joiner.join(things[i : i + 2]) for i in range(max(1, len(things) - 1))]
        options = [*ranked, *[name for name in fallback if name], f"thema {label + 1}"]
        taken = {name.lower() for name in names}
        name = next((option for option in options if option.lower() not in taken), options[-1])
        names.append(name[:1].upper() + name[1:])
    return names


def _things(shown: list[str], stand: nouns.Places, words: Vocabulary) -> list[str]:
    # words that name a thing before those that do not, each in the order of its weight
    return sorted(shown, key=lambda term: lemmatise(term.split()[-1].lower(), words.language) not in stand.closing)


def _phrases(
    texts: list[str], voices: list[str], value: dict[str, float], words: Vocabulary, stand: nouns.Places
) -> list[str]:
    central = set(sorted(value, key=lambda lemma: (-value[lemma], lemma))[:CENTRAL])
    said: defaultdict[str, set[str]] = defaultdict(set)
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    worth: dict[str, float] = {}
    for text, voice in zip(texts, voices, strict=True):
        tokens = TOKEN.findall(text)
        lemmas = words.lemmas(text)
        for start in range(len(tokens)):
            if lemmas[start] not in value or lemmas[start] not in stand.opening:
                continue
            for stop in range(start + 2, min(start + LONGEST, len(tokens)) + 1):
                if not tokens[stop - 1][0].isalpha():
                    break
                inside = [lemma for lemma in lemmas[start:stop] if lemma in value]
                if (
                    lemmas[stop - 1] not in stand.closing
                    or lemmas[stop - 1] not in value
                    or len(set(inside)) < 2
                    or not central & set(inside)
                ):
                    continue
                spoken = zip(tokens[start:stop], lemmas[start:stop], strict=True)
                phrase = " ".join(
                    token if words.shown.get(lemma) == token else token.lower() for token, lemma in spoken
                )
                key = " ".join(
                    lemma or token.lower() for lemma, token in zip(lemmas[start:stop], tokens[start:stop], strict=True)
                )
                said[key].add(voice)
                forms[key][phrase] += 1
                worth[key] = sum(value[lemma] for lemma in set(inside)) / (stop - start) ** 0.5
    least = 2 if len(set(voices)) > 1 else 1
    scored = [(-worth[key] * np.log1p(len(who)), key) for key, who in said.items() if len(who) >= least]
    return [min(forms[key].items(), key=lambda item: (-item[1], item[0]))[0] for _, key in sorted(scored)]
