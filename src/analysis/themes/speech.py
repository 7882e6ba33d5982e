"""Words of talk, and of the form of a report, that never name a theme; lemmas and common forms, by language."""

from __future__ import annotations

_DUTCH = (
    "ja nee nou hoor eh ehm uh uhm oké ok tja zeg zeggen gezegd zegt zei maar eigenlijk gewoon natuurlijk inderdaad",
    "misschien eens even best wel heel erg echt soms altijd vaak nooit weer toch dus denken denk vinden vind weten weet",
    "bedoelen bedoel snappen kijken kijk gaan komen doen maken krijgen laten zitten staan liggen lopen houden zetten",
    "nemen geven blijven worden hebben zijn zullen kunnen moeten mogen willen hoeven proberen gebeuren heten horen zien",
    "noemen lijken blijken ding dingen iets niets alles iemand niemand iedereen mens mensen manier keer moment jaar dag",
    "week maand tijd beetje stuk soort geval kant plek voorbeeld vraag antwoord goed slecht veel weinig groot klein",
    "nieuw ander eigen zelf zelfde precies meteen gelijk eerst daarna later vroeger nu dan daar hier waar hoe wat wie",
    "waarom omdat zodat bijvoorbeeld enzovoort ongeveer waarschijnlijk zeker vooral verder steeds bijna helemaal",
    "allemaal ooit ergens nergens samen eerlijk echter hierbij daarbij waarbij daarom hierdoor daardoor waardoor",
    "ervoor ervan erin erop eraan ermee erover daarvoor daarvan daarin daarop daarmee daarover hierover hiervoor",
    "waarvoor waarvan waarin waarop waarmee waarover dezelfde hetzelfde degene diegene gegaan gekomen gedaan gemaakt",
    "inspectie respondent gesprek gespreksverslag interview verslag document fictie hoofdstuk paragraaf bijlage",
    "één twee drie vier vijf zes zeven acht negen tien twintig honderd duizend eerste tweede derde half",
)
_ENGLISH = (
    "yeah yes no okay ok um uh er hmm know mean like think say said thing things kind sort lot bit really actually",
    "basically just well right going get got make way people time year day week one two three interviewer respondent",
)

SPEECH: dict[str, frozenset[str]] = {
    language: frozenset(word for line in lines for word in line.split())
    for language, lines in (("nl", _DUTCH), ("en", _ENGLISH))
}
"""Beside the function words of `stopwordsiso`, by language of the study."""
