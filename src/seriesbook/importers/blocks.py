"""The blocks of a text one after the other, whatever boxes they stand in."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.htmltree import first_words, has_blocks, is_block
from seriesbook.importers.paragraph_tidy import split_paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable

# Blocks that are taken as one, whatever is in them.
_WHOLE = frozenset("ul ol dl table blockquote figure pre hr".split())
_HEAD = 10  # blocks at the head of a text
_SHORT, _LONG = 12, 25  # words of a line that stands by itself, and of what is surely text
_WORD = re.compile(r"\w+")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")  # kana, Han, Thai
_ENDLESS = 30  # letters, more than words have with the marks around them
_SAME = 0.84  # likeness of two titles that are one, in letters
# Elements that hold blocks, and what of them is left alone.
_HOLDERS = ("body", "div", "section", "article", "main", "center", "header", "aside")
_OWN = re.compile(r"foot-?note|end-?note|reference|\bfn|verse|poem|poetry|stanza|code", re.I)
_DOUBLE = re.compile("bb")
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())


def leaves(root: etree._Element) -> list[etree._Element]:
    """The innermost blocks below `root` in document order; lists, quotes, tables as one block.

    Blocks without words and pictures are passed over.
    """
    found: list[etree._Element] = []
    todo = list(root)[::-1]
    while todo:
        element = todo.pop()
        if not isinstance(element.tag, str) or not is_block(element):
            continue
        if element.tag not in _WHOLE and has_blocks(element):
            todo += list(element)[::-1]
        elif xhtml.has_text(element) or element.tag == "hr" or _has_picture(element):
            found.append(element)
    return found


def _has_picture(element: etree._Element) -> bool:
    return next(element.iter("img", "svg", "video", "audio", "picture"), None) is not None


def text(element: etree._Element) -> str:
    """The words of a block, with its white space and its no-break spaces folded."""
    return " ".join("".join(pieces(element)).split())


def pieces(element: etree._Element) -> Iterable[str]:
    """The texts of a block; line breaks and inner blocks part words."""
    for event, node in etree.iterwalk(element, events=("start", "end")):
        parts = node is not element and (node.tag == "br" or is_block(node))
        if event == "start":
            yield f" {node.text or ''}" if parts else (node.text or "")
        elif node is not element:
            yield f" {node.tail or ''}" if parts else (node.tail or "")


def beginning(*found: etree._Element) -> str:
    """The first words of some blocks, for a report."""
    return first_words(" ".join(map(text, found)))


def length(words: str) -> int:
    """How many words a text has; scripts without spaces and endless words count by letters."""
    spaced = len(_WORD.findall(words))
    return max(spaced, len(words) // _ENDLESS, len(_UNSPACED.findall(words)) // 2)


def wrap_runs(root: etree._Element) -> None:
    """Put words that stand bare between blocks into paragraphs, and part these at double breaks.

    Notes, verse and code are left as they are.
    """
    for holder in [root, *root.iter(*_HOLDERS)]:
        if holder.tag not in _HOLDERS or any(map(is_own, (holder, *holder.iterancestors()))):
            continue
        if has_blocks(holder) or holder is root or _DOUBLE.search(_breaks(holder)):
            _wrap(holder)
    for paragraph in list(root.iter("p")):
        if _DOUBLE.search(_breaks(paragraph)) and not any(
            map(is_own, (paragraph, *paragraph.iterancestors()))
        ):
            split_paragraph(paragraph)


def part_first_lines(root: etree._Element) -> None:
    """Part a short first line from the paragraph that it stands in, where a break follows it."""
    for paragraph in [b for b in leaves(root)[:_HEAD] if b.tag == "p"]:
        first = next(paragraph.iter("br"), None)
        if first is None or first.getparent() is not paragraph:
            continue
        line = etree.Element("p")
        line.text, paragraph_tail = paragraph.text, paragraph.tail
        before = list(paragraph)[: paragraph.index(first)]
        spoken = text(paragraph)
        said = " ".join([paragraph.text or "", *(f"{text(e)}{e.tail or ''}" for e in before)])
        if not 0 < length(said) <= _SHORT or length(spoken) - length(said) < _LONG:
            continue
        line.extend(before)
        paragraph.text = first.tail
        first.tail = None
        paragraph.remove(first)
        paragraph.addprevious(line)
        paragraph.tail = paragraph_tail


def is_own(element: etree._Element) -> bool:
    """Whether an element says that it is a note, a poem or code."""
    return element.tag in {"pre", "li", "td", "figure"} or bool(
        _OWN.search(f"{element.get('class', '')} {element.get('id', '')}")
    )


def _breaks(element: etree._Element) -> str:
    """The breaks in an element and what stands between them, one letter each."""
    letters = []
    for child in element:
        letters.append("b" if child.tag == "br" else "x")
        letters.append("t" if (child.tail or "").strip() else "")
    return "".join(letters)


def _wrap(holder: etree._Element) -> None:
    run: etree._Element | None = None
    if (holder.text or "").strip():
        run = etree.Element("p")
        run.text, holder.text = holder.text, None
        holder.insert(0, run)
    for child in list(holder):
        if child is run:
            continue
        tail, child.tail = child.tail, None
        if isinstance(child.tag, str) and (is_block(child) or has_blocks(child)):
            run = None
        else:
            if run is None:
                run = etree.Element("p")
                child.addprevious(run)
            run.append(child)
        if (tail or "").strip() and run is None:
            run = etree.Element("p")
            child.addnext(run)
            run.text = tail
        elif run is not None and child.getparent() is run:
            child.tail = tail
    for paragraph in list(holder.iterchildren("p")):
        if not text(paragraph) and not len(paragraph):
            holder.remove(paragraph)


def linked_share(element: etree._Element) -> float:
    """How much of a block's text stands in links, from 0 to 1."""
    whole = len("".join(text(element).split()))
    inside = sum(len("".join(text(a).split())) for a in element.iter("a"))
    return inside / whole if whole else 0.0


def is_same(one: str, other: str) -> bool:
    """Whether two titles are one, but for marks, letters' case and small slips."""
    first, second = folded(one), folded(other)
    if not first or not second:
        return False
    if first == second:
        return True
    short, long = sorted((len(first), len(second)))
    return (
        short >= 12
        and 2 * short >= _SAME * (short + long)  # they can't be that much alike otherwise
        and SequenceMatcher(None, first, second, autojunk=False).ratio() >= _SAME
    )


def folded(title: str) -> str:
    """A title as it is compared: its words alone, in small letters."""
    return " ".join(_WORD.findall(title.casefold().replace("’", "'")))


def remove(element: etree._Element) -> None:
    """Remove a block, and the boxes around it that hold nothing else."""
    parent = element.getparent()
    xhtml.remove(element)
    while parent is not None and parent.tag not in {"body", "html"}:
        if len(parent) or (parent.text or "").strip():
            return
        element, parent = parent, parent.getparent()
        xhtml.remove(element)
