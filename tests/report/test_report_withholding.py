"""Editions that leave: rebuilt from what is allowed, with a ground of the Woo in the place of what is not."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from report_material import Elements, made_tables

from analysis.core import tables
from analysis.core.classification import Label
from analysis.core.errors import RegiobeeldError
from analysis.core.paths import Paths
from analysis.core.study import Study
from analysis.privacy import log
from analysis.privacy.disclosure import KEY
from analysis.privacy.log import Event
from analysis.report import withholding, write_editions
from analysis.report.editions import file_name
from analysis.report.material import Material

LABEL = "departementaal-vertrouwelijk_persoonsgegevens"


def read(paths: list[Path]) -> dict[str, str]:
    return {f"{path.parent.name}/{path.name}": path.read_text(encoding="utf-8") for path in paths}


def words(html: str) -> str:
    return " ".join(" ".join(Elements(html).text).split())


@pytest.fixture(scope="module")
def pages(repository: Paths, study: Study) -> dict[str, str]:
    return read(write_editions(repository, study))


@pytest.fixture
def copy(repository: Paths, tmp_path: Path) -> Paths:
    shutil.copytree(repository.root, tmp_path / "copy")
    return Paths(tmp_path / "copy")


def release(paths: Paths, passage: str, edition: str, *, readers: tuple[str, ...] = ("Bram", "Carla")) -> None:
    """Decide in the log that a passage may be quoted, and say that the gate stopped nothing."""
    texts = tables.read("passages", paths.passages).set_index("passage_id")["text"]
    digest = hashlib.sha256(texts[passage].encode()).hexdigest()
    about = {"edition": edition, "sha256": digest, "about": passage, "why": "stemde in"}
    verdicts = [Event("2025-06-01", who, "read", **about, details={"verdict": "agree"}) for who in readers]
    steps = [
        Event("2025-06-01", "Anna", "quote", **about),
        *verdicts,
        Event("2025-06-01", "Eva", "single-out", **about),
    ]
    log.append(paths, steps, log.head(log.read_lines(paths)))
    tables.write("unreviewed", tables.empty("unreviewed"), paths.unreviewed)


def quote_by_key(paths: Paths, *passages: str) -> None:
    """Every regional report quotes these passages; both regions have the material of one, so that both can."""
    text = "# Beeld\n\n" + "\n\n".join(f"{{{{ quote('{passage}') }}}}" for passage in passages)
    (paths.report_text / "region.md").write_text(text, encoding="utf-8")
    shutil.rmtree(paths.shares / "zuid")
    shutil.copytree(paths.shares / "noord", paths.shares / "zuid")


def test_each_edition_has_its_reports_and_what_leaves_bears_its_label_in_its_name(pages: dict[str, str]) -> None:
    regions = ("region-noord", "region-zuid")
    internal = {f"internal/{name}.html" for name in ("overall", *regions)}
    own = {f"{name}/{name}.{LABEL}.html" for name in regions}
    assert set(pages) == internal | own | {f"public/{name}.{LABEL}.html" for name in ("overall", *regions)}


def test_an_edition_that_leaves_holds_no_word_of_a_source_that_was_not_released(
    repository: Paths, pages: dict[str, str]
) -> None:
    passages = tables.read("passages", repository.passages)
    for name in (name for name in pages if not name.startswith("internal/")):
        assert [row.passage_id for row in passages.itertuples() if row.passage_id in pages[name]] == []
        assert "De brug van bron" not in pages[name], "nor in a figure's data"
        assert "wacht al" not in pages[name]
        assert "beheerder" not in pages[name], "a function tells who it was"
        assert "sluis" not in words(pages[name]), "nor words that set a theme apart"


def test_where_something_is_withheld_its_ground_stands_in_its_place(pages: dict[str, str]) -> None:
    text = words(pages[f"region-noord/region-noord.{LABEL}.html"])
    assert "Waar [5.1.2.e] staat, is iets niet openbaar: artikel 5.1, 2e lid, onder e, Woo" in text
    assert re.search(r"Figuur \d\. In hoeveel gesprekken van elke regio .{0,60} \[niet openbaar: artikel 5\.1", text)
    assert "Bijlage: wat niet openbaar is" in text
    assert "Passages die niet als citaat zijn vrijgegeven" in text
    assert "geen tegenstelling gevonden" not in text, "what is withheld is not told as not there"
    assert "af van wat elders te horen is" not in text


def test_an_edition_that_lacks_themes_or_numbers_does_not_say_that_it_has_all_or_which_is_raised_most(
    pages: dict[str, str],
) -> None:
    for name, html in pages.items():
        if "overall" in name:
            text, is_whole = words(html), name.startswith("internal/")
            for claim in ("alle thema’s, met hun", "de meest genoemde eerst", "Bijlage: alle thema’s", "in de meeste"):
                assert (claim in text) == is_whole, claim
        assert "geen thema’s gevonden" not in words(html), "there are themes: their names are withheld"


def test_no_ground_stands_in_the_internal_edition(pages: dict[str, str]) -> None:
    assert not [name for name in pages if name.startswith("internal/") and "5.1.2.e" in words(pages[name])]


def test_no_data_of_a_figure_leave_but_who_was_asked(pages: dict[str, str]) -> None:
    for name in (name for name in pages if not name.startswith("internal/")):
        assert 'data-key="heat-map-region"' not in pages[name]
        assert "Plotly.newPlot(" not in pages[name].split("<main")[1]


@pytest.mark.slow
def test_a_released_quote_stands_in_its_edition_and_in_no_other(copy: Paths, study: Study) -> None:
    quote_by_key(copy, "N2-1")
    release(copy, "N2-1", "region-noord")
    shown = [name for name, html in read(write_editions(copy, study)).items() if "bron N2 wacht al 1 jaar" in html]
    internal = {"internal/overall.html", "internal/region-noord.html", "internal/region-zuid.html"}
    assert set(shown) - internal == {f"region-noord/region-noord.{LABEL}.html"}


@pytest.mark.slow
def test_a_released_quote_names_neither_its_function_nor_its_passage(copy: Paths, study: Study) -> None:
    quote_by_key(copy, "N2-1", "N1-1")
    release(copy, "N2-1", "region-noord")
    (path,) = write_editions(copy, study, "region-noord")
    page = path.read_text(encoding="utf-8")
    assert "Gemeente · Noord · gesprek" in words(page)
    assert "N2-1" not in page
    assert "beheerder" not in page
    assert "bron N1 wacht" not in page
    assert "Citaat: [niet openbaar: artikel 5.1, 2e lid, onder e, Woo (5.1.2.e)]" in words(page)


@pytest.mark.slow
@pytest.mark.parametrize("flaw", ["gate stopped it", "gate did not look", "one reader", "its author read it"])
def test_a_quote_that_lacks_a_condition_does_not_leave(copy: Paths, study: Study, flaw: str) -> None:
    readers = {"one reader": ("Bram",), "its author read it": ("Anna", "Bram")}.get(flaw, ("Bram", "Carla"))
    quote_by_key(copy, "N2-1")
    release(copy, "N2-1", "region-noord", readers=readers)
    if flaw == "gate stopped it":
        label = {"classification": "Departementaal Vertrouwelijk", "caveats": ""}
        token = pd.DataFrame([{"source_id": "N2", "start": 103, "end": 110, **label}])
        tables.write("unreviewed", token, copy.unreviewed)
    if flaw == "gate did not look":
        copy.unreviewed.unlink()
    (path,) = write_editions(copy, study, "region-noord")
    assert "bron N2 wacht" not in path.read_text(encoding="utf-8")


def test_the_label_of_an_edition_is_that_of_all_it_was_made_from(copy: Paths, study: Study) -> None:
    for name, html in read(write_editions(copy, study)).items():
        assert 'content="Departementaal Vertrouwelijk · persoonsgegevens"' in html
        ends = "tot vrijgave van dit bestand" if name.startswith("public/") else "persoonsgegevens"
        assert re.search(rf'class="banner top"[^>]*>Departementaal Vertrouwelijk · [^<]*{ends}<', html), name


def test_a_second_run_gives_the_same_bytes_in_every_edition(copy: Paths, study: Study, pages: dict[str, str]) -> None:
    (copy.editions / "public" / "overall.stg-geheim.html").write_text("left over", encoding="utf-8")
    (copy.editions / "region-gone").mkdir()
    assert read(write_editions(copy, study)) == pages
    assert sorted(path.name for path in copy.editions.iterdir()) == [
        "internal",
        "public",
        "region-noord",
        "region-zuid",
    ]
    assert len(list((copy.editions / "public").iterdir())) == 3


def test_one_edition_can_be_made_alone(copy: Paths, study: Study, pages: dict[str, str]) -> None:
    shutil.rmtree(copy.editions)
    made = read(write_editions(copy, study, "public"))
    assert made == {name: html for name, html in pages.items() if name.startswith("public/")}
    with pytest.raises(RegiobeeldError, match="region-noord or region-zuid or public"):
        write_editions(copy, study, "region-oost")


@pytest.mark.slow
def test_an_english_study_has_english_editions(copy: Paths, study: Study) -> None:
    (path,) = write_editions(copy, study.model_copy(update={"language": "en"}), "region-zuid")
    text = words(path.read_text(encoding="utf-8"))
    assert "withheld: article 5.1(2)(e) Woo (5.1.2.e)" in text
    assert "Annex: what is withheld" in text
    assert "niet openbaar" not in text


def test_a_changed_log_of_release_stops_the_editions(copy: Paths, study: Study) -> None:
    release(copy, "N2-1", "region-noord")
    path = log.folder(copy) / "log.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("Carla", "Clara"), encoding="utf-8")
    with pytest.raises(RegiobeeldError, match="does not follow"):
        write_editions(copy, study)


def test_the_name_of_an_internal_page_never_changes() -> None:
    label = Label("Departementaal Vertrouwelijk", ("medisch",))
    assert file_name("overall", "internal", label) == "overall.html"
    assert file_name("noord", "public", label) == "region-noord.departementaal-vertrouwelijk_medisch.html"


@pytest.mark.slow
def test_what_a_text_works_out_from_a_withheld_number_is_its_ground_or_is_told_with_its_edition(
    copy: Paths, study: Study
) -> None:
    asked = "{{ percent(region.k) }} · {{ count(theme.practice.k, 'gesprek', 'gesprekken') }} · "
    asked += "{{ number('theme.T01.voices') }}"
    loop = "{% for theme in themes %}{% for region in theme.regions %}" + asked + "{% endfor %}{% endfor %}"
    (copy.report_text / "overall.md").write_text("# x\n\n" + loop, encoding="utf-8")
    prevalence = copy.comparison / "prevalence.parquet"
    counted = tables.read("prevalence", prevalence)
    # a theme that may be named: all five people raise it; in which regions is withheld
    passages = tables.read("passages", copy.passages)
    people = passages.drop_duplicates("voice").query("kind == 'interview'")["voice"].nunique()
    named = counted["axis"].eq("all") & counted["label_id"].eq("T01")
    counted.loc[named, ["k_units", "k_voices", "n_units", "n_voices"]] = people
    tables.write("prevalence", counted, prevalence)
    (page, *_) = [path for path in write_editions(copy, study, "public") if path.name.startswith("overall")]
    assert "[5.1.2.e] · [5.1.2.e] gesprekken · [5.1.2.e]" in words(page.read_text(encoding="utf-8"))
    wrong = "# x\n\n{% for theme in themes if theme.n_voices > 3 %}x{% endfor %}"
    (copy.report_text / "overall.md").write_text(wrong, encoding="utf-8")
    with pytest.raises(RegiobeeldError, match=r"overall\.md \(public edition\), line 3"):
        write_editions(copy, study)


@pytest.mark.slow
def test_a_study_without_themes_has_editions_too(copy: Paths, study: Study) -> None:
    for folder in (copy.themes, copy.comparison, *(copy.shares / region for region in study.regions)):
        for file in folder.glob("*.parquet"):
            if file.stem not in ("sources", "passages", "passage_themes"):
                tables.write(file.stem, tables.empty(file.stem), file)
            elif file.stem == "passage_themes":
                tables.write(file.stem, pd.read_parquet(file).assign(theme_id="", representative=0), file)
    assert len(write_editions(copy, study)) == 8


@pytest.mark.slow
def test_a_region_without_a_single_source_has_its_edition(copy: Paths, study: Study) -> None:
    for file in (copy.shares / "zuid").glob("*.parquet"):
        if file.stem != "themes":
            tables.write(file.stem, tables.empty(file.stem), file)
    (path,) = write_editions(copy, study, "region-zuid")
    assert "0 gesprekken en 0 documenten" in words(path.read_text(encoding="utf-8"))


def test_a_figure_is_drawn_from_the_counts_that_may_leave_and_says_how_many_it_lacks(study: Study) -> None:
    from analysis.figures import chain_matrix, heat_map

    every = made_tables()
    drawn = {"heat-map-region": heat_map.draw(every, study), "chain": chain_matrix.draw(every, study, key="chain")}
    full = Material(study, "overall", every, drawn, left_out={})
    is_free = every["prevalence"]["axis"].eq("region") & every["prevalence"]["group"].eq("noord")
    judged = every["prevalence"][list(KEY)].assign(
        allowed=is_free, reason=is_free.map({True: "", False: "small"}), named=True
    )
    made = withholding.withhold(full, withholding.Clearance("public", [], judged, frozenset()))
    figure = made.figures["heat-map-region"]
    assert "Zuid" in drawn["heat-map-region"].to_json()
    assert "Zuid" not in figure.to_json(), "neither in what is seen nor in what hovering shows"
    assert len(figure.table) == 3
    assert made.left_out == {"heat-map-region": 3, "chain": len(drawn["chain"].table)}
    assert "Zuid" not in figure.alt, "the text alternative claims nothing of what is left out"
    assert figure.cells == {}, "no passage is named behind a mark"
    assert figure.label == full.label
    assert list(made.figures) == ["heat-map-region"], "a chain of which nothing may be told is not drawn"
