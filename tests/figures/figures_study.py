"""A small invented study of any size, as tables that pass `tables.check`; counts follow from a rule, not from chance."""

from __future__ import annotations

import pandas as pd

from analysis.core import tables
from analysis.core.study import Study

LEVEL = "Departementaal Vertrouwelijk"
SUBJECTS = (
    "Terugkoppeling na een melding blijft uit",
    "Bezetting en personeelsverloop",
    "Huiver om persoonsgegevens te delen vanwege de privacywetgeving en de functionaris gegevensbescherming",
    "Casusoverleg en persoonsgerichte aanpak",
    "Jeugdwerk als ogen en oren",
    "Onduidelijke regie tussen zorg en veiligheid",
    "Training van professionals",
    "Grensoverschrijdende contacten",
)


def study(regions: int = 4, language: str = "nl") -> Study:
    names = ["Noordelijk Heuvelland en Omstreken", "Zeekust", "Drieheuvelen", "Laagland-West"]
    names += [f"Streek {n}" for n in range(5, regions + 1)]
    return Study.model_validate(
        {
            "title": "Een verzonnen onderzoek",
            "main_question": "Hoe?",
            "language": language,
            "organisations": {
                "gemeente": {"name": "Gemeente"},
                "politie": {"name": "Politie"},
                "om": {"name": "Openbaar Ministerie"},
                "dienst": {"name": "Landelijke dienst", "level": "national", "chain": False},
            },
            "regions": {
                f"r{n}": {
                    "name": names[n - 1],
                    "municipalities": {f"r{n}-{t}": {"name": f"Plaats {n}{t.upper()} aan de Rivier"} for t in "abc"},
                    "planned": {"gemeente": 3, "politie": 1, "om": 1},
                }
                for n in range(1, regions + 1)
            },
            "national": {"name": "Landelijk", "planned": {"dienst": 2}},
        }
    )


def theme_names(themes: int) -> list[str]:
    return [SUBJECTS[n] if n < len(SUBJECTS) else f"{SUBJECTS[n % len(SUBJECTS)]}, vervolg {n}" for n in range(themes)]


def raises(source: int, theme: int) -> bool:
    """Whether source `source` raises theme `theme`."""
    return (source * 7 + theme * 5 + source * theme) % 11 < 6


def sources(regions: int = 4) -> pd.DataFrame:
    rows = []
    for n in range(1, regions + 1):
        seats = [("gemeente", f"r{n}-a"), ("gemeente", f"r{n}-b"), ("gemeente", f"r{n}-c"), ("politie", ""), ("om", "")]
        seats = seats[: 4 if n == 2 else 5]
        rows += [(f"R{n}-{i}", f"r{n}", town, who, "interview") for i, (who, town) in enumerate(seats)]
        rows += [(f"R{n}-D{i}", f"r{n}", "", "gemeente", "document") for i in range(3)]
    rows += [("NAT-1", "", "", "dienst", "interview")]
    frame = pd.DataFrame(rows, columns=["source_id", "region", "municipality", "organisation", "kind"])
    frame = frame.assign(
        file="", title="", date="2026-01-01", function="", wederhoor="bevestigd", format="txt", sha256="", warnings="",
        words=100, words_in_turns=90, words_interviewer=10, words_aside=0, classification=LEVEL, caveats="AVG",
    )  # fmt: skip
    return tables.check("sources", _filled("sources", frame))


def make(regions: int = 4, themes: int = 8, language: str = "nl") -> tuple[dict[str, pd.DataFrame], Study]:
    """All tables that figures read, and their study."""
    held = sources(regions)
    ids = [f"T{n + 1:02}" for n in range(themes)]
    rows, placed = [], []
    for number, source in enumerate(held.itertuples()):
        for theme, theme_id in enumerate(ids):
            if not raises(number, theme):
                continue
            identity = f"{source.source_id}-p{theme:02}"
            role = "document" if source.kind == "document" else "respondent"
            rows.append((identity, source.source_id, theme, f"{source.source_id}/R1", role, source))
            angle = theme * 2.4
            spread = (number * 37 % 17 / 17 - 0.5, number * 53 % 19 / 19 - 0.5)
            placed.append((identity, theme_id if number % 9 else "", 0.5 + number / 100, (theme + 2) * _cos(angle) + spread[0],
                           (theme + 2) * _cos(angle - 1.57) + spread[1], 1 if number % 4 == 0 else 0))  # fmt: skip
    passages = pd.DataFrame(
        {
            "passage_id": [r[0] for r in rows],
            "source_id": [r[1] for r in rows],
            "turn": [r[2] for r in rows],
            "voice": [r[3] for r in rows],
            "role": [r[4] for r in rows],
            "start": 0,
            "end": 10,
            "words": 20,
            "text": [f"Geheime woorden van {r[0]} over van alles en nog wat." for r in rows],
            "text_hash": "",
            "question_id": "",
            "sub_question": "",
            "aspect": "",
            **{c: [getattr(r[5], c) for r in rows] for c in ("region", "municipality", "organisation", "kind", "date")},
            "classification": LEVEL,
            "caveats": "AVG",
        }
    )
    links = pd.DataFrame(placed, columns=["passage_id", "theme_id", "score", "x", "y", "representative"])
    links = links.assign(classification=LEVEL, caveats="AVG")
    result = {
        "sources": held,
        "passages": tables.check("passages", _filled("passages", passages)) if rows else tables.empty("passages"),
        "passage_themes": tables.check("passage_themes", _filled("passage_themes", links))
        if rows
        else tables.empty("passage_themes"),
    }
    result |= summaries(result, ids, theme_names(themes), study(regions, language))
    return result, study(regions, language)


def summaries(base: dict[str, pd.DataFrame], ids: list[str], names: list[str], of: Study) -> dict[str, pd.DataFrame]:
    joined = base["passages"].merge(base["passage_themes"][["passage_id", "theme_id"]], on="passage_id")
    talks = base["sources"][base["sources"]["kind"] == "interview"]
    told = joined[joined["kind"] == "interview"]
    themes, prevalence, contrasts, chain = [], [], [], []
    for theme, name in zip(ids, names, strict=True):
        part = joined[joined["theme_id"] == theme]
        themes.append(
            (
                theme,
                name,
                "a; b",
                len(part),
                part["voice"].nunique(),
                part["source_id"].nunique(),
                part["region"].nunique(),
            )
        )
        raising = set(told.loc[told["theme_id"] == theme, "source_id"])
        told_of = set(part["source_id"])
        for place in ["", *of.regions]:
            here = base["sources"] if not place else base["sources"][base["sources"]["region"] == place]
            prevalence += [
                (theme, "kind", kind, place, *_k(told_of, here[here["kind"] == kind]))
                for kind in ("document", "interview")
            ]
        for region in [*of.regions, ""]:
            mine = talks[talks["region"] == region]
            prevalence.append((theme, "region", region, "", *_k(raising, mine)))
            others = talks[(talks["region"] != region) & (talks["region"] != "")]
            if region:
                prevalence.append((theme, "elsewhere", region, "", *_k(raising, others)))
                prevalence += [
                    (theme, "municipality", town, region, *_k(raising, mine[mine["municipality"] == town]))
                    for town in of.regions[region].municipalities
                ]
                contrasts.append((theme, "region", region, "elsewhere", "", *_k(raising, mine), *_k(raising, others)))
            for who in of.chain:
                seat = mine[mine["organisation"] == who]
                k, n = _k(raising, seat)
                if region:
                    prevalence.append((theme, "organisation", who, region, k, n))
                    state = "no interview" if not n else "sees" if k else "not asked" if theme == "T03" else "silent"
                    chain.append((theme, region, who, k, n, state, "some see it"))
    label = {"classification": LEVEL, "caveats": "AVG"}
    return {
        "themes": _checked("themes", themes, "theme_id name words n_passages n_voices n_sources n_regions",
                           stability=0.9, framework="", emergent=False, flags="", **label),
        "prevalence": _prevalence(prevalence, label),
        "contrasts": _contrasts(contrasts, label),
        "chain": _checked("chain", chain, "label_id region organisation k_units n_units state agreement",
                          label_kind="theme", **label),
        "theme_tree": _checked("theme_tree", _tree(ids), "node left right distance name", **label),
        "theme_history": _checked("theme_history", _history(ids), "theme_id event others share", **label),
        "distinctive": _checked(
            "distinctive",
            [
                ("region", r, f"woord {r} {n}", 1.0 / n, 4.0 / n, 3, 5, _first(base, r))
                for r in of.regions
                for n in range(1, 13)
            ],
            "axis group term log_odds z k_units n_units passage_ids",
            **label,
        ),
    }  # fmt: skip


def _first(base: dict[str, pd.DataFrame], region: str) -> str:
    """Two passages of a region, as `distinctive` names them."""
    return ";".join(base["passages"].loc[base["passages"]["region"] == region, "passage_id"].head(2))


def _cos(angle: float) -> float:
    import math

    return math.cos(angle)


def _k(raising: set[str], table: pd.DataFrame) -> tuple[int, int]:
    return len(raising & set(table["source_id"])), len(table)


def _history(ids: list[str]) -> list[tuple[str, str, str, float]]:
    """The first accepted theme split into itself and the last, one merged into the second, one gone, the others stayed."""
    rows = [(theme, "continued", "", 1.0) for theme in ids[1:-1]]
    if len(ids) > 1:
        rows += [(ids[0], "split", ids[-1], 0.6), (ids[-1], "new", ids[0], 0.2), ("T98", "merged", ids[1], 0.9)]
    else:
        rows += [(ids[0], "continued", "", 1.0)]
    return sorted([*rows, ("T99", "gone", "", 0.3)])


def _tree(ids: list[str]) -> list[tuple[str, str, str, float, str]]:
    nodes = [(identity, 0) for identity in ids]
    rows: list[tuple[str, str, str, float, str]] = []
    while len(nodes) > 1:
        (a, da), (b, db) = nodes[0], nodes[1]
        name = f"N{len(rows) + 1:02}"
        depth = max(da, db) + 1
        rows.append((name, a, b, depth * 0.2 + len(rows) * 0.01, ""))
        nodes = [*nodes[2:], (name, depth)]
    return rows


def _checked(name: str, rows: list, columns: str, **rest: object) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=columns.split()).assign(**rest)
    return tables.check(name, _filled(name, frame)) if rows else tables.empty(name)


def _filled(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with the columns no figure reads: the first allowed value, or nothing."""
    table = tables.TABLES[name]
    nothing = {"str": "", "int": 0, "float": 0.0, "bool": False}
    for column, kind in table.columns.items():
        if column not in frame.columns:
            frame = frame.assign(**{column: table.allowed.get(column, (nothing[kind],))[0]})
    return frame


def _prevalence(rows: list, label: dict[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["label_id", "axis", "group", "within", "k_units", "n_units"])
    share = (frame["k_units"] / frame["n_units"]).fillna(0.0)
    spread = dict.fromkeys(("share", "word_share", "passage_share"), share)
    low = {c: (share - 0.2).clip(0, 1) for c in ("low", "word_low", "passage_low")}
    high = {c: (share + 0.2).clip(0, 1) for c in ("high", "word_high", "passage_high")}
    frame = frame.assign(label_kind="theme", k_voices=frame["k_units"], n_voices=frame["n_units"], **spread, **low, **high,
                         assessable=frame["n_units"] > 0, statement="", **label)  # fmt: skip
    return tables.check("prevalence", _filled("prevalence", frame)) if rows else tables.empty("prevalence")


def _contrasts(rows: list, label: dict[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(
        rows, columns=["label_id", "contrast", "group_a", "group_b", "within", "k_a", "n_a", "k_b", "n_b"]
    )
    if not rows:
        return tables.empty("contrasts")
    there = frame["k_b"] / frame["n_b"].where(frame["n_b"] > 0)
    difference = frame["k_a"] / frame["n_a"] - there
    verdict = difference.map(
        lambda d: "not assessable" if d != d else "more here" if d > 0.3 else "less here" if d < -0.3 else "shared"
    )
    frame = frame.assign(
        label_kind="theme", difference=difference, low=(difference - 0.25).clip(-1, 1),
        high=(difference + 0.25).clip(-1, 1), p=0.1, q=0.2,
        pooled=difference, pooled_low=difference, pooled_high=difference, verdict=verdict, fragile=frame["k_a"] % 2 == 0,
        fragile_under="", statement="", **label,
    )  # fmt: skip
    return tables.check("contrasts", _filled("contrasts", frame))
