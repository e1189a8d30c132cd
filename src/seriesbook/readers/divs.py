"""Fenced divs, as pandoc has them: `::: letter` … `:::` gives the blocks between a class.

They become the raw `<div>` that Python-Markdown's `md_in_html` knows, line for line, so that every
block keeps its number.
"""

from __future__ import annotations

import re

from seriesbook.readers.fences import find_fences

_OPEN = re.compile(
    r"^:{3,}[ \t]*(?:(?P<name>[A-Za-z][\w-]*)|\{(?P<classes>[^{}]*)\})[ \t]*:*[ \t]*$"
)
_CLOSE = re.compile(r"^:{3,}[ \t]*$")
_CLASS = re.compile(r"\.([A-Za-z][\w-]*)")


def open_divs(text: str) -> str:
    """Turn the fences of divs in a text into tags; a fence without its partner stays as it is."""
    if ":::" not in text:
        return text
    lines = text.split("\n")
    code = {n for fence in find_fences(lines) for n in range(fence.start, fence.end)}
    for start, end, name in _pairs(lines, code):
        lines[start] = f'<div class="{name}" markdown="1">'
        lines[end] = "</div>"
    return "\n".join(lines)


def _pairs(lines: list[str], code: set[int]) -> list[tuple[int, int, str]]:
    """First line, last line and classes of every div that is closed."""
    waiting: list[tuple[int, str]] = []
    found: list[tuple[int, int, str]] = []
    for number, line in enumerate(lines):
        if number in code:
            continue
        opening = _OPEN.match(line)
        if opening:
            waiting.append((number, opening["name"] or " ".join(_CLASS.findall(line))))
        elif _CLOSE.match(line) and waiting:
            start, name = waiting.pop()
            found.append((start, number, name))
    return [pair for pair in found if pair[2]]
