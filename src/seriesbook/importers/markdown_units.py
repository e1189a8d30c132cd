"""The blocks that Markdown is written of: containers opened, bare text in paragraphs."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook.importers.htmltree import has_blocks, is_block

if TYPE_CHECKING:
    from collections.abc import Iterator

# Elements that make a block of Markdown; the writer has a function for each.
WRITTEN = frozenset(
    "h1 h2 h3 h4 h5 h6 ul ol blockquote div dl figcaption figure hr p pre table".split()
)


def units(holder: etree._Element) -> Iterator[etree._Element]:
    """Blocks inside, containers opened; inline content between blocks as paragraphs."""
    run = etree.Element("p")
    run.text = holder.text
    for child in list(holder):
        block = isinstance(child.tag, str) and (is_block(child) or has_blocks(child))
        if not block:
            run.append(deepcopy(child))
            continue
        yield from _paragraph_of(run)
        run = etree.Element("p")
        run.text = child.tail
        if child.get("data-notes") is not None:
            continue
        if _opens(child):
            yield from units(child)
        else:
            yield child
    yield from _paragraph_of(run)


def _opens(element: etree._Element) -> bool:
    """Whether an element only holds blocks together."""
    if element.tag == "p" or element.tag not in WRITTEN:
        return has_blocks(element) or element.tag != "p"
    return element.tag == "div" and element.get("class") != "verse"


def _paragraph_of(run: etree._Element) -> Iterator[etree._Element]:
    if len(run) or (run.text or "").strip():
        yield run
