"""A canary is found wherever it is put, told without its text, and not found where it is not."""

from __future__ import annotations

import base64
import bz2
import gzip
import html
import io
import lzma
import os
import quopri
import tarfile
import unicodedata
import zipfile
import zlib
from urllib.parse import quote

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.figures import engine
from analysis.privacy import canaries
from analysis.privacy.canaries import Canary, CanaryError, search

NAME = "Zoë Überschärfer"
CANARY = Canary("C1", NAME)


def text(content):
    return f"Er was eens {content} en dat was alles.".encode()


def zipped(data, name="word/document.xml"):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return stream.getvalue()


def tarred(data):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        entry = tarfile.TarInfo("a.txt")
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    return stream.getvalue()


def docx(content, where="body"):
    import docx as word

    document = word.Document()
    paragraph = document.add_paragraph("Er was eens ")
    if where == "body":
        # two runs: the name is cut in two in the XML
        paragraph.add_run(content[:6])
        paragraph.add_run(content[6:]).bold = True
    elif where == "header":
        document.sections[0].header.paragraphs[0].text = content
    else:
        document.core_properties.author = content
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pdf(content, where="text"):
    import typst

    title = f'#set document(title: "{content}")\n' if where == "metadata" else ""
    body = f"Er was eens {content}." if where == "text" else "Niets."
    return typst.compile(f"{title}{body}".encode())


def png(content, kind):
    def chunk(name, data):
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    value = {
        "tEXt": b"Author\x00" + content.encode("latin-1"),
        "zTXt": b"Author\x00\x00" + zlib.compress(content.encode("latin-1")),
        "iTXt": b"Author\x00\x01\x00nl\x00\x00" + zlib.compress(content.encode()),
        "eXIf": b"II*\x00" + content.encode("utf-16-le"),
    }[kind]
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", b"\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00")
        + chunk(kind.encode(), value)
        + chunk(b"IDAT", zlib.compress(b"\x00\x00"))
        + chunk(b"IEND", b"")
    )


def jpeg(content):
    value = b"Exif\x00\x00" + content.encode()
    return b"\xff\xd8\xff\xe1" + (len(value) + 2).to_bytes(2, "big") + value + b"\xff\xd9"


def parquet(content, where="cell"):
    frame = pd.DataFrame({content if where == "column" else "a": ["x" if where != "cell" else content] * 3})
    table = pa.Table.from_pandas(frame, preserve_index=False)
    if where == "metadata":
        table = table.replace_schema_metadata({"note": content})
    stream = io.BytesIO()
    pq.write_table(table, stream, compression="zstd")
    return stream.getvalue()


PLACES = {
    "plain text": lambda name: text(name),
    "decomposed": lambda name: text(unicodedata.normalize("NFD", name)),
    "capitals": lambda name: text(name.upper()),
    "small letters": lambda name: text(name.lower()),
    "a hard space": lambda name: text(name.replace(" ", "\u00a0")),
    "two lines": lambda name: text(name.replace(" ", "\n   ")),
    "a broken word": lambda name: text(name[:8] + "-\n" + name[8:]),
    "soft hyphens": lambda name: text("\u00ad".join(name)),
    "zero-width signs": lambda name: text("\u200b".join(name)),
    "wide letters": lambda name: text("".join(chr(ord(s) + 0xFEE0) if "!" <= s <= "~" else s for s in name)),
    "Windows-1252": lambda name: f"Er was eens {name}.".encode("cp1252"),
    "UTF-16": lambda name: f"Er was eens {name}.".encode("utf-16"),
    "UTF-16 at an odd place": lambda name: b"x" + f"Er was eens {name}.".encode("utf-16-be"),
    "UTF-32": lambda name: f"Er was eens {name}.".encode("utf-32"),
    "HTML entities": lambda name: text("".join(f"&#x{ord(sign):x};" for sign in name)),
    "named HTML entities": lambda name: html.escape(name).replace("ë", "&euml;").replace("Ü", "&Uuml;").encode(),
    "HTML tags within": lambda name: text(f"<b>{name[:6]}</b><i>{name[6:]}</i>"),
    "HTML tags between": lambda name: text(name.replace(" ", "</td><td>")),
    "an HTML comment": lambda name: text(f"<!-- {name} -->"),
    "an attribute": lambda name: text(f'<img alt="{name}">'),
    "an address": lambda name: text(f"https://a.invalid/?q={quote(name)}"),
    "JSON escapes": lambda name: text("".join(f"\\u{ord(sign):04x}" for sign in name)),
    "CSS escapes": lambda name: text("".join(f"\\{ord(sign):x} " for sign in name)),
    "quoted-printable": lambda name: quopri.encodestring(text(name)),
    "base64, first alignment": lambda name: base64.b64encode(b"abc" + text(name)),
    "base64, second alignment": lambda name: base64.b64encode(b"abcd" + text(name)),
    "base64, third alignment": lambda name: base64.b64encode(b"abcde" + text(name)),
    "base64 of nothing else": lambda name: base64.b64encode(name.encode()),
    "base64 of a short name": lambda name: base64.b64encode(b"x " + name.encode()),
    "hexadecimal with colons": lambda name: name.encode().hex(":").upper().encode(),
    "base64 in lines": lambda name: base64.encodebytes(text(name) * 4),
    "base64 for addresses": lambda name: base64.urlsafe_b64encode(text(name)),
    "base64 of capitals": lambda name: base64.b64encode(text(name.upper())),
    "base64 glued to a word": lambda name: b"const data" + base64.b64encode(text(name)),
    "base64 of UTF-16": lambda name: base64.b64encode(text(name).decode().encode("utf-16-le")),
    "base64 of a zip": lambda name: base64.b64encode(zipped(text(name))),
    "hexadecimal": lambda name: name.encode().hex().encode(),
    "a zip": lambda name: zipped(text(name)),
    "a zip in a zip": lambda name: zipped(zipped(text(name))),
    "a name in a zip": lambda name: zipped(b"x", name),
    "a zip behind something": lambda name: b"#!/bin/sh\n" + zipped(text(name)),
    "gzip": lambda name: gzip.compress(text(name)),
    "bzip2": lambda name: bz2.compress(text(name)),
    "xz": lambda name: lzma.compress(text(name)),
    "tar": lambda name: tarred(text(name)),
    "docx text in two runs": docx,
    "docx header": lambda name: docx(name, "header"),
    "docx author": lambda name: docx(name, "author"),
    "PDF text": pdf,
    "PDF metadata": lambda name: pdf(name, "metadata"),
    "Parquet cell": parquet,
    "Parquet column name": lambda name: parquet(name, "column"),
    "Parquet metadata": lambda name: parquet(name, "metadata"),
    "PNG tEXt": lambda name: png(name, "tEXt"),
    "PNG zTXt": lambda name: png(name, "zTXt"),
    "PNG iTXt": lambda name: png(name, "iTXt"),
    "PNG eXIf": lambda name: png(name, "eXIf"),
    "JPEG EXIF": jpeg,
    "PNG as data in HTML": lambda name: (
        b'<img src="data:image/png;base64,' + base64.b64encode(png(name, "zTXt")) + b'">'
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_a_canary_is_found_in(place):
    found = search(PLACES[place](NAME), "file", [CANARY])
    assert [finding.canary for finding in found] == ["C1"]
    # the telling gives nothing away
    assert "schärfer" not in canaries.fold(repr(found))


@pytest.mark.slow
@pytest.mark.parametrize("place", [place for place in PLACES if place != "wide letters"])
def test_another_name_in_the_same_place_is_no_finding(place):
    other = unicodedata.normalize("NFC", "Zoé Unterschärfer")
    if place == "named HTML entities":
        other = "Zoë Unterschärfer"
    assert search(PLACES[place](other), "file", [CANARY]) == []


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("123456782", "BSN 1234.56.782"),
        ("NL91ABNA0417164300", "nl91 abna 0417 1643 00"),
        ("06-12345678", "bel 0612345678 nu"),
        ("0612345678", "bel 06 12 34 56 78 nu"),
        ("0612345678", "bel (06) 12-34-56-78 nu"),
        ("31-03-1985", "geboren 31/03/1985"),
    ],
)
def test_a_number_is_found_however_it_is_written(value, written):
    assert search(written.encode(), "file", [Canary("C1", value)])


def test_a_name_within_a_word_and_a_number_within_a_number_are_no_findings():
    known = [Canary("C1", "Bas"), Canary("C2", "123456")]
    assert search(b"De basis is Basje, nummer 91234567.", "file", known) == []
    assert {found.canary for found in search(b"Bas! 123456.", "file", known)} == {"C1", "C2"}


@pytest.mark.parametrize("text", ["nummer 0-\n {}", "n.v.t. –\n-\n{}", "zie bijlage 3 -\r\n{} zei"])
def test_a_hyphen_at_the_end_of_a_line_hides_no_name_that_comes_after_it(text):
    assert search(text.format(NAME).encode(), "file", [CANARY])


@given(st.binary(max_size=40), st.binary(max_size=40))
@example(b"0-\n", b"")
def test_in_base64_a_canary_is_found_between_any_bytes(before, after):
    # a sign of its own on either side: Bas is not in basis
    data = base64.b64encode(before + b" " + NAME.encode() + b" " + after)
    assert search(data, "file", [CANARY])


@pytest.mark.parametrize(
    "data",
    [zipped(text("x"))[:-30] + b"PK\x05\x06", b"%PDF-1.7 no more than this", b"PAR1 nothing", b"\x1f\x8b\x08 no gzip"],
)
def test_what_cannot_be_opened_is_told_since_it_was_not_searched(data):
    found = search(data, "file", [CANARY])
    assert found
    assert all(finding.canary == "" for finding in found)


def test_a_folder_is_searched_with_the_names_of_its_files(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/clean.txt").write_text("niets", encoding="utf-8")
    (tmp_path / "deep/bericht.html").write_bytes(text(NAME))
    (tmp_path / "zoë_überschärfer.txt").write_text("niets", encoding="utf-8")
    os.symlink("/etc/hostname", tmp_path / "link")
    searched, found = canaries.search_folder(tmp_path, [CANARY])
    assert searched == 4
    named = {finding.where: finding.how for finding in found if finding.canary}
    assert named["deep/bericht.html"] == "deep/bericht.html"
    assert sorted(named.values()) == ["deep/bericht.html", "in its name"]
    assert "zoë" not in canaries.fold(" ".join(named))
    assert any(finding.how == "is no plain file" for finding in found)


def test_a_register_of_canaries_is_read_and_its_mistakes_told_without_its_words(tmp_path):
    path = tmp_path / "canaries.csv"
    path.write_text("id,value,kind\nC1,Zoë Überschärfer,name\n", encoding="utf-8")
    assert canaries.read(path) == [CANARY]
    path.write_text("id,value\nC1,\n,Geheim\n", encoding="utf-8")
    with pytest.raises(CanaryError) as caught:
        canaries.read(path)
    assert len(caught.value.problems) == 2
    assert "Geheim" not in str(caught.value)
    path.write_text("id,value\n", encoding="utf-8")
    with pytest.raises(CanaryError, match="finds nothing"):
        canaries.read(path)


@pytest.mark.slow
def test_a_run_of_words_of_a_withheld_passage_is_found_in_a_document():
    passages = pd.DataFrame(
        {
            "passage_id": ["P1", "P2"],
            "text": [
                "Wij hebben daar nooit een terugkoppeling op gekregen van de andere kant.",
                "Dit staat nergens anders dan in dit ene stuk van het gesprek.",
            ],
        }
    )
    known = canaries.fragments(passages)
    data = docx("dat WIJ daar nooit een terugkoppeling op gekregen van de andere kant hebben")
    assert [finding.canary for finding in canaries.search_fragments(data, "a.docx", known)] == ["P1"]


@pytest.mark.parametrize("script", [engine.whole, engine.small])
@pytest.mark.slow
def test_the_drawing_program_of_a_page_is_not_searched_and_one_changed_byte_of_it_is(script):
    font = [Canary("C1", "Verdana")]
    page = f"<p>niets</p><script>{script()}</script>"
    assert search(page.encode(), "x.html", font) == []
    changed = page.replace("plotly.js", "plotly. js", 1)
    assert [found.canary for found in search(changed.encode(), "x.html", font)] == ["C1"]
    beside = page.replace("niets", "Verdana")
    assert [found.canary for found in search(beside.encode(), "x.html", font)] == ["C1"]
