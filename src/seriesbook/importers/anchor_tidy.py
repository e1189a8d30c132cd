"""Places that links of a text lead to, where Markdown has no name for the box that they name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.htmltree import has_blocks

if TYPE_CHECKING:
    from seriesbook.importers.model import Finding, Post

_BOXES = ("table", "thead", "tbody", "tfoot", "tr", "ul", "ol", "dl", "blockquote", "figure",
          "pre", "hr", "section", "article", "div", "li", "dd", "td", "th")  # fmt: skip
_HOLDERS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dt", "dd", "caption",
            "figcaption")  # fmt: skip
_NAME = re.compile(r"[A-Za-z][\w:.-]*")  # what a list of attributes in Markdown takes for an id


def wanted_names(root: etree._Element) -> set[str]:
    """The names of places in a text that links of the same text lead to."""
    return {link.get("href", "")[1:] for link in root.iter("a")
            if link.get("href", "").startswith("#")}  # fmt: skip


def hold_places(root: etree._Element, _post: Post) -> list[Finding]:
    """Let the first words in a box have its name, in place; a picture its figure's."""
    wanted = wanted_names(root)
    for image in root.iter("img"):
        if image.get("id") not in wanted or not _NAME.fullmatch(image.get("id", "")):
            image.attrib.pop("id", "")
    for box in list(root.iter(*_BOXES)):
        name = box.get("id", "")
        if name in wanted:
            _hold(box, name)
    return []


def _hold(box: etree._Element, name: str) -> None:
    holders = (e for e in box.iter(*_HOLDERS) if xhtml.text_of(e) and not has_blocks(e))
    bare = box.tag == "div" and not has_blocks(box)
    first = box if bare else next(holders, None)
    if first is not None:
        anchor = etree.Element("span", {"id": name})
        anchor.tail, first.text = first.text, None
        first.insert(0, anchor)
    elif box.tag in {"pre", "hr"}:
        box.addprevious(etree.Element("p", {"id": name}))
    else:
        return
    box.attrib.pop("id")
