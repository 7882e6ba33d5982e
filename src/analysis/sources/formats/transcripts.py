"""Transcripts as JSON: Whisper, whisper.cpp, WhisperX and what looks like them: a list of timed segments."""

from __future__ import annotations

import json
from typing import Any

from analysis.sources.decoding import decode
from analysis.sources.document import Block
from analysis.sources.formats import Contents, Options
from analysis.sources.formats.subtitles import flow, seconds
from analysis.sources.refusals import Refusal

LISTS = ("segments", "transcription", "utterances", "results", "cues", "transcript", "monologues")
WORDS = ("text", "utterance", "transcript", "content")
SPEAKERS = ("speaker", "speaker_label", "speaker_name", "name", "voice")


def read(data: bytes, options: Options) -> Contents:
    """Contents of a transcript in .json."""
    text, encoding, warnings = decode(data)
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError):
        raise Refusal("damaged", "is no JSON") from None
    segments = _segments(tree)
    if segments is None:
        raise Refusal("unknown format", "is JSON, but no transcript with segments")
    cues = [cue for cue in map(_cue, segments) if cue is not None]
    if not cues:
        raise Refusal("empty", "holds no segment with text")
    unsure = [float(s["avg_logprob"]) for s in segments if isinstance(s.get("avg_logprob"), (int, float))]
    if unsure:
        warnings.append(f"a machine's transcript; mean log probability {sum(unsure) / len(unsure):.2f}")
    metadata = {"encoding": encoding}
    if isinstance(tree, dict) and isinstance(tree.get("language"), str):
        metadata["language"] = tree["language"][:20]
    return Contents(blocks=flow(cues), warnings=warnings, metadata=metadata)


def _segments(tree: Any) -> list[dict[str, Any]] | None:
    if isinstance(tree, list):
        found = [part for part in tree if isinstance(part, dict)]
        return found if found and any(key in found[0] for key in WORDS) else None
    if not isinstance(tree, dict):
        return None
    for name in LISTS:
        if isinstance(tree.get(name), list) and (inner := _segments(tree[name])):
            return inner
    text = tree.get("text")
    return [{"text": text}] if isinstance(text, str) and text.strip() else None


def _cue(segment: dict[str, Any]) -> Block | None:
    text = next((segment[key] for key in WORDS if isinstance(segment.get(key), str)), "")
    if not text.strip():
        return None
    speaker = next((segment[key] for key in SPEAKERS if isinstance(segment.get(key), str)), "")
    start, end = _time(segment, "start", "from"), _time(segment, "end", "to")
    return Block(text.strip(), speaker=speaker.strip(), seconds=start, place=str(end))


def _time(segment: dict[str, Any], *names: str) -> float:
    places = [segment]
    places += [segment[key] for key in ("timestamps",) if isinstance(segment.get(key), dict)]
    for place in places:
        for name in names:
            value = place.get(name)
            if isinstance(value, (int, float)):
                return float(value)
            if isinstance(value, str) and value:
                try:
                    return seconds(value)
                except ValueError:
                    continue
    return float("nan")
