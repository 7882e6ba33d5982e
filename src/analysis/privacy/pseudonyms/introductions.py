"""What introduces a name, as regular expressions: "genaamd", "bijgenaamd", a mosque, a school, a quarter, a street."""

from __future__ import annotations

import re

INTRODUCTIONS = re.compile(
    r"\b(?:heet(?:te|ten)?|genaamd|geheten|bijgenaamd|alias|a\.k\.a\.|aka|ene|zekere|roepnaam|voornaam|achternaam|bijnaam|"
    r"(?:zijn|haar|mijn|de|onder de|z'n) (?:echte |volledige )?"
    r"(?:bij|roep|voor|achter|schuil|straat)?naam(?: is| was| luidt|:)?|"
    r"noem(?:t|de|den|en)?(?: (?:ik|we|ze))?(?: zich(?:zelf)?| hem| haar)?(?: (?:maar|even|ook|gewoon|altijd)){0,3}|"
    r"bekend (?:als|onder de naam)|"
    r"roep(?:t|en)? (?:hem|haar)|"
    r"(?:spreekt|sprak|spraken|gesproken|spreken|gesprek) met|naam|betreft|getekend|ondertekend|groet(?:en|jes)?,?)"
    r"\s*[:,]?\s*"
)
QUOTED = re.compile(
    r"\b(?:bijnaam|bijgenaamd|alias|genaamd|bekend als|onder de naam|schuilnaam|straatnaam|"
    r"(?:noem|roep)(?:t|de|den|en)? (?:hem|haar))"
    r"[^.\n\"'“‘„]{0,25}[\"'“‘„](?P<name>[^\"'”’“\n]{2,40})[\"'”’]"
    r"|\b(?:noem(?:t|de|den|en)|ook wel|roep(?:t|en))[^.\n\"'“‘„]{0,25}[\"'“‘„]"
    r"(?P<capital>[^\"'”’“\n]{0,12}[A-Z][^\"'”’“\n]{1,28})[\"'”’]"
)
CALLED = re.compile(
    r"[\"'“‘„](?P<name>[^\"'”’“\n]{2,40})[\"'”’] (?:(?:word[te]n?|werd) )?(?:genoemd|geheten|heet|heette)\b"
)
NICKNAME = re.compile(
    r"\b(?:bijgenaamd|alias|bijnaam(?: is| was)?|ook wel|noem(?:t|en|den) (?:hem|haar)(?: ook)?|bekend als)\s"
    r"(?P<name>(?:[Dd]e |[Hh]et |[Kk]leine |[Ll]ange |[Oo]ude |[Dd]ikke |[Kk]ale )*[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?)"
)
STREET_NAME = re.compile(
    r"\b(?:alias|a\.k\.a\.|aka|bijgenaamd|(?:bij|schuil|straat|roep|koos)naam(?: is| was|:)?|"
    r"heet(?:te)? (?:hij|zij|ze|die)|luister(?:t|de|en) naar de naam|bekend (?:als|onder de naam)|onder de naam|"
    r"(?:noem|roep)(?:t|en|den|de)? (?:hem|haar)(?: (?:ook|gewoon|altijd|maar|allemaal)){0,2})\s"
    r"(?P<name>[^\W\d_][\w'’-]*(?:\s[^\W\d_][\w'’-]*){0,2})(?=\s*(?:[.,;!?)]|$))",
    re.M | re.I,
)
"""What somebody is called, to the next sign: whether that is a name its words must say."""
ALIAS = re.compile(
    r"\b(?:alias|a\.k\.a\.|aka|bijgenaamd)\s?:?\s"
    r"(?P<name>(?:(?i:de|het|el|den|kleine|lange|dikke|zwarte|rooie|oude|big|lil|abu|oem|umm)\s){0,2}[^\W\d_][\w'’-]*)",
    re.I,
)
STREET_NAME_BEFORE = re.compile(
    r"(?:(?<=[.!?:]\s)|^)(?P<name>[^\W\d_][\w'’-]*(?:\s[^\W\d_][\w'’-]*){0,2})\s(?:(?:is|was|werd)\s"
    r"(?:zijn|haar|hun|de|mijn|een)\s|\()(?:bij|schuil|straat|roep|koos)naam\b",
    re.M,
)
CALLED_BETWEEN = re.compile(
    r"\b(?:die (?:ze|we|ik|zij|men|iedereen|jongeren|anderen|vrienden)|(?:hij|zij|ze|die) (?:wordt|werd)|"
    r"(?:wordt|werd) (?:hij|zij|ze|die)(?: (?:nu|ook|altijd|vaak|meestal|wel|soms|door \w+))?)\s"
    r"(?P<name>[^\W\d_][\w'’-]*(?:\s[^\W\d_][\w'’-]*){0,2})\s(?:noem(?:t|en|den|de)?|genoemd)\b"
)
PLURAL = re.compile(
    r"\b(?:[Bb]ij|[Mm]et|[Vv]an|[Nn]aar|[Vv]oor|[Tt]egen|[Dd]oor) de (?P<name>[^\W\d_][^\W\d_’'-]+(?:['’][sS]|[sS]|en|EN))"
    r"(?![\w'’-])(?! [A-Z])(?P<home> (?:thuis|van hiernaast|van hierboven)\b)?"
)
"""A whole family by their name: "bij de Haddouchs thuis"."""
LETTER = re.compile(
    r"\b(?:(?i:mevrouw|mevr\.?|mw\.?|meneer|dhr\.?|heer|juf|juffrouw|meester|oom|tante|imam|broeder|zuster|familie|dominee|ds\.?|"
    r"dokter|docent|docente|agent|wijkagent)\s(?P<name>(?:(?i:el|van|de|der|den|al|ten|ter|bin|ben)\s){0,3}[A-Z](?:\.[A-Z])*)(?![\w'’-])|"
    r"(?:mevrouw|mevr\.?|mw\.?|meneer|dhr\.?|heer)\s(?P<small>[a-z])(?=\.\s[a-z]))"
)
"""Of somebody's name a single letter: "mevrouw A.", "de heer El M."."""
INITIALS = re.compile(r"(?<![\w.-])(?P<name>[^\W\d_](?:\.[^\W\d_]){1,2})\.(?!\w)")
"""Of somebody's name nothing but letters: "hierna A.B. genoemd"; whether they stand for something else a list must say."""
BODIES = (
    "moskee|kerk|synagoge|tempel|mandir|parochie|stichting|vereniging|basisschool|school|schoolgemeenschap|college|lyceum|gymnasium|mavo|"
    "vmbo|mbo|roc|scholengemeenschap|buurthuis|wijkcentrum|jongerencentrum|dorpshuis|sporthal|sportschool|voetbalclub|"
    "voetbalvereniging|zorginstelling|kliniek|ziekenhuis|koranschool|gebedshuis|gebedsruimte|cultureel centrum|café|cafe|"
    "coffeeshop|restaurant|supermarkt|theehuis|bedrijf|firma|hotel|asielzoekerscentrum|azc|flat|woongroep|opvang|gezin|weekendschool"
)
_CAPITALISED = r"(?:['’]?[A-ZÀ-ÞİŞĞÇÖÜŁŚŻ][\w'’.-]*\w|\d+[A-Z]\w*)"
_RUN = rf"{_CAPITALISED}(?:\s(?:(?:van|de|der|den|het|ten|ter|el|al|en|op|aan|in|'t)\s)*{_CAPITALISED}){{0,4}}"
ORGANISATIONS = re.compile(rf"\b(?i:{BODIES})\s[\"'“‘]?(?P<name>(?:(?:de|het|den|el|al|van|ter|'t)\s){{0,2}}{_RUN})")
BODY_LAST = re.compile(rf"(?P<name>(?:(?:De|Het|El|Al|[Dd]e\s(?=[A-Z]))\s?)?{_RUN})[\s-](?i:{BODIES})\b")
AREAS = re.compile(
    rf"\b(?:wijk|buurt|woonwijk|volkswijk|achterstandswijk|stadsdeel|dorp|gehucht|buurtschap|wijken)\s[\"'“‘]?(?P<name>{_RUN})"
)
APPOSITION = re.compile(r", (?:de|het|die|een|zijn|haar|hun|mijn|onze) ")
CASES = re.compile(rf"\b(?i:zaak|dossier|casus|kwestie|affaire|familie|gezin|bende|clan|groep)-(?P<name>{_RUN})")
STREETS = re.compile(
    rf"\b(?P<name>(?:{_CAPITALISED}\s(?:(?:van|de|der|den|het|ten|ter)\s)*){{0,3}}[A-Z]\w+(?:straat|laan|weg|plein|gracht|kade|singel|"
    r"dreef|steeg|plantsoen|dijk|hof))\b"
)
