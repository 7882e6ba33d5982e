"""What the documentation shows is there, and is run."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from checkout import in_clone, run

SHOWN = re.compile(r"(?:^    |`)(regiobeeld|make) ([a-z-]+)", re.MULTILINE)
LINKS = re.compile(r"\]\((?!https?:|#)([^)#]+)")


NOT_HERE = {
    "make test": "it is what runs these tests",
    "make bench": "it measures for many minutes on a machine that must be quiet; its parts are run by hand",
}


def pages(root: Path) -> list[Path]:
    return [root / "README.md", *sorted((root / "docs").glob("*.md"))]


def shown(root: Path) -> set[tuple[str, str]]:
    return {match for page in pages(root) for match in SHOWN.findall(page.read_text(encoding="utf-8"))}


def fetch(address: str) -> str:
    """What a server that has just said where it listens answers; it may need a moment before it does."""
    for _ in range(50):
        try:
            with urllib.request.urlopen(address) as answer:
                return answer.read().decode()
        except urllib.error.URLError:
            time.sleep(0.2)
    raise AssertionError("nothing answers at the address that JupyterLab gave")


def test_every_link_leads_somewhere(root):
    broken = [
        f"{page.name}: {link}"
        for page in pages(root)
        for link in LINKS.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]
    assert broken == []


def test_every_command_that_is_shown_is_run_by_a_test(root):
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (root / "tests").rglob("*.py"))
    unrun = []
    for program, command in sorted(shown(root)):
        if f"{program} {command}" in NOT_HERE:
            continue
        run_here = (
            rf'"{program}", "{command}"|\["{command}"|analysis\.cli", "{command}"|\(app, "{command}"|group="{command}"'
        )
        if not re.search(run_here, tests):
            unrun.append(f"{program} {command}")
    assert unrun == []


def test_make_alone_lists_the_commands(root):
    told = run(root, "make", "help").stdout
    for command in ("reproduce", "test", "lab", "check", "bench", "clean", "verify"):
        assert f"make {command}" in told


@pytest.mark.slow
def test_make_check_finds_nothing_wrong(root):
    if not (root / ".git").exists():
        pytest.skip("this copy is no git checkout")
    assert "All right" in run(root, "make", "check").stdout


@pytest.mark.slow
@pytest.mark.xdist_group("clone")
def test_make_clean_leaves_sources_and_code(changed):
    run(changed, "make", "clean")
    assert not (changed / "data/processed").exists()
    assert subprocess.run(["git", "diff", "--quiet", "HEAD", "--", "data", "src"], cwd=changed).returncode == 0


@pytest.mark.slow
def test_make_lab_serves_the_notebooks_to_this_machine_only_and_asks_for_no_news(root):
    options = "LAB_OPTIONS=--no-browser --allow-root --ServerApp.port=0 --ServerApp.open_browser=False"
    process = subprocess.Popen(
        ["make", "lab", f"VENV={sys.prefix}", options],
        cwd=root,
        env=in_clone(root),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        found = (re.search(r"(http://127\.0\.0\.1:\d+)/\S*token=(\w+)", line) for line in process.stdout)
        base, token = next(match.groups() for match in found if match)
        names = {
            entry["name"] for entry in json.loads(fetch(f"{base}/api/contents/notebooks?token={token}"))["content"]
        }
        kernels = json.loads(fetch(f"{base}/api/kernelspecs?token={token}"))["kernelspecs"]
        page = fetch(f"{base}/lab?token={token}")
        told = json.loads(fetch(f"{base}/lab/api/settings/@jupyterlab/apputils-extension:notification?token={token}"))
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
    assert "1_sources.ipynb" in names
    assert kernels["python3"]["spec"]["display_name"] == "Regiobeeld"
    assert not re.search(r'"newsUrl":\s*"http', page)
    defaults = {name: entry["default"] for name, entry in told["schema"]["properties"].items()}
    assert (defaults["fetchNews"], defaults["checkForUpdates"]) == ("false", False), "nor does it ask whether it may"
