"""Fragments of invented interviews with everything that must not stay: written apart from the patterns that look for it.

Nothing here is imported from the recogniser, and its lists were not looked at: names were written down by hand for each
origin, identifiers are made from the rules of whoever issues them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

PEOPLE = {
    "dutch": (
        "Jan Willem Sanne Bram Femke Joost Marieke Pieter Anouk Sjoerd Lotte "
        "Gerrit Hanneke Teun Maaike Koen Wietske Daan Roos Klaas",
        "de Vries|Jansen|van den Berg|Bakker|van Dijk|Visser|Smit|Meijer|"
        "de Boer|Mulder|Bos|Vos|Hendriks|van Leeuwen|Dekker|"
        "Brouwer|de Wit|Dijkstra|van der Meulen|Kuipers|Postma|ter Horst|van 't Hof|Hoekstra|Scholten",
    ),
    "moroccan": (
        "Mohamed Fatima Youssef Khadija Ayoub Naima Rachid Samira Bilal "
        "Hafida Abdelkader Zineb Soufiane Malika Driss Ikram Anouar Latifa",
        "el Amrani|Bouazza|Benali|El Idrissi|Ouchen|Aït Taleb|Azzouzi|"
        "el Khattabi|Bouzid|Chaoui|Tahiri|Benhaddou|El Morabit|Ziani|Loukili",
    ),
    "turkish": (
        "Mehmet Ayşe Emre Fatma Yusuf Zeynep Hakan Elif Burak Hatice Ömer Gülsüm Serkan Merve İbrahim Tuğba Cem Şükran",
        "Yılmaz|Demir|Kaya|Öztürk|Şahin|Çelik|Arslan|Doğan|Koç|Aydın|Polat|Güneş|Yıldırım|Özdemir|Karaca",
    ),
    "somali": (
        "Abdirahman Hodan Abdullahi Fadumo Mahad Ifrah Cabdi Sahra Liban Ayaan Warsame Hibaaq Guled Nimco Jamac Ubah",
        "Warsame|Farah|Hassan|Mohamud|Abdi|Jama|Yusuf|Osman|Nuur|Dirie|Hersi|Gedi|Awale|Shire|Elmi",
    ),
    "polish": (
        "Agnieszka Łukasz Katarzyna Piotr Małgorzata Tomasz Zofia Krzysztof "
        "Joanna Paweł Wojciech Dorota Grzegorz Beata Stanisław",
        "Kowalski|Nowak|Wiśniewska|Wójcik|Zieliński|Szymańska|Dąbrowski|"
        "Kozłowska|Jankowski|Mazur|Krawczyk|Piotrowska|Grabowski|Pawlak",
    ),
    "surinamese": (
        "Radjesh Shanti Winston Sherida Ricardo Soerin Chandra Humphrey "
        "Urmila Kenneth Marlène Rakesh Cheryl Henk Sharmila Orlando",
        "Ramdin|Pinas|Bhagwandin|Sitaldin|Kartosoewito|Wijdenbosch|Ramsoedh|"
        "Tjon A Fat|Jagroep|Abhelakh|Soekhai|Panday|Amatmoekrim|Biharie",
    ),
}
NICKNAMES = (
    "de Snor",
    "Kleine Appie",
    "Ziko",
    "Lange Hassan",
    "Moes",
    "de Barbier",
    "Abu Dujana",
    "Rooie Kees",
    "Smiley",
    "Bolle",
)
MOSQUES = ("El Islam", "Al-Fath", "Ayasofya", "El Tawheed", "Fatih", "Essalam", "Mevlana", "Taibah")
SCHOOLS = (
    "De Regenboog",
    "Het Kompas",
    "De Wegwijzer",
    "Zadkine",
    "Al-Amana",
    "Het Vogelnest",
    "De Springplank",
    "Groen van Prinsterer",
)
AREAS = ("Angelslo", "Woensel-Zuid", "Bargeres", "Slotervaart", "Malberg", "Pottenberg", "Doornakkers", "Noorderpark")
STREETS = (
    "Kanaalstraat",
    "Jan van Galenstraat",
    "Burgemeester de Vlugtlaan",
    "Dorpsweg",
    "Molenpad",
    "Oude Singel",
    "Laan van Meerdervoort",
)
FUNCTIONS = (
    "wijkagent",
    "jongerenwerker",
    "mentor",
    "casusregisseur",
    "officier van justitie",
    "buurtcoach",
    "imam",
    "wethouder",
)

WITH_PERSON = (
    "Toen heb ik {person} gebeld en die wist van niets.",
    "Mevrouw {surname} van het sociaal team kwam daarna langs.",
    "Dat hoorde ik van de {function}, {person}, die er al jaren zit.",
    "De heer {initials} {surname} is toen naar de gemeente gegaan.",
    "{person} zei tegen mij dat het niet meer ging.",
    "Zijn broer {first} zat daar toen al een tijd.",
    "Het ging om een jongen, {person}, die niet meer op school kwam.",
    "We spraken met {first} en met zijn moeder, mevrouw {surname}.",
    "Later bleek dat {initials} {surname} de melding had gedaan.",
    "Hij heet {person} en hij woont bij zijn oma.",
    "Ik noem hem maar even {first}, want iedereen kent hem.",
    "De ouders van {first} wilden niet meewerken.",
    "Volgens {person} was het niet de eerste keer.",
)
SPOILT = (
    "dhr {surname} heeft toen gebeld.",
    "gisteren zat {person} nog aan tafel.",
    "ik heb {person} nooit meer gezien.",
)
WITH_NICKNAME = (
    "Op straat wordt hij '{nickname}' genoemd, zijn bijnaam is \"{nickname}\".",
    "Een jongen met de bijnaam '{nickname}' regelde dat.",
    'Hij stond bekend onder de naam "{nickname}".',
)
WITH_BODY = (
    "Het gesprek was in moskee {mosque} na het gebed.",
    "Bij basisschool {school} merkten ze het het eerst.",
    "Hij komt uit de wijk {area} en gaat daar nooit weg.",
    "De stichting {mosque} wilde geen subsidie meer.",
)


@dataclass(frozen=True)
class Fragment:
    """A fragment, what must not stay in it as (start, end, kind), whose names these are, and how they are written."""

    text: str
    mentions: tuple[tuple[int, int, str], ...]
    origin: str
    writing: str


def fragments(seed: int, each: int = 170) -> list[Fragment]:
    """`each` fragments an origin in mixed writing, and as many with nicknames, bodies and identifiers."""
    chance = random.Random(seed)
    made = []
    for origin in PEOPLE:
        for number in range(each):
            writing = ("as is", "as is", "as is", "capitals", "lower")[number % 5]
            made.append(_person(chance, origin, writing))
    made += [_filled(chance, chance.choice(WITH_NICKNAME), "nickname") for _ in range(each // 2)]
    made += [_filled(chance, chance.choice(WITH_BODY), "body") for _ in range(each)]
    made += [_identifier(chance) for _ in range(each * 2)]
    return made


def _person(chance: random.Random, origin: str, writing: str) -> Fragment:
    firsts, surnames = PEOPLE[origin]
    first, surname = chance.choice(firsts.split()), chance.choice(surnames.split("|"))
    template = chance.choice(SPOILT if writing == "lower" else WITH_PERSON)
    filled = _fill(
        chance,
        template,
        {
            "person": (f"{first} {surname}", "person"),
            "first": (first, "person"),
            "surname": (surname, "person"),
            "initials": (f"{first[0]}.", "person"),
            "function": (chance.choice(FUNCTIONS), ""),
        },
    )
    text, mentions = filled
    if writing == "capitals":
        # names shouted in an otherwise ordinary line, as in police reports; a letter that grows is left as it is
        letters = list(text)
        for start, end, _ in mentions:
            letters[start:end] = [sign.upper() if len(sign.upper()) == 1 else sign for sign in text[start:end]]
        text = "".join(letters)
    elif writing == "lower":
        text = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    return Fragment(text, mentions, origin, writing)


def _filled(chance: random.Random, template: str, kind: str) -> Fragment:
    values = {
        "nickname": (chance.choice(NICKNAMES), "person"),
        "mosque": (chance.choice(MOSQUES), "body"),
        "school": (chance.choice(SCHOOLS), "body"),
        "area": (chance.choice(AREAS), "body"),
    }
    text, mentions = _fill(chance, template, values)
    return Fragment(text, mentions, kind, "as is")


def _fill(
    chance: random.Random, template: str, values: dict[str, tuple[str, str]]
) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    parts: list[str] = []
    mentions = []
    length = 0
    rest = template
    while "{" in rest:
        before, _, after = rest.partition("{")
        name, _, rest = after.partition("}")
        value, kind = values[name]
        parts += [before, value]
        start = length + len(before)
        length = start + len(value)
        if kind:
            mentions.append((start, length, kind))
    parts.append(rest)
    return "".join(parts), tuple(mentions)


def _identifier(chance: random.Random) -> Fragment:
    kind = chance.choice(sorted(MAKERS))
    value, template = MAKERS[kind](chance)
    text, mentions = _fill(chance, template, {"value": (value, kind)})
    return Fragment(text, mentions, kind, "as is")


def _digits(chance: random.Random, n: int) -> str:
    return "".join(str(chance.randrange(10)) for _ in range(n))


def _bsn(chance: random.Random) -> tuple[str, str]:
    while True:
        eight = str(chance.randrange(1, 10)) + _digits(chance, 7)
        rest = sum((9 - i) * int(digit) for i, digit in enumerate(eight)) % 11
        if rest < 10:
            break
    number = f"{eight}{rest}"
    shown = chance.choice(
        (number, f"{number[:4]}.{number[4:6]}.{number[6:]}", f"{number[:3]} {number[3:6]} {number[6:]}")
    )
    return shown, chance.choice(("Haar BSN is {value}.", "In het dossier stond {value} zonder naam.", "bsn: {value}"))


def _iban(chance: random.Random) -> tuple[str, str]:
    bank, account = chance.choice(("INGB", "RABO", "ABNA", "TRIO", "SNSB")), "0" + _digits(chance, 9)
    as_number = "".join(str(int(sign, 36)) for sign in f"{bank}{account}NL00")
    check = 98 - int(as_number) % 97
    plain = f"NL{check:02d}{bank}{account}"
    spaced = " ".join(plain[i : i + 4] for i in range(0, len(plain), 4))
    return chance.choice((plain, spaced, plain.lower())), "Het geld ging naar {value} en was toen weg."


def _phone(chance: random.Random) -> tuple[str, str]:
    eight = _digits(chance, 8)
    seven = str(chance.randrange(1, 9)) + _digits(chance, 6)
    forms = (
        f"06-{eight}",
        f"06 {eight[:4]} {eight[4:]}",
        f"+31 6 {eight}",
        f"+31 (0)6 {eight[:2]} {eight[2:4]} {eight[4:6]} {eight[6:]}",
    )
    forms += (
        f"0031{chance.choice('234')}0{seven}",
        f"020-{seven}",
        f"(040) {seven[:3]} {seven[3:5]} {seven[5:]}",
        f"06.{eight[:2]}.{eight[2:4]}.{eight[4:6]}.{eight[6:]}",
    )
    return chance.choice(forms), chance.choice(("Bel anders {value}, dan neem ik op.", "Zijn nummer was {value}."))


def _mail(chance: random.Random) -> tuple[str, str]:
    local = chance.choice(("j.devries", "fatima1987", "info", "m-el-a", "piet+werk", "a.b_c"))
    host = chance.choice(
        ("gemeente.nl", "proton.me", "stichting.eu", "moskee.info", "mail.example.org", "bedrijf.amsterdam")
    )
    return f"{local}@{host}", "Stuur het verslag naar {value} graag."


def _plate(chance: random.Random) -> tuple[str, str]:
    def letters(n: int) -> str:
        return "".join(chance.choice("BDFGHJKLNPRSTVXZ") for _ in range(n))

    forms = (
        f"{letters(2)}-{_digits(chance, 3)}-{letters(1)}",
        f"{letters(1)}-{_digits(chance, 3)}-{letters(2)}",
        f"{_digits(chance, 2)}-{letters(3)}-{_digits(chance, 1)}",
        f"{_digits(chance, 2)}-{letters(2)}-{letters(2)}",
        f"{letters(3)}-{_digits(chance, 2)}-{letters(1)}",
    )
    form = chance.choice(forms)
    return chance.choice(
        (form, form.lower(), form.replace("-", ""))
    ), "Er stond een auto met kenteken {value} voor de deur."


def _handle(chance: random.Random) -> tuple[str, str]:
    value = chance.choice(("@leeuw_040", "@abu.x", "t.me/broeders020", "instagram.com/lionheart.nl", "snorremans#4417"))
    return value, "Online zat hij op {value} met foto's."


def _home(chance: random.Random) -> tuple[str, str]:
    number = chance.choice(("12", "7a", "103-II", "41 hs", "5b"))
    return f"{chance.choice(STREETS)} {number}", "De inval was op de {value} die ochtend."


def _postcode(chance: random.Random) -> tuple[str, str]:
    letters = chance.choice(("AB", "KX", "TN"))
    code = str(chance.randrange(1000, 9999))
    return chance.choice(
        (f"{code} {letters}", f"{code}{letters}", f"{code}{letters.lower()}")
    ), "Alles in {value} is aangeschreven."


def _case(chance: random.Random) -> tuple[str, str]:
    court = chance.choice(("05", "13", "16", "18"))
    number = _digits(chance, 6)
    forms = (f"{court}/{number}-23", f"{court}-{number}-22", f"{court}.{number}.21")
    return chance.choice(forms), chance.choice(
        ("Dat is de zaak met parketnummer {value}.", "Zie {value} voor het verloop.")
    )


def _birth(chance: random.Random) -> tuple[str, str]:
    day, month, year = chance.randrange(1, 29), chance.randrange(1, 13), chance.randrange(1960, 2010)
    name = (
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    )
    forms = (
        f"{day:02d}-{month:02d}-{year}",
        f"{day}/{month}/{year}",
        f"{day} {name[month - 1]} {year}",
        f"{year}-{month:02d}-{day:02d}",
    )
    return chance.choice(forms), chance.choice(
        ("Hij is geboren op {value} in het buitenland.", "Geboortedatum: {value}.")
    )


def _age(chance: random.Random) -> tuple[str, str]:
    age = str(chance.randrange(12, 60))
    return age, chance.choice(
        (
            "Een {value}-jarige jongen was erbij.",
            "Hij was toen {value} jaar oud.",
            "Een meisje van {value} jaar zat ernaast.",
        )
    )


MAKERS = {
    "bsn": _bsn,
    "iban": _iban,
    "phone": _phone,
    "mail": _mail,
    "plate": _plate,
    "handle": _handle,
    "address": _home,
    "postcode": _postcode,
    "case number": _case,
    "date of birth": _birth,
    "age": _age,
}
