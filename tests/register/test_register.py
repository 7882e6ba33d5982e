"""The register: right when it is right, and every mistake told with its row and column, all at once."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import adoption, inputs
from analysis.core import register
from analysis.core.errors import RegisterError
from analysis.core.register import COLUMNS
from analysis.core.study import read_study


def read(paths):
    return register.read(paths, read_study(paths))


def change(paths, old, new):
    text = paths.register.read_text(encoding="utf-8")
    assert old in text
    paths.register.write_text(text.replace(old, new), encoding="utf-8")


def test_a_right_register_gives_its_rows_by_id(small):
    rows = read(small)
    assert list(rows["source_id"]) == ["L-D1", "N-G1", "Z-G1"]
    assert list(rows.columns) == list(COLUMNS)


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ("noord,dorp", "noorden,dorp", "row 2, column region", "'noorden'"),
        ("noord,dorp", "noord,stad", "row 2, column municipality", "'stad'"),
        ("zuid,stad", ",stad", "row 3, column municipality", "no region"),
        ("2025-03-01", "1/3/2025", "row 2, column date", "2025-03-31"),
        ("2025-03-01", "2025-02-30", "row 2, column date", "'2025-02-30'"),
        ("interview,Gesprek Dorp", "gesprek,Gesprek Dorp", "row 2, column kind", "interview, document"),
        (",Ongerubriceerd,,bevestigd", ",,,bevestigd", "row 2, column classification", "nothing is processed"),
        (",Ongerubriceerd,,bevestigd", ",Stg. Geheim,,bevestigd", "row 2, column classification", "ceiling"),
        (",Ongerubriceerd,,bevestigd", ",Openbaar,,bevestigd", "row 2, column classification", "'Openbaar'"),
        ("bevestigd", "ja", "row 2, column wederhoor", "'ja'"),
        ("dorp,gemeente", "dorp,gemeenten", "row 2, column organisation", "'gemeenten'"),
        ("Z-G1,", "N-G1,", "row 3, column source_id", "row 2"),
        ("interviews/Z-G1.txt", "interviews/N-G1.txt", "row 3, column file", "row 2"),
        ("interviews/Z-G1.txt", "../../etc/passwd", "row 3, column file", "below data/raw"),
        ("interviews/Z-G1.txt", "interviews/Z-G9.txt", "row 3, column file", "not there"),
    ],
)
def test_a_wrong_cell_is_told_with_its_row_and_column(small, old, new, where, what):
    change(small, old, new)
    with pytest.raises(RegisterError) as caught:
        read(small)
    assert any(where in str(problem) and what in str(problem) for problem in caught.value.problems), str(caught.value)


def test_a_state_secret_is_refused_unless_the_environment_is_declared_accredited(small):
    change(small, ",Ongerubriceerd,,bevestigd", ",Stg. Geheim,,bevestigd")
    study = small.study.read_text(encoding="utf-8")
    raised = study.replace(
        "classification_ceiling: Departementaal Vertrouwelijk", "classification_ceiling: Stg. Geheim"
    )
    small.study.write_text(raised, encoding="utf-8")
    with pytest.raises(RegisterError, match=r"row 2, column classification: Stg. Geheim.*not accredited"):
        read(small)
    small.study.write_text(raised + "accredited: true\n", encoding="utf-8")
    assert read(small).set_index("source_id").loc["N-G1", "classification"] == "Stg. Geheim"


def test_everything_wrong_is_told_at_once(small):
    change(small, "noord,dorp", "noorden,dorp")
    change(small, "2020-01-01", "ooit")
    (small.raw / "interviews/extra.txt").write_text("tekst", encoding="utf-8")
    with pytest.raises(RegisterError) as caught:
        read(small)
    told = str(caught.value)
    assert "row 2, column region" in told
    assert "row 4, column date" in told
    assert "interviews/extra.txt: has no row" in told


def test_an_empty_file_is_told_with_what_to_do(small):
    (small.raw / "interviews/Z-G1.txt").write_bytes(b"")
    with pytest.raises(RegisterError, match=r"row 3, column file: interviews/Z-G1.txt is empty.*ask for it again"):
        read(small)


def test_two_files_with_the_same_content_are_named(small):
    (small.raw / "interviews/Z-G1.txt").write_bytes((small.raw / "interviews/N-G1.txt").read_bytes())
    with pytest.raises(RegisterError, match=r"interviews/Z-G1.txt has the same content as interviews/N-G1.txt"):
        read(small)


def test_a_source_without_a_date_is_allowed_since_not_everything_is_dated(small):
    change(small, "2020-01-01", "")
    assert read(small).set_index("source_id").loc["L-D1", "date"] == ""


def test_a_source_may_be_in_two_regions(small):
    change(small, "noord,dorp", "noord; zuid,dorp")
    assert read(small).set_index("source_id").loc["N-G1", "region"] == "noord;zuid"


def test_a_source_in_two_regions_of_which_one_is_unknown_is_told(small):
    change(small, "noord,dorp", "noord;oost,dorp")
    with pytest.raises(RegisterError, match="row 2, column region: 'oost'"):
        read(small)


def test_a_register_saved_by_a_dutch_excel_is_read(small):
    text = paths_text(small).replace(",", ";").replace("adviseur", "coördinator")
    small.register.write_bytes(codecs.BOM_UTF8 + text.replace("\n", "\r\n").encode())
    assert read(small)["function"].tolist() == ["", "coördinator", "coördinator"]


def test_a_register_in_windows_1252_is_read(small):
    small.register.write_bytes(paths_text(small).replace("adviseur", "coördinator").encode("cp1252"))
    assert "coördinator" in set(read(small)["function"])


def paths_text(paths):
    return paths.register.read_text(encoding="utf-8")


def test_missing_and_unknown_columns_are_told(small):
    change(small, "wederhoor\n", "wederhor\n")
    with pytest.raises(RegisterError, match=r"columns missing: wederhoor.*\n.*columns nobody knows: wederhor"):
        read(small)


def test_a_comma_without_quotes_is_told_with_its_row(small):
    change(small, "Gesprek Dorp", "Gesprek, Dorp")
    with pytest.raises(RegisterError, match="row 2: has 13 cells; expected 12"):
        read(small)


def test_a_register_without_rows_says_what_to_do(small):
    small.register.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    for path in (small.raw / "interviews").iterdir():
        path.unlink()
    (small.raw / "documents/L-D1.txt").unlink()
    with pytest.raises(RegisterError, match=r"has no rows.*regiobeeld adopt"):
        read(small)


@given(st.binary(max_size=300))
def test_no_bytes_whatever_raise_anything_but_our_own_error(data):
    try:
        columns = list(register.parse(register.decode(data, "sources.csv"), "sources.csv"))
    except RegisterError:
        columns = [*COLUMNS, "line"]
    assert columns == [*COLUMNS, "line"]


WITH_ORIGIN = """\
source_id,file,kind,title,date,region,municipality,organisation,function,classification,caveats,originator,label_ends,wederhoor
N-G1,interviews/N-G1.txt,interview,Gesprek Dorp,2025-03-01,noord,dorp,gemeente,adviseur,Ongerubriceerd,,,,bevestigd
Z-G1,interviews/Z-G1.txt,interview,Gesprek Stad,2025-03-02,zuid,stad,gemeente,adviseur,Departementaal Vertrouwelijk,persoonsgegevens,gemeente Stad,2035-03-02,verstuurd
L-D1,documents/L-D1.txt,document,Kader,2020-01-01,,,rijk,,Ongerubriceerd,,,,niet van toepassing
"""  # noqa: E501 - one row is one line


@pytest.fixture
def origin(small):
    small.register.write_text(WITH_ORIGIN, encoding="utf-8")
    return small


def test_a_register_says_of_each_label_who_set_it_and_until_when(origin):
    row = read(origin).set_index("source_id").loc["Z-G1"]
    assert (row["originator"], row["label_ends"], row["wederhoor"]) == ("gemeente Stad", "2035-03-02", "verstuurd")


@pytest.mark.parametrize(
    ("old", "new", "column", "what"),
    [
        ("gemeente Stad,2035-03-02", ",2035-03-02", "originator", "is empty beside Departementaal Vertrouwelijk"),
        ("gemeente Stad,2035-03-02", "gemeente Stad,", "label_ends", "is empty beside Departementaal Vertrouwelijk"),
        ("2035-03-02", "2035-13-02", "label_ends", "'2035-13-02'"),
    ],
)
def test_a_level_without_who_set_it_or_until_when_is_not_processed(origin, old, new, column, what):
    change(origin, old, new)
    with pytest.raises(RegisterError, match=f"row 3, column {column}: {what}"):
        read(origin)


def test_a_label_may_end_with_an_event_in_words(origin):
    change(origin, "2035-03-02", "vaststelling van het rapport")
    assert "vaststelling van het rapport" in set(read(origin)["label_ends"])


def test_a_register_of_before_these_columns_is_read_and_nobody_is_known_who_may_lower(small):
    rows = read(small)
    assert set(rows["originator"]) == set(rows["label_ends"]) == {""}
    (note,) = inputs.notes(small, "2026-01-01")
    assert "no column originator and no column label_ends" in note


def test_a_label_whose_last_day_is_past_still_stands_and_is_told(origin):
    before = read(origin)["classification"].tolist()
    assert inputs.notes(origin, "2035-03-02") == []
    (note,) = inputs.notes(origin, "2035-03-03")
    assert "The label of Z-G1" in note
    assert "stands until its originator lowers it" in note
    assert read(origin)["classification"].tolist() == before


@pytest.mark.parametrize("unseen", ["\x1b[31m", "\u202e", "\u2066", "\x07", "\x85"])
def test_a_character_that_nobody_sees_is_refused_with_its_place_and_not_repeated(small, unseen):
    change(small, "Gesprek Dorp", f"Gesprek {unseen}Dorp")
    with pytest.raises(RegisterError, match="row 2, column title: holds a character that nobody sees") as caught:
        read(small)
    assert unseen not in str(caught.value)


def test_adopt_writes_who_set_a_label_and_does_not_lose_it_in_a_register_without_that_column(origin):
    (origin.raw / "interviews/nieuw.txt").write_text("Respondent: nieuw.", encoding="utf-8")
    given = adoption.Given(classification="Departementaal Vertrouwelijk", originator="politie", label_ends="2035-01-01")

    def adopt():
        files, _ = adoption.unregistered([origin.raw / "interviews/nieuw.txt"], origin)
        rows = adoption.propose(files, {}, set(), read_study(origin), origin, given)
        adoption.append(rows, origin)

    before = origin.register.read_text(encoding="utf-8")
    adopt()
    assert origin.register.read_text(encoding="utf-8").endswith(
        "Departementaal Vertrouwelijk,,politie,2035-01-01,niet van toepassing\n"
    )
    origin.register.write_text(before.replace(",originator,label_ends", "").split("\n")[0] + "\n", encoding="utf-8")
    with pytest.raises(RegisterError, match=r"columns missing: originator, label_ends.*add them first"):
        adopt()


@pytest.mark.parametrize("gone", ["interview_guide.yaml", "decisions/themes.csv", "pseudonyms"])
def test_what_dvc_would_stop_at_for_not_being_there_is_told_beforehand(small, gone):
    (small.root / "dvc.yaml").write_text(f"stages: {{sources: {{cmd: x, deps: [data/raw/{gone}]}}}}", encoding="utf-8")
    (problem,) = inputs.check(small).problems
    assert (problem.where, problem.found) == (f"data/raw/{gone}", "is not there")
    there = small.raw / gone
    there.parent.mkdir(exist_ok=True)
    there.mkdir() if gone == "pseudonyms" else there.write_text("questions: []", encoding="utf-8")
    assert inputs.check(small).problems == ()
