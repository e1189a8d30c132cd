"""Sheets of the folio layer, after the pattern of one that WeasyPrint has set.

Sheets of a kind differ in what they say in the margins: WeasyPrint makes a page of the first of
each kind, and of the others the margins alone.

Imported by `engine` alone. Written against WeasyPrint 70.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement

from weasyprint.formatting_structure import boxes
from weasyprint.layout import page as layout
from weasyprint.layout.background import layout_backgrounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LAYER = "folios"
_TEXTS = ("data-head", "data-folio")
# Stand for the texts of a sheet; characters that no font and no stylesheet knows.
_MARKS = (0x10FFF0, 0x10FFF1)
# What may tell sheets of a kind from each other in a stylesheet.
_TELLING = re.compile(r"\[data-|:(?:nth|first|last|only|left|right|blank)|counter|[~+]")


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheets of a document: the number of each one's kind, and its texts.

    `tree` is a document of the `first` of each kind, with marks in the place of their texts.
    """

    tree: Element
    first: tuple[Element, ...]
    kinds: tuple[int, ...]
    texts: tuple[tuple[str, ...], ...]

    def are_on(self, patterns: Sequence[Any]) -> bool:
        """Whether each page is that of the first sheet of a kind."""
        return len(patterns) == len(self.first) and all(
            any(box.element is sheet for box in page.descendants())
            for page, sheet in zip(patterns, self.first, strict=True)
        )

    def pages(self, patterns: Sequence[Any], context: Any) -> Iterator[Any]:
        """The pages of all sheets, from one for each kind."""
        says = [_strings(page) for page in patterns]
        context.string_set.clear()
        for number, (kind, texts) in enumerate(zip(self.kinds, self.texts, strict=True), 1):
            shown = dict(zip(_MARKS, texts, strict=True))
            for name, said in says[kind]:
                context.string_set[name][number].append(said.translate(shown))
            yield _page(patterns[kind], number, context.page_maker[kind + 1][3], context)


def sheets_in(root: Element, css: str) -> Sheets | None:
    """The sheets of a document; None if it has none, or if they might be more than their kinds."""
    body = root.find("{*}body")
    if body is None or body.get("class") != _LAYER or not len(body) or _TELLING.search(css):
        return None
    first: dict[tuple[Any, ...], Element] = {}
    kinds, texts = [], []
    for sheet in body:
        says = tuple(sheet.get(name, "") for name in _TEXTS)
        others = {name: value for name, value in sheet.attrib.items() if name not in _TEXTS}
        kind = (*sorted(others.items()), *map(bool, says))
        if kind not in first:
            marks = (chr(mark) if text else "" for mark, text in zip(_MARKS, says, strict=True))
            first[kind] = Element(sheet.tag, others | dict(zip(_TEXTS, marks, strict=True)))
        kinds.append(list(first).index(kind))
        texts.append(says)
    tree = Element(root.tag, root.attrib)
    tree.extend(child for child in root if child is not body)
    SubElement(tree, body.tag, body.attrib).extend(first.values())
    return Sheets(tree, tuple(first.values()), tuple(kinds), tuple(texts))


def _strings(page: Any) -> list[tuple[str, str]]:
    """What a page sets strings to."""
    sets = [box.string_set for box in page.descendants()]
    return [pair for pairs in sets if pairs and pairs != "none" for pair in pairs]


def _page(pattern: Any, number: int, state: Any, context: Any) -> Any:
    page = pattern.copy()
    context.current_page = number
    within = [box for box in pattern.children if not isinstance(box, boxes.MarginBox)]
    page.children = (*within, *layout.make_margin_boxes(context, page, state))
    layout_backgrounds(page, context.get_image_from_uri)
    return page
