"""Inline markup of a tree → a line of Markdown in our dialect."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape as escape_html
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers import markdown_escape as md

if TYPE_CHECKING:
    from collections.abc import Callable

# Elements that Markdown has no sign for; written as tags, with these attributes.
RAW: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("sup", "sub", "u", "mark", "small", "del", "ins", "ruby", "rt", "rp"), ()),
    "abbr": ("title",),
    "bdi": ("dir",),
    "bdo": ("dir",),
    "span": ("class", "lang", "dir", "id"),
    "kbd": (),
}
_SPACE = re.compile("[ \t\n\f\r]{2,}|[\t\n\f\r]")
BREAK = "\\\n"
_EDGE = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Style:
    """Where a piece of text stands.

    `tags` writes emphasis as tags, `safe` all marks as references too; `breaks` says how lines
    end.
    """

    tags: bool = False
    safe: bool = False
    link: bool = False
    emphasis: bool = False
    strong: bool = False
    breaks: str = BREAK


def inline(holder: etree._Element, style: Style) -> str:
    """What is inside an element whose white space is folded."""
    first = next(iter(holder), None)
    pieces = [_before(_text(holder.text, style), first, style)]
    for child in holder:
        tail = child.tail or ""
        if isinstance(child.tag, str):
            written = _WRITERS.get(child.tag, _plain)(child, style)
            pieces.append(_joined("".join(pieces[-2:]), written, tail, child, style))
        pieces.append(_before(_text(tail, style), child.getnext(), style))
    return "".join(pieces)


def _before(written: str, following: etree._Element | None, style: Style) -> str:
    """Brackets and exclamation marks at the end matter only before a link."""
    leads = following is not None and following.tag in {"a", "img"}
    if leads or style.safe or style.link or not written.endswith(("\\]", "\\!")):
        return written
    return written[:-2] + written[-1]


def _text(text: str | None, style: Style) -> str:
    if not text:
        return ""
    written = md.escape_all(text) if style.safe else md.escape(text)
    if style.breaks != BREAK and not style.safe:  # in a cell of a table
        written = re.sub(r"(?<!\\)\|", r"\\|", written)
    if style.link and not style.safe:
        return _in_link(text, written)
    return written


def _in_link(text: str, written: str) -> str:
    """Brackets in the words of a link must be balanced, or escaped."""
    if text.count("[") != text.count("]"):
        return re.sub(r"(?<!\\)([\[\]])", r"\\\1", written)
    return f"{written[:-2]}]" if written.endswith("\\]") else written


def _joined(before: str, written: str, after: str, element: etree._Element, style: Style) -> str:
    """A piece of emphasis as tags, where its asterisks would run into others."""
    mark = written[:1]
    if mark not in {"*", "_"} or element.tag in {"br", "img"}:
        return written
    clash = before.endswith(mark) and not before.endswith(f"\\{mark}")
    clash |= mark == "_" and bool(_EDGE.match(before[-1:]) or _EDGE.match(after[:1]))
    return _emphasis_as_tags(element, style) if clash else written


def _emphasis_as_tags(element: etree._Element, style: Style) -> str:
    if element.tag in {"strong", "b"}:
        return f"<strong>{inline(element, replace(style, strong=True))}</strong>"
    return f"<em>{inline(element, replace(style, emphasis=True))}</em>"


def _emphasis(element: etree._Element, style: Style) -> str:
    content = inline(element, replace(style, emphasis=True))
    if style.emphasis or not content:
        return content
    if style.tags:
        return f"<em>{content}</em>"
    inner = content[2:-2] if content.startswith("**") and content.endswith("**") else content
    if not re.search(r"(?<!\\)\*", inner):
        return f"*{content}*"
    return f"_{content}_" if "_" not in content else _emphasis_as_tags(element, style)


def _strong(element: etree._Element, style: Style) -> str:
    content = inline(element, replace(style, strong=True))
    if style.strong or not content:
        return content
    return f"<strong>{content}</strong>" if style.tags else f"**{content}**"


def _link(element: etree._Element, style: Style) -> str:
    url = element.get("href", "")
    content = inline(element, replace(style, link=True))
    if style.link or not url or not content:
        return content
    return f"[{content}]({md.address(url)})"


def _code(element: etree._Element, style: Style) -> str:
    text = xhtml.text_of(element)
    if style.safe or "\\" in text[-1:]:
        return f"<code>{md.escape_all(text)}</code>" if text else ""
    written = md.code_span(text)
    return written.replace("|", "\\|") if style.breaks != BREAK and "\\|" in written else written


def _break(_: etree._Element, style: Style) -> str:
    return style.breaks


def _mark(element: etree._Element, style: Style) -> str:
    label = element.get("data-note")
    return f"[^{label}]" if label else _raw(element, style)


def _image(element: etree._Element, _: Style) -> str:
    return image(element, "")


def image(element: etree._Element, title: str) -> str:
    """An image, with its caption as written for its title."""
    quoted = f' "{title}"' if title else ""
    alt = md.alt_text(element.get("alt", ""))
    name = f"{{#{element.get('id')}}}" if element.get("id") else ""
    return f"![{alt}]({md.address(element.get('src', ''))}{quoted}){name}"


def _raw(element: etree._Element, style: Style) -> str:
    kept = [(name, element.get(name)) for name in RAW[element.tag] if element.get(name)]
    content = inline(element, style)
    if element.tag == "span" and not kept:
        return content
    attributes = "".join(f' {name}="{escape_html(value or "")}"' for name, value in kept)
    return f"<{element.tag}{attributes}>{content}</{element.tag}>"


def _plain(element: etree._Element, style: Style) -> str:
    return inline(element, style)


_WRITERS: dict[str, Callable[[etree._Element, Style], str]] = {
    **dict.fromkeys(("em", "i", "cite", "var", "dfn"), _emphasis),
    **dict.fromkeys(("strong", "b"), _strong),
    **dict.fromkeys(("code", "samp", "tt"), _code),
    **dict.fromkeys(RAW, _raw),
    "a": _link,
    "br": _break,
    "sup": _mark,
    "img": _image,
}


def fold_spaces(holder: etree._Element) -> None:
    """Fold white space as a browser does, in place, and move it out of the edges of elements."""
    _Folder().fold(holder)
    for element in reversed(list(holder.iter(etree.Element))):
        if element is not holder and element.tag not in {"br", "img"}:
            _push_out(element)
    _trim(holder)


class _Folder:
    """Folds texts in their order; knows whether the last one ended with a space."""

    def __init__(self) -> None:
        self.spaced = True

    def fold(self, holder: etree._Element) -> None:
        for event, element in etree.iterwalk(holder, events=("start", "end", "comment", "pi")):
            if event == "start":
                if element.tag == "br":
                    self.spaced = True
                elif element.tag == "img" or element.get("data-note"):
                    self.spaced = False
                element.text = self._folded(element.text)
            elif element is not holder:
                element.tail = self._folded(element.tail)

    def _folded(self, text: str | None) -> str | None:
        if not text:
            return text
        text = _SPACE.sub(" ", text)
        if self.spaced:
            text = text.removeprefix(" ")
        if text:
            self.spaced = text.endswith(" ")
        return text


def _push_out(element: etree._Element) -> None:
    """Spaces at the edges of an element go before and behind it; an empty one goes away."""
    text = element.text or ""
    if text.startswith(" "):
        element.text = text[1:]
        _add_before(element, " ")
    last = element[-1] if len(element) else None
    end = (last.tail if last is not None else element.text) or ""
    if end.endswith(" "):
        if last is not None:
            last.tail = end[:-1]
        else:
            element.text = end[:-1]
        element.tail = " " + (element.tail or "").removeprefix(" ")
    kept = element.get("data-note") or element.get("id")
    if not len(element) and not element.text and not kept:
        xhtml.remove(element)


def _add_before(element: etree._Element, text: str) -> None:
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        previous.tail = (previous.tail or "").removesuffix(" ") + text
    elif parent is not None:
        parent.text = (parent.text or "").removesuffix(" ") + text


def _trim(holder: etree._Element) -> None:
    """No space and no break at the ends of a line."""
    while len(holder) and holder[-1].tag == "br" and not (holder[-1].tail or "").strip(" "):
        holder.remove(holder[-1])
    while len(holder) and holder[0].tag == "br" and not (holder.text or "").strip(" "):
        holder.text = holder[0].tail
        holder.remove(holder[0])
    for child in holder:
        if child.tag == "br":
            _strip_end(child)
            child.tail = (child.tail or "").lstrip(" ")
    if holder.text:
        holder.text = holder.text.lstrip(" ")
    if len(holder):
        holder[-1].tail = (holder[-1].tail or "").rstrip(" ")
    elif holder.text:
        holder.text = holder.text.rstrip(" ")


def _strip_end(br: etree._Element) -> None:
    previous, parent = br.getprevious(), br.getparent()
    if previous is not None:
        previous.tail = (previous.tail or "").rstrip(" ")
    elif parent is not None:
        parent.text = (parent.text or "").rstrip(" ")
