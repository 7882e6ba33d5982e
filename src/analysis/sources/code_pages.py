"""Code pages of before Unicode: which one gives the letters that a language has, of all that a file may be in.

Western European text is told apart in :mod:`decoding`; here it is whether another page fits far better: Polish read as
Western has `¹` where ą stands, Turkish þ where ş does.
"""

from __future__ import annotations

import re
from collections import Counter

ALPHABETS = {
    "Dutch": "áàäâçéèëêíìïîóòöôúùüû", "German": "äöüß", "French": "àâæçéèêëîïôœùûüÿ", "Spanish": "áéíñóúü¿¡ºª",
    "Portuguese": "áâãàçéêíóôõúºª", "Italian": "àèéìòùî", "Danish": "æøåéä", "Swedish": "äöåé", "Icelandic": "áéíóúýþæöð",
    "Polish": "ąćęłńóśźż", "Czech": "áčďéěíňóřšťúůýž", "Slovak": "áäčďéíĺľňóôŕšťúýž", "Hungarian": "áéíóöőúüű",
    "Romanian": "ăâîșțşţ", "Croatian": "čćđšž", "Turkish": "çğıiİöşüâîû",
    "Russian": "абвгдежзийклмнопрстуфхцчшщъыьэюяё", "Ukrainian": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "Bulgarian": "абвгдежзийклмнопрстуфхцчшщъьюя", "Serbian": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "Greek": "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ", "Hebrew": "אבגדהוזחטיכלמנסעפצקרשתךםןףץ",
    "Arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىة،؟؛ًٌٍَُِّْ",
}  # fmt: skip
"""Letters beyond ASCII of each language, and the signs that only it sets."""

WEST = ("Dutch", "German", "French", "Spanish", "Portuguese", "Italian", "Danish", "Swedish", "Icelandic")
CENTRAL = ("Polish", "Czech", "Slovak", "Hungarian", "Romanian", "Croatian", "German")
CYRILLIC = ("Russian", "Ukrainian", "Bulgarian", "Serbian")
OTHER_SCRIPTS = (*CYRILLIC, "Greek", "Hebrew", "Arabic")
PAGES = {
    "cp1252": WEST, "mac_roman": WEST, "cp1250": CENTRAL, "iso8859_2": CENTRAL, "cp1254": ("Turkish",),
    "cp1251": CYRILLIC, "koi8_u": CYRILLIC, "cp866": CYRILLIC, "iso8859_5": CYRILLIC, "cp1253": ("Greek",),
    "cp1255": ("Hebrew",), "cp1256": ("Arabic",), "cp850": WEST, "cp852": CENTRAL, "cp857": ("Turkish",),
}  # fmt: skip
"""Languages that are written in each page, the likeliest page first."""

SETTING = "‘’‚“”„–—…•€£«»°§½¼·´№ \u00ad"
"""Signs beyond ASCII that any language sets; they tell nothing."""
MEASURES = re.compile(r"[²³¹±®©µ×÷¬¦Øø](?![^\W\d_])")
"""Signs of Western pages that stand behind a word or a number; in a word they are letters of another page."""
SAMPLE = 200_000
"""Bytes that are looked at."""
INNER = re.compile(r"(?<=[^\W\d_])[^\W\d_\x00-\x7f](?=[^\W\d_])")
"""A letter beyond ASCII within a word."""
FEWEST = 4
"""Such letters that tell a page other than the Western ones."""
FITS, BETTER = 0.85, 0.1
"""Share of them that a language must have, and how much more than Western European ones do."""


def other_page(data: bytes) -> str | None:
    """The page other than Windows-1252 and Mac Roman that these bytes are in; None where nothing says so."""
    sample = data[:SAMPLE]
    if sum(byte > 0x7F for byte in sample) < FEWEST:
        return None
    texts = {page: sample.decode(page, errors="replace") for page in PAGES}
    fits = {page: _fit(texts[page], languages) for page, languages in PAGES.items()}
    best = max(fits, key=lambda page: fits[page])
    better = fits[best] >= FITS and fits[best] > max(fits["cp1252"], fits["mac_roman"]) + BETTER
    return best if better and len(INNER.findall(texts[best])) >= FEWEST else None


def _fit(text: str, languages: tuple[str, ...]) -> float:
    """Share of the signs beyond ASCII that are letters of one of these languages, less the share of those that are not."""
    text = MEASURES.sub("", text) if languages is WEST else text
    signs = Counter(re.findall(r"[^\x00-\x7f]", text))
    for sign in SETTING:
        signs.pop(sign, None)
    if not signs:
        return 1.0
    misplaced = _misplaced(text, latin=languages[0] not in OTHER_SCRIPTS)
    return max(_known(signs, ALPHABETS[language]) - misplaced for language in languages) / signs.total()


def _misplaced(text: str, latin: bool) -> int:
    """Letters that a page puts where none of them stands: a capital behind a small one, Greek within a Latin word."""
    pairs = re.findall(r"(?=([^\W\d_][^\W\d_\x00-\x7f]))", text)
    capitals = sum(pair[0].islower() and pair[1].isupper() for pair in pairs)
    return capitals if latin else capitals + sum(pair[0].isascii() for pair in pairs)


def _known(signs: Counter[str], alphabet: str) -> int:
    """How many more of these signs are in an alphabet, in capitals too, than are not."""
    known = sum(signs[sign] for sign in {*alphabet, *alphabet.upper()})
    return 2 * known - signs.total()
