"""A fresh study repository: this one's code, notebooks and report text, without its sources, results or history."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import analysis
from analysis.core.errors import Problem, StudyError
from analysis.core.paths import Paths
from analysis.core.register import COLUMNS, FOLDERS
from analysis.privacy.pseudonyms import decisions
from analysis.themes import decisions as themes
from analysis.themes.storage import write_baseline

_LEFT_OUT = ("data", "dvc.lock", "README.md", "CHANGELOG.md", ".ci", ".venv")

STUDY = """\
# The study. Everything that makes it this study and no other stands here; see docs/start-a-study.md.
title: {title}
main_question: "Wat willen wij weten?"
language: nl                      # of the reports: nl or en
classification_ceiling: Departementaal Vertrouwelijk   # sources above it are refused
sub_questions:
  vraag-1: {{title: Eerste deelvraag, question: "Wat willen wij als eerste weten?"}}
aspects:
  aspect-1: {{name: Eerste aspect, description: "Waar kijken wij naar?"}}
organisations:                    # who is interviewed; chain: compared within each region
  gemeente: {{name: Gemeente, level: local, chain: true}}
regions:
  voorbeeldregio:
    name: Voorbeeldregio
    municipalities:
      voorbeeldstad: {{name: Voorbeeldstad}}
    planned: {{gemeente: 1}}
national:                         # sources with no region
  name: Landelijk
"""

GUIDE = """\
# The interview guide, in the order in which questions are asked. With it a passage knows which question it answers.
introduction: ""
questions: []
#  - id: V01
#    text: "Wat is uw taak?"
#    sub_question: vraag-1
#    aspect: aspect-1
#    organisations: [gemeente]      # who is asked it; left out: everybody
"""

README = """\
# {title}

A study with Regiobeeld. Put interview reports in `data/raw/interviews` and policy documents in `data/raw/documents`, then:

    regiobeeld adopt data/raw/interviews     # proposes rows in data/raw/sources.csv; fill in what is empty
    regiobeeld adopt data/raw/documents
    regiobeeld check                         # is everything right?
    make reproduce                           # every table, figure, notebook and report

`docs/start-a-study.md` walks through it.
"""

IGNORE = """
# sources are confidential: never in git
/data/raw/interviews/*
/data/raw/documents/*
# who is who lies with the originals; the encrypted key too, in a remote of its own
/data/raw/pseudonyms/*
!/data/raw/*/.gitkeep
"""


def create(target: Path, study: str | None = None) -> list[str]:
    """Make a study repository in `target`.

    Parameters
    ----------
    target : Path
        A folder that is not there yet, or is empty.
    study : str, optional
        Text of a study.yaml to start from; default a commented example.

    Returns
    -------
    list of str
        The files made, relative to `target`.

    Raises
    ------
    StudyError
        When the folder holds something already, or this installation has no repository to copy from.
    """
    target = target.resolve()
    if target.exists() and any(target.iterdir()):
        raise StudyError(Problem(str(target), "is not empty", "a new or empty folder", "choose another"))
    root = Path(analysis.__file__).parents[2]
    if not (root / "dvc.yaml").is_file():
        raise StudyError(Problem(str(root), "has no dvc.yaml to copy", "a checkout of Regiobeeld", "run it from there"))
    title = target.name.replace("-", " ").replace("_", " ").capitalize()
    for file in _versioned(root):
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / file, target / file)
    texts = {
        "data/raw/study.yaml": study or STUDY.format(title=title),
        "data/raw/interview_guide.yaml": GUIDE,
        "data/raw/decisions/pseudonyms.csv": ",".join(decisions.COLUMNS) + "\n",
        "data/raw/decisions/release/log.jsonl": "",
        "data/raw/decisions/themes.csv": ",".join(themes.COLUMNS) + "\n",
        "data/raw/pseudonyms/.gitkeep": "",
        "data/raw/sources.csv": ",".join(COLUMNS) + "\n",
        "README.md": README.format(title=title),
        ".gitignore": (root / ".gitignore").read_text(encoding="utf-8") + IGNORE,
        **{f"data/raw/{folder}/.gitkeep": "" for folder in FOLDERS},
    }
    for file, text in texts.items():
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        (target / file).write_text(text, encoding="utf-8")
    write_baseline(Paths(target))
    _start_history(target)
    return sorted(
        path.relative_to(target).as_posix()
        for path in target.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(target).parts
    )


def _versioned(root: Path) -> list[str]:
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root,
        capture_output=True,
        text=True,
    )
    files = done.stdout.split("\0") if done.returncode == 0 else _walk(root)
    return [file for file in files if file and file.split("/")[0] not in _LEFT_OUT and (root / file).is_file()]


def _walk(root: Path) -> list[str]:
    skipped = {"__pycache__", ".git", ".venv", "cache", "tmp"}
    return [
        path.relative_to(root).as_posix() for path in root.rglob("*") if not skipped & set(path.relative_to(root).parts)
    ]


def _start_history(target: Path) -> None:
    quiet = {"cwd": target, "capture_output": True, "env": {**os.environ, "GIT_TERMINAL_PROMPT": "0"}}
    if subprocess.run(["git", "init", "-b", "main"], **quiet).returncode == 0:  # type: ignore[call-overload]
        subprocess.run(["git", "add", "."], **quiet)  # type: ignore[call-overload]
        # without a name set this fails, and the researcher makes the first commit
        subprocess.run(["git", "commit", "-m", "Start the study"], **quiet)  # type: ignore[call-overload]
        # from here on nothing of a source enters git
        subprocess.run(["git", "config", "core.hooksPath", ".githooks"], **quiet)  # type: ignore[call-overload]
