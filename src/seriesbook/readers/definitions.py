"""Definitions of notes, taken out of a Markdown text before it is parsed.

Each note is then rendered as a document of its own, in linear time, and knows its line.
The syntax is that of Python-Markdown's footnotes: `[^label]: text`, with further paragraphs
indented by four spaces or a tab.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_START = re.compile(
    r"^(?P<prefix>(?:[ ]{0,3}>[ ]?)*[ ]{0,3})\[\^(?P<label>[^\]\n]+)\]:[ \t]*(?P<text>.*)$"
)
_FENCE = re.compile(r"^(?:[ ]{0,3}>[ ]?)*[ ]{0,3}(?P<fence>`{3,}|~{3,})")
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
    code_lines: frozenset[int]


def take_definitions(text: str) -> Scanned:
    """Separate the definitions of notes from the rest. What stands in code is left alone."""
    lines = text.split("\n")
    found: list[Definition] = []
    code: set[int] = set()
    fence = ""
    index = 0
    while index < len(lines):
        line = lines[index]
        mark = _FENCE.match(line)
        if fence:
            code.add(index + 1)
            fence = "" if mark and _closes(mark["fence"], fence, line) else fence
        elif mark and not (mark["fence"][0] == "`" and "`" in line[mark.end() :]):
            fence = mark["fence"]
            code.add(index + 1)
        elif start := _START.match(line):
            end = _end_of(lines, index, start["prefix"])
            found.append(_definition(lines, index, end, start))
            lines[index:end] = [start["prefix"].rstrip()] * (end - index)
            index = end
            continue
        index += 1
    return Scanned("\n".join(lines), tuple(found), frozenset(code))


def _closes(mark: str, fence: str, line: str) -> bool:
    return mark[0] == fence[0] and len(mark) >= len(fence) and line.strip(" >") == mark


def _end_of(lines: list[str], start: int, prefix: str) -> int:
    """Index after the last line of a definition: lazy lines, and indented ones after blanks."""
    index = start + 1
    last = index
    blank = False
    while index < len(lines):
        line = lines[index].removeprefix(prefix) if prefix.strip() else lines[index]
        if not line.strip():
            blank = True
        elif _START.match(lines[index]) or (blank and not _INDENT.match(line)):
            break
        else:
            blank = False
            last = index + 1
        index += 1
    return last


def _definition(lines: list[str], start: int, end: int, match: re.Match[str]) -> Definition:
    prefix = match["prefix"]
    rest = [line.removeprefix(prefix) for line in lines[start + 1 : end]]
    text = "\n".join([match["text"], *(_INDENT.sub("", line, count=1) for line in rest)])
    return Definition(match["label"], text.rstrip(), start + 1)
