"""What a PDF draws and what a reader gets: columns, tables, text drawn twice or along the side, forms and text boxes."""

from __future__ import annotations

import pytest
import typst
from pdf_fonts import mac_font, sign_of

from analysis.sources.document import Document
from analysis.sources.refusals import Refusal
from analysis.sources.understanding import understand

LEFT = (
    "de gemeente voert al jaren een overleg waarin zij met de politie en het openbaar ministerie spreekt over mensen om "
    "wie zorgen bestaan en dat gaat volgens de meeste deelnemers goed omdat men elkaar kent en weet te vinden wanneer "
    "het nodig is terwijl de afspraken op papier pas later zijn gemaakt"
)
RIGHT = (
    "in de andere regio is het beeld heel anders want daar wisselen de mensen vaak en moet iedereen steeds opnieuw "
    "beginnen met kennismaken zodat signalen blijven liggen en niemand precies weet wie er aan de beurt is om contact "
    "op te nemen met een school of een gezin in de wijk"
)
PAGE = "#set page(width: 595pt, height: 842pt, margin: 60pt)\n#set text(size: 10pt)\n"


def drawn(source: str) -> Document:
    """The document of a PDF that typst draws from this source."""
    return understand("a.pdf", typst.compile((PAGE + source).encode()))


def lines(text: str, words: int = 7) -> list[str]:
    parts = text.split()
    return [" ".join(parts[at : at + words]) for at in range(0, len(parts), words)]


def test_two_columns_drawn_row_by_row_are_read_one_after_the_other() -> None:
    rows = "".join(f"[{a}], [{b}],\n" for a, b in zip(lines(LEFT), lines(RIGHT), strict=True))
    document = drawn(f"= Twee\n#grid(columns: (1fr, 1fr), column-gutter: 18pt, row-gutter: 5pt,\n{rows})")
    assert " ".join(document.text.split()) == f"Twee {LEFT} {RIGHT}"


def test_two_columns_drawn_one_after_the_other_stay_so() -> None:
    document = drawn(f"#set par(justify: true)\n#columns(2)[{LEFT} #colbreak() {RIGHT}]")
    text = " ".join(document.text.split())
    assert text.index("later zijn gemaakt") < text.index("in de andere regio")


def test_a_table_keeps_its_rows() -> None:
    rows = "".join(f"[Post {number}], [{number}00 euro in het jaar],\n" for number in range(1, 15))
    text = " ".join(drawn(f"#table(columns: (1fr, 1fr), {rows})").text.split())
    assert all(f"Post {number} | {number}00 euro" in text for number in range(1, 15))


def test_lines_beside_one_another_that_do_not_run_on_are_no_columns() -> None:
    rows = "".join(f"[Vraag {n} gaat over het overleg], [Antwoord {n} gaat over mensen],\n" for n in range(12))
    text = " ".join(drawn(f"#grid(columns: (1fr, 1fr), row-gutter: 5pt,\n{rows})").text.split())
    assert "Vraag 3 gaat over het overleg | Antwoord 3 gaat over mensen" in text


def test_a_line_drawn_twice_to_make_it_bold_is_read_once() -> None:
    twice = "#place(dx: 0.3pt)[Bevindingen van de Inspectie]\n#place[Bevindingen van de Inspectie]\n#v(2em)\n"
    assert drawn(f"{twice}{LEFT}").text.count("Bevindingen") == 1


def test_the_same_words_on_two_places_are_both_read() -> None:
    assert drawn(f"Inspectie #h(2em) Inspectie\n\nInspectie\n\n{LEFT}").text.count("Inspectie") == 3


def test_text_along_the_side_of_a_page_is_whole() -> None:
    text = drawn(
        f"#place(right + horizon, rotate(-90deg, reflow: true)[Departementaal Vertrouwelijk 50,00])\n{LEFT}"
    ).text
    assert "Departementaal Vertrouwelijk 50,00" in text


def painted(stream: str) -> bytes:
    """A PDF of one page with this content stream; F is Helvetica."""
    return (
        "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
        f"4 0 obj<</Length {len(stream)}>>stream\n{stream}\nendstream endobj\n"
        "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    ).encode()


def test_each_letter_drawn_twice_is_read_once() -> None:
    letters = "".join(
        f"1 0 0 1 {60 + 6.7 * at + shift} 700 Tm ({letter}) Tj "
        for at, letter in enumerate("ondeugend")
        for shift in (0, 0.4)
    )
    assert understand("a.pdf", painted(f"BT /F 12 Tf {letters} ET")).text == "ondeugend"


@pytest.mark.parametrize("spacing", [2, 4])
def test_letters_set_apart_are_words(spacing: int) -> None:
    stream = f"BT /F 12 Tf {spacing} Tc {2 * spacing} Tw 60 700 Td (Zorgen in de wijk) Tj ET"
    assert understand("a.pdf", painted(stream)).text == "Zorgen in de wijk"


def test_short_words_stay_words() -> None:
    stream = "BT /F 12 Tf 60 700 Td (Zo is ze nu al in de la) Tj ET"
    assert understand("a.pdf", painted(stream)).text == "Zo is ze nu al in de la"


def test_labels_of_an_axis_drawn_up_the_page_are_apart() -> None:
    axis = " ".join(f"1 0 0 1 60 {100 + 80 * number} Tm ({number}) Tj" for number in range(5))
    assert understand("a.pdf", painted(f"BT /F 12 Tf {axis} ET")).text.split() == list("01234")


def form(*widgets: str) -> bytes:
    """A PDF of one page with these annotations; its reader mends the missing table of contents."""
    numbers = " ".join(f"{at} 0 R" for at in range(10, 10 + len(widgets)))
    objects = "".join(
        f"{at} 0 obj<</Type/Annot/Rect[50 50 200 70]{w}>>endobj\n" for at, w in enumerate(widgets, start=10)
    )
    return (
        f"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[{numbers}]>>>>endobj\n"
        "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        f"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[{numbers}]>>endobj\n"
        f"{objects}trailer<</Root 1 0 R>>\n%%EOF\n"
    ).encode()


@pytest.mark.parametrize(
    ("widget", "text"),
    [
        ("/Subtype/Widget/FT/Tx/T(a)/V(Wij kennen elkaar)", "Wij kennen elkaar"),
        ("/Subtype/Widget/FT/Tx/T(a)/V(Yes)", "Yes"),
        ("/Subtype/Widget/FT/Ch/Ff 131072/T(a)/Opt[[(x1)(Gemeente)][(x2)(Politie)]]/V(x2)", "Politie"),
        ("/Subtype/Widget/FT/Btn/T(a)/TU(Akkoord gegeven)/V/Ja/AS/Ja/AP<</N<</Ja null>>>>", "☒ Akkoord gegeven"),
        ("/Subtype/FreeText/Contents(Met de hand toegevoegd)", "Met de hand toegevoegd"),
    ],
)  # fmt: skip
def test_what_people_filled_in_or_typed_on_a_page_is_text(widget: str, text: str) -> None:
    assert understand("a.pdf", form(widget)).text == text


def test_what_could_have_been_chosen_in_a_list_is_set_aside() -> None:
    listing = "/Subtype/Widget/FT/Ch/T(a)/Opt[[(x1)(Gemeente)][(x2)(Politie)]]/V(x2)"
    document = understand("a.pdf", form(listing))
    assert [document.text[turn.start : turn.end] for turn in document.turns] == ["Politie"]
    assert [(document.text[a.start : a.end], a.reason) for a in document.asides] == [
        ("Gemeente", "not chosen in a form")
    ]


MIDDLE = (
    "wie de politie vraagt wat er met een melding gebeurt krijgt een ander antwoord dan bij de gemeente want daar telt "
    "vooral of iemand het gezin al kent terwijl de agent wil weten of er gevaar is voor anderen en dat gesprek duurt "
    "soms langer dan iedereen lief is"
)


def test_three_columns_drawn_row_by_row_are_read_one_after_the_other() -> None:
    cells = zip(lines(LEFT, 5), lines(MIDDLE, 5), lines(RIGHT, 5), strict=False)
    rows = "".join(f"[{a}], [{b}], [{c}],\n" for a, b, c in cells)
    grid = "#set text(size: 7pt)\n#grid(columns: (1fr, 1fr, 1fr), column-gutter: 14pt, row-gutter: 4pt,\n"
    text = " ".join(drawn(f"{grid}{rows})").text.split())
    count = min(len(lines(part, 5)) for part in (LEFT, MIDDLE, RIGHT))
    assert text == " ".join(" ".join(lines(part, 5)[:count]) for part in (LEFT, MIDDLE, RIGHT))


def test_pieces_that_have_a_place_and_no_words_are_warned_of_with_their_page() -> None:
    # signs of no width, as vertical writing has them where its font is not installed
    down = painted("BT /F 12 Tf 60 500 Td (Zo is het) Tj ET BT /F 24 Tf 0.001 Tz 100 700 Td (niets) Tj ET")
    document = understand("a.pdf", down)
    assert "Zo is het" in document.text
    assert [warning for warning in document.warnings if "on pages 1" in warning]


def test_a_row_of_a_table_is_one_block_with_its_cells_parted() -> None:
    rows = "".join(f"[Gemeente {name}], [{n} signalen], [{n * 3} gesprekken],\n" for n, name in enumerate("ABCD", 1))
    text = drawn(f"{LEFT}\n\n#table(columns: (1fr, 1fr, 1fr), stroke: none, {rows})\n{RIGHT}").text
    assert "\n\nGemeente B | 2 signalen | 6 gesprekken\n\nGemeente C | 3 signalen | 9 gesprekken\n\n" in text
    assert "|" not in text.split("\n\n")[0] + text.split("\n\n")[-1]


def test_a_cell_of_several_lines_stays_whole_in_its_row() -> None:
    rows = "".join(f"[Punt {n}], [{part}],\n" for n, part in enumerate((LEFT, MIDDLE, RIGHT), 1))
    blocks = drawn(f"#table(columns: (60pt, 1fr), {rows})").text.split("\n\n")
    assert blocks == [f"Punt {n} | {part}" for n, part in enumerate((LEFT, MIDDLE, RIGHT), 1)]


def test_a_table_with_the_speaker_in_its_first_column_is_a_conversation() -> None:
    rows = "".join(f"[Interviewer], [Hoe gaat het met {n}?], [Respondent], [Dat gaat goed.],\n" for n in range(4))
    turns = drawn(f"#table(columns: (90pt, 1fr), {rows})").turns
    assert [turn.role for turn in turns] == ["interviewer", "respondent"] * 4


def test_a_list_with_wide_numbers_is_no_table() -> None:
    items = "".join(f"[{n}.], [Punt {n} van de lijst],\n" for n in range(1, 6))
    assert "3. Punt 3 van de lijst" in drawn(f"#grid(columns: (40pt, 1fr), row-gutter: 6pt, {items})").text


def test_words_over_a_scan_whose_last_letter_is_drawn_by_itself_are_whole() -> None:
    words = ("Chinese", "containers", "liggen", "dagen", "werkloos")
    # recognised words are stretched to the picture: letters set apart, but for the last one
    stream = "".join(f"1.7 Tc ({word[:-1]}) Tj 0 Tc ({word[-1]}) Tj 1.7 Tc ( ) Tj " for word in words)
    assert understand("a.pdf", painted(f"BT 3 Tr /F 12 Tf 60 700 Td {stream} ET")).text == " ".join(words)


def test_a_word_said_twice_in_a_narrow_font_stays_twice() -> None:
    stream = "BT /F 20 Tf 45 Tz 60 700 Td (illogique que les fonctions) Tj ET"
    assert understand("a.pdf", painted(stream)).text == "illogique que les fonctions"


def stamped(annotation: str, appearance: str) -> bytes:
    """A PDF whose page says `Op de pagina` and has an annotation that draws this."""
    page, draws = "BT /F 12 Tf 60 700 Td (Op de pagina) Tj ET", f"BT /F 12 Tf 5 5 Td ({appearance}) Tj ET"
    font = "/Resources<</Font<</F 5 0 R>>>>"
    return (
        "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]>>>>endobj\n"
        "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        f"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots[6 0 R]{font}>>endobj\n"
        f"4 0 obj<</Length {len(page)}>>stream\n{page}\nendstream endobj\n"
        "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
        f"6 0 obj<</Type/Annot/Rect[60 300 260 330]/F 4/AP<</N 7 0 R>>{annotation}>>endobj\n"
        f"7 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 200 30]{font}/Length {len(draws)}>>stream\n{draws}\nendstream "
        "endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    ).encode()


@pytest.mark.parametrize(
    ("annotation", "aside"),
    [("/Subtype/Stamp", ""), ("/Subtype/Widget/FT/Btn/Ff 65536/T(a)", "button of a form")],
)
def test_what_a_mark_on_a_page_draws_is_read(annotation: str, aside: str) -> None:
    document = understand("a.pdf", stamped(annotation, "Gezien door de chef"))
    assert "Op de pagina" in document.text
    assert "Gezien door de chef" in document.text
    assert [found.reason for found in document.asides] == ([aside] if aside else [])


def test_what_a_mark_draws_and_says_is_read_once() -> None:
    box = stamped("/Subtype/FreeText/Contents(Met de hand toegevoegd)", "Met de hand toegevoegd")
    assert understand("a.pdf", box).text.count("Met de hand") == 1
    remark = understand("a.pdf", stamped("/Subtype/Stamp/M(D:20251030103422+01'00')/Contents(Gezien)", "Gezien"))
    assert "Gezien" not in remark.text
    assert [(comment.text, comment.date) for comment in remark.comments] == [("Gezien", "2025-10-30T10:34:22")]


def coded(text: str) -> bytes:
    """A PDF whose font has signs that no letter is known of for the bytes below 32 (two of them with ink)."""
    stream = f"BT /F 12 Tf 60 700 Td ({text}) Tj ET"
    ink, blank = "600 0 0 0 500 700 d1 0 0 500 700 re f", "600 0 d0"
    return (
        "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
        f"4 0 obj<</Length {len(stream)}>>stream\n{stream}\nendstream endobj\n"
        "5 0 obj<</Type/Font/Subtype/Type3/FontBBox[0 0 600 700]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 16/LastChar 17"
        "/Widths[600 600]/Encoding<</Differences[16/x16/x17]>>/CharProcs<</x16 6 0 R/x17 7 0 R>>/Resources<<>>>>endobj\n"
        f"6 0 obj<</Length {len(ink)}>>stream\n{ink}\nendstream endobj\n"
        f"7 0 obj<</Length {len(blank)}>>stream\n{blank}\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    ).encode()


def test_a_page_of_signs_without_a_letter_is_refused_as_a_picture() -> None:
    with pytest.raises(Refusal, match="whose letters its fonts do not tell"):
        understand("a.pdf", coded("\\020\\020\\020\\021\\020\\020"))


@pytest.mark.parametrize(
    ("text", "read", "anew"),
    [
        ("Allgäu Käferhofen één gemäß".encode("cp1252"), "Allgäu Käferhofen één gemäß", 5),
        ("Durée ’s avonds".encode("cp1252"), "Durée ’s avonds", 2),
        ("Durée à Genève".encode("mac_roman"), "Durée à Genève", 0),
        (b"zonder accent", "zonder accent", 0),
    ],
)
def test_a_font_taken_for_mac_roman_is_read_as_windows_where_its_words_say_so(
    text: bytes, read: str, anew: int
) -> None:
    found = understand("a.pdf", mac_font(text))
    assert found.text == read
    assert [line for line in found.warnings if "Windows-1252" in line] == (
        [f"{anew} letters with an accent were read as Windows-1252: their fonts do not say their encoding"]
        if anew
        else []
    )


def test_words_with_signs_where_letters_stand_are_warned_of_with_their_page() -> None:
    told = understand("a.pdf", mac_font(b'makset!htaeg ettev"te k!ibemaksu')).warnings
    assert any("3 words hold signs where letters stand" in line and "pages 1" in line for line in told)
    few = understand("a.pdf", mac_font(b"yes!no en dan niets meer")).warnings
    assert not any("hold signs" in line for line in few)


@pytest.mark.parametrize(("font", "text"), [("AIGDT", "\ufffd0,02"), ("Wingdings", "\ufffd0,02"), ("Arial", "B0,02")])
def test_a_sign_of_a_font_of_pictograms_is_no_letter_and_told(font: str, text: str) -> None:
    found = understand("a.pdf", sign_of(font))
    assert found.text == text
    assert len(found.warnings) == 1


@pytest.mark.parametrize(
    ("pieces", "word"),
    [
        ("ge#box(width: 0pt)[¨]ınterviewd", "geïnterviewd"),
        ("Universit#box(width: 0pt)[´]e", "Université"),
        ("Mayagu#box(width: 0pt, move(dx: -5pt)[¨])ez", "Mayagüez"),
        ("vijf ´ en", "vijf ´ en"),
    ],
)
def test_an_accent_drawn_by_itself_is_part_of_the_letter_it_is_over(pieces: str, word: str) -> None:
    assert drawn(f"Zij is {pieces} bij ons.").text == f"Zij is {word} bij ons."


def test_raised_and_lowered_signs_belong_to_their_letter_and_numbers_of_footnotes_to_no_word() -> None:
    style = "#set super(typographic: false)\n#set sub(typographic: false)\n"
    found = drawn(f"{style}Van 5 km#super[2] tot CO#sub[2] in R#super[n], volgens de wet#super[3] dan.").text
    assert "5 km2 tot CO2 in Rn, volgens" in found


def test_words_drawn_over_themselves_within_a_line_are_read_once() -> None:
    assert drawn("#box[een twee]#h(-39pt)#box[een twee] drie vier vijf").text == "een twee drie vier vijf"


def test_turned_text_is_whole_when_its_first_sign_is_drawn_last() -> None:
    pieces = "#place(dx: 6.6pt)[10H9]#place[Ø]"
    text = drawn(
        f"#place(right + horizon, rotate(-90deg, reflow: true, box(width: 60pt, height: 12pt)[{pieces}]))\n{LEFT}"
    ).text
    assert "Ø10H9" in text
