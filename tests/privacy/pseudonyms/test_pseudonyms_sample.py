"""The sample's own promise: everybody its brief names is gone from the text, under the pseudonym that the key gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analysis.core import study as studies
from analysis.core.paths import Paths
from analysis.privacy.pseudonyms import decisions, pseudonymise
from analysis.privacy.pseudonyms import key as keys

ROOT = Path(__file__).parents[3]
BRIEF = re.compile(
    r"### (\S+) \((interviews/\S+)\).*?Respondent \(fictief\): (?:de heer|mevrouw) (.*?), .*?"
    r"also names: (?:de heer|mevrouw) (.*?) \(fictief\)",
    re.S,
)


def _planted() -> list[tuple[str, str, tuple[str, str]]]:
    brief = (ROOT / "data/raw/SAMPLE.md").read_text(encoding="utf-8")
    return [(found[1], found[2], (found[3], found[4])) for found in BRIEF.finditer(brief)]


def test_the_key_holds_everybody_whom_the_brief_names() -> None:
    paths = Paths(ROOT)
    key = keys.read(paths, studies.read_study(paths), "test")
    planted = [name for _, _, names in _planted() for name in names]
    assert len(planted) == 48
    assert all(keys.words_of(name) in key.by_words for name in planted)
    assert len({entry.pseudonym for entry in key.entries}) == 48


@pytest.mark.slow
@pytest.mark.parametrize("source_id", [i for i, file, _ in _planted() if file.endswith((".txt", ".md", ".vtt"))])
def test_nobody_whom_the_brief_names_is_left_in_an_interview(source_id: str) -> None:
    paths = Paths(ROOT)
    key = keys.read(paths, studies.read_study(paths), "test")
    file, names = next((file, names) for i, file, names in _planted() if i == source_id)
    text = (paths.raw / file).read_text(encoding="utf-8")
    result = pseudonymise(text, key).text
    for name in names:
        surname = name.split()[-1]
        assert surname in text
        assert not re.search(rf"\b{surname}\b", result)
        assert key.by_words[keys.words_of(name)].pseudonym in result


def test_nothing_that_was_allowed_is_a_name_of_the_key() -> None:
    paths = Paths(ROOT)
    key = keys.read(paths, studies.read_study(paths), "test")
    allowed = decisions.read(paths).allowed
    assert allowed
    assert not [word for word in allowed if keys.words_of(word) in key.by_words]
