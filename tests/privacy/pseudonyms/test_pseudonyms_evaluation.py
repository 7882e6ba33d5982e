"""The evaluation: reads CoNLL as it is in the wild and counts a mention only when all of it is masked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer

from analysis.core.errors import TableError
from analysis.privacy.pseudonyms import PseudonymSettings, evaluation

CONLL = """-DOCSTART- -DOCSTART- O

Mevrouw N O
L. N B-PER
Luchtkasteel N I-PER
belde V O
Piet N B-PER
Zwaardvis N I-PER
. Punc O

-DOCSTART- -DOCSTART- O

Het Art O
regende V O
"""


def test_mentions_stand_where_their_words_stand(tmp_path: Path) -> None:
    file = tmp_path / "a.conll"
    file.write_text(CONLL, encoding="utf-8")
    first, second = evaluation.read_conll(file)
    assert [first.text[start:end] for start, end, _ in first.mentions] == ["L. Luchtkasteel", "Piet Zwaardvis"]
    assert second.mentions == ()


@pytest.mark.slow
def test_a_mention_of_which_a_word_shows_is_a_leak() -> None:
    text = "Mevrouw L. Luchtkasteel nam grnbltz."
    start = text.index("L. ")
    documents = [evaluation.Labelled(text, ((start, start + 15, "PER"), (text.index("grn"), len(text) - 1, "ORG")))]
    without = evaluation.score(documents, PseudonymSettings(), with_gate=False)
    assert (without.recall, without.leaking, without.leaking_persons) == ({"ORG": 0.0, "PER": 1.0}, 1, 0)
    gated = evaluation.score(documents, PseudonymSettings(), with_gate=True)
    assert (gated.recall, gated.leaking) == ({"ORG": 1.0, "PER": 1.0}, 0)


def test_a_line_without_a_label_is_told_by_its_number_and_not_by_its_word(tmp_path: Path) -> None:
    file = tmp_path / "a.conll"
    file.write_text("Luchtkasteel B-PER\nGeheim ZZZ\n", encoding="utf-8")
    with pytest.raises(TableError, match="line 2") as caught:
        evaluation.read_conll(file)
    assert "Geheim" not in str(caught.value)


@pytest.mark.parametrize(
    "labels",
    [
        ("B-PER", "I-PER", "B-PER", "O", "B-LOC"),
        ("I-PER", "I-PER", "B-PER", "O", "I-LOC"),
        ("B-PER", "E-PER", "S-PER", "O", "S-LOC"),
        ("B-PERSON", "L-PERSON", "U-PERSON", "O", "U-GPE"),
    ],
)
@pytest.mark.parametrize("columns", ["", "NNP B-NP "])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_every_way_of_labelling_gives_the_same_mentions(
    tmp_path: Path, labels: tuple[str, ...], columns: str, encoding: str
) -> None:
    words = ("Renée", "Luchtkasteel", "Zwaardvis", "in", "Grnbltz")
    rows = [f"{word} {columns}{label}" for word, label in zip(words, labels, strict=True)]
    file = tmp_path / "a.conll"
    file.write_bytes("\r\n".join(["-DOCSTART- -X- O O", "", *rows, ""]).encode(encoding))
    (document,) = evaluation.read_conll(file)
    found = [(document.text[start:end], kind) for start, end, kind in document.mentions]
    assert found == [("Renée Luchtkasteel", "PER"), ("Zwaardvis", "PER"), ("Grnbltz", "LOC")]


def test_the_command_says_what_each_layer_adds(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from analysis.cli import evaluate

    app = typer.Typer()
    evaluate.register(app)
    file = tmp_path / "a.conll"
    file.write_text(CONLL, encoding="utf-8")
    result = CliRunner().invoke(app, ["evaluate", "pseudonyms", str(file), "--by-layer", "--json"])
    assert result.exit_code == 0
    scores = json.loads(result.stdout)
    assert list(scores)[-2:] == ["layers", "with the gate"]
    assert len(scores) == 7
    assert scores["known"]["recall"] == {"PER": 0.0}
    assert scores["with the gate"]["recall"] == {"PER": 1.0}
    assert scores["with the gate"]["leaking_persons"] == 0
