"""Small files of each format, made on the spot."""

from __future__ import annotations

import io
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TALK = (
    "Interviewer: Hoe gaat het overleg hier?",
    "Respondent: Het overleg gaat goed, want wij kennen elkaar al jaren.",
)


def docx(body: str, **parts: str) -> bytes:
    """A .docx whose body is this WordprocessingML; other parts by name (`comments`, `footnotes`)."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, inner in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {W}>{inner}</w:{name}>")
    return data.getvalue()


def paragraph(*runs: str) -> str:
    """A paragraph of runs; what begins with `<` is XML already."""
    inner = "".join(run if run.startswith("<") else f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs)
    return f"<w:p>{inner}</w:p>"


def odt(body: str) -> bytes:
    """An .odt whose text is this XML."""
    names = {
        "office": "office",
        "text": "text",
        "table": "table",
    }
    spaces = " ".join(f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for key, name in names.items())
    compatible = {"draw": "drawing", "svg": "svg-compatible"}
    spaces += "".join(f' xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for key, n in compatible.items())
    spaces += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
        )
    return data.getvalue()


def epub(*chapters: str, encryption: str = "") -> bytes:
    """A minimal .epub of these bodies of HTML, one a chapter, with the navigation that makers of books add."""
    items = "".join(
        f'<item id="c{n}" href="tekst/c%20{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(len(chapters))
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OPS/boek.opf"/></rootfiles></container>',
        "OPS/boek.opf": '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="nav" href="nav.xhtml" '
        f'properties="nav" media-type="application/xhtml+xml"/>{items}</manifest><spine><itemref idref="nav"/>{spine}</spine>'
        "</package>",
        "OPS/nav.xhtml": "<html><body><nav><ol><li>Inhoud</li></ol></nav></body></html>",
    }
    parts |= {f"OPS/tekst/c {n}.xhtml": f"<html><body>{body}</body></html>" for n, body in enumerate(chapters)}
    if encryption:
        parts["META-INF/encryption.xml"] = encryption
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def xlsx(rows: list[list[str]]) -> bytes:
    """A workbook of one sheet with these rows."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def pdf(pages: list[list[str]]) -> bytes:
    """A PDF of these lines a page, in Helvetica, from the top down."""
    import pypdfium2
    import pypdfium2.raw as raw

    book = pypdfium2.PdfDocument.new()
    font = raw.FPDFText_LoadStandardFont(book.raw, b"Helvetica")
    for lines in pages:
        page = book.new_page(595, 842)
        for number, line in enumerate(lines):
            item = raw.FPDFPageObj_CreateTextObj(book.raw, font, 10.0)
            text = (line + "\0").encode("utf-16-le")
            raw.FPDFText_SetText(item, (raw.c_ushort * (len(text) // 2)).from_buffer_copy(text))
            raw.FPDFPageObj_Transform(item, 1, 0, 0, 1, 60, 800 - 14 * number)
            raw.FPDFPage_InsertObject(page.raw, item)
        page.gen_content()
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
