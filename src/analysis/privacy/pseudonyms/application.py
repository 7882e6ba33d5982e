"""All texts of a study under pseudonyms, with turns and tables that point into the new texts."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass

import pandas as pd

from analysis.core import kept
from analysis.core.kept import NOWHERE, Kept
from analysis.core.paths import Paths
from analysis.core.study import Study
from analysis.privacy.pseudonyms import decisions as decided
from analysis.privacy.pseudonyms import frog
from analysis.privacy.pseudonyms import key as keys
from analysis.privacy.pseudonyms.gate import Unexplained
from analysis.privacy.pseudonyms.key import Key, words_of
from analysis.privacy.pseudonyms.lexicon import fold, is_word
from analysis.privacy.pseudonyms.pseudonymisation import Pseudonymised, Replaced, Words, pseudonymise, recognise
from analysis.privacy.pseudonyms.settings import PseudonymSettings
from analysis.privacy.pseudonyms.spans import JOINS, PERSON, Span
from analysis.privacy.pseudonyms.tokens import tokenise

_FREQUENT = "de het een van dat niet ik je wij zijn voor met naar ook maar bij deze wordt"
FUNCTION_WORDS = frozenset(_FREQUENT.split(" "))
"""Frequent Dutch words that are no words of English, and hardly of German or French."""

SPANS = (
    "source_id",
    "start",
    "end",
    "original_start",
    "original_end",
    "kind",
    "layer",
    "replacement",
    "state",
    "classification",
    "caveats",
)
"""Columns of the table of spans; `state` is masked or unreviewed. No column holds text of an original."""


@dataclass(frozen=True)
class Applied:
    """Turns and texts without names, the table of spans, and each text with its way back."""

    turns: pd.DataFrame
    texts: dict[str, str]
    spans: pd.DataFrame
    results: dict[str, Pseudonymised]


def apply(
    sources: pd.DataFrame,
    turns: pd.DataFrame,
    texts: dict[str, str],
    paths: Paths,
    study: Study,
    settings: PseudonymSettings | None = None,
) -> tuple[pd.DataFrame, dict[str, str], pd.DataFrame]:
    """Turns, texts and spans of a study, pseudonymised with its key and decisions.

    Parameters
    ----------
    sources, turns : pandas.DataFrame
        Tables `sources` and `turns` of restricted/.
    texts : dict
        Original text by source id.
    paths, study : Paths, Study
        Where key and decisions are, and whose names stay.
    settings : PseudonymSettings, optional
        Layers.

    Returns
    -------
    turns : pandas.DataFrame
        As it came in, with `start` and `end` as code points into the new texts.
    texts : dict
        New text by source id.
    spans : pandas.DataFrame
        Columns :data:`SPANS`: what was replaced, with the way back to the original, and, in state "unreviewed", the
        tokens that editions which leave must mask (:func:`masked`).

    Raises
    ------
    ConfidentialityError
        When the key cannot be opened or is not allowed to lie open, or a decision is not right.
    """
    choices = decided.read(paths)
    key = keys.read(paths, study, "passages").renamed(dict(choices.aliases), choices.dropped)
    # words of sources, names among them, are kept apart: what is kept of pseudonyms holds none
    words_kept, store = Kept(paths.cache / "words"), Kept(paths.cache / "pseudonyms")
    habits = read_habits(texts, words_kept)
    words = explained(sources, habits, study, choices, settings or PseudonymSettings())
    applied = apply_key(sources, turns, texts, key, words, settings or PseudonymSettings(), store, habits)
    for each in (words_kept, store):
        each.forget_others()
    return applied.turns, applied.texts, applied.spans


@dataclass(frozen=True)
class Habits:
    """How a text writes: whether it is Dutch, its words in small letters, and those with a capital inside a sentence."""

    dutch: bool
    small: frozenset[str]
    capital: frozenset[str]


def read_habits(texts: Mapping[str, str], store: Kept = NOWHERE) -> dict[str, Habits]:
    """How each text writes; of a text that an earlier run met, what `store` keeps of it: its words, in no order."""
    found = {}
    for source_id in sorted(texts):
        name = kept.key(store.code, "habits", texts[source_id])
        known = store.get(name)
        if known is None:
            made = habits_of(texts[source_id])
            store.put(name, [made.dutch, sorted(made.small), sorted(made.capital)])
        else:
            made = Habits(known[0], frozenset(known[1]), frozenset(known[2]))
        found[source_id] = made
    return found


def habits_of(text: str) -> Habits:
    """How one text writes.

    It is Dutch by its function words: about a fifth of Dutch running text, next to none of another language's. A text under
    fifty words is taken for Dutch, so that the layers that know Dutch names look at it.
    """
    small, capital, number, dutch = set(), set(), 0, 0
    for token in tokenise(text):
        is_word = token.text.isalpha()
        number += is_word
        dutch += is_word and token.text.lower() in FUNCTION_WORDS
        if token.capital and not token.initial:
            capital.add(fold(token.text))
        elif is_word and not token.capital:
            small.add(token.text)
    return Habits(number < 50 or dutch >= 0.05 * number, frozenset(small), frozenset(capital))


def explained(
    sources: pd.DataFrame,
    habits: Mapping[str, Habits],
    study: Study,
    choices: decided.Decisions,
    settings: PseudonymSettings,
) -> Words:
    """What the study itself explains: its own names, its source ids, what people allowed, and words many sources share."""
    names = [*settings.keep, study.national.name, *sources["source_id"]]
    names += [organisation.name for organisation in study.organisations.values()]
    for region in study.regions.values():
        names += [region.name, *(municipality.name for municipality in region.municipalities.values())]
    own = {" ".join(words_of(name)) for name in names} | {fold(name) for name in names}
    common = _common(habits.values(), settings.common_from)
    allowed = {" ".join(words_of(phrase)) for phrase in choices.allowed} | {fold(phrase) for phrase in choices.allowed}
    return Words(frozenset(own), frozenset(allowed | common), generalised=dict(choices.generalised))


def _common(habits: Iterable[Habits], least: int) -> frozenset[str]:
    lower: Counter[str] = Counter()
    upper: set[str] = set()
    for text in habits:
        lower.update(text.small)
        upper |= text.capital
    # a word that ever has a capital of its own is no common word
    return frozenset(fold(word) for word, n in lower.items() if n >= least and not is_word(word)) - upper


def apply_key(
    sources: pd.DataFrame,
    turns: pd.DataFrame,
    texts: dict[str, str],
    key: Key,
    words: Words,
    settings: PseudonymSettings,
    store: Kept = NOWHERE,
    habits: Mapping[str, Habits] | None = None,
) -> Applied:
    """As :func:`apply`, with the key opened and the words known; pure but for what `store` keeps of each text.

    A name found in one source is masked in all: what a title gives away here is a bare surname there.
    """
    # another program on the machine may be another version tomorrow: what it finds is not kept
    memory = _Memory(NOWHERE if settings.frog else store, key)
    habits = habits or read_habits(texts)
    with frog.serving(settings) as served:
        layers = {s: served if habits[s].dutch else _without_dutch(served) for s in texts}
        recognised = {s: memory.recognise(texts[s], layers[s], words) for s in sorted(texts)}
    found = {
        words_of(texts[source_id][span.start : span.end])
        for source_id, spans in recognised.items()
        for span in spans
        if span.kind == PERSON and span.layer in ("register", "context")
    }
    shared = Words(words.kept, words.allowed, frozenset(found), words.generalised)
    edges: dict[str, set[int]] = defaultdict(set)
    for source_id, start, end in turns[["source_id", "start", "end"]].itertuples(index=False):
        edges[source_id] |= {int(start), int(end)}
    results = {s: memory.pseudonymise(texts[s], layers[s], shared, edges[s], recognised[s]) for s in sorted(texts)}
    moved = turns.copy()
    moved["start"] = [results[s].forward(int(at)) for s, at in turns[["source_id", "start"]].itertuples(index=False)]
    moved["end"] = [
        results[s].forward(int(at), end=True) for s, at in turns[["source_id", "end"]].itertuples(index=False)
    ]
    return Applied(moved, {s: result.text for s, result in results.items()}, _table(sources, results), results)


class _Memory:
    """Both steps for one text, taken up where text, key, layers, words and code are those of an earlier run."""

    def __init__(self, store: Kept, key: Key) -> None:
        self.store, self.key = store, key
        entries = [[entry.form_id, entry.pseudonym, entry.kind, entry.form] for entry in key.entries]
        self.base = kept.key(store.code, json.dumps(entries)) if store.folder else ""

    def recognise(self, text: str, layers: PseudonymSettings, words: Words) -> list[Span]:
        """:func:`recognise`; only places are kept, no word of the text."""
        name = self._name("recognised", text, layers, words)
        known = self.store.get(name)
        if known is not None:
            return [Span(*span) for span in known]
        found = recognise(text, tokenise(text), self.key, layers, words)
        self.store.put(name, [astuple(span) for span in found])
        return found

    def pseudonymise(
        self, text: str, layers: PseudonymSettings, words: Words, edges: set[int], spans: list[Span]
    ) -> Pseudonymised:
        """:func:`pseudonymise`; what is kept is what `text/ID.txt` holds too."""
        rest = json.dumps([sorted(edges), [astuple(span) for span in spans]])
        name = self._name("pseudonymised", text, layers, words, rest)
        known = self.store.get(name)
        if known is not None:
            spans_, left = ([tuple(row) for row in known[part]] for part in ("spans", "unreviewed"))
            return Pseudonymised(
                known["text"], tuple(Replaced(*row) for row in spans_), tuple(Unexplained(*row) for row in left)
            )
        made = pseudonymise(text, self.key, layers, words, edges, spans)
        parts = {"spans": [astuple(span) for span in made.spans], "unreviewed": [astuple(u) for u in made.unreviewed]}
        self.store.put(name, {"text": made.text, **parts})
        return made

    def _name(self, step: str, text: str, layers: PseudonymSettings, words: Words, rest: str = "") -> str:
        if not self.base:
            return ""
        told = [sorted(words.kept), sorted(words.allowed), sorted(words.names), sorted(words.generalised.items())]
        return kept.key(self.base, step, text, layers.model_dump_json(), json.dumps(told), rest)


def _without_dutch(settings: PseudonymSettings) -> PseudonymSettings:
    # to a list of Dutch names and words, every word of another language is a name or a riddle
    return settings.model_copy(update={"context": False, "lists": False, "unknown": False, "frog": ""})


def _table(sources: pd.DataFrame, results: dict[str, Pseudonymised]) -> pd.DataFrame:
    labels = {row.source_id: (row.classification, row.caveats) for row in sources.itertuples(index=False)}
    rows: list[tuple[object, ...]] = []
    for source_id, result in results.items():
        for s in result.spans:
            where = (s.start, s.end, s.original_start, s.original_end)
            rows.append((source_id, *where, s.kind, s.layer, s.replacement, "masked", *labels[source_id]))
        for u in result.unreviewed:
            where = (u.start, u.end, result.back(u.start), result.back(u.end))
            rows.append((source_id, *where, u.reason, "gate", "", "unreviewed", *labels[source_id]))
    return pd.DataFrame(sorted(rows, key=lambda row: row[:3]), columns=list(SPANS))  # type: ignore[arg-type,misc]


def masked(text: str, start: int, spans: pd.DataFrame, mask: str = "[…]") -> str:
    """A stretch of a pseudonymised text with its unreviewed tokens masked: what may leave.

    Parameters
    ----------
    text : str
        The stretch, as a passage or quote holds it.
    start : int
        Where it begins in its source's text.
    spans : pandas.DataFrame
        Rows of the table of spans for that source.
    mask : str
        What stands instead of a token.
    """
    here = spans[(spans["state"] == "unreviewed") & (spans["start"] < start + len(text)) & (spans["end"] > start)]
    stretches: list[tuple[int, int]] = []
    for begin, end in sorted((max(0, b - start), e - start) for b, e in zip(here["start"], here["end"], strict=True)):
        # what is masked word after word is one mask, so that nothing tells how many words a name has
        if stretches and text[stretches[-1][1] : begin] in JOINS:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((begin, end))
    for begin, end in reversed(stretches):
        text = text[:begin] + mask + text[end:]
    return text
