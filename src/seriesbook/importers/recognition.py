"""What stands at the head and the foot of a text and is no part of it, put where it belongs.

Title, byline and dateline at the head; what is said about the series; bio, license, share and subscribe lines, readers' comments
at the foot. One table of rules in their order; each rule takes a post and the tree of its body,
changes the tree, and returns the post with what it learnt.
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
from seriesbook.importers.model import Comment, Finding
from seriesbook.importers.phrases import kind_after, kind_of_line
from seriesbook.importers.serieshints import take_series

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lxml import etree

    from seriesbook.importers.model import FindingKind, Post

HEAD, FOOT = 6, 18  # blocks at the head and the foot of a text that are looked at
_SHINGLE = 5  # words that a repetition has in common with the text, one after the other
_SHORT = 14  # words of a line in the midst of a text that may be about the page
_RELATED = 0.5  # of the letters after "Related posts" stand in links
_PLAIN = frozenset({"p", "div", "li", "ul", "ol", "center", "blockquote"})
_NOTES = re.compile(r"foot-?note|end-?note|reference", re.I)


def take_front_and_back(post: Post, root: etree._Element) -> Post:
    """Take what is no part of the essay off its head and its foot; the post knows it after.

    `root` is changed in place. Every block that goes is a finding of the post.
    """
    for rule in RULES:
        post = rule(post, root)
    return post


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
        comments = _comments_of(rest) if kind == "comments" else ()
        finding = Finding("dropped", kind, _words_of([block, *rest]), count=max(len(comments), 1))
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
    until = rest[: _next_heading(rest)]
    sizes = [len(blocks.text(b)) for b in until]
    linked = sum(size * blocks.linked_share(b) for size, b in zip(sizes, until, strict=True))
    return not sum(sizes) or linked >= _RELATED * sum(sizes)


def _next_heading(rest: list[etree._Element]) -> int:
    heads = (n for n, b in enumerate(rest) if n and b.tag in {"h1", "h2"} and not len(b))
    return next(heads, len(rest))


def _comments_of(rest: list[etree._Element]) -> tuple[Comment, ...]:
    """The comments in what follows a text: each begins with its number, or is one block."""
    found: list[list[str]] = []
    numbered = any(re.match(r"\s*\d+[.)]\s", blocks.text(b)) for b in rest)
    for block in rest:
        words = blocks.text(block)
        if not words or kind_after(words) or kind_of_line(words):
            continue
        start = re.match(r"\s*\d+[.)]\s+", words)
        if start or not numbered or not found:
            found.append([])
        found[-1].append(words[start.end() :] if start else words)
    return tuple(Comment("", None, "".join(map(_paragraph, texts))) for texts in found)


def _paragraph(text: str) -> str:
    root = xhtml.parse("<p></p>")
    root[0].text = text
    return xhtml.serialise(root)


def _drop_lines(post: Post, root: etree._Element) -> Post:
    """Drop lines about the page: share, subscribe, counts, tags."""
    found = blocks.leaves(root)
    for index, block in enumerate(found):
        words = blocks.text(block)
        edge = index < HEAD or index >= len(found) - FOOT
        short = blocks.length(words) <= _SHORT and blocks.length(words) > 1
        heads = block.tag in blocks.HEADINGS
        if block.tag not in _PLAIN and not (heads and edge) or not (edge or short):
            continue
        kind = kind_of_line(words)
        if kind and not _is_note(block) and not (heads and kind == "navigation"):
            post = _with(post, Finding("dropped", kind, first_words(words)))
            blocks.remove(block)
    return post


def _drop_title(post: Post, root: etree._Element) -> Post:
    """Drop the title where the body gives it again, at its head or its foot."""
    found = blocks.leaves(root)
    for block in (*found[:HEAD], *found[HEAD:][-FOOT:]):
        same = block.tag in {"h1", "h2", "p", "div"} and blocks.is_same(
            blocks.text(block), post.title
        )
        if same and (block.tag in {"h1", "h2"} or block is found[0] or block in found[-FOOT:]):
            post = _with(post, Finding("dropped", "title again", first_words(block)))
            blocks.remove(block)
    return post


def _take_byline(post: Post, root: etree._Element) -> Post:
    """Take lines that say nothing but who wrote the text, when, and where it appeared first."""
    for block in blocks.leaves(root)[:HEAD]:
        words = blocks.text(block)
        if block.tag not in _PLAIN | blocks.HEADINGS:
            continue
        line = read_byline(words, post.authors)
        if line is None:
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


def _take_bio(post: Post, root: etree._Element) -> Post:
    """Take the words about the author off the foot."""
    foot = [b for b in blocks.leaves(root)[1:][-FOOT:] if not _is_note(b)]
    found = find_biography(foot, post.authors)
    if found is None:
        return post
    authors = post.authors or ((found.name,) if found.name else ())
    words = _words_of(found.blocks)
    kind: FindingKind = "taken" if found.sure else "guessed"
    post = _with(replace(post, authors=authors), Finding(kind, "bio of the author", words))
    for head in found.heads[1:]:
        post = _with(post, Finding("taken", "byline", first_words(head)))
    bio = xhtml.parse("")
    for block in (*found.heads, *found.blocks):
        blocks.remove(block)
    bio.extend(found.blocks)
    return replace(post, bio=post.bio or xhtml.serialise(bio))


def _take_license(post: Post, root: etree._Element) -> Post:
    """Take license notices off head and foot."""
    found = blocks.leaves(root)
    for block in (*found[:HEAD], *found[HEAD:][-FOOT:]):
        if block.tag in {"pre", "table", "blockquote"} or _is_note(block):
            continue
        notice = read_notice(block)
        if notice is None:
            continue
        post = replace(post, license=post.license or notice.license)
        post = _with(post, Finding("taken", "license notice", first_words(block)))
        blocks.remove(block)
    return post


def _drop_repetitions(post: Post, root: etree._Element) -> Post:
    """Drop paragraphs at the foot whose words all stand in the text above: teasers, captions."""
    found = blocks.leaves(root)
    for block in found[HEAD:][-FOOT:]:
        words = blocks.folded(blocks.text(block)).split()
        at = found.index(block)
        above = " ".join(blocks.folded(blocks.text(b)) for b in found[:at])
        if block.tag != "p" or len(words) < 3 * _SHINGLE or not _repeats(words, above):
            continue
        post = _with(post, Finding("dropped", "repetition of the text", first_words(block)))
        blocks.remove(block)
    return post


def _repeats(words: list[str], above: str) -> bool:
    shingles = [words[n : n + _SHINGLE] for n in range(len(words) - _SHINGLE + 1)]
    return sum(" ".join(s) in above for s in shingles) >= 0.9 * len(shingles)


def _with(post: Post, finding: Finding) -> Post:
    return replace(post, findings=(*post.findings, finding))


def _words_of(taken: Iterable[etree._Element]) -> str:
    return first_words(" ".join(map(blocks.text, taken)))


RULES: tuple[Callable[[Post, etree._Element], Post], ...] = (
    _cut_what_follows,
    _drop_lines,
    _take_byline,
    _take_license,
    take_series,  # before the titles of other parts, which the text may name, go as repetitions
    _drop_repetitions,
    _drop_title,
    _take_byline,  # what the title stood before
    _take_bio,
)
