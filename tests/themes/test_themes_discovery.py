"""Themes are found, told in readable words, and the same whatever chance or the order of the input does."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from themes_corpus import complete, in_english, passages, study, vectors

from analysis import themes
from analysis.core import tables
from analysis.core.errors import TooLittleError
from analysis.core.paths import Paths
from analysis.themes import Themes, ThemeSettings
from analysis.themes.language import foreign, place_names

pytestmark = pytest.mark.slow  # each fits BERTopic


@pytest.fixture(scope="module")
def corpus() -> pd.DataFrame:
    return passages()


@pytest.fixture(scope="module")
def dense(corpus: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    return vectors(corpus, tmp_path_factory.mktemp("vectors"))


@pytest.fixture(scope="module")
def found(corpus: pd.DataFrame, dense: np.ndarray) -> Themes:
    return themes.find(corpus, dense, ThemeSettings(), 1, study())


def theme_by_truth(found: Themes, corpus: pd.DataFrame) -> pd.DataFrame:
    return corpus[["passage_id", "truth"]].merge(found.passage_themes, on="passage_id")


def test_each_planted_theme_is_a_theme_of_its_own(found: Themes, corpus: pd.DataFrame) -> None:
    both = theme_by_truth(found, corpus)
    table = pd.crosstab(both["truth"], both["theme_id"])
    # each found theme holds one planted theme, and each planted theme has the majority of one
    assert (table.max() / table.sum()).min() >= 0.9
    assert set(table.idxmax()) == set(table.index)


def test_ids_count_from_the_largest_theme(found: Themes) -> None:
    assert list(found.themes["theme_id"]) == [f"T{i:02d}" for i in range(1, len(found.themes) + 1)]
    assert found.themes["n_passages"].is_monotonic_decreasing
    assert set(found.history["event"]) == {"new"}


def test_names_are_two_to_five_words_and_each_is_given_once(found: Themes) -> None:
    lengths = found.themes["name"].str.split().str.len()
    assert lengths.between(2, 5).all()
    assert found.themes["name"].str.lower().is_unique
    assert set(found.themes["named_by"]) == {"proposal"}


def test_words_hold_no_function_words_and_no_places_of_the_study(corpus: pd.DataFrame, dense: np.ndarray) -> None:
    told = corpus.assign(text=corpus["text"] + " Hier in Noordbroek en Zuiderdorp dus, ja eigenlijk wel.")
    named = themes.find(told, dense, ThemeSettings(), 1, study()).themes
    words = {part for row in named["words"] for word in row.split("; ") for part in word.lower().split()}
    assert {"wijkagent", "formatie", "melder"} <= words
    assert not words & {"de", "en", "het", "ja", "eigenlijk", "hier", "er", *place_names(study())}


def test_words_are_shown_as_people_wrote_them(found: Themes) -> None:
    words = {word for row in found.themes["words"] for word in row.split("; ")}
    assert "gegevens" in words
    assert "gegeven" not in words


def test_the_order_of_the_input_changes_nothing(found: Themes, corpus: pd.DataFrame, dense: np.ndarray) -> None:
    order = np.random.default_rng(5).permutation(len(corpus))
    turned = themes.find(corpus.iloc[order], dense[order], ThemeSettings(), 1, study())
    pd.testing.assert_frame_equal(turned.themes, found.themes)
    pd.testing.assert_frame_equal(turned.passage_themes, found.passage_themes)
    pd.testing.assert_frame_equal(turned.theme_tree, found.theme_tree)
    assert turned.quality == found.quality


def test_another_seed_gives_the_same_themes(found: Themes, corpus: pd.DataFrame, dense: np.ndarray) -> None:
    from sklearn.metrics import adjusted_rand_score

    other = themes.find(corpus, dense, ThemeSettings(), 99, study())
    assert adjusted_rand_score(found.passage_themes["theme_id"], other.passage_themes["theme_id"]) >= 0.95


def test_the_dial_gives_fewer_and_more_themes(corpus: pd.DataFrame, dense: np.ndarray) -> None:
    counts = [
        len(themes.find(corpus, dense, ThemeSettings(detail=detail), 1, study()).themes)
        for detail in ("coarsest", "normal", "finest")
    ]
    assert counts == sorted(counts)
    assert counts[0] < counts[2]
    assert len(themes.find(corpus, dense, ThemeSettings(number=3), 1, study()).themes) == 3


def test_showing_passages_come_from_different_interviews_first(found: Themes, corpus: pd.DataFrame) -> None:
    both = theme_by_truth(found, corpus).merge(corpus[["passage_id", "source_id"]], on="passage_id")
    shown = both[both["representative"] > 0]
    for _, rows in shown.groupby("theme_id"):
        sources = both.loc[both["theme_id"] == rows["theme_id"].iloc[0], "source_id"].nunique()
        assert sorted(rows["representative"]) == list(range(1, len(rows) + 1))
        assert rows["source_id"].nunique() == min(len(rows), sources)


def test_the_tree_joins_all_themes_once(found: Themes) -> None:
    children = list(itertools.chain(found.theme_tree["left"], found.theme_tree["right"]))
    assert len(found.theme_tree) == len(found.themes) - 1
    assert set(found.themes["theme_id"]) <= set(children)
    assert len(children) == len(set(children))
    assert found.theme_tree["distance"].is_monotonic_increasing


def test_the_map_puts_passages_of_a_theme_together(found: Themes) -> None:
    rows = found.passage_themes[found.passage_themes["theme_id"] != ""]
    points = rows[["x", "y"]].to_numpy()
    assert np.abs(points).max() <= 1
    same = rows["theme_id"].to_numpy()[:, None] == rows["theme_id"].to_numpy()[None, :]
    distance = np.linalg.norm(points[:, None] - points[None, :], axis=2)
    assert distance[same].mean() < 0.6 * distance[~same].mean()


def test_a_theme_carries_the_highest_label_of_its_passages(corpus: pd.DataFrame, dense: np.ndarray) -> None:
    secret = corpus.copy()
    row = secret.index[secret["truth"] == "uren"][0]
    secret.loc[row, ["classification", "caveats"]] = ["Stg. Geheim", "persoonsgegevens"]
    labelled = themes.find(secret, dense, ThemeSettings(), 1, study())
    theme = labelled.passage_themes.set_index("passage_id").loc[secret.loc[row, "passage_id"], "theme_id"]
    levels = labelled.themes.set_index("theme_id")
    assert levels.loc[theme, "classification"] == "Stg. Geheim"
    assert levels.loc[theme, "caveats"] == "persoonsgegevens"
    assert (levels.drop(theme)["classification"] == "Ongerubriceerd").all()
    assert set(labelled.theme_tree["classification"]) == {"Stg. Geheim"}


def test_a_theme_of_one_interview_is_flagged(corpus: pd.DataFrame, dense: np.ndarray) -> None:
    alone = corpus.copy()
    alone.loc[alone["truth"] == "online", "source_id"] = "S09"
    alone = complete(alone)
    flagged = themes.find(alone, dense, ThemeSettings(), 1, study())
    both = theme_by_truth(flagged, alone)
    theme = both.loc[both["truth"] == "online", "theme_id"].mode()[0]
    flags = flagged.themes.set_index("theme_id")["flags"]
    assert "one source" in flags[theme]
    assert not flags.drop(theme).str.contains("one source").any()


def test_repeated_answers_make_no_theme_and_wordless_ones_are_outliers(corpus: pd.DataFrame, tmp_path: Path) -> None:
    extra = pd.DataFrame(
        {
            "truth": "none",
            "source_id": "S01",
            "text": ["Dat weet ik eerlijk gezegd niet zo goed, dat is lastig te zeggen."] * 15
            + ["😀😀"] * 3
            + ["Ja."] * 3,
            "passage_id": [f"X{i:03d}" for i in range(21)],
        }
    )
    both = complete(pd.concat([corpus, extra], ignore_index=True))
    got = themes.find(both, vectors(both, tmp_path), ThemeSettings(), 1, study())
    placed = got.passage_themes.set_index("passage_id")["theme_id"]
    assert (placed[[f"X{i:03d}" for i in range(15, 21)]] == "").all()
    assert placed[[f"X{i:03d}" for i in range(15)]].nunique() == 1
    assert got.quality["outliers"] >= 6
    assert got.quality["folded"] >= 20
    assert len(got.themes) <= 8


def test_passages_in_another_language_join_the_themes_they_are_about(corpus: pd.DataFrame, tmp_path: Path) -> None:
    both = pd.concat([corpus, in_english()], ignore_index=True)
    got = themes.find(both, vectors(both, tmp_path), ThemeSettings(), 1, study())
    placed = both.merge(got.passage_themes, on="passage_id")
    english = placed["passage_id"].str.startswith("E")
    home = placed[~english].groupby("truth")["theme_id"].agg(lambda ids: ids.mode()[0])
    assert (placed.loc[english, "theme_id"] == placed.loc[english, "truth"].map(home)).mean() >= 0.9


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("The community officer walks the street and knows every doorway.", True),
        ("Der Beamte geht durch die Straße und kennt jeden, der dort mit seiner Familie wohnt.", True),
        ("De wijkagent loopt door de straat en kent elke portiek.", False),
        ("Hij noemde dat 'the usual suspects, as you all know', en daar bleef het in de vergadering bij.", False),
        ("- Knop A: 21% - Knop B: 74% - Knop C: 3% - Knop D: 3%", False),  # letters are words in some lists
        ("Margo de Wit, Ananta el Amrani, Yasmin van den Hoek", False),
        ("😀😀😀", False),
        ("", False),
    ],
)
def test_another_language_is_told_by_its_function_words(text: str, other: bool) -> None:
    assert foreign(text, "nl") is other


@pytest.mark.parametrize(
    "texts", [["Een.", "Twee.", "Drie."], ["Steeds dezelfde zin over de wijkagent en de buurt."] * 40]
)
def test_too_little_is_told_instead_of_guessed(texts: list[str], tmp_path: Path) -> None:
    few = complete(
        pd.DataFrame({"source_id": "S01", "text": texts, "passage_id": [f"P{i:03d}" for i in range(len(texts))]})
    )
    with pytest.raises(TooLittleError, match="different passages with words; expected 12 at least"):
        themes.find(few, vectors(few, tmp_path), ThemeSettings(), 1, study())


def test_passages_that_share_no_word_still_have_an_answer(tmp_path: Path) -> None:
    texts = [f"{chr(97 + i) * 4}{chr(98 + i) * 3} {chr(99 + i) * 5} {chr(100 + i) * 4}" for i in range(14)]
    odd = complete(pd.DataFrame({"source_id": "S01", "text": texts, "passage_id": [f"P{i:03d}" for i in range(14)]}))
    got = themes.find(odd, vectors(odd, tmp_path), ThemeSettings(), 1, study())
    assert got.quality["passages"] == 14
    assert len(got.themes) >= 1


def test_what_is_written_is_equal_byte_for_byte_in_another_process(
    corpus: pd.DataFrame, dense: np.ndarray, tmp_path: Path
) -> None:
    corpus.to_parquet(tmp_path / "corpus.parquet")
    np.save(tmp_path / "dense.npy", dense)
    code = (
        "import sys; from pathlib import Path; import numpy as np, pandas as pd; sys.path.insert(0, sys.argv[1]);"
        "from themes_corpus import study; from analysis import themes; from analysis.core.paths import Paths;"
        "here = Path(sys.argv[2]); rows = pd.read_parquet(here / 'corpus.parquet'); dense = np.load(here / 'dense.npy');"
        "found = themes.find(rows, dense, themes.ThemeSettings(), 1, study()); themes.write(found, Paths(here / sys.argv[3]))"
    )
    folders = []
    for name, hashes, threads in (("one", "1", "1"), ("two", "77", "2")):
        environment = {"PYTHONHASHSEED": hashes, "OMP_NUM_THREADS": threads, "PATH": "/usr/bin:/bin"}
        command = [sys.executable, "-c", code, str(Path(__file__).parent), str(tmp_path), name]
        subprocess.run(command, check=True, env=environment, capture_output=True)
        folders.append(Paths(tmp_path / name).themes)
    files = [sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file()) for folder in folders]
    assert files[0] == files[1]
    assert len(files[0]) >= 9
    for file in files[0]:
        assert (folders[0] / file).read_bytes() == (folders[1] / file).read_bytes(), str(file)
    tables.read("themes", folders[0] / "themes.parquet")
    saved = b"".join((folders[0] / "model" / path.name).read_bytes() for path in (folders[0] / "model").iterdir())
    assert b"zo gaat het hier al langer" not in saved
    assert not list(folders[0].rglob("*.pkl"))


def test_the_bertopic_model_holds_the_same_themes_and_draws_them(found: Themes) -> None:
    model = found.model
    ids = list(found.themes["theme_id"])
    topics = [ids.index(theme) if theme else -1 for theme in found.passage_themes["theme_id"]]
    # BERTopic numbers equal sizes in an order of its own: compare which passages are together
    pairs = set(zip(topics, model.topics_, strict=True))
    assert len(pairs) == len(set(topics)) == len(set(model.topics_))
    assert len(model.visualize_barchart().data) > 0
    assert len(model.get_topic_info()) == len(set(topics))


def test_what_is_written_for_bertopic_is_read_by_bertopic(found: Themes, tmp_path: Path) -> None:
    from bertopic import BERTopic

    from analysis.themes import bertopic_format

    bertopic_format.write(found, tmp_path / "model")
    model = BERTopic.load(str(tmp_path / "model"))
    assert model.topics_ == found.labels.tolist()
    assert model.get_topic_info().query("Topic >= 0")["CustomName"].tolist() == list(found.themes["name"])
    own = found.model
    order = {int(a): int(b) for a, b in zip(found.labels, own.topics_, strict=True)}
    for topic, other in order.items():
        assert model.topic_sizes_[topic] == own.topic_sizes_[other]
        place = topic + model._outliers
        assert np.allclose(model.topic_embeddings_[place], own.topic_embeddings_[other + own._outliers], atol=1e-6)
    words = [row.split("; ") for row in found.themes["words"]]
    for row, shown in enumerate(words):
        assert shown[0] == model.get_topic(row)[0][0]
    assert len(model.visualize_barchart().data) > 0
    assert model.c_tf_idf_.shape[0] == len(order)
    assert len(model.vectorizer_model.vocabulary_) == model.c_tf_idf_.shape[1]
