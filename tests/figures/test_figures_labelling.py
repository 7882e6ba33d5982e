"""A picture that leaves its page bears its label, and so does the name of its file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.core.classification import LEVELS, Label
from analysis.figures.drawing import Drawing
from analysis.figures.labelling import ROOM, file_in, stamp
from analysis.figures.plot import Plot
from analysis.figures.style import finish


def drawn(label: Label) -> Drawing:
    plot = finish(Plot([{"type": "bar", "x": [1], "y": ["a"]}]), "Titel", 260)
    return Drawing("balk", "Titel", plot, "tekst", pd.DataFrame(index=pd.Index([], name="mark")), {}, label)


def test_a_picture_bears_its_label_in_room_of_its_own() -> None:
    plain = drawn(Label(LEVELS[1], ("<b>medisch",)))
    stamped = stamp(plain)
    said = [each.text for each in stamped.figure.layout.annotations]
    assert said[-1] == f"<b>{LEVELS[1]} · &lt;b&gt;medisch</b>"
    assert stamped.figure.layout.height == plain.figure.layout.height + ROOM
    assert stamped.figure.layout.margin.b == plain.figure.layout.margin.b + ROOM
    assert len(plain.figure.layout.annotations) == len(said) - 1, "the figure itself stays as it was"


def test_a_picture_of_open_material_bears_none() -> None:
    plain = drawn(Label())
    assert stamp(plain) is plain


def test_the_name_of_a_picture_in_a_folder_bears_its_label() -> None:
    name = file_in(Path("x"), drawn(Label(LEVELS[1], ("medisch",)))).name
    assert name == "balk.departementaal-vertrouwelijk_medisch.png"
