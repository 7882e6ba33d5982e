"""One file a report: complete in itself, labelled, inert, and the same on each run."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from report_material import HOSTILE, Elements

from analysis.core import tables
from analysis.core.errors import ReportError
from analysis.core.paths import Paths
from analysis.core.study import Study
from analysis.report import exhibits, write_reports


@pytest.fixture(scope="module")
def pages(repository: Paths, study: Study) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in write_reports(repository, study)}


@pytest.fixture
def copy(repository: Paths, tmp_path: Path) -> Paths:
    shutil.copytree(repository.root, tmp_path / "copy")
    return Paths(tmp_path / "copy")


def test_there_is_a_page_for_the_whole_and_one_for_each_region(pages: dict[str, str]) -> None:
    assert list(pages) == ["overall.html", "region-noord.html", "region-zuid.html"]


def test_a_page_loads_nothing_from_elsewhere(pages: dict[str, str]) -> None:
    for html in pages.values():
        for tag, attributes in Elements(html).found:
            assert not {"src", "srcset", "data", "poster", "background"} & attributes.keys(), tag
            assert tag not in ("link", "iframe", "object", "embed", "base", "img"), tag


def test_only_our_own_scripts_may_run(pages: dict[str, str]) -> None:
    for html in pages.values():
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
        assert policy
        allowed = policy[1].count("sha256-")
        own = [a for tag, a in Elements(html).found if tag == "script" and a.get("type") != "application/json"]
        assert allowed == len(own) == 4
        assert "unsafe-inline" not in policy[1].split("style-src")[0]


def test_hostile_words_of_a_source_never_become_elements(pages: dict[str, str]) -> None:
    for html in pages.values():
        for tag, attributes in Elements(html).found:
            assert not [name for name in attributes if name.startswith("on")], tag
            assert not (attributes.get("href") or "#").lower().startswith("javascript"), tag


def test_every_passage_can_be_quoted_word_for_word(copy: Paths, study: Study) -> None:
    passages = tables.read("passages", copy.passages)
    asked = "\n\n".join(f'{{{{ quote("{passage}") }}}}' for passage in passages["passage_id"])
    (copy.report_text / "overall.md").write_text(asked, encoding="utf-8")
    (path,) = write_reports(copy, study, "overall")
    quotes = path.read_text(encoding="utf-8").split('<div class="annex"')[0]
    shown = " ".join(" ".join(Elements(quotes).text).split())
    for text in passages["text"]:
        assert " ".join(re.sub("[\ue000\ue001]", "", text).split()) in shown


def test_where_nothing_was_planned_no_number_is_held_against_it(copy: Paths, study: Study) -> None:
    regions = {slug: region.model_copy(update={"planned": {}}) for slug, region in study.regions.items()}
    free = study.model_copy(update={"regions": regions, "national": study.national.model_copy(update={"planned": {}})})
    for language, told, untold in (("nl", "Gevoerd en verwerkt: ", "gepland"), ("en", "Processed: ", "planned")):
        html = write_reports(copy, free.model_copy(update={"language": language}), "overall")[0].read_text("utf-8")
        (paragraph,) = re.findall(rf"<p>({told}.*?)</p>", html, re.DOTALL)
        assert untold not in paragraph


def test_the_label_is_the_join_of_all_that_went_in(pages: dict[str, str]) -> None:
    for html in pages.values():
        assert (
            len(re.findall('class="banner (top|bottom)"[^>]*>Departementaal Vertrouwelijk · persoonsgegevens<', html))
            == 2
        )
        assert "@top-center" in html


def test_numbers_in_the_prose_are_those_of_the_tables(pages: dict[str, str]) -> None:
    text = " ".join(" ".join(Elements(pages["overall.html"]).text).split())
    assert "5 gesprekken en 1 document naar voren" in text
    assert "Van de 6 geplande gesprekken zijn er 5 gevoerd" in text
    assert "Startgetal (seed) 2025" in text


def test_every_table_has_cells_that_head_others(pages: dict[str, str]) -> None:
    for html in pages.values():
        made = re.findall(r"<table>(.*?)</table>", html, re.DOTALL)
        assert made
        assert all(re.search(r"<th[^>]*>[^<]", table) for table in made)
        assert re.search(r"<th[^>]*>Startgetal \(seed\)</th>", html), "a row of the colophon is headed by what it tells"


def test_what_only_a_screen_can_follow_is_left_out_on_paper(pages: dict[str, str]) -> None:
    for html in pages.values():
        assert re.findall(r'<span class="screen"><a href="#e-[^"]*">Lees ', html)
        assert not re.findall(r'(?<!<span class="screen">)<a href="#e-[^"]*">Lees ', html)
        assert ".screen, dialog, .annex, .drawing-sideways { display: none !important; }" in html


def test_one_is_told_in_the_singular(copy: Paths, study: Study) -> None:
    held = tables.read("sources", copy.sources).query("kind == 'document' or source_id == 'N1'")
    tables.write("sources", held, copy.sources)
    (report,) = write_reports(copy, study, "overall")
    assert "Van de 6 geplande gesprekken is er 1 gevoerd" in _chapter(report, "Werkwijze")
    limits = _chapter(report, "Wat niet gezegd kan worden")
    assert "Noord: 1 van de 3 geplande gesprekken is gevoerd." in limits
    assert "Zuid & Zee: 0 van de 2 geplande gesprekken zijn gevoerd." in limits


def test_a_fragile_difference_is_called_so_wherever_it_is_told(pages: dict[str, str]) -> None:
    text = " ".join("".join(Elements(pages["overall.html"].split('id="passages"')[0]).text).split())
    told = re.findall(r"komt in Noord vaker aan de orde dan elders \([^)]*\)\.(.{0,27})", text)
    assert told == [" Dit verschil is broos: het"] * 2, "among the differences, and under the sub-question of the theme"


def test_a_region_report_holds_nothing_of_another_region(pages: dict[str, str]) -> None:
    assert "bron Z1" not in pages["region-noord.html"]
    assert "bron N1" not in pages["region-zuid.html"]


def test_each_heading_has_an_id_of_its_own_and_the_contents_lead_to_it(pages: dict[str, str]) -> None:
    for html in pages.values():
        found = Elements(html).found
        ids = Counter(attributes["id"] for _, attributes in found if attributes.get("id"))
        assert max(ids.values()) == 1
        links = [a["href"] for tag, a in found if tag == "a" and (a.get("href") or "").startswith("#")]
        assert len(links) > 5
        assert {link[1:] for link in links if link} <= set(ids)


def test_a_figure_has_a_text_alternative_and_its_numbers(pages: dict[str, str]) -> None:
    for html in pages.values():
        images = [a for _, a in Elements(html).found if a.get("role") == "img"]
        assert [a["aria-label"] for a in images] == [f"Staafdiagram {HOSTILE[5]}"]
        assert "0,60" in html


def test_a_second_run_gives_the_same_bytes(copy: Paths, study: Study, pages: dict[str, str]) -> None:
    again = {path.name: path.read_text(encoding="utf-8") for path in write_reports(copy, study)}
    assert again == pages


def test_one_report_is_written_from_its_own_share(copy: Paths, study: Study, pages: dict[str, str]) -> None:
    shutil.rmtree(copy.comparison)
    shutil.rmtree(copy.shares / "zuid")
    shutil.rmtree(copy.editions, ignore_errors=True)
    (written,) = write_reports(copy, study, "noord")
    assert written.read_text(encoding="utf-8") == pages["region-noord.html"]


def test_an_unknown_report_is_refused(repository: Paths, study: Study) -> None:
    with pytest.raises(ReportError, match="noord or zuid"):
        write_reports(repository, study, "oost")


def _ask(paths: Paths, study: Study, text: str) -> list[str]:
    (paths.report_text / "overall.md").write_text(text, encoding="utf-8")
    before = (paths.editions / "internal/overall.html").read_bytes()
    with pytest.raises(ReportError) as caught:
        write_reports(paths, study, "overall")
    assert (paths.editions / "internal/overall.html").read_bytes() == before
    return [str(problem) for problem in caught.value.problems]


def test_everything_a_text_asks_in_vain_is_told_with_its_line(copy: Paths, study: Study, pages: dict[str, str]) -> None:
    text = '{{ number("interviews.hold") }}\n\n{{ figure("kaart") }}\n\n{{ quote("N9-9") }}\n\n{{ table("x") }}\n'
    found = _ask(copy, study, text)
    assert [problem.split(":")[0] for problem in found] == [f"reports/text/overall.md, line {n}" for n in (1, 3, 5, 7)]
    assert "interviews.held" in found[0]
    assert "heat-map-region" in found[1]


def test_words_that_were_not_said_cannot_be_quoted(copy: Paths, study: Study, pages: dict[str, str]) -> None:
    (found,) = _ask(copy, study, 'a\n\n{{ quote("N1-0", "De brug van bron N2") }}')
    assert found.startswith("reports/text/overall.md, line 3")
    assert "brug" not in found


def test_a_quote_that_is_not_what_its_hash_says_is_refused(copy: Paths, study: Study, pages: dict[str, str]) -> None:
    passages = tables.read("passages", copy.passages)
    passages.loc[passages["passage_id"] == "N1-0", "text"] += " Erbij verzonnen."
    tables.write("passages", passages, copy.passages)
    (found,) = _ask(copy, study, '{{ quote("N1-0") }}')
    assert "hash" in found


def test_a_quote_above_the_level_of_the_edition_is_refused(copy: Paths, study: Study, pages: dict[str, str]) -> None:
    lower = study.model_copy(update={"classification_ceiling": "Ongerubriceerd"})
    found = _ask(copy, lower, '{{ quote("N1-1") }}\n\n{{ quote("N1-0") }}\n\n{{ figure("heat-map-region") }}')
    assert len(found) == 1
    assert found[0].startswith("reports/text/overall.md, line 3")


def test_a_fragment_of_a_passage_can_be_quoted(copy: Paths, study: Study) -> None:
    (copy.report_text / "overall.md").write_text('{{ quote("N2-1", "wacht al 1 jaar") }}', encoding="utf-8")
    (path,) = write_reports(copy, study, "overall")
    assert "<p>wacht al 1 jaar</p>" in path.read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_study_without_themes_still_has_reports(copy: Paths, study: Study) -> None:
    for folder in (copy.themes, copy.comparison, *(copy.shares / region for region in study.regions)):
        for file in folder.glob("*.parquet"):
            if file.stem not in ("sources", "passages", "passage_themes"):
                tables.write(file.stem, tables.empty(file.stem), file)
            elif file.stem == "passage_themes":
                placed = pd.read_parquet(file).assign(theme_id="", representative=0)
                tables.write(file.stem, placed, file)
    for path in write_reports(copy, study):
        assert "geen thema’s" in path.read_text(encoding="utf-8")


def _remark(copy: Paths, study: Study, **row: str) -> None:
    """Leave no difference and no divide, and one remark."""
    for folder in (copy.comparison, *(copy.shares / region for region in study.regions)):
        for name in ("contrasts", "chain"):
            tables.write(name, tables.empty(name), folder / f"{name}.parquet")
        remarks = tables.read("remarks", folder / "remarks.parquet")
        tables.write("remarks", remarks.assign(**row), folder / "remarks.parquet")


def _chapter(page: Path, title: str) -> str:
    """Text of one chapter of a report."""
    html = page.read_text(encoding="utf-8")
    parts = re.split(r"<h2[^>]*>", html)
    (part,) = [part for part in parts[1:] if title in part.split("</h2>")[0]]
    return " ".join("".join(Elements(part).text).split())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "differences", "apart", "chain", "sure"),
    [
        ("nl", "Verschillen tussen", "onderscheidt", "Binnen de keten", ("toets doorstaat", "geen tegenstelling")),
        ("en", "Differences between", "sets this region apart", "Within the chain", ("passes the test", "no divide")),
    ],
)
def test_where_nothing_can_be_compared_a_report_says_so_and_not_that_nothing_was_found(
    copy: Paths, study: Study, language: str, differences: str, apart: str, chain: str, sure: tuple[str, str]
) -> None:
    study = study.model_copy(update={"language": language})
    _remark(copy, study, kind="one region", subject="noord", statement="Alleen Noord heeft gesprekken.")
    whole, region, _ = write_reports(copy, study)
    for page, title in ((whole, differences), (region, apart)):
        assert "Alleen Noord heeft gesprekken." in _chapter(page, title)
        assert sure[0] not in _chapter(page, title)
    assert sure[1] in _chapter(whole, chain)
    _remark(copy, study, kind="one organisation", subject="gemeente", statement="Alle gesprekken zijn met Gemeente.")
    for page in write_reports(copy, study):
        if page.name == "region-zuid.html":
            continue
        assert "Alle gesprekken zijn met Gemeente." in _chapter(page, chain)
        assert sure[1] not in _chapter(page, chain)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "title", "told", "untold"),
    [
        ("nl", "nader bekeken", "van geen thema is te zeggen of het was verwacht", "ooraf niet verwacht"),
        ("en", "A closer look", "of no theme can it be said whether it was expected", "Not expected"),
    ],
)
def test_where_no_question_was_on_an_aspect_no_theme_is_called_unexpected(
    copy: Paths, study: Study, language: str, title: str, told: str, untold: str
) -> None:
    path = copy.themes / "themes.parquet"
    tables.write("themes", tables.read("themes", path).assign(framework="", emergent=False), path)
    (report,) = write_reports(copy, study.model_copy(update={"language": language}), "overall")
    assert told in _chapter(report, title)
    assert untold not in report.read_text(encoding="utf-8")
    assert 'class="identity"' in report.read_text(encoding="utf-8"), "its themes are quoted all the same"


@pytest.mark.slow
def test_where_every_region_is_thin_the_whole_says_so_and_not_that_no_difference_was_found(
    copy: Paths, study: Study
) -> None:
    _remark(copy, study, kind="thin")
    path = copy.comparison / "remarks.parquet"
    first = tables.read("remarks", path).iloc[:1]
    rows = [first.assign(subject=slug, statement=f"{slug} heeft 2 gesprekken; te weinig.") for slug in study.regions]
    tables.write("remarks", pd.concat(rows, ignore_index=True), path)
    (report,) = write_reports(copy, study, "overall")
    chapter = _chapter(report, "Verschillen tussen")
    assert all(f"{slug} heeft 2 gesprekken; te weinig." in chapter for slug in study.regions)
    assert "toets doorstaat" not in chapter


@pytest.mark.slow
def test_passages_that_were_set_aside_are_told_apart(copy: Paths, study: Study) -> None:
    path = copy.themes / "themes.parquet"
    themes = tables.read("themes", path)
    tables.write("themes", themes.assign(flags=themes["theme_id"].eq("T03").map({True: "hidden", False: ""})), path)
    placed = tables.read("passage_themes", copy.themes / "passage_themes.parquet")
    (report,) = write_reports(copy, study, "overall")
    n = int(placed["theme_id"].eq("T03").sum())
    assert f"Nog {n} passages horen bij wat de onderzoekers terzijde legden" in _chapter(report, "Werkwijze")


@pytest.mark.slow
def test_an_english_study_has_english_reports(copy: Paths, study: Study) -> None:
    pages = write_reports(copy, study.model_copy(update={"language": "en"}))
    for html in (path.read_text(encoding="utf-8") for path in pages):
        text = " ".join(Elements(html).text)
        assert '<html lang="en">' in html
        assert "To be written by the researchers" in text
        assert "Nog te schrijven" not in text
        assert "Colofon" not in text


def test_no_passage_is_quoted_twice_in_one_report(pages: dict[str, str]) -> None:
    for html in pages.values():
        quoted = Counter(re.findall(r'<span class="identity"><a[^>]*>([^<]*)</a>', html))
        assert quoted
        assert max(quoted.values()) == 1


def test_a_difference_is_told_in_a_sentence_and_not_in_key_words(pages: dict[str, str]) -> None:
    for name in ("overall.html", "region-noord.html"):
        text = " ".join("".join(Elements(pages[name]).text).split())
        assert "komt in Noord vaker aan de orde dan elders" in text
        assert "hier vaker" not in text


@pytest.mark.slow
def test_a_difference_between_two_regions_is_told_once(copy: Paths, study: Study) -> None:
    path = copy.comparison / "contrasts.parquet"
    more = tables.read("contrasts", path)
    less = more.assign(
        group_a="zuid", k_a=more["k_b"], n_a=more["n_b"], k_b=more["k_a"], n_b=more["n_a"], verdict="less here"
    )
    tables.write("contrasts", pd.concat([more, less], ignore_index=True), path)
    text = _chapter(write_reports(copy, study, "overall")[0], "Verschillen tussen")
    assert text.count("aan de orde dan elders") == 1
    assert "komt in Noord vaker aan de orde dan elders" in text
    # a third region in between: both are findings of their own
    tables.write("contrasts", pd.concat([more, less.assign(k_a=1)], ignore_index=True), path)
    assert _chapter(write_reports(copy, study, "overall")[0], "Verschillen tussen").count("aan de orde dan elders") == 2


@pytest.mark.slow
def test_regions_where_the_same_parties_differ_stand_on_one_line(copy: Paths, study: Study) -> None:
    path = copy.comparison / "chain.parquet"
    chain = tables.read("chain", path)
    one = chain[chain["region"] == "noord"]
    tables.write("chain", pd.concat([one, one.assign(region="zuid")]), path)
    (report,) = write_reports(copy, study, "overall")
    text = Elements(report.read_text(encoding="utf-8")).text
    assert "Noord en Zuid & Zee" in " ".join("".join(text).split())


@pytest.mark.slow
def test_passages_without_a_theme_are_told_only_where_there_are_any(copy: Paths, study: Study) -> None:
    path = copy.themes / "passage_themes.parquet"
    placed = tables.read("passage_themes", path)
    with_some = write_reports(copy, study, "overall")[0].read_text(encoding="utf-8")
    tables.write("passage_themes", placed.assign(theme_id=placed["theme_id"].replace("", "T01")), path)
    without = write_reports(copy, study, "overall")[0].read_text(encoding="utf-8")
    assert "niet bij een thema ondergebracht" in with_some
    assert "niet bij een thema ondergebracht" not in without
    assert "0 passages" not in without


def test_every_theme_of_a_region_that_is_counted_there_is_shown_by_a_quote_of_that_region(
    copy: Paths, study: Study
) -> None:
    path = copy.shares / "zuid" / "passage_themes.parquet"
    placed = tables.read("passage_themes", path)
    tables.write("passage_themes", placed.assign(representative=0), path)
    (report,) = write_reports(copy, study, "zuid")
    quoted = re.findall(r'<span class="identity"><a[^>]*>([^<]*)</a>', report.read_text(encoding="utf-8"))
    themes = placed.set_index("passage_id")["theme_id"]
    assert {themes[passage] for passage in quoted} == {"T01", "T02", "T03"}


@pytest.mark.slow
def test_what_an_organisation_was_not_asked_is_told_in_the_report_of_its_own_region_only(
    copy: Paths, study: Study
) -> None:
    for region, state in (("noord", "not asked"), ("zuid", "silent")):
        path = copy.shares / region / "chain.parquet"
        chain = tables.read("chain", path)
        mine = chain[chain["region"] == region]
        tables.write("chain", mine.assign(state=mine["state"].where(mine["organisation"] != "gemeente", state)), path)
    texts = {path.name: path.read_text(encoding="utf-8") for path in write_reports(copy, study)}
    assert "Gemeente: niet gevraagd naar ‘Verf’" in " ".join(texts["region-noord.html"].split())
    assert "niet gevraagd naar" not in texts["region-zuid.html"]


@pytest.mark.parametrize(
    ("part", "whole", "said"), [(0, 10, "0%"), (1, 200, "<1%"), (1, 199, "1%"), (2, 4, "50%"), (0, 0, "–")]
)
def test_a_few_are_not_told_as_none(part: int, whole: int, said: str) -> None:
    assert exhibits._share(part, whole) == said
