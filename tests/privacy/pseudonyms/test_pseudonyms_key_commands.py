"""The key as a user keeps it: an identity each, two recipients or more, sealed from the first name on, every opening logged."""

from __future__ import annotations

import stat

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from analysis import sources
from analysis.cli import pseudonyms as command
from analysis.core.errors import ConfidentialityError
from analysis.core.register import read as read_register
from analysis.core.study import read_guide, read_study
from analysis.privacy.pseudonyms import key as keys
from analysis.sources import SourceSettings

NAME = "Fatma Yilmaz"


def run(*arguments):
    app = typer.Typer()
    command.register(app)
    result = CliRunner().invoke(app, ["pseudonyms", *arguments])
    if isinstance(result.exception, ConfidentialityError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def study(small, monkeypatch):
    """A study whose sources were read, and in which somebody is named."""
    (small.raw / "interviews/N-G1.txt").write_text(
        f"Interviewer: Hoe gaat het?\nRespondent: Ik ben mevrouw {NAME} en ik werk hier al jaren.\n", encoding="utf-8"
    )
    opened = read_study(small)
    read = sources.read_all(read_register(small, opened), small, read_guide(small, opened), opened, SourceSettings())
    sources.write(read, small)
    monkeypatch.setenv("REGIOBEELD_ROOT", str(small.root))
    monkeypatch.delenv("REGIOBEELD_IDENTITY", raising=False)
    return small


@pytest.mark.slow
def test_a_key_is_sealed_for_two_from_the_first_name_on_and_each_opening_is_logged(
    study, tmp_path_factory, monkeypatch
):
    home = tmp_path_factory.mktemp("home")
    people = [run("identity", str(home / name)).strip() for name in ("anna", "bert", "stranger")]
    assert all(line.startswith("age1") for line in people)
    assert stat.S_IMODE((home / "anna").stat().st_mode) == 0o600

    with pytest.raises(ConfidentialityError, match="names 0 recipients"):
        run("assign")
    recipients = keys.folder(study) / "recipients.txt"
    recipients.parent.mkdir(exist_ok=True)
    recipients.write_text(people[0] + "\n", encoding="utf-8")
    with pytest.raises(ConfidentialityError, match="names 1 recipients"):
        run("assign")
    recipients.write_text("\n".join(people[:2]) + "\n", encoding="utf-8")
    assert "1 name drawn, 1 in data/raw/pseudonyms/key.csv.age" in run("assign")
    assert sorted(path.name for path in keys.folder(study).iterdir()) == ["key.csv.age", "recipients.txt"]
    assert not any(part in (keys.folder(study) / "key.csv.age").read_bytes() for part in (b"Fatma", b"Yilmaz", b"F-"))

    with pytest.raises(ConfidentialityError, match=r"cannot be opened.*REGIOBEELD_IDENTITY"):
        run("list")
    for name in ("anna", "bert"):
        monkeypatch.setenv("REGIOBEELD_IDENTITY", str(home / name))
        told = run("list")
        assert "P-" in told
        assert "person, 1 form" in told
        assert NAME not in told
    monkeypatch.setenv("REGIOBEELD_IDENTITY", str(home / "stranger"))
    with pytest.raises(ConfidentialityError, match="cannot be opened"):
        run("list")
    log = pd.read_csv(keys.folder(study) / "openings.csv")
    assert list(log["purpose"]) == ["list", "list"]
    assert set(log.columns) == {"date", "who", "purpose"}


def test_an_identity_is_not_made_in_the_study_and_never_over_another(small, tmp_path_factory, monkeypatch):
    monkeypatch.setenv("REGIOBEELD_ROOT", str(small.root))
    with pytest.raises(ConfidentialityError, match="would lie in the study"):
        run("identity", str(small.raw / "pseudonyms-identity"))
    home = tmp_path_factory.mktemp("home")
    run("identity", str(home / "mine"))
    before = (home / "mine").read_bytes()
    with pytest.raises(ConfidentialityError, match="is there already"):
        run("identity", str(home / "mine"))
    assert (home / "mine").read_bytes() == before


def test_the_sample_says_explicitly_that_its_key_lies_in_plain_and_a_new_study_does_not(sample):
    from analysis.core.paths import Paths
    from analysis.template import STUDY

    assert read_study(Paths(sample.parents[1])).key_in_plain
    assert "key_in_plain" not in STUDY
