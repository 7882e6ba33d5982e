"""What the README promises, done as a researcher does it: clone, `make reproduce`, open, change, run again."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest
import yaml
from checkout import clone_to, hashes, in_clone

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("clone")]

REGIONS = ("amsterdam-amstelland", "brabant-zuidoost", "drenthe", "maastricht")


def ran(printed):
    return re.findall(r"Running stage '([^']+)'", printed)


def test_make_reproduce_tells_what_ran_how_long_and_what_to_open(clone):
    told = (clone / "reproduce.log").read_text(encoding="utf-8")
    for stage in (
        "sources",
        "passages",
        "embeddings",
        "themes",
        "comparison",
        "region@drenthe",
        "overall",
        "report",
        "site",
    ):
        assert re.search(rf"ran +{stage} +[0-9.]+ s", told), stage
    assert "0 skipped" in told
    assert "Open first: reports/editions/internal/overall.html" in told


def test_there_is_a_report_for_each_region_and_one_overall(clone):
    made = {path.name for path in (clone / "reports/editions/internal").iterdir()}
    assert made == {"overall.html", *(f"region-{region}.html" for region in REGIONS)}


def test_a_second_run_has_nothing_to_do(clone, command):
    assert ran(command(clone, sys.executable, "-m", "dvc", "repro").stdout) == []


def test_the_run_gave_the_bytes_that_were_committed_or_says_where_it_did_not(clone, command):
    done = command(clone, "make", "verify", ok=False)
    if done.returncode == 0:
        assert re.search(r"Verified: all [0-9]+ outputs have the bytes that were committed", done.stdout)
        assert subprocess.run(["git", "diff", "--quiet", "dvc.lock"], cwd=clone).returncode == 0
    else:
        # another processor rounds otherwise: allowed only from the first stage that reckons, and named
        assert re.search(r"The first is \S+, made by (embeddings|themes)\.", done.stdout), done.stdout


def test_a_stale_lock_is_found_without_data_or_cache(root, sample, tmp_path, command):
    fresh = clone_to(root, tmp_path / "fresh")
    assert "dvc.lock is up to date" in command(fresh, "regiobeeld", "stale").stdout
    (fresh / "params.yaml").write_text((fresh / "params.yaml").read_text().replace("seed: 2025", "seed: 7"))
    done = command(fresh, "regiobeeld", "stale", ok=False)
    assert done.returncode == 1
    assert "dvc.lock is stale" in done.stdout
    assert "themes" in done.stdout


def test_two_clones_give_equal_bytes_for_every_table_notebook_figure_and_page(clone, elsewhere):
    # another place, another hash seed, another number of threads, and most of it without originals
    first, second = hashes(clone), hashes(elsewhere.root)
    assert len(first) > 100
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_every_executed_notebook_gives_the_same_outputs_again(clone, tmp_path):
    executed = sorted((clone / "data/processed/notebooks").glob("*.ipynb"))
    assert len(executed) == 6 + len(REGIONS)
    outputs = [cell for path in executed for cell in json.loads(path.read_text())["cells"] if cell.get("outputs")]
    assert len(outputs) > 40, "nbval passes on notebooks without outputs, so there must be some"
    sanitise = tmp_path / "sanitise.cfg"
    sanitise.write_text(f"[root]\nregex: {re.escape(str(clone))}\nreplace: .\n")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--override-ini=addopts=",
        "--nbval",
        "--nbval-current-env",
        "--nbval-sanitize-with",
        str(sanitise),
    ]
    command += ["--nbval-cell-timeout=300", "-p", "no:cacheprovider", *map(str, executed)]
    environment = {**in_clone(clone), "REGIOBEELD_ROOT": str(clone), "REGIOBEELD_PIPELINE": "1", "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, cwd=clone, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:]
    assert re.search(r"[0-9]+ passed", done.stdout)


def test_a_change_in_one_region_runs_that_regions_notebook_and_no_other(changed, command):
    study = changed / "data/raw/study.yaml"
    text = study.read_text(encoding="utf-8")
    assert "488611" in text
    study.write_text(text.replace("488611", "488612"), encoding="utf-8")
    stages = ran(command(changed, sys.executable, "-m", "dvc", "repro").stdout)
    assert [stage for stage in stages if stage.startswith("region@")] == ["region@drenthe"]
    assert "embeddings" not in stages


def test_one_changed_interview_has_only_its_own_passages_embedded_again(changed, command):
    before = pd.read_parquet(changed / "data/processed/passages.parquet")
    path = sorted((changed / "data/raw/interviews").glob("*.txt"))[0]
    text = path.read_text(encoding="utf-8").rstrip()
    path.write_text(text + " Daar kom ik later graag nog eens uitgebreid op terug.\n", encoding="utf-8")
    command(changed, sys.executable, "-m", "dvc", "repro", "embeddings")
    after = pd.read_parquet(changed / "data/processed/passages.parquet")
    new = after[~after["text_hash"].isin(before["text_hash"])]
    assert set(new["source_id"]) == {path.stem}
    assert 1 <= len(new) <= 3
    notebook = (changed / "data/processed/notebooks/3_embeddings.ipynb").read_text(encoding="utf-8")
    assert len(after) > 300
    assert "dimension" in notebook
    unchanged = after[after["source_id"] != path.stem]
    assert set(unchanged["passage_id"]) <= set(before["passage_id"])


def test_a_region_without_interviews_has_a_report_that_says_what_cannot_be_said(changed, command):
    study = changed / "data/raw/study.yaml"
    text = study.read_text(encoding="utf-8")
    empty = "  leegland: {name: Leegland, municipalities: {}, planned: {gemeente: 2}}\nnational:"
    study.write_text(text.replace("national:", empty, 1), encoding="utf-8")
    command(changed, "make", "reproduce")
    page = (changed / "reports/editions/internal/region-leegland.html").read_text(encoding="utf-8")
    assert "Leegland" in page
    assert "niet te beoordelen" in page.lower()


def test_a_killed_run_leaves_earlier_results_and_the_next_run_mends_it(changed, command):
    before = hashes(changed)
    (changed / "params.yaml").write_text((changed / "params.yaml").read_text().replace("seed: 2025", "seed: 7"))
    process = subprocess.Popen(
        [sys.executable, "-m", "dvc", "repro"],
        cwd=changed,
        env=in_clone(changed),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    for line in process.stdout:
        if "Running stage 'themes'" in line:
            break
    time.sleep(2)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert hashes(changed) == before, "a run that was killed while a stage reckoned changed nothing"
    (changed / "params.yaml").write_text((changed / "params.yaml").read_text().replace("seed: 7", "seed: 2025"))
    assert ran(command(changed, sys.executable, "-m", "dvc", "repro").stdout) == []
    assert hashes(changed) == before


def test_no_page_asks_anything_of_the_outside(clone):
    pages = [*(clone / "reports/editions").rglob("*.html"), *(clone / "reports/site").rglob("*.html")]
    assert len(pages) >= 5 + 10
    asks = re.compile(
        r"""<(?:script|link|img|iframe|source|audio|video)[^>]+(?:src|href)\s*=\s*["']?(?:https?:)?//""", re.I
    )
    assert [str(page) for page in pages if asks.search(page.read_text(encoding="utf-8"))] == []


def test_every_report_bears_its_classification_and_no_other_regions_text(clone):
    passages = pd.read_parquet(clone / "data/processed/passages.parquet")
    study = yaml.safe_load((clone / "data/raw/study.yaml").read_text(encoding="utf-8"))
    for region in REGIONS:
        page = (clone / f"reports/editions/internal/region-{region}.html").read_text(encoding="utf-8")
        assert "Departementaal Vertrouwelijk" in page
        assert study["regions"][region]["name"] in page
        others = passages[(passages["region"] != region) & (passages["region"] != "")]
        shown = [row.passage_id for row in others.itertuples() if row.text[:80] in page]
        assert shown == []


def test_no_result_is_a_pickle(clone):
    made = [path for path in (clone / "data/processed").rglob("*") if path.is_file()]
    assert [path.name for path in made if path.suffix in (".pkl", ".pickle", ".joblib")] == []
    assert [path.name for path in made if path.read_bytes()[:2] in (b"\x80\x04", b"\x80\x05")] == []


def test_decisions_are_shown_and_a_figure_is_drawn_by_command(clone, command, tmp_path):
    assert "P-" in command(clone, "regiobeeld", "pseudonyms", "list").stdout
    assert "0 events" in command(clone, "regiobeeld", "release", "status").stdout
    assert "Terugkoppeling blijft uit" in command(clone, "regiobeeld", "themes", "list").stdout
    drawn = command(clone, "regiobeeld", "figure", "heat-map-region", "--to", str(tmp_path / "figure.png"), ok=False)
    if drawn.returncode == 0:
        assert (tmp_path / "figure.png").read_bytes().startswith(b"\x89PNG")
    else:
        assert "Chrom" in drawn.stderr, "without a browser it says what to install"


def test_no_name_of_the_key_is_in_what_comes_out(clone, command):
    told = command(clone, "make", "audit").stdout
    counted = re.findall(r"(\d+) canaries, (\d+) files: none found", told)
    assert len(counted) == 2
    assert all(int(canaries) >= 50 and int(files) >= 38 for canaries, files in counted)


def test_the_original_of_every_name_can_be_found_back_and_its_place_is_right(clone):
    spans = pd.read_parquet(clone / "data/processed/way_back.parquet").query("state == 'masked'")
    texts = {
        path.stem: path.open(newline="", encoding="utf-8").read() for path in (clone / "data/processed/text").iterdir()
    }
    assert len(spans) >= 60
    wrong = [
        row.source_id for row in spans.itertuples() if texts[row.source_id][row.start : row.end] != row.replacement
    ]
    assert wrong == []
