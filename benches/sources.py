"""How well sources are read: files accounted for, speakers, words of PDFs, offsets and time, on files nobody here wrote.

    python benches/sources.py [CORPORA]

CORPORA is a folder with `robustness`, `nl-notulen`, `nl-rapporten-pdf`, `nl-handelingen`, `subtitles` and `en-focusgroups`
(default: REGIOBEELD_CORPORA, else ../shared/corpora). Words of a PDF are compared with `pdftotext -layout` (poppler), where
that is installed: bags of words, letters and digits only, words broken at a line's end joined in both. A file below .97 is
named, with its share of letters and what explains it (`words`).
"""

from __future__ import annotations

import csv
import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.core.study import Guide, Study
from analysis.passages import PassageSettings, segment
from analysis.sources.document import Document
from analysis.sources.isolation import Reader, Refused, Request, read_many
from analysis.sources.limits import DEFAULT
from analysis.sources.settings import SourceSettings
from analysis.sources.tabulation import tabulate

FOLDERS = ("robustness", "nl-notulen", "nl-rapporten-pdf", "nl-handelingen", "subtitles", "en-focusgroups")
WANTED = 0.97
"""Share of the words of a PDF, as pdftotext finds them, that we are to have."""
ALL_LETTERS = 0.985
"""Share of its letters from which nothing is lost."""
STUDY = Study.model_validate(
    {"title": "-", "main_question": "-", "organisations": {"org": {"name": "-"}}, "regions": {"region": {"name": "-"}}}
)


def read_folder(folder: Path, pattern: str = "*") -> tuple[dict[Path, Document | Refused], dict[Path, float]]:
    """All files below a folder of such a name, and the seconds each took."""
    files = sorted(path for path in folder.rglob(pattern) if path.is_file())
    took: dict[Path, float] = {}
    found = read_many([Request(path) for path in files], done=lambda _, request, s: took.update({request.path: s}))
    return dict(zip(files, found, strict=True)), took


def speakers(folder: Path, read: dict[Path, Document | Refused]) -> tuple[float, float]:
    """F1 of turns (same words, from first to last) and share of those with the right speaker."""
    hits = right = wanted = got = 0
    for table in sorted(folder.rglob("*.turns.tsv")):
        document = read[table.with_name(table.name.replace(".turns.tsv", ".txt"))]
        with table.open(encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
        said: dict[str, list[str]] = {}
        turns = document.turns if isinstance(document, Document) else ()
        for turn in turns:
            said.setdefault(" ".join(document.text[turn.start : turn.end].split()), []).append(turn.speaker)
        wanted, got = wanted + len(rows), got + len(turns)
        for row in rows:
            if names := said.get(" ".join(row["tekst"].split())):
                hits += 1
                right += names.pop(0) == row["spreker"]
    return 2 * hits / max(1, wanted + got), right / max(1, hits)


def bag(text: str) -> Counter[str]:
    """Words of a text, case and signs apart; those broken at a line's end, and letters set apart one by one, joined."""
    joined = re.sub(r"(?<=[^\W\d_])[-\u00ad]\n\s*(?=[a-zà-ÿ])", "", unicodedata.normalize("NFKC", text))
    joined = re.sub(r"(?<!\S)[^\W\d_](?:[ ]{1,3}[^\W\d_]){3,}(?!\S)", closed, joined)
    return Counter(re.findall(r"\w+", joined.casefold()))


def closed(run: re.Match[str]) -> str:
    """A run of single letters as a word, unless it is a row of marks (`x x x x`)."""
    word = run.group().replace(" ", "")
    return word if len(set(word)) > 2 else run.group()


@dataclass(frozen=True)
class Words:
    """Shares of pdftotext's words and letters that we have too; below :data:`WANTED`, what explains it, or nothing."""

    share: float
    letters: float
    why: str = ""


def words(path: Path, document: Document) -> Words | None:
    """Compare a PDF with `pdftotext -layout`; None where that finds no word.

    Below .97 of the words, one of these explains it, the first that holds; none is a way to pass, all are counted:

    1. "no letter lost": .985 of its letters are there. Words are then only parted or joined otherwise, as they are where
       its words follow from the arrangement that it guesses: columns, turned or mirrored text, formulas.
    2. "drawn twice": .97 is reached when words that it finds twice on one place count once.
    3. "told": a warning says that the file draws text without words, or with letters that are guesses.
    """
    found = poppler(path, "-layout")
    truth, ours = bag(found), bag(document.text)
    if not truth:
        return None
    part, kept = share(truth, ours), share(letters(found), letters(document.text))
    if part >= WANTED:
        return Words(part, kept)
    if kept >= ALL_LETTERS:
        return Words(part, kept, "no letter lost")
    if share(truth - drawn_twice(path), ours) >= WANTED:
        return Words(part, kept, "drawn twice")
    told = any(re.search(r"(have no (words|letter) in|do not tell)", line) for line in document.warnings)
    return Words(part, kept, "told" if told else "")


def letters(text: str) -> Counter[str]:
    """Letters and digits of a text: the same in whatever order they stand and however they are joined to words."""
    return Counter(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def share(truth: Counter[str], ours: Counter[str]) -> float:
    """Share of the words of `truth` that are in `ours`."""
    return (truth & ours).total() / max(1, truth.total())


def poppler(path: Path, *arguments: str) -> str:
    """What pdftotext makes of a PDF."""
    done = subprocess.run(["pdftotext", *arguments, path, "-"], capture_output=True, check=False, timeout=60)
    return done.stdout.decode("utf-8", errors="replace")


def drawn_twice(path: Path) -> Counter[str]:
    """Words that lie on an equal one, or within a longer one around them, on the same page."""
    twice: Counter[str] = Counter()
    for page in poppler(path, "-bbox").split("<page ")[1:]:
        cells = re.findall(r'xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>', page)
        boxes = [(*map(float, cell[:4]), html.unescape(cell[4])) for cell in cells]
        for at, mine in enumerate(boxes):
            again = (covered(mine, o) > 0.1 for o in boxes[:at] if o[4] == mine[4])
            within = (covered(mine, o) > 0.5 for o in boxes if o[4] != mine[4] and mine[4] in o[4])
            if any(again) or any(within):
                twice.update(bag(mine[4]))
    return twice


def covered(mine: tuple[float, float, float, float, str], other: tuple[float, float, float, float, str]) -> float:
    """Share of a box that another covers."""
    width = min(mine[2], other[2]) - max(mine[0], other[0])
    height = min(mine[3], other[3]) - max(mine[1], other[1])
    area = max((mine[2] - mine[0]) * (mine[3] - mine[1]), 1e-9)
    return max(width, 0.0) * max(height, 0.0) / area


def exact(read: dict[Path, Document | Refused]) -> tuple[int, int]:
    """Passages of all files, and how many are not exactly the text at their offsets."""
    documents = [(path, found) for path, found in read.items() if isinstance(found, Document)]
    columns = ("file", "title", "municipality", "date", "function", "caveats")
    pairs = [
        (
            {"source_id": f"S{at:04d}", "kind": "interview", "region": "region", "organisation": "org"}
            | dict.fromkeys(columns, "")
            | {"classification": "Ongerubriceerd", "wederhoor": "niet van toepassing"},
            document,
        )
        for at, (_, document) in enumerate(documents)
    ]
    sources = tabulate(pairs, [], Guide(), STUDY, SourceSettings(boilerplate_sources=0, near_duplicate=1.0))
    found = segment(sources.sources, sources.turns, sources.texts, Guide(), PassageSettings())
    wrong = sum(sources.texts[row.source_id][row.start : row.end] != row.text for row in found.itertuples())
    return len(found), wrong


def six_hundred_pages(pdfs: list[Path]) -> tuple[float, int]:
    """Seconds for one PDF of 600 pages, made of real ones, on one core; and its words."""
    import pypdfium2

    book = pypdfium2.PdfDocument.new()
    while len(book) < 600:
        for path in pdfs:
            source = pypdfium2.PdfDocument(path)
            book.import_pages(source, list(range(min(len(source), 600 - len(book)))))
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "book.pdf"
        book.save(target)
        reader = Reader()
        reader.read(Request(pdfs[0]))
        start = time.perf_counter()
        document = reader.read(Request(target, DEFAULT))
        seconds = time.perf_counter() - start
        reader.close()
    return seconds, document.words if isinstance(document, Document) else 0


def report_words(name: str, read: dict[Path, Document | Refused]) -> None:
    """Print the median share of words, and each file below with its letters and what explains it."""
    compared = {p: found for p, d in read.items() if isinstance(d, Document) if (found := words(p, d)) is not None}
    shares = sorted(found.share for found in compared.values())
    below = {path: found for path, found in compared.items() if found.share < WANTED}
    silent = sum(not found.why for found in below.values())
    print(
        f"Words of PDFs in {name}: median {shares[len(shares) // 2]:.3f}; of {len(shares)} files "
        f"{len(shares) - len(below)} at {WANTED} or more, {len(below)} below, {silent} of them unexplained"
    )
    for path, found in below.items():
        print(f"    words {found.share:.3f}  letters {found.letters:.3f}  {found.why or 'UNEXPLAINED':16}  {path.name}")


def main() -> None:
    """Print the table."""
    default = Path(__file__).parents[1].parent / "shared" / "corpora"
    corpora = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("REGIOBEELD_CORPORA", default))
    if not corpora.is_dir():
        sys.exit("no corpora: give their folder, or set REGIOBEELD_CORPORA")
    everything: dict[Path, Document | Refused] = {}
    rows = []
    for name in FOLDERS:
        start = time.perf_counter()
        read, took = read_folder(corpora / name)
        seconds = time.perf_counter() - start
        everything |= read
        refused = Counter(found.code for found in read.values() if isinstance(found, Refused))
        rows.append(
            {
                "folder": name,
                "files": len(read),
                "text": len(read) - refused.total(),
                "quarantined": refused.total(),
                "crashed": refused["crash"],
                "over a limit": refused["time"] + refused["memory"] + refused["size"],
                "seconds": round(seconds, 1),
                "slowest file": round(max(took.values(), default=0.0), 2),
            }
        )
    print(pd.DataFrame(rows).to_string(index=False), "\n")
    f1, speaker = speakers(corpora / "nl-handelingen", everything)
    print(f"Speakers on nl-handelingen: turns F1 {f1:.3f}, speaker {speaker:.3f}")
    count, wrong = exact(everything)
    print(
        f"Offsets: {count} passages of {len(everything)} files, {wrong} that are not exactly the text at their offsets"
    )
    if shutil.which("pdftotext"):
        for name in ("nl-rapporten-pdf", "nl-notulen", "robustness"):
            read = {p: d for p, d in everything.items() if p.suffix == ".pdf" and p.is_relative_to(corpora / name)}
            report_words(name, read)
    pdfs = sorted((corpora / "nl-rapporten-pdf").rglob("*.pdf"))
    seconds, many = six_hundred_pages(pdfs)
    print(f"600 pages of PDF ({many} words): {seconds:.1f} s on one core")


if __name__ == "__main__":
    main()
