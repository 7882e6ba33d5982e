"""What the whole pipeline does to the machine it runs on: no call to the outside, no file that is not declared, no pickle."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys

import pytest
import tracing
import yaml
from checkout import in_clone

from analysis.core import register as registers
from analysis.core.classification import join
from analysis.core.paths import Paths
from analysis.core.stages import labels
from analysis.core.stages.absence import ORIGINALS
from analysis.core.stages.declaration import read, touches
from analysis.core.stages.opens import allowed, meant

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("clone")]


@pytest.fixture
def trace(elsewhere):
    if elsewhere.why_not:
        pytest.skip(f"{elsewhere.why_not}: what the pipeline connects to and opens was not looked at")
    return elsewhere.trace


def test_the_whole_pipeline_runs_with_nothing_but_loopback_and_asks_nothing_of_the_outside(trace):
    assert trace.calls > 10_000, "strace saw the run"
    assert trace.outside == []


def test_a_run_whose_stages_share_one_process_asks_nothing_of_the_outside(clone):
    if why_not := tracing.why_not():
        pytest.skip(f"{why_not}: what the pipeline connects to was not looked at")
    trace = clone.parent / "trace"
    assert "analysis.core.notebooks.host" in trace.read_text(encoding="utf-8", errors="replace"), (
        "the stages asked the host"
    )
    seen = tracing.read(clone, [trace])
    assert seen.calls > 100, "strace saw the run"
    assert seen.outside == []


def test_no_stage_opens_a_file_that_dvc_yaml_does_not_name_for_it(trace, root):
    stages = {stage.command: stage for stage in read(root)}
    assert set(trace.opened) == set(stages), "every stage was seen"
    # from which dvc.yaml itself takes its regions: whoever looks up what a stage declares reads it, and the kernel may not
    own = {entry.partition(":")[0] for entry in yaml.safe_load((root / "dvc.yaml").read_text(encoding="utf-8"))["vars"]}
    undeclared = {}
    for command, files in trace.opened.items():
        stage = stages[command]
        assert any(file.startswith("data/") for file in files), command
        # the label of what a stage reads stands beside it, and says nothing that is not in it too
        beside = {labels.beside(out) for other in stages.values() for out in other.outs if _reads(stage, out)}
        may = allowed(trace.root, stage, trace.root)
        found = {may.refuses(str(trace.root / file)) for file in files} - {"", *beside, *own}
        undeclared |= {f"{stage.name}: {file}": "" for file in found}
    assert sorted(undeclared) == []


def test_no_stage_runs_code_that_dvc_yaml_does_not_name_for_it(trace, root):
    """Else a change there would leave its results as they were. Free: what reads everybody's settings, and the command line."""
    code = "import sys, analysis.core.params; print(*(m.__file__ for m in sys.modules.values() if 'analysis' in m.__name__))"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, env=in_clone(root), capture_output=True, text=True)
    settings = {file.split("/src/")[1] for file in done.stdout.split() if "/src/" in file}
    assert len(settings) > 10
    undeclared = set()
    for command, files in trace.opened.items():
        stage = next(stage for stage in read(root) if stage.command == command)
        for file in map(meant, files):
            is_free = file.removeprefix("src/") in settings or file.startswith(
                ("src/analysis/cli/", "src/analysis/__init__")
            )
            if file.endswith(".py") and not is_free and not any(touches(file, dep) for dep in stage.deps):
                undeclared.add(f"{stage.name}: {file}")
    assert sorted(undeclared) == []


def _reads(stage, out):
    return any(touches(dep, out) for dep in stage.deps)


def test_after_passages_every_stage_runs_without_originals_and_without_key(elsewhere):
    assert "The originals are not here: passages, sources stay as they are, and the rest runs." in elsewhere.printed
    ran = re.findall(r"^  ran +(\S+) ", elsewhere.printed, re.M)
    every = [stage.name for stage in read(elsewhere.root)]
    assert sorted([*ran, "passages", "sources"]) == sorted(every)


def test_without_originals_no_stage_after_passages_looks_for_them(trace):
    later = {
        name: files for name, files in trace.opened.items() if "1_sources" not in name and "2_passages" not in name
    }
    assert len(later) >= 8
    looked = {f"{name}: {file}" for name, files in later.items() for file in files if file.startswith(ORIGINALS)}
    assert looked == set()


def test_every_output_bears_the_join_of_all_that_it_came_from(clone, command):
    """Of this pipeline every stage comes from all sources: so tables, figures, notebooks and pages all bear the join of all."""
    told = command(clone, "regiobeeld", "audit", "labels").stdout
    assert int(re.search(r"(\d+) tables and labels: none is labelled under", told)[1]) > 60
    everything = join(labels.given(registers.load(Paths(clone))).values())
    bears = [everything.level, *everything.caveats]
    assert len(bears) > 3
    figures = [path for path in (clone / "reports").rglob("*.json") if path.name.count(".") == 1]
    notebooks = sorted((clone / "data/processed/notebooks").glob("*.ipynb"))
    pages = [page for page in (clone / "reports").rglob("*.html") if "released" not in page.parts]
    assert min(len(figures), len(notebooks), len(pages)) >= 10
    for path in figures:
        meta = json.loads(path.read_text(encoding="utf-8"))["layout"]["meta"]
        assert [meta["classification"], *meta["caveats"]] == bears, path
    for path in notebooks:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        found = notebook["metadata"]["regiobeeld"]
        assert [found["classification"], *found["caveats"]] == bears, path
        assert str(everything) in json.dumps(notebook["cells"], ensure_ascii=False), path
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert f'<meta name="classification" content="{everything}">' in text, path
        assert text.count(str(everything)) >= 2, f"{path}: not only in its head"


def test_the_only_pickles_read_are_compiled_code_that_numba_wrote_itself(elsewhere):
    loaders = {line.split(" ", 1)[1] for line in elsewhere.pickles}
    assert {loader for loader in loaders if "/numba/core/" not in loader} == set()


def _keys(place):
    """How DVC names the content of a file, or of each file in a folder."""
    files = [path for path in place.rglob("*") if path.is_file()] if place.is_dir() else [place]
    hashes = {hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest() for path in files}
    return {f"{found[:2]}/{found[2:]}" for found in hashes}


def test_what_has_names_in_it_goes_to_a_remote_of_its_own_and_a_colleague_works_without(changed, command, tmp_path):
    dvc = [sys.executable, "-m", "dvc"]
    shared, own = tmp_path / "shared", tmp_path / "own"
    command(changed, *dvc, "remote", "add", "--default", "shared", str(shared))
    command(changed, *dvc, "remote", "modify", "--local", "originals", "url", str(own))
    command(changed, *dvc, "push")
    # the table of sources names nobody, and a text in which nobody is named is the same before and after
    named = _keys(changed / "data/processed/restricted") | _keys(changed / "data/processed/way_back.parquet")
    named -= _keys(changed / "data/processed/text") | _keys(changed / "data/processed/sources.parquet")
    assert len(named) > 20
    assert {key for key in named if (shared / "files/md5" / key).exists()} == set()
    assert {key for key in named if not (own / "files/md5" / key).exists()} == set()
    assert all((shared / "files/md5" / key).exists() for key in _keys(changed / "data/processed/passages.parquet"))
    # a colleague has the repository and the shared remote, and neither the originals nor the key
    (changed / ".dvc/config.local").unlink()
    for place in ("data/processed", ".dvc/cache", "data/raw/interviews", "data/raw/documents", "data/raw/pseudonyms"):
        shutil.rmtree(changed / place)
    command(changed, *dvc, "pull", ok=False)
    assert not (changed / "data/processed/restricted").exists()
    assert not (changed / "data/processed/way_back.parquet").exists()
    told = command(changed, "regiobeeld", "reproduce").stdout
    assert "The originals are not here: passages, sources stay as they are" in told
    assert "0 stage(s) ran" in told, "what was made from these originals is what the colleague has"
