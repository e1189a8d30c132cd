"""Figures, attributions, verse and tables: from what Markdown makes to canonical markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.limits import USUAL, Limits
from seriesbook.problems import Problem, Where
from seriesbook.readers.syntax import CAPTION_CLASS
from seriesbook.sanitise import sanitise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seriesbook.readers.typography import Typographer

_DASH = re.compile(r"^\s*(?:—|–|―|--+)[\s\u2060\u00a0]*(?=\S)")
_BREAK_THEN_DASH = re.compile(r"\n\s*(?:—|–|―|--+)[\s\u2060\u00a0]*(?=\S)")
_MARK = re.compile(r"\[\^[^\]]+\]")
LONGEST_VERSE_LINE = 90


def shape_blocks(
    root: etree._Element, path: str, typographer: Typographer, limits: Limits = USUAL
) -> Iterator[Problem]:
    """Change the blocks below `root`, in place."""
    for paragraph in list(root.iter("p")):
        if not len(paragraph) and not (paragraph.text or "").strip() and not paragraph.get("id"):
            xhtml.remove(paragraph)
        else:
            yield from _figure(paragraph, path, typographer, limits)
    for image in root.iter("img"):
        if "[^" in image.get("alt", ""):
            image.set("alt", _MARK.sub("", image.get("alt", "")))
    for quotation in list(root.iter("blockquote")):
        _attribution(quotation)
        _verse(quotation)
    for cell in root.iter("th"):
        cell.set("scope", cell.get("scope", "col"))
    place_captions(root)
    for table in root.iter("table"):
        if not any(True for _ in table.iter("td", "th")):
            yield Problem(
                Where(path, xhtml.line_of(table)), "table-empty", "the table has no cells.",
                "Remove it.", "warning",
            )  # fmt: skip


def place_captions(root: etree._Element) -> None:
    """Put the captions that stand below tables into them, in place."""
    for paragraph in list(root.iter("p")):
        if paragraph.get("class") == CAPTION_CLASS:
            _caption(paragraph)


def _caption(paragraph: etree._Element) -> None:
    del paragraph.attrib["class"]
    table = paragraph.getprevious()
    if table is None or table.tag != "table" or table.find("caption") is not None:
        return
    paragraph.tag = "caption"
    table.tail, paragraph.tail = paragraph.tail, None
    table.insert(0, paragraph)


def _figure(
    paragraph: etree._Element, path: str, typographer: Typographer, limits: Limits
) -> Iterator[Problem]:
    """A paragraph that holds an image and nothing else is a figure; its title is the caption."""
    if len(paragraph) != 1 or (paragraph.text or "").strip() or (paragraph[0].tail or "").strip():
        return
    holder = paragraph[0]
    image = holder if holder.tag == "img" else None
    if holder.tag == "a" and len(holder) == 1 and not (holder.text or "").strip():
        image = holder[0] if holder[0].tag == "img" else None
    if image is None or paragraph.get("class") == "stanza":
        return
    paragraph.tag = "figure"
    _take_classes(image, paragraph)
    paragraph.text = holder.tail = None
    caption = str(image.attrib.pop("title", ""))
    if caption:
        element = etree.SubElement(paragraph, "figcaption")
        rendered = typographer.inline(caption)
        element.text = rendered.text
        element.extend(list(rendered))
        if paragraph.get("data-line"):
            element.set("data-line", paragraph.get("data-line", ""))
        yield from sanitise(element, path, limits)


def _take_classes(image: etree._Element, figure: etree._Element) -> None:
    """What an author says of the picture (`{.turned}`) holds for the figure, caption and all."""
    classes = [*figure.get("class", "").split(), *str(image.attrib.pop("class", "")).split()]
    if classes:
        figure.set("class", " ".join(classes))


def _attribution(quotation: etree._Element) -> None:
    """The last line of a quotation, begun with a dash, names its source."""
    last = quotation[-1] if len(quotation) else None
    if last is None or last.tag != "p":
        return
    if len(quotation) > 1 and _DASH.match(last.text or ""):
        last.tag = "footer"
        last.text = _DASH.sub("", last.text or "")
        last.set("class", "attribution")
        return
    for holder, is_tail in reversed([(last, False), *((child, True) for child in last)]):
        text = (holder.tail if is_tail else holder.text) or ""
        match = _BREAK_THEN_DASH.search(text) or (
            _DASH.match(text) if is_tail and holder.tag == "br" else None
        )
        if match:
            _split_attribution(last, holder, is_tail, match)
            return


def _split_attribution(
    paragraph: etree._Element, holder: etree._Element, is_tail: bool, match: re.Match[str]
) -> None:
    footer = etree.Element("footer", {"class": "attribution"})
    before, after = match.string[: match.start()], match.string[match.end() :]
    footer.text = after
    following = list(paragraph) if not is_tail else list(holder.itersiblings())
    if is_tail:
        holder.tail = before
    else:
        holder.text = before
    footer.extend(following)
    if is_tail and holder.tag == "br" and not before.strip():
        xhtml.remove(holder)
    if paragraph.get("data-line"):
        footer.set("data-line", paragraph.get("data-line", ""))
    paragraph.addnext(footer)


def _verse(quotation: etree._Element) -> None:
    """A quotation of which every line ends in a hard break is verse."""
    stanzas = [child for child in quotation if child.tag == "p"]
    others = [child for child in quotation if child.tag not in {"p", "footer"}]
    if not stanzas or others or not all(map(_is_stanza, stanzas)):
        return
    quotation.set("class", " ".join(filter(None, [quotation.get("class"), "verse"])))
    for stanza in stanzas:
        _lines_of(stanza)


def _is_stanza(paragraph: etree._Element) -> bool:
    breaks = [child for child in paragraph if child.tag == "br"]
    texts = [paragraph.text, *(child.tail for child in paragraph if child.tag != "br")]
    lines = [piece for piece in _texts_by_line(paragraph) if piece]
    return (
        bool(breaks)
        and not any("\n" in (text or "").strip() for text in texts)
        and max(map(len, lines), default=0) <= LONGEST_VERSE_LINE
    )


def _texts_by_line(paragraph: etree._Element) -> list[str]:
    lines = [paragraph.text or ""]
    for child in paragraph:
        if child.tag == "br":
            lines.append(child.tail or "")
        else:
            lines[-1] += xhtml.text_of(child) + (child.tail or "")
    return [line.strip() for line in lines]


def _lines_of(paragraph: etree._Element) -> None:
    """Put every line of a stanza into a span of its own."""
    paragraph.set("class", "stanza")
    children, start = list(paragraph), paragraph.text
    for child in children:
        paragraph.remove(child)
    paragraph.text = None
    line = _new_line(paragraph, start)
    for child in children:
        if child.tag == "br":
            tail, child.tail = child.tail, None
            paragraph.append(child)
            line = _new_line(paragraph, tail)
        else:
            line.append(child)


def _new_line(paragraph: etree._Element, text: str | None) -> etree._Element:
    line = etree.SubElement(paragraph, "span", {"class": "line"})
    line.text = (text or "").lstrip()
    return line
