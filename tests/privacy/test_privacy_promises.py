"""SECURITY.md names its tests, and they exist."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent


def test_every_test_that_security_md_names_is_there(root):
    promised = re.findall(r"`(test_\w+)`", (root / "SECURITY.md").read_text(encoding="utf-8"))
    tests = "\n".join(path.read_text(encoding="utf-8") for path in HERE.parent.rglob("test_*.py"))
    written = set(re.findall(r"^def (test_\w+)\(", tests, re.MULTILINE))
    assert len(promised) > 25
    assert set(promised) <= written, sorted(set(promised) - written)


def test_every_command_that_the_page_on_release_shows_is_there(root):
    text = (root / "docs/release.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"regiobeeld (release|audit) ([a-z-]+)", text))
    assert len(shown) > 8
    source = {
        group: (root / f"src/analysis/cli/{group}.py").read_text(encoding="utf-8") for group in ("release", "audit")
    }
    for group, command in shown:
        name = command.replace("-", "_")
        assert re.search(rf'def {name}\(|"{command}"', source[group]), f"{group} {command}"
