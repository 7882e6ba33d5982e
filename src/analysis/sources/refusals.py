"""Why a file is not read, and what a researcher can do about it: one place for both."""

from __future__ import annotations

REMEDIES: dict[str, str] = {
    "empty": "ask for it again: the file holds no text",
    "nothing said": "look at it with `regiobeeld read FILE`, label who answers or give its text as paragraphs; or take its "
    "row out of the register",
    "not there": "put it there, or remove its row from the register",
    "password": "ask for it without a password, or open it and save it without one",
    "old Word": "open it in Word or LibreOffice and save it as .docx",
    "scan": "set `sources: {ocr: true}` in params.yaml (needs tesseract with Dutch data), or ask for the digital original",
    "unknown format": "save it as .docx, .odt, .pdf, .txt, .md, .vtt or another format that docs/sources.md names",
    "lock file": "remove it: it is what Word or LibreOffice leaves beside a document that is open",
    "hidden file": "remove it, or rename it when it is a source",
    "not text": "it is not a document that people are interviewed in; take it away, or ask for the document itself",
    "damaged": "open it in the program that made it and save it again, or ask for it again",
    "unsafe": "do not open it; ask who sent it, and for a clean copy",
    "time": "raise `sources: {seconds: …}` in params.yaml if you trust the file, or save it again in a simpler format",
    "memory": "raise `sources: {memory_mb: …}` in params.yaml if you trust the file, or split it",
    "size": "raise `sources: {text_mb: …}` in params.yaml if you trust the file, or split it",
    "crash": "open it in the program that made it and save it again; the library that reads it fell over",
    "tesseract": "install tesseract with the language data (Debian: apt install tesseract-ocr tesseract-ocr-nld)",
}
"""What to do, by code of refusal."""


class Refusal(Exception):
    """A file is not read; `code` names the remedy, `reason` says what was found (never text of the file)."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason

    @property
    def remedy(self) -> str:
        """What the researcher can do."""
        return REMEDIES[self.code]
