"""Emphasis in print for Chinese and Japanese: a dot beside each character.

The engine draws no `text-emphasis`, so that each character becomes a span of its own, which the
theme gives its dot (`.dot`); on screen the reading system draws them.
"""

from __future__ import annotations

import re

from lxml import etree

from seriesbook import xhtml

_LANGUAGES = ("zh", "ja")
_H = f"{{{xhtml.XHTML}}}"
_STRESSED = (f"{_H}em", f"{_H}strong", f"{_H}i", f"{_H}b")
# Ideographs and kana: punctuation, Latin letters and figures get no dots.
_DOTTED = (
    "([\u3005\u3041-\u309f\u30a1-\u30fa\u30fc-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff])"
)


def has_dots(language: str) -> bool:
    """Whether a language stresses words so."""
    return language.partition("-")[0] in _LANGUAGES


def with_dots(document: str) -> str:
    """A document in which stressed characters stand in `<span class="dot">`."""
    root = xhtml.parse_document(document)
    found = [e for e in root.iter(*_STRESSED) if has_dots(_language(e)) and not _inner(e)]
    for element in found:
        for part in [e for e in element.iter(etree.Element) if e.get("class") != "noteref"]:
            _dot(part, tail=part is not element)
    return etree.tostring(root.getroottree(), encoding="unicode") if found else document


def _inner(element: etree._Element) -> bool:
    return next(element.iterancestors(*_STRESSED), None) is not None


def _language(element: etree._Element) -> str:
    lines = (one.get("lang") for one in (element, *element.iterancestors()))
    return next((language for language in lines if language), "")


def _dot(element: etree._Element, *, tail: bool) -> None:
    """Wrap the characters directly inside an element, and those behind it if `tail`."""
    parent = element.getparent()
    if tail and parent is not None:
        element.tail, spans = _dotted(element.tail or "")
        at = parent.index(element) + 1
        parent[at:at] = spans
    element.text, spans = _dotted(element.text or "")
    element[0:0] = spans


def _dotted(text: str) -> tuple[str, list[etree._Element]]:
    """Text up to the first character that gets a dot, and spans with what follows each."""
    head, *rest = re.split(_DOTTED, text)
    spans = []
    for character, tail in zip(rest[::2], rest[1::2], strict=True):
        span = etree.Element(f"{_H}span", {"class": "dot"})
        span.text, span.tail = character, tail
        spans.append(span)
    return head, spans
