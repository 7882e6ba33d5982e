"""What an edition may be made from: every table without what is withheld, and the list of that with its ground.

An edition is built from this, never edited down: a word that is not here cannot be in it. Figures are drawn anew from
these tables; none that was drawn from more may be carried over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from analysis import tables as schema
from analysis.classification import LEVELS, join_caveats, label_of
from analysis.errors import ConfidentialityError, Problem
from analysis.privacy import disclosure, quotes
from analysis.privacy.disclosure import KEY, Rule, is_small
from analysis.privacy.grounds import PRIVACY, parse
from analysis.privacy.log import Event
from analysis.privacy.release import INTERNAL, PUBLIC
from analysis.study import Study

MARKS = {
    "nl": "[niet openbaar: artikel {article}, {paragraph}e lid{part}, Woo ({ground})]",
    "en": "[withheld: article {article}({paragraph}){part} Woo ({ground})]",
}
PARTS = {"nl": ", onder {part}", "en": "({part})"}
_FINE = tuple(f"{kind}_{end}" for kind in ("word", "passage") for end in ("share", "low", "high"))
_VERDICTS = ("shared", "more here", "less here", "not assessable", "")

Frames = dict[str, pd.DataFrame]


def mark(ground: str, language: str) -> str:
    """What stands where something was withheld.

    >>> mark("5.1.2.e", "nl")
    '[niet openbaar: artikel 5.1, 2e lid, onder e, Woo (5.1.2.e)]'
    """
    found = parse(ground)
    part = PARTS[language].format(part=found.part) if found.part else ""
    return MARKS[language].format(article=found.article, paragraph=found.paragraph, part=part, ground=ground)


def allowed(
    tables: Mapping[str, pd.DataFrame],
    study: Study,
    decisions: Sequence[Event],
    edition: str,
    rule: Rule | None = None,
    judged: pd.DataFrame | None = None,
    unexplained: Collection[str] | None = None,
    released: pd.DataFrame | None = None,
) -> Frames:
    """The tables that `edition` may be made from, and `withheld`.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Those of one report, by name: `sources`, `passages`, `themes`, `passage_themes`, `prevalence`, `contrasts`, `chain`,
        `distinctive`, `remarks`. A table of another name is not passed on.
    decisions : sequence of Event
        The log of release.
    edition : str
        `internal` (everything), `region-NAME` or `public`.
    judged : DataFrame, optional
        :func:`judge` of the tables of all regions. Give it for the report of one region, whose share does not hold who is
        in the other groups; what is not in it is withheld.
    unexplained : collection of str, optional
        Passages with a word nobody explained; without it no quote and no word of a source is let through.
    released : DataFrame, optional
        Register of released tables.

    Returns
    -------
    dict of str to DataFrame
        The same tables, each what its schema says. A withheld passage keeps its row and has :func:`mark` as text; a withheld
        count has no row. `withheld` lists both.

    Raises
    ------
    ConfidentialityError
        When the study has no such edition.
    """
    if edition == INTERNAL:
        return {**tables, "withheld": schema.empty("withheld")}
    if edition != PUBLIC and edition.removeprefix("region-") not in study.regions:
        known = [INTERNAL, *(f"region-{slug}" for slug in study.regions), PUBLIC]
        raise ConfidentialityError(Problem(f"edition {edition}", "is not one", " or ".join(known)))
    rule = rule or Rule()
    if judged is None:
        judged = judge(tables, study, decisions, edition, rule, released)
    quotable = quotes.judge(tables["passages"], tables["sources"], decisions, edition, rule, unexplained)
    free = {tuple(row) for row in judged.loc[judged["allowed"], list(KEY)].itertuples(index=False, name=None)}
    why = {tuple(row[:5]): row[5] for row in judged[[*KEY, "reason"]].itertuples(index=False, name=None)}
    makers = {
        "sources": lambda frame: (_sources(frame), {}),
        "passages": lambda frame: _passages(frame, quotable, study.language),
        "themes": lambda frame: _themes(frame, free, why),
        "passage_themes": lambda frame: _passage_themes(frame, quotable),
        "prevalence": lambda frame: _prevalence(frame, free, why),
        "contrasts": lambda frame: _contrasts(frame, free),
        "chain": lambda frame: _chain(frame, free),
        "distinctive": lambda frame: _distinctive(frame, rule, unexplained),
        "remarks": lambda frame: _remarks(frame, study),
    }
    made: Frames = {}
    withheld: list[tuple[str, str, str, str]] = []
    for name in sorted(set(makers) & set(tables)):
        frame, lost = makers[name](tables[name].copy())
        made[name] = schema.check(name, frame) if len(frame) else schema.empty(name)
        withheld += [(name, key, ground, reason) for key, (ground, reason) in lost.items()]
    made["withheld"] = _labelled(withheld, tables)
    return made


def judge(
    tables: Mapping[str, pd.DataFrame],
    study: Study,
    decisions: Sequence[Event],
    edition: str,
    rule: Rule | None = None,
    released: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """:func:`analysis.privacy.disclosure.assess` of a study's tables, with the decisions about "all" and "none"."""
    borne = tables["passage_themes"].rename(columns={"theme_id": "label_id"}).assign(label_kind="theme")
    accepted = {
        tuple(event.about.split("/"))
        for event in decisions
        if event.event == "statement" and event.edition == edition and event.why.strip() and event.who.strip()
    }
    return disclosure.assess(
        tables["prevalence"],
        tables["passages"],
        borne.loc[borne["label_id"].ne(""), ["label_kind", "label_id", "passage_id"]],
        study,
        rule or Rule(),
        accepted,  # type: ignore[arg-type]
        released,
    )


Lost = dict[str, tuple[str, str]]


def _sources(frame: pd.DataFrame) -> pd.DataFrame:
    """What a reader may know of each source: kind, region, organisation and size; a title only of an open document."""
    is_open = frame["kind"].eq("document") & frame["classification"].eq(LEVELS[0]) & frame["caveats"].eq("")
    blank = dict.fromkeys(("file", "date", "function", "municipality", "format", "sha256", "warnings"), "")
    return frame.assign(**blank, title=frame["title"].where(is_open, ""))


def _passages(frame: pd.DataFrame, quotable: pd.DataFrame, language: str) -> tuple[pd.DataFrame, Lost]:
    found = quotable.set_index("passage_id").loc[frame["passage_id"]]
    hidden = ~found["released"].to_numpy(dtype=bool)
    marks = {ground: mark(ground, language) for ground in sorted(set(found.loc[hidden, "ground"]))}
    hashes = {ground: hashlib.sha256(text.encode("utf-8")).hexdigest() for ground, text in marks.items()}
    grounds = found["ground"].to_numpy()
    frame["text"] = [marks[g] if h else text for text, g, h in zip(frame["text"], grounds, hidden, strict=True)]
    frame["text_hash"] = [
        hashes[g] if h else held for held, g, h in zip(frame["text_hash"], grounds, hidden, strict=True)
    ]
    frame = frame.assign(start=0, end=0, municipality="", date="")
    rows = zip(frame["passage_id"], grounds, found["reason"], hidden, strict=True)
    return frame, {key: (ground, reason) for key, ground, reason, is_hidden in rows if is_hidden}


def _passage_themes(frame: pd.DataFrame, quotable: pd.DataFrame) -> tuple[pd.DataFrame, Lost]:
    """Outliers, so that their number is right, and the themes of released passages; nobody else's."""
    open_ones = set(quotable.loc[quotable["released"], "passage_id"])
    keep = frame["theme_id"].eq("") | frame["passage_id"].isin(open_ones)
    lost = dict.fromkeys(frame.loc[~keep, "passage_id"], (PRIVACY, "links a passage to what it says"))
    return frame[keep].assign(score=np.nan, x=np.nan, y=np.nan), lost


def _themes(frame: pd.DataFrame, free: set, why: Mapping) -> tuple[pd.DataFrame, Lost]:
    """Themes whose total may leave; words of sources, and names made of them, stay behind."""
    keys = [("theme", theme_id, "all", "all", "") for theme_id in frame["theme_id"]]
    keep = np.array([key in free for key in keys], dtype=bool)
    lost = {key[1]: (PRIVACY, why.get(key) or "not judged") for key, kept in zip(keys, keep, strict=True) if not kept}
    named = frame["named_by"].eq("researcher")
    return frame.assign(words="", name=frame["name"].where(named, frame["theme_id"]))[keep], lost


def _prevalence(frame: pd.DataFrame, free: set, why: Mapping) -> tuple[pd.DataFrame, Lost]:
    keys = list(frame[list(KEY)].itertuples(index=False, name=None))
    keep = np.array([key in free for key in keys], dtype=bool)
    # shares of words and passages count mentions, which one talkative person can make
    frame[list(_FINE)] = np.nan
    lost = {"/".join(key): why.get(key) or "not judged" for key, kept in zip(keys, keep, strict=True) if not kept}
    return frame[keep], _grounded(lost)


def _contrasts(frame: pd.DataFrame, free: set) -> tuple[pd.DataFrame, Lost]:
    """Contrasts of which both sides may leave; no figure that rests on more than the two sides."""
    sides = [_sides(row) for row in frame.to_dict("records")]
    keep = np.array([bool(pair) and all(key in free for key in pair) for pair in sides], dtype=bool)
    keys = ["/".join(str(row[name]) for name in schema.TABLES["contrasts"].key) for row in frame.to_dict("records")]
    frame[["p", "q", "pooled", "pooled_low", "pooled_high"]] = np.nan
    frame = frame.assign(
        verdict=frame["verdict"].where(frame["verdict"].isin(_VERDICTS), ""), fragile=False, fragile_under=""
    )
    lost = {key: "a side is withheld" for key, kept in zip(keys, keep, strict=True) if not kept}
    return frame[keep], _grounded(lost)


def _sides(row: Mapping) -> list[tuple[str, ...]]:
    """The two counts a contrast is made of, where each is a row of `prevalence`."""
    label = (row["label_kind"], row["label_id"])
    axes = {"region": ("region", "elsewhere"), "pair": ("region", "region"), "level": ("level", "level")}
    if row["contrast"] not in axes:
        return []
    left, right = axes[row["contrast"]]
    # "elsewhere" is named after the region that it is elsewhere from
    group_b = row["group_a"] if right == "elsewhere" else row["group_b"]
    return [(*label, left, row["group_a"], ""), (*label, right, group_b, "")]


def _chain(frame: pd.DataFrame, free: set) -> tuple[pd.DataFrame, Lost]:
    """That nobody was asked is no secret; what was said is one where the count behind it is."""
    rows = frame.to_dict("records")
    keys = [(r["label_kind"], r["label_id"], "organisation", r["organisation"], r["region"]) for r in rows]
    keep = np.array([not r["n_units"] or key in free for r, key in zip(rows, keys, strict=True)], dtype=bool)
    lost = {
        "/".join((key[0], key[1], key[4], key[3])): "its count is withheld"
        for key, kept in zip(keys, keep, strict=True)
        if not kept
    }
    return frame[keep].assign(agreement=""), _grounded(lost)


def _distinctive(frame: pd.DataFrame, rule: Rule, unexplained: Collection[str] | None) -> tuple[pd.DataFrame, Lost]:
    """Words of sources: only past the gate, and only those that enough people use."""
    counts = zip(frame["k_units"], frame["n_units"], strict=True)
    keep = np.array([unexplained is not None and 0 < k < n and not is_small(k, n, rule) for k, n in counts], dtype=bool)
    # a withheld word is not named, not even as what was withheld
    number = int((~keep).sum())
    lost = {f"{number} words": "a word of too few people"} if number else {}
    return frame[keep].assign(passage_ids=""), _grounded(lost)


def _remarks(frame: pd.DataFrame, study: Study) -> tuple[pd.DataFrame, Lost]:
    """Remarks on the study and its regions, which say who was asked; those on sources and labels say who said what."""
    keep = frame["subject"].isin(["", *study.regions]).to_numpy()
    rows = frame[~keep].itertuples(index=False)
    return frame[keep], _grounded({f"{row.kind}/{row.subject}": "about one source or one count" for row in rows})


def _grounded(lost: Mapping[str, str]) -> Lost:
    return {key: (PRIVACY, reason) for key, reason in lost.items()}


def _labelled(rows: Iterable[tuple[str, str, str, str]], tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=["table", "key", "ground", "reason"])
    if frame.empty:
        return schema.empty("withheld")
    labels = {name: label_of(tables[name]) for name in frame["table"].unique()}
    return schema.check(
        "withheld",
        frame.assign(
            classification=[labels[name].level for name in frame["table"]],
            caveats=[join_caveats(labels[name].caveats) for name in frame["table"]],
        ),
    )
