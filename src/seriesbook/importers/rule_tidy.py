"""Breaks between scenes, by whatever signs they are made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from seriesbook import xhtml
from seriesbook.importers.htmltree import has_blocks, rename

if TYPE_CHECKING:
    from lxml import etree

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
    for rule in list(root.iter("hr")):
        rule.attrib.clear()
        previous, following = rule.getprevious(), rule.getnext()
        ends = (previous is None and not _text_before(rule)) or following is None
        twice = previous is not None and previous.tag == "hr" and not (previous.tail or "").strip()
        notes = following is not None and following.get("data-notes") is not None
        parent = rule.getparent()
        top = parent is not None and parent.tag in {"body", "div"}
        if twice or notes or (ends and top and not (rule.tail or "").strip()):
            xhtml.remove(rule)


def _looks_like_rule(block: etree._Element) -> bool:
    text = xhtml.text_of(block)
    if not _BREAK.fullmatch(text) or has_blocks(block) or block.find(".//img") is not None:
        return False
    signs = _RULES & set(text)
    lone = len(text) > 1 or text in _LONE
    held = any(sup.get("data-note") for sup in block.iter("sup"))
    return lone and not held and bool(signs or len(text.replace(" ", "")) >= 3)


def _text_before(rule: etree._Element) -> bool:
    parent = rule.getparent()
    return parent is not None and bool((parent.text or "").strip())
