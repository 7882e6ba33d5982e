"""Identifiers with a shape of their own: numbers with a check digit, mail, telephone, plates, addresses, dates of birth.

A number with a checksum is taken wherever it stands. One that fails its checksum is taken when the word before it says
what it is; the gate stops the rest, for a typing mistake does not make a number safe.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from analysis.privacy.pseudonyms.lexicon import words_in
from analysis.privacy.pseudonyms.spans import Span

KINDS = (
    "bsn",
    "iban",
    "phone",
    "mail",
    "plate",
    "handle",
    "postcode",
    "address",
    "case number",
    "date of birth",
    "age",
    "document number",
    "network address",
)
"""Kinds of identifiers."""


def elfproef(digits: str) -> bool:
    """Whether nine digits are a burgerservicenummer: weights 9..2 and -1, sum divisible by 11 (Wabb, RvIG).

    >>> elfproef("111222333"), elfproef("111222334")
    (True, False)
    """
    if len(digits) != 9 or not digits.isdecimal() or set(digits) == {"0"}:
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11 == 0


def mod97(iban: str) -> bool:
    """Whether an IBAN passes ISO 7064 mod 97-10.

    >>> mod97("NL91 ABNA 0417 1643 00"), mod97("NL92 ABNA 0417 1643 00")
    (True, False)
    """
    compact = re.sub(r"[\s.-]", "", iban).upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", compact):
        return False
    return int("".join(str(int(sign, 36)) for sign in compact[4:] + compact[:4])) % 97 == 1


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal())


def _is_phone(text: str) -> bool:
    number = _digits(text)
    if text.lstrip("( ").startswith(("+", "00")):
        return 9 <= len(number) <= 17
    return len(number) == 10 and number.startswith("0")


_GROUPS = [
    "LL-DD-DD",
    "DD-DD-LL",
    "DD-LL-DD",
    "LL-DD-LL",
    "LL-LL-DD",
    "DD-LL-LL",
    "DD-LLL-D",
    "D-LLL-DD",
    "LL-DDD-L",
    "L-DDD-LL",
    "LLL-DD-L",
    "L-DD-LLL",
    "D-LL-DDD",
    "DDD-LL-D",
]
"""Series of Dutch number plates 1 to 14 (RDW, sidecodes)."""


def _plate(letter: str) -> str:
    series = [
        "[- ]?".join(f"{letter}{{{len(part)}}}" if "L" in part else rf"\d{{{len(part)}}}" for part in group.split("-"))
        for group in _GROUPS
    ]
    return "|".join(series)


_STREET = (
    "straat|laan|weg|plein|gracht|kade|dreef|hof|singel|steeg|dijk|pad|park|plantsoen|ring|markt|baan|wal|boulevard|erf|"
    "veld|akker|brink|kamp|hoek|horst|oord|donk|zoom|rade|es|kwartier|stede|burg|berg|haven|sloot|vliet|oever|tuin|weide|"
    "poort|brug|dam|allee|passage|promenade|stationsweg"
)
_NUMBER = (
    r"\d{1,5}(?:\s?[a-zA-Z](?![\w])|\s?(?:hs|bis|ter|huis|rood|zw|[ivxIVX]{1,4})\b|\s?[-/]\s?(?:\d{1,4}|[IVX]{1,4}|[A-Za-z])(?!\w))?"
    r"(?:\ste\s[A-Z][\w'’-]+)?"
)
# no name of a street and no name before an @ is longer; without an end, a page of nothing but "A.B." takes seconds
_WORD = r"[^\W\d_][\w.'’-]{0,60}"
_SMALL = r"(?:(?:van|de|der|den|het|ten|ter|op|in|aan|'t)\s){0,3}"
_MONTH = (
    "jan(?:uari)?|feb(?:ruari)?|mrt|maart|apr(?:il)?|mei|jun(?:i)?|jul(?:i)?|aug(?:ustus)?|sep(?:t(?:ember)?)?|"
    "okt(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DATE = (
    r"(?:\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?(?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|"
    rf"\d{{1,2}}\s(?:{_MONTH})\.?\s(?:\d{{4}}|'?\d{{2}}))"
)
_AGE = (
    "(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|"
    "negentien|(?:(?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen)[eë]n)?(?:twintig|dertig|veertig|vijftig|zestig|"
    "zeventig|tachtig|negentig))"
)

_SHORT_WORDS = words_in("after_numbers")
"""After a number they are words, units or days: "in 2019 is", "5000 kg"; any two other letters are of a postcode."""

_Check = Callable[[str], bool]


def _always(_: str) -> bool:
    return True


_RULES: tuple[tuple[str, re.Pattern[str], _Check], ...] = (
    ("mail", re.compile(r"[\w.+%'-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.I), _always),
    (
        "handle",
        re.compile(
            r"(?<![\w.-])(?:https?://)?(?:[\w-]+\.)*(?:t\.me|telegram\.(?:me|org)|instagram\.com|facebook\.com|fb\.(?:com|me)|"
            r"x\.com|twitter\.com|tiktok\.com|snapchat\.com|discord\.(?:gg|com)|linkedin\.com|youtube\.com|youtu\.be|wa\.me|"
            r"whatsapp\.com|threads\.net|signal\.(?:me|group)|vk\.com|twitch\.tv|bsky\.app|pinterest\.com|reddit\.com|"
            r"soundcloud\.com|vimeo\.com|linktr\.ee)/[\w@./?=&%#~+-]*[\w/]",
            re.I,
        ),
        _always,
    ),
    ("handle", re.compile(r"(?<![\w@.])@[A-Za-z0-9_](?:[\w.-]*\w)?"), _always),
    ("handle", re.compile(r"(?<![\w#])[\w.-]{2,32}#\d{4}\b"), _always),
    (
        "handle",
        re.compile(
            r"(?:gebruikersnaam|schermnaam|username|nickname|handle|insta(?:gram)?naam|snapnaam|gamertag)"
            r"\s*(?:is|was|:|,|-)?\s*[\"'‘“]?(?P<value>\w[\w.-]*[\d_.][\w.-]*\w)",
            re.I,
        ),
        _always,
    ),
    (
        "iban",
        re.compile(r"\b[A-Z]{2}\s?\d{2}[\s.-]?(?:[A-Z0-9]{4}[\s.-]?){2,7}[A-Z0-9]{0,4}\b", re.I),
        lambda text: mod97(text),
    ),
    ("iban", re.compile(r"\bNL\s?\d{2}[\s.-]?[A-Z]{4}[\s.-]?(?:\d[\s.-]?){9}\d\b", re.I), _always),
    (
        "network address",
        re.compile(r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])"),
        _always,
    ),
    ("network address", re.compile(r"\b(?:[0-9A-F]{2}[:-]){5}[0-9A-F]{2}\b", re.I), _always),
    ("case number", re.compile(r"(?<![\d-])\d{2}\s?[-/.]\s?\d{6}\s?[-/.]\s?\d{2}(?!\d)"), _always),
    ("case number", re.compile(r"\bPL\s?\d{4}[\s-]?\d{4}[\s-]?\d{4,8}(?:-\d+)?\b", re.I), _always),
    (
        "case number",
        re.compile(
            r"\b(?:parketnummer|parketnr\.?|zaaknummer|zaaknr\.?|dossiernummer|proces-verbaalnummer|pv-nummer|"
            r"registratienummer|casusnummer|meldingsnummer|v-nummer|cliëntnummer|patiëntnummer|klantnummer|rolnummer)"
            r"\s*(?:is|was|:|van|,)?\s*(?P<value>[A-Z]{0,4}[-./ ]?\d[\w./-]*\w)",
            re.I,
        ),
        _always,
    ),
    (
        "document number",
        re.compile(
            r"\b(?:paspoort(?:nummer|nr\.?)?|identiteitskaart|id-kaart(?:nummer)?|rijbewijs(?:nummer)?|documentnummer|skn|"
            r"skn-nummer|strafrechtsketennummer)\s*(?:met nummer|nummer|nr\.?|is|was|:)?\s*"
            r"(?P<value>(?=[A-Z0-9]*\d)[A-Z0-9]{7,12})\b",
            re.I,
        ),
        _always,
    ),
    (
        "bsn",
        re.compile(r"(?<![\d.,-])\d{4}[. -]?\d{2}[. -]?\d{3}(?![\d-]|[.,]\d)"),
        lambda text: elfproef(_digits(text)),
    ),
    (
        "bsn",
        re.compile(r"(?<![\d.,-])\d{3}[. -]?\d{3}[. -]?\d{3}(?![\d-]|[.,]\d)"),
        lambda text: elfproef(_digits(text)),
    ),
    (
        "bsn",
        re.compile(
            r"\b(?:bsn(?:-nummer)?|burgerservicenummer|sofinummer)"
            r"\s*(?:is|was|:|van|nr\.?|,)?\s*(?P<value>\d(?:[. -]?\d){7,8})\b",
            re.I,
        ),
        _always,
    ),
    (
        "phone",
        re.compile(r"(?<![\w+.])\(?(?:\+|00)\s?\d{1,3}\)?[\s./-]?(?:\(0\)[\s./-]?)?\d(?:[\s./-]{0,2}\d){6,12}(?!\d)"),
        _is_phone,
    ),
    ("phone", re.compile(r"(?<![\w+.,-])\(?0\d{1,3}\)?[\s./-]{0,3}\d(?:[\s./-]{0,2}\d){5,8}(?![\d])"), _is_phone),
    ("plate", re.compile(rf"(?<![\w-])(?:{_plate('[A-Z]')})(?![\w-])"), lambda t: len(re.sub(r"[- ]", "", t)) == 6),
    (
        "plate",
        re.compile(
            rf"\b(?:kenteken(?:plaat)?|nummerbord)\s*(?:is|was|met|:|,|van)?\s*(?P<value>{_plate('[a-z]')})(?![\w-])",
            re.I,
        ),
        _always,
    ),
    (
        "plate",
        re.compile(r"(?<![\w-])(?=[\w-]*[a-z])(?:[a-z0-9]{1,3}-){2}[a-z0-9]{1,3}(?![\w-])"),
        lambda t: _hyphened_plate(t),
    ),
    ("postcode", re.compile(r"(?<![\w.,-])[1-9]\d{3}\s?(?!SA|SD|SS)[A-Z]{2}(?![\w])"), _always),
    ("postcode", re.compile(r"(?<![\w.,-])[1-9]\d{3}[a-z]{2}(?![\w])"), lambda t: t[-2:] not in ("de", "er", "en")),
    ("postcode", re.compile(r"\bw(?:oon|one)\w* (?:op|in) (?P<value>[1-9]\d{3} [a-z]{2})\b", re.I), _always),
    ("postcode", re.compile(r"\bpostcode\s*(?:is|was|:|,)?\s*(?P<value>[1-9]\d{3}\s?[a-z]{2})\b", re.I), _always),
    ("postcode", re.compile(r"(?<![\w.,-])[1-9]\d{3} [a-z]{2}(?![\w'’-])"), lambda t: t[-2:] not in _SHORT_WORDS),
    (
        "address",
        re.compile(
            # two ways to read a line of nothing but "van" are too many: no group but the first begins with a small word
            rf"(?:(?<![\w])(?:[A-Z0-9][\w.'’-]{{0,60}}\s{_SMALL}(?:(?!(?:van|de|der|den|het|ten|ter|op|in|aan|'t)\s)"
            rf"[A-Z0-9][\w.'’-]{{0,60}}\s{_SMALL}){{0,3}})?)"
            rf"\b{_WORD}?(?:{_STREET})\s{_NUMBER}(?![\d.,]*\d|\s?(?:jaar|procent|uur|%|euro))",
            re.I,
        ),
        lambda text: len(text) > 7,
    ),
    (
        "address",
        re.compile(
            rf"\b(?:Laan|Plein|Weg|Hof|Kade|Dorp|Oude|Nieuwe|Lange|Korte|Grote|Kleine|Hoge|Lage)\s(?:(?:van|der|de|den|het|ten|ter|op|aan|'t)\s)*"
            rf"{_WORD}(?:\s{_WORD})?\s{_NUMBER}\b"
        ),
        _always,
    ),
    (
        # without a word for street only a place to be at says so: "aan de Meerval 9 bis", "het pand Het Zand 13"
        "address",
        re.compile(
            r"\b(?:[Aa]an de|[Aa]an het|[Oo]p de|[Pp]and|[Pp]erceel|[Ww]oning|[Aa]ppartement|[Hh]uis|[Aa]dres:?)\s"
            rf"(?P<value>[A-Z][\w'’-]+(?:\s(?:(?:van|de|der|den|het|ten|ter|op|aan|'t)\s){{0,2}}[A-Z][\w'’-]+){{0,3}}(?:\s1[89]\d\d)?"
            rf"\s(?!(?:19|20)\d\d\b){_NUMBER}(?![\d.,]*\d|\s?(?:jaar|procent|uur|%|euro)))"
        ),
        _always,
    ),
    (
        "address",
        re.compile(
            r"\b(?:woon(?:t|de|achtig)|woonadres|adres|verblijft|ingeschreven|gevestigd|huisnummer)\b[^.\n]{0,20}?"
            r"(?P<value>[A-Z][\w.'’-]+(?:\s(?:van|de|der|den|het|ten|ter)|\s[A-Z][\w.'’-]+){0,4}(?:\s1[89]\d\d)?"
            rf"\s{_NUMBER})(?!\w|\s?jaar)"
        ),
        _always,
    ),
    (
        "date of birth",
        re.compile(
            rf"\b(?:geb(?:oren|\.)?|geboortedatum|geboortedag|g\.d\.|gebdat\.?|verjaardag|jarig)\b[^\n]{{0,40}}?(?P<value>{_DATE})",
            re.I,
        ),
        _always,
    ),
    ("date of birth", re.compile(rf"(?P<value>{_DATE})(?=[^.\n]{{0,25}}\bgeboren\b)", re.I), _always),
    (
        # "hij is van 16 augustus 1997"
        "date of birth",
        re.compile(
            rf"\b(?:(?:hij|zij|ze|ik) (?:is|was|ben)|(?:is|was|ben) (?:hij|zij|ze|ik)) van (?P<value>{_DATE})", re.I
        ),
        _always,
    ),
    (
        "date of birth",
        re.compile(
            r"\b(?:geb(?:oren|\.)?|geboortejaar|bouwjaar|jaargang)"
            r"\s(?:is|was|in|uit|:|het jaar|\s){0,3}\s?(?P<value>(?:19|20)\d{2})\b",
            re.I,
        ),
        _always,
    ),
    (
        "date of birth",
        re.compile(r"(?<=[^\W\d_]\s)\(\s?\*?\s?(?P<value>\d{1,2}[-/.]\d{1,2}[-/.](?:19\d\d|20[01]\d))\s?\)"),
        _always,
    ),
    ("age", re.compile(rf"\b(?P<value>(?:\d{{1,3}}|{_AGE}))[- ]?jarigen?\b", re.I), _always),
    ("age", re.compile(rf"\b(?P<value>(?:\d{{1,3}}|{_AGE}))\s(?:jaar|jr\.?|maanden)\s(?:oud|jong)\b", re.I), _always),
    ("age", re.compile(rf"\bleeftijd(?:\s(?:van|is|was)|:)?\s(?P<value>\d{{1,3}}|{_AGE})\b", re.I), _always),
    (
        "age",
        re.compile(
            rf"\b(?:(?:hij|zij|ze|ik|jongen|meisje|man|vrouw|zoon|dochter|broer|broertje|zus|zusje|persoon|jongere|verdachte|die|wie)\s"
            rf"(?:van|is|was|wordt|werd)|van(?=\s(?:1[2-9]|2\d|twaalf|\w{{3,5}}tien)\s))"
            r"\s(?:net\s|nu\s|pas\s|toen\s|ongeveer\s|nog geen\s)?"
            rf"(?P<value>\d{{1,2}}|{_AGE})(?=\s(?:jaar|jr)\b(?!\s(?:gelden|geleden|lang|later|terug|bezig)))",
            re.I,
        ),
        _always,
    ),
    ("age", re.compile(r"(?<=[^\W\d_]\s)\((?P<value>[1-9]\d)(?:\sjaar|\sjr\.?)?\)"), _always),
)


def _hyphened_plate(text: str) -> bool:
    shape = re.sub(r"[a-z]", "L", re.sub(r"\d", "D", text))
    return shape in _GROUPS


def find(text: str) -> Iterator[Span]:
    """Every identifier of a text, with overlaps: a kind, and where it stands.

    Parameters
    ----------
    text : str
        Any text.

    Yields
    ------
    Span
        Of the layer "pattern", with a kind out of :data:`KINDS`.
    """
    for kind, pattern, check in _RULES:
        named = "value" in pattern.groupindex
        for match in pattern.finditer(text):
            start, end = match.span("value") if named else match.span()
            found = text[start:end]
            if end > start and check(found):
                stripped = found.strip()
                begin = start + found.index(stripped)
                yield Span(begin, begin + len(stripped), kind, "pattern")
