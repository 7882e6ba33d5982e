"""Grounds of the Wet open overheid on which something is withheld, as (article, paragraph, part)."""

from __future__ import annotations

import re
from dataclasses import dataclass

GROUNDS: dict[str, str] = {
    "5.1.1.a": "eenheid van de Kroon",
    "5.1.1.b": "veiligheid van de Staat",
    "5.1.1.c": "vertrouwelijk verstrekte bedrijfs- en fabricagegegevens",
    "5.1.1.d": "bijzondere en strafrechtelijke persoonsgegevens",
    "5.1.1.e": "identificatienummers",
    "5.1.2.a": "internationale betrekkingen",
    "5.1.2.b": "economische of financiële belangen",
    "5.1.2.c": "opsporing en vervolging",
    "5.1.2.d": "inspectie, controle en toezicht",
    "5.1.2.e": "persoonlijke levenssfeer",
    "5.1.2.f": "concurrentiegevoelige gegevens",
    "5.1.2.g": "milieu",
    "5.1.2.h": "beveiliging van personen en bedrijven",
    "5.1.2.i": "goed functioneren van de Staat",
    "5.1.5": "onevenredige benadeling",
    "5.2.1": "persoonlijke beleidsopvattingen",
}
"""Articles 5.1 and 5.2 Woo (BWBR0045754), shown as article.paragraph.part."""

PRIVACY = "5.1.2.e"
"""What a small count or a quote is withheld on unless somebody names another ground."""

FUNCTIONING = "5.1.2.i"
"""What is told of a document that is not open is withheld on."""


@dataclass(frozen=True, order=True)
class Ground:
    """One ground; `part` is empty where the paragraph has none."""

    article: str
    paragraph: str
    part: str = ""

    def __str__(self) -> str:
        return ".".join(piece for piece in (self.article, self.paragraph, self.part) if piece)

    @property
    def is_absolute(self) -> bool:
        """Whether the ground leaves nothing to weigh (article 5.1, paragraph 1)."""
        return (self.article, self.paragraph) == ("5.1", "1")


def parse(text: str) -> Ground:
    """A ground as it is shown.

    >>> parse("5.1.2.e")
    Ground(article='5.1', paragraph='2', part='e')

    Raises
    ------
    ValueError
        When the Woo has no such ground.
    """
    if text not in GROUNDS:
        raise ValueError(f"{text!r} is no ground of the Woo; expected one of {', '.join(GROUNDS)}")
    article, paragraph, part = re.fullmatch(r"(5\.[12])\.(\d)(?:\.([a-i]))?", text).groups("")  # type: ignore[union-attr]
    return Ground(article, paragraph, part)
