"""Times and memory of the whole pipeline on the sample study, beside the same work done the plain way.

Every run is in a fresh clone of the last commit, with the environment that runs this script. Memory is that of all processes
together that a run started, those that go on by themselves included, looked at ten times a second. A machine that is shared is
now fast and now slow: each time is the least of as many runs as `RUNS` says, taken in turns.
"""

from __future__ import annotations

import ctypes
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
RUNS = 2


def environment(clone: Path) -> dict[str, str]:
    """Environment in which a clone's own code runs."""
    return {
        **os.environ,
        "PYTHONPATH": str(clone / "src"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "DVC_NO_ANALYTICS": "1",
        "HF_HUB_OFFLINE": "1",
    }


def measure(command: list[str], clone: Path) -> tuple[float, float, str]:
    """Seconds, peak memory in GiB of all processes together, and what was printed."""
    others = {process.pid for process in psutil.Process().children(recursive=True)}
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=clone, env=environment(clone), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    peak, ended = [0], threading.Event()
    watcher = threading.Thread(target=_watch, args=(others, peak, ended))
    watcher.start()
    printed, _ = process.communicate()
    seconds = time.perf_counter() - began
    ended.set()
    watcher.join()
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{printed[-3000:]}")
    return seconds, peak[0] / 2**30, printed


def _watch(others: set[int], peak: list[int], ended: threading.Event) -> None:
    while not ended.wait(0.1):
        total = 0
        for process in psutil.Process().children(recursive=True):
            if process.pid in others:
                continue
            try:
                memory = process.memory_full_info()
                total += getattr(memory, "pss", memory.rss)
            except psutil.Error:
                continue
        peak[0] = max(peak[0], total)


def adopt_orphans() -> None:
    """Make this process the parent of what outlives its own (Linux): a host whose stage has ended is seen, too."""
    if sys.platform == "linux":
        set_child_subreaper = 36
        ctypes.CDLL(None).prctl(set_child_subreaper, 1, 0, 0, 0)


def clone_to(folder: Path) -> Path:
    """A fresh clone of the last commit."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    return folder


def change_one_interview(clone: Path) -> Path:
    """Add a sentence to the first plain-text interview."""
    path = sorted((clone / "data/raw/interviews").glob("*.txt"))[0]
    path.write_text(
        path.read_text(encoding="utf-8").rstrip() + " Daar kom ik later graag nog eens op terug.\n", encoding="utf-8"
    )
    return path


def ours_in(clone: Path) -> tuple[list[float], float, list[str]]:
    """Seconds of the whole, of nothing to do and of one interview changed; peak memory in GiB; stages that the change ran."""
    repro = [sys.executable, "-m", "dvc", "repro"]
    whole, memory, _ = measure(repro, clone)
    idle = min(measure(repro, clone)[0] for _ in range(3))
    change_one_interview(clone)
    changed, _, printed = measure(repro, clone)
    ran = [line.split("'")[1] for line in printed.splitlines() if line.startswith("Running stage")]
    return [whole, idle, changed], memory, ran


def plainly_in(clone: Path) -> tuple[float, float]:
    """Seconds and peak memory in GiB of the same work done the plain way."""
    seconds, memory, told = measure([sys.executable, str(ROOT / "benches/plain.py")], clone)
    return seconds - float(re.search(r"not of the plain way: ([0-9.]+) s", told).group(1)), memory


def main() -> None:
    """Measure and print."""
    adopt_orphans()
    with tempfile.TemporaryDirectory() as folder:
        pairs = []
        for number in range(RUNS):
            ours = ours_in(clone_to(Path(folder) / f"ours-{number}"))
            pairs.append((ours, plainly_in(clone_to(Path(folder) / f"plain-{number}"))))
    whole, idle, changed = (min(times) for times in zip(*(seconds for (seconds, _, _), _ in pairs), strict=True))
    memory = max(held for (_, held, _), _ in pairs)
    plain, plain_memory = min(seconds for _, (seconds, _) in pairs), max(held for _, (_, held) in pairs)
    ran = pairs[0][0][2]
    print(f"whole sample study from nothing        {whole:7.1f} s   (goal 120)   peak memory {memory:.2f} GiB (goal 2)")
    print(f"the same, plain way                    {plain:7.1f} s   peak memory {plain_memory:.2f} GiB")
    print(f"ours / plain                           {whole / plain:7.2f}")
    print(f"nothing to do                          {idle:7.2f} s   (goal 1.5)")
    print(f"one interview changed                  {changed:7.1f} s   {changed / whole:.2f} of the whole (goal 0.50)")
    print(f"  in each pair                         {', '.join(f'{s[2] / s[0]:.2f}' for (s, _, _), _ in pairs)}")
    print(f"  stages that ran: {', '.join(ran)}")


if __name__ == "__main__":
    main()
