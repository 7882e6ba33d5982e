"""Signs of fonts that draw no letters, as Word writes them: the number of a sign and its font, for a tick or an arrow."""

from __future__ import annotations

TICKED, OPEN = "☒", "☐"
"""Boxes of a form."""

DINGBATS = {
    "wingdings": {
        0x6C: "●", 0x6E: "■", 0x6F: OPEN, 0x70: OPEN, 0x71: OPEN, 0x72: OPEN, 0x76: "❖", 0xA7: "▪", 0xA8: OPEN, 0xD8: "➢",
        0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xFB: "✗", 0xFC: "✓", 0xFD: TICKED, 0xFE: "☑",
        0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0x28: "☎", 0x2A: "✉", 0xF0: "⇨",
    },
    "wingdings 2": {
        0x4F: "✗", 0x50: "✓", 0x51: TICKED, 0x52: "☑", 0x53: TICKED, 0x54: TICKED, 0xA3: OPEN, 0x2A: OPEN, 0x97: "●",
    },
    "symbol": {
        0x2D: "−", 0x61: "α", 0x62: "β", 0x64: "δ", 0x6C: "λ", 0x6D: "μ", 0x70: "π", 0x73: "σ", 0x44: "Δ", 0x53: "Σ",
        0xA3: "≤", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•",
        0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xC5: "⊕", 0xDE: "⇒", 0xDB: "⇔", 0xA5: "∞", 0xD6: "√", 0xBC: "…",
    },
}  # fmt: skip
"""What the signs of Microsoft's fonts show, by font and number; the ones that reports and forms hold."""


def sign(font: str, number: str) -> str:
    """The sign that a font draws for a number in hexadecimal (F0FE and FE are one); \ufffd where nobody knows it."""
    try:
        code = int(number, 16)
    except ValueError:
        return "\ufffd"
    shown = DINGBATS.get(font.casefold(), {}).get(code & 0xFF if 0xF000 <= code <= 0xF0FF else code)
    if shown is not None:
        return shown
    # of other fonts the number is the sign itself, unless it lies where each font has its own
    return "\ufffd" if code < 0x20 or 0xE000 <= code <= 0xF8FF or font.casefold() in DINGBATS else chr(code)
