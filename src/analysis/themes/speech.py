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
    # what fills a silence or weighs a word: said of everything, so it tells of nothing
    "yeah yep yup no nope okay ok um uh er erm ehm hmm mm mhm gosh wow anyway right well just like really actually basically",
    "honestly frankly literally totally absolutely completely exactly obviously essentially simply somewhat whatsoever",
    "pretty categorically onwards apparently presumably supposedly roughly approximately suddenly eventually finally initially",
    "bit lot load kind sort stuff etcetera gonna wanna gotta dunno sure course maybe perhaps",
    # verbs that say that something was said, thought, seen or known, and not what
    "say tell talk speak explain mention recall remember recollect guess suppose presume assume imagine reckon realise realize",
    "know think mean believe understand feel hear listen see look watch wonder notice describe refer reply answer ask discuss",
    # verbs that hang on their object: in Dutch `gaan komen doen maken krijgen laten`
    "be have do go get got come make take give put set let keep hold bring leave stay remain become sit stand begin start",
    "continue try happen seem appear turn use want need like involve include require receive",
    # things, people and times in general
    "thing people person guy lady gentleman everyone everybody somebody way manner case point place side part piece",
    "example instance question issue matter fact reason number amount couple pair total level area range type form item",
    "time moment year month week day hour minute second morning afternoon evening night today tomorrow yesterday o'clock",
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october",
    "november december",
    # judgement and size: an opinion is in the theme's passages, not in its name
    "good bad nice lovely fine great big small large huge major main little long short high low new old own whole single",
    "double several many few different difficult easy hard happy sad sorry grateful awful terrible horrible dreadful brilliant",
    "one two three four five six seven eight nine ten eleven twelve twenty thirty fifty hundred thousand million half third",
    # forms of address and courtesy, and the form of a report
    "sir madam mister miss mrs dear please thank thanks welcome hello goodbye pardon",
    "interviewer interviewee respondent moderator transcript inaudible paragraph chapter appendix annex",
)

SPEECH: dict[str, frozenset[str]] = {
    language: frozenset(word for line in lines for word in line.split())
    for language, lines in (("nl", _DUTCH), ("en", _ENGLISH))
}
"""Beside the function words of `stopwordsiso`, by language of the study."""

ADDRESS: dict[str, frozenset[str]] = {
    "nl": frozenset({"heer", "heren", "mevrouw", "meneer", "dhr", "mevr", "geachte"}),
    "en": frozenset({"sir", "madam", "mister", "miss", "mrs", "lord", "lady"}),
}
"""Forms of address, by language: they name no theme, whatever stands before them."""
