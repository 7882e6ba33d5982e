"""Passages go to the statement they speak of, however broad the register in which they are written."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.themes import deductive, language, views
from analysis.themes.evaluation import study_of
from analysis.themes.settings import ThemeSettings

SUBJECTS, STYLES, EACH = 5, 2, 12
SETTINGS = ThemeSettings(lsa_weight=0)
SUBJECT = np.repeat(np.arange(SUBJECTS), EACH)
STYLE = np.tile(np.arange(STYLES), SUBJECTS * EACH // STYLES)


def vectors(subject: np.ndarray, style: np.ndarray, breadth: float) -> np.ndarray:
    """A direction a subject and a broader one for the style, with some noise of each text's own."""
    noise = np.random.default_rng(1).normal(size=(len(subject), 40)) * 0.1
    return np.eye(SUBJECTS, 40)[subject] + breadth * np.eye(STYLES, 40, k=SUBJECTS)[style] + noise


def seen(breadth: float) -> views.Views:
    texts = [f"tekst {row}" for row in SUBJECT]
    words = language.build(texts, study_of("nl"))
    return views.fit(vectors(SUBJECT, STYLE, breadth), texts, words, SETTINGS)


def assigned(breadth: float) -> float:
    statements = np.arange(SUBJECTS)
    codes = [f"code {code}" for code in statements]
    seeds = deductive.Seeds(codes, codes, vectors(statements, statements % STYLES, breadth))
    texts = [f"tekst {row}" for row in SUBJECT]
    found, likeness = deductive.assign(seeds, texts, vectors(SUBJECT, STYLE, breadth), study_of("nl"), SETTINGS)
    assert likeness.shape == (len(texts), SUBJECTS)
    return float((found == SUBJECT).mean())


def test_directions_that_are_not_levelled_are_those_of_the_clustering() -> None:
    one = seen(2.0)
    plain = one.levelled(0.0)
    assert np.linalg.norm(plain, axis=1) == pytest.approx(1)
    assert plain @ plain.T == pytest.approx(one.rows @ one.rows.T)


def test_the_more_directions_are_levelled_the_less_a_broad_one_decides_what_is_alike() -> None:
    one = seen(2.0)
    same, styled = SUBJECT[:, None] == SUBJECT, STYLE[:, None] == STYLE
    gaps = []
    for power in (0.0, 0.5, 1.0):
        likeness = (rows := one.levelled(power)) @ rows.T
        gaps.append(likeness[~same & styled].mean() - likeness[~same & ~styled].mean())
    assert gaps[0] > 2 * gaps[1] > 2 * gaps[2]


def test_a_style_as_broad_as_the_subject_misleads_less_when_several_sights_vote(monkeypatch) -> None:
    several = assigned(1.0)
    monkeypatch.setattr(deductive, "LEVELLED", (0.0,))
    assert several > assigned(1.0) + 0.1


def test_where_subjects_lie_open_all_passages_go_to_their_own() -> None:
    assert assigned(0.0) == 1
