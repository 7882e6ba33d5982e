"""OpenDocument text (.odt): the same care as for Word; deletions are listed and left out, insertions are read."""

from __future__ import annotations

import re

from lxml import etree

from analysis.sources.archives import Archive
from analysis.sources.document import Block, Change, Comment
from analysis.sources.formats import Contents, Options
from analysis.sources.formats.word import row_blocks
from analysis.sources.refusals import Refusal

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
INDEXES = ("table-of-content", "illustration-index", "table-index", "alphabetical-index", "bibliography")
CONTENTS = {f"{TEXT}{name}" for name in INDEXES}
SILENT_TEXT = (
    "sequence-decls", "variable-decls", "user-field-decls", "index-title-template", "bibliography-mark"
)  # fmt: skip
DESCRIBED = (f"{SVG}title", f"{SVG}desc")
SILENT = {f"{OFFICE}forms"} | {f"{TEXT}{name}" for name in SILENT_TEXT}


def read(data: bytes, options: Options) -> Contents:
    """Contents of an .odt."""
    archive = Archive(data, options.limits)
    manifest = archive.read("META-INF/manifest.xml")
    if manifest is not None and b"encryption-data" in manifest:
        raise Refusal("password", "is protected with a password")
    root = archive.xml("content.xml")
    if root is None:
        raise Refusal("damaged", "has no content in it")
    styles = archive.xml("styles.xml")
    reader = _Reader(root, styles)
    body = root.find(f".//{OFFICE}text")
    if body is None:
        raise Refusal("damaged", "is an OpenDocument file without text")
    reader.container(body)
    if styles is not None:
        for name, kind in (("header", "running header"), ("footer", "running footer")):
            for part in styles.iter(f"{STYLE}{name}"):
                reader.furniture(part, kind)
    reader.list_changes(body)
    warnings = [f"{len(reader.changes)} tracked changes: the accepted view is read"] if reader.changes else []
    if objects := len({name.split("/")[0] for name in archive.names if re.match(r"Object [^/]+/content\.xml", name)}):
        warnings.append(f"{objects} embedded objects (charts, formulas) were not read; compare with the original")
    return Contents(reader.blocks + reader.notes, reader.changes, reader.comments, warnings, _properties(archive))


def _properties(archive: Archive) -> dict[str, str]:
    root = archive.xml("meta.xml")
    if root is None:
        return {}
    wanted = {"title", "creator", "creation-date", "date", "initial-creator", "subject"}
    return {
        etree.QName(node).localname: (node.text or "").strip()
        for node in root.iter()
        if isinstance(node.tag, str) and etree.QName(node).localname in wanted and (node.text or "").strip()
    }


class _Reader:
    def __init__(self, root: etree._Element, styles: etree._Element | None) -> None:
        self.blocks: list[Block] = []
        self.notes: list[Block] = []
        self.changes: list[Change] = []
        self.comments: list[Comment] = []
        self.number = 0
        self.inserted: dict[str, list[str]] = {}
        self.open: set[str] = set()
        self.insertions: dict[str, tuple[int, str]] = {}
        self.deletions: dict[str, int] = {}
        self.ranges: dict[str, list[str]] = {}
        trees = [tree for tree in (styles, root) if tree is not None]
        self.parents, self.bold, self.hidden = _styles(trees)

    def container(self, node: etree._Element, aside: str = "") -> None:
        for child in node:
            tag = child.tag
            if tag in SILENT or not isinstance(tag, str) or tag == f"{TEXT}tracked-changes":
                continue
            if tag in DESCRIBED:
                self._describe(child)
            elif tag in (f"{TEXT}p", f"{TEXT}h"):
                self.paragraph(child, aside or ("heading" if tag == f"{TEXT}h" else ""))
            elif tag in CONTENTS:
                self.container(child, "table of contents")
            elif tag == f"{TABLE}table":
                self.table(child, aside)
            elif tag in (f"{TEXT}change-start", f"{TEXT}change-end", f"{TEXT}change"):
                self.inline_mark(child)
            else:
                self.container(child, aside)

    def paragraph(self, node: etree._Element, aside: str) -> None:
        self.number += 1
        style = node.get(f"{TEXT}style-name", "")
        lineage = self._lineage(style)
        if self.hidden & set(lineage):
            self._hide("".join(node.itertext()))
            return
        parts: list[tuple[str, bool]] = []
        boxes: list[etree._Element] = []
        self.inline(node, parts, bool(self.bold & set(lineage[:1])), boxes)
        text = "".join(part for part, _ in parts)
        if not aside and any(re.match(r"(Heading|Title|Subtitle|Kop)(_|$|\d)", name) for name in lineage):
            aside = "heading"
        if not aside and any(name.startswith("Contents_20_") for name in lineage):
            aside = "table of contents"
        if text.strip():
            bold = 0
            for part, is_bold in parts:
                if not is_bold and part.strip():
                    break
                bold += len(part)
            self.blocks.append(Block(text, aside=aside, place=f"paragraph {self.number}", bold=bold))
        for box in boxes:
            self.container(box, aside)

    def _lineage(self, style: str) -> list[str]:
        found: list[str] = []
        while style and style not in found:
            found.append(style)
            style = self.parents.get(style, "")
        return found

    def inline(
        self, node: etree._Element, parts: list[tuple[str, bool]], bold: bool, boxes: list[etree._Element]
    ) -> None:
        self._add(node.text, parts, bold)
        for child in node:
            tag = child.tag
            if not isinstance(tag, str) or tag in SILENT:
                pass
            elif tag in DESCRIBED:
                self._describe(child)
            elif tag == f"{TEXT}s":
                self._add(" ", parts, bold)
            elif tag == f"{TEXT}tab":
                self._add("\t", parts, bold)
            elif tag == f"{TEXT}line-break":
                self._add("\n", parts, bold)
            elif tag == f"{TEXT}note":
                self.note(child, parts, bold)
            elif tag == f"{OFFICE}annotation":
                self.annotation(child)
            elif tag == f"{OFFICE}annotation-end":
                self._close(child)
            elif tag in (f"{TEXT}change-start", f"{TEXT}change-end", f"{TEXT}change"):
                self.inline_mark(child)
            elif tag == f"{DRAW}text-box":
                boxes.append(child)
            elif tag in (f"{TEXT}hidden-text", f"{TEXT}hidden-paragraph"):
                self._hide(child.get(f"{TEXT}string-value", ""))
            elif tag == f"{TEXT}span":
                lineage = set(self._lineage(child.get(f"{TEXT}style-name", "")))
                if lineage & self.hidden:
                    self._hide("".join(child.itertext()))
                else:
                    self.inline(child, parts, bold or bool(lineage & self.bold), boxes)
            else:
                self.inline(child, parts, bold, boxes)
            self._add(child.tail, parts, bold)

    def _hide(self, text: str) -> None:
        if text.strip():
            self.notes.append(Block(text, aside="hidden text", apart=True, place=f"paragraph {self.number}"))

    def _describe(self, node: etree._Element) -> None:
        """Keep the title or description that somebody gave a picture."""
        if words := (node.text or "").strip():
            place = f"paragraph {self.number}"
            self.notes.append(Block(words, aside="picture description", apart=True, place=place))

    def _add(self, text: str | None, parts: list[tuple[str, bool]], bold: bool) -> None:
        if not text:
            return
        text = text if text in ("\n", "\t") else re.sub(r"\s+", " ", text)
        parts.append((text, bold))
        for key in self.open:
            self.inserted.setdefault(key, []).append(text)
        for collected in self.ranges.values():
            collected.append(text)

    def note(self, node: etree._Element, parts: list[tuple[str, bool]], bold: bool) -> None:
        kind = node.get(f"{TEXT}note-class", "footnote")
        citation = (
            "".join(node.find(f"{TEXT}note-citation").itertext())
            if node.find(f"{TEXT}note-citation") is not None
            else ""
        )
        label = f"[{'e' if kind == 'endnote' else 'n'}{citation.strip()}]"
        self._add(label, parts, bold)
        body = node.find(f"{TEXT}note-body")
        if body is None:
            return
        text = " ".join("".join(p.itertext()).strip() for p in body.iter(f"{TEXT}p", f"{TEXT}h"))
        if text.strip():
            self.notes.append(Block(f"{label} {text}", aside=kind, apart=True, place=kind))

    def annotation(self, node: etree._Element) -> None:
        author, date = node.findtext(f"{DC}creator") or "", node.findtext(f"{DC}date") or ""
        text = "\n".join("".join(p.itertext()) for p in node.iter(f"{TEXT}p"))
        self.comments.append(Comment(author, date, text.strip(), "", len(self.blocks)))
        if name := node.get(f"{OFFICE}name"):
            self.ranges[name] = []
            self.insertions[f"comment {name}"] = (len(self.comments) - 1, "")

    def _close(self, node: etree._Element) -> None:
        name = node.get(f"{OFFICE}name", "")
        at = self.insertions.pop(f"comment {name}", None)
        if name in self.ranges and at is not None:
            old = self.comments[at[0]]
            self.comments[at[0]] = Comment(
                old.author, old.date, old.text, "".join(self.ranges.pop(name)).strip(), old.anchor
            )

    def inline_mark(self, node: etree._Element) -> None:
        key = node.get(f"{TEXT}change-id", "")
        if node.tag == f"{TEXT}change-start":
            self.open.add(key)
            self.deletions[key] = len(self.blocks)
        elif node.tag == f"{TEXT}change-end":
            self.open.discard(key)
        else:
            self.deletions[key] = len(self.blocks)

    def table(self, node: etree._Element, aside: str) -> None:
        for row in node.iter(f"{TABLE}table-row"):
            if next(row.iterancestors(f"{TABLE}table")) is not node:
                continue
            start, cells = len(self.blocks), []
            for cell in row:
                if cell.tag != f"{TABLE}table-cell":
                    continue
                mark = len(self.blocks)
                self.container(cell, aside)
                cells.append("\n".join(block.text for block in self.blocks[mark:]))
            del self.blocks[start:]
            for block in row_blocks(cells, 0, f"table row, paragraph {self.number}"):
                block.aside = aside
                self.blocks.append(block)

    def furniture(self, node: etree._Element, kind: str) -> None:
        start = len(self.blocks)
        self.container(node)
        for block in self.blocks[start:]:
            block.aside, block.apart, block.place = kind, True, kind

    def list_changes(self, body: etree._Element) -> None:
        for region in body.iter(f"{TEXT}changed-region"):
            key = region.get(f"{TEXT}id", "")
            for change in region:
                info = change.find(f"{OFFICE}change-info")
                author = (info.findtext(f"{DC}creator") or "") if info is not None else ""
                date = (info.findtext(f"{DC}date") or "") if info is not None else ""
                kind = etree.QName(change).localname
                if kind == "deletion":
                    text = " ".join("".join(p.itertext()) for p in change.iter(f"{TEXT}p", f"{TEXT}h"))
                else:
                    text = "".join(self.inserted.get(key, []))
                if text.strip():
                    self.changes.append(Change(kind, author, date, text.strip(), self.deletions.get(key, 0)))


def _styles(trees: list[etree._Element]) -> tuple[dict[str, str], set[str], set[str]]:
    parents, bold, hidden = {}, set(), set()
    for tree in trees:
        for style in tree.iter(f"{STYLE}style"):
            name = style.get(f"{STYLE}name", "")
            parents[name] = style.get(f"{STYLE}parent-style-name", "")
            for properties in style.iter(f"{STYLE}text-properties"):
                if properties.get(f"{FO}font-weight") in ("bold", "700", "800", "900"):
                    bold.add(name)
                if properties.get(f"{TEXT}display") == "none":
                    hidden.add(name)
    return parents, bold, hidden
