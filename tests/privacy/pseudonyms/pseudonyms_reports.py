"""A third set: pieces of interview reports in three ways of writing, written before the rules were read.

Headings, labels of speakers, registers, letters, what somebody is called; names that are Dutch words or have small words.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

PEOPLE = {
    "dutch": (
        "Willemien Sybren Aleida Joris Fenna Wessel Tjitske Hidde Marijke Olaf Geertruida Storm Evert Noël Roelof Sien",
        "Bakker|Mol|Storm|Vink|Duif|Snoek|Winter|de Zeeuw|de Ridder|in 't Veld|op den Velde|van 't Wout|"
        "uit den Bogaard|ter Braak|van der Sluis|d'Ancona|den Hartog|Jansen-de Wit|Bakker-van der Meer|Kuipers-Storm|"
        "Hillebrantse|Oldemaat|Zoetenhorst|van Agteren",
    ),
    "moroccan": (
        "Lhoussaine Mimoun Tlaytmas Ouafae Fadma Mbarek Rkia Abdessamad Ithri Tamimount Zouhair Loubna Moha Idir "
        "Bouchra Chakib",
        "Ait Hamou|El Harrak|Bouzambou|Oulad Hadj|Znagui|Ou Ali|Bel Hadj|Haddouch|El Ouariachi|Serroukh|"
        "Benhaddou|Lamkadem|Zerouali",
    ),
    "turkish": (
        "Şehriban İlker Güllü Tuncay Yıldız Hüsnü Seçil Ferdi Çağla Oğuzhan Nebahat Ünsal Mükerrem Taylan",
        "Karabulut|Yeşilkaya|Ihsanoğlu|Güngör|Taşlı|Elmas|Mertoğlu|Günday|Yurdakul|Sarıoğlu|Akgündüz|Çakır",
    ),
    "somali": (
        "Maxamuud Liibaan Caasho Nuur Koshin Hibo Faarax Sacdiyo Bile Hawo Weheliye Abdinasir Ugaaso Rooble Xaliimo Shire",
        "Gure|Warsame|Xirsi|Cilmi Faarax|Jimale|Sheekh|Duale|Kahin|Rooble|Muse|Madar|Yabarow|Derow|Abdi Gure",
    ),
    "polish": (
        "Wiesław Bogumiła Zbyszek Jadwiga Mirosław Halinka Kazimierz Grażyna Radosław Danuta Waldemar Elżbieta",
        "Skubiszewski|Łazarczyk|Dąbek|Krupińska|Cholewczyńska|Szlawski|Wróbel|Jabłkowski|Pospieszalski|Kaczmarska-Janowska|Bień",
    ),
    "surinamese": (
        "Djaienti Soerinder Wiedjai Roshni Kwame Tjandra Humphrey Sarijem Glenn Imro Poniman Chandrika Naomi Winnifred",
        "Venetiaan|Dennenboom|Rijkaard|Landveld|Kruisland|Menig|Tjin A Djie|Chin A Foeng|Gangaram Panday|Kromodimedjo|"
        "Oemrawsingh|Wijngaarde|Sewdien-Hoost|Purperhart|Jong Tjien Fa|Pawirodikromo",
    ),
}
"""First names and surnames by origin."""

SENTENCES = (
    "Verslag gesprek met {full}, ouder van twee kinderen op de basisschool.",
    "Op de vraag hoe het begon zei {first} dat de taalles eerst op zaterdag was.",
    "{Title} {bare} belde de volgende dag terug.",
    "{signed} tekent namens de stichting.",
    "Mijn neef {first} zat in dezelfde klas.",
    "Schoonzus {first} heeft nog geprobeerd te bemiddelen.",
    "Zijn zwager {full} beheert de website.",
    "Vraag het maar aan {first}, die weet er meer van.",
    "Luister {first}, zei ik, dit kan niet.",
    "Beste {first},\ndank voor het gesprek.",
    "Met vriendelijke groet,\n{signed}",
    "{full}: Dat klopt, dat heb ik zelf gezien.",
    "{turned} (docent)",
    "Aanwezig: {full}, {signed} (verslag)",
    "De familie {bare} is naar Duitsland vertrokken.",
    "Zowel {first} als {full} ontkent.",
    "Misschien heeft {first} dat verkeerd begrepen.",
    "De klacht van {full} is niet in behandeling genomen.",
    "In de straat heet hij alias {nick}.",
    "{first} alias {nick} heeft de website gemaakt.",
    "Een man die ze {nick} noemden hield de wacht.",
    "Hij luistert naar de naam {nick}.",
    "{Title} {letter}. is van mening dat het beter kan.",
    "{first} zelf was niet bereikbaar.",
    "De docenten heten {first} en {full}.",
    "Het contract staat op naam van {full}.",
    "Dokter {signed} heeft hem doorverwezen.",
    "Ik ken {first} uit de voetbalkantine.",
    "De kascommissie bestaat uit {full} en {signed}.",
)
NICKNAMES = ("Rambo", "de Stier", "Lange Frans", "Sproet", "Abu Hamza", "Pitbull")


@dataclass(frozen=True)
class Piece:
    """A piece of a report, where the persons in it stand, and whose names these are."""

    text: str
    mentions: tuple[tuple[int, int], ...]
    origin: str


def pieces(seed: int, each: int = 4) -> list[Piece]:
    """Every sentence `each` times an origin: twice as it should be, in capitals, and wholly in small letters."""
    chance = random.Random(seed)
    made = []
    for origin in PEOPLE:
        for number in range(each * len(SENTENCES)):
            text, mentions = _filled(chance, SENTENCES[number % len(SENTENCES)], origin)
            writing = (number // len(SENTENCES)) % 4
            if writing == 2:
                for start, end in mentions:
                    text = text[:start] + _each(text[start:end], upper=True) + text[end:]
            elif writing == 3:
                text = _each(text, upper=False)
            made.append(Piece(text, mentions, origin))
    return made


def _each(text: str, upper: bool) -> str:
    # a letter that grows when it changes is left as it is
    changed = ((sign.upper() if upper else sign.lower(), sign) for sign in text)
    return "".join(new if len(new) == 1 else sign for new, sign in changed)


def _filled(chance: random.Random, template: str, origin: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    firsts, surnames = (names.split(sep) for names, sep in zip(PEOPLE[origin], " |", strict=True))
    text, mentions, rest = "", [], template
    while "{" in rest:
        before, _, after = rest.partition("{")
        name, _, rest = after.partition("}")
        first, surname = chance.choice(firsts), chance.choice(surnames)
        text += before
        if name == "Title":
            text += chance.choice(("Mevrouw", "Meneer", "De heer"))
            continue
        initials = "".join(chance.choice("ABDHJKMSTW") + "." for _ in range(chance.randint(1, 3)))
        value = {
            "first": first,
            "full": f"{first} {surname}",
            "bare": surname[0].upper() + surname[1:],
            "signed": f"{initials} {surname}",
            "turned": f"{surname}, {first}",
            "letter": initials[0],
            "nick": chance.choice(NICKNAMES),
        }[name]
        mentions.append((len(text), len(text) + len(value)))
        text += value
    return text + rest, tuple(mentions)
