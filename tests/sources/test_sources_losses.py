"""What programs hide, draw or put aside in a document: it is text, set aside with a reason, or told in a warning."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import openpyxl
import pytest
from openpyxl.comments import Comment
from sources_files import TALK, docx, odt, paragraph

from analysis.sources.document import Document
from analysis.sources.refusals import Refusal
from analysis.sources.understanding import understand

MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
HIDDEN = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>niet voor de lezer</w:t></w:r>"


def added(data: bytes, **parts: str) -> bytes:
    """A .docx with more parts, by their path with `_` for `/` (`charts_chart1`)."""
    archive = io.BytesIO(data)
    with zipfile.ZipFile(archive, "a") as target:
        for name, xml in parts.items():
            target.writestr(f"word/{name.replace('_', '/')}.xml", xml)
    return archive.getvalue()


def asides(document: Document) -> set[tuple[str, str]]:
    return {(aside.reason, document.text[aside.start : aside.end]) for aside in document.asides}


def test_hidden_words_of_word_are_set_aside_also_in_a_table() -> None:
    table = f"<w:tbl><w:tr><w:tc>{paragraph('Links')}</w:tc><w:tc>{paragraph('Rechts', HIDDEN)}</w:tc></w:tr></w:tbl>"
    for body in (paragraph(TALK[1], HIDDEN), table):
        assert ("hidden text", "niet voor de lezer") in asides(understand("a.docx", docx(body)))


def test_hidden_words_of_opendocument_are_set_aside() -> None:
    document = understand(
        "a.odt", odt(f'<text:p>{TALK[1]}<text:hidden-text text:string-value="niet voor de lezer"/></text:p>')
    )
    assert ("hidden text", "niet voor de lezer") in asides(document)


@pytest.mark.parametrize("wrapping", ["<w:p>{}</w:p>", "{}"])
def test_a_formula_is_text(wrapping: str) -> None:
    formula = f"<m:oMathPara {MATH}><m:oMath><m:r><m:t>a=2b</m:t></m:r></m:oMath></m:oMathPara>"
    assert "a=2b" in understand("a.docx", docx(paragraph(TALK[1]) + wrapping.format(formula))).text


def test_words_of_charts_and_diagrams_are_set_aside() -> None:
    chart = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:title><a:p><a:r><a:t>Signalen</a:t></a:r>'
        "</a:p></c:title><c:ser><c:tx><c:v>Gemeente</c:v></c:tx><c:cat><c:pt><c:v>2021</c:v></c:pt></c:cat>"
        "<c:val><c:pt><c:v>12</c:v></c:pt></c:val></c:ser></c:chartSpace>"
    )
    diagram = (
        '<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><dgm:pt><a:p><a:r><a:t>Eerst melden</a:t>'
        "</a:r></a:p></dgm:pt></dgm:dataModel>"
    )
    document = understand("a.docx", added(docx(paragraph(TALK[1])), charts_chart1=chart, diagrams_data1=diagram))
    assert asides(document) >= {
        ("chart", "Signalen"),
        ("chart", "Gemeente | 2021 12"),
        ("diagram", "Eerst melden"),
    }


def test_words_that_wait_for_a_deleted_paragraph_mark_stay_when_nothing_follows() -> None:
    mark = '<w:pPr><w:rPr><w:del w:id="1" w:author="A"/></w:rPr></w:pPr>'
    last = f"<w:p>{mark}<w:r><w:t>Dit staat er nog.</w:t></w:r></w:p>"
    assert understand("a.docx", docx(paragraph(TALK[1]) + last)).text.endswith("Dit staat er nog.")


def test_all_bodies_of_a_document_are_read() -> None:
    bodies = f"{paragraph('Een.')}</w:body><w:body>{paragraph('Twee.')}"
    assert understand("a.docx", docx(bodies)).text.split() == ["Een.", "Twee."]


def test_what_is_embedded_or_imported_is_warned_of() -> None:
    data = added(docx(paragraph(TALK[1]) + "<w:altChunk/>"), embeddings_bijlage="<x/>")
    told = " ".join(understand("a.docx", data).warnings)
    assert "1 embedded files were not opened" in told
    assert "1 parts are documents of another format" in told


def test_a_document_of_remarks_only_says_so() -> None:
    comments = f'<w:comment w:id="0" w:author="A">{paragraph("Klopt dit?")}</w:comment>'
    with pytest.raises(Refusal, match="holds no text, only 1 comments"):
        understand("a.docx", docx(paragraph(""), comments=comments))


def test_remarks_on_cells_are_read_with_their_cell() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Vraag", "Antwoord"])
    book.active["B1"].comment = Comment("Klopt dit?", "Chef")
    data = io.BytesIO()
    book.save(data)
    found = understand("a.xlsx", data.getvalue()).comments
    assert [(comment.author, comment.text, comment.anchored) for comment in found] == [
        ("Chef", "Klopt dit?", "cell B1")
    ]


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (r"{\rtf1\ansi {\loch\i0\b0\*\cs7 Wij kennen elkaar}\par}", "Wij kennen elkaar"),
        (r"{\rtf1\ansi\uc1 Teken \u-10187?\u-8382? hier\par}", "Teken \U0001d742 hier"),
        (r"{\rtf1\ansi Wij kennen}{\pard elkaar al jaren\par}", "Wij kennenelkaar al jaren"),
        (r"{\rtf1\ansi\trowd{{\pard\intbl Links\par}\cell}{{\pard\intbl Rechts\par}\cell}\row}", "Links | Rechts"),
        (r"{\rtf1\ansi\uc1 Half \u-10187? teken\par}", "Half \ufffd teken"),
    ],
)
def test_rtf_as_programs_write_it_is_read(rtf: str, text: str) -> None:
    assert understand("a.rtf", rtf.encode()).text == text


def test_remarks_and_entries_of_contents_in_rtf_are_kept_apart_and_deletions_told() -> None:
    remark = r"{\*\atnid AB}{\*\atnauthor Chef}\chatn{\*\annotation Klopt dit?}"
    rtf = rf"{{\rtf1\ansi {{\tc {{Kop van het verslag}}}}Wij kennen elkaar{remark} al jaren{{\deleted niet}} dus.\par}}"
    document = understand("a.rtf", rtf.encode())
    assert ("hidden text", "Kop van het verslag") in asides(document)
    assert [(comment.author, comment.text) for comment in document.comments] == [("Chef", "Klopt dit?")]
    assert "Klopt" not in document.text
    assert any("tracked changes" in line for line in document.warnings)


def test_what_a_page_does_not_show_is_set_aside() -> None:
    page = f"<p>{TALK[1]}</p><noscript>Zet scripts aan</noscript><svg><text>As van de figuur</text></svg>"
    document = understand("a.html", page.encode())
    assert asides(document) >= {("not shown", "Zet scripts aan"), ("drawing", "As van de figuur")}


def test_words_that_only_the_html_of_a_mail_holds_are_told() -> None:
    mail = EmailMessage()
    mail["Subject"] = "Verslag"
    mail.set_content("Wij kennen elkaar al jaren.")
    mail.add_alternative("<p>Wij kennen elkaar al jaren.</p><p>Behalve Zwolle.</p>", subtype="html")
    document = understand("a.eml", mail.as_bytes())
    assert any("holds 2 words that the plain one" in line for line in document.warnings)


def test_a_mail_whose_header_no_parser_understands_is_read() -> None:
    mail = f"From: Groep: a@b.invalid, x:y;;\nTo: (:;\nSubject: Verslag\n\n{TALK[1]}\n"
    assert TALK[1].split(": ")[1] in understand("a.eml", mail.encode()).text


DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PICTURE = f'<wp:docPr xmlns:wp="{DRAWING}" id="1" name="x" descr="{{}}"/>'


def test_what_somebody_wrote_of_a_picture_is_set_aside_in_each_format() -> None:
    said = "Grafiek van meldingen per jaar"
    word = docx(paragraph(TALK[1], f"<w:r><w:drawing>{PICTURE.format(said)}</w:drawing></w:r>"))
    office = odt(f"<text:p>{TALK[1]}<draw:frame><svg:desc>{said}</svg:desc></draw:frame></text:p>")
    page = f'<p>{TALK[1]} <img src="a.png" alt="{said}"></p>'.encode()
    for name, data in (("a.docx", word), ("a.odt", office), ("a.html", page)):
        document = understand(name, data)
        assert ("picture description", said) in asides(document)
        assert document.text.count(said) == 1


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ('<w:sym w:font="Wingdings" w:char="F0FE"/>', "☑"),
        ('<w:sym w:font="Symbol" w:char="F0B3"/>', "≥"),
        ('<w:sym w:font="Wingdings" w:char="F099"/>', "\ufffd"),
        (
            '<w:fldChar><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData></w:fldChar>',
            "☒",
        ),
        ('<w:fldChar><w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox></w:ffData></w:fldChar>', "☐"),
        (
            '<w:fldChar><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="Nee"/><w:listEntry w:val="Ja"/>'
            "</w:ddList></w:ffData></w:fldChar>",
            "Ja",
        ),
    ],
)
def test_ticks_and_choices_that_only_word_draws_are_read(xml: str, text: str) -> None:
    document = understand("a.docx", docx(paragraph("Antwoord: ", f"<w:r>{xml}</w:r>")))
    assert document.text.endswith(text)
