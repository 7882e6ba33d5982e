"""A small corpus with known themes: sentences put together from a theme's own words, in many orders."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import encoders
from analysis.core.study import Study
from analysis.encoders import EncoderSettings

SUBJECTS = {
    "wijk": (
        "De wijkagent loopt door de straat en kent elke portiek|Op de koffie bij bewoners hoort de wijkagent het eerst|"
        "De buurt vertrouwt het gezicht van de agent|Noodhulp haalt de wijkagent weg uit de buurt"
    ),
    "privacy": (
        "De privacywet houdt het delen van gegevens tegen|Zonder grondslag mag je geen gegevens delen|"
        "De functionaris gegevensbescherming zegt dat de AVG het verbiedt|Angst voor de privacyregels verlamt het delen"
    ),
    "terug": (
        "Na een melding hoort de melder niets meer terug|De terugkoppeling van de melding blijft uit|"
        "Wie iets meldt komt in een zwart gat terecht|Een ontvangstbevestiging voor de melder ontbreekt"
    ),
    "uren": (
        "Er zijn te weinig uren en de formatie is krap|De begroting kent geen fte voor deze taak|"
        "Eén ambtenaar heeft het takenpakket erbij gekregen|Vervanging bij ziekte is er niet, de formatie is te klein"
    ),
    "online": (
        "Jongeren zitten op Telegram en in besloten chatgroepen|Het algoritme toont steeds heftiger filmpjes online|"
        "Op Discord kent niemand de schermnaam|In de slaapkamer achter de livestream ziet niemand het"
    ),
}
IN_ENGLISH = {
    "wijk": (
        "The community officer walks the street and knows every doorway|Neighbours trust the face of the local officer"
    ),
    "privacy": (
        "Without a legal ground you may not share personal data|Fear of privacy rules paralyses the sharing of data"
    ),
    "terug": "After a report the reporter never hears anything back|The feedback on the report does not come",
    "uren": "There are too few hours and the staff budget is tight|Nobody replaces the official during illness",
    "online": "Young people are on Telegram and in closed chat groups|The algorithm shows ever fiercer videos online",
}
TAILS = (
    "zo gaat het hier al langer",
    "dat zeggen de collega's ook",
    "en daar is nog geen oplossing voor",
    "dat is bij ons het grootste probleem",
    "al doet iedereen erg zijn best",
    "vooral in de laatste maanden van het jaar",
)


def study() -> Study:
    return Study.model_validate(
        {
            "title": "Klein",
            "main_question": "Hoe?",
            "aspects": {"werk": {"name": "Werk", "description": "Uren, formatie en begroting"}},
            "organisations": {"gemeente": {"name": "Gemeente"}},
            "regions": {
                "noord": {"name": "Noordbroek", "municipalities": {"dorp": {"name": "Zuiderdorp"}}},
                "zuid": {"name": "Zuiderveen"},
            },
        }
    )


def passages(subjects: tuple[str, ...] = tuple(SUBJECTS), each: int = 20, seed: int = 0) -> pd.DataFrame:
    """`each` passages of every subject over ten interviews; `truth` is the subject."""
    draw = np.random.default_rng(seed)
    rows = []
    for subject in subjects:
        lines = SUBJECTS[subject].split("|")
        for number in range(each):
            first, second = draw.permutation(len(lines))[:2]
            text = f"{lines[first]}, {TAILS[draw.integers(len(TAILS))]}. {lines[second]}, zegt men in ronde {number}."
            rows.append((subject, f"S{number % 10:02d}", text))
    frame = pd.DataFrame(rows, columns=["truth", "source_id", "text"])
    frame["passage_id"] = [f"{row.source_id}-{row.truth}-{i:04d}" for i, row in enumerate(frame.itertuples())]
    return complete(frame)


def in_english(each: int = 6) -> pd.DataFrame:
    """`each` passages of every subject in another language than the study's, alike in how they end."""
    rows = []
    for subject, told in IN_ENGLISH.items():
        lines = told.split("|")
        for number in range(each):
            first, second = lines[number % 2], lines[1 - number % 2]
            text = f"{first}, and that is what we see every week in round {number} here. {second}."
            rows.append((subject, f"S{number:02d}", text))
    frame = pd.DataFrame(rows, columns=["truth", "source_id", "text"])
    frame["passage_id"] = [f"E{i:03d}" for i in range(len(frame))]
    return complete(frame)


def complete(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns of table `passages` that themes look at, beside those that are there."""
    return frame.assign(
        voice=frame["source_id"] + "/R1",
        role="respondent",
        words=frame["text"].str.split().str.len(),
        text_hash=[hashlib.sha256(text.encode()).hexdigest() for text in frame["text"]],
        question_id="",
        aspect="",
        region=np.where(frame["source_id"].str[-1].isin(list("01234")), "noord", "zuid"),
        classification="Ongerubriceerd",
        caveats="",
    )


def vectors(frame: pd.DataFrame, folder: Path) -> np.ndarray:
    return encoders.embed(frame, EncoderSettings(), folder).vectors
