"""Words by which speakers, titles and roles are known, in Dutch and English, lower case."""

# ruff: noqa: SIM905
from __future__ import annotations

PARTICLES = frozenset(
    ("de het van der den te ten ter in 't op aan bij la le du di da von zu el al ’t en und and of").split()
)
"""Words within a name that have no capital."""

TITLES = frozenset(
    (
        "heer mevrouw mevr mw mr mrs ms dr drs ir ing prof sir lord lady minister staatssecretaris dhr burgemeester "
        "wethouder officier commissaris judge counsel senator representative congressman congresswoman councillor "
        "baroness ambassador professor kamerlid raadslid"
    ).split()
)
"""What stands before a person's name."""

INTERVIEWER = frozenset(
    (
        "interviewer interviewers interviewster inspectie inspecteur inspecteurs onderzoeker onderzoekers int i iv "
        "vragensteller moderator facilitator gespreksleider gespreksleidster vraag v q question researcher interv"
    ).split()
)
"""Labels of who asks."""

CHAIR = frozenset(("voorzitter chair chairman chairwoman chairperson dagvoorzitter").split())
"""Labels of who leads a meeting."""

RESPONDENT = frozenset(
    (
        "respondent respondenten geïnterviewde geinterviewde deelnemer participant r p d antwoord a answer resp "
        "kandidaat informant witness getuige interviewee medewerker beleidsmedewerker cliënt inwoner "
        "ondernemer bewoner"
    ).split()
)
"""Labels of who is asked."""

QUALIFIERS = frozenset(
    (
        "female male unidentified unknown first second third other mannelijke vrouwelijke onbekende eerste tweede derde "
        "andere"
    ).split()
)
"""What may stand before a role: "Female participant", "Onbekende spreker"."""

SOMEBODY = frozenset(("spreker speaker sprecher stem voice").split())
"""Labels that programs give to a voice: who asks is told by what is said."""

NOT_SPEAKERS = frozenset(
    (
        "actie acties actiepunt actiepunten advies afwezig agenda aanleiding aanpak aantal aanwezig aanwezigen adres "
        "afspraak afspraken antwoorden bevinding bevindingen betreft bijlage bijlagen bron bronnen besluit besluiten "
        "citaat citaten classificatie code conclusie conclusies context datum date dag deelnemers discussie docs doc "
        "document doel doelen doelgroep doelstelling e-mail email example figuur figure functie gevolg hypothese idee "
        "inhoud inleiding introductie kenmerk kop let link locatie mail methode nadeel nadelen naam name nb negatief "
        "noot note nummer omschrijving onderwerp opdracht opmerking opmerkingen oplossing organisatie pagina plaats "
        "positief probleem problemen punt punten reactie referentie resultaat resultaten rol samenvatting scenario "
        "status stap tabel table taak taken telefoon tijd tip tips titel title todo toelichting uitkomst uitleg "
        "uitgangspunt url urls verslag verslaglegger versie version voorbeeld voorbeelden voordeel voordelen vragen "
        "waarom website wie wat waar wanneer hoe zie zaal lobby beweis beispiel bemerkung behauptung aanbeveling artikel "
        "case casus chapter criterium deel deelvraag fase hoofdstuk hoofdvraag indicator maatregel norm onderdeel paragraaf "
        "part phase ronde round section sessie session step thema theme week"
    ).split()
)
"""Words that stand before a colon in reports and minutes and are nobody's name."""

METADATA = frozenset(
    (
        "aanwezig aanwezigen afwezig betreft bron classificatie datum date duur functie kenmerk locatie onderwerp organisatie "
        "plaats rubricering status tijd titel title verslaglegger versie version"
    ).split()
)
"""Words that stand before a colon in the head of a report."""

COMMON = frozenset(
    (
        "aan achter als altijd andere anders beetje ben bent bij daar daarbij daarin daarmee daarna daarvan dan "
        "dat deze dit doe doen doet door echt een eens eerst eerste eigen elkaar enige erg erin even gaat gaan "
        "geen goed had hebben hebt heb heeft hem het hier hoe hun iemand iets ieder inmiddels jullie kan kon komen "
        "komt kort krijg krijgt kunnen kunt maar maken maakt mee meer meest men met mij moet moeten mogen nadat "
        "niet niets nog nou ons onze ook over paar precies rond samen soms staat tegen toe toen tot uit uw van "
        "veel vertellen vertelt verder volgens voor vraag vragen waar waarbij waarom waarop wanneer was wat weet "
        "wel welk welke werd werk werken werkt wie wil wilt word worden wordt zal zegt zeggen zelf zien ziet zijn "
        "zit zitten zou zouden about and are asked can could did does for from had has have how into its more much "
        "not that the their them there they this was were what when where which who why will with would you your"
    ).split()
)
"""Words that tell nothing about what is asked."""
