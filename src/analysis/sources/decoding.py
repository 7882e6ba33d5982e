"""From bytes to clean Unicode: the encoding is found, mojibake repaired, and what was done is said."""

from __future__ import annotations

import re
import unicodedata

from analysis.sources import code_pages
from analysis.sources.refusals import Refusal

BOMS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
"""Byte order marks, longest first."""

MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf\u2018-\u2026€™œžŸ¡-¿]|â€[\u0080-\u00ff\u2018-\u2122]|ï¿½|â\u0080")
"""What UTF-8 read as Windows-1252 looks like; without it the repair is not even tried."""

NEVER_TYPED = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
"""Control characters that text has no use for."""
DAMAGE = re.compile("[\ue000-\uf8ff\ufdd0-\ufdef\ufffd-\uffff]")
"""What bytes give that are no sign in the encoding, or one nobody agreed on; damaged text has some."""
CONTROLS, DAMAGED, FOREIGN = 0.02, 0.05, 0.4
"""Shares from which it is no text: of the former, of the latter, and of signs beyond ASCII in a Western encoding."""
HEAD = 4_000
"""Signs at the start that are looked at by themselves."""

SURROGATE = re.compile("[\ud800-\udfff]")
_INVISIBLE = {
    ord(sign): None
    for sign in "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\u2066\u2067\u2068\u2069"
}
_CONTROLS = dict.fromkeys((*range(0, 9), 11, 12, *range(14, 32), *range(127, 160)), " ")
_SPACES = {
    ord(sign): " "
    for sign in "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
}
_BREAKS = {0x2028: "\n", 0x2029: "\n", 0x85: "\n"}
TIDY = {**_CONTROLS, **_SPACES, **_INVISIBLE, **_BREAKS, 0xFFFE: None, 0xFFFF: None}


def decode(data: bytes) -> tuple[str, str, list[str]]:
    """Text of a file without a declared encoding.

    Tried in this order: byte order mark, UTF-8, UTF-16/32 without a mark (from where the zero bytes are), a page of
    another script or of Central Europe where it fits far better (`code_pages`), Mac Roman or Windows-1252, whichever gives
    more Western text. A UTF-8 file with a few broken bytes is read as UTF-8 with a
    warning.

    Returns
    -------
    text, encoding, warnings
        Line ends are LF.

    Raises
    ------
    Refusal
        When it is no text in any of these.
    """
    warnings: list[str] = []
    for mark, name in BOMS:
        if data.startswith(mark):
            text = data.decode(name, errors="replace")
            _require_text(text, name)
            if "\ufffd" in text:
                warnings.append("some bytes were no text in the encoding the file declares; they show as \ufffd")
            return _line_ends(text), name, warnings
    text, encoding = _without_mark(data, warnings)
    _require_text(text, encoding)
    if encoding not in ("utf-8", "ascii"):
        warnings.append(f"read as {encoding}: the file does not say its encoding")
    return _line_ends(text), encoding, warnings


def _require_text(text: str, encoding: str) -> None:
    """Refuse binary data: signs that no one types, in the first part or in all of it."""
    for part in (text[:HEAD], text):
        controls = len(NEVER_TYPED.findall(part))
        damage = len(DAMAGE.findall(part))
        foreign = len(re.findall(r"[^\x00-\x7f]", part)) if encoding in ("cp1252", "mac_roman") else 0
        if controls > CONTROLS * len(part) or damage > DAMAGED * len(part) or foreign > FOREIGN * len(part) + 8:
            raise Refusal("not text", "holds binary data, not text")


def _without_mark(data: bytes, warnings: list[str]) -> tuple[str, str]:
    sample = data[:4096]
    for name, step, zeros in (
        ("utf-32-le", 4, (1, 2, 3)),
        ("utf-32-be", 4, (0, 1, 2)),
        ("utf-16-le", 2, (1,)),
        ("utf-16-be", 2, (0,)),
    ):
        columns = [sample[i::step] for i in zeros]
        if len(sample) >= 8 and all(part.count(0) > 0.7 * len(part) for part in columns):
            return data.decode(name, errors="replace"), name
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
    multibyte = len(re.findall(rb"[\xc2-\xf4][\x80-\xbf]+", data))
    if multibyte >= 4 * text.count("\ufffd"):
        warnings.append(f"{text.count(chr(0xFFFD))} damaged places in the UTF-8; they show as \ufffd")
        return text, "utf-8"
    return _legacy(data)


def _legacy(data: bytes) -> tuple[str, str]:
    if page := code_pages.other_page(data):
        return data.decode(page, errors="replace"), page
    windows, mac = data.decode("cp1252", errors="replace"), data.decode("mac_roman")
    return (mac, "mac_roman") if western(mac) > western(windows) else (windows, "cp1252")


def western(text: str) -> int:
    """How much a text looks like Western European: letters where letters stand, against signs that nobody types."""
    within_word = len(re.findall(r"(?<=[a-z])[àáâäçèéêëìíîïñòóôöùúûüÿß](?=[a-z\s.,;:!?)])", text))
    quotes = len(re.findall(r"(?<![a-zà-ÿ])[‘“](?=\w)|(?<=[\w.,!?])[’”](?!\d)", text)) + len(
        re.findall(r"\s€\s?\d|\s–\s", text)
    )
    odd = len(re.findall(r"(?<=[a-z])[À-ÖØ-Þ‰Š‹ŒŽšžŸ†‡ˆ‚ƒ„√∫≈∆◊Ωπ∏∑∂](?=[a-z\s])|\ufffd|[\x80-\x9f]", text))
    return within_word + quotes - 3 * odd


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def tidy(text: str) -> str:
    """One block's text in normal form: NFC, LF, single spaces, nothing invisible."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    if SURROGATE.search(text):
        # halves of a sign, as RTF and JSON write them: two are one sign, one alone is damage
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", errors="replace")
    text = unicodedata.normalize("NFC", _line_ends(text).translate(TIDY))
    text = re.sub(r"[ ]{2,}", " ", text)
    return re.sub(r" *\n *", "\n", text).strip()


def repair(text: str) -> tuple[str, int]:
    """Text with real mojibake repaired, and in how many places it stood."""
    places = len(MOJIBAKE.findall(text))
    if not places:
        return text, 0
    import ftfy

    config = ftfy.TextFixerConfig(
        unescape_html=False, remove_terminal_escapes=False, fix_latin_ligatures=False, fix_character_width=False,
        uncurl_quotes=False, fix_line_breaks=False, fix_surrogates=False, remove_control_chars=False, normalization=None,
    )  # fmt: skip
    fixed = "\n".join(ftfy.fix_encoding(line, config) if MOJIBAKE.search(line) else line for line in text.split("\n"))
    return (fixed, places) if fixed != text else (text, 0)
