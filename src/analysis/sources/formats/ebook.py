"""EPUB: the chapters of its spine in their order, each read as HTML; the table of contents that it navigates by is left out."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from urllib.parse import unquote

from lxml import etree

from analysis.sources.archives import Archive
from analysis.sources.document import Block
from analysis.sources.formats import Contents, Options, web
from analysis.sources.refusals import Refusal

CONTAINER = "META-INF/container.xml"
ENCRYPTION = "META-INF/encryption.xml"
PAGES = ("application/xhtml+xml", "text/html")
DESCRIBED = ("title", "creator", "date")


def read(data: bytes, options: Options) -> Contents:
    """Contents of an .epub."""
    archive = Archive(data, options.limits)
    package = _package(archive)
    root = archive.xml(package)
    if root is None:
        raise Refusal("damaged", "names a package that is not in it")
    folder = posixpath.dirname(package)
    items = {item.get("id", ""): item for item in _all(root, "item")}
    blocks: list[Block] = []
    warnings: list[str] = []
    absent = 0
    closed = archive.read(ENCRYPTION) or b""
    for reference in _all(root, "itemref"):
        item = items.get(reference.get("idref", ""))
        if item is None or item.get("media-type") not in PAGES or "nav" in item.get("properties", "").split():
            continue
        name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
        if name.encode() in closed:
            raise Refusal("password", "is protected against copying")
        chapter = archive.read(name)
        if chapter is None:
            absent += 1
            continue
        found, notes = web.blocks_in(chapter)
        blocks += [replace(block, place=posixpath.basename(name)) for block in found]
        warnings += notes
    if absent:
        warnings.append(f"{absent} chapters are named and not in it")
    if not blocks:
        raise Refusal("empty", "holds no text")
    metadata = {name: (node.text or "").strip() for name in DESCRIBED for node in _all(root, name)[:1]}
    return Contents(blocks=blocks, warnings=warnings, metadata={key: value for key, value in metadata.items() if value})


def _package(archive: Archive) -> str:
    container = archive.xml(CONTAINER)
    named = [] if container is None else [node.get("full-path", "") for node in _all(container, "rootfile")]
    if not named or not named[0]:
        raise Refusal("damaged", "does not say where its chapters are")
    return posixpath.normpath(named[0])


def _all(root: etree._Element, name: str) -> list[etree._Element]:
    """Elements of a local name: makers of books are loose with namespaces."""
    return [node for node in root.iter() if isinstance(node.tag, str) and etree.QName(node).localname == name]
