"""Plain text as a tree of paragraphs, and what they were before they became plain text.

`paragraphs` parts a text at its blank lines; `structure` guesses which of the paragraphs were
headings, quotations, captions, lists and verse. The rules look at form alone: length, last mark,
quotation marks, neighbours.
"""

from __future__ import annotations

import re
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers import blocks
from seriesbook.importers.bylines import read_byline
from seriesbook.importers.captionlines import is_caption, is_label
from seriesbook.importers.htmltree import first_words
from seriesbook.importers.model import Finding
from seriesbook.importers.phrases import kind_after, kind_of_line

if TYPE_CHECKING:
    from collections.abc import Iterator

_WRAPPED = range(45, 100)  # width, in characters, of a text that was wrapped by hand
_VERSE = 60  # characters of a line of verse, at most
_HEADING = 20  # words
_QUESTION = 10  # words of a heading that ends in a question mark
_QUOTED = 25  # words of a quotation that nothing announces
_BREAK = re.compile(r"^\W{0,2}(?:[*•·~⁂#]\s*){3,7}$|^[-–—_=]{3,}$|^[⁂§❦]$")
_ORDERED = re.compile(r"^\(?\d{1,3}[.)]\s+(?=\S)")
_BULLET = re.compile(r"^[•▪‣◦*–-]\s+(?=\S)")
_NUMERAL = re.compile(r"^(?:[IVXL]{1,6}|\d{1,2})\.?$")
# Opening marks of quotations and what closes them, in the languages that use them.
_CLOSING = {"“": "”", "«": "»", "„": "“”", "»": "«", '"': '"'}
_OPENING = "".join(_CLOSING)
_UNDERLINE = re.compile(r"^(?:={4,}|-{4,})$")


def paragraphs(text: str) -> etree._Element:
    """The paragraphs of a text as a `body` of `p`; lines of verse are parted by `br`."""
    root = xhtml.parse("")
    groups = [group.rstrip() for group in re.split(r"\n(?:[ \t\u3000]*\n)+", text)]
    groups = [group for group in groups if group.strip()]
    if len(groups) < 3 and text.count("\n") > 4:  # no blank lines: a line is a paragraph
        groups = [line for line in text.split("\n") if line.strip()]
    wrapped = _is_wrapped(groups)
    for group in groups:
        for lines, indented in _split(group, wrapped=wrapped):
            _append(root, lines, "quoted" if indented else "")
    return root


def _is_wrapped(groups: list[str]) -> bool:
    """Whether the lines of a text were broken by hand at one width."""
    whole = [group.split("\n") for group in groups if "\n" in group]
    widths = [len(line) for lines in whole for line in lines[:-1]]
    long = [group for group in groups if len(group) > _WRAPPED.stop]
    return (
        len(widths) >= 4
        and _WRAPPED.start <= median(widths) < _WRAPPED.stop
        and max(widths) < 110
        and sum("\n" in group for group in long) >= 0.8 * len(long)
    )


def _split(group: str, *, wrapped: bool) -> Iterator[tuple[list[str], bool]]:
    """The blocks of neighbouring lines, each as its lines, and whether they were indented."""
    lines = group.split("\n")
    if all(line.startswith(">") for line in lines):
        yield [" ".join(line.lstrip("> ") for line in lines)], True
        return
    bare = [line.strip() for line in lines]
    indented = all(re.match(r"(?: {4}|\t)", line) for line in lines)
    if (len(bare) == 2 and _UNDERLINE.match(bare[1])) or _is_verse(bare, wrapped=wrapped):
        yield bare, False
    elif wrapped and not any(_starts_item(line) for line in bare[1:]):
        yield [" ".join(bare)], indented
    else:
        yield from (([line], indented and len(lines) > 1) for line in bare)


def _starts_item(line: str) -> bool:
    return bool(_BULLET.match(line) or _ORDERED.match(line))


def _is_verse(lines: list[str], *, wrapped: bool) -> bool:
    short = max(map(len, lines)) <= _VERSE and len(lines) >= 3
    about = any(
        kind_after(line) or kind_of_line(line) or _starts_item(line) or read_byline(line)
        for line in lines
    )
    ragged = not wrapped or max(map(len, lines[:-1]), default=0) < _WRAPPED.start
    return short and ragged and not about


def _append(root: etree._Element, lines: list[str], kind: str) -> None:
    if len(lines) == 2 and _UNDERLINE.match(lines[1]):
        etree.SubElement(root, "h2").text = lines[0]
        return
    paragraph = etree.SubElement(root, "p", {"class": kind} if kind else {})
    paragraph.text = lines[0]
    for line in lines[1:]:
        etree.SubElement(paragraph, "br").tail = line


def structure(root: etree._Element, place: str) -> list[Finding]:
    """Give the paragraphs of a text the form that they probably had; tell what was guessed."""
    findings = list(_drop_labels(root, place))
    for block in list(root):
        if block.tag == "p":
            findings += _shape(block, place)
    _gather_lists(root)
    findings += _heads(root, place)
    return findings


def _drop_labels(root: etree._Element, place: str) -> Iterator[Finding]:
    for block in list(root):
        words = blocks.text(block)
        if block.tag == "p" and is_label(words):
            yield Finding("dropped", "alternative text of a picture", words, place)
            blocks.remove(block)


def _shape(block: etree._Element, place: str) -> Iterator[Finding]:
    words = blocks.text(block)
    if _BREAK.match(words):
        block.clear()
        block.tag = "hr"
    elif block.get("class") == "quoted" or _is_quotation(block, words):
        block.attrib.pop("class", "")
        block.tag = "blockquote"
        _put_inside(block, "p")
        yield Finding("guessed", "block quotation", first_words(words), place)
    elif is_caption(words) and not len(block):
        _put_inside(block, "em")
        yield Finding("guessed", "caption of a picture", first_words(words), place)


def _put_inside(block: etree._Element, tag: str) -> None:
    inner = etree.Element(tag)
    inner.text, block.text = block.text, None
    inner.extend(list(block))
    block.append(inner)


def _is_quotation(block: etree._Element, words: str) -> bool:
    """Whether a whole paragraph is one quotation, and no line of a dialogue."""
    if words[:1] not in _OPENING or _is_dialogue(block):
        return False
    inner = words.rstrip(" .0123456789[]¹²³⁴⁵⁶⁷⁸⁹⁰")
    depth = _depth(inner)
    before, after = block.getprevious(), block.getnext()
    announced = before is not None and blocks.text(before)[-1:] == ":"
    goes_on = after is not None and blocks.text(after)[:1] == words[0]
    # A slip: opened by a double mark, closed by a single one.
    slipped = depth == 1 and announced and inner[-1] in "’'"
    if depth and not slipped and not (depth == 1 and goes_on):
        return False
    return blocks.length(words) >= (4 if announced else _QUOTED)


def _depth(words: str) -> int:
    """How many quotations are open at the end of a paragraph; -1 if none was open before it."""
    if words[0] == '"':
        return 0 if words.count('"') == 2 and words[-1] == '"' else words.count('"') % 2 or -1
    depth = 0
    for index, letter in enumerate(words):
        depth += (letter == words[0]) - (letter in _CLOSING[words[0]])
        if depth == 0 and index < len(words) - 1:
            return -1
    return depth


def _is_dialogue(block: etree._Element) -> bool:
    """Whether both neighbours begin with a quotation mark too, and are not long."""
    near = [block.getprevious(), block.getnext()]
    return all(
        b is not None
        and bool(blocks.text(b))
        and blocks.text(b)[0] in _OPENING
        and blocks.length(blocks.text(b)) < _QUOTED
        for b in near
    )


def _gather_lists(root: etree._Element) -> None:
    """Make lists of neighbouring paragraphs that begin with bullets, or with numbers in order."""
    for pattern, tag in ((_BULLET, "ul"), (_ORDERED, "ol")):
        run: list[etree._Element] = []
        for block in [*root, None]:
            words = blocks.text(block) if block is not None and block.tag == "p" else ""
            if words and pattern.match(words):
                run.append(block)
                continue
            if len(run) > 1 and (tag == "ul" or _counts(run)):
                _make_list(run, pattern, tag)
            run = []


def _counts(run: list[etree._Element]) -> bool:
    numbers = [int(re.findall(r"\d+", blocks.text(block))[0]) for block in run]
    return numbers == list(range(1, len(run) + 1))


def _make_list(run: list[etree._Element], pattern: re.Pattern[str], tag: str) -> None:
    holder = etree.Element(tag)
    run[0].addprevious(holder)
    for block in run:
        block.tag = "li"
        block.text = pattern.sub("", (block.text or "").lstrip(), count=1)
        holder.append(block)


def _heads(root: etree._Element, place: str) -> Iterator[Finding]:
    """Headings: short lines without a full stop between paragraphs; three in a row are a list."""
    inside = list(root)
    likely = [block.tag == "p" and _is_heading(block) for block in inside]
    rows = _rows(likely)
    for index, block in enumerate(inside):
        row = rows[index]
        last = index == len(inside) - 1
        if likely[index] and row <= 2 and not last and not _before_quote(inside[index + 1]):
            block.tag = "h2"
            yield Finding("guessed", "heading", first_words(block), place)
        elif likely[index] and row > 2:
            yield Finding("guessed", "short line, left as a paragraph", first_words(block), place)


def _before_quote(following: etree._Element) -> bool:
    return following.tag == "hr"


def _rows(likely: list[bool]) -> list[int]:
    """For each place, how many likely headings stand around it without a break."""
    found: list[int] = []
    for one, run in groupby(likely):
        size = len(list(run))
        found += [size if one else 0] * size
    return found


def _is_heading(block: etree._Element) -> bool:
    words = blocks.text(block)
    count = blocks.length(words)
    if len(block) or not words or not 1 <= count <= _HEADING or words[0] in f"{_OPENING}([—–…":
        return False
    if _NUMERAL.match(words):
        return True
    if words[-1] in "?!":
        return count <= _QUESTION and _is_title_case(words)
    return words[-1] not in ".:;,…”»\"'’)" and not words[0].islower()


def _is_title_case(words: str) -> bool:
    big = [word for word in words.split() if len(word) > 3]
    return bool(big) and sum(word[0].isupper() for word in big) >= 0.7 * len(big)
