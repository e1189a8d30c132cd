"""Stylesheets for pages that run from right to left: left becomes right, and right left.

Themes are written for pages that run from left to right. What is said in logical words (`start`,
`margin-inline-start`) stays as it is, and so do rules for `.align-left` and `.align-right`, by
which an author places a column of a table.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import tinycss2

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    return _rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))


def _rules(nodes: Sequence[Any]) -> str:
    return "\n".join(_node(node) for node in nodes) + "\n"


def _node(node: Any) -> str:
    if node.type == "declaration":
        return _declaration(node)
    if node.type == "qualified-rule":
        prelude = tinycss2.serialize(node.prelude).strip()
        if _CHOSEN.search(prelude):
            return f"{prelude} {{{tinycss2.serialize(node.content)}}}"
        return f"{prelude} {{\n{_inside(node.content)}}}"
    if node.type == "at-rule":
        prelude = tinycss2.serialize(node.prelude).strip()
        head = f"@{_swapped(node.at_keyword)} {prelude}".rstrip()
        return f"{head};" if node.content is None else f"{head} {{\n{_inside(node.content)}}}"
    return str(node.serialize())


def _inside(content: Sequence[Any]) -> str:
    """What stands between braces: declarations and, in at-rules, further rules."""
    return _rules(
        tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
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
