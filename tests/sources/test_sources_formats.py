"""Each format, from bytes to who says what."""

from __future__ import annotations

import io
import json

import pytest
from sources_files import TALK, docx, epub, odt, paragraph, pdf

from analysis.sources.document import Document, from_json
from analysis.sources.refusals import Refusal
from analysis.sources.understanding import understand


def said(document: Document) -> list[tuple[str, str, str]]:
    return [(turn.role, turn.speaker, document.text[turn.start : turn.end]) for turn in document.turns]


def aside(document: Document, reason: str) -> list[str]:
    return [document.text[part.start : part.end] for part in document.asides if part.reason == reason]


EXPECTED = [
    ("interviewer", "Interviewer", "Hoe gaat het overleg hier?"),
    ("respondent", "Respondent", "Het overleg gaat goed, want wij kennen elkaar al jaren."),
]

VTT = (
    "WEBVTT\n\nNOTE Gesprek\n\n1\n00:00:01.000 --> 00:00:03.000\n<v Interviewer>Hoe gaat het overleg hier?\n\n"
    "2\n00:00:04.000 --> 00:00:06.000\n<v Respondent>Het overleg gaat goed,\n\n"
    "00:00:06.500 --> 00:00:08.000\n<v Respondent>want wij kennen elkaar al jaren.\n"
)
SRT = (
    "1\n00:00:01,000 --> 00:00:03,000\nInterviewer: Hoe gaat het overleg hier?\n\n"
    "2\n00:00:04,000 --> 00:00:08,000\nRespondent: Het overleg gaat goed,\nwant wij kennen elkaar al jaren.\n"
)
WHISPER = json.dumps(
    {
        "segments": [
            {"start": 1.0, "end": 3.0, "text": " Hoe gaat het overleg hier?", "speaker": "Interviewer"},
            {"start": 4.0, "end": 6.0, "text": " Het overleg gaat goed,", "speaker": "Respondent"},
            {"start": 6.0, "end": 8.0, "text": " want wij kennen elkaar al jaren.", "speaker": "Respondent"},
        ]
    }
)
HTML = (
    "<html><head><title>x</title><script>alert(1)</script></head><body><nav>Menu</nav>"
    f"<p>{TALK[0]}</p><p>{TALK[1]}</p></body></html>"
)
RTF = r"{\rtf1\ansi\ansicpg1252 " + r"\par ".join(TALK) + "}"
ROWS = "".join(
    f"<table:table-row><table:table-cell><text:p>{a}</text:p></table:table-cell><table:table-cell><text:p>{b}</text:p>"
    "</table:table-cell></table:table-row>"
    for a, b in (line.split(": ", 1) for line in TALK)
)
FILES = {
    "gesprek.txt": "\n\n".join(TALK).encode(),
    "gesprek.md": f"# Gesprek\n\n**Interviewer:** {TALK[0][13:]}\n\n**Respondent**: {TALK[1][12:]}\n".encode(),
    "gesprek.rst": f"Gesprek\n=======\n\n**Interviewer**: {TALK[0][13:]}\n\n**Respondent**: {TALK[1][12:]}\n".encode(),
    "gesprek.vtt": VTT.encode(),
    "gesprek.srt": SRT.encode(),
    "gesprek.json": WHISPER.encode(),
    "gesprek.html": HTML.encode(),
    "gesprek.rtf": RTF.encode(),
    "gesprek.docx": docx("".join(map(paragraph, TALK))),
    "gesprek.odt": odt("".join(f"<text:p>{line}</text:p>" for line in TALK)),
    "tabel.odt": odt(f"<table:table>{ROWS}</table:table>"),
    "gesprek.pdf": pdf([list(TALK)]),
    "gesprek.eml": f"From: a@b.invalid\nSubject: verslag\nContent-Type: text/plain\n\n{TALK[0]}\n\n{TALK[1]}\n".encode(),
    "gesprek.epub": epub(*(f"<p>{line}</p>" for line in TALK)),
    "utf16.eml": f"From: a@b.invalid\nSubject: verslag\n\n{TALK[0]}\n\n{TALK[1]}\n".encode("utf-16"),
    "utf16.txt": "\n\n".join(TALK).encode("utf-16"),
}


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same_conversation(name: str) -> None:
    assert said(understand(name, FILES[name])) == EXPECTED


@pytest.mark.parametrize("name", FILES)
def test_every_character_of_a_document_lies_in_a_turn_or_an_aside_or_is_white_space(name: str) -> None:
    document = understand(name, FILES[name])
    covered = [False] * len(document.text)
    for part in (*document.turns, *document.asides):
        covered[part.start : part.end] = [True] * (part.end - part.start)
    assert all(known or sign.isspace() for known, sign in zip(covered, document.text, strict=True))


def test_times_of_subtitles_are_seconds_of_the_first_cue_of_a_turn() -> None:
    assert [turn.seconds for turn in understand("a.vtt", VTT.encode()).turns] == [1.0, 4.0]


def test_a_document_survives_its_json() -> None:
    document = understand("a.vtt", VTT.encode())
    assert from_json(json.loads(json.dumps(document.to_json()))) == document


def test_tracked_changes_are_accepted_in_the_text_and_listed_with_who_and_when() -> None:
    who = 'w:author="Jansen" w:date="2025-03-01T10:00:00Z"'
    body = paragraph(
        "Wij spreken elkaar ",
        f"<w:del {who}><w:r><w:delText>nooit</w:delText></w:r></w:del>",
        f"<w:ins {who}><w:r><w:t>vaak</w:t></w:r></w:ins>",
        " op dinsdag.",
    )
    document = understand("a.docx", docx(body))
    assert document.text == "Wij spreken elkaar vaak op dinsdag."
    found = [(change.kind, change.author, change.date, change.text) for change in document.changes]
    assert found == [
        ("deletion", "Jansen", "2025-03-01T10:00:00Z", "nooit"),
        ("insertion", "Jansen", "2025-03-01T10:00:00Z", "vaak"),
    ]


def test_a_comment_keeps_the_words_it_hangs_on() -> None:
    body = paragraph("Wij zien ", '<w:commentRangeStart w:id="0"/>', "drie zaken", '<w:commentRangeEnd w:id="0"/>', ".")
    comments = f'<w:comment w:id="0" w:author="De Vries" w:date="2025-03-02">{paragraph("Vier toch?")}</w:comment>'
    comment = understand("a.docx", docx(body, comments=comments)).comments[0]
    assert (comment.author, comment.anchored, comment.text) == ("De Vries", "drie zaken", "Vier toch?")


def test_a_footnote_stands_behind_the_text_with_its_anchor() -> None:
    body = paragraph("Dat staat in het convenant", '<w:r><w:footnoteReference w:id="2"/></w:r>', ".")
    notes = f'<w:footnote w:id="2">{paragraph("Convenant van 2019.")}</w:footnote>'
    document = understand("a.docx", docx(body, footnotes=notes))
    assert document.text == "Dat staat in het convenant[n2].\n\n[n2] Convenant van 2019."
    assert aside(document, "footnote") == ["[n2] Convenant van 2019."]


def test_a_deletion_in_an_odt_is_listed_and_not_read() -> None:
    body = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>Bakker'
        "</dc:creator><dc:date>2025-01-01</dc:date></office:change-info><text:p>niet</text:p></text:deletion>"
        '</text:changed-region></text:tracked-changes><text:p>Wij delen <text:change text:change-id="c1"/>alles.</text:p>'
    )
    document = understand("a.odt", odt(body))
    assert document.text == "Wij delen alles."
    assert [(change.author, change.text) for change in document.changes] == [("Bakker", "niet")]


def test_running_headers_and_page_numbers_of_a_pdf_do_not_cut_a_sentence() -> None:
    first = ["Verslag van het gesprek"] + [
        f"Regel {n} van het verslag loopt gewoon door zonder einde" for n in range(50)
    ]
    second = ["Verslag van het gesprek"] + [
        f"regel {n} van de tweede bladzijde gaat verder met de zin" for n in range(50)
    ]
    pages = [[*first, "", "", "", "pagina 1 van 2"], [*second, "", "", "", "pagina 2 van 2"]]
    document = understand("a.pdf", pdf(pages))
    assert aside(document, "running header") == ["Verslag van het gesprek"] * 2
    assert aside(document, "page number") == ["pagina 1 van 2", "pagina 2 van 2"]
    assert "zonder einde regel 0 van de tweede bladzijde" in document.text


def test_front_matter_comments_and_headings_of_markdown_are_context() -> None:
    body = (
        "Dit is de tekst van een rapport zonder beurten, en het is lang genoeg om door te gaan met lezen van de rest."
    )
    text = f"---\ntitle: Rapport\n---\n<!-- geheim -->\n# Kop\n\n{body}\n"
    document = understand("a.md", text.encode())
    assert [text for _, _, text in said(document)] == [body]
    assert aside(document, "front matter") == ["title: Rapport"]
    assert aside(document, "comment in the file") == ["geheim"]
    assert aside(document, "heading") == ["Kop"]


@pytest.mark.parametrize(
    ("encoding", "name"), [("cp1252", "cp1252"), ("mac_roman", "mac_roman"), ("utf-16-le", "utf-16-le")]
)
def test_an_encoding_without_a_mark_is_found_and_told(encoding: str, name: str) -> None:
    text = "De coördinator belde één keer over de café-eigenaar; geïnteresseerde ruziënde buren."
    document = understand("a.txt", text.encode(encoding))
    assert document.text == text
    assert any(name in warning for warning in document.warnings)


DUTCH = "Eén coördinator in de gemeente zei: ‘dat weten wij niet’ – en toch, het café was geënquêteerd."


IN_OTHER_PAGES = {
    "Polish": (
        "Jak układa się współpraca z gminą? Jest dobra, ponieważ znamy się już od wielu lat i często dzwonimy do siebie.",
        ("cp1250", "iso8859_2", "cp852"),
    ),
    "Turkish": (
        "Belediye ile iş birliği nasıl gidiyor? İyi gidiyor, çünkü birbirimizi yıllardır tanıyoruz ve sık sık arıyoruz.",
        ("cp1254", "iso8859_9", "cp857"),
    ),
    "Russian": (
        "Как идёт работа с общиной? Хорошо, мы знаем друг друга давно.",
        ("cp1251", "koi8_r", "cp866", "iso8859_5"),
    ),
    "Arabic": ("كيف يسير التعاون مع البلدية؟ جيد لأننا نعرف بعضنا", ("cp1256",)),
    "Greek": ("Πώς πηγαίνει η συνεργασία; Είναι καλή, γιατί γνωριζόμαστε χρόνια", ("cp1253",)),
    "Dutch": ("Eén keer per week is er coördinatie; de geïnterviewde vindt dat géén probleem, zei zij.", ("cp850",)),
}


@pytest.mark.parametrize(("text", "page"), [(text, page) for text, pages in IN_OTHER_PAGES.values() for page in pages])
def test_a_page_of_another_script_or_of_central_europe_is_found_and_told(text: str, page: str) -> None:
    document = understand("a.txt", text.encode(page))
    assert document.text == text
    assert len(document.warnings) == 1
    assert "does not say its encoding" in document.warnings[0]


@pytest.mark.parametrize(
    "text",
    [
        "De zaal is 20 m², de hal 30 m³, de gang 40 m² en het plein vijf m³.",
        "‘Ja’, zei zij – ‘dat kost € 300’ … en ’s avonds niet; de chef’s auto.",
        "Sørensen zei: være så god, på øen er det ikke så farligt, ærlig talt.",
        "São João não é fácil; a comunicação, a atenção e o coração.",
        "Ø 12 mm, Ø 14 mm, ± 3 °C en 4 × 5 µm; § 3 en ½ jaar",
        "NON-SPÉCIFIÉES, MODÈLE, ÉTAT, RÉFÉRENCE À RÉPÉTER",
    ],
)
def test_western_text_stays_western(text: str) -> None:
    document = understand("a.txt", text.encode("cp1252"))
    assert document.text == text
    assert "read as cp1252: the file does not say its encoding" in document.warnings


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "utf-16", "utf-8", "utf-8-sig", "utf-16-le", "utf-32"])
def test_text_of_many_accents_is_text_in_any_encoding(encoding: str) -> None:
    assert understand("a.txt", f"{DUTCH}\n\n{DUTCH}".encode(encoding)).text == f"{DUTCH}\n\n{DUTCH}"


@pytest.mark.slow
def test_one_accent_alone_is_text_and_bytes_of_all_values_are_not() -> None:
    assert understand("a.txt", "é".encode("cp1252")).text == "é"
    every = bytes(range(256))
    for data in (
        every,
        every * 40,
        every[::-1] * 40,
        b"\xff\xfe" + every * 40,
        b"\xef\xbb\xbf" + every * 40,
        every[128:] * 40,
    ):
        for name in ("a.txt", "a.md", "a.csv", "a.vtt", "a.rst", "a"):
            with pytest.raises(Refusal, match="binary"):
                understand(name, data)


def test_text_with_binary_data_behind_it_is_binary_and_with_one_stray_control_it_is_text() -> None:
    with pytest.raises(Refusal, match="binary"):
        understand("a.txt", DUTCH.encode("cp1252") * 100 + bytes(range(256)) * 40)
    assert understand("a.txt", f"{DUTCH} \x01 {DUTCH}".encode()).text == f"{DUTCH} {DUTCH}"


def test_mojibake_is_repaired_and_told() -> None:
    document = understand("a.txt", "De coördinator is geïnteresseerd.".encode().decode("cp1252").encode())
    assert document.text == "De coördinator is geïnteresseerd."
    assert any("mojibake" in warning for warning in document.warnings)


def test_lines_wrapped_at_a_width_are_one_paragraph() -> None:
    line = "de gemeente en de politie spreken elkaar elke week over de signalen uit"
    document = understand("a.txt", "\n".join([line] * 8).encode())
    assert "\n" not in document.text


def test_a_sheet_asks_its_column_and_each_row_answers() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (
        ["respondent", "Wat gaat goed?"],
        ["A1", "Wij kennen elkaar goed en bellen snel."],
        ["A2", "De lijnen zijn kort en dat helpt ons."],
    ):
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    assert said(understand("a.xlsx", data.getvalue())) == [
        ("interviewer", "Vraag", "Wat gaat goed?"),
        ("respondent", "A1", "Wij kennen elkaar goed en bellen snel."),
        ("respondent", "A2", "De lijnen zijn kort en dat helpt ons."),
    ]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("leeg.txt", b"", "empty"),
        ("~$slot.docx", b"x", "lock file"),
        (".DS_Store", b"x", "hidden file"),
        ("oud.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Word"),
        ("foto.png", b"\x89PNG\r\n", "not text"),
        ("kapot.docx", b"PK\x03\x04rommel", "damaged"),
        ("geen.pdf", b"dit is geen pdf", "damaged"),
        ("wit.pdf", pdf([[]]), "scan"),
        ("code.xyz", b"x", "unknown format"),
    ],
)
def test_what_cannot_be_read_says_which_kind_it_is_and_what_to_do(name: str, data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as failure:
        understand(name, data)
    assert failure.value.code == code
    assert failure.value.remedy


@pytest.mark.parametrize("name", ["a.pdf", "a.txt"])
def test_a_word_broken_at_a_line_is_joined_and_a_hanging_hyphen_stays(name: str) -> None:
    filler = "hierover spreken de partijen elkaar iedere week in een vast overleg met elkaar"
    lines = [
        filler,
        f"{filler[:60]} over de samen-",
        "werking, en zij doen dat ook al jaren naar ieders tevredenheid, en in-",
    ]
    lines += ["en uitgaande post wordt daarbij ook door een ander gelezen dan wie die schreef", filler, filler]
    text = understand(name, pdf([lines]) if name == "a.pdf" else "\n".join(lines).encode()).text
    assert "over de samenwerking, en zij" in text
    assert "in- en uitgaande post" in text


def test_a_book_is_read_in_the_order_of_its_spine_without_its_navigation() -> None:
    document = understand("a.epub", epub("<h1>Een</h1><p>Eerst dit.</p>", "<h1>Twee</h1><p>Dan dat.</p>"))
    assert document.text == "Een\n\nEerst dit.\n\nTwee\n\nDan dat."
    assert [place.place for place in document.places] == ["c 0.xhtml"] * 2 + ["c 1.xhtml"] * 2


def test_a_book_that_is_protected_against_copying_says_so() -> None:
    closed = '<encryption><CipherReference URI="OPS/tekst/c 0.xhtml"/></encryption>'
    with pytest.raises(Refusal) as refusal:
        understand("a.epub", epub("<p>Dicht.</p>", encryption=closed))
    assert refusal.value.code == "password"


GRID = "\n".join(
    (
        "+-------------+-------------------------+",
        "| Interviewer | Hoe gaat het            |",
        "|             | overleg hier?           |",
        "+=============+=========================+",
        "| Respondent  | Het overleg gaat goed,  |",
        "|             | want wij kennen elkaar  |",
        "|             | al jaren.               |",
        "+-------------+-------------------------+",
    )
)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.rst"])
def test_a_table_drawn_with_bars_is_read_by_rows(name: str) -> None:
    assert said(understand(name, f"{GRID}\n\nEinde.\n".encode()))[0] == EXPECTED[0]
    assert understand(name, f"Vooraf.\n\n{GRID}\n".encode()).text.endswith(f"Respondent | {EXPECTED[1][2]}")
