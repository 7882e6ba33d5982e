"""What is left for people to decide: new names, forms that may be one person, tokens that nothing explains."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from analysis.privacy.pseudonyms import gate
from analysis.privacy.pseudonyms.application import Applied
from analysis.privacy.pseudonyms.key import Entry, Key, words_of
from analysis.privacy.pseudonyms.lexicon import INTERFIXES, fold
from analysis.privacy.pseudonyms.spans import NAME, ORGANISATION, PERSON

CONTEXT = 60
"""Characters shown on either side of a token."""


@dataclass(frozen=True)
class Question:
    """A token that nothing explains: how often it stands there, in how many sources, why it was stopped, and one context."""

    token: str
    count: int
    sources: int
    reason: str
    before: str
    after: str


def new_forms(applied: Applied, texts: dict[str, str], key: Key) -> set[tuple[str, str]]:
    """(kind, form) of each person and organisation found that the key does not have."""
    found = set()
    for source_id, result in applied.results.items():
        for span in result.spans:
            form = " ".join(texts[source_id][span.original_start : span.original_end].split())
            if span.kind in (PERSON, ORGANISATION) and words_of(form) not in key.by_words:
                found.add((span.kind, form))
    one_each: dict[tuple[str, ...], tuple[str, str]] = {}
    for kind, form in sorted(found):
        one_each.setdefault(words_of(form), (kind, form))
    return set(one_each.values())


def likely_aliases(key: Key) -> list[tuple[Entry, Entry]]:
    """Pairs of forms under two pseudonyms that may be one person: (shorter, longer), where all words of one are in the other.

    Initials count as the names they begin: "F. Yilmaz" is in "Fatma Yilmaz".
    """
    persons = [(entry, _name(entry)) for entry in key.entries if entry.kind == PERSON]
    pairs = []
    for short, some in persons:
        for long, all_ in persons:
            if (
                short.pseudonym != long.pseudonym
                and some
                and len(some) <= len(all_)
                and some != all_
                and _within(some, all_)
            ):
                pairs.append((short, long))
    return pairs


def _name(entry: Entry) -> tuple[str, ...]:
    return tuple(word for word in words_of(entry.form) if word not in INTERFIXES)


def _within(some: tuple[str, ...], all_: tuple[str, ...]) -> bool:
    whole = [word for word in some if len(word) > 1]
    initials = [word for word in some if len(word) == 1]
    return bool(whole) and set(whole) <= set(all_) and all(any(word.startswith(i) for word in all_) for i in initials)


def questions(applied: Applied, texts: dict[str, str]) -> Iterator[Question]:
    """What nobody has said anything of: unreviewed tokens and words taken for names, a question a word, most frequent first.

    The small words inside a stopped name are not asked about: they come and go with it. Contexts hold pseudonyms.

    Parameters
    ----------
    applied : Applied
        The study under pseudonyms.
    texts : dict
        Originals by source id: a word that was taken for a name stands there only.
    """
    rows = applied.spans[(applied.spans["state"] == "unreviewed") | (applied.spans["kind"] == NAME)]
    rows = rows[rows["kind"] != gate.LINK]
    words = [texts[r.source_id][r.original_start : r.original_end] for r in rows.itertuples(index=False)]
    frame = pd.DataFrame({"word": [fold(word) for word in words], "token": words}, index=rows.index).join(rows)
    groups = sorted(frame.groupby("word"), key=lambda pair: (-len(pair[1]), str(pair[0])))
    for _, group in groups:
        first = group.iloc[0]
        text = applied.texts[first["source_id"]]
        start, end = int(first["start"]), int(first["end"])
        yield Question(
            " ".join(first["token"].split()),
            len(group),
            group["source_id"].nunique(),
            first["kind"],
            _on_one_line(text[max(0, start - CONTEXT) : start]),
            _on_one_line(text[end : end + CONTEXT]),
        )


def _on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
