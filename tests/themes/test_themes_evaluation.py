"""The figures that `regiobeeld evaluate themes` gives are the ones their definitions give."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import typer
from encoders_dictionary import dictionary
from themes_corpus import passages, study, vectors
from typer.testing import CliRunner

from analysis import themes
from analysis.core.errors import EncoderError, StudyError, TableError, TooLittleError
from analysis.themes import Seeds, ThemeSettings, coherence, deductive, evaluation

pytestmark = pytest.mark.slow  # each fits BERTopic

KEYS = {"themes", "ami", "ari", "v_measure", "npmi", "diversity", "outliers", "seed_stability", "subsample_stability"}


def test_words_that_are_always_together_score_one_and_never_together_minus_one() -> None:
    texts = [["aap", "noot"], ["aap", "noot"], ["mies", "wim"], ["zus", "jet"]]
    assert coherence.npmi([["aap", "noot"]], texts) == pytest.approx(1.0, abs=1e-6)
    assert -1 <= coherence.npmi([["aap", "mies"]], texts) < -0.9
    assert coherence.npmi([["x", "y"]], [["x", "y"]]) == 1.0
    assert coherence.c_v([["aap", "noot"]], texts) == pytest.approx(1.0, abs=1e-6)


def test_npmi_is_that_of_its_formula_on_counts_by_hand() -> None:
    # of four windows two hold a, two hold b, one holds both: log((1/4) / (1/2 * 1/2)) = 0
    texts = [["a", "b"], ["a", "x"], ["b", "x"], ["x", "x"]]
    assert coherence.npmi([["a", "b"]], texts) == pytest.approx(0.0, abs=1e-9)
    # three of four hold a, two b, both two: log(.5 / .375) / -log(.5)
    texts = [["a", "b"], ["a", "b"], ["a", "x"], ["x", "x"]]
    assert coherence.npmi([["a", "b"]], texts) == pytest.approx(math.log(0.5 / 0.375) / -math.log(0.5), abs=1e-9)


def test_a_window_slides_by_ten_words() -> None:
    far = ["a", *["x"] * 9, "b"]
    near = ["a", *["x"] * 8, "b"]
    assert coherence.npmi([["a", "b"]], [far, ["x"]]) < -0.9
    assert coherence.npmi([["a", "b"]], [near, ["x"]]) == pytest.approx(1.0, abs=1e-6)


def test_diversity_is_the_share_of_different_words() -> None:
    assert coherence.diversity([["a", "b"], ["a", "c"]]) == 0.75


def test_passages_go_to_the_statement_that_is_about_them(tmp_path: Path) -> None:
    corpus = passages()
    told = {
        "wijk": "De wijkagent moet vaker in de buurt zijn.",
        "privacy": "Gegevens delen mag niet vanwege de AVG.",
        "terug": "De melder krijgt geen terugkoppeling.",
        "uren": "De formatie heeft te weinig uren.",
        "online": "Radicalisering gebeurt online in chatgroepen op Telegram.",
    }
    statements = passages()[:5].assign(text=list(told.values()), text_hash=list(told))
    seeds = Seeds(list(told), list(told.values()), vectors(statements, tmp_path / "a"))
    dense = vectors(corpus, tmp_path / "b")
    nearest, likeness = deductive.assign(seeds, corpus["text"].tolist(), dense, study(), ThemeSettings())
    assert likeness.shape == (100, 5)
    assert (np.array(seeds.codes)[nearest] == corpus["truth"]).mean() >= 0.9


def test_a_theme_unlike_the_framework_is_emergent_even_where_an_aspect_was_asked(tmp_path: Path) -> None:
    corpus = passages()
    corpus["aspect"] = np.where(corpus["truth"].isin(["uren", "online"]), "werk", "")
    corpus.loc[corpus["truth"].isin(["wijk", "privacy", "terug"]), "aspect"] = "anders"
    dense = vectors(corpus, tmp_path / "a")
    frame = themes.framework(study())
    seeds = Seeds(frame["code"].tolist(), frame["text"].tolist(), vectors(frame, tmp_path / "b"))
    found = themes.find(corpus, dense, ThemeSettings(), 1, study(), framework=seeds)
    both = corpus.merge(found.passage_themes, on="passage_id")
    of = both.groupby("truth")["theme_id"].agg(lambda ids: ids.mode()[0])
    rows = found.themes.set_index("theme_id")
    assert rows.loc[of["uren"], "framework"] == "werk"
    assert rows.loc[of["online"], "framework"] == ""
    assert rows.loc[of["online"], "emergent"]


def test_where_no_question_was_on_an_aspect_no_theme_is_called_emergent(tmp_path: Path) -> None:
    corpus = passages()
    corpus["aspect"] = ""
    dense = vectors(corpus, tmp_path / "a")
    frame = themes.framework(study())
    seeds = Seeds(frame["code"].tolist(), frame["text"].tolist(), vectors(frame, tmp_path / "b"))
    found = themes.find(corpus, dense, ThemeSettings(), 1, study(), framework=seeds).themes
    assert len(found) > 3
    assert not found["emergent"].any()
    assert (found["framework"] == "").all()


def _run(*arguments: str) -> object:
    from analysis.cli import evaluate

    app = typer.Typer()
    evaluate.register(app)
    return CliRunner().invoke(app, ["evaluate", "themes", *arguments])


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl", ".parquet"])
def test_any_kind_of_table_is_read(tmp_path: Path, suffix: str) -> None:
    from analysis.cli.evaluate_themes import _read

    frame = pd.DataFrame({"tekst": ["een, twee", "", "drie"], "thema": ["a", "b", None]})
    path = tmp_path / f"table{suffix}"
    if suffix == ".parquet":
        frame.to_parquet(path)
    elif suffix == ".jsonl":
        frame.to_json(path, orient="records", lines=True)
    else:
        frame.to_csv(path, sep="\t" if suffix == ".tsv" else ",", index=False)
    got = _read(path, ["tekst", "thema"])
    assert got.to_numpy().tolist() == [["een, twee", "a"], ["drie", ""]]


def test_two_options_may_name_one_column(tmp_path: Path) -> None:
    from analysis.cli.evaluate_themes import _read

    pd.DataFrame({"text": ["een", "twee"], "kind": ["a", "b"]}).to_csv(tmp_path / "t.csv", index=False)
    assert _read(tmp_path / "t.csv", ["text", "kind", "kind"])["kind"].tolist() == ["a", "b"]


def test_a_wrong_file_column_or_option_is_one_message(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("tekst\nhallo\n")
    assert isinstance(_run(str(path), "--text", "text").exception, TableError)
    assert isinstance(_run(str(tmp_path / "no.csv"), "--text", "text").exception, TableError)
    assert isinstance(_run(str(path), "--text", "tekst", "--detail", "huge").exception, StudyError)
    assert isinstance(_run(str(path), "--text", "tekst", "--encoder", "clips/e5").exception, StudyError)


def test_the_command_gives_all_figures_for_our_themes(tmp_path: Path) -> None:
    corpus = passages(each=12)
    path = tmp_path / "table.csv"
    corpus[["text", "truth", "source_id"]].to_csv(path, index=False)
    done = _run(str(path), "--text", "text", "--label", "truth", "--group", "source_id", "--no-plain", "--json")
    figures = json.loads(done.stdout)["ours"]
    assert set(figures) >= KEYS | {"seconds", "c_v", "peak_mib"}
    assert figures["ami"] >= 0.8
    assert figures["seed_stability"] >= 0.9


def test_what_too_few_texts_for_a_part_cannot_give_is_left_open(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    passages(each=12)[["text"]][::4].head(14).to_csv(path, index=False)
    done = _run(str(path), "--text", "text", "--no-plain", "--json")
    assert json.loads(done.stdout)["ours"]["subsample_stability"] is None
    passages(each=12)[["text"]].head(3).to_csv(path, index=False)
    assert isinstance(_run(str(path), "--text", "text").exception, TooLittleError)


def test_texts_are_also_assigned_from_a_sentence_on_each_label(tmp_path: Path) -> None:
    corpus = passages(each=12)
    corpus["line"] = corpus["truth"].map(
        {
            "wijk": "De wijkagent moet vaker in de buurt zijn.",
            "privacy": "Gegevens delen mag niet vanwege de AVG.",
            "terug": "De melder krijgt geen terugkoppeling.",
            "uren": "De formatie heeft te weinig uren.",
            "online": "Radicalisering gebeurt online in chatgroepen op Telegram.",
        }
    )
    path = tmp_path / "table.csv"
    corpus[["text", "truth", "line", "source_id"]].to_csv(path, index=False)
    options = [str(path), "--text", "text", "--statement", "line", "--group", "source_id", "--no-plain", "--json"]
    found = json.loads(_run(*options, "--label", "truth").stdout)["deductive"]
    assert found["statements"] == 5
    assert found["accuracy"] >= 0.9
    assert 0.5 <= found["nearest"] <= 1
    assert isinstance(_run(*options).exception, StudyError)


def test_who_says_each_text_helps_to_assign_it_and_changes_nothing_where_a_voice_is_a_label(
    corpora: Path, tmp_path: Path
) -> None:
    table = pd.read_csv(corpora / "nl-stemwijzer" / "2026-eindhoven.tsv", sep="\t").dropna(subset=["toelichting"])
    told = evaluation.statements(table["thema"], table["stelling"])
    seeds = vectors(evaluation.as_passages(told["text"].tolist()), tmp_path / "a")
    dense = vectors(evaluation.as_passages(table["toelichting"].tolist()), tmp_path / "b")
    alone, voices, labels = (
        evaluation.assigned(told, seeds, table[["toelichting", "thema"]], dense, ThemeSettings(), "nl", who)
        for who in (None, table["partij"].tolist(), table["thema"].tolist())
    )
    assert voices["accuracy"] > alone["accuracy"] + 0.02
    assert labels == alone
    assert voices["nearest"] == alone["nearest"]


def test_the_gloss_is_for_our_method_and_its_dictionary_has_to_be_there(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    passages(each=12)[["text"]].to_csv(path, index=False)
    options = [str(path), "--text", "text", "--gloss", "0.7", "--dictionary"]
    assert isinstance(_run(*options, str(tmp_path / "none")).exception, EncoderError)
    words = dictionary(tmp_path / "words", {"straat": "straat\nstreet", "gegeven": "gegeven\ndatum"})
    result = json.loads(_run(*options, str(words), "--no-plain", "--json").stdout)
    assert result["gloss"] == 0.7
    assert result["ours"]["themes"] >= 3


def test_real_statements_are_grouped_better_than_by_bertopic_as_it_comes(corpora: Path) -> None:
    table = corpora / "nl-stemwijzer" / "2026-eindhoven.tsv"
    done = _run(str(table), "--text", "toelichting", "--label", "thema", "--json")
    result = json.loads(done.stdout)
    ours, plain = result["ours"], result["bertopic"]
    assert set(plain) == set(ours) >= KEYS
    assert ours["ami"] > plain["ami"] + 0.1
    assert ours["seed_stability"] > max(0.9, plain["seed_stability"])
    assert ours["subsample_stability"] > plain["subsample_stability"]
    assert ours["diversity"] > plain["diversity"]
