"""Words of charts and diagrams within a .docx: set aside, for nobody says them, and none is lost."""

from __future__ import annotations

import re
from itertools import zip_longest

from lxml import etree

from analysis.sources.archives import Archive
from analysis.sources.document import Block

LOCAL = etree.QName


def blocks(archive: Archive, folder: str) -> list[Block]:
    """A block for each title, series of a chart and shape of a diagram.

    Parameters
    ----------
    archive : Archive
    folder : str
        Folder of the main part, such as ``word/``.
    """
    found: list[Block] = []
    for name in sorted(archive.names):
        kind = re.fullmatch(re.escape(folder) + r"(?:charts/(chart)|diagrams/(data))\d*\.xml", name)
        root = archive.xml(name) if kind else None
        if root is None or kind is None:
            continue
        what, texts = ("chart", _chart(root)) if kind.group(1) else ("diagram", _paragraphs(root))
        found += [Block(text, aside=what, apart=True, place=what) for text in texts if text.strip()]
    return found


def _chart(root: etree._Element) -> list[str]:
    series = [_series(node) for node in _named(root, "ser")]
    return _paragraphs(root) + series


def _series(node: etree._Element) -> str:
    """Name of a series, and each category with its value: `Gemeente | 2021 12 | 2022 15`."""
    name, labels, values = (_points(node, *part) for part in (("tx",), ("cat", "xVal"), ("val", "yVal")))
    pairs = (" ".join(filter(None, pair)) for pair in zip_longest(labels, values, fillvalue=""))
    return " | ".join([" ".join(name), *pairs])


def _points(node: etree._Element, *parts: str) -> list[str]:
    found = (child for child in node if isinstance(child.tag, str) and LOCAL(child).localname in parts)
    return [(value.text or "").strip() for part in found for value in _named(part, "v")]


def _paragraphs(root: etree._Element) -> list[str]:
    drawn = (node for node in _named(root, "p") if "drawingml" in (LOCAL(node).namespace or ""))
    return ["".join(text.text or "" for text in _named(node, "t")) for node in drawn]


def _named(node: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in node.iter() if isinstance(child.tag, str) and LOCAL(child).localname == name]
