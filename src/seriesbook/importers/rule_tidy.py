"""Breaks between scenes, by whatever signs they are made."""

from __future__ import annotations

import re

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.htmltree import has_blocks, rename

_BREAK = re.compile(r"[\s\u00a0]*(?:[*＊⁎∗•·~#—–_=⁂❦❧☙◆◇♦✦✽❖※§+-][\s\u00a0]*){1,12}")
_RULES = frozenset("*＊⁎∗•·~#⁂❦❧☙◆◇♦✦✽❖※§+")
_LONE = frozenset("*⁂❦❧☙※✽❖~•#")


def tidy_rules(root: etree._Element) -> None:
    """A line of asterisks is a break; none at the ends, none twice."""
    for block in list(root.iter("p", "div", "h1", "h2", "h3", "h4", "h5", "h6")):
        if _looks_like_rule(block):
            for child in list(block):
                block.remove(child)
            block.text = None
            rename(block, "hr")
    for rule in _needless(root):
        xhtml.remove(rule)
    for rule in root.iter("hr"):
        rule.attrib.clear()


def _needless(root: etree._Element) -> list[etree._Element]:
    """Breaks with nothing to part: at the ends of a text, and behind another."""
    found: list[etree._Element] = []
    last: etree._Element | None = None
    begun = False
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start" and element.get("data-notes") is not None:
            break
        if event == "start" and element.tag == "hr":
            found += [element] if last is not None or not begun else []
            last = element if begun and last is None else last
        text = element.text if event == "start" else element.tail
        shown = event == "start" and element.tag in {"img", "table"}
        if shown or (text or "").strip():
            begun, last = True, None
    return [*found, *([last] if last is not None else [])]


def _looks_like_rule(block: etree._Element) -> bool:
    text = xhtml.text_of(block)
    if not _BREAK.fullmatch(text) or has_blocks(block) or block.find(".//img") is not None:
        return False
    signs = _RULES & set(text)
    lone = len(text) > 1 or text in _LONE
    held = any(sup.get("data-note") for sup in block.iter("sup"))
    return lone and not held and bool(signs or len(text.replace(" ", "")) >= 3)
