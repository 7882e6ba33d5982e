"""From blocks to a document: one text, and in it turns, what was set aside, and where each part stood."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from analysis.sources import roles, speakers
from analysis.sources.decoding import repair, tidy
from analysis.sources.document import Aside, Block, Change, Comment, Document, Place, Turn, count_words
from analysis.sources.formats import Contents
from analysis.sources.refusals import Refusal

TITLE_WORDS = 20
"""A block of a title page has fewer words than this."""


@dataclass
class _Piece:
    """A block with its place in the text."""

    block: Block
    start: int
    end: int
    label: speakers.Label | None = None


def assemble(
    contents: Contents, form: str, sha256: str, speaker_pattern: str | None, most: int, voices: bool = True
) -> Document:
    """The document of a reader's contents; without `voices` it is one voice, whatever stands before a colon.

    Raises
    ------
    Refusal
        When there is no text in it, or more than `most` bytes.
    """
    warnings = list(contents.warnings)
    blocks, moved = _clean(contents.blocks, warnings, voices and not speaker_pattern)
    text, pieces = _lay_out(blocks)
    if not text:
        beside = [f"{len(found)} {name}" for name in ("comments", "changes") if (found := getattr(contents, name))]
        raise Refusal("empty", "holds no text" + (f", only {' and '.join(beside)}" if beside else ""))
    if len(text.encode()) > most:
        raise Refusal("size", f"holds {len(text.encode())} bytes of text, more than {most}")
    own = re.compile(speaker_pattern) if speaker_pattern else None
    turns, asides = _understand(text, pieces, own, voices)
    places = tuple(Place(p.start, p.end, p.block.page, p.block.place) for p in pieces if p.block.place or p.block.page)

    def anchor(number: int) -> int:
        return pieces[moved[min(number, len(moved) - 1)]].start if moved and pieces else 0

    return Document(
        text=text,
        format=form,
        sha256=sha256,
        turns=tuple(turns),
        asides=tuple(asides),
        places=places,
        changes=tuple(Change(c.kind, c.author, c.date, tidy(c.text), anchor(c.anchor)) for c in contents.changes),
        comments=tuple(
            Comment(c.author, c.date, tidy(c.text), tidy(c.anchored), anchor(c.anchor)) for c in contents.comments
        ),
        warnings=tuple(dict.fromkeys(warnings)),
        metadata=contents.metadata,
    )


def _clean(blocks: list[Block], warnings: list[str], split: bool) -> tuple[list[Block], list[int]]:
    """Blocks with tidy text, those apart last; and for each block as read its new number."""
    repaired = 0
    kept: list[tuple[int, Block]] = []
    for number, block in enumerate(blocks):
        text, places = repair(block.text)
        repaired += places
        clean = tidy(text)
        if clean:
            bold = block.bold or speakers.set_apart(text)
            tidied = replace(block, text=clean, speaker=tidy(block.speaker), bold=bold)
            kept += [(number, part) for part in (speakers.split_lines(tidied) if split else [tidied])]
    if repaired:
        warnings.append(f"{repaired} places of mojibake (UTF-8 read as Windows-1252) repaired")
    kept.sort(key=lambda pair: pair[1].apart)
    order: dict[int, int] = {}
    for at, (number, _) in enumerate(kept):
        order.setdefault(number, at)
    moved, last = [], 0
    for number in range(len(blocks)):
        last = order.get(number, last)
        moved.append(last)
    return [block for _, block in kept], moved


def _lay_out(blocks: list[Block]) -> tuple[str, list[_Piece]]:
    parts: list[str] = []
    pieces: list[_Piece] = []
    at = 0
    for block in blocks:
        if parts:
            parts.append("\n\n")
            at += 2
        parts.append(block.text)
        pieces.append(_Piece(block, at, at + len(block.text)))
        at += len(block.text)
    return "".join(parts), pieces


def _understand(
    text: str, pieces: list[_Piece], own: re.Pattern[str] | None, voices: bool
) -> tuple[list[Turn], list[Aside]]:
    for piece in pieces:
        if voices and piece.block.aside == "heading":
            piece.label = speakers.heading_label(piece.block)
        elif voices and not piece.block.aside:
            if piece.block.speaker:
                piece.label = speakers.Label(piece.block.speaker, 0)
            else:
                piece.label = speakers.find_label(piece.block, own)
    labels = [piece.label for piece in pieces]
    blocks = [piece.block for piece in pieces]
    named = {speakers.key_of(block.speaker) for block in blocks if block.speaker}
    accepted = named or speakers.accept(labels, blocks, own is not None and any(labels))
    if accepted:
        return _conversation(text, pieces, accepted)
    return _one_voice(text, pieces)


def _conversation(text: str, pieces: list[_Piece], accepted: set[str]) -> tuple[list[Turn], list[Aside]]:
    turns: list[Turn] = []
    asides: list[Aside] = []
    speaker = ""
    head = _head_pieces(pieces, accepted)
    for piece in pieces:
        block, start = piece.block, piece.start
        if id(piece) in head and not block.aside:
            asides.append(Aside(piece.start, piece.end, "title block"))
            continue
        label = piece.label if piece.label and speakers.key_of(piece.label.speaker) in accepted else None
        if block.aside and label is None:
            asides.append(Aside(piece.start, piece.end, block.aside))
            continue
        fresh = label is not None and (label.length > 0 or label.speaker != speaker)
        seconds = block.seconds
        if label is not None:
            speaker = label.speaker
            if label.length:
                asides.append(Aside(start, start + label.length, "speaker label"))
                start += label.length
            if label.seconds is not None:
                seconds = label.seconds
        if not speaker:
            asides.append(Aside(piece.start, piece.end, "before the first speaker"))
        elif fresh:
            turns.append(Turn(speaker, "", start, piece.end, block.page, seconds))
        elif turns and not any(a.start >= turns[-1].end for a in asides[-1:]):
            turns[-1] = replace(turns[-1], end=piece.end)
        else:
            turns.append(Turn(speaker, "", start, piece.end, block.page, seconds))
    turns = [
        replace(turn, start=turn.end - len(said.lstrip()))
        for turn in turns
        if (said := text[turn.start : turn.end]).strip()
    ]
    given = roles.assign([(turn.speaker, text[turn.start : turn.end]) for turn in turns])
    return [replace(turn, role=given[turn.speaker]) for turn in turns], asides


def _head_pieces(pieces: list[_Piece], accepted: set[str]) -> set[int]:
    """Lines such as `Datum: …` and `Respondent: mevrouw …` above the conversation, which nobody says in it.

    The conversation begins with the first speaker who speaks more than once and whose first words are not followed by
    another line of that kind; without such a line there is no head.
    """
    keys = [speakers.key_of(piece.label.speaker) if piece.label else "" for piece in pieces]
    told = [any(map(speakers.is_metadata, piece.block.text.split("\n"))) for piece in pieces]
    marks = [number for number, key in enumerate(keys) if key in accepted]
    for place, number in enumerate(marks):
        following = marks[place + 1] if place + 1 < len(marks) else len(pieces)
        if keys.count(keys[number]) > 1 and not any(told[number:following]):
            return {id(piece) for piece in pieces[:number]} if any(told[:number]) else set()
    return set()


def _one_voice(text: str, pieces: list[_Piece]) -> tuple[list[Turn], list[Aside]]:
    body = [piece for piece in pieces if not piece.block.aside]
    title = _title_pieces(body)
    turns: list[Turn] = []
    asides: list[Aside] = []
    follows = False
    for piece in pieces:
        if piece.block.aside:
            asides.append(Aside(piece.start, piece.end, piece.block.aside))
            follows = False
        elif id(piece) in title:
            asides.append(Aside(piece.start, piece.end, "title block"))
            follows = False
        elif follows and piece.block.page == turns[-1].page:
            turns[-1] = replace(turns[-1], end=piece.end)
        else:
            turns.append(Turn("", "respondent", piece.start, piece.end, piece.block.page, math.nan))
            follows = True
    return turns, asides


def _title_pieces(body: list[_Piece]) -> set[int]:
    """The run of short blocks at the start, when a longer text comes after it."""
    run: list[_Piece] = []
    for piece in body:
        if count_words(piece.block.text) >= TITLE_WORDS:
            return {id(found) for found in run}
        run.append(piece)
    return set()
