"""From proposal to publication on the command line, with the files it reads and writes; and that nothing calls out."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys

import pytest
import typer
from privacy_material import STUDY, made, text_of
from typer.testing import CliRunner

from analysis.cli import audit as audit_command
from analysis.cli import release as release_command
from analysis.core import tables
from analysis.core.classification import LEVELS
from analysis.core.errors import RegiobeeldError
from analysis.core.paths import Paths
from analysis.privacy import log, outgoing

CANARIES = "id,value\nC1,Zoë Überschärfer\nC2,123456782\n"
PAGE = '<html><head><meta name="classification" content="{level}"></head><body>{text}</body></html>'


@pytest.fixture
def ready(tmp_path, monkeypatch):
    """A study whose public edition lies there, made from nothing but open documents."""
    paths = Paths(tmp_path)
    paths.study.parent.mkdir(parents=True)
    keys = "language: nl\nsub_questions: {}\naspects: {}\nnational: {}\n"
    paths.study.write_text(STUDY + keys, encoding="utf-8")
    paths.register.write_text(
        "source_id,file,kind,title,date,region,municipality,organisation,function,classification,caveats,wederhoor\n"
        f"D1,documents/D1.txt,document,Kader,,,,rijk,,{LEVELS[0]},,niet van toepassing\n",
        encoding="utf-8",
    )
    (paths.raw / "documents").mkdir()
    (paths.raw / "documents/D1.txt").write_text("een kader", encoding="utf-8")
    (tmp_path / ".dvc").mkdir()
    (tmp_path / ".dvc/config").write_text("[core]\n    no_scm = true\n", encoding="utf-8")
    (tmp_path / "dvc.yaml").write_text(
        "stages:\n  report: {cmd: 'true', deps: [data/raw/documents], outs: [reports/editions]}\n", encoding="utf-8"
    )
    frames = made({"T01": {f"{place}{number}" for place in "NZ" for number in range(1, 6)}})
    home = {"passage_themes": paths.themes, "prevalence": paths.comparison}
    for name in ("sources", "passages", "passage_themes", "prevalence"):
        tables.write(name, frames[name], home.get(name, paths.processed) / f"{name}.parquet")
    page(paths, "Een rapport zonder namen.")
    (tmp_path / "canaries.csv").write_text(CANARIES, encoding="utf-8")
    monkeypatch.setenv("REGIOBEELD_ROOT", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return paths


def page(paths, text, level=LEVELS[0]):
    path = paths.editions / "public/overall.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PAGE.format(level=level, text=text), encoding="utf-8")
    return path


def run(*arguments, group="release"):
    app = typer.Typer()
    {"release": release_command, "audit": audit_command}[group].register(app)
    result = CliRunner().invoke(app, [group, *arguments])
    if isinstance(result.exception, RegiobeeldError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def propose():
    return run("propose", "public", "--author", "Anna", "--who", "Anna", "--date", "2025-06-01")


def check():
    return run("check", "public", "--register", "canaries.csv", "--who", "Anna", "--date", "2025-06-01")


def approve(who):
    return run("approve", "public", "--who", who, "--date", "2025-06-01")


def publish():
    return run("publish", "public", "--who", "Anna", "--date", "2025-06-02")


def test_a_clean_edition_is_published_byte_for_byte_with_its_release_beside_it(ready):
    propose(), check(), approve("Bram"), approve("Carla"), publish()
    made_ = ready.reports / "released/public/overall.ongerubriceerd.html"
    data = (ready.editions / "public/overall.html").read_bytes()
    assert made_.read_bytes() == data
    beside = json.loads((made_.parent / f"{made_.name}.release.json").read_text())
    assert beside["sha256"] == hashlib.sha256(data).hexdigest()
    assert beside["log"] == log.head(log.read_lines(ready))
    assert "published" in run("status")
    released = outgoing.read_released(ready, log.read(ready))
    assert set(released["axis"]) <= {"all", "level", "organisation", "region", "elsewhere"}
    assert len(released)


@pytest.mark.parametrize("step", ["check", "approve", "publish"])
def test_a_byte_that_changes_before_any_step_stops_that_step(ready, step):
    steps = {"check": check, "approve": lambda: approve("Carla"), "publish": publish}
    before = {"check": [], "approve": [check], "publish": [check, lambda: approve("Bram"), lambda: approve("Carla")]}
    propose()
    for earlier in before[step]:
        earlier()
    path = ready.editions / "public/overall.html"
    path.write_bytes(path.read_bytes().replace(b"zonder", b"Zonder"))
    with pytest.raises(RegiobeeldError, match="every approval is void"):
        steps[step]()
    assert not (ready.reports / "released").exists()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Dit zei <b>Zoë</b> &Uuml;berschärfer.", "holds C1"),
        ("Het nummer is 1234.56.782.", "holds C2"),
        (text_of("N1", 0), "holds words of passage N1-00"),
        (f"Iemand: {text_of('Z3', 0).upper()[:60]}", "holds words of passage Z3-00"),
    ],
)
def test_a_name_a_number_or_words_of_an_interview_fail_the_check_and_stop_approval(ready, text, reason):
    page(ready, text)
    propose()
    with pytest.raises(RegiobeeldError, match=reason) as caught:
        check()
    assert "schärfer" not in str(caught.value)
    with pytest.raises(RegiobeeldError, match="not checked"):
        approve("Bram")


def test_a_check_without_a_register_of_names_does_not_pass(ready):
    propose()
    with pytest.raises(RegiobeeldError, match="was not searched for names"):
        run("check", "public", "--who", "Anna", "--date", "2025-06-01")
    assert log.read(ready)[-1].details["passed"] == "no"


def test_a_page_above_its_readers_is_not_published_until_its_level_is_lowered_for_these_bytes(ready):
    page(ready, "Een rapport.", f"{LEVELS[1]} · persoonsgegevens")
    propose(), check(), approve("Bram"), approve("Carla")
    with pytest.raises(RegiobeeldError, match=f"is {LEVELS[1]}"):
        publish()
    who = ("--who", "Dirk", "--date", "2025-06-01", "--authority", "de inspecteur-generaal", "--why", "besluit 12")
    run("lower", "public", "--level", LEVELS[0], *who)
    publish()
    assert (ready.reports / "released/public/overall.ongerubriceerd_persoonsgegevens.html").is_file()


def test_what_dvc_yaml_says_it_was_made_from_counts_though_the_page_says_less(ready):
    text = ready.register.read_text(encoding="utf-8")
    raised = text.replace(f",{LEVELS[0]},,", f",{LEVELS[1]},politiegegevens,")
    ready.register.write_text(raised, encoding="utf-8")
    propose()
    assert log.read(ready)[-1].details["level"] == LEVELS[1]


def test_a_file_whose_label_rose_is_still_the_same_report_and_one_that_leaves_bears_its_label(ready):
    path = ready.editions / "public/overall.html"
    path.rename(path.with_name("overall.ongerubriceerd.html"))
    run("embargo", "public", "--until", "2025-06-03", "--who", "Dirk", "--date", "2025-06-01")
    path.with_name("overall.ongerubriceerd.html").rename(path.with_name("overall.departementaal-vertrouwelijk.html"))
    assert "embargo until 2025-06-03" in run("status")
    propose(), check(), approve("Bram"), approve("Carla")
    with pytest.raises(RegiobeeldError, match="under embargo"):
        publish()
    run("publish", "public", "--who", "Anna", "--date", "2025-06-03")
    assert [found.name for found in (ready.reports / "released/public").glob("*.html")] == [
        "overall.ongerubriceerd.html"
    ]


def test_no_step_is_taken_on_a_day_that_is_still_to_come_since_that_would_end_an_embargo(ready):
    run("embargo", "public", "--until", "2999-06-03", "--who", "Dirk", "--date", "2025-06-01")
    propose(), check(), approve("Bram"), approve("Carla")
    with pytest.raises(RegiobeeldError, match="2999-06-03 is still to come"):
        run("publish", "public", "--who", "Anna", "--date", "2999-06-03")
    assert not (ready.reports / "released").exists()


def test_the_status_of_what_is_approved_asks_first_for_a_decision_on_an_open_objection(ready):
    propose(), check(), approve("Bram"), approve("Carla")
    about = ("--until", "2025-06-30", "--about", "alles", "--date", "2025-06-01", "--who", "Dirk")
    run("object", "B1", "public", *about)
    assert "(objection B1 open; next: `regiobeeld release decide`)" in run("status")


def test_the_status_says_what_is_next_and_what_was_never_proposed(ready):
    assert "public/overall.html  not proposed" in run("status")
    propose()
    assert "next: `regiobeeld release check`" in run("status")
    page(ready, "Een ander rapport.")
    assert "its bytes have changed since" in run("status")


def test_a_quote_asks_the_list_of_the_gate_and_says_what_it_still_lacks(ready):
    day = ("--date", "2025-06-01")
    told = run("quote", "N1-00", "public", "--who", "Anna", *day)
    assert "the gate is not clean" in told, "there is no list of the gate"
    tables.write("unreviewed", tables.empty("unreviewed"), ready.unreviewed)
    assert "the gate is not clean" not in run("read", "N1-00", "public", "--verdict", "agree", "--who", "Bram", *day)
    told = run("read", "N1-00", "public", "--verdict", "agree", "--who", "Carla", *day)
    assert told.endswith("still lacks: its function and region single out a person\n")
    assert "lacks nothing" in run("single-out", "N1-00", "public", "--why", "stemt in", "--who", "Dirk", *day)
    with pytest.raises(RegiobeeldError, match="region-noord or region-zuid or public"):
        run("quote", "N1-00", "region-oost", "--who", "Anna", *day)


def test_a_table_that_was_released_cannot_be_forgotten(ready):
    propose(), check(), approve("Bram"), approve("Carla"), publish()
    (table,) = (log.folder(ready) / "tables").iterdir()
    table.write_bytes(table.read_bytes()[:-10])
    with pytest.raises(RegiobeeldError, match="gone or changed"):
        outgoing.read_released(ready, log.read(ready))


def test_quotes_and_statements_are_decided_by_command(ready):
    run("quote", "N1-00", "public", "--who", "Anna", "--date", "2025-06-01")
    run("read", "N1-00", "public", "--verdict", "agree", "--who", "Bram", "--date", "2025-06-01")
    run("single-out", "N1-00", "public", "--why", "heeft ingestemd", "--who", "Dirk", "--date", "2025-06-01")
    run("statement", "theme/T01/all/all/", "public", "--why", "is geen geheim", "--who", "Dirk", "--date", "2025-06-01")
    assert [event.event for event in log.read(ready)] == ["quote", "read", "single-out", "statement"]
    with pytest.raises(RegiobeeldError, match="is not there"):
        run("quote", "N9-99", "public", "--who", "Anna")


def test_objections_and_embargoes_are_registered_by_command(ready):
    propose(), check(), approve("Bram"), approve("Carla")
    day = ("--who", "Dirk", "--date", "2025-06-01")
    run("object", "Z1", "public", "--until", "2025-06-20", "--about", "hoofdstuk 2", "--received", *day)
    run("embargo", "public", "--until", "2025-06-03", *day)
    with pytest.raises(RegiobeeldError) as caught:
        publish()
    assert "objection 'Z1' is open" in str(caught.value)
    assert "under embargo" in str(caught.value)
    run("decide", "Z1", "public", "--decision", "refused", "--why", "niet herleidbaar", *day)
    run("publish", "public", "--who", "Anna", "--date", "2025-06-03")


def test_the_audit_searches_a_folder_and_says_where_but_never_what(ready):
    assert "none found" in run("canaries", "reports", "--register", "canaries.csv", group="audit")
    page(ready, "Zoë Überschärfer")
    with pytest.raises(RegiobeeldError, match=r"public/overall\.html: holds C1") as caught:
        run("canaries", "reports", "--register", "canaries.csv", group="audit")
    assert "Zoë" not in str(caught.value)
    with pytest.raises(RegiobeeldError, match="holds no file"):
        run("canaries", "nergens", "--register", "canaries.csv", group="audit")


def test_the_audit_of_labels_finds_what_lacks_one_and_is_not_silent_where_there_is_nothing(ready):
    path = ready.editions / "x.parquet"
    tables.write("themes", made({"T01": set()})["themes"], path)
    with pytest.raises(RegiobeeldError, match=r"reports/editions\.label\.json: has no label"):
        run("labels", group="audit")
    run("stamp", "report", group="audit")
    assert "2 tables and labels: none" in run("labels", group="audit")
    beside = json.loads((ready.reports / "editions.label.json").read_text(encoding="utf-8"))
    assert beside["classification"] == LEVELS[0]
    shutil.rmtree(ready.editions)
    with pytest.raises(RegiobeeldError, match="holds no table"):
        run("labels", group="audit")


@pytest.mark.slow
def test_a_command_makes_no_connection_outside_this_machine(small):
    if not shutil.which("strace"):
        pytest.skip("strace is not installed: that no connection is made was not looked at")
    trace = small.root / "trace"
    program = "import sys; sys.argv[1:] = ['check']; from analysis.cli import main; main()"
    command = ["strace", "-f", "-e", "trace=connect,sendto,sendmsg", "-o", str(trace), sys.executable, "-c", program]
    isolated = ["unshare", "--map-root-user", "--net", *command]
    can_isolate = subprocess.run(["unshare", "--map-root-user", "--net", "true"], capture_output=True).returncode == 0
    environment = {**os.environ, "REGIOBEELD_ROOT": str(small.root)}
    done = subprocess.run(isolated if can_isolate else command, capture_output=True, text=True, env=environment)
    if not trace.is_file() or "ptrace" in done.stderr:
        pytest.skip("the kernel forbids strace: that no connection is made was not looked at")
    assert done.returncode == 0, done.stderr
    assert "All right: 2 regions, 3 sources" in done.stdout
    calls = trace.read_text()
    assert "exited with 0" in calls
    assert outside(calls) == []


def outside(calls: str) -> list[str]:
    """Internet addresses in a trace that are not this machine's own."""
    found = re.findall(r'(?:inet_addr\("|inet_pton\(AF_INET6, ")([^"]+)"', calls)
    return [address for address in found if not address.startswith("127.") and address != "::1"]


def test_the_trace_reader_finds_an_address_outside():
    calls = (
        '1 connect(3, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.7")}, 16) = 0\n'
        '1 connect(3, {sa_family=AF_INET6, inet_pton(AF_INET6, "2001:db8::1", &sin6_addr)}, 28) = 0\n'
        '1 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16) = 0\n'
    )
    assert outside(calls) == ["192.0.2.7", "2001:db8::1"]
