"""`make bench`: measure what the documentation claims. `python benches/run.py pipeline themes` runs those parts only."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PARTS = ("pipeline", "sources", "themes", "comparison", "privacy", "names")


def main(wanted: list[str]) -> int:
    """Run each part in a process of its own; the exit code is the number of parts that failed."""
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        print(f"no such part: {', '.join(unknown)}; expected {', '.join(PARTS)}", file=sys.stderr)
        return 2
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    failed = 0
    for name in wanted or PARTS:
        print(f"\n# {name}", flush=True)
        failed += subprocess.run([sys.executable, HERE / f"{name}.py"], cwd=HERE.parent).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
