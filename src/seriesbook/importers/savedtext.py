"""The text of a saved page (`.txt`) → one Post.

What a browser saves as text has lost all markup: the title is a line, the comments are
paragraphs. The rules of `recognition` take off what is not the essay;
`plainblocks` guesses the form of what stays.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from seriesbook import xhtml
from seriesbook.importers import blocks
from seriesbook.importers.bylines import read_byline
from seriesbook.importers.captionlines import is_label
from seriesbook.importers.encodings import decode
from seriesbook.importers.htmltree import first_words
from seriesbook.importers.languageguess import guess_language
from seriesbook.importers.model import Finding, Importer, Post
from seriesbook.importers.phrases import kind_after, kind_of_line
from seriesbook.importers.plainblocks import paragraphs, structure
from seriesbook.importers.recognition import take_front_and_back
from seriesbook.importers.seriesphrases import find_place
from seriesbook.importers.seriestitles import read_title
from seriesbook.problems import BookError, Problem, Where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from seriesbook.importers.archives import Supply

_SUFFIXES = frozenset({".txt", ".text"})
_HEAD = 25  # paragraphs among which the title is looked for
_TITLE = 30  # words
_PROSE = 30  # words of the paragraph with which the text has begun for sure
_BINARY = 0.02  # share of control characters that no text has


def recognise(supply: Supply) -> bool:
    """Whether a source is a file of plain text, by its name and its first bytes."""
    named = PurePosixPath(supply.name).suffix.lower() in _SUFFIXES
    return supply.kind == "file" and named and not supply.head.startswith(b"%PDF")


def read(supply: Supply) -> Iterator[Post | Finding]:
    """Read a text; raises BookError if it is none, or empty."""
    place = supply.label(supply.name)
    decoded = decode(supply.read(), place)
    text = decoded.text
    control = sum(
        (ord(c) < 32 and c not in "\n\t") or c == "\N{REPLACEMENT CHARACTER}" for c in text
    )
    if control > _BINARY * max(len(text), 1):
        raise BookError([_unreadable(place, "this is not a text.")])
    root = paragraphs(text)
    if not len(root):
        raise BookError([_unreadable(place, "this file holds no words.")])
    post = Post(supply.name, "essay", "", "", place=place, findings=decoded.findings)
    post = _take_title(post, root)
    post = take_front_and_back(post, root)
    if not blocks.leaves(root):
        raise BookError([_unreadable(place, "this file holds a title and no text.")])
    findings = structure(root, place)
    yield replace(
        post,
        html=xhtml.serialise(root),
        language=guess_language(blocks.text(root)),
        findings=tuple(replace(f, place=place) for f in (*post.findings, *findings)),
    )


def _unreadable(place: str, message: str) -> Problem:
    mend = "Save the page again, as a web page if you can."
    return Problem(Where(place), "source-unreadable", message, mend)


def _take_title(post: Post, root: etree._Element) -> Post:
    """Find the title and take it off with what stands over it: the site's name, its menu."""
    lines = [blocks.text(block) for block in root]
    head = next((n for n, line in enumerate(lines) if blocks.length(line) >= _PROSE), len(lines))
    candidates = [n for n in range(min(head + 1, _HEAD, len(lines))) if _may_be_title(lines[n])]
    if not candidates:
        name = PurePosixPath(post.place).stem.replace("-", " ").replace("_", " ").strip()
        guess = Finding("guessed", "title, from the name of the file", name)
        return replace(post, title=name, findings=(*post.findings, guess))
    best = max(candidates, key=lambda n: (_score(lines, n), -n))
    kinds = [(line, kind_of_line(line)) for line in lines[:best]]
    dropped = [
        Finding("dropped", kind or "line over the title", first_words(line))
        for line, kind in kinds
    ]
    unknown = [line for line, kind in kinds if not kind and not is_label(line)]
    named = len(unknown) == 1 and blocks.length(unknown[0]) > 1  # one word is a section's name
    publication = unknown[0] if named else ""
    taken = list(root)[: best + 1]
    subtitle = _subtitle(lines, best)
    if subtitle:
        taken.append(root[best + 1])
    for block in taken:
        blocks.remove(block)
    title = Finding("guessed", "title", first_words(lines[best]))
    return replace(
        post,
        title=lines[best],
        subtitle=subtitle,
        publication=publication,
        findings=(*post.findings, *dropped, title),
    )


def _may_be_title(line: str) -> bool:
    return (
        0 < blocks.length(line) <= _TITLE
        and not kind_of_line(line)
        and not kind_after(line)
        and not is_label(line)
        and read_byline(line) is None
        and (find_place(line) is None or blocks.length(line) <= 15)
    )


def _score(lines: list[str], index: int) -> int:
    """How much speaks for a line's being the title: it is said again, a byline follows."""
    line = lines[index]
    folded = blocks.folded(line)
    again = any(
        blocks.folded(other) == folded or (kind_after(other) and folded in blocks.folded(other))
        for other in lines[index + 1 :]
    )
    near = lines[index + 1 : index + 4]
    by = any(read_byline(other) is not None for other in near)
    long = blocks.length(line) >= 3
    numbered = read_title(line).number is not None
    ends = line[-1] in ".:;," and not again
    return 3 * (again and long) + 2 * by + long + numbered - ends


def _subtitle(lines: list[str], index: int) -> str:
    """The line under the title if a byline follows it; '' if none."""
    following = lines[index + 1 : index + 3]
    if len(following) < 2 or read_byline(following[0]) or not read_byline(following[1]):
        return ""
    fits = 3 <= blocks.length(following[0]) <= 45 and not kind_of_line(following[0])
    return following[0] if fits and not is_label(following[0]) else ""


IMPORTER = Importer(recognise, read)
