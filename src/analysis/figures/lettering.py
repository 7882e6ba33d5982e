"""Text on a figure: names and words of sources are text, never markup.

plotly reads a little HTML of its own (`<b>`, `<a href>`), entities, and `$…$` as mathematics where MathJax is loaded.
Whatever comes from a source goes through :func:`escape`, :func:`wrap` or :func:`shorten` before plotly sees it.
"""

from __future__ import annotations

import textwrap

ELLIPSIS = "…"


def clean(text: object) -> str:
    """`text` on one line, without control, format (bidi overrides, zero width) or surrogate characters."""
    kept = str(text)
    # printable: no white space but spaces, and nothing of the categories Cc, Cf, Cs, Co and Cn
    if not kept.isprintable():
        kept = "".join(character for character in kept if character.isprintable() or character.isspace())
    return " ".join(kept.split())


def escape(text: object) -> str:
    """`text` such that plotly shows exactly its characters."""
    kept = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return kept.replace("$", "&#36;")


def shorten(text: object, width: int) -> str:
    """`text` escaped, and cut at `width` characters with an ellipsis."""
    kept = clean(text)
    return escape(kept if len(kept) <= width else kept[: width - 1].rstrip() + ELLIPSIS)


def wrap(text: object, width: int = 38, lines: int = 2) -> str:
    """`text` escaped, on at most `lines` lines of `width` characters; what does not fit ends in an ellipsis.

    Lines come out about equally long, so that no word stands alone on the last one.
    """
    kept = clean(text)
    parts = _fill(kept, width, lines)
    if len(parts) > 1 and not parts[-1].endswith(ELLIPSIS):
        # no narrower than the longest word, or that word would be cut
        least = max(len(kept) // len(parts), *map(len, kept.split()))
        narrower = (_fill(kept, fewer, lines) for fewer in range(least, width))
        parts = next((p for p in narrower if len(p) == len(parts) and not p[-1].endswith(ELLIPSIS)), parts)
    return "<br>".join(escape(part) for part in parts)


def _fill(text: str, width: int, lines: int) -> list[str]:
    return textwrap.wrap(text, width, max_lines=lines, placeholder=" " + ELLIPSIS, break_on_hyphens=True)
