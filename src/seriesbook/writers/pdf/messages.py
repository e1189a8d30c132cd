"""What the engine said, in words that help an author: nothing that it says is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from seriesbook.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seriesbook.codes import Code
    from seriesbook.problems import Severity, Where
    from seriesbook.typeset import Message


class _Rule(NamedTuple):
    pattern: re.Pattern[str]
    code: Code
    message: str
    mend: str
    severity: Severity


_NO_GLYPH = re.compile(r"\.notdef glyph rendered .*?: \"(.*)\" \((U\+[0-9A-F]+)\)", re.DOTALL)
_RULES = (
    _Rule(
        re.compile(r"Failed to load image at '(?:https://book\.invalid/)?(.*?)': LookupError"),
        "image-missing",
        "the image {0} is not part of the book.",
        "Put the file into the series folder and correct its path.",
        "error",
    ),
    _Rule(
        re.compile(r"Failed to (?:load|render)(?: SVG)? image (?:at )?'?"
                   r"(?:https://book\.invalid/)?([^']*)'?(?:: .*)?$"),
        "image-broken",
        "the image {0} can't be drawn.",
        "Save it again in another program, or use PNG or JPEG.",
        "error",
    ),
    _Rule(
        _NO_GLYPH,
        "glyph-missing",
        "no font of the theme has the character {0} ({1}).",
        "Choose a theme whose fonts have it, or write it differently.",
        "warning",
    ),
    _Rule(
        re.compile(r"No anchor #(.*) for internal URI reference"),
        "link-dead",
        "a link leads to #{0}, which is not on any page.",
        "Correct the link or remove it.",
        "error",
    ),
    _Rule(
        re.compile(r"Ignored `(.*)` at (\d+):(\d+), (.*)\.$", re.DOTALL),
        "css-ignored",
        "the theme's stylesheet has `{0}` (line {1} of all its files joined): {3}.",
        "Remove it, or keep it for e-books in epub.css.",
        "warning",
    ),
)  # fmt: skip


def problems_of(
    messages: Iterable[Message],
    document: Where,
    stylesheet: Where,
    told: frozenset[str] = frozenset(),
) -> tuple[Problem, ...]:
    """Turn an engine's messages into problems of a document's source or of its theme.

    `told` are characters whose missing glyphs were told with their lines.
    """
    return tuple(
        _problem(m, stylesheet if m.about == "css" else document)
        for m in messages
        if _lacking(m) not in told
    )


def _lacking(message: Message) -> str:
    """The character whose glyph a message misses; '' if it is about something else."""
    match = _NO_GLYPH.match(message.text)
    return match[1] if match else ""


def _problem(message: Message, where: Where) -> Problem:
    for rule in _RULES:
        if match := rule.pattern.match(message.text):
            text = rule.message.format(*match.groups())
            return Problem(where, rule.code, text, rule.mend, rule.severity)
    return Problem(where, "layout", f"while setting pages: {message.text}", "", message.level)
