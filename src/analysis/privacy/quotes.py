"""Which quotes may leave: verbatim, confirmed, clean, of nobody who stands alone, and agreed by two who did not pick them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence

import pandas as pd

from analysis.privacy.disclosure import Rule
from analysis.privacy.grounds import GROUNDS, PRIVACY
from analysis.privacy.log import Event
from analysis.privacy.release import READERS, person

CONFIRMED = ("bevestigd", "gecorrigeerd")
"""Wederhoor after which an interview may be quoted (COREQ items 23 and 28)."""

SINGLED_OUT = "its function and region single out a person"


def judge(
    passages: pd.DataFrame,
    sources: pd.DataFrame,
    events: Sequence[Event],
    edition: str,
    rule: Rule,
    unexplained: Collection[str] | None,
) -> pd.DataFrame:
    """Judge every passage as a quote.

    Parameters
    ----------
    passages, sources : pandas.DataFrame
        Tables of those names.
    events : sequence of Event
        The log of release. `quote` proposes a passage, `read` is a reader's verdict (`agree` or `refuse`), `single-out`
        the named decision that a person who can be recognised may be; each is bound to the text by its SHA-256.
    edition : str
    rule : Rule
    unexplained : collection of str or None
        Passages that hold a word which no layer of the pseudonyms explains and nobody looked at; None when that was not
        looked into, and then no passage is clean.

    Returns
    -------
    pandas.DataFrame
        `passage_id`, `released` (bool), `ground` (of the Woo, empty when released) and `reason` ("; "-joined; "not proposed"
        for the many that nobody wants to quote).
    """
    answered = dict(zip(sources["source_id"].tolist(), sources["wederhoor"].tolist(), strict=True))
    crowd = crowds(passages, sources)
    own = [event for event in events if event.edition == edition and event.event in ("quote", "read", "single-out")]
    by_passage: dict[str, list[Event]] = {}
    for event in own:
        by_passage.setdefault(event.about, []).append(event)
    rows = []
    for row in passages.to_dict("records"):
        wederhoor = answered.get(row["source_id"], "")
        decisions = by_passage.get(row["passage_id"], [])
        reasons = list(_reasons(row, wederhoor, crowd.get(row["voice"], 0), decisions, rule, unexplained))
        rows.append((row["passage_id"], not reasons, _ground(decisions) if reasons else "", "; ".join(reasons)))
    return pd.DataFrame(rows, columns=["passage_id", "released", "ground", "reason"])


def stopped_by_gate(passages: pd.DataFrame, unreviewed: pd.DataFrame) -> frozenset[str]:
    """Passages that hold a token which no layer of the pseudonyms explains and nobody looked at.

    Parameters
    ----------
    passages, unreviewed : pandas.DataFrame
        Tables of those names; both hold `start` and `end` in the same text of a source, end exclusive.
    """
    spans = unreviewed[["source_id", "start", "end"]].rename(columns={"start": "token_start", "end": "token_end"})
    pairs = passages[["passage_id", "source_id", "start", "end"]].merge(spans, on="source_id")
    hit = pairs["token_start"].lt(pairs["end"]) & pairs["token_end"].gt(pairs["start"])
    return frozenset(pairs.loc[hit, "passage_id"])


def crowds(passages: pd.DataFrame, sources: pd.DataFrame) -> dict[str, int]:
    """For each voice the number of voices that a reader cannot tell it from: same organisation, function and region."""
    function = dict(zip(sources["source_id"].tolist(), sources["function"].tolist(), strict=True))
    spoken = passages[passages["role"].eq("respondent")]
    columns = (spoken[name].tolist() for name in ("voice", "source_id", "organisation", "region"))
    place: dict[str, tuple[str, str, str]] = {}
    for voice, source, organisation, region in zip(*columns, strict=True):
        place.setdefault(voice, (organisation, function.get(source, ""), region))
    sizes = Counter(place.values())
    return {voice: sizes[where] for voice, where in place.items()}


def _reasons(
    row: dict, wederhoor: str, crowd: int, decisions: list[Event], rule: Rule, unexplained: Collection[str] | None
) -> list[str]:
    if not decisions:
        return ["not proposed"]
    digest = hashlib.sha256(row["text"].encode("utf-8")).hexdigest()
    reasons = []
    # a decision about other words than these decides nothing
    bound = [event for event in decisions if event.sha256 == digest]
    proposed = [event for event in bound if event.event == "quote"]
    if not proposed:
        return ["not proposed"]
    if not row["text_hash"] or not digest.startswith(row["text_hash"]):
        reasons.append("not verbatim to its hash")
    is_paper = row["role"] == "document"
    if not is_paper and row["role"] != "respondent":
        reasons.append("not said by who was interviewed")
    if not is_paper and wederhoor not in CONFIRMED:
        reasons.append("its interview is not confirmed")
    if unexplained is None or row["passage_id"] in unexplained:
        reasons.append("the gate is not clean")
    authors = {person(event.who) for event in proposed}
    if not is_paper and crowd < rule.threshold and not _is_named(bound, authors):
        reasons.append(SINGLED_OUT)
    verdicts = {person(event.who): str(event.details.get("verdict", "")) for event in bound if event.event == "read"}
    if "refuse" in verdicts.values():
        reasons.append("a reader refused it")
    agreed = {who for who, verdict in verdicts.items() if verdict == "agree"} - authors - {""}
    if len(agreed) < READERS:
        reasons.append(f"{len(agreed)} of {READERS} readers agreed")
    return reasons


def _is_named(bound: list[Event], authors: set[str]) -> bool:
    """Whether somebody else than who picked the quote decided, with a reason, that the person may be recognised."""
    return any(
        event.event == "single-out" and event.why.strip() and person(event.who) and person(event.who) not in authors
        for event in bound
    )


def _ground(decisions: list[Event]) -> str:
    named = [str(event.details.get("ground", "")) for event in decisions if event.event == "read"]
    return next((ground for ground in reversed(named) if ground in GROUNDS), PRIVACY)
