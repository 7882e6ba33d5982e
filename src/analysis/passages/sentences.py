"""Where sentences end in Dutch and English: abbreviations, initials, numbers and lists do not fool it."""

# ruff: noqa: SIM905
from __future__ import annotations

import re

ABBREVIATIONS = frozenset(
    (
        "a.d.h.v a.s a.u.b aanw afb afd afz alg art artt av b.v bijl bijv blz bv ca c.a c.q c.s centr d.d d.m.v d.w.z "
        "dd dec dept dhr dir div do dr dra drs e.a e.d e.e.a e.v ed eds e.g e.o etc etc. evt ev excl feb fig fr gem "
        "geb gebr gr hfst h.t.l i.c i.c.m i.e i.h.a i.h.b i.i.g i.o i.o.v i.p.v i.s.m i.t.t i.v.m inc incl ing inz ir "
        "jan jhr jl jr jrg k.k l.s ltd m.a.w m.b.t m.b.v m.i m.i.v m.m.v m.n m.u.v max med mevr mgr min mln mld mr "
        "mrs ms mw n.a.v n.b n.l.v nl no nov nr nrs o.a o.b.v o.g.v o.i.d o.l.v o.m ok okt o.t.t o.v.v ong p p.a p.o "
        "p.p p.s par penn plm pp prof q.q r.-k red ref resp sec secr sept sr st t.a.v t.b.v t.g.v t.h.v t.n.v t.o.v "
        "t.w.v t.z.t tel t/m tw u.a v v.a v.chr v.d v.l.n.r v.o.f v.w.b vgl vlg vnl vol vs w.o wed wo z.g z.i z.o.z "
        "z.s.m zgn zg approx col gen gov hon rev sen viz e.g i.e"
    ).split()
)
"""Lower case, without the last dot."""

_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+|$)|\n{2,}")
_LIST_NUMBER = re.compile(r"(?:^|\s)(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})$")
_LIST_ITEM = re.compile(r"\n(?=\s*(?:[-–•*]|\d{1,3}[.)]|[a-z][.)])\s)")


def split(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of `text`, in order, without the white space between them.

    A blank line and the start of a list item end a sentence too. Every word is in exactly one span.
    """
    ends = {match.end() for match in _END.finditer(text) if _is_end(text, match)}
    ends |= {match.start() for match in _LIST_ITEM.finditer(text)}
    spans, start = [], 0
    for end in sorted(ends | {len(text)}):
        piece = text[start:end]
        stripped = piece.strip()
        if stripped:
            begin = start + len(piece) - len(piece.lstrip())
            spans.append((begin, begin + len(stripped)))
        start = end
    return spans


def _is_end(text: str, match: re.Match[str]) -> bool:
    if match.group().startswith("\n") or match.end() == len(text):
        return True
    after = text[match.end() :].lstrip()[:2]
    if match.group()[0] in "!?":
        # a question within a sentence goes on in lower case
        return not after[:1].islower()
    if match.group().startswith((".", "…")) and after[:1].islower():
        return False
    if match.group() != ".":
        return True
    before = text[max(0, match.start() - 40) : match.start()]
    word = re.split(r"[\s(\[\"'“‘/]", before)[-1]
    if word.casefold() in ABBREVIATIONS:
        return False
    if re.fullmatch(r"[A-Za-zÀ-ÿ]", word) or re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):
        return False
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    return not (_LIST_NUMBER.fullmatch(line) or (_LIST_NUMBER.search(before) and line.strip() == word))
