"""The study as data: what it refuses, and where it says the mistake is."""

import re

import pytest

from analysis.core import workspace
from analysis.core.errors import StudyError
from analysis.core.study import Guide, Study, parse, read_guide, read_share, read_study, write_share


def broken(paths, old, new):
    text = paths.study.read_text(encoding="utf-8")
    assert old in text
    paths.study.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        read_study(paths)
    return str(caught.value)


def test_a_right_study_is_read(small):
    study = read_study(small)
    assert study.chain == ["gemeente", "politie"]
    assert study.regions["noord"].municipalities["dorp"].name == "Dorp"


def test_an_unknown_key_is_told_with_file_line_and_key(small):
    told = broken(small, "main_question:", "colour: red\nmain_question:")
    assert "data/raw/study.yaml, line 2, key colour: is a key nobody knows" in told


def test_an_unknown_key_deep_inside_is_told_with_its_line(small):
    assert "line 15, key regions.zuid.burgers" in broken(small, "{name: Zuid,", "{name: Zuid, burgers: 3,")


def test_a_missing_key_is_told(small):
    assert "key main_question: is missing" in broken(small, "main_question: Hoe gaat het?\n", "")


def test_a_key_that_the_pipeline_follows_must_be_written_down_though_it_has_a_default(small):
    assert "key aspects is missing; add `aspects:`" in broken(small, "aspects:\n  werk: {name: Werk}\n", "")


def test_a_key_that_stands_twice_is_told_with_both_lines(small):
    assert "line 2: key title stands on line 1 too" in broken(small, "main_question", "title: Nog een\nmain_question")


def test_a_plan_for_an_organisation_nobody_knows_is_told_where_it_stands(small):
    told = broken(small, "planned: {gemeente: 1", "planned: {leger: 1")
    assert "line 14, key regions.noord.planned.leger: names an organisation that is not under `organisations`" in told
    assert "line 15, key regions.zuid.planned.leger" in told


def test_a_ceiling_that_is_no_level_is_told(small):
    told = broken(small, "Departementaal Vertrouwelijk", "Geheimpje")
    assert "line 4, key classification_ceiling: expected one of Ongerubriceerd" in told


def test_what_is_no_yaml_is_told_with_its_line(small):
    assert "line 2" in broken(small, "main_question: Hoe", "main_question: [Hoe")


def test_a_region_name_that_is_no_safe_path_is_refused(small):
    assert "regions" in broken(small, "  zuid: {", "  ../zuid: {")


def test_everything_wrong_is_told_at_once(small):
    told = broken(small, "language: nl", "language: fr\nkleur: rood")
    assert "key language" in told
    assert "key kleur" in told


def test_a_guide_that_names_what_the_study_lacks_is_refused(small):
    small.guide.write_text(
        "questions:\n  - {id: V1, text: Hoe, sub_question: wie, organisations: [leger]}\n  - {id: V1, text: Dan}\n"
    )
    with pytest.raises(StudyError) as caught:
        read_guide(small, read_study(small))
    told = str(caught.value)
    assert "sub_question wie" in told
    assert "organisation leger" in told
    assert "an id that an earlier question has" in told


def test_a_question_without_organisations_is_asked_of_all():
    guide = parse(Guide, "questions: [{id: V1, text: a}, {id: V2, text: b, organisations: [om]}]", "guide")
    assert [question.id for question in guide.asked("om")] == ["V1", "V2"]
    assert [question.id for question in guide.asked("politie")] == ["V1"]


def test_the_sample_is_the_study_it_says_it_is(sample):
    study = parse(Study, (sample / "study.yaml").read_text(encoding="utf-8"), "study.yaml")
    people = {slug: region.population for slug, region in study.regions.items()}
    assert people == {
        "amsterdam-amstelland": 1_008_808,
        "brabant-zuidoost": 752_485,
        "maastricht": 183_026,
        "drenthe": 488_611,
    }
    assert all(len(region.municipalities) == 3 for region in study.regions.values())
    assert list(study.aspects) == ["governance", "samenwerking", "informatievoorziening"]


def test_a_region_with_accents_for_a_key_is_told_how_a_key_is_written(small):
    text = small.study.read_text(encoding="utf-8").replace("  noord: {", "  Súd-Noord: {")
    small.study.write_text(text, encoding="utf-8")
    with pytest.raises(
        StudyError, match=r"key regions.Súd-Noord: is no slug; expected small letters .* sudwest-fryslan"
    ):
        read_study(small)


def test_a_slug_by_which_tables_call_another_group_is_refused_at_its_line(small):
    text = (
        small.study.read_text(encoding="utf-8")
        .replace("  noord: {", "  elsewhere: {")
        .replace("  rijk: {", "  national: {")
    )
    small.study.write_text(text, encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        read_study(small)
    told = [str(problem) for problem in caught.value.problems]
    for key in ("organisations.national", "regions.elsewhere"):
        [problem] = [line for line in told if f"key {key}: is what tables and reports call something else by" in line]
        number = int(re.search(r"line (\d+)", problem)[1])
        assert key.partition(".")[2] in text.splitlines()[number - 1]


def test_the_share_of_a_region_tells_nothing_of_another_and_only_what_its_picture_needs(small):
    study = read_study(small)
    write_share(study, small, "noord")
    assert read_share(small, "noord") == study.of_region("noord")
    told = small.share_study("noord").read_text(encoding="utf-8")
    assert "Noord" in told
    assert [word for word in ("Zuid", study.title, study.main_question, "Vertrouwelijk") if word in told] == []
    other = study.model_copy(update={"title": "Anders", "regions": {**study.regions, "zuid": study.regions["noord"]}})
    assert other.of_region("noord") == study.of_region("noord")


def test_a_region_is_opened_by_its_share_and_one_without_is_told(small):
    write_share(read_study(small), small, "noord")
    assert list(workspace.open_region("", str(small.root)).study.regions) == ["noord"]
    with pytest.raises(StudyError) as caught:
        workspace.open_region("west", str(small.root))
    assert "region 'west': has no share" in str(caught.value)
    assert "noord, zuid" in str(caught.value)
