"""Forest plots of contrasts: differences in share of interviews, with intervals and verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.core.study import Study
from analysis.figures import evidence, style
from analysis.figures.drawing import Drawing
from analysis.figures.lettering import wrap
from analysis.figures.plot import Plot, Properties, in_panels, within
from analysis.figures.sheet import Sheet, key_of
from analysis.figures.words import Words

VERDICTS = {
    "more here": ("triangle-right", style.BLUE),
    "only here": ("star", style.BLUE),
    "less here": ("triangle-left", style.VERMILION),
    "disagrees within the chain": ("square", style.PURPLE),
    "shared": ("circle", style.GREY),
    "not assessable": ("x-thin", style.GREY),
    "": ("diamond", style.GREY),
}
"""Shape and colour of each verdict; an open shape is a fragile one."""

TELLING = ("more here", "only here", "less here", "disagrees within the chain")
"""Verdicts that say there is a difference."""

WITH_PAPER = ("paper", "level")
"""Contrasts that count documents too, so sources and not interviews."""

COLUMNS = {"region": "region", "pair": "region", "organisation": "organisation", "paper": "kind"}
"""Contrast -> the column of a passage that holds its group A; of the other contrasts no passage is told."""

MOST = 20
"""So many themes are drawn: those with the largest difference. The table holds all."""

ACROSS = 4
"""Panels on a row."""

TOLD = 4
ROW = 36


@dataclass(frozen=True)
class Plan:
    """What is drawn: contrasts as rows, themes and pairs of groups in their order, and the names of all."""

    rows: list[Any]
    shown: list[str]
    pairs: list[tuple[str, str]]
    names: dict[str, str]
    called: dict[str, str]
    words: Words
    unit: str

    def sentence(self, row: Any) -> str:
        """One contrast, told."""
        return self.words(
            "forest sentence",
            theme=self.names[row.label_id],
            group=self.called[row.group_a],
            ka=row.k_a,
            na=row.n_a,
            other=self.called[row.group_b],
            kb=row.k_b,
            nb=row.n_b,
            verdict=self.words(row.verdict) + (f", {self.words('fragile')}" if row.fragile else ""),
        )

    def numbers(self, row: Any) -> tuple[Any, ...]:
        """The row of the table for one contrast."""
        told = (self.names[row.label_id], self.called[row.group_a], self.called[row.group_b])
        counts = (row.k_a, row.n_a, row.k_b, row.n_b, row.difference, row.low, row.high)
        return (*told, *counts, self.words(row.verdict), bool(row.fragile))


def draw(
    tables: evidence.Tables,
    study: Study,
    contrast: str = "region",
    group: str | None = None,
    within: str = "",
    key: str = "",
) -> Drawing:
    """One row a theme, one panel a group: how much more or less often the theme comes up there.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        `themes`, `contrasts`, `passages`, `passage_themes`.
    study : Study
    contrast : str
        Which family of `contrasts`: region, pair, organisation, paper, level or period.
    group : str, optional
        Only the contrasts of this `group_a`; all of them when None.
    within : str
        Slug of the region the contrasts are within; empty for the whole study.
    key : str
        Default `forest-CONTRAST[-within][-group]`.

    Returns
    -------
    Drawing
        Table: theme, groups, k and n of both, difference with interval, verdict, fragile. Marks are
        THEME|GROUP A|GROUP B, and the passages behind them are those of group A.
    """
    words = Words(study.language)
    themes, contrasts = evidence.take(tables, "themes", "contrasts")
    names = evidence.names_of(themes, tables)
    chosen = _chosen(contrasts, names, contrast, group, within)
    called = group_names(chosen, study, words)
    pairs = _pairs(chosen, list(called))
    sheet = Sheet(
        words,
        key or key_of("forest", contrast, within, group or ""),
        _title(pairs, contrast, called, evidence.region_names(study).get(within, "") if within else "", words),
        [
            *words.columns("theme", "here", "there", "raised here", "all here", "raised there", "all there"),
            *words.columns("difference", "low", "high", "verdict", "fragile"),
        ],
        evidence.label_from(tables, "themes", "contrasts", "passages", "passage_themes"),
    )
    if not chosen["n_b"].any():
        return sheet.nothing("no contrasts" if chosen.empty else "no other side")
    unit = words("sources" if contrast in WITH_PAPER else "interviews")
    plan = Plan(list(chosen.itertuples()), _largest(chosen, list(names)), pairs, names, called, words, unit)
    note = words("forest note")
    if len(plan.shown) < chosen["label_id"].nunique():
        note += " " + words("only largest", shown=len(plan.shown), total=chosen["label_id"].nunique())
    alt = words("forest alt", unit=plan.unit, counts=_counts(chosen, words), sentences=_sentences(chosen, plan)).strip()
    return sheet.drawing(
        _figure(plan, sheet.title, note),
        alt,
        sheet.table(map(plan.numbers, plan.rows), map(_mark, plan.rows)),
        _behind(tables, plan, contrast, within),
    )


def _pairs(chosen: pd.DataFrame, order: list[str]) -> list[tuple[str, str]]:
    """Groups that are held against each other, in the order of the groups."""
    found = set(zip(chosen["group_a"], chosen["group_b"], strict=True))
    return sorted(found, key=lambda pair: (order.index(pair[0]), order.index(pair[1])))


def _chosen(
    contrasts: pd.DataFrame, names: dict[str, str], contrast: str, group: str | None, within: str
) -> pd.DataFrame:
    """Rows of `contrasts` to draw, by theme in the order of `names`."""
    chosen = contrasts[
        (contrasts["label_kind"] == "theme")
        & (contrasts["contrast"] == contrast)
        & (contrasts["within"] == within)
        & contrasts["label_id"].isin(list(names))
    ]
    if group is not None:
        chosen = chosen[chosen["group_a"] == group]
    place = chosen["label_id"].map(list(names).index)
    return chosen.assign(place=place).sort_values(["place", "group_a", "group_b"])


def group_names(chosen: pd.DataFrame, study: Study, words: Words) -> dict[str, str]:
    """Group -> name, for the groups in a table of contrasts: the study's own in its order, then the others."""
    known = evidence.region_names(study) | evidence.organisation_names(study)
    found = set(chosen["group_a"]) | set(chosen["group_b"])
    told = ("elsewhere", "others", "document", "interview", "national", "local")
    known |= {group: words(f"group {group}") for group in told}
    order = [*(group for group in known if group in found), *sorted(found - set(known))]
    return {group: known.get(group, group) for group in order}


def _title(pairs: list[tuple[str, str]], contrast: str, called: dict[str, str], region: str, words: Words) -> str:
    if len(pairs) == 1:
        title = words("forest title one", group=called[pairs[0][0]], other=called[pairs[0][1]])
    elif contrast in ("region", "pair"):
        title = words("forest title")
    elif contrast == "organisation":
        title = words("forest title organisation")
    else:
        title = words("forest title other", contrast=words.contrast(contrast))
    title = title[:1].upper() + title[1:]
    return words("in region", title=title, region=region) if region else title


def _mark(row: Any) -> str:
    return evidence.mark(row.label_id, row.group_a, row.group_b)


def _largest(chosen: pd.DataFrame, order: list[str]) -> list[str]:
    """Themes with the largest differences; in one panel from most above zero to most below, else as in other figures."""
    size = chosen["difference"].abs().fillna(-1).groupby(chosen["label_id"]).max()
    kept = sorted(sorted(size.index, key=lambda theme: (-size[theme], order.index(theme)))[:MOST], key=order.index)
    if len(chosen[["group_a", "group_b"]].drop_duplicates()) > 1:
        return kept
    value = chosen.set_index("label_id")["difference"].fillna(-9)
    return sorted(kept, key=lambda theme: -float(value[theme]))


def _figure(plan: Plan, title: str, note: str) -> Plot:
    many = len(plan.pairs) > 1
    across = min(ACROSS, len(plan.pairs))
    heads = _heads(plan)
    lift = style.columns_height(heads) if many else 22
    panel, gap = ROW * len(plan.shown) + 12, 48 + lift
    down = -(-len(plan.pairs) // across)
    height = panel * down + gap * (down - 1)
    above = gap / height if down > 1 else 0
    named = [f"<b>{head}</b>" for head in heads if many]
    plot = in_panels(named, down, across, (0.02, above), one_scale=True)
    for number, pair in enumerate(plan.pairs):
        _draw_panel(plot, plan, pair, number)
    told = [v for v in VERDICTS if any(row.verdict == v and row.label_id in plan.shown for row in plan.rows)]
    for verdict in told:
        key = {"mode": "markers", "name": plan.words(verdict), "marker": _marker(verdict, [""])}
        plot.add("scatter", x=[None], y=[None], **key)
    if not many:
        _write_counts(plot, plan)
    plot.axes("y", **style.names_down([wrap(plan.names[t], 38 if across < 3 else 32) for t in plan.shown]))
    ticks = [-50, 0, 50] if many else [-100, -50, 0, 50, 100]
    signed = [f"{tick:+d}".replace("-", "−") if tick else "0" for tick in ticks]
    plot.axes("x", range=[-118, 118], tickvals=ticks, ticktext=signed, fixedrange=True)
    plot.annotate(style.below(plan.words("forest axis", unit=plan.unit), 26, x=0.5))
    return style.finish(
        plot,
        title,
        height,
        note,
        head=lift + 34 + 20 * ((len(told) - 1) // 2),
        foot=58,
        margin={"r": 128 if not many else 24},
        legend=style.LEGEND | {"itemclick": False, "itemdoubleclick": False},
    )


def _heads(plan: Plan) -> list[str]:
    """What stands above each panel: group A, and group B where it is not the same everywhere."""
    if len({b for _, b in plan.pairs}) == 1:
        return [wrap(plan.called[a], 24) for a, _ in plan.pairs]
    return [wrap(f"{plan.called[a]} – {plan.called[b]}", 24, 4) for a, b in plan.pairs]


def _draw_panel(plot: Plot, plan: Plan, pair: tuple[str, str], panel: int) -> None:
    mine = [row for row in plan.rows if (row.group_a, row.group_b) == pair and row.label_id in plan.shown]
    for verdict in VERDICTS:
        points = [row for row in mine if row.verdict == verdict]
        if points:
            plot.add("scatter", **_points(points, plan, verdict), **within(panel))
    if mine:
        plot.stand(0, panel, line={"color": style.INK, "width": 1}, layer="below")


def _write_counts(plot: Plot, plan: Plan) -> None:
    """To the right of a single panel: k of n on both sides."""
    counts = [
        (f"{row.k_a}/{row.n_a} – {row.k_b}/{row.n_b}", plan.shown.index(row.label_id))
        for row in plan.rows
        if row.label_id in plan.shown
    ]
    plot.annotate(*style.beside(plan.words("forest counts"), counts, yref="y"))


def _marker(verdict: str, ends: list[str]) -> dict[str, Any]:
    symbol, colour = VERDICTS[verdict]
    ends = ["-open" if symbol == "x-thin" else end for end in ends]
    return {
        "symbol": [symbol + end for end in ends],
        "size": 12 if verdict else 8,
        "color": colour,
        "line": {"width": 2, "color": colour},
    }


def _points(points: list[Any], plan: Plan, verdict: str) -> Properties:
    """The points of one verdict in one panel; what cannot be assessed stands at zero without an interval."""

    def percent(value: float) -> float:
        return round(100 * value, 1) if pd.notna(value) else 0.0

    interval = {
        "type": "data",
        "symmetric": False,
        "array": [max(0.0, percent(r.high - r.difference)) for r in points],
        "arrayminus": [max(0.0, percent(r.difference - r.low)) for r in points],
        "color": VERDICTS[verdict][1],
        "thickness": 2,
        "width": 0,
    }
    return {
        "x": [percent(r.difference) for r in points],
        "y": [plan.shown.index(r.label_id) for r in points],
        "error_x": interval,
        "mode": "markers",
        "marker": _marker(verdict, ["-open" if r.fragile else "" for r in points]),
        "customdata": [_mark(r) for r in points],
        "hovertext": [wrap(plan.sentence(r), 60, 6) for r in points],
        "hoverinfo": "text",
        "showlegend": False,
    }


def _counts(chosen: pd.DataFrame, words: Words) -> str:
    counts = chosen["verdict"].value_counts()
    return "; ".join(f"{words(verdict)}: {counts[verdict]}" for verdict in VERDICTS if verdict in counts.index)


def _sentences(chosen: pd.DataFrame, plan: Plan) -> str:
    telling = chosen[chosen["verdict"].isin(TELLING)]
    ranked = telling.assign(size=telling["difference"].abs())
    ranked = ranked.sort_values(["size", "label_id", "group_a", "group_b"], ascending=[False, True, True, True])
    return " ".join(plan.sentence(row) for row in ranked.head(TOLD).itertuples())


def _behind(tables: evidence.Tables, plan: Plan, contrast: str, within: str) -> dict[str, tuple[str, ...]]:
    """Passages with the theme in group A, of the sources that its `k_a` is counted over: no paper behind interviews."""
    if contrast not in COLUMNS:
        return {}
    with_paper = contrast in WITH_PAPER
    passages = evidence.within(evidence.themed(tables), within) if with_paper else evidence.spoken(tables, within)
    if contrast == "organisation":  # held against the others of its region: outside regions nobody is counted
        passages = passages[passages["region"] != ""]
    by = evidence.behind(passages, ["theme_id", COLUMNS[contrast]])
    return {_mark(r): by.get(evidence.mark(r.label_id, r.group_a), ()) for r in plan.rows}
