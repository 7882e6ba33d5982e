"""Names of more origins than the first set has, in other sentences; written by hand, apart from the recogniser."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

PEOPLE = {
    "dutch": (
        "Eline Thijs Marloes Bas Ingrid Willemijn Rutger Berend Nienke Gijs Wouter Tineke Arjen Floor "
        "Mark Rob Wil Iris Jasmijn Bart Ton Nel Max Loes Stijn Kim Bouke Jet",
        "van Houten|Bruinsma|Kok|de Graaf|Verhoeven|van de Ven|Groen|Wolters|Zijlstra|van Rooij|Koster|"
        "Timmermans|de Haan|Peeters|Schouten|van Vliet|Molenaar|Prins|Huisman|Kramer|op den Kamp|"
        "in 't Veld|Sloot|Wildeboer|van der Linden|Blok|Boon|Kuiper|Veenstra|ten Brink|van Es|Vink|"
        "Dekkers|Spijker|Waterman",
    ),
    "moroccan": (
        "Hicham Nadia Mustapha Karima Abdellah Souad Redouan Hanan Ilyas Chaimae Jamal Touria Hamza "
        "Ouafae Ismail Nawal Aziz Siham Marouan Btissam Tarik",
        "Amezian|El Boukhari|Haddouchi|Akhannouch|el Yaakoubi|Bouchibti|Ouali|Mahraoui|El Kaddouri|Aarab|"
        "Belhaj|Zerouali|Sabri|Bennani|Lahlali|El Ouahabi|Ait Hamou|Chakir|Rahmouni|Boulahrouz",
    ),
    "turkish": (
        "Ahmet Emine Mustafa Sevgi Burak Derya Kemal Esra Volkan Nuray Orhan Şeyma Ferhat Gönül Yasin "
        "Dilek Cengiz Zehra Tolga Aylin Umut Songül",
        "Kılıç|Aslan|Erdoğan|Bulut|Korkmaz|Taş|Uçar|Yavuz|Ünal|Kurt|Çetin|Aksoy|Güler|Tekin|Başar|"
        "Karataş|Keskin|Bozkurt|Sönmez|Akbulut|Türkmen",
    ),
    "somali": (
        "Abdiwahab Faduma Mohamed Hawa Yahye Istahil Bashir Sagal Abdulkadir Deqa Saciid Asli Nasteexo "
        "Burhan Xaawo Ilhan Cali Maryan Faarax Idil",
        "Ali|Ahmed|Aden|Ibrahim|Omar|Hussein|Abdullahi|Barre|Guleed|Mire|Salad|Samatar|Hirsi|Cabdulle|"
        "Duale|Isse|Roble|Weheliye|Mohamed Nur|Sheikh Ahmed",
    ),
    "polish": (
        "Magdalena Jakub Ewa Marcin Iwona Mateusz Barbara Andrzej Kinga Zbigniew Aleksandra Rafał Monika "
        "Sławomir Justyna Bartosz Halina Przemysław Urszula Kamil",
        "Lewandowski|Wójtowicz|Kamińska|Pietrzak|Baran|Duda|Wieczorek|Sikora|Ostrowska|Malinowski|Zając|"
        "Czarnecki|Gorska|Sobczak|Walczak|Michalska|Bąk|Laskowski|Król|Stępień",
    ),
    "surinamese": (
        "Jerrel Anoesjka Ronald Sandhia Dewanand Muriel Clifton Roshni Gilbert Soenita Iwan Farida Romeo "
        "Asha Wendel Premchand Lucille Mahinder Natasja Errol",
        "Doekhi|Bouterse|Mohan|Baldewsingh|Lachman|Kromodimedjo|Nahar|Jhinkoe|Zeefuik|Blijd|Ramcharan|"
        "Adhin|Soerodimedjo|Esajas|Kalloe|Vrede|Chin A Sen|Mungra|Tjin|Gefferie|Misiekaba|Redan",
    ),
    "antillean": (
        "Shurandy Quinsy Jeandro Rignald Mayra Ruthmila Elvis Gilmar Xiomara Eldridge Zulaika Nigel "
        "Suhendra Ludwina Churandy",
        "Martina|Cijntje|Koeiman|Rosalia|Windster|Pieternella|Isenia|Maduro|Eustatia|Sulvaran|Croes|"
        "Felida|Hooi|Zimmerman|Jansen van Curaçao|Bernadina|Girigorie",
    ),
    "eritrean": (
        "Tesfay Semhar Yonas Mebrahtu Selam Habtom Luwam Filmon Rahwa Kidane Merhawi Winta Amanuel Azieb",
        "Gebremedhin|Tekle|Habte|Weldemichael|Kidane|Haile|Ghebreyesus|Tesfamariam|Woldu|Berhane|Asfaha|Mehari|Okbay",
    ),
    "syrian": (
        "Anas Rima Khaled Hanin Majd Alaa Wael Lubna Firas Ghada Qusay Batoul Mahmoud Nour Bassel",
        "al-Hamwi|Al Masri|Darwish|Kassab|al-Khatib|Haddad|Shami|Nasser|Alhalabi|Jaber|Sabbagh|Al-Ahmad|Zein|Abboud",
    ),
    "ukrainian": (
        "Oleksandr Oksana Volodymyr Svitlana Bohdan Olena Taras Nataliia Yevhen Iryna Mykola Kateryna Andrii Lyudmyla",
        "Kovalenko|Shevchenko|Tkachuk|Bondarenko|Melnyk|Lysenko|Kravchuk|Hrytsenko|Petrenko|Savchuk|Zelenko|Moroz",
    ),
    "chinese": (
        "Wei Xiaoling Jun Mei Zhiqiang Yuting Hao Lihua Ka-Wai Jie",
        "Zhang|Wong|Chen|Liu|Huang|Zhou|Lin|Cheung|Xu|Ng|Tang|Wu",
    ),
    "indonesian": (
        "Wahyu Dewi Agus Sri Budi Ratna Eddy Nurul Joko Fitri Hendra Siti",
        "Santoso|Wijaya|Lekatompessy|Pattiasina|Tahapary|Sopacua|Manuhutu|Hutapea|Kusuma|Salampessy|Tuhuteru|Siregar",
    ),
    "afghan": (
        "Ahmad Zarghuna Farhad Shabnam Najib Wahida Omid Mursal Hamid Freshta",
        "Rahimi|Karimi|Stanekzai|Noorzai|Popal|Hashemi|Wardak|Sadat|Amiri|Ghafoori",
    ),
    "bosnian": (
        "Amra Edin Jasmina Senad Lejla Mirsad Amila Zlatan Dragana Nenad",
        "Hadžić|Begović|Kovačević|Jovanović|Mujkić|Delić|Husić|Petrović|Selimović",
    ),
    "ghanaian": (
        "Kwame Akosua Kofi Abena Yaw Ama Emmanuel Comfort Kwabena Efua",
        "Mensah|Owusu|Boateng|Asante|Osei|Appiah|Agyemang|Sarpong|Amponsah",
    ),
}
"""First names and surnames by origin."""

FUNCTIONS = (
    "wijkagent",
    "jongerenwerker",
    "leerplichtambtenaar",
    "burgemeester",
    "directeur",
    "gezinscoach",
    "beleidsmedewerker",
    "voorzitter",
    "docent",
    "reclasseringswerker",
    "contactpersoon",
    "zorgcoördinator",
    "recherchechef",
)
WRITTEN = (
    "{full} heeft dat toen opgepakt met het wijkteam.",
    "Ik had {first} de dag daarvoor nog gesproken.",
    "Volgens mij heeft {full} daar een mail over gestuurd.",
    "Dat is {title} {surname}, die zit bij ons op de afdeling.",
    "Daar kwam {first} mee, en {title} {surname} vond het prima.",
    "{first} en {first2} zaten bij elkaar in de klas.",
    "We hebben het besproken met {full}, {full2} en nog iemand van de politie.",
    "{full} ({function}) was aanwezig.",
    "Aanwezig: {full}, {full2}, {signed2}.",
    "Onze {function} {full} heeft korte lijnen met de school.",
    "Die {function}, {first} heet hij, kende het gezin goed.",
    "Op een gegeven moment belde {title} {signed} zelf.",
    "De moeder van {first} was erg bezorgd.",
    "{first}'s broer zat toen al vast.",
    "Toen zei {first}: dat kan zo niet.",
    "Je moest eerst langs {bare}, anders gebeurde er niets.",
    "Familie {bare} woont daar al dertig jaar.",
    "Het gezin {bare} was bekend bij de gemeente.",
    "Met vriendelijke groet,\n{signed}",
    "Verslag opgesteld door {full}.",
    "In het overleg gaf {bare} aan dat het signaal te laat kwam.",
    "Nou, {first} dus, die had het als eerste door.",
    "Ik dacht meteen aan {first}.",
    "Dan mail ik {first} en dan is het geregeld.",
    "{Title} {surname} wilde daar niets over zeggen.",
    "{bare} was het daar niet mee eens.",
    "Respondent: {full}, {function}",
    "Interview met {full} op het gemeentehuis.",
    "De zaak {bare} heeft ons veel geleerd.",
    "Zijn vriend {full} was toen zestien.",
    "Hij was samen met {first2} en een zekere {first} opgepakt.",
    "Als {first} er niet is, valt alles stil.",
    "{signed} ({function}) tekende het convenant.",
    "Bij {bare} thuis ging het niet goed.",
    "Mijn collega's {first} en {full2} weten daar meer van.",
)
SPOKEN = (
    "ja en toen heb ik {first} gebeld van de gemeente",
    "volgens {full} was dat niet nodig",
    "mevrouw {surname} zei dat het goed kwam",
    "ik heb het met {full} besproken",
    "dat was meneer {surname} van het wijkteam",
    "en {first} en {first2} die wisten daarvan",
    "de broer van {first} zat vast",
    "hij heet {full} en hij komt hier vaak",
)
SHOUTED = (
    "VERSLAG GESPREK MET {full}",
    "AANWEZIG: {full}, {signed2}",
    "BETREFT: {title} {surname}",
)


@dataclass(frozen=True)
class Fragment:
    """A fragment, where the persons in it stand, whose names these are, and how they are written."""

    text: str
    mentions: tuple[tuple[int, int], ...]
    origin: str
    writing: str


def fragments(seed: int, each: int = 140) -> list[Fragment]:
    """`each` fragments an origin: four of seven as they should be, the others in capitals or in lower case."""
    chance = random.Random(seed)
    made = []
    for origin in PEOPLE:
        for number in range(each):
            writing = ("as is", "as is", "as is", "as is", "capitals", "lower", "heading")[number % 7]
            template = chance.choice({"lower": SPOKEN, "heading": SHOUTED}.get(writing, WRITTEN))
            text, mentions = _filled(chance, template, origin)
            if writing == "lower":
                text = _each(text, str.lower)
            elif writing == "heading":
                text = _each(text, str.upper)
            elif writing == "capitals":
                for start, end in mentions:
                    text = text[:start] + _each(text[start:end], str.upper) + text[end:]
            made.append(Fragment(text, mentions, origin, writing))
    return made


def _each(text: str, change: Callable[[str], str]) -> str:
    # a letter that grows when it changes is left as it is
    return "".join(change(sign) if len(change(sign)) == 1 else sign for sign in text)


def _filled(chance: random.Random, template: str, origin: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    firsts, surnames = (names.split(sep) for names, sep in zip(PEOPLE[origin], " |", strict=True))
    first, other = chance.choice(firsts), chance.choice(firsts)
    surname, second = chance.choice(surnames), chance.choice(surnames)
    title = chance.choice(("mevrouw", "meneer", "de heer", "mw.", "dhr."))
    initials = chance.choice((f"{first[0]}.", f"{first[0]}.{other[0]}."))
    values = {
        "first": first,
        "first2": other,
        "full": f"{first} {surname}",
        "full2": f"{other} {second}",
        "surname": surname,
        "bare": surname[0].upper() + surname[1:],
        "signed": f"{initials} {surname}",
        "signed2": f"{initials} {second}",
    }
    text, mentions, rest = "", [], template
    while "{" in rest:
        before, _, after = rest.partition("{")
        name, _, rest = after.partition("}")
        text += before
        if name in ("function", "title", "Title"):
            text += {"function": chance.choice(FUNCTIONS), "title": title, "Title": title[0].upper() + title[1:]}[name]
            continue
        mentions.append((len(text), len(text) + len(values[name])))
        text += values[name]
    return text + rest, tuple(mentions)
