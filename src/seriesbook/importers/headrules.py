"""Rules for the head of a text: portrait, subtitle, byline and dateline, the title again."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from seriesbook.importers import blocks
from seriesbook.importers.bylines import read_byline, says_origin
from seriesbook.importers.edges import FOOT, PLAIN, edges, head_of, noted
from seriesbook.importers.htmltree import first_words
from seriesbook.importers.model import Finding

if TYPE_CHECKING:
    from lxml import etree

    from seriesbook.importers.model import Post

_PORTRAIT = 100  # px
_SIGNED = 8  # blocks at the foot among which "Posted by" is looked for
_LONGEST = 50  # words of a subtitle
_SUBTITLE = re.compile(
    r"(?:^|[\s_-])(?:dek|deck|standfirst|sub-?title|sub-?head(?:line)?|lede|tagline)(?:$|\s)", re.I
)


def drop_portraits(post: Post, root: etree._Element) -> Post:
    """Drop the author's picture beside the byline: it is small, or has the author's name."""
    names = {blocks.folded(name) for name in post.authors}
    for block in head_of(blocks.leaves(root)):
        images = list(block.iter("img"))
        if len(images) != 1 or blocks.text(block) or block.tag == "figure":
            continue
        width = images[0].get("width", "").removesuffix("px")
        small = width.isdecimal() and int(width) <= _PORTRAIT
        if small or blocks.folded(images[0].get("alt", "")) in names:
            words = images[0].get("alt", "")
            post = noted(post, Finding("dropped", "portrait beside the byline", words))
            blocks.remove(block)
    return post


def take_subtitle(post: Post, root: etree._Element) -> Post:
    """Take the subtitle: by its class, or as the heading between title and byline."""
    head = [block for block in head_of(blocks.leaves(root)) if blocks.text(block)]
    for index, block in enumerate(head):
        following = head[index + 1] if index + 1 < len(head) else None
        words = blocks.text(block)
        if blocks.is_same(words, post.title):
            continue
        named = bool(_SUBTITLE.search(block.get("class", "")))
        line = following is not None and read_byline(blocks.text(following), post.authors)
        fits = named or (block.tag in {"h2", "h3", "h4"} and line)
        if not fits or not 1 < blocks.length(words) <= _LONGEST:
            continue
        post = replace(post, subtitle=post.subtitle or words)
        blocks.remove(block)
        return noted(post, Finding("taken", "subtitle", first_words(words)))
    return post


def take_byline(post: Post, root: etree._Element) -> Post:
    """Take lines that say nothing but who wrote the text, when, and where it appeared first."""
    found = blocks.leaves(root)
    head = head_of(found)
    for block in (*head, *found[len(head) :][-_SIGNED:]):
        words = blocks.text(block)
        if block.tag not in PLAIN | blocks.HEADINGS:
            continue
        line = read_byline(words, post.authors) or read_byline(_parted(block), post.authors)
        signed = re.match(r"\W*(?:posted|written|published) by\b", words, re.IGNORECASE)
        near = block in head or signed or (line is not None and line.updated)
        if line is None or not (near or (block is found[-1] and line.date)):
            if not says_origin(words):
                continue
            post = noted(post, Finding("taken", "note of first publication", first_words(words)))
        else:
            date = post.date or (None if line.updated else line.date)
            updated = post.updated or (line.date if line.updated else None)
            authors = post.authors or line.authors
            post = replace(post, authors=authors, date=date, updated=updated)
            what = "byline" if line.authors else "dateline"
            post = noted(post, Finding("taken", what, first_words(words)))
        blocks.remove(block)
    return post


def _parted(block: etree._Element) -> str:
    """The texts of a block's inline elements, which a style parts and not a space."""
    texts = " | ".join(" ".join(text.split()) for text in map(str, block.itertext()))
    return re.sub(r"\b(in|by) \| ", r"\1 ", texts, flags=re.IGNORECASE)


def drop_title(post: Post, root: etree._Element) -> Post:
    """Drop the title where the body gives it again, at its head or its foot."""
    found = blocks.leaves(root)
    for block in edges(found):
        same = block.tag in {"h1", "h2", "p", "div"} and blocks.is_same(
            blocks.text(block), post.title
        )
        if same and (block.tag in {"h1", "h2"} or block is found[0] or block in found[-FOOT:]):
            post = noted(post, Finding("dropped", "title again", blocks.beginning(block)))
            blocks.remove(block)
    return post
