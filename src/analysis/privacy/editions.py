"""What an edition may be made from: every table without what is withheld, and the list of that with its ground.

An edition is built from this, never edited down: a word that is not here cannot be in it. Figures are drawn anew from
these tables; none that was drawn from more may be carried over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
import pandas as pd

from analysis.core import tables as schema
from analysis.core.classification import LEVELS, join_caveats, label_of
from analysis.core.errors import ConfidentialityError, Problem
from analysis.core.kept import NOWHERE, Kept
from analysis.core.study import Study
from analysis.privacy import disclosure, quotes
from analysis.privacy.disclosure import KEY, CellKey, Rule, is_small
from analysis.privacy.grounds import FUNCTIONING, PRIVACY, parse
from analysis.privacy.log import Event
from analysis.privacy.release import INTERNAL, PUBLIC

MARKS = {
    "nl": "[niet openbaar: artikel {article}, {paragraph}e lid{part}, Woo ({ground})]",
    "en": "[withheld: article {article}({paragraph}){part} Woo ({ground})]",
}
PARTS = {"nl": ", onder {part}", "en": "({part})"}
CLOSED_PAPER = "counts a document that is not open"
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


Lost = dict[str, tuple[str, str]]
"""What is withheld of one table: key of the row -> its ground of the Woo, and the reason."""


@dataclass(frozen=True)
class Grants:
    """What decisions and rules let through in one edition; each table is held against this.

    Parameters
    ----------
    free, named : frozenset of tuple
        Keys of the counts that may leave; kind and id of the labels that may be named.
    why : mapping of tuple to str
        Reason by key of a count that may not.
    quotable : DataFrame
        :func:`analysis.privacy.quotes.judge` of the passages.
    unexplained : collection of str or None
        Passages with a word that nobody explained.
    """

    study: Study
    rule: Rule
    free: frozenset[tuple]
    named: frozenset[tuple]
    why: Mapping[tuple, str]
    quotable: pd.DataFrame
    unexplained: Collection[str] | None


def editions_of(study: Study) -> list[str]:
    """The editions of a study that may leave, each region's and the public one."""
    return [*(f"region-{slug}" for slug in study.regions), PUBLIC]


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
    if edition not in editions_of(study):
        known = " or ".join([INTERNAL, *editions_of(study)])
        raise ConfidentialityError(Problem(f"edition {edition}", "is not one", known))
    rule = rule or Rule()
    if judged is None:
        judged = judge(tables, study, decisions, edition, rule, released)
    grants = _grants(tables, study, decisions, edition, rule, judged, unexplained)
    made: Frames = {}
    withheld: list[tuple[str, str, str, str]] = []
    for name in sorted(set(_MAKERS) & set(tables)):
        frame, lost = _MAKERS[name](tables[name].copy(), grants)
        # rows of a table that was checked when it was read, some of them blanked
        made[name] = frame[schema.TABLES[name].names].reset_index(drop=True) if len(frame) else schema.empty(name)
        withheld += [(name, key, ground, reason) for key, (ground, reason) in lost.items()]
    made["withheld"] = _labelled(withheld, tables)
    return made


def _grants(
    tables: Mapping[str, pd.DataFrame],
    study: Study,
    decisions: Sequence[Event],
    edition: str,
    rule: Rule,
    judged: pd.DataFrame,
    unexplained: Collection[str] | None,
) -> Grants:
    every = list(zip(*(judged[name].to_numpy(dtype=object) for name in KEY), strict=True))

    def keys(column: str) -> frozenset[tuple]:
        return frozenset(compress(every, judged[column].to_numpy(dtype=bool)))

    return Grants(
        study,
        rule,
        keys("allowed"),
        frozenset(key[:2] for key in keys("named")),
        dict(zip(every, judged["reason"].to_numpy(dtype=object), strict=True)),
        quotes.judge(tables["passages"], tables["sources"], decisions, edition, rule, unexplained),
        unexplained,
    )


def judge(
    tables: Mapping[str, pd.DataFrame],
    study: Study,
    decisions: Sequence[Event],
    edition: str,
    rule: Rule | None = None,
    released: pd.DataFrame | None = None,
    store: Kept = NOWHERE,
) -> pd.DataFrame:
    """Judge every count of a study for an edition.

    Counts of people by :func:`analysis.privacy.disclosure.assess`, with the decisions about "all" and "none". Counts of
    documents are of no people: one leaves where every document that it counts is open, since then anybody can count it.

    Returns
    -------
    DataFrame
        A row a row of `prevalence`: :data:`KEY`, `allowed`, `reason`, and `named`: whether the label may be named though
        its count may not leave, since enough people of more than one organisation raise it.
    """
    rule = rule or Rule()
    borne = tables["passage_themes"].rename(columns={"theme_id": "label_id"}).assign(label_kind="theme")
    borne = borne.loc[borne["label_id"].ne(""), ["label_kind", "label_id", "passage_id"]]
    on_paper = tables["prevalence"]["axis"].eq("kind") & tables["prevalence"]["group"].eq("document")
    judged = disclosure.assess(
        tables["prevalence"][~on_paper],
        tables["passages"],
        borne,
        study,
        rule,
        accepted(decisions, edition),
        released,
        with_intervals=False,
        store=store,
    )
    paper = _judge_paper(tables["prevalence"][on_paper], tables["sources"])
    both = pd.concat([judged[[*KEY, "allowed", "reason"]], paper]).sort_values(list(KEY), ignore_index=True)
    named = disclosure.nameable(tables["prevalence"], tables["passages"], borne, study, rule)
    return both.assign(named=[pair in named for pair in zip(both["label_kind"], both["label_id"], strict=True)])


def accepted(decisions: Sequence[Event], edition: str) -> frozenset[CellKey]:
    """Counts of "all" or "none" that somebody decided, by name and with a reason, to release in an edition."""
    return frozenset(
        tuple(event.about.split("/"))  # type: ignore[misc]
        for event in decisions
        if event.event == "statement" and event.edition == edition and event.why.strip() and event.who.strip()
    )


def _judge_paper(rows: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    papers = sources[sources["kind"].eq("document")]
    closed = papers[~_is_open(papers)]
    is_free = {
        within: (schema.of_region(closed, within) if within else closed).empty for within in rows["within"].unique()
    }
    free = rows["within"].map(is_free).astype("bool")
    return rows[list(KEY)].assign(allowed=free, reason=np.where(free, "", CLOSED_PAPER))


def _is_open(sources: pd.DataFrame) -> pd.Series:
    """Whether each source is a document of the lowest level without a caveat."""
    return sources["kind"].eq("document") & sources["classification"].eq(LEVELS[0]) & sources["caveats"].eq("")


def _sources(frame: pd.DataFrame, grants: Grants) -> tuple[pd.DataFrame, Lost]:
    """What a reader may know of each source: kind, region, organisation and size; a title only of an open document."""
    blank = dict.fromkeys(("file", "date", "function", "municipality", "format", "sha256"), "")
    # that a source was read with a warning may be counted; what the warning says may quote it
    warned = frame["warnings"].where(frame["warnings"].eq(""), "withheld")
    return frame.assign(**blank, warnings=warned, title=frame["title"].where(_is_open(frame), "")), {}


def _passages(frame: pd.DataFrame, grants: Grants) -> tuple[pd.DataFrame, Lost]:
    language, found = grants.study.language, grants.quotable.set_index("passage_id").loc[frame["passage_id"]]
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


def _passage_themes(frame: pd.DataFrame, grants: Grants) -> tuple[pd.DataFrame, Lost]:
    """Outliers, so that their number is right, and the themes of released passages; nobody else's."""
    quotable = grants.quotable
    open_ones = set(quotable.loc[quotable["released"], "passage_id"])
    keep = frame["theme_id"].eq("") | frame["passage_id"].isin(open_ones)
    lost = dict.fromkeys(frame.loc[~keep, "passage_id"], (PRIVACY, "links a passage to what it says"))
    return frame[keep].assign(score=np.nan, x=np.nan, y=np.nan), lost


def _themes(frame: pd.DataFrame, grants: Grants) -> tuple[pd.DataFrame, Lost]:
    """Themes that may be named; words of sources, names made of them, and numbers of mentions stay behind."""
    keep = np.array([("theme", theme_id) in grants.named for theme_id in frame["theme_id"]], dtype=bool)
    lost = dict.fromkeys(frame.loc[~keep, "theme_id"], "raised by too few to be named")
    named = frame["named_by"].eq("researcher")
    hidden = frame["flags"].str.contains(r"(?:^|; )hidden(?:;|$)")
    blank = dict.fromkeys(("n_passages", "n_voices", "n_sources", "n_regions"), 0)
    return frame.assign(
        words="", name=frame["name"].where(named, frame["theme_id"]), flags=np.where(hidden, "hidden", ""), **blank
    )[keep], _grounded(lost)


def _prevalence(frame: pd.DataFrame, grants: Grants) -> tuple[pd.DataFrame, Lost]:
    keys = list(frame[list(KEY)].itertuples(index=False, name=None))
    keep = np.array([key in grants.free for key in keys], dtype=bool)
    # shares of words and passages count mentions, which one talkative person can make
    frame[list(_FINE)] = np.nan
    lost = {
        "/".join(key): grants.why.get(key) or "not judged" for key, kept in zip(keys, keep, strict=True) if not kept
    }
    return frame[keep], _grounded(lost)


def _contrasts(frame: pd.DataFrame, grants: Grants) -> tuple[pd.DataFrame, Lost]:
    """Contrasts of which both sides may leave; no figure that rests on more than the two sides."""
    rows = frame[list(schema.TABLES["contrasts"].key)].to_dict("records")
    sides = [_sides(row) for row in rows]
    keep = np.array([bool(pair) and all(key in grants.free for key in pair) for pair in sides], dtype=bool)
    keys = ["/".join(map(str, row.values())) for row in rows]
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


def _chain(frame: pd.DataFrame, grants: Grants) -> tuple[pd.DataFrame, Lost]:
    """That nobody was asked is no secret; what was said is one where the count behind it is."""
    rows = frame.to_dict("records")
    keys = [(r["label_kind"], r["label_id"], "organisation", r["organisation"], r["region"]) for r in rows]
    keep = np.array([not r["n_units"] or key in grants.free for r, key in zip(rows, keys, strict=True)], dtype=bool)
    lost = {
        "/".join((key[0], key[1], key[4], key[3])): "its count is withheld"
        for key, kept in zip(keys, keep, strict=True)
        if not kept
    }
    return frame[keep].assign(agreement=""), _grounded(lost)


def _distinctive(frame: pd.DataFrame, grants: Grants) -> tuple[pd.DataFrame, Lost]:
    """Words of sources: only past the gate, and only those that enough people use."""
    has_passed = grants.unexplained is not None
    counts = zip(frame["k_units"], frame["n_units"], strict=True)
    keep = np.array([has_passed and 0 < k < n and not is_small(k, n, grants.rule) for k, n in counts], dtype=bool)
    # a withheld word is not named, not even as what was withheld
    number = int((~keep).sum())
    lost = {f"{number} words": "a word of too few people"} if number else {}
    return frame[keep].assign(passage_ids=""), _grounded(lost)


def _remarks(frame: pd.DataFrame, grants: Grants) -> tuple[pd.DataFrame, Lost]:
    """Remarks on the study and its regions, which say who was asked; those on sources and labels say who said what."""
    keep = frame["subject"].isin(["", *grants.study.regions]).to_numpy()
    rows = frame[~keep].itertuples(index=False)
    return frame[keep], _grounded({f"{row.kind}/{row.subject}": "about one source or one count" for row in rows})


_MAKERS: dict[str, Callable[[pd.DataFrame, Grants], tuple[pd.DataFrame, Lost]]] = {
    "sources": _sources,
    "passages": _passages,
    "themes": _themes,
    "passage_themes": _passage_themes,
    "prevalence": _prevalence,
    "contrasts": _contrasts,
    "chain": _chain,
    "distinctive": _distinctive,
    "remarks": _remarks,
}
"""What makes each table of an edition, and lists what it withholds."""


def _grounded(lost: Mapping[str, str]) -> Lost:
    return {key: (FUNCTIONING if reason == CLOSED_PAPER else PRIVACY, reason) for key, reason in lost.items()}


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
