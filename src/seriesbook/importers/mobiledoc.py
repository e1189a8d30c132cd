"""Mobiledoc, the format of Ghost's editor until 2023: JSON → HTML (its version 0.3)."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

from seriesbook.importers.lexical import CARDS

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKUP, _IMAGE, _LIST, _CARD = 1, 2, 3, 10
_TEXT, _ATOM = 0, 1
_MARKUPS = frozenset("a b strong i em code s del sub sup u".split())
_BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 blockquote aside pull-quote".split())


def mobiledoc_to_html(text: str) -> str:
    """The HTML of a document; '' if it is none."""
    try:
        document = json.loads(text)
        sections = document["sections"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    if not isinstance(sections, list):
        return ""
    return "".join(piece for section in sections for piece in _section(section, document))


def _section(section: Any, document: dict[str, Any]) -> Iterator[str]:
    if not isinstance(section, list) or len(section) < 2:
        return
    kind, value = section[0], section[1]
    if kind == _MARKUP and len(section) > 2:
        tag = value if value in _BLOCKS else "p"
        inner = _markers(section[2], document)
        yield (
            f'<blockquote class="pullquote">{inner}</blockquote>'
            if tag == "pull-quote"
            else (
                f"<{'blockquote' if tag == 'aside' else tag}>{inner}"
                f"</{'blockquote' if tag == 'aside' else tag}>"
            )
        )
    elif kind == _IMAGE:
        yield f'<figure><img src="{escape(str(value))}" alt=""/></figure>'
    elif kind == _LIST and len(section) > 2 and isinstance(section[2], list):
        tag = "ol" if value == "ol" else "ul"
        items = "".join(f"<li>{_markers(item, document)}</li>" for item in section[2])
        yield f"<{tag}>{items}</{tag}>"
    elif kind == _CARD:
        yield _card(_at(document, "cards", value))


def _at(document: dict[str, Any], name: str, index: Any) -> list[Any]:
    table = document.get(name)
    good = isinstance(table, list) and isinstance(index, int) and 0 <= index < len(table)
    found = table[index] if good and isinstance(table, list) else []
    return found if isinstance(found, list) else []


def _card(card: list[Any]) -> str:
    if not card:
        return ""
    payload = card[1] if len(card) > 1 and isinstance(card[1], dict) else {}
    writer = CARDS.get(str(card[0]))
    return writer(payload) if writer else ""


def _markers(markers: Any, document: dict[str, Any]) -> str:
    """Pieces of text, each with the markups that open before it and how many close after it."""
    pieces: list[str] = []
    opened: list[str] = []
    for marker in markers if isinstance(markers, list) else []:
        if not isinstance(marker, list) or len(marker) < 4:
            continue
        kind, opening, closing, value = marker[:4]
        for index in opening if isinstance(opening, list) else []:
            markup = _at(document, "markups", index)
            tag = str(markup[0]) if markup and markup[0] in _MARKUPS else "span"
            opened.append(tag)
            pieces.append(f"<{tag}{_attributes(markup)}>")
        pieces.append(_value(kind, value, document))
        for _ in range(closing if isinstance(closing, int) else 0):
            if opened:
                pieces.append(f"</{opened.pop()}>")
    pieces += [f"</{tag}>" for tag in reversed(opened)]
    return "".join(pieces)


def _value(kind: Any, value: Any, document: dict[str, Any]) -> str:
    if kind == _ATOM:
        atom = _at(document, "atoms", value)
        soft = bool(atom) and atom[0] == "soft-return"
        return "<br/>" if soft else escape(str(atom[1])) if len(atom) > 1 else ""
    return escape(str(value), quote=False)


def _attributes(markup: list[Any]) -> str:
    if len(markup) < 2 or markup[0] != "a" or not isinstance(markup[1], list):
        return ""
    pairs = dict(zip(markup[1][::2], markup[1][1::2], strict=False))
    return f' href="{escape(str(pairs.get("href", "")))}"'
