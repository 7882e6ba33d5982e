"""An audit searches for the names of a key that is encrypted, as the key of every real study is, without laying it open."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.cli import audit
from analysis.core.errors import ConfidentialityError
from analysis.core.paths import Paths
from analysis.core.study import read_study
from analysis.privacy.canaries import CanaryError
from analysis.privacy.pseudonyms import decisions
from analysis.privacy.pseudonyms import key as keys

NAME = "Fatma Yilmaz"


@pytest.fixture
def sealed(small: Paths, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Paths:
    home = tmp_path_factory.mktemp("home")
    people = [keys.make_identity(home / name, small) for name in ("anna", "bert")]
    keys.folder(small).mkdir()
    (keys.folder(small) / "recipients.txt").write_text("\n".join(people), encoding="utf-8")
    keys.write(keys.Key().grown([("person", NAME), ("person", "Maandag")]), small, read_study(small))
    monkeypatch.setenv("REGIOBEELD_IDENTITY", str(home / "anna"))
    monkeypatch.chdir(small.root)
    return small


def page(study: Paths, text: str) -> Path:
    file = study.root / "page.html"
    file.write_text(f"<p>{text}</p>", encoding="utf-8")
    return file


def test_a_name_of_the_encrypted_key_is_found_and_the_key_stays_closed(
    sealed: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CanaryError) as caught:
        audit.canaries(page(sealed, f"Wij spraken {NAME}."), None, False)
    assert NAME not in str(caught.value)
    audit.canaries(page(sealed, "Wij spraken P-7F3K."), None, False)
    assert "2 canaries, 1 files: none found" in capsys.readouterr().out
    assert sorted(path.name for path in keys.folder(sealed).iterdir()) == [
        "key.csv.age",
        "openings.csv",
        "recipients.txt",
    ]
    assert (keys.folder(sealed) / "openings.csv").read_text(encoding="utf-8").count("audit") == 2


def test_what_people_said_is_no_name_is_not_searched_for(sealed: Paths) -> None:
    with pytest.raises(CanaryError):
        audit.canaries(page(sealed, "Tot maandag."), None, False)
    form = next(entry for entry in keys.read(sealed, read_study(sealed), "test").entries if entry.form == "Maandag")
    row = {
        "date": "2025-03-01",
        "who": "B. Lezer",
        "action": "no name",
        "subject": form.form_id,
        "value": "",
        "why": "",
    }
    decisions.append(sealed, [row])
    audit.canaries(page(sealed, "Tot maandag."), None, False)


def test_without_an_identity_or_without_a_key_nothing_counts_as_searched(
    sealed: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REGIOBEELD_IDENTITY")
    with pytest.raises(ConfidentialityError, match="REGIOBEELD_IDENTITY"):
        audit.canaries(page(sealed, "Niets."), None, False)
    (keys.folder(sealed) / "key.csv.age").unlink()
    with pytest.raises(CanaryError, match="nothing was searched for"):
        audit.canaries(page(sealed, "Niets."), None, False)
