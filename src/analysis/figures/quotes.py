"""The quote matrix: for each theme and organisation the passages that show it best."""

from __future__ import annotations

import html

import pandas as pd

from analysis.figures import evidence, grid, style
from analysis.figures.drawing import Drawing
from analysis.figures.lettering import clean, escape
from analysis.figures.words import Words
from analysis.study import Study

TOLD = 3


def draw(
    tables: evidence.Tables, study: Study, region: str = "", most: int = 1, with_text: bool = True, key: str = ""
) -> Drawing:
    """Themes down, organisations across; the plot counts passages, the table holds what was said.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        `themes`, `passages`, `passage_themes`.
    study : Study
    region : str
        Slug of a region; empty for all.
    most : int
        Passages a theme and organisation in the table.
    with_text : bool
        Whether the table holds the text of the passages; without, it holds their ids only.
    key : str
        Default `quotes[-region]`.

    Returns
    -------
    Drawing
        Table: theme, organisation, source, passage, and text if asked.
    """
    words = Words(study.language)
    key = key or "-".join(part for part in ("quotes", region) if part)
    title = words("quotes title")
    (themes,) = evidence.take(tables, "themes")
    label = evidence.label_from(tables, "themes", "passages", "passage_themes")
    names = evidence.names_of(themes, tables)
    passages = evidence.talks(evidence.themed(tables))
    passages = passages[(passages["role"] == "respondent") & passages["theme_id"].isin(list(names))]
    passages = evidence.within(passages, region)
    columns = [
        *words.columns("theme", "organisation", "source", "passage"),
        *(words.columns("text") if with_text else []),
    ]
    if passages.empty:
        return style.say_nothing(words, key, title, "no passages", columns, label)
    chosen = choose(passages, most)
    organisations = {s: n for s, n in evidence.organisation_names(study).items() if s in set(passages["organisation"])}
    organisations |= {s: s or "–" for s in sorted(set(passages["organisation"]) - set(organisations))}
    shown = [theme for theme in names if theme in set(passages["theme_id"])]
    chosen = chosen.assign(
        one=chosen["theme_id"].map(shown.index), two=chosen["organisation"].map(list(organisations).index)
    ).sort_values(["one", "two", "place"])
    rows = [
        (
            names[r.theme_id],
            organisations[r.organisation],
            r.source_id,
            r.passage_id,
            *((clean(r.text),) if with_text else ()),
        )
        for r in chosen.itertuples()
    ]
    index = pd.Index([evidence.mark(r.theme_id, r.organisation) for r in chosen.itertuples()], name="mark")
    cells = evidence.behind(passages, ["theme_id", "organisation"])
    counted = [[_cell(t, o, cells, names, organisations, words) for o in organisations] for t in shown]
    figure = grid.shade(
        [names[t] for t in shown], list(organisations.values()), counted, title, "", words("passages"), percent=False
    )
    told = [
        words(
            "quotes sentence",
            theme=names[t],
            number=words.number(int((passages["theme_id"] == t).sum()), "passages"),
            organisations=evidence.listing(
                (n for o, n in organisations.items() if evidence.mark(t, o) in cells), words("and"), 9
            ),
        )
        for t in shown[:TOLD]
    ]
    alt = words("quotes alt", n=len(rows), sentences=" ".join(told))
    return Drawing(
        key, title, figure, alt, pd.DataFrame(rows, columns=columns, index=index), cells, label, study.language
    )


def choose(passages: pd.DataFrame, most: int) -> pd.DataFrame:
    """At most `most` passages a theme and organisation: those marked representative first, then the highest score."""
    ranked = passages.assign(rank=passages["representative"].where(passages["representative"] > 0, 10**6))
    ranked = ranked.sort_values(
        ["theme_id", "organisation", "rank", "score", "passage_id"], ascending=[True, True, True, False, True]
    )
    ranked = ranked.assign(place=ranked.groupby(["theme_id", "organisation"]).cumcount())
    return ranked[ranked["place"] < most]


def to_matrix(drawing: Drawing) -> str:
    """The quotes of a drawing made `with_text` as an HTML table, themes down and organisations across, all escaped."""
    words = Words(drawing.language)
    theme, organisation, source, passage = words.columns("theme", "organisation", "source", "passage")
    text = words("text")
    frame = drawing.table
    if text not in frame.columns:
        frame = frame.assign(**{text: ""})
    heads = list(dict.fromkeys(frame[organisation]))
    lines = [
        f'<table class="quotes"><caption>{html.escape(clean(drawing.title))}</caption><thead><tr>'
        f'<th scope="col">{html.escape(theme)}</th>'
        + "".join(f'<th scope="col">{html.escape(clean(head))}</th>' for head in heads)
        + "</tr></thead><tbody>"
    ]
    for name, part in frame.groupby(theme, sort=False):
        cells = []
        for head in heads:
            quotes = [
                f"<blockquote>{html.escape(clean(row[text]))} <cite>{html.escape(clean(row[source]))}, "
                f"{html.escape(clean(row[passage]))}</cite></blockquote>"
                for _, row in part[part[organisation] == head].iterrows()
            ]
            cells.append(f"<td>{''.join(quotes) or html.escape(words('quotes none'))}</td>")
        lines.append(f'<tr><th scope="row">{html.escape(clean(name))}</th>{"".join(cells)}</tr>')
    return "\n".join([*lines, "</tbody></table>"])


def _cell(
    theme: str, who: str, cells: dict, names: dict[str, str], organisations: dict[str, str], words: Words
) -> grid.Cell | None:
    mark = evidence.mark(theme, who)
    if mark not in cells:
        return None
    n = len(cells[mark])
    hover = f"{escape(names[theme])}<br>{escape(organisations[who])}<br>{words.number(n, 'passages')}"
    return grid.Cell(str(n), float(n), hover, mark)
