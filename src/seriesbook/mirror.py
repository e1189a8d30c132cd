"""Stylesheets for pages that run from right to left: left becomes right, and right left.

Themes are written for pages that run from left to right. What is said in logical words (`start`,
`margin-inline-start`) stays as it is, and so do rules for `.align-left` and `.align-right`, by
which an author places a column of a table.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

import tinycss2

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A piece of a stylesheet in lines of its own, and the line of its source.
_Piece: TypeAlias = "tuple[str, int]"

_SIDE = re.compile(r"(?<![a-z])(left|right)(?![a-z])")
_OTHER = {"left": "right", "right": "left"}
# Properties whose four values go round: top, right, bottom, left.
_ROUND = frozenset(
    "margin padding inset border-width border-style border-color scroll-margin".split()
)
_CHOSEN = re.compile(r"\.align-(?:left|right)")


def css_for(direction: str, css: str) -> str:
    """A stylesheet as pages of a direction want it."""
    return mirrored(css) if direction == "rtl" else css


def mirrored(css: str) -> str:
    """A stylesheet with left and right exchanged."""
    return "\n".join(text for text, _ in _pieces_of(css)) + "\n"


def source_lines(css: str) -> tuple[int, ...]:
    """The line of a stylesheet that each line of the mirrored one comes from, both from 1."""
    return tuple(
        line + number for text, line in _pieces_of(css) for number in range(text.count("\n") + 1)
    )


def _pieces_of(css: str) -> Iterator[_Piece]:
    return _rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))


def _rules(nodes: Sequence[Any]) -> Iterator[_Piece]:
    for node in nodes:
        yield from _node(node)


def _node(node: Any) -> Iterator[_Piece]:
    if node.type not in {"qualified-rule", "at-rule"}:
        yield _text(node), node.source_line
        return
    head = tinycss2.serialize(node.prelude).strip()
    if node.type == "at-rule":
        head = f"@{_swapped(node.at_keyword)} {head}".rstrip()
    if node.content is None:
        yield f"{head};", node.source_line
    elif node.type == "qualified-rule" and _CHOSEN.search(head):
        yield f"{head} {{{tinycss2.serialize(node.content)}}}", node.source_line
    else:
        yield f"{head} {{", node.source_line
        yield from _inside(node.content) or [("", node.source_line)]
        yield "}", node.source_line


def _text(node: Any) -> str:
    """A declaration, mirrored; nothing of what is no CSS, which `theme` tells the author."""
    if node.type == "error":
        return ""
    return _declaration(node) if node.type == "declaration" else str(node.serialize())


def _inside(content: Sequence[Any]) -> list[_Piece]:
    """What stands between braces: declarations and, in at-rules, further rules."""
    return list(
        _rules(tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True))
    )


def _declaration(node: Any) -> str:
    values = [value for value in node.value if value.type not in {"whitespace", "comment"}]
    if node.lower_name in _ROUND and len(values) == 4:
        top, right, bottom, left = (value.serialize() for value in values)
        text = f"{top} {left} {bottom} {right}"
    else:
        text = "".join(_value(value) for value in node.value).strip()
    important = " !important" if node.important else ""
    return f"{_swapped(node.name)}: {text}{important};"


def _value(token: Any) -> str:
    return _swapped(token.value) if token.type == "ident" else str(token.serialize())


def _swapped(name: str) -> str:
    return _SIDE.sub(lambda match: _OTHER[match[1]], name)
