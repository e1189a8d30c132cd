"""Headings that a text marks by bold type only: a guess, and told."""

from __future__ import annotations

import re

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.htmltree import first_words
from seriesbook.importers.model import Finding

_LONGEST = 80  # characters of a bold line that may be a heading
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HOLDERS = frozenset({"body", "div", "section", "article", "main"})
_FOLLOWING = frozenset({"p", "figure", "blockquote", "ul", "ol", "div", "table"})
_ENDS = re.compile(r"[.,;:…]['\"”’»)]*$")
_NUMBER = re.compile(r"(?:\d{1,3}|[IVXLC]{1,7}|[A-Z])[.)]?")
_ASKED = re.compile(r"[?？;]['\"”’»)]*$")
_SPEAKER = re.compile(r"(?:[A-Z]{1,3}|Frage|Antwort|Question|Réponse|Pregunta|Respuesta)\s?:")
_PROSE = 40  # words that stand before and after a heading that is the only one


def take_bold_lines(root: etree._Element) -> list[Finding]:
    """Short paragraphs all bold, with text below, become headings, in place.

    One below a true heading is a level lower. Not taken: what ends as a sentence does, a line at
    the very beginning or end, the questions of an interview, bold lines in a row, and a single
    one in a text too short to have sections.
    """
    _part(root)
    found = [p for p in root.iter("p") if _is_bold_line(p) and _stands_free(p)]
    asked = [p for p in found if _ASKED.search(xhtml.text_of(p))]
    if len(asked) * 2 > len(found) or any(_SPEAKER.match(xhtml.text_of(p)) for p in found):
        found = [p for p in found if p not in asked]
    if len(found) == 1 and not _is_amid_prose(found[0], root):
        return []
    bold, level = set(found), 0
    for block in list(root.iter(*_HEADINGS, "p")):
        if block in bold:
            for strong in list(block.iter("strong")):
                xhtml.unwrap(strong)
            block.tag = f"h{min(level + 1, 6)}" if level else "h2"
        elif block.tag != "p":
            level = int(block.tag[1])
    return [Finding("guessed", "heading, marked by bold type only", first_words(p)) for p in found]


def _part(root: etree._Element) -> None:
    """Bold first lines of paragraphs, where there are several, become paragraphs of their own."""
    found = [p for p in root.iter("p") if _first_line(p) is not None]
    for paragraph in found if len(found) > 1 else ():
        strong = _first_line(paragraph)
        if strong is None:
            continue
        line = etree.Element("p")
        paragraph.addprevious(line)
        line.append(strong)
        paragraph.text, strong.tail = (paragraph[0].tail or "").lstrip(), None
        paragraph.remove(paragraph[0])  # the break


def _first_line(paragraph: etree._Element) -> etree._Element | None:
    """The bold first line of a paragraph of prose."""
    strong = paragraph[0] if len(paragraph) > 1 and not (paragraph.text or "").strip() else None
    if strong is None or strong.tag != "strong" or (strong.tail or "").strip():
        return None
    words = xhtml.text_of(strong)
    rest = len(xhtml.text_of(paragraph)) - len(words)
    once = sum(1 for _ in paragraph.iter("br")) == 1
    good = paragraph[1].tag == "br" and once and _may_be_heading(words) and rest > _LONGEST
    return strong if good else None


def _is_bold_line(paragraph: etree._Element) -> bool:
    text = xhtml.text_of(paragraph)
    bold = "".join(xhtml.text_of(s) for s in paragraph.iter("strong"))
    return bold == text and _may_be_heading(text) and paragraph.find(".//br") is None


def _may_be_heading(text: str) -> bool:
    """Whether a line reads as a heading: short, no sentence, a number or a capital first."""
    if not 0 < len(text) <= _LONGEST or not any(map(str.isalnum, text)):
        return False
    first = next(filter(str.isalnum, text))
    return bool(_NUMBER.fullmatch(text)) or not (_ENDS.search(text) or first.islower())


def _stands_free(paragraph: etree._Element) -> bool:
    """Whether text follows, and nothing but the page's own boxes is around."""
    following = _next(paragraph)
    if following is None or following.tag not in _FOLLOWING or _is_bold_line(following):
        return False
    return not any(map(_is_own, paragraph.iterancestors()))


def _next(block: etree._Element) -> etree._Element | None:
    """The block that follows, in whatever box."""
    up: etree._Element | None = block
    while up is not None and up.getnext() is None:
        up = up.getparent()
    return up.getnext() if up is not None else None


def _is_own(holder: etree._Element) -> bool:
    kept = holder.get("class") == "verse" or holder.get("data-notes") is not None
    return kept or holder.tag not in _HOLDERS


def _is_amid_prose(line: etree._Element, root: etree._Element) -> bool:
    """Whether as much prose as makes two sections stands before and after a line."""
    found = list(root.iter("p", "blockquote", "li"))
    at = found.index(line)
    return all(
        sum(len(xhtml.text_of(block).split()) for block in part) >= _PROSE
        for part in (found[:at], found[at + 1 :])
    )
