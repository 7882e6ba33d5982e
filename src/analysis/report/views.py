"""What a report text can loop over: the study, its regions, themes, differences and chains, as plain dicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.core import tables
from analysis.core.study import Study
from analysis.report.material import Material
from analysis.report.wording import Wording

View = dict[str, Any]

DIFFERENT = ("more here", "less here", "only here")
"""Verdicts that say a region stands apart from the others."""

WITHHELD = {
    "themes": "themes",
    "numbers": "prevalence",
    "differences": "contrasts",
    "chain": "chain",
    "quotes": "passages",
    "remarks": "remarks",
}
"""What an edition may withhold, by the name a text asks for it, and the table it is of."""

DIVIDED = "disagrees within the chain"
"""What the chain table says of a divide that is more than chance."""


def view(material: Material, wording: Wording) -> View:
    """All names a report text can use beside its functions.

    Returns
    -------
    dict
        `study`, `sub_questions`, `aspects`, `regions`, `national`, `themes`, `proposals`, `emergent`, `framed`,
        `differences`, `fragile`, `chain_differences`, `interviews_only`, `documents_only`, `unfinished`, `not_asked`,
        `remarks`, `withheld`, and in a region's report `region` instead of `emergent` and `framed`; docs/report.md tells
        what each holds.
    """
    regions = [_region(slug, material, wording) for slug in material.study.regions if _in_scope(slug, material)]
    themes = _themes(material, wording)
    by_id = {theme["id"]: theme for theme in themes}
    differences = [row for theme in themes for row in theme["differences"]]
    names = {
        "study": _study(material.study),
        "sub_questions": [
            {
                "id": slug,
                "number": number,
                "title": sub_question.title,
                "question": sub_question.question,
                "themes": [theme for theme in themes if theme["sub_question"] == slug],
            }
            for number, (slug, sub_question) in enumerate(material.study.sub_questions.items(), 1)
        ],
        "aspects": [
            {"id": slug, "name": aspect.name, "description": aspect.description}
            for slug, aspect in material.study.aspects.items()
        ],
        "regions": regions,
        "national": {"name": material.study.national.name, **_collected("", material.study.national.planned, material)},
        "themes": themes,
        "proposals": [theme for theme in themes if theme["is_proposal"]],
        "emergent": [theme for theme in themes if theme["emergent"]],
        # where no theme could be held against the framework, none was found to fall outside it either
        "framed": any(theme["framework"] or theme["emergent"] for theme in themes),
        "differences": differences,
        "chain_differences": _chain(material, by_id, wording),
        "interviews_only": [theme for theme in themes if theme["practice"]["k"] and not theme["paper"]["k"]],
        "documents_only": [theme for theme in themes if theme["paper"]["k"] and not theme["practice"]["k"]],
        "unfinished": [region for region in regions if region["held"] < region["planned"]],
        "fragile": [row for row in differences if row["fragile"]],
        "not_asked": _not_asked(material, by_id, wording),
        "remarks": _remarks(material),
        "withheld": dict.fromkeys(WITHHELD, 0),
    }
    if material.is_region:
        names["region"] = regions[0]
        # told of the whole study only: a region's share does not hold it, and a text that asks for it is refused
        del names["emergent"], names["framed"]
    return names


def is_interview(kinds: pd.Series) -> pd.Series:
    """Whether each kind of source is one in which people speak."""
    return kinds != "document"


def place(value: str, study: Study, wording: Wording) -> str:
    """Name of a region (or of several, `;` between), or of what belongs to none."""
    slugs = [slug for slug in value.split(";") if slug in study.regions]
    return wording.series([study.regions[slug].name for slug in slugs]) or study.national.name


def origin(passage: Mapping[Any, Any], source: Mapping[Any, Any] | None, study: Study, wording: Wording) -> str:
    """Who says a passage and where it stands: organisation, function, region, kind of source or title of a document."""
    organisation = study.organisations.get(passage["organisation"])
    is_paper = passage["kind"] == "document"
    parts = [
        organisation.name if organisation else "",
        "" if source is None else source["title"] if is_paper else source["function"],
        place(passage["region"], study, wording),
        wording[passage["kind"]],
    ]
    return " · ".join(part for part in parts if part)


def _in_scope(slug: str, material: Material) -> bool:
    return not material.is_region or slug == material.scope


def _study(study: Study) -> View:
    return {
        "title": study.title,
        "subtitle": study.subtitle,
        "main_question": study.main_question,
        "fiction": study.fiction,
        "ceiling": study.classification_ceiling,
    }


def _region(slug: str, material: Material, wording: Wording) -> View:
    region = material.study.regions[slug]
    return {
        "id": slug,
        "name": region.name,
        "population": region.population,
        "municipalities": wording.series([municipality.name for municipality in region.municipalities.values()]),
        **_collected(slug, region.planned, material),
    }


def _collected(slug: str, planned: dict[str, int], material: Material) -> View:
    """What was collected in a region, or (`""`) outside all regions, beside what was planned."""
    # a source may be of two regions, `a;b`
    mine = [source for source in material.sources.values() if slug in source["region"].split(";")]
    held = Counter(source["organisation"] for source in mine if source["kind"] != "document")
    return {
        "held": held.total(),
        "planned": sum(planned.values()),
        "documents": len(mine) - held.total(),
        "words": sum(source["words"] for source in mine),
        "organisations": [
            {
                "id": key,
                "name": organisation.name,
                "held": held[key],
                "planned": planned.get(key, 0),
            }
            for key, organisation in material.study.organisations.items()
            if key in {*planned, *held}
        ],
    }


def _themes(material: Material, wording: Wording) -> list[View]:
    themes = tables.shown(material.tables["themes"])
    said = material.tables["passages"][["passage_id", "source_id", "kind"]]
    placed = material.tables["passage_themes"].merge(said, on="passage_id")
    spread = _spread(material)
    spoken = ("region", material.scope) if material.is_region else ("all", "all")
    apart = _apart(material)
    asked = sub_questions(material) if material.sub_questions is None else material.sub_questions
    views = []
    for theme in themes.to_dict("records"):
        views.append(
            {
                "id": theme["theme_id"],
                "name": theme["name"],
                "is_proposal": theme["named_by"] != "researcher",
                "words": wording.series(theme["words"].split("; ")[:6]) if theme["words"] else "",
                "n_passages": theme["n_passages"],
                "n_voices": theme["n_voices"],
                "n_sources": theme["n_sources"],
                "n_regions": theme["n_regions"],
                "stability": float(theme["stability"]),
                "framework": theme["framework"],
                "emergent": bool(theme["emergent"]),
                "flags": theme["flags"],
                "sub_question": asked.get(theme["theme_id"], ""),
                "regions": [
                    {"name": place(row["group"], material.study, wording), **row}
                    for row in spread.get((theme["theme_id"], "region"), [])
                ],
                "practice": _held(spread, theme["theme_id"], *spoken, wording),
                "paper": _held(spread, theme["theme_id"], "kind", "document", wording),
                "differences": _differences(theme, apart, material, wording),
            }
        )
    quotes = _quotes(placed, views)
    for each in views:
        each["quotes"] = quotes.get(each["id"], [])
    # as figures order them: the interviews that raise it, then how much is said of it
    return sorted(views, key=lambda each: (-each["practice"]["k"], -each["n_passages"], each["id"]))


def sub_questions(material: Material) -> dict[str, str]:
    """By theme the sub-question that most of its passages were answers to; the first by name when two are equal."""
    placed = material.tables["passage_themes"].merge(material.tables["passages"][["passage_id", "sub_question"]])
    counts: dict[str, Counter[str]] = {}
    for theme, slug in zip(placed["theme_id"], placed["sub_question"], strict=True):
        if slug:
            counts.setdefault(theme, Counter())[slug] += 1
    return {theme: min(each, key=lambda slug: (-each[slug], slug)) for theme, each in counts.items()}


def _quotes(placed: pd.DataFrame, views: list[View]) -> dict[str, list[str]]:
    """By theme the passages that show it, each from another source, people before paper.

    First those that show it best in the whole study; then, since a region may have none of these, the typical half of its own.
    What no interview (`practice`) or document (`paper`) is counted for is not quoted from one.
    """
    practice, paper = ({each["id"]: each[part]["k"] > 0 for each in views} for part in ("practice", "paper"))
    of, is_paper = placed["theme_id"], ~is_interview(placed["kind"])
    counted = of.map(paper).where(is_paper, of.map(practice)).eq(True)
    shows = placed["representative"] > 0
    typical = placed["score"] >= placed.groupby("theme_id")["score"].transform("median")
    chosen = placed.assign(paper=is_paper, other=~shows, far=-placed["score"])[counted & (shows | typical)]
    ordered = chosen.sort_values(["other", "paper", "representative", "far", "passage_id"])
    first = ordered.drop_duplicates(["theme_id", "source_id"])
    return {theme: list(mine) for theme, mine in first.groupby("theme_id", sort=False)["passage_id"]}


def _held(spread: dict[tuple[str, str], list[View]], theme: str, axis: str, group: str, wording: Wording) -> View:
    """In how many of the interviews (or documents) that could raise it a theme is raised: `k`, `n`, and `said` in words."""
    rows = [row for row in spread.get((theme, axis), []) if row["group"] == group]
    if not rows:
        return {"k": 0, "n": 0, "said": wording["no documents" if axis == "kind" else "no interviews"]}
    return {"k": rows[0]["k"], "n": rows[0]["n"], "said": rows[0]["statement"]}


def _spread(material: Material) -> dict[tuple[str, str], list[View]]:
    """Prevalence of each theme by axis: of all sources, or in a region's report of that region."""
    table = material.tables["prevalence"]
    within = material.scope if material.is_region else ""
    rows = table[(table["label_kind"] == "theme") & ((table["within"] == within) | (table["axis"] == "region"))]
    spread: dict[tuple[str, str], list[View]] = {}
    for row in rows.to_dict("records"):
        entry = {"group": row["group"], "k": int(row["k_units"]), "n": int(row["n_units"])}
        entry |= {key: row[key] for key in ("share", "low", "high", "assessable", "statement")}
        spread.setdefault((row["label_id"], row["axis"]), []).append(entry)
    return spread


def _apart(material: Material) -> dict[str, list[View]]:
    """By theme the contrasts in which a region stands apart from the others, surest first."""
    apart: dict[str, list[View]] = {}
    for row in _contrasts(material).sort_values(["fragile", "q", "group_a", "group_b"]).to_dict("records"):
        apart.setdefault(row["label_id"], []).append(row)
    return apart


def _contrasts(material: Material) -> pd.DataFrame:
    """The contrasts in which a region stands apart from the others on a theme."""
    table = material.tables["contrasts"]
    rows = table[(table["label_kind"] == "theme") & (table["contrast"] == "region") & table["verdict"].isin(DIFFERENT)]
    if material.is_region:
        return rows[rows["group_a"] == material.scope]
    # of two regions, one has more where the other has less: that is one difference, and it is told once
    counts = ["label_id", "k_a", "n_a", "k_b", "n_b"]
    swapped = pd.MultiIndex.from_frame(rows[["label_id", "k_b", "n_b", "k_a", "n_a"]])
    told = pd.MultiIndex.from_frame(rows.loc[rows["verdict"] != "less here", counts])
    return rows[~(rows["verdict"].eq("less here").to_numpy() & swapped.isin(told))]


def _differences(theme: View, apart: dict[str, list[View]], material: Material, wording: Wording) -> list[View]:
    """Where this theme is raised more or less than elsewhere."""
    return [
        {
            "theme": theme["name"],
            "theme_id": theme["theme_id"],
            "region": place(row["group_a"], material.study, wording),
            "region_id": row["group_a"],
            "verdict": wording[row["verdict"]],
            "said": wording[f"said {row['verdict']}"].format(region=place(row["group_a"], material.study, wording)),
            "brief": wording[f"brief {row['verdict']}"].format(region=place(row["group_a"], material.study, wording)),
            **{key: row[key] for key in ("k_a", "n_a", "k_b", "n_b", "statement", "fragile", "fragile_under", "q")},
        }
        for row in apart.get(theme["theme_id"], [])
    ]


def _chain(material: Material, by_id: dict[str, View], wording: Wording) -> list[View]:
    """Where one party of a region's chain sees a theme and another does not, and the regions together bear that out.

    Regions where the same parties do are told together.
    """
    found: dict[tuple[str, str, str], list[str]] = {}
    for (theme_id, region), parties in sorted(_parties(material).items()):
        agreements = {row["agreement"] for row in parties}
        if theme_id not in by_id or not _in_scope(region, material) or DIVIDED not in agreements:
            continue
        states = {row["organisation"]: row["state"] for row in parties}
        sees, silent = (
            wording.series(
                [each.name for slug, each in material.study.organisations.items() if states.get(slug) == state]
            )
            for state in ("sees", "silent")
        )
        found.setdefault((theme_id, sees, silent), []).append(region)
    order = list(material.study.regions)
    return [
        {
            "theme": by_id[theme_id]["name"],
            "theme_id": theme_id,
            "region": wording.series(
                [place(slug, material.study, wording) for slug in sorted(regions, key=order.index)]
            ),
            "sees": sees,
            "silent": silent,
        }
        for (theme_id, sees, silent), regions in found.items()
    ]


def _parties(material: Material) -> dict[tuple[str, str], list[View]]:
    """By theme and region, what the organisations of the chain say of it."""
    table = material.tables["chain"]
    parties: dict[tuple[str, str], list[View]] = {}
    for row in table[table["label_kind"] == "theme"].to_dict("records"):
        parties.setdefault((row["label_id"], row["region"]), []).append(row)
    return parties


def _not_asked(material: Material, by_id: dict[str, View], wording: Wording) -> list[View]:
    """Organisations with the themes that the interview guide does not put to them."""
    table = material.tables["chain"]
    rows = table[(table["label_kind"] == "theme") & (table["state"] == "not asked")]
    if material.is_region:
        rows = rows[rows["region"] == material.scope]
    parties = []
    for slug, organisation in material.study.organisations.items():
        mine = set(rows.loc[rows["organisation"] == slug, "label_id"])
        if names := [f"‘{theme['name']}’" for theme in by_id.values() if theme["id"] in mine]:
            parties.append({"organisation": organisation.name, "themes": wording.series(names)})
    return parties


def _remarks(material: Material) -> list[View]:
    """What the comparison says it cannot say, regions first and single themes last."""
    rows = material.tables["remarks"].to_dict("records")
    # what was not asked is told by organisation: see _not_asked
    ordered = sorted(rows, key=lambda row: (row["kind"] in ("nobody", "only paper"), row["kind"], row["subject"]))
    ordered = [row for row in ordered if row["kind"] != "not asked"]
    return [{"kind": row["kind"], "statement": row["statement"]} for row in ordered]
