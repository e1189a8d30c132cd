"""Rules for the foot of a text: what the page goes on with, bio, license, repetitions."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from seriesbook import xhtml
from seriesbook.importers import blocks
from seriesbook.importers.biographies import find_biography
from seriesbook.importers.edges import FOOT, edges, is_note, noted
from seriesbook.importers.licensing import read_notice
from seriesbook.importers.model import Finding
from seriesbook.importers.phrases import is_about_author, is_heading_of_foot, kind_after
from seriesbook.importers.plaincomments import read_comments

if TYPE_CHECKING:
    from lxml import etree

    from seriesbook.importers.model import FindingKind, Post

_PROSE = 25  # words of a block that is surely text
_ENOUGH = 30  # words of a text before anything can follow it
_SHINGLE = 5  # words that a repetition has in common with the text, one after the other
_TEASER = re.compile(r"^[^\W\d_a-zß-ÿа-я]{2,}(?:[ .]+[^\W\d_a-zß-ÿа-я]{2,})+\s?[—–:-]")
_RELATED = 0.5  # of the letters after "Related posts" stand in links


def cut_what_follows(post: Post, root: etree._Element) -> Post:
    """Cut the text where the page goes on with comments or other posts."""
    found = blocks.leaves(root)
    before = 0
    for index, block in enumerate(found):
        words = blocks.text(block)
        kind = kind_after(words) if block.tag not in {"ul", "table", "pre"} else ""
        if not kind or before < _ENOUGH:  # "3 comments" at the head is a count
            before += blocks.length(words)
            continue
        rest = [b for b in found[index + 1 :] if not is_note(b)]
        if kind == "related posts" and not _are_links(rest):
            continue
        if kind == "related posts":
            rest = rest[: _next_heading(rest)]
        comments = read_comments(rest) if kind == "comments" else ()
        begins = blocks.beginning(block, *rest)
        for gone in (block, *rest):
            blocks.remove(gone)
        post = replace(post, comments=(*post.comments, *comments))
        finding = Finding("dropped", kind, begins, count=max(len(comments), 1))
        return cut_what_follows(noted(post, finding), root)
    return post


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


def take_license(post: Post, root: etree._Element) -> Post:
    """Take license notices off head and foot."""
    found = blocks.leaves(root)
    for block in edges(found):
        if block.tag in {"pre", "table", "blockquote"} or is_note(block):
            continue
        notice = read_notice(block)
        if notice is None:
            continue
        post = replace(post, license=post.license or notice.license)
        post = noted(post, Finding("taken", "license notice", blocks.beginning(block)))
        blocks.remove(block)
    return post


def take_bio(post: Post, root: etree._Element) -> Post:
    """Take the words about the author off the foot."""
    foot = [b for b in blocks.leaves(root)[1:][-FOOT:] if not is_note(b)]
    found = find_biography(foot, post.authors)
    if found is None:
        return post
    authors = post.authors or ((found.name,) if found.name else ())
    words = blocks.beginning(*found.blocks)
    kind: FindingKind = "taken" if found.sure else "guessed"
    post = noted(replace(post, authors=authors), Finding(kind, "bio of the author", words))
    for head in found.heads[1:]:
        post = noted(post, Finding("taken", "byline", blocks.beginning(head)))
    bio = xhtml.parse("")
    for block in (*found.heads, *found.blocks):
        blocks.remove(block)
        block.attrib.clear()
        _unslant(block)
    bio.extend(found.blocks)
    return replace(post, bio=post.bio or xhtml.serialise(bio))


def _unslant(block: etree._Element) -> None:
    """Take the italics off a paragraph that is set in them from end to end."""
    inner = list(block)
    bare = f"{block.text or ''}{inner[0].tail or ''}".strip() if inner else "words"
    if len(inner) == 1 and not bare and inner[0].tag in {"em", "i", "small"}:
        xhtml.unwrap(inner[0])


def drop_repetitions(post: Post, root: etree._Element) -> Post:
    """Drop paragraphs at the foot whose words all stand in the text above: teasers, captions.

    They stand under the words about the author, or begin with a name in capitals; a refrain of
    the text itself stays.
    """
    found = blocks.leaves(root)
    start = max(len(found) - FOOT, 1)
    above = " ".join(blocks.folded(blocks.text(b)) for b in found[:start])
    after = False
    for block in found[start:]:
        text = blocks.text(block)
        after = after or is_about_author(text)
        words = blocks.folded(text)
        if block.tag == "p" and (after or _TEASER.match(text)) and _repeats(words.split(), above):
            finding = Finding("dropped", "repetition of the text", blocks.beginning(block))
            post = noted(post, finding)
            blocks.remove(block)
        else:
            above = f"{above} {words}"
    return post


def _repeats(words: list[str], above: str) -> bool:
    shingles = [words[n : n + _SHINGLE] for n in range(len(words) - _SHINGLE + 1)]
    enough = len(words) >= 3 * _SHINGLE
    return enough and sum(" ".join(s) in above for s in shingles) >= 0.9 * len(shingles)
