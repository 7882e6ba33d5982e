"""The editions of the sample: what of it may leave, what of it stays, and the whole road of one that leaves."""

from __future__ import annotations

import hashlib
import html
import json
import re

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from analysis.cli import release as release_command
from analysis.core import tables
from analysis.core.errors import RegiobeeldError
from analysis.privacy import canaries, log
from analysis.privacy.disclosure import Rule

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("clone")]

REGIONS = ("amsterdam-amstelland", "brabant-zuidoost", "drenthe", "maastricht")
LABEL = "departementaal-vertrouwelijk_medisch_persoonsgegevens_politiegegevens_strafvordering"


@pytest.fixture(scope="module")
def leaving(clone):
    """Pages of the editions that leave, by EDITION/FILE, without the drawing program in them."""
    folders = [clone / "reports/editions" / name for name in ("public", *(f"region-{region}" for region in REGIONS))]
    pages = [path for folder in folders for path in sorted(folder.iterdir())]
    return {f"{path.parent.name}/{path.name}": canaries.without_engine(path.read_bytes()) for path in pages}


@pytest.fixture(scope="module")
def passages(clone):
    return pd.read_parquet(clone / "data/processed/passages.parquet")


def words(page):
    """What a reader sees of a page."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", page.decode("utf-8"), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_there_is_an_edition_for_each_region_and_a_public_one_with_their_label_in_their_names(leaving):
    names = {f"region-{region}/region-{region}.{LABEL}.html" for region in REGIONS}
    names |= {f"public/{name}.{LABEL}.html" for name in ("overall", *(f"region-{region}" for region in REGIONS))}
    assert set(leaving) == names


def test_no_words_of_any_passage_are_in_an_edition_before_a_quote_is_released(leaving, passages):
    said = canaries.fragments(passages[passages["role"].isin(("respondent", "document"))])
    assert len(said) > 20_000
    for name, page in leaving.items():
        assert canaries.search_fragments(page, name, said) == []


def test_no_edition_names_a_passage_a_source_or_the_function_of_who_was_interviewed(clone, leaving, passages):
    sources = pd.read_parquet(clone / "data/processed/sources.parquet")
    # a function of one word is a word of Dutch: what "wijkagent" says of a theme is not who was interviewed
    functions = [function for function in sources["function"] if " " in function]
    assert len(functions) > 15
    secret = [*passages["passage_id"], *sources["source_id"], *functions]
    for name, page in leaving.items():
        text = page.decode("utf-8")
        assert [word for word in secret if word in text] == [], name


def test_no_region_holds_anything_of_another_region_but_its_name(leaving):
    for region in REGIONS:
        text = leaving[f"region-{region}/region-{region}.{LABEL}.html"].decode("utf-8")
        assert [other for other in REGIONS if other != region and other in text] == []


def test_every_count_of_people_in_an_edition_is_of_enough_of_them(leaving):
    rule, found = Rule(), []
    for name, page in leaving.items():
        text = words(page)
        told = re.findall(r"Genoemd in (\d+) van de (\d+) gesprekken", text) + re.findall(r"\b(\d+)/(\d+)\b", text)
        found += [(name, int(k), int(n)) for k, n in told]
    assert len(found) > 5, "or nothing was looked at"
    assert [row for row in found if min(row[1], row[2] - row[1]) < rule.threshold] == []


def test_a_theme_that_many_raise_is_named_and_its_count_bears_its_ground(leaving):
    text = words(leaving[f"public/overall.{LABEL}.html"])
    assert re.search(r"Terugkoppeling blijft uit Genoemd in \[5\.1\.2\.e\] gesprekken", text)
    assert "Waar [5.1.2.i] staat" in text, "documents that are not open have a ground of their own"
    assert "Bijlage: wat niet openbaar is" in text
    for name, page in leaving.items():
        assert "[niet openbaar: artikel 5.1, 2e lid, onder e, Woo (5.1.2.e)]" in words(page), name


def test_the_data_of_figures_in_an_edition_are_of_who_was_asked_and_of_nothing_else(leaving):
    keys = {key for page in leaving.values() for key in re.findall(r'data-key="([a-z-]+)"', page.decode("utf-8"))}
    assert keys == {"coverage"}, "on twenty-four interviews no other figure has anything left"


def released(clone):
    return list((clone / "reports/released").rglob("*.html"))


class Road:
    """The commands of a release, typed in a clone."""

    def __init__(self, clone, monkeypatch):
        monkeypatch.setenv("REGIOBEELD_ROOT", str(clone))
        monkeypatch.chdir(clone)
        self.app = typer.Typer()
        release_command.register(self.app)

    def __call__(self, *arguments, who, day="2026-01-05"):
        result = CliRunner().invoke(self.app, ["release", *arguments, "--who", who, "--date", day])
        if isinstance(result.exception, RegiobeeldError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.output


def test_an_edition_walks_the_whole_road_and_another_after_it(changed, command, monkeypatch):
    road, edition = Road(changed, monkeypatch), "region-drenthe"
    file = changed / f"reports/editions/{edition}/{edition}.{LABEL}.html"
    passages = tables.read("passages", changed / "data/processed/passages.parquet")
    placed = pd.read_parquet(changed / "data/processed/themes/passage_themes.parquet")
    feedback = placed.loc[placed["theme_id"].eq("T04"), "passage_id"]
    mine = passages[passages["source_id"].eq("DRE-G1") & passages["passage_id"].isin(feedback)]
    quote = mine[mine["role"].eq("respondent")].iloc[0]

    assert "0 of 2 readers" in road("quote", quote.passage_id, edition, who="A. Auteur")
    road("read", quote.passage_id, edition, "--verdict", "agree", who="B. Lezer")
    road("read", quote.passage_id, edition, "--verdict", "agree", who="C. Lezer")
    told = road("single-out", quote.passage_id, edition, "--why", "stemde ermee in", who="D. Directeur")
    assert "lacks nothing" in told
    command(changed, "regiobeeld", "report", "--edition", edition)
    page = file.read_bytes()
    assert " ".join(quote.text.split()[:8]) in words(page)
    assert quote.passage_id not in page.decode("utf-8")

    cleared = ("--audience", "Departementaal Vertrouwelijk")
    assert "proposed" in road("propose", edition, "--author", "A. Auteur", *cleared, who="A. Auteur")
    assert "checked" in road("check", edition, "--but-words", who="A. Auteur")
    with pytest.raises(RegiobeeldError, match="nobody approves their own"):
        road("approve", edition, who="a. auteur")
    road("object", "Z1", edition, "--until", "2026-01-19", "--about", "het citaat", "--received", who="Gemeente")
    road("embargo", edition, "--until", "2026-02-01", who="D. Directeur")
    road("approve", edition, who="B. Lezer")
    assert "approved" in road("approve", edition, who="C. Lezer")
    with pytest.raises(RegiobeeldError, match="objection 'Z1' is open") as caught:
        road("publish", edition, who="A. Auteur")
    assert "embargo" in str(caught.value)
    road("decide", "Z1", edition, "--decision", "refused", "--why", "niet herleidbaar", who="D. Directeur")
    with pytest.raises(RegiobeeldError, match="under embargo until 2026-02-01"):
        road("publish", edition, who="A. Auteur")
    file.write_bytes(page.replace(b"</html>", b"</html> "))
    with pytest.raises(RegiobeeldError, match="every approval is void"):
        road("publish", edition, who="A. Auteur", day="2026-02-01")
    file.write_bytes(page)
    road("publish", edition, who="A. Auteur", day="2026-02-01")
    (out,) = released(changed)
    assert out.name == f"{edition}.{LABEL}.html"
    assert out.read_bytes() == page
    beside = json.loads(out.with_name(f"{out.name}.release.json").read_text(encoding="utf-8"))
    assert beside["sha256"] == hashlib.sha256(page).hexdigest()

    # what left is remembered: the public edition is judged beside it, and asks for a decision of its own level
    command(changed, "regiobeeld", "report", "--edition", "public")
    public = ("public", "--file", "overall.html")
    road("propose", *public, "--author", "A. Auteur", who="A. Auteur", day="2026-02-02")
    road("check", *public, "--but-words", who="A. Auteur", day="2026-02-02")
    for reader in ("B. Lezer", "C. Lezer"):
        road("approve", *public, who=reader, day="2026-02-02")
    with pytest.raises(RegiobeeldError, match="is Departementaal Vertrouwelijk"):
        road("publish", *public, who="A. Auteur", day="2026-02-02")
    caveats = [word for caveat in LABEL.split("_")[1:] for word in ("--without", caveat)]
    # each body that set a level of what the page was made from is asked
    register = pd.read_csv(changed / "data/raw/sources.csv", dtype="str", keep_default_na=False)
    bodies = sorted(set(register.loc[register["classification"].ne("Ongerubriceerd"), "originator"]))
    asked = ("--authority", ";".join(bodies))
    lone = ("--authority", bodies[0], "--level", "Ongerubriceerd", "--why", "besluit 12")
    with pytest.raises(RegiobeeldError, match="set a level of what this was made from"):
        road("lower", *public, *lone, *caveats, who="D. Directeur", day="2026-02-02")
    body = ("--level", "Ongerubriceerd", *asked, "--why", "besluit 12")
    road("lower", *public, *body, *caveats, who="D. Directeur", day="2026-02-02")
    road("publish", *public, who="A. Auteur", day="2026-02-02")
    assert (changed / "reports/released/public/overall.ongerubriceerd.html").is_file()
    assert len(log.parse(path_lines(changed))) == 18


def path_lines(clone):
    return (clone / "data/raw/decisions/release/log.jsonl").read_text(encoding="utf-8").splitlines()
