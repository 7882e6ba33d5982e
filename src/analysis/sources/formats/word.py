"""Word (.docx) as people use it: the accepted view of tracked changes is the text, comments and notes are kept apart.

Read from the XML: libraries for .docx show neither tracked changes, content controls nor text boxes, and refuse the
"strict" form. Macros, fields and linked parts are never run or fetched.
"""

from __future__ import annotations

import re

from lxml import etree

from analysis.sources.archives import Archive
from analysis.sources.document import Block, Change, Comment
from analysis.sources.formats import Contents, Options, drawings, pictograms
from analysis.sources.refusals import Refusal

STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
SKIPPED_PARTS = (
    "pPr", "rPr", "instrText", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "fldData", "delInstrText"
)  # fmt: skip
SKIPPED = {f"{W}{name}" for name in SKIPPED_PARTS} | {f"{MC}Fallback"}


def read(data: bytes, options: Options) -> Contents:
    """Contents of a .docx."""
    archive = Archive(data, options.limits)
    main = _main_part(archive)
    root = _xml(archive, main)
    if root is None:
        raise Refusal("damaged", "has no document in it")
    folder = main.rsplit("/", 1)[0] + "/" if "/" in main else ""
    reader = _Reader(_headings(_xml(archive, f"{folder}styles.xml")))
    for body in root.findall(f"{W}body") or [root]:
        reader.container(body)
        reader.close_merge()
    for kind, part in (("footnote", "footnotes"), ("endnote", "endnotes")):
        reader.notes(_xml(archive, f"{folder}{part}.xml"), kind)
    for name in sorted(archive.names):
        if match := re.fullmatch(re.escape(folder) + r"(header|footer)\d*\.xml", name):
            reader.furniture(_xml(archive, name), f"running {match.group(1)}")
    reader.close_comments(_xml(archive, f"{folder}comments.xml"))
    reader.blocks += drawings.blocks(archive, folder)
    warnings = _warnings(archive, root, len(reader.changes))
    return Contents(reader.blocks, reader.changes, reader.comments, warnings, _properties(archive))


def _warnings(archive: Archive, root: etree._Element, changes: int) -> list[str]:
    warnings = [f"{changes} tracked changes: the accepted view is read"] if changes else []
    if any(name.endswith("vbaProject.bin") for name in archive.names):
        warnings.append("holds macros; they were not run")
    if embedded := sum("/embeddings/" in name for name in archive.names):
        warnings.append(f"{embedded} embedded files were not opened; save them as files of their own to read them")
    if imported := sum(1 for _ in root.iter(f"{W}altChunk")):
        warnings.append(
            f"{imported} parts are documents of another format and were not read; open it in Word and save it again"
        )
    return warnings


def _xml(archive: Archive, name: str) -> etree._Element | None:
    data = archive.read(name)
    if data is None:
        return None
    for strict, loose in STRICT.items():
        data = data.replace(strict, loose)
    from analysis.sources.archives import parse_xml

    return parse_xml(data)


def _main_part(archive: Archive) -> str:
    relations = archive.xml("_rels/.rels")
    if relations is not None:
        for relation in relations:
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                target = str(relation.get("Target", "")).lstrip("/")
                if target in archive.names:
                    return target
    return "word/document.xml"


def _headings(styles: etree._Element | None) -> dict[str, str]:
    """Style id to "heading" or "table of contents", also for styles that build on one."""
    if styles is None:
        return {}
    names, parents = {}, {}
    for style in styles.iter(f"{W}style"):
        key = style.get(f"{W}styleId", "")
        name = style.find(f"{W}name")
        names[key] = (name.get(f"{W}val", "") if name is not None else key).lower()
        based = style.find(f"{W}basedOn")
        parents[key] = based.get(f"{W}val", "") if based is not None else ""
    found = {}
    for key in names:
        at, steps = key, 0
        while at and steps < 20:
            if re.match(r"(heading|kop|title|titel|subtitle|ondertitel)\b", names.get(at, "")):
                found[key] = "heading"
                break
            if re.match(r"(toc|inhopg|inhoud)\b ?\d*", names.get(at, "")):
                found[key] = "table of contents"
                break
            at, steps = parents.get(at, ""), steps + 1
    return found


def _properties(archive: Archive) -> dict[str, str]:
    core = archive.xml("docProps/core.xml")
    wanted = {"title", "creator", "created", "modified", "lastModifiedBy", "subject"}
    if core is None:
        return {}
    return {
        etree.QName(node).localname: (node.text or "").strip()
        for node in core
        if isinstance(node.tag, str) and etree.QName(node).localname in wanted and (node.text or "").strip()
    }


class _Reader:
    """Walks the body once and keeps blocks, changes and comments in the order of the text."""

    def __init__(self, styles: dict[str, str]) -> None:
        self.styles = styles
        self.blocks: list[Block] = []
        self.changes: list[Change] = []
        self.comments: list[Comment] = []
        self.page = 1
        self.number = 0
        self.open_comments: dict[str, list[str]] = {}
        self.anchors: dict[str, tuple[int, str]] = {}
        self.merge = ""

    # containers ------------------------------------------------------------------------------------------------
    def container(self, node: etree._Element) -> None:
        for child in node:
            tag = child.tag
            if tag == f"{W}p":
                self.paragraph(child)
            elif tag == f"{W}tbl":
                self.table(child)
            elif tag in SKIPPED or not isinstance(tag, str):
                continue
            elif tag == f"{M}oMathPara":
                self.paragraph(child)
            elif tag == f"{W}del" or tag == f"{W}moveFrom":
                self.change("deletion", child, "".join(child.itertext()))
            else:
                self.container(child)

    def paragraph(self, node: etree._Element) -> None:
        self.number += 1
        run = _Run()
        self.inline(node, run)
        text = "".join(run.parts)
        properties = node.find(f"{W}pPr")
        aside = self._aside(properties)
        mark = properties.find(f"{W}rPr") if properties is not None else None
        place = f"paragraph {self.number}"
        if mark is not None and mark.find(f"{W}del") is not None:
            # the paragraph mark was deleted: accepted, this paragraph and the next are one
            self.merge += text
            return
        text, self.merge = self.merge + text, ""
        if text.strip():
            bold = run.bold if not aside else 0
            self.blocks.append(Block(text, aside=aside, page=self.page, place=place, bold=bold))
        if hidden := "".join(run.hidden).strip():
            self.blocks.append(Block(hidden, aside="hidden text", apart=True, page=self.page, place=place))
        for words in run.pictures:
            self.blocks.append(Block(words, aside="picture description", apart=True, page=self.page, place=place))
        for box in run.boxes:
            self.container(box)

    def close_merge(self) -> None:
        """A block of what waits for a paragraph to join, where none follows."""
        if self.merge.strip():
            self.blocks.append(Block(self.merge, page=self.page, place=f"paragraph {self.number}"))
        self.merge = ""

    def _aside(self, properties: etree._Element | None) -> str:
        if properties is None:
            return ""
        style = properties.find(f"{W}pStyle")
        if style is not None and (kind := self.styles.get(style.get(f"{W}val", ""))):
            return kind
        return (
            "heading"
            if properties.find(f"{W}outlineLvl") is not None and _value(properties.find(f"{W}outlineLvl")) < 9
            else ""
        )

    def table(self, node: etree._Element) -> None:
        for row in node.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is not node:
                continue
            start = len(self.blocks)
            cells = []
            for cell in row.iter(f"{W}tc"):
                if next(cell.iterancestors(f"{W}tr")) is not row:
                    continue
                mark = len(self.blocks)
                self.container(cell)
                self.close_merge()
                cells.append("\n".join(block.text for block in self.blocks[mark:] if not block.apart))
            place, page = f"table row, paragraph {self.number}", self.page
            apart = [block for block in self.blocks[start:] if block.apart]
            self.blocks[start:] = row_blocks(cells, page, place) + apart

    # text ------------------------------------------------------------------------------------------------------
    def inline(self, node: etree._Element, run: _Run, bold: bool = False) -> None:
        for child in node:
            tag = child.tag
            if tag in SKIPPED or not isinstance(tag, str):
                continue
            if tag in (f"{W}t", f"{M}t"):
                run.add(child.text or "", bold)
                for text in self.open_comments.values():
                    text.append(child.text or "")
            elif tag == f"{W}r":
                if _hidden(child):
                    run.hidden += [text.text or "" for text in child.iter(f"{W}t")]
                else:
                    self.inline(child, run, _bold(child))
            elif tag in (f"{W}del", f"{W}moveFrom"):
                self.change("deletion" if tag == f"{W}del" else "moved from", child, "".join(child.itertext()))
            elif tag in (f"{W}ins", f"{W}moveTo"):
                before = len(run.parts)
                self.inline(child, run, bold)
                self.change("insertion" if tag == f"{W}ins" else "moved to", child, "".join(run.parts[before:]))
            else:
                self._special(child, tag, run, bold)

    def _special(self, child: etree._Element, tag: str, run: _Run, bold: bool) -> None:
        name = tag[len(W) :] if tag.startswith(W) else ""
        if name in ("tab", "ptab"):
            run.add("\t", bold)
        elif name in ("br", "cr"):
            if child.get(f"{W}type") == "page":
                self.page += 1
            run.add("\n", bold)
        elif name == "lastRenderedPageBreak":
            self.page += 1
        elif name == "noBreakHyphen":
            run.add("-", bold)
        elif name == "sym":
            run.add(pictograms.sign(child.get(f"{W}font", ""), child.get(f"{W}char", "")), bold)
        elif name in ("checkBox", "ddList"):
            run.add(_filled_in(child), bold)
        elif name in ("footnoteReference", "endnoteReference"):
            run.add(f"[{_letter(name)}{child.get(f'{W}id', '')}]", bold)
        elif name == "commentRangeStart":
            self.open_comments[child.get(f"{W}id", "")] = []
        elif name in ("commentRangeEnd", "commentReference"):
            key = child.get(f"{W}id", "")
            if key in self.open_comments or key not in self.anchors:
                self.anchors[key] = (len(self.blocks), "".join(self.open_comments.pop(key, [])))
        elif name == "txbxContent":
            run.boxes.append(child)
        elif tag == f"{WP}docPr":
            run.pictures += _described(child)
        else:
            self.inline(child, run, bold)

    # what hangs on the text ------------------------------------------------------------------------------------
    def change(self, kind: str, node: etree._Element, text: str) -> None:
        if text.strip():
            author, date = node.get(f"{W}author", ""), node.get(f"{W}date", "")
            self.changes.append(Change(kind, author, date, text.strip(), len(self.blocks)))

    def notes(self, root: etree._Element | None, kind: str) -> None:
        if root is None:
            return
        for note in root.iter(f"{W}{kind}"):
            if note.get(f"{W}type") in ("separator", "continuationSeparator", "continuationNotice"):
                continue
            start = len(self.blocks)
            self.container(note)
            self.close_merge()
            text = " ".join(block.text.strip() for block in self.blocks[start:])
            del self.blocks[start:]
            if text.strip():
                anchor = f"[{_letter(kind)}{note.get(f'{W}id', '')}] "
                self.blocks.append(Block(anchor + text, aside=kind, apart=True, place=kind))

    def furniture(self, root: etree._Element | None, kind: str) -> None:
        if root is None:
            return
        start = len(self.blocks)
        self.container(root)
        self.close_merge()
        for block in self.blocks[start:]:
            block.aside, block.apart, block.page, block.place = kind, True, 0, kind

    def close_comments(self, root: etree._Element | None) -> None:
        if root is None:
            return
        for node in root.iter(f"{W}comment"):
            key = node.get(f"{W}id", "")
            anchor, anchored = self.anchors.get(key, (0, ""))
            text = "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in node.iter(f"{W}p"))
            self.comments.append(
                Comment(node.get(f"{W}author", ""), node.get(f"{W}date", ""), text.strip(), anchored.strip(), anchor)
            )


class _Run:
    """Text of one paragraph as it grows, and how much of its start is bold."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.hidden: list[str] = []
        self.boxes: list[etree._Element] = []
        self.pictures: list[str] = []
        self.bold = 0
        self._still_bold = True

    def add(self, text: str, bold: bool) -> None:
        self.parts.append(text)
        if self._still_bold and (bold or not text.strip()):
            self.bold += len(text)
        elif text.strip():
            self._still_bold = False


def row_blocks(cells: list[str], page: int, place: str) -> list[Block]:
    """Blocks of one table row: what stands in a short first of two columns may be who speaks."""
    filled = [cell.strip() for cell in cells]
    if len(filled) == 1:
        return [Block(line, page=page, place=place) for line in filled[0].split("\n") if line.strip()]
    if not any(filled):
        return []
    return [Block(" | ".join(filled), page=page, place=place)]


def _filled_in(field: etree._Element) -> str:
    """What stands in a field of a form that only Word draws: a box, ticked or not, or what was chosen of a list."""
    if field.tag == f"{W}checkBox":
        state = field.find(f"{W}checked") if field.find(f"{W}checked") is not None else field.find(f"{W}default")
        ticked = state is not None and state.get(f"{W}val", "1") not in ("0", "false", "off")
        return pictograms.TICKED if ticked else pictograms.OPEN
    entries = [entry.get(f"{W}val", "") for entry in field.findall(f"{W}listEntry")]
    chosen = next((node for node in (field.find(f"{W}result"), field.find(f"{W}default")) if node is not None), None)
    at = int(value) if (value := chosen.get(f"{W}val", "0") if chosen is not None else "0").isdigit() else 0
    return entries[at] if at < len(entries) else ""


def _described(properties: etree._Element) -> list[str]:
    """Title and description that somebody gave a picture."""
    return [words for name in ("title", "descr") if (words := properties.get(name, "").strip())]


def _letter(kind: str) -> str:
    return "e" if kind.startswith("end") else "n"


def _value(node: etree._Element | None) -> int:
    value = node.get(f"{W}val", "9") if node is not None else "9"
    return int(value) if value.isdigit() else 9


def _bold(run: etree._Element) -> bool:
    return _switched_on(run, "b")


def _hidden(run: etree._Element) -> bool:
    return _switched_on(run, "vanish")


def _switched_on(run: etree._Element, name: str) -> bool:
    properties = run.find(f"{W}rPr")
    switch = properties.find(f"{W}{name}") if properties is not None else None
    return switch is not None and switch.get(f"{W}val", "1") not in ("0", "false", "off")
