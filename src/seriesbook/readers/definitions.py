"""Definitions of notes, taken out of a Markdown text before it is parsed.

Each note is then rendered as a document of its own, in linear time, and knows its line.
The syntax is that of Python-Markdown's footnotes: `[^label]: text`, with further paragraphs
indented by four spaces or a tab.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from seriesbook.readers.fences import find_fences

_QUOTED = r"(?>[ ]{0,3}>[ ]?)*"
_START = re.compile(
    rf"^(?P<prefix>{_QUOTED}[ ]{{0,3}})\[\^(?P<label>[^\]\n]+)\]:[ \t]*(?P<text>.*)$"
)
# In a list a definition is indented as the list is.
_IN_LIST = re.compile(r"^(?P<prefix>[ \t]+)\[\^(?P<label>[^\]\n]+)\]:[ \t]*(?P<text>.*)$")
_LIST_MARK = re.compile(r"^ {0,3}(?:[-*+]|\d+[.)])[ \t]")
_INDENT = re.compile(r"^(?: {4}|\t)")


@dataclass(frozen=True, slots=True)
class Definition:
    """The text of a note and the line (from 1, in the body) where it begins."""

    label: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Scanned:
    """A text without its definitions: their lines are blank, so that no line moves."""

    text: str
    definitions: tuple[Definition, ...]


def take_definitions(text: str) -> Scanned:
    """Separate the definitions of notes from the rest. What stands in code is left alone."""
    lines = text.split("\n")
    after_fence = {fence.start: fence.end for fence in find_fences(lines)}
    found: list[Definition] = []
    index = 0
    in_list = False
    while index < len(lines):
        line = lines[index]
        start = _START.match(line) or (_IN_LIST.match(line) if in_list else None)
        if index in after_fence:
            index = after_fence[index]
        elif start:
            end = _end_of(lines, index, start["prefix"])
            found.append(_definition(lines, index, end, start))
            lines[index:end] = [start["prefix"].rstrip()] * (end - index)
            index = end
        else:
            if line.strip():
                in_list = bool(_LIST_MARK.match(line)) or (in_list and line[0] in " \t")
            index += 1
    return Scanned("\n".join(lines), tuple(found))


def _end_of(lines: list[str], start: int, prefix: str) -> int:
    """Index after the last line of a definition: lazy lines, and indented ones after blanks."""
    index = start + 1
    last = index
    blank = False
    while index < len(lines):
        line = _inside(lines[index], prefix)
        if not line.strip():
            blank = True
        elif _START.match(line) or (blank and not _INDENT.match(line)):
            break
        elif prefix.strip() and line == lines[index]:
            break  # the quotation is over
        else:
            blank = False
            last = index + 1
        index += 1
    return last


def _inside(line: str, prefix: str) -> str:
    """A line without the marks of the quotation, or the indent of the list, around a note."""
    bare = prefix.rstrip()
    return line.removeprefix(prefix) if line.startswith(prefix) else line.removeprefix(bare)


def _definition(lines: list[str], start: int, end: int, match: re.Match[str]) -> Definition:
    rest = [_inside(line, match["prefix"]) for line in lines[start + 1 : end]]
    text = "\n".join([match["text"], *(_INDENT.sub("", line, count=1) for line in rest)])
    return Definition(match["label"], text.rstrip(), start + 1)
