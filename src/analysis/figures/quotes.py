"""The quote matrix: for each theme and organisation the passages that show it best."""

from __future__ import annotations

import html

import pandas as pd

from analysis.core.study import Study
from analysis.figures import evidence, grid
from analysis.figures.drawing import Drawing
from analysis.figures.lettering import clean, escape
from analysis.figures.sheet import Sheet, key_of
from analysis.figures.words import Words

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
    sheet = Sheet(
        words,
        key or key_of("quotes", region),
        words("quotes title"),
        words.columns("theme", "organisation", "source", "passage", *(["text"] if with_text else [])),
        evidence.label_from(tables, "themes", "passages", "passage_themes"),
    )
    names, passages = evidence.named(tables, evidence.spoken(tables, region))
    if passages.empty:
        return sheet.nothing("no spoken")
    organisations = _organisations(passages, study)
    chosen = choose(passages, most)
    chosen = chosen.assign(
        one=chosen["theme_id"].map(list(names).index), two=chosen["organisation"].map(list(organisations).index)
    ).sort_values(["one", "two", "place"])
    table = sheet.table(
        (
            (names[r.theme_id], organisations[r.organisation], r.source_id, r.passage_id)
            + ((clean(r.text),) if with_text else ())
            for r in chosen.itertuples()
        ),
        (evidence.mark(r.theme_id, r.organisation) for r in chosen.itertuples()),
    )
    cells = evidence.behind(passages, ["theme_id", "organisation"])
    counted = [[_cell(t, o, cells, names, organisations, words) for o in organisations] for t in names]
    figure = grid.shade(
        list(names.values()), list(organisations.values()), counted, sheet.title, "", words("passages"), percent=False
    )
    sentences = _sentences(passages, cells, names, organisations, words)
    return sheet.drawing(figure, words("quotes alt", n=len(table), sentences=sentences), table, cells)


def _organisations(passages: pd.DataFrame, study: Study) -> dict[str, str]:
    """Slug -> name of the organisations that speak, the study's own in its order, then the others."""
    speak = set(passages["organisation"])
    known = {slug: name for slug, name in evidence.organisation_names(study).items() if slug in speak}
    return known | {slug: slug or "–" for slug in sorted(speak - set(known))}


def _sentences(
    passages: pd.DataFrame,
    cells: dict[str, tuple[str, ...]],
    names: dict[str, str],
    organisations: dict[str, str],
    words: Words,
) -> str:
    """Of the first themes, how much is said and by whom."""
    told = []
    for theme, name in list(names.items())[:TOLD]:
        number = words.number(int((passages["theme_id"] == theme).sum()), "passages")
        who = (called for slug, called in organisations.items() if evidence.mark(theme, slug) in cells)
        listed = evidence.listing(who, words("and"), 9)
        told.append(words("quotes sentence", theme=name, number=number, organisations=listed))
    return " ".join(told)


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
