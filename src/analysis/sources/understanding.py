"""One file from bytes to document; runs in the reading process and knows nothing of the others."""

from __future__ import annotations

import hashlib

from analysis.sources import formats, recognition
from analysis.sources.assembly import assemble
from analysis.sources.document import Document
from analysis.sources.limits import DEFAULT, Limits


def understand(
    name: str,
    data: bytes,
    limits: Limits = DEFAULT,
    ocr: bool = False,
    ocr_language: str = "nld",
    speaker_pattern: str | None = None,
    voices: bool = True,
) -> Document:
    """The document of a file of this name with these bytes; without `voices` it is read as one voice.

    Raises
    ------
    Refusal
        When it cannot be read.
    """
    form = recognition.format_of(name, data)
    contents = formats.read(data, formats.Options(form, limits, ocr, ocr_language))
    return assemble(contents, form, hashlib.sha256(data).hexdigest(), speaker_pattern, limits.text, voices)
