"""What stands at the head and the foot of a text and is no part of it, put where it belongs.

Title, byline and dateline at the head; what is said about the series; bio, license, share and
subscribe lines, readers' comments at the foot. One table of rules in their order; each rule takes
a post and the tree of its body, changes the tree, and returns the post with what it learnt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seriesbook.importers import blocks
from seriesbook.importers.bylines import read_byline
from seriesbook.importers.edges import FOOT, PLAIN, head_of, is_note, noted
from seriesbook.importers.footrules import (
    cut_what_follows,
    drop_repetitions,
    take_bio,
    take_license,
)
from seriesbook.importers.headrules import (
    drop_portraits,
    drop_title,
    take_byline,
    take_subtitle,
)
from seriesbook.importers.model import Finding
from seriesbook.importers.phrases import is_count, kind_of_line
from seriesbook.importers.serieshints import take_series

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from seriesbook.importers.model import Post

_SHORT = 14  # words of a line in the midst of a text that may be about the page


def take_front_and_back(post: Post, root: etree._Element) -> Post:
    """Take what is no part of the essay off its head and its foot; the post knows it after.

    `root` is changed in place. Every block that goes is a finding of the post.
    """
    blocks.wrap_runs(root)
    blocks.part_first_lines(root)
    for rule in RULES:
        post = rule(post, root)
    return post


def take_from_stored(post: Post, root: etree._Element) -> Post:
    """The same for a text that comes without a page around it: what repeats itself stays."""
    for rule in STORED_RULES:
        post = rule(post, root)
    return post


def _drop_lines(post: Post, root: etree._Element) -> Post:
    """Drop lines about the page: share, subscribe, counts, tags."""
    found = blocks.leaves(root)
    head = head_of(found)
    for index, block in enumerate(found):
        words = blocks.text(block)
        edge = block in head or index >= len(found) - FOOT
        short = 1 < blocks.length(words) <= _SHORT
        heads = block.tag in blocks.HEADINGS
        if (block.tag not in PLAIN and not (heads and edge)) or not (edge or short):
            continue
        kind = kind_of_line(words) or ("counts" if _is_lone_count(block, head) else "")
        if kind and not is_note(block) and not (heads and kind == "navigation"):
            post = noted(post, Finding("dropped", kind, blocks.beginning(block)))
            blocks.remove(block)
    return post


def _is_lone_count(block: etree._Element, head: list[etree._Element]) -> bool:
    """Whether a block at the head is a bare number beside others, or beside the byline."""
    if block not in head or not is_count(blocks.text(block)):
        return False
    at = head.index(block)
    near = [blocks.text(b) for b in (*head[max(at - 2, 0) : at], *head[at + 1 : at + 3])]
    return any(is_count(words) or kind_of_line(words) or read_byline(words) for words in near)


RULES: tuple[Callable[[Post, etree._Element], Post], ...] = (
    cut_what_follows,
    drop_portraits,
    take_subtitle,
    _drop_lines,
    take_byline,
    take_license,
    take_series,  # before the titles of other parts, which the text may name, go as repetitions
    drop_repetitions,
    drop_title,
    take_byline,  # what the title stood before
    take_bio,
)
STORED_RULES: tuple[Callable[[Post, etree._Element], Post], ...] = (
    _drop_lines,
    take_byline,
    take_license,
    take_series,
    drop_title,
    take_bio,
)
