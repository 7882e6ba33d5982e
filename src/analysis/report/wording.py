"""Words and number forms of the report's own furniture, in the language of the study."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.figures import evidence

WORDS: dict[str, dict[str, str]] = {
    "nl": {
        "contents": "Inhoud",
        "skip": "Naar de inhoud",
        "figure": "Figuur",
        "table": "Tabel",
        "numbers": "Cijfers bij figuur {number}",
        "alt": "Beschrijving",
        "page": "pagina",
        "of": "van",
        "source": "bron",
        "interview": "gesprek",
        "document": "document",
        "focus group": "groepsgesprek",
        "interviews": "gesprekken",
        "documents": "documenten",
        "focus groups": "groepsgesprekken",
        "national": "landelijk",
        "all": "alle",
        "none": "geen",
        "and": "en",
        "more": "nog {number} andere",
        "fiction": "Alle personen, gesprekken en documenten zijn verzonnen.",
        "colophon": "Colofon",
        "edition": "Editie",
        "internal": "intern",
        "label": "Rubricering",
        "kind": "Soort bron",
        "count": "Aantal",
        "words": "Woorden",
        "region": "Regio",
        "organisation": "Organisatie",
        "held": "Gevoerd",
        "planned": "Gepland",
        "id": "Nr.",
        "theme": "Thema",
        "code": "Code",
        "characteristic": "Kenmerkende woorden",
        "conversations": "Gesprekken",
        "documents column": "Documenten",
        "sources": "Bronnen",
        "passages": "Passages",
        "stability": "Stabiliteit",
        "finding": "Bevinding",
        "sees": "noemt het",
        "silent": "noemt het niet",
        "not asked": "niet gevraagd",
        "no interview": "geen gesprek",
        "shared": "gedeeld",
        "more here": "hier vaker",
        "less here": "hier minder vaak",
        "only here": "alleen hier",
        "disagrees within the chain": "verschil binnen de keten",
        "said more here": "komt in {region} vaker aan de orde dan elders",
        "said less here": "komt in {region} minder vaak aan de orde dan elders",
        "said only here": "komt van alle regio’s alleen in {region} aan de orde",
        "brief more here": "in {region} vaker",
        "brief less here": "in {region} minder vaak",
        "brief only here": "alleen in {region}",
        "no rows": "Geen.",
        "not assessable": "niet te beoordelen",
        "no interviews": "geen gesprekken waarin dit aan de orde kon komen",
        "no documents": "geen documenten",
        "coverage caption": "Gevoerde en geplande gesprekken, naar regio en organisatie",
        "sources caption": "Bronnen naar soort",
        "themes caption": "Alle thema’s, de meest genoemde eerst; in hoeveel gesprekken en documenten van alle waarin dat kon",
        "themes caption partial": "Thema’s waarvan de naam openbaar is, eerst die waarvan het aantal gesprekken dat ook is; "
        "in hoeveel gesprekken en documenten van alle waarin dat kon",
        "chain caption": "Wie in de keten welk thema noemt",
        "code cell": "Code",
        "site": "Overzicht van de uitkomsten",
        "site intro": "Van bron tot rapport: elk notebook is één stap, in de volgorde waarin de stappen draaien.",
        "editions": "Rapporten",
        "leaving": "Edities voor daarbuiten, nog niet vrijgegeven",
        "notebooks": "Stappen van de verwerking",
        "overall": "Overkoepelend rapport",
        "regional": "Regiobeeld {name}",
        "back": "Terug naar het overzicht",
        "previous": "Vorige stap",
        "next": "Volgende stap",
        "error": "Deze cel is met een fout gestopt",
        "output": "Uitvoer",
        "unseen": "Deze uitvoer kan hier niet worden getoond",
        "noscript": "De figuren worden met JavaScript getekend; zonder JavaScript staan de cijfers in de tabellen eronder.",
        "edition public": "{name} · openbare editie",
        "edition region": "{name} · editie voor de keten van {region}",
        "close": "Sluiten",
        "one passage": "{number} passage",
        "more passages": "{number} passages",
        "all of one passage": "Lees de passage",
        "all passages": "Lees alle {number} passages",
        "annex heading": "Bijlage: de passages achter de cijfers",
        "annex intro": "Alle {number} passages, per thema. Eronder staat steeds wie het zegt en hoe de bron is gerubriceerd. "
        "Wie in een figuur op een teken klikt, of in de tabel eronder op een aantal passages, leest wat erachter ligt.",
        "annex on paper": "De passages staan alleen in het bestand, niet op papier.",
        "annex no theme": "Zonder thema",
        "annex aside": "Terzijde gelegd",
        "until release": "tot vrijgave van dit bestand",
        "partial alt": "Getekend is alleen wat openbaar is; de tabel eronder geeft die cijfers.",
        "partial figure": "In deze figuur ontbreken {number} cijfers.",
        "withheld interviews": "een aantal gesprekken dat niet openbaar is",
        "withheld documents": "een aantal documenten dat niet openbaar is",
        "withheld difference": "verschilt mogelijk tussen regio’s",
        "withheld side": "[5.1.2.e]",
        "withheld quote": "Citaat:",
        "withheld sign": "Waar {sign} staat, is iets {mark}.",
        "withheld heading": "Bijlage: wat niet openbaar is",
        "withheld what": "Wat",
        "withheld ground": "Grond",
        "withheld rule": "Een aantal is niet openbaar als minder dan {threshold} gesprekken het onderwerp noemen of minder dan "
        "{threshold} het niet noemen, als het uit één organisatie of vooral uit één mond komt, als het uit andere aantallen is "
        "te berekenen, of als het een document telt dat niet openbaar is. Een citaat is niet openbaar zolang niet twee "
        "lezers het hebben vrijgegeven.",
        "withheld themes": "Thema’s waarvan de naam niet openbaar is",
        "withheld numbers": "Aantallen",
        "withheld differences": "Vergelijkingen tussen groepen",
        "withheld chain": "Wie in de keten wat noemt",
        "withheld quotes": "Passages die niet als citaat zijn vrijgegeven",
        "withheld remarks": "Opmerkingen over één bron of één aantal",
        "figure passage-map": "kaart van de passages",
        "figure quotes": "citaten per thema en organisatie",
        "figure co-occurrence": "thema’s die samen in een gesprek voorkomen",
        "figure theme-tree": "verwantschap van de thema’s",
        "figure tiles": "gesprekken per gemeente",
        "figure words": "kenmerkende woorden van de regio",
        "figure heat-map-region": "in hoeveel gesprekken van elke regio een thema aan de orde komt",
        "figure heat-map-organisation": "in hoeveel gesprekken van elke organisatie een thema aan de orde komt",
        "figure forest-region": "verschillen tussen de regio’s",
        "figure chain": "wie in de keten welk thema noemt",
        "figure paper-practice": "papier naast praktijk",
    },
    "en": {
        "contents": "Contents",
        "skip": "Skip to content",
        "figure": "Figure",
        "table": "Table",
        "numbers": "Numbers of figure {number}",
        "alt": "Description",
        "page": "page",
        "of": "of",
        "source": "source",
        "interview": "interview",
        "document": "document",
        "focus group": "focus group",
        "interviews": "interviews",
        "documents": "documents",
        "focus groups": "focus groups",
        "national": "national",
        "all": "all",
        "none": "none",
        "and": "and",
        "more": "{number} more",
        "fiction": "All persons, interviews and documents are invented.",
        "colophon": "Colophon",
        "edition": "Edition",
        "internal": "internal",
        "label": "Classification",
        "kind": "Kind of source",
        "count": "Number",
        "words": "Words",
        "region": "Region",
        "organisation": "Organisation",
        "held": "Held",
        "planned": "Planned",
        "id": "No.",
        "theme": "Theme",
        "code": "Code",
        "characteristic": "Characteristic words",
        "conversations": "Interviews",
        "documents column": "Documents",
        "sources": "Sources",
        "passages": "Passages",
        "stability": "Stability",
        "finding": "Finding",
        "sees": "raises it",
        "silent": "does not raise it",
        "not asked": "not asked",
        "no interview": "no interview",
        "shared": "shared",
        "more here": "more often here",
        "less here": "less often here",
        "only here": "only here",
        "disagrees within the chain": "differs within the chain",
        "said more here": "comes up more often in {region} than elsewhere",
        "said less here": "comes up less often in {region} than elsewhere",
        "said only here": "comes up in {region} and in no other region",
        "brief more here": "more often in {region}",
        "brief less here": "less often in {region}",
        "brief only here": "only in {region}",
        "no rows": "None.",
        "not assessable": "not assessable",
        "no interviews": "no interviews in which this could come up",
        "no documents": "no documents",
        "coverage caption": "Interviews held and planned, by region and organisation",
        "sources caption": "Sources by kind",
        "themes caption": "All themes, the most raised first; in how many of the interviews and documents it could be in",
        "themes caption partial": "Themes whose name is public, first those whose number of interviews is so too; in how "
        "many of the interviews and documents it could be in",
        "chain caption": "Who in the chain raises which theme",
        "code cell": "Code",
        "site": "Overview of the results",
        "site intro": "From source to report: each notebook is one step, in the order in which the steps run.",
        "editions": "Reports",
        "leaving": "Editions for outside, not yet released",
        "notebooks": "Steps of the processing",
        "overall": "Overall report",
        "regional": "Picture of {name}",
        "back": "Back to the overview",
        "previous": "Previous step",
        "next": "Next step",
        "error": "This cell stopped with an error",
        "output": "Output",
        "unseen": "This output cannot be shown here",
        "noscript": "The figures are drawn with JavaScript; without it, their numbers are in the tables below them.",
        "edition public": "{name} · public edition",
        "edition region": "{name} · edition for the chain of {region}",
        "close": "Close",
        "one passage": "{number} passage",
        "more passages": "{number} passages",
        "all of one passage": "Read the passage",
        "all passages": "Read all {number} passages",
        "annex heading": "Annex: the passages behind the numbers",
        "annex intro": "All {number} passages, by theme. Under each: who says it, and its classification. A click on a "
        "mark in a figure, or on a number of passages in the table below it, shows what lies behind it.",
        "annex on paper": "The passages are in the file only, not on paper.",
        "annex no theme": "Without a theme",
        "annex aside": "Set aside",
        "until release": "until this file is released",
        "partial alt": "Only what is public is drawn; the table below gives those numbers.",
        "partial figure": "{number} numbers are missing from this figure.",
        "withheld interviews": "a number of interviews that is withheld",
        "withheld documents": "a number of documents that is withheld",
        "withheld difference": "may differ between regions",
        "withheld side": "[5.1.2.e]",
        "withheld quote": "Quote:",
        "withheld sign": "Where {sign} stands, something is {mark}.",
        "withheld heading": "Annex: what is withheld",
        "withheld what": "What",
        "withheld ground": "Ground",
        "withheld rule": "A number is withheld when fewer than {threshold} interviews raise the subject or fewer than "
        "{threshold} do not, when it comes from one organisation or mostly from one voice, when it follows from other "
        "numbers, or when it counts a document that is not open. A quote is withheld as long as two readers have not "
        "released it.",
        "withheld themes": "Themes whose name is withheld",
        "withheld numbers": "Numbers",
        "withheld differences": "Comparisons between groups",
        "withheld chain": "Who in the chain raises what",
        "withheld quotes": "Passages not released as a quote",
        "withheld remarks": "Remarks on one source or one number",
        "figure passage-map": "map of the passages",
        "figure quotes": "quotes by theme and organisation",
        "figure co-occurrence": "themes that come up in one interview",
        "figure theme-tree": "how themes are related",
        "figure tiles": "interviews by municipality",
        "figure words": "words that are characteristic of the region",
        "figure heat-map-region": "in how many interviews of each region a theme comes up",
        "figure heat-map-organisation": "in how many interviews of each organisation a theme comes up",
        "figure forest-region": "differences between the regions",
        "figure chain": "who in the chain raises which theme",
        "figure paper-practice": "paper beside practice",
    },
}
"""The words of a report that do not stand in its text."""


LISTED = 6
"""Names that a line tells; of more it tells how many."""


@dataclass(frozen=True)
class Wording:
    """Words and number forms of one language.

    Examples
    --------
    >>> Wording("nl").form(12345), Wording("nl").form(0.5), Wording("en").form(12345)
    ('12.345', '0,5', '12,345')
    """

    language: str

    def __getitem__(self, key: str) -> str:
        return WORDS[self.language][key]

    def get(self, key: str, otherwise: str) -> str:
        """The words for a key, or `otherwise` where there are none."""
        return WORDS[self.language].get(key, otherwise)

    def form(self, value: float | int | bool | None) -> str:
        """A number as a reader of this language writes it; at most two decimals, an en dash for no number."""
        if value is None or (isinstance(value, float) and math.isnan(value)):
            return "–"
        text = f"{value:,}" if float(value).is_integer() and not isinstance(value, float) else f"{value:,.2f}"
        if isinstance(value, float):
            text = text.rstrip("0").rstrip(".")
        return text.translate(str.maketrans(",.", ".,")) if self.language == "nl" else text

    def exact(self, value: float) -> str:
        """A number between 0 and 1 with two decimals, so that those in one column end below each other; – for none."""
        text = "–" if math.isnan(value) else f"{value:.2f}"
        return text.replace(".", ",") if self.language == "nl" else text

    def listing(self, names: Iterable[str]) -> str:
        """`a, b and c`; of many the first, and how many more."""
        told = list(names)
        if len(told) > LISTED + 1:
            told = [*told[:LISTED], self["more"].format(number=len(told) - LISTED)]
        return evidence.listing(told, self["and"], len(told))

    def percent(self, share: float) -> str:
        """A share in 0..1 as a whole percentage."""
        return "–" if math.isnan(share) else f"{share * 100:.0f}%"

    def series(self, items: list[str]) -> str:
        """Items as a reader lists them: `a, b en c`."""
        return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {self['and']} {items[-1]}" if items else ""
