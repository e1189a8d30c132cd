"""The head and the foot of a text: the blocks that rules about them look at."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from seriesbook.importers import blocks

if TYPE_CHECKING:
    from lxml import etree

    from seriesbook.importers.model import Finding, Post

HEAD, FOOT = 14, 18  # blocks at the head and the foot of a text that are looked at, at most
PLAIN = frozenset({"p", "div", "li", "ul", "ol", "center", "blockquote"})
_PROSE = 25  # words of a block that is surely text
_NOTES = re.compile(r"foot-?note|end-?note|reference", re.I)


def head_of(found: list[etree._Element]) -> list[etree._Element]:
    """The blocks before the first that is surely text, and that one."""
    lengths = [blocks.length(blocks.text(block)) for block in found[:HEAD]]
    first = next((n for n, length in enumerate(lengths) if length >= _PROSE), HEAD - 1)
    return found[: first + 1]


def edges(found: list[etree._Element]) -> list[etree._Element]:
    """The blocks at the head and at the foot, each once."""
    head = head_of(found)
    return [*head, *found[len(head) :][-FOOT:]]


def is_note(block: etree._Element) -> bool:
    """Whether a block is a footnote or a list of them, which stands under comments in no theme."""
    chain = (block, *block.iterancestors())
    return any(_NOTES.search(f"{e.get('class', '')} {e.get('id', '')}") for e in chain)


def noted(post: Post, finding: Finding) -> Post:
    """The post with one more finding."""
    return replace(post, findings=(*post.findings, finding))
