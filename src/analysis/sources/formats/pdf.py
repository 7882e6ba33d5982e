"""PDF through pypdfium2: lines with their place on the page become paragraphs; scans go to tesseract when asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.sources.formats import Contents, Options, appearances, markings
from analysis.sources.formats.glyphs import Page, page_of
from analysis.sources.formats.layout import arrange
from analysis.sources.formats.letters import illegible
from analysis.sources.formats.lines import Line
from analysis.sources.refusals import Refusal

if TYPE_CHECKING:
    import pypdfium2

MOST_PAGES = 20_000
NO_LETTER = re.compile("[\ufffd\ue000-\uf8ff\x80-\x9f]")
"""What stands for a sign of a symbol font, or of a damaged one."""


def read(data: bytes, options: Options) -> Contents:
    """Contents of a PDF."""
    pdf = _open(data)
    # the library is built without JavaScript: forms are read, their scripts cannot run
    pdf.init_forms()
    metadata = {key.lower(): str(value) for key, value in _metadata(pdf).items() if value}
    if len(pdf) > MOST_PAGES:
        raise Refusal("size", f"has {len(pdf)} pages, more than {MOST_PAGES}")
    pages, warnings, doubtful = _pages(pdf)
    strange = [number for number, lines in enumerate(pages) if illegible(lines)]
    empty = [number for number, lines in enumerate(pages) if not lines or number in strange]
    if empty and options.ocr:
        from analysis.sources.formats import scans

        warnings += scans.recognise(pdf, empty, pages, options)
    fields, comments, drawn = markings.read(pdf)
    fields += appearances.read(pdf, drawn, pages, fields, comments)
    if not options.ocr and len(empty) == len(pages) and not fields:
        raise _no_text(len(pages), doubtful, strange)
    if empty and not options.ocr:
        warnings.append(
            f"no text on {len(empty)} of {len(pages)} pages (pictures, a scan, or fonts that tell no letters): "
            f"pages {_list(empty)}"
        )
    blocks = arrange(pages)
    blocks += fields
    if not blocks:
        raise _no_text(len(pages), doubtful, strange)
    if attached := pdf.count_attachments():
        warnings.append(f"{attached} attachments were not opened; save them as files of their own to read them")
    unknown = sum(len(NO_LETTER.findall(block.text)) for block in blocks)
    if unknown:
        warnings.append(
            f"{unknown} signs have no letter in the fonts of this PDF; they may be missing or show as \ufffd"
        )
    return Contents(blocks=blocks, comments=comments, warnings=warnings, metadata=metadata)


def _pages(pdf: pypdfium2.PdfDocument) -> tuple[list[list[Line]], list[str], list[int]]:
    """Lines of all pages, warnings of what is lost or in doubt, and the pages of which something is lost."""
    pages: list[Page] = []
    broken: list[int] = []
    for number in range(len(pdf)):
        try:
            pages.append(page_of(pdf, number))
        except _page_errors():
            pages.append(Page())
            broken.append(number)
    doubtful = [number for number, page in enumerate(pages) if page.lost]
    guessed = [number for number, page in enumerate(pages) if page.letters.guessed]
    misread = [number for number, page in enumerate(pages) if page.letters.misread]
    warnings = [f"{len(broken)} pages could not be opened: pages {_list(broken)}"] if broken else []
    if doubtful:
        warnings.append(
            f"{sum(page.lost for page in pages)} pieces of text have no words in this PDF (vertical writing, or drawn "
            f"signs): compare with the original on pages {_list(doubtful)}"
        )
    if guessed:
        warnings.append(
            f"{sum(page.letters.guessed for page in pages)} signs whose letters the fonts of this PDF do not tell; they may "
            f"read otherwise than they look: compare with the original on pages {_list(guessed)}"
        )
    if anew := sum(page.letters.anew for page in pages):
        warnings.append(
            f"{anew} letters with an accent were read as Windows-1252: their fonts do not say their encoding"
        )
    if misread:
        warnings.append(
            f"{sum(page.letters.misread for page in pages)} words hold signs where letters stand; the fonts of this PDF may "
            f"tell other letters than they draw: compare with the original on pages {_list(misread)}"
        )
    return [page.lines for page in pages], warnings, doubtful


def _no_text(pages: int, doubtful: list[int], strange: list[int]) -> Refusal:
    if strange:
        return Refusal(
            "scan", f"draws signs on {len(strange)} of its {pages} pages whose letters its fonts do not tell"
        )
    if doubtful:
        return Refusal("scan", f"draws text on {len(doubtful)} of its {pages} pages and holds no words of it")
    return Refusal("scan", f"holds no text on its {pages} pages: a scan, or pictures only")


def _open(data: bytes) -> pypdfium2.PdfDocument:
    import pypdfium2

    start = data.find(b"%PDF-")
    try:
        return pypdfium2.PdfDocument(data[start:] if 0 < start < 1024 else data)
    except pypdfium2.PdfiumError as failure:
        if "assword" in str(failure):
            raise Refusal("password", "is protected with a password") from None
        if "security" in str(failure).lower():
            raise Refusal("password", "is encrypted in a way that cannot be opened") from None
        raise Refusal("damaged", "is no PDF that can be opened") from None


def _page_errors() -> tuple[type[Exception], ...]:
    import pypdfium2

    return (pypdfium2.PdfiumError, ValueError, OSError)


def _metadata(pdf: pypdfium2.PdfDocument) -> dict[str, str]:
    try:
        return {
            key: value
            for key, value in pdf.get_metadata_dict(skip_empty=True).items()
            if key in ("Title", "Author", "CreationDate")
        }
    except _page_errors():
        return {}


def _list(numbers: list[int]) -> str:
    shown = ", ".join(str(number + 1) for number in numbers[:10])
    return shown + (", …" if len(numbers) > 10 else "")
