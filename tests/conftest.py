"""What tests share: where the repository and the real corpora lie, and a small study to break."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from analysis.core.notebooks import validation
from analysis.core.paths import Paths

# how long one example takes is the machine's affair: a busy one must not make a test fail
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

# before anything opens a notebook, as the program itself does
validation.without_iri_grammar()

ROOT = Path(__file__).parents[1]
CORPORA = Path(os.environ.get("REGIOBEELD_CORPORA", ROOT.parent / "shared" / "corpora"))

STUDY = """\
title: Klein onderzoek
main_question: Hoe gaat het?
language: nl
classification_ceiling: Departementaal Vertrouwelijk
sub_questions:
  hoe: {title: Hoe, question: "Hoe gaat het hier?"}
aspects:
  werk: {name: Werk}
organisations:
  gemeente: {name: Gemeente}
  politie: {name: Politie}
  rijk: {name: Rijk, level: national, chain: false}
regions:
  noord: {name: Noord, municipalities: {dorp: {name: Dorp}}, planned: {gemeente: 1, politie: 1}}
  zuid: {name: Zuid, municipalities: {stad: {name: Stad}}, planned: {gemeente: 1}}
national: {name: Landelijk, planned: {rijk: 1}}
"""

ROWS = """\
source_id,file,kind,title,date,region,municipality,organisation,function,classification,caveats,wederhoor
N-G1,interviews/N-G1.txt,interview,Gesprek Dorp,2025-03-01,noord,dorp,gemeente,adviseur,Ongerubriceerd,,bevestigd
Z-G1,interviews/Z-G1.txt,interview,Gesprek Stad,2025-03-02,zuid,stad,gemeente,adviseur,Departementaal Vertrouwelijk,persoonsgegevens,verstuurd
L-D1,documents/L-D1.txt,document,Kader,2020-01-01,,,rijk,,Ongerubriceerd,,niet van toepassing
"""  # noqa: E501 - one row is one line


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository under test."""
    return ROOT


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Real files that nobody here wrote; they are read where they lie and never copied into the repository."""
    if not CORPORA.is_dir():
        pytest.skip(f"the corpora are not at {CORPORA.name}; set REGIOBEELD_CORPORA to their folder")
    return CORPORA


@pytest.fixture(scope="session")
def sample(root: Path) -> Path:
    """data/raw of the sample study; a study made with `regiobeeld new` has none."""
    if not (root / "data/raw/SAMPLE.md").is_file():
        pytest.skip("this study has sources of its own, not the sample's")
    return root / "data/raw"


@pytest.fixture
def small(tmp_path: Path) -> Paths:
    """A study of three sources that is right in everything; tests break it in one place at a time."""
    raw = tmp_path / "data/raw"
    for folder in ("interviews", "documents"):
        (raw / folder).mkdir(parents=True)
    (raw / "study.yaml").write_text(STUDY, encoding="utf-8")
    (raw / "sources.csv").write_text(ROWS, encoding="utf-8")
    for file in ("interviews/N-G1.txt", "interviews/Z-G1.txt", "documents/L-D1.txt"):
        (raw / file).write_text(
            f"Interviewer: Hoe gaat het?\nRespondent: Hier staat de tekst van {file}.\n", encoding="utf-8"
        )
    shutil.copy2(ROOT / "params.yaml", tmp_path / "params.yaml")
    return Paths(tmp_path)
