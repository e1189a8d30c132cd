"""What stands at the head and the foot of a text and is no part of it, put where it belongs.

Title, byline and dateline at the head; what is said about the series; bio, license, share and
subscribe lines, readers' comments at the foot. One table of rules in their order; each rule takes
a post and the tree of its body, changes the tree, and returns the post with what it learnt.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from seriesbook import xhtml
from seriesbook.importers import blocks
from seriesbook.importers.biographies import find_biography
from seriesbook.importers.bylines import read_byline, says_origin
from seriesbook.importers.htmltree import first_words
from seriesbook.importers.licensing import read_notice
from seriesbook.importers.model import Finding
from seriesbook.importers.phrases import (
    is_count,
    is_heading_of_foot,
    kind_after,
    kind_of_line,
)
from seriesbook.importers.plaincomments import read_comments
from seriesbook.importers.serieshints import take_series

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from seriesbook.importers.model import FindingKind, Post

HEAD, FOOT = 14, 18  # blocks at the head and the foot of a text that are looked at, at most
_PROSE = 25  # words of a block that is surely text
_SHINGLE = 5  # words that a repetition has in common with the text, one after the other
_SHORT = 14  # words of a line in the midst of a text that may be about the page
_RELATED = 0.5  # of the letters after "Related posts" stand in links
_PLAIN = frozenset({"p", "div", "li", "ul", "ol", "center", "blockquote"})
_PORTRAIT = 100  # px
_LONGEST = 50  # words of a subtitle
_SUBTITLE = re.compile(r"(?:^|[\s_-])(?:dek|deck|standfirst|sub-?title|sub-?head(?:line)?|lede|"
                       r"tagline)(?:$|\s)", re.I)  # fmt: skip
_NOTES = re.compile(r"foot-?note|end-?note|reference", re.I)


def take_front_and_back(post: Post, root: etree._Element) -> Post:
    """Take what is no part of the essay off its head and its foot; the post knows it after.

    `root` is changed in place. Every block that goes is a finding of the post.
    """
    blocks.wrap_runs(root)
    for rule in RULES:
        post = rule(post, root)
    return post


def take_from_stored(post: Post, root: etree._Element) -> Post:
    """The same for a text that comes without a page around it: what repeats itself stays."""
    for rule in STORED_RULES:
        post = rule(post, root)
    return post


def _head_of(found: list[etree._Element]) -> list[etree._Element]:
    """The blocks before the first that is surely text, and that one."""
    lengths = [blocks.length(blocks.text(block)) for block in found[:HEAD]]
    first = next((n for n, length in enumerate(lengths) if length >= _PROSE), HEAD - 1)
    return found[: first + 1]


def _cut_what_follows(post: Post, root: etree._Element) -> Post:
    """Cut the text where the page goes on with comments or other posts."""
    found = blocks.leaves(root)
    for index, block in enumerate(found):
        kind = kind_after(blocks.text(block)) if block.tag not in {"ul", "table", "pre"} else ""
        rest = [b for b in found[index + 1 :] if not _is_note(b)]
        if not kind or not index or (kind == "related posts" and not _are_links(rest)):
            continue
        if kind == "related posts":
            rest = rest[: _next_heading(rest)]
        comments = read_comments(rest) if kind == "comments" else ()
        finding = Finding(
            "dropped", kind, blocks.beginning(block, *rest), count=max(len(comments), 1)
        )
        for gone in (block, *rest):
            blocks.remove(gone)
        post = replace(post, comments=(*post.comments, *comments))
        return _cut_what_follows(_with(post, finding), root)
    return post


def _is_note(block: etree._Element) -> bool:
    """Whether a block is a footnote or a list of them, which stands under comments in no theme."""
    chain = (block, *block.iterancestors())
    return any(_NOTES.search(f"{e.get('class', '')} {e.get('id', '')}") for e in chain)


def _are_links(rest: list[etree._Element]) -> bool:
    """Whether what follows, up to the next heading, is links, or short lines as titles are."""
    until = rest[: _next_heading(rest)]
    texts = [blocks.text(b) for b in until]
    linked = sum(len(t) * blocks.linked_share(b) for t, b in zip(texts, until, strict=True))
    short = all(blocks.length(t) <= _PROSE and t[-1:] not in ".:;," for t in texts)
    return short or linked >= _RELATED * sum(map(len, texts))


def _next_heading(rest: list[etree._Element]) -> int:
    """Where in what follows something else begins."""
    heads = (
        n
        for n, b in enumerate(rest)
        if is_heading_of_foot(blocks.text(b)) or (n and b.tag in {"h1", "h2"} and not len(b))
    )
    return next(heads, len(rest))


def _drop_lines(post: Post, root: etree._Element) -> Post:
    """Drop lines about the page: share, subscribe, counts, tags."""
    found = blocks.leaves(root)
    head = _head_of(found)
    for index, block in enumerate(found):
        words = blocks.text(block)
        edge = block in head or index >= len(found) - FOOT
        short = 1 < blocks.length(words) <= _SHORT
        heads = block.tag in blocks.HEADINGS
        if (block.tag not in _PLAIN and not (heads and edge)) or not (edge or short):
            continue
        kind = kind_of_line(words) or ("counts" if block in head and is_count(words) else "")
        if kind and not _is_note(block) and not (heads and kind == "navigation"):
            post = _with(post, Finding("dropped", kind, blocks.beginning(block)))
            blocks.remove(block)
    return post


def _take_subtitle(post: Post, root: etree._Element) -> Post:
    """Take the subtitle: by its class, or as the heading between title and byline."""
    head = [block for block in _head_of(blocks.leaves(root)) if blocks.text(block)]
    for block, following in zip(head, [*head[1:], None], strict=True):
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
        return _with(post, Finding("taken", "subtitle", first_words(words)))
    return post


def _drop_portraits(post: Post, root: etree._Element) -> Post:
    """Drop the author's picture beside the byline: it is small, or has the author's name."""
    names = {blocks.folded(name) for name in post.authors}
    for block in _head_of(blocks.leaves(root)):
        images = list(block.iter("img"))
        if len(images) != 1 or blocks.text(block) or block.tag == "figure":
            continue
        width = images[0].get("width", "").removesuffix("px")
        small = width.isdecimal() and int(width) <= _PORTRAIT
        if small or blocks.folded(images[0].get("alt", "")) in names:
            words = images[0].get("alt", "")
            post = _with(post, Finding("dropped", "portrait beside the byline", words))
            blocks.remove(block)
    return post


def _drop_title(post: Post, root: etree._Element) -> Post:
    """Drop the title where the body gives it again, at its head or its foot."""
    found = blocks.leaves(root)
    for block in _edges(found):
        same = block.tag in {"h1", "h2", "p", "div"} and blocks.is_same(
            blocks.text(block), post.title
        )
        if same and (block.tag in {"h1", "h2"} or block is found[0] or block in found[-FOOT:]):
            post = _with(post, Finding("dropped", "title again", blocks.beginning(block)))
            blocks.remove(block)
    return post


def _edges(found: list[etree._Element]) -> list[etree._Element]:
    head = _head_of(found)
    return [*head, *found[len(head) :][-FOOT:]]


def _take_byline(post: Post, root: etree._Element) -> Post:
    """Take lines that say nothing but who wrote the text, when, and where it appeared first."""
    found = blocks.leaves(root)
    head = _head_of(found)
    for block in (*head, *found[len(head) :][-1:]):
        words = blocks.text(block)
        if block.tag not in _PLAIN | blocks.HEADINGS:
            continue
        line = read_byline(words, post.authors) or read_byline(_parted(block), post.authors)
        if line is None or (block not in head and not line.date):
            if not says_origin(words):
                continue
            post = _with(post, Finding("taken", "note of first publication", first_words(words)))
        else:
            date = post.date or (None if line.updated else line.date)
            updated = post.updated or (line.date if line.updated else None)
            authors = post.authors or line.authors
            post = replace(post, authors=authors, date=date, updated=updated)
            what = "byline" if line.authors else "dateline"
            post = _with(post, Finding("taken", what, first_words(words)))
        blocks.remove(block)
    return post


def _parted(block: etree._Element) -> str:
    """The texts of a block's inline elements, which a style parts and not a space."""
    texts = " | ".join(" ".join(text.split()) for text in map(str, block.itertext()))
    return re.sub(r"\b(in|by) \| ", r"\1 ", texts, flags=re.IGNORECASE)


def _take_bio(post: Post, root: etree._Element) -> Post:
    """Take the words about the author off the foot."""
    foot = [b for b in blocks.leaves(root)[1:][-FOOT:] if not _is_note(b)]
    found = find_biography(foot, post.authors)
    if found is None:
        return post
    authors = post.authors or ((found.name,) if found.name else ())
    words = blocks.beginning(*found.blocks)
    kind: FindingKind = "taken" if found.sure else "guessed"
    post = _with(replace(post, authors=authors), Finding(kind, "bio of the author", words))
    for head in found.heads[1:]:
        post = _with(post, Finding("taken", "byline", blocks.beginning(head)))
    bio = xhtml.parse("")
    for block in (*found.heads, *found.blocks):
        blocks.remove(block)
    bio.extend(found.blocks)
    return replace(post, bio=post.bio or xhtml.serialise(bio))


def _take_license(post: Post, root: etree._Element) -> Post:
    """Take license notices off head and foot."""
    found = blocks.leaves(root)
    for block in _edges(found):
        if block.tag in {"pre", "table", "blockquote"} or _is_note(block):
            continue
        notice = read_notice(block)
        if notice is None:
            continue
        post = replace(post, license=post.license or notice.license)
        post = _with(post, Finding("taken", "license notice", blocks.beginning(block)))
        blocks.remove(block)
    return post


def _drop_repetitions(post: Post, root: etree._Element) -> Post:
    """Drop paragraphs at the foot whose words all stand in the text above: teasers, captions."""
    found = blocks.leaves(root)
    for block in found[1:][-FOOT:]:
        words = blocks.folded(blocks.text(block)).split()
        at = found.index(block)
        above = " ".join(blocks.folded(blocks.text(b)) for b in found[:at])
        if block.tag != "p" or len(words) < 3 * _SHINGLE or not _repeats(words, above):
            continue
        post = _with(post, Finding("dropped", "repetition of the text", blocks.beginning(block)))
        blocks.remove(block)
    return post


def _repeats(words: list[str], above: str) -> bool:
    shingles = [words[n : n + _SHINGLE] for n in range(len(words) - _SHINGLE + 1)]
    return sum(" ".join(s) in above for s in shingles) >= 0.9 * len(shingles)


def _with(post: Post, finding: Finding) -> Post:
    return replace(post, findings=(*post.findings, finding))


RULES: tuple[Callable[[Post, etree._Element], Post], ...] = (
    _cut_what_follows,
    _drop_portraits,
    _take_subtitle,
    _drop_lines,
    _take_byline,
    _take_license,
    take_series,  # before the titles of other parts, which the text may name, go as repetitions
    _drop_repetitions,
    _drop_title,
    _take_byline,  # what the title stood before
    _take_bio,
)
STORED_RULES: tuple[Callable[[Post, etree._Element], Post], ...] = (
    _drop_lines,
    _take_byline,
    _take_license,
    take_series,
    _drop_title,
    _take_bio,
)
