"""Documents as the tables of the pipeline: sources, turns, quarantine, duplicates, changes and comments."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.core import tables
from analysis.core.study import Guide, Study
from analysis.sources import questions, roles
from analysis.sources.document import Aside, Document, Turn, count_words
from analysis.sources.duplicates import find_duplicates
from analysis.sources.isolation import Refused
from analysis.sources.reading import Sources
from analysis.sources.settings import SourceSettings

Row = dict[str, Any]


def tabulate(
    read: list[tuple[Row, Document]],
    refused: list[tuple[Row, Refused]],
    guide: Guide,
    study: Study,
    settings: SourceSettings,
) -> Sources:
    """All tables of documents with their rows of the register, and of what was refused."""
    accepted, refused = accept(read, refused, study)
    rows = [row for row, _ in accepted]
    documents = {row["source_id"]: document for row, document in accepted}
    documents = set_boilerplate_aside(documents, settings.boilerplate_sources)
    texts = {key: document.text for key, document in documents.items()}
    hashes = {key: document.sha256 for key, document in documents.items()}
    return Sources(
        sources=_table("sources", [_source(row, documents[row["source_id"]]) for row in rows]),
        turns=_table("turns", _all_turns(rows, documents, guide)),
        texts=texts,
        quarantine=quarantine(refused),
        duplicates=find_duplicates(texts, hashes, settings.near_duplicate),
        changes=_changes(documents),
        comments=_comments(documents),
        asides=_asides(documents),
    )


def _table(name: str, rows: list[Row]) -> pd.DataFrame:
    return tables.check(name, pd.DataFrame(rows)) if rows else tables.empty(name)


def _all_turns(rows: list[Row], documents: dict[str, Document], guide: Guide) -> list[Row]:
    asked = questions.match_all(
        {
            row["source_id"]: (_said(documents[row["source_id"]]), guide.asked(row["organisation"]))
            for row in rows
            if row["kind"] != "document"
        }
    )
    found: list[Row] = []
    for row in rows:
        document = documents[row["source_id"]]
        found += _turns(row, document, asked.get(row["source_id"], [""] * len(document.turns)))
    return found


def accept(
    read: list[tuple[Row, Document]], refused: list[tuple[Row, Refused]], study: Study
) -> tuple[list[tuple[Row, Document]], list[tuple[Row, Refused]]]:
    """Documents as the register knows them, and all that is refused: sources in which nobody answers are so too."""
    known = [(row, for_register(document, row, study)) for row, document in read]
    silence = [_silence(document) for _, document in known]
    accepted = [pair for pair, why in zip(known, silence, strict=True) if why is None]
    silent = [(row, Refused(*why)) for (row, _), why in zip(known, silence, strict=True) if why is not None]
    return accepted, refused + silent


def quarantine(refused: list[tuple[Row, Refused]]) -> pd.DataFrame:
    """Columns file, source_id, reason, remedy: one row for each source that is not read, by source."""
    found = [
        {"file": row["file"], "source_id": row["source_id"], "reason": why.reason, "remedy": why.remedy}
        for row, why in sorted(refused, key=lambda pair: str(pair[0]["source_id"]))
    ]
    return pd.DataFrame(found, columns=["file", "source_id", "reason", "remedy"])


def _changes(documents: dict[str, Document]) -> pd.DataFrame:
    rows = [
        (key, change.kind, change.author, change.date, change.text, change.anchor)
        for key, document in documents.items()
        for change in document.changes
    ]
    return pd.DataFrame(rows, columns=["source_id", "kind", "author", "date", "text", "start"])


def _comments(documents: dict[str, Document]) -> pd.DataFrame:
    rows = [
        (key, note.author, note.date, note.text, note.anchored, note.anchor)
        for key, document in documents.items()
        for note in document.comments
    ]
    return pd.DataFrame(rows, columns=["source_id", "author", "date", "text", "anchored", "start"])


def _asides(documents: dict[str, Document]) -> pd.DataFrame:
    rows = [
        (key, aside.start, aside.end, aside.reason, count_words(document.text[aside.start : aside.end]))
        for key, document in documents.items()
        for aside in document.asides
    ]
    return pd.DataFrame(rows, columns=["source_id", "start", "end", "reason", "words"])


def _silence(document: Document) -> tuple[str, str] | None:
    """Why a source tells nothing, as code and reason: it has words, and none of them is an answer."""
    answers = (document.text[turn.start : turn.end] for turn in document.turns if turn.role != "interviewer")
    if any(any(map(str.isalnum, answer)) for answer in answers):
        return None
    if not any(map(str.isalnum, document.text)):
        return "empty", "holds signs and no words"
    told = "interviewers say all of them" if document.turns else "all are set aside (headings, title, contents)"
    return "nothing said", f"holds {document.words} words, and none that anybody answers: {told}"


def for_register(document: Document, row: Row, study: Study) -> Document:
    """The document as the register knows it: a policy document is one voice, a respondent may be named by function."""
    if row["kind"] == "document":
        turns = tuple(replace(turn, role="document") for turn in document.turns)
        return replace(document, turns=turns)
    known = {}
    organisation = study.organisations.get(row["organisation"])
    for name in (row["organisation"], organisation.name if organisation else "", row["function"]):
        for word in str(name).casefold().replace("-", " ").split():
            if len(word) > 3:
                known[word] = "respondent"
    speakers = [(turn.speaker, document.text[turn.start : turn.end]) for turn in document.turns]
    given = roles.assign(speakers, known)
    return replace(document, turns=tuple(replace(turn, role=given[turn.speaker]) for turn in document.turns))


def set_boilerplate_aside(documents: dict[str, Document], least: int) -> dict[str, Document]:
    """Documents without the turns that stand verbatim in at least `least` sources."""
    if not least:
        return documents
    where: dict[str, set[str]] = defaultdict(set)
    for key, document in documents.items():
        for turn in document.turns:
            where[_normal(document.text[turn.start : turn.end])].add(key)
    common = {text for text, sources in where.items() if len(sources) >= least and len(text.split()) > 3}
    return {key: _without(document, common) for key, document in documents.items()}


def _without(document: Document, common: set[str]) -> Document:
    kept, asides = [], list(document.asides)
    for turn in document.turns:
        if turn.role in ("respondent", "document") and _normal(document.text[turn.start : turn.end]) in common:
            asides.append(Aside(turn.start, turn.end, "same in several sources"))
        else:
            kept.append(turn)
    return replace(document, turns=tuple(kept), asides=tuple(sorted(asides, key=lambda a: (a.start, a.end))))


def _normal(text: str) -> str:
    return " ".join(text.casefold().split())


def _voices(source_id: str, turns: tuple[Turn, ...]) -> dict[tuple[str, str], str]:
    """Voice by (speaker, role): `SOURCE/R1` for respondents in order of appearance, I for interviewers, C for chairs."""
    letters = {"respondent": "R", "interviewer": "I", "chair": "C"}
    counts: Counter[str] = Counter()
    voices: dict[tuple[str, str], str] = {}
    for turn in turns:
        key = (turn.speaker.casefold(), turn.role)
        if turn.role == "document":
            voices[key] = f"{source_id}/D"
        elif key not in voices:
            counts[turn.role] += 1
            voices[key] = f"{source_id}/{letters[turn.role]}{counts[turn.role]}"
    return voices


def _said(document: Document) -> list[tuple[str, str]]:
    return [(turn.role, document.text[turn.start : turn.end]) for turn in document.turns]


def _turns(row: Row, document: Document, asked: list[str]) -> list[Row]:
    voices = _voices(row["source_id"], document.turns)
    return [
        {
            "source_id": row["source_id"],
            "turn": number,
            "speaker": turn.speaker,
            "voice": voices[(turn.speaker.casefold(), turn.role)],
            "role": turn.role,
            "start": turn.start,
            "end": turn.end,
            "page": turn.page,
            "seconds": turn.seconds,
            "question_id": question,
            "classification": row["classification"],
            "caveats": row["caveats"],
        }
        for number, (turn, question) in enumerate(zip(document.turns, asked, strict=True), start=1)
    ]


def _source(row: Row, document: Document) -> Row:
    text = document.text
    asked = sum(count_words(text[t.start : t.end]) for t in document.turns if t.role in ("interviewer", "chair"))
    told = sum(count_words(text[t.start : t.end]) for t in document.turns if t.role not in ("interviewer", "chair"))
    kept = (
        "source_id",
        "file",
        "title",
        "region",
        "municipality",
        "organisation",
        "kind",
        "date",
        "function",
        "wederhoor",
    )
    return {
        **{column: row[column] for column in kept},
        "format": document.format,
        "sha256": document.sha256,
        "words": document.words,
        "words_in_turns": told,
        "words_interviewer": asked,
        "words_aside": document.words - told - asked,
        "warnings": "; ".join(document.warnings),
        "classification": row["classification"],
        "caveats": row["caveats"],
    }
