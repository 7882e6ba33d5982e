"""Subtitles and transcripts with times: WebVTT (voice tags, notes) and SRT; cues of one voice flow together."""

from __future__ import annotations

import html
import math
import re

from analysis.sources.decoding import decode
from analysis.sources.document import Block
from analysis.sources.formats import Contents, Options
from analysis.sources.refusals import Refusal

STAMP = r"(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}"
TIMES = re.compile(rf"^\s*({STAMP})(?:\s*-->\s*|,)({STAMP})")
VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
TAG = re.compile(r"</?(?:[cibuv]|ruby|rt|lang|font)(?:[.\s][^>]*)?>|<\d[\d:.]*>", re.IGNORECASE)
ENDS = re.compile(r"[.!?…][\"'”’)]*$")
PAUSE = 4.0
"""Seconds of silence after which cues without a voice tag begin a new paragraph."""
LONG = 900
"""Characters after which a paragraph of cues ends at the next sentence end."""


def read(data: bytes, options: Options) -> Contents:
    """Contents of a .vtt or .srt file."""
    text, encoding, warnings = decode(data)
    if options.format == "vtt" and not text.lstrip("\ufeff\n ").startswith("WEBVTT"):
        warnings.append("does not begin with WEBVTT; read all the same")
    parts = [part for part in re.split(r"\n[ \t]*\n", text.lstrip("\ufeff")) if part.strip()]
    cues: list[Block] = []
    dropped = 0
    line = 1
    for part in parts:
        found = _part(part)
        dropped += found is None
        cues += found or []
        line += part.count("\n") + 2
    if not cues:
        raise Refusal("empty", "holds no cue with text")
    if dropped:
        warnings.append(f"{dropped} parts without a time were set aside")
    return Contents(blocks=flow(cues), warnings=warnings, metadata={"encoding": encoding})


def _part(part: str) -> list[Block] | None:
    lines = part.split("\n")
    if lines[0].startswith("WEBVTT"):
        rest = [line for line in (lines[0][6:], *lines[1:]) if line.strip(" -")]
        return [Block(line, aside="file header") for line in rest]
    if re.match(r"(NOTE|STYLE|REGION)\b", lines[0]):
        rest = [re.sub(r"^NOTE\b", "", lines[0]), *lines[1:]]
        reason = "note" if lines[0].startswith("NOTE") else "style sheet"
        return [Block(line, aside=reason) for line in rest if line.strip()]
    at = next((i for i, line in enumerate(lines) if TIMES.match(line)), None)
    if at is None:
        kept = [line for line in lines if line.strip() and not line.strip().isdigit()]
        return [Block(line, aside="no time") for line in kept] if kept else []
    match = TIMES.match(lines[at])
    assert match is not None
    start, end = seconds(match.group(1)), seconds(match.group(2))
    blocks = [
        Block(line, aside="no time")
        for line in lines[:at]
        if line.strip() and not re.match(r"^\S{1,60}$", line.strip())
    ]
    return blocks + cue_blocks("\n".join(lines[at + 1 :]), start, end)


def cue_blocks(text: str, start: float, end: float) -> list[Block]:
    """Blocks of one cue: one a voice in it; `bold` is not used, the end time rides in `place`."""
    found, speaker, at = [], "", 0
    pieces: list[tuple[str, str]] = []
    for match in VOICE.finditer(text):
        pieces.append((speaker, text[at : match.start()]))
        speaker, at = html.unescape(match.group(1)).strip(), match.end()
    pieces.append((speaker, text[at:]))
    for name, piece in pieces:
        lines = [line for line in html.unescape(TAG.sub("", piece)).split("\n") if line.strip()]
        # a dash before each line of a cue is two people talking
        groups = (
            [" ".join(line.strip() for line in lines)] if not _dialogue(lines) else [line.strip() for line in lines]
        )
        found += [Block(g, speaker=name, seconds=start, place=f"{end}") for g in groups if g.strip()]
    return found


def _dialogue(lines: list[str]) -> bool:
    return len(lines) > 1 and all(re.match(r"\s*[-–]\s?\S", line) for line in lines)


def seconds(stamp: str) -> float:
    """Seconds of `1:02:03.4`, `02:03,400`."""
    parts = stamp.replace(",", ".").split(":")
    return round(sum(float(part) * 60**power for power, part in enumerate(reversed(parts))), 3)


def flow(cues: list[Block]) -> list[Block]:
    """Cues of one voice as paragraphs; a cue that opens with a speaker's name begins one."""
    blocks: list[Block] = []
    last_end = math.nan
    for cue in cues:
        before = blocks[-1] if blocks else None
        joins = (
            before is not None
            and not cue.aside
            and not before.aside
            and cue.speaker == before.speaker
            and not re.match(r"[-–]\s?\S|[\[(<>]|[A-ZÀ-Þ][^\s:]*(?: [^\s:]+){0,4}:\s", cue.text)
            and not (ENDS.search(before.text) and (len(before.text) > LONG or cue.seconds - last_end > PAUSE))
        )
        if not cue.aside:
            last_end = float(cue.place or "nan")
        if joins and before is not None:
            before.text = f"{before.text} {cue.text}"
        else:
            at = "" if math.isnan(cue.seconds) else f"at {cue.seconds:.0f} s"
            blocks.append(Block(cue.text, aside=cue.aside, speaker=cue.speaker, seconds=cue.seconds, place=at))
    return blocks
