"""Notebooks of one pipeline, and of the next, share what they load, and nothing else; nothing stays once nobody asks."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_execution import outputs, put

from analysis.core.notebooks import client, host

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every notebook runs in a process of its own"),
]

RUN = [sys.executable, "-m", "analysis.cli", "run", "t"]

PIPELINE = """
import json, os, subprocess, sys, time
from pathlib import Path
from analysis.core.notebooks import client, host

run = json.loads(sys.argv[1])
folder = Path(client.place(client.code()))
first = subprocess.run(["bash", "-c", run], capture_output=True, text=True)
assert (folder / "s").exists()
{between}
second = subprocess.run(["bash", "-c", run], capture_output=True, text=True)
print(json.dumps([str(folder), first.returncode, second.returncode, second.stdout, second.stderr]))
"""


def pipeline(paths, between="", command=RUN, **settings):
    """Run a notebook twice within one pipeline, the second time with the host at hand; what came of it."""
    environment = {
        **os.environ,
        client.MARK: "stage",
        "REGIOBEELD_ROOT": str(paths.root),
        client.SWITCH: "5",
        **settings,
    }
    environment.pop(client.HOSTED, None)
    script = PIPELINE.replace("{between}", between)
    asked = json.dumps(" ".join(command))
    done = subprocess.run(
        [sys.executable, "-c", script, asked],
        cwd=paths.root,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def look(paths):
    """A notebook that says whether it runs in a fork, and fails when it meets what another notebook left."""
    put(paths, "n = 1", f"import os\nprint({client.HOSTED!r} in os.environ)", "print('left' in dir())\nleft = 1")


def gone(folder):
    """Whether a host's folder is gone, now or in a while."""
    for _ in range(100):
        if not folder.exists():
            return True
        time.sleep(0.1)
    return False


def test_the_second_notebook_of_a_run_is_a_fork_and_meets_nothing_of_the_first(small):
    look(small)
    _, first, second, said, _ = pipeline(small)
    assert (first, second) == (0, 0)
    assert said.strip() == "data/processed/notebooks/t.ipynb"
    assert outputs(small.executed / "t.ipynb").split() == ["True", "False"]


def test_a_notebook_gives_the_same_bytes_in_a_fork_and_in_a_process_of_its_own(small):
    put(
        small,
        "n = 1",
        "import pandas as pd\npd.DataFrame({f'column {n}': [1, 2] for n in range(12)})",
        "print(sorted({'x', 'y'}, key=hash))",
    )
    by_hand = {key: value for key, value in os.environ.items() if key != client.MARK}
    alone = subprocess.run(
        RUN, cwd=small.root, env={**by_hand, "REGIOBEELD_ROOT": str(small.root)}, capture_output=True, text=True
    )
    assert alone.returncode == 0, alone.stderr
    own = (small.executed / "t.ipynb").read_bytes()
    keep = "Path('kept').write_bytes(Path('data/processed/notebooks/t.ipynb').read_bytes())"
    _, first, second, _, _ = pipeline(small, between=keep)
    assert (first, second) == (0, 0)
    assert own == (small.root / "kept").read_bytes() == (small.executed / "t.ipynb").read_bytes()


def test_the_next_pipeline_asks_the_host_of_the_one_before(small):
    look(small)
    door = Path(pipeline(small, **{client.SWITCH: "60"})[0], client.SOCKET)
    first = door.stat().st_ino
    (small.executed / "t.ipynb").unlink()
    assert Path(pipeline(small)[0], client.SOCKET) == door
    assert door.stat().st_ino == first
    assert outputs(small.executed / "t.ipynb").split() == ["True", "False"]
    shutil.rmtree(small.root)
    assert gone(door.parent)


def test_a_host_ends_when_nobody_asks_it_any_more_and_leaves_nothing(small):
    look(small)
    assert gone(Path(pipeline(small, **{client.SWITCH: "1"})[0]))


def test_a_host_ends_when_its_checkout_is_gone(small):
    look(small)
    folder = Path(pipeline(small, **{client.SWITCH: "60"})[0])
    assert folder.exists()
    shutil.rmtree(small.root)
    assert gone(folder)


def test_one_that_was_killed_is_in_nobodys_way(small):
    look(small)
    kill = (
        "import psutil\n"
        "hosts = [p for p in psutil.process_iter(['cmdline']) if str(folder) in (p.info['cmdline'] or [])]\n"
        "[host] = hosts; host.kill()\n"
        "while host.is_running() and host.status() != psutil.STATUS_ZOMBIE: time.sleep(0.05)"
    )
    _, first, second, _, _ = pipeline(small, between=kill)
    assert (first, second) == (0, 0)
    # a new one was started in its place
    assert outputs(small.executed / "t.ipynb").split() == ["True", "False"]


def test_after_a_change_of_code_another_host_takes_its_place(small, tmp_path):
    look(small)
    # a copy of the package is touched: other tests look at the times of the real one
    package = Path(host.__file__).parents[2]
    shutil.copytree(package, tmp_path / "code" / "analysis", ignore=shutil.ignore_patterns("__pycache__"))
    touched = tmp_path / "code" / "analysis" / "core" / "notebooks" / "host.py"
    change = f"assert host.__file__ == {str(touched)!r}\nos.utime({str(touched)!r}, ns=(0, 0))"
    settings = {"PYTHONPATH": str(tmp_path / "code"), client.SWITCH: "60"}
    old, first, second, _, _ = pipeline(small, between=change, **settings)
    assert (first, second) == (0, 0)
    assert outputs(small.executed / "t.ipynb").split() == ["True", "False"]
    assert gone(Path(old))
    now = pipeline(small, **settings)[0]
    assert now != old
    shutil.rmtree(small.root)
    assert gone(Path(now))


def test_what_a_library_takes_from_its_surroundings_makes_another_host(tmp_path, monkeypatch):
    here = client.place("code")
    assert client.place("code") == here
    assert client.place("other code") != here
    monkeypatch.setenv("DVC_STAGE", "the name of a stage says nothing of what is loaded")
    assert client.place("code") == here
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "3")
    threaded = client.place("code")
    assert threaded != here
    mask = os.umask(0o027)
    try:
        assert client.place("code") not in (here, threaded)
    finally:
        os.umask(mask)
    monkeypatch.chdir(tmp_path)
    assert client.place("code") not in (here, threaded)


def test_a_stage_without_network_is_not_done_by_a_host_that_has_one():
    ask = [sys.executable, "-c", "from analysis.core.notebooks import client; print(client.place('code'))"]
    places = [subprocess.run([*how, *ask], capture_output=True, text=True) for how in ((), (), ("unshare", "-rn"))]
    if places[2].returncode != 0:
        pytest.skip("the kernel forbids a network namespace")
    assert places[0].stdout == places[1].stdout != places[2].stdout


def test_a_failure_in_a_fork_is_told_as_ever(small):
    put(small, "n = 1", "import os\nif os.path.exists('break'):\n    raise KeyError('naam')")
    _, first, second, said, told = pipeline(small, between="Path('break').write_text('')")
    assert (first, second) == (0, 2)
    assert said == ""
    assert "t.ipynb, code cell 2: failed with KeyError" in told


def test_a_notebook_ends_with_whoever_asked_for_it(small):
    sleep = "    open('pid', 'w').write(str(os.getpid()))\n    time.sleep(600)"
    put(small, "n = 1", f"import os, time\nif os.path.exists('sleep'):\n{sleep}")
    kill = (
        "Path('sleep').write_text('')\n"
        "asked = subprocess.Popen(json.loads(sys.argv[1]).split())\n"
        "for _ in range(300):\n"
        "    if Path('pid').exists() and Path('pid').read_text(): break\n"
        "    time.sleep(0.1)\n"
        "asked.kill(); asked.wait()\n"
        "pid = int(Path('pid').read_text())\n"
        "for _ in range(100):\n"
        "    gone = not Path(f'/proc/{pid}').exists() or ' Z ' in Path(f'/proc/{pid}/stat').read_text()\n"
        "    if gone: break\n"
        "    time.sleep(0.1)\n"
        "Path('gone').write_text(str(gone))\n"
        "run = 'true'"
    )
    if not Path("/proc/self").exists():
        pytest.skip("this system has no /proc to look at a process in")
    pipeline(small, between=kill)
    assert (small.root / "gone").read_text() == "True"
    assert not (small.executed / "t.ipynb").exists() or outputs(small.executed / "t.ipynb") == ""


def test_a_folder_that_others_can_open_is_no_place_for_the_host(tmp_path):
    tmp_path.chmod(0o755)
    with pytest.raises(PermissionError):
        host.serve(tmp_path, 1, client.code())


@pytest.mark.parametrize("mode", [0o755, 0o777])
def test_nothing_is_told_to_a_host_in_a_folder_that_others_can_open(tmp_path, monkeypatch, mode):
    folder = tmp_path / "h"
    folder.mkdir()
    folder.chmod(mode)
    monkeypatch.setenv(client.MARK, "stage")
    monkeypatch.delenv(client.HOSTED, raising=False)
    monkeypatch.delenv(client.SWITCH, raising=False)
    monkeypatch.setattr(client, "place", lambda loaded: str(folder))
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
        door.bind(os.path.relpath(folder / client.SOCKET))
        door.listen()
        door.setblocking(False)
        assert client.ask(["run", "t"]) is None
        with pytest.raises(BlockingIOError):
            door.accept()
