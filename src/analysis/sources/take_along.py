"""The interview guide as a Word document to take along and to write in."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from itertools import groupby
from pathlib import Path

from analysis.core.errors import Problem, StudyError
from analysis.core.files import write_whole
from analysis.core.study import Guide, Question, Study

LINES = 4
"""Empty lines for notes below a question."""

WORDS = {
    "nl": {
        "title": "Gespreksleidraad",
        "date": "Datum",
        "place": "Plaats",
        "who": "Gesproken met (functie)",
        "by": "Interviewer",
        "other": "Overige vragen",
        "note": "Zet in het verslag ‘Interviewer:’ voor elke vraag en ‘Respondent:’ voor elk antwoord; dan herkent "
        "Regiobeeld wie spreekt.",
    },
    "en": {
        "title": "Interview guide",
        "date": "Date",
        "place": "Place",
        "who": "Interviewed (function)",
        "by": "Interviewer",
        "other": "Other questions",
        "note": "In the report, put ‘Interviewer:’ before each question and ‘Respondent:’ before each answer; "
        "Regiobeeld then knows who speaks.",
    },
}


def write_guide(guide: Guide, study: Study, organisation: str, path: Path) -> int:
    """Write the questions that `organisation` is asked, under their sub-questions, each with its id and room for notes.

    Equal guides give equal bytes.

    Returns
    -------
    int
        Number of questions.

    Raises
    ------
    StudyError
        When the guide has no question for this organisation.
    """
    from docx import Document

    questions = guide.asked(organisation)
    if not questions:
        raise StudyError(
            Problem("data/raw/interview_guide.yaml", f"has no question for {organisation}", "at least one", "add them")
        )
    words = WORDS[study.language]
    document = Document()
    for name in ("created", "modified"):
        setattr(document.core_properties, name, datetime(2000, 1, 1))
    document.core_properties.title = f"{words['title']}: {study.title}"
    document.core_properties.author = ""
    document.add_heading(words["title"], 0)
    document.add_paragraph(f"{study.title}. {study.organisations[organisation].name}")
    for label in ("date", "place", "who", "by"):
        document.add_paragraph(f"{words[label]}: ")
    if guide.introduction:
        document.add_paragraph(guide.introduction)
    for key, group in groupby(questions, key=lambda question: question.sub_question):
        part = study.sub_questions.get(key)
        document.add_heading(part.title if part else words["other"], 1)
        for question in group:
            _add(document, question)
    document.add_paragraph(words["note"]).runs[0].italic = True
    buffer = io.BytesIO()
    document.save(buffer)
    write_whole(path, _without_times(buffer.getvalue()))
    return len(questions)


def _add(document: object, question: Question) -> None:
    paragraph = document.add_paragraph()  # type: ignore[attr-defined]
    paragraph.add_run(f"{question.id}  ").bold = True
    paragraph.add_run(question.text)
    paragraph.paragraph_format.keep_with_next = True
    for _ in range(LINES):
        document.add_paragraph("")  # type: ignore[attr-defined]


def _without_times(data: bytes) -> bytes:
    # a zip holds the clock of its parts; with one fixed time equal guides are equal bytes
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return out.getvalue()
