"""The rules of the comparison at their boundaries, and what it says when there is too little."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from comparison_sample import Planted, tabulate

from analysis.comparison import Comparisons, ComparisonSettings, compare, mentions
from analysis.core.study import Guide, Study

SETTINGS = ComparisonSettings(resamples=200, permutations=500)
ORGANISATIONS = ("gemeente", "gemeente", "gemeente", "politie", "om")


def small_study(regions: int = 4, language: str = "nl") -> Study:
    return Study.model_validate(
        {
            "title": "Proef",
            "main_question": "Wat?",
            "language": language,
            "organisations": {slug: {"name": slug.capitalize()} for slug in ("gemeente", "politie", "om")},
            "regions": {f"regio-{r}": {"name": f"Regio {r}"} for r in range(1, regions + 1)},
        }
    )


def register(study: Study, **changes: dict[str, str]) -> pd.DataFrame:
    """Five interviews a region; `changes` sets columns of a source by its id (None drops it)."""
    rows = []
    for region in study.regions:
        for number, organisation in enumerate(ORGANISATIONS, start=1):
            source = f"{region}-{number}".replace("-", "_")
            row = {"source_id": source, "region": region, "organisation": organisation, "date": f"2025-0{number}-01"}
            rows.append(row | (changes.get(source) or {}))
    frame = pd.DataFrame(rows)
    return frame.assign(municipality="", kind="interview", classification="Ongerubriceerd", caveats="")


def talk(sources: pd.DataFrame, raised: dict[str, set[str]], study: Study, guide: Guide | None = None) -> Planted:
    """Every source says two things without a theme, and one of each theme that `raised` gives it."""
    rows = []
    for source in sources["source_id"]:
        own = ["", "", *sorted(theme for theme, who in raised.items() if source in who)]
        rows += [(source, turn, theme) for turn, theme in enumerate(own, start=1)]
    planted = tabulate(rows, sources, study, guide or Guide())
    labels = pd.DataFrame({"label_kind": "theme", "label_id": sorted(raised), "name": sorted(raised)})
    return Planted(planted.passages, sources, planted.mentions, labels, study, planted.guide)


def run(planted: Planted, settings: ComparisonSettings = SETTINGS, **more: dict) -> Comparisons:
    p = planted
    return compare(p.passages, p.sources, p.mentions, p.labels, p.study, p.guide, settings, 1, **more)


def verdict(comparisons: Comparisons, label: str, group: str, contrast: str = "region") -> str:
    rows = comparisons.contrasts.query(
        "contrast == @contrast and label_id == @label and group_a == @group and within == ''"
    )
    return rows["verdict"].item()


def everyone(sources: pd.DataFrame) -> set[str]:
    return set(sources["source_id"])


def of(region: int, *numbers: int) -> set[str]:
    return {f"regio_{region}_{n}" for n in numbers or (1, 2, 3, 4, 5)}


def test_one_region_only_is_not_assessable_and_says_so() -> None:
    study = small_study(1)
    sources = register(study)
    found = run(talk(sources, {"t": everyone(sources)}, study))
    assert verdict(found, "t", "regio-1") == "not assessable"
    assert list(found.remarks["statement"]) == [
        "Alleen Regio 1 heeft gesprekken; verschillen tussen regio's zijn niet vast te stellen."
    ]


def test_a_registered_source_that_was_not_read_is_told_in_each_of_its_regions() -> None:
    study = small_study(3)
    registered = register(study, regio_1_1={"region": "regio-1;regio-2"})
    sources = registered[registered["source_id"].ne("regio_1_1")].reset_index(drop=True)
    found = run(talk(sources, {"t": everyone(sources)}, study), registered=registered)
    told = found.remarks.query("kind == 'unread'")
    assert list(told["subject"]) == ["regio-1", "regio-2"]
    assert set(told["statement"]) == {"Bron regio_1_1 staat in het register en is niet gelezen; zij telt nergens mee."}
    assert "unread" not in set(run(talk(sources, {}, study), registered=sources).remarks["kind"])


def test_a_region_with_one_interview_gets_no_verdict_and_says_so() -> None:
    study = small_study(2)
    sources = register(study)
    sources = sources[~sources["source_id"].isin(of(2, 2, 3, 4, 5))]
    found = run(talk(sources, {"t": of(2, 1)}, study))
    assert verdict(found, "t", "regio-2") == "not assessable"
    assert "Regio 2 heeft 1 gesprek; dat is te weinig voor een oordeel (ten minste 3)." in set(
        found.remarks["statement"]
    )
    row = found.prevalence.query("axis == 'region' and group == 'regio-2'").iloc[0]
    assert row["statement"] == "1 van 1 gesprek"
    assert not row["assessable"]


def test_a_region_without_interviews_is_named() -> None:
    study = small_study(3)
    sources = register(study)
    found = run(talk(sources[sources["region"] != "regio-3"], {"t": of(1)}, study))
    assert verdict(found, "t", "regio-3") == "not assessable"
    assert "Regio 3 heeft geen gesprekken; over de praktijk in deze regio kan niets worden gezegd." in set(
        found.remarks["statement"]
    )
    row = found.prevalence.query("axis == 'region' and group == 'regio-3'").iloc[0]
    assert row["statement"] == "geen gesprekken waarin dit aan de orde kon komen"


def test_a_theme_nobody_raises_is_not_assessable_and_named() -> None:
    study = small_study()
    found = run(talk(register(study), {"t": of(1), "stil": set()}, study))
    assert set(found.contrasts.query("label_id == 'stil'")["verdict"]) == {"not assessable"}
    assert found.remarks["statement"].tolist() == [
        "Niemand brengt stil ter sprake; daarover valt niets te vergelijken."
    ]


def test_a_theme_that_only_documents_raise_is_told_as_such() -> None:
    study = small_study()
    sources = register(study)
    sources.loc[sources["source_id"].isin(of(1, 1)), "kind"] = "document"
    found = run(talk(sources, {"papier": of(1, 1), "t": of(1)}, study))
    said = found.remarks.query("kind == 'only paper'")
    assert said["statement"].tolist() == ["Geen gesprek brengt papier ter sprake; het staat alleen in documenten."]


def test_all_interviews_with_one_organisation_leave_nothing_to_compare_within_the_chain() -> None:
    study = small_study()
    sources = register(study).assign(organisation="politie")
    found = run(talk(sources, {"t": of(1)}, study))
    assert "one organisation" in set(found.remarks["kind"])
    rows = found.contrasts.query("contrast == 'organisation'")
    assert set(rows["verdict"]) == {"not assessable"}
    assert set(found.chain["agreement"]) == {"not assessable"}


def test_a_source_in_two_regions_counts_in_each_and_in_neither_as_elsewhere() -> None:
    study = small_study(2)
    sources = register(study, regio_1_1={"region": "regio-1;regio-2"})
    found = run(talk(sources, {"t": of(1)}, study))
    counts = found.prevalence.query("axis == 'region'").set_index("group")[["k_units", "n_units"]]
    assert counts.loc["regio-1"].tolist() == [5, 5]
    assert counts.loc["regio-2"].tolist() == [1, 6]
    here = found.contrasts.query("contrast == 'region' and group_a == 'regio-1'").iloc[0]
    assert (here["k_b"], here["n_b"]) == (0, 5)
    assert "two regions" in set(found.remarks["kind"])


def test_sources_without_a_date_are_told_and_left_out_of_periods() -> None:
    study = small_study()
    sources = register(study)
    sources.loc[sources["source_id"].isin(of(1)), "date"] = ""
    found = run(talk(sources, {"t": of(1)}, study))
    assert "Zonder datum, en dus bij perioden niet meegeteld: 5 gesprekken." in set(found.remarks["statement"])
    rows = found.contrasts.query("contrast == 'period'")
    assert (rows["n_a"] + rows["n_b"] == 15).all()
    assert len(rows) == 1


def test_no_source_at_all_gives_empty_tables_and_a_statement() -> None:
    study = small_study()
    planted = talk(register(study), {"t": of(1)}, study)
    none = Planted(
        planted.passages.iloc[:0], planted.sources.iloc[:0], planted.mentions, planted.labels, study, Guide()
    )
    found = run(none)
    assert "no interviews" in set(found.remarks["kind"])
    assert set(found.contrasts["verdict"]) <= {"not assessable"}


def test_statements_are_in_the_language_of_the_study() -> None:
    study = small_study(2, "en")
    found = run(talk(register(study), {"t": of(1)}, study))
    here = found.contrasts.query("contrast == 'region' and group_a == 'regio-1'").iloc[0]
    assert here["statement"] == "Regio 1: 5 of 5 interviews; elsewhere: 0 of 5 interviews"


@pytest.mark.parametrize(
    ("here", "elsewhere", "expected"),
    [(5, 0, "only here"), (5, 3, "more here"), (3, 3, ""), (0, 12, "less here"), (3, 9, "shared"), (2, 9, "")],
)
def test_the_verdict_follows_from_the_counts(here: int, elsewhere: int, expected: str) -> None:
    study = small_study()
    others = [source for number in (1, 4, 2, 5, 3) for r in (2, 3, 4) for source in of(r, number)]
    raised = {"t": {f"regio_1_{n}" for n in (1, 4, 5, 2, 3)[:here]} | set(others[:elsewhere])}
    assert verdict(run(talk(register(study), raised, study)), "t", "regio-1") == expected


def test_it_is_not_shared_when_one_other_region_keeps_silent() -> None:
    study = small_study()
    found = run(talk(register(study), {"t": of(1) | of(2) | of(3)}, study))
    assert verdict(found, "t", "regio-1") == ""
    assert verdict(found, "t", "regio-4") == "less here"


@pytest.mark.slow
def test_the_chain_disagrees_only_where_the_divide_shows_and_regions_together_support_it() -> None:
    study = small_study()
    alone = run(talk(register(study), {"t": of(1, 1, 2, 3), "rest": of(2)}, study))
    # three against two in one region is one deal in ten: no ground for a verdict on the chain
    assert "disagrees within the chain" not in set(alone.contrasts["verdict"])
    assert set(alone.chain.query("region == 'regio-1' and label_id == 't'")["agreement"]) == {"some see it"}
    together = run(talk(register(study), {"t": of(1, 1, 2, 3) | of(2, 1, 2, 3) | of(3, 1, 2, 3)}, study))
    words = [verdict(together, "t", f"regio-{r}") for r in (1, 2, 3, 4)]
    assert words == ["disagrees within the chain"] * 3 + [""]


def test_the_chain_tells_who_is_silent_who_was_not_asked_and_who_was_not_met() -> None:
    study = small_study(2)
    guide = Guide.model_validate(
        {"questions": [{"id": "V1", "text": "Hoe?", "organisations": ["gemeente", "politie"]}]}
    )
    sources = register(study)
    sources = sources[~sources["source_id"].isin(of(2, 4))]
    planted = talk(sources, {"t": of(1, 1, 2, 3)}, study, guide)
    planted.passages["question_id"] = "V1"
    states = run(planted).chain.set_index(["region", "organisation"])["state"]
    assert states["regio-1", "gemeente"] == "sees"
    assert states["regio-1", "politie"] == "silent"
    assert states["regio-1", "om"] == "not asked"
    assert states["regio-2", "politie"] == "no interview"


def test_who_was_not_asked_is_no_silence_in_the_counts() -> None:
    study = small_study()
    guide = Guide.model_validate({"questions": [{"id": "V1", "text": "Hoe?", "organisations": ["gemeente"]}]})
    planted = talk(register(study), {"t": of(1, 1, 2, 3), "u": of(1) | of(2)}, study, guide)
    planted.passages["question_id"] = "V1"
    found = run(planted)
    rows = found.prevalence.query("axis == 'all'").set_index("label_id")
    assert rows.loc["t", "statement"] == "3 van de 12 gesprekken"
    assert rows.loc["u", "statement"] == "10 van de 20 gesprekken"  # police raised it unasked, so they could
    assert "t was niet gevraagd" not in " ".join(found.remarks["statement"])
    assert "t is niet gevraagd aan: Om, Politie; hun zwijgen telt niet mee." in set(found.remarks["statement"])


@pytest.mark.slow
def test_a_stray_passage_in_a_long_interview_does_not_count() -> None:
    study = small_study(2)
    planted = talk(register(study), {"t": of(1)}, study)
    stray = planted.passages["source_id"].eq("regio_1_1")
    planted.passages.loc[stray & ~planted.passages["passage_id"].isin(planted.mentions["passage_id"]), "words"] = 6000
    rows = run(planted).prevalence.query("axis == 'region' and group == 'regio-1'")
    assert rows["k_units"].item() == 4
    lenient = run(planted, ComparisonSettings(resamples=200, permutations=500, min_word_share=0.0))
    assert lenient.prevalence.query("axis == 'region' and group == 'regio-1'")["k_units"].item() == 5


def test_the_interviewers_words_are_not_the_respondents() -> None:
    study = small_study(2)
    planted = talk(register(study), {"t": of(1)}, study)
    mine = planted.passages["passage_id"].isin(planted.mentions["passage_id"])
    planted.passages.loc[mine, "role"] = "interviewer"
    found = run(planted)
    assert set(found.prevalence.query("axis == 'region'")["k_units"]) == {0}


def test_a_verdict_that_leans_on_one_interview_is_fragile() -> None:
    study = small_study()
    most = of(1, 1, 2, 3, 4) | of(2, 1) | of(3, 1)
    found = run(talk(register(study), {"t": most, "u": of(1)}, study)).contrasts
    rows = found.query("contrast == 'region' and group_a == 'regio-1'").set_index("label_id")
    assert rows.loc["t", "verdict"] == "more here"
    assert rows.loc["t", "fragile_under"] == "one interview less"
    assert rows.loc["u", "verdict"] == "only here"
    assert not rows.loc["u", "fragile"]


def test_a_verdict_that_another_assignment_does_not_give_is_fragile() -> None:
    study = small_study()
    planted = talk(register(study), {"t": of(1)}, study)
    same = planted.mentions.rename(columns={"label_id": "theme_id"})[["passage_id", "theme_id"]]
    other = same.assign(theme_id="")
    found = run(planted, alternatives={"andere kiem": other, "zelfde": same}).contrasts
    row = found.query("contrast == 'region' and group_a == 'regio-1'").iloc[0]
    assert row["fragile_under"] == "andere kiem"


@pytest.mark.slow
def test_codes_go_through_the_same_functions_as_themes_in_a_family_of_their_own() -> None:
    study = small_study()
    planted = talk(register(study), {"t": of(1)}, study)
    twice = pd.concat([planted.mentions, planted.mentions.assign(label_kind="code", label_id="c")])
    labels = pd.concat([planted.labels, pd.DataFrame({"label_kind": ["code"], "label_id": ["c"], "name": ["c"]})])
    found = run(Planted(planted.passages, planted.sources, twice, labels, study, Guide())).contrasts
    rows = found.query("contrast == 'region' and group_a == 'regio-1'").set_index("label_kind")
    assert rows.loc["code", "verdict"] == rows.loc["theme", "verdict"] == "only here"
    assert rows.loc["code", "q"] == rows.loc["theme", "q"]


def test_every_row_carries_the_join_of_the_labels_that_went_in() -> None:
    study = small_study(2)
    sources = register(study)
    sources.loc[sources["source_id"] == "regio_2_1", ["classification", "caveats"]] = ["Stg. Geheim", "politiegegevens"]
    found = run(talk(sources, {"t": of(1)}, study))
    own = found.prevalence.query("axis == 'region'").set_index("group")
    assert own.loc["regio-1", "classification"] == "Ongerubriceerd"
    assert own.loc["regio-2", ["classification", "caveats"]].tolist() == ["Stg. Geheim", "politiegegevens"]
    assert set(found.contrasts.query("contrast == 'region'")["classification"]) == {"Stg. Geheim"}
    assert set(found.chain["classification"]) == {"Stg. Geheim"}
    assert set(found.distinctive["classification"]) <= {"Stg. Geheim"}


@pytest.mark.slow
def test_the_order_of_the_rows_that_come_in_changes_nothing() -> None:
    study = small_study()
    planted = talk(register(study), {"t": of(1) | of(2, 1), "u": of(3, 1, 2)}, study)
    mixed = Planted(
        *(table.sample(frac=1, random_state=4) for table in (planted.passages, planted.sources, planted.mentions)),
        planted.labels[::-1],
        study,
        Guide(),
    )
    first, second = run(planted), run(mixed)
    for name in ("prevalence", "contrasts", "chain", "distinctive", "remarks"):
        pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name))


def test_a_single_passage_at_the_edge_of_its_theme_does_not_count_and_two_do() -> None:
    study = small_study(2)
    planted = talk(register(study), {"t": of(1)}, study)
    themes = planted.mentions.rename(columns={"label_id": "theme_id"})[["passage_id", "theme_id"]]
    themes["score"] = themes["passage_id"].str[:9].map({"regio_1_1": 0.1, "regio_1_2": 0.2}).fillna(0.8)
    second = themes[themes["passage_id"].str.startswith("regio_1_2")].assign(passage_id="regio_1_2-0001")
    borne = mentions(planted.passages, pd.concat([themes, second]))
    found = run(dataclasses.replace(planted, mentions=borne)).prevalence
    assert found.query("axis == 'region' and group == 'regio-1'")["k_units"].item() == 4


def asked_by_name(
    planted: Planted, *sources: str, turn: int = 1, text: str = "Hoe zit het met de grens?"
) -> pd.DataFrame:
    """Table `prompts`: in these sources the interviewer says `text` at `turn`, elsewhere something that names nothing."""
    rows = [
        {"source_id": source, "turn": turn, "text": text if source in sources else "Kunt u dat toelichten?"}
        for source in planted.sources["source_id"]
    ]
    return pd.DataFrame(rows).assign(role="interviewer", classification="Ongerubriceerd", caveats="")


def with_border(raising: set[str], study: Study) -> Planted:
    """A study whose label "t" is about a border, in those sources; `tabulate` gives its passages turn 3."""
    planted = talk(register(study), {"t": raising}, study)
    bears = planted.passages["passage_id"].isin(planted.mentions["passage_id"])
    planted.passages.loc[bears, "text"] = "Wij werken over de grens."
    return dataclasses.replace(planted, labels=planted.labels.assign(words="grens; overkant"))


def under(planted: Planted, prompts: pd.DataFrame, group: str = "regio-1") -> tuple[str, str]:
    row = run(planted, prompts=prompts).contrasts.query("contrast == 'region' and group_a == @group").iloc[0]
    return row["verdict"], row["fragile_under"]


@pytest.mark.slow
def test_a_verdict_that_hangs_on_the_interviewer_having_named_the_theme_is_fragile() -> None:
    planted = with_border(of(1), small_study())
    assert under(planted, asked_by_name(planted, *of(1))) == ("only here", "where the interviewer named it")


@pytest.mark.slow
def test_a_verdict_stands_when_all_were_asked_by_name_or_nobody() -> None:
    planted = with_border(of(1), small_study())
    assert under(planted, asked_by_name(planted, *planted.sources["source_id"])) == ("only here", "")
    assert under(planted, asked_by_name(planted)) == ("only here", "")


@pytest.mark.slow
def test_an_interviewer_who_takes_up_what_was_said_named_nothing_first() -> None:
    planted = with_border(of(1), small_study())
    assert under(planted, asked_by_name(planted, *of(1), turn=4)) == ("only here", "")


@pytest.mark.slow
def test_a_word_that_other_themes_use_as_much_names_no_theme() -> None:
    study = small_study()
    planted = talk(register(study), {"t": of(1), "u": of(2) | of(3)}, study)
    planted.passages["text"] = "Onze aanpak staat."
    planted = dataclasses.replace(planted, labels=planted.labels.assign(words="aanpak"))
    assert under(planted, asked_by_name(planted, *of(1), text="Wat is uw aanpak?")) == ("only here", "")


@pytest.mark.slow
def test_an_inflected_word_in_a_question_names_the_theme_too() -> None:
    planted = with_border(of(1), small_study())
    prompts = asked_by_name(planted, *of(1), text="Wat betekenen de grenzen voor u?")
    assert under(planted, prompts)[1] == "where the interviewer named it"
