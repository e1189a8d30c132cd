"""HTML and code that begin and never end: said, before they swallow the rest of the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from seriesbook.problems import Outcome, Problem, Where
from seriesbook.readers.fences import find_fences

if TYPE_CHECKING:
    from collections.abc import Iterator

_CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_COMMENT = re.compile(r"<!--|-->")
# Elements whose end HTML demands; blocks that begin a line.
_BLOCK = re.compile(
    r"(?:^[ ]{0,3}(?=<\w)|(?=</))<(?P<end>/?)(?P<name>div|table|section|article|aside|blockquote|"
    r"figure|ul|ol|dl|details|pre|script|style)\b[^<>]*>",
    re.IGNORECASE,
)


def mend_unclosed(text: str, path: str, first: int) -> Outcome[str]:
    """Show the words behind a comment that never ends; warn of blocks that don't.

    `first` is the line in the file of the first line of `text`.
    """
    lines = text.split("\n")
    problems: list[Problem] = []
    fenced: set[int] = set()
    for fence in find_fences(lines):
        fenced.update(range(fence.start, fence.end))
        if not fence.closed:
            problems.append(_problem(path, first + fence.start, "code block", "the fence"))
    visible = [
        "" if number in fenced else _without_code(line) for number, line in enumerate(lines)
    ]
    comment = _open_comment(visible)
    if comment:
        number, column = comment
        line = lines[number]
        lines[number] = line[:column] + line[column + len("<!--") :].lstrip()
        problems.append(_problem(path, first + number, "comment", "-->"))
    for number, name in _open_blocks(visible):
        problems.append(_problem(path, first + number, f"<{name}>", f"</{name}>"))
    return Outcome("\n".join(lines), tuple(problems))


def _without_code(line: str) -> str:
    """A line with blanks in place of its code."""
    return _CODE_SPAN.sub(lambda m: " " * len(m[0]), line) if "`" in line else line


def _open_comment(lines: list[str]) -> tuple[int, int] | None:
    """Place of a comment without end: index of the line, and column."""
    place: tuple[int, int] | None = None
    for number, line in enumerate(lines):
        for mark in _COMMENT.finditer(line) if "--" in line else ():
            if mark[0] == "-->":
                place = None
            elif place is None:
                place = number, mark.start()
    return place


def _open_blocks(lines: list[str]) -> Iterator[tuple[int, str]]:
    stack: list[tuple[int, str]] = []
    for number, line in enumerate(lines):
        if "<" not in line:
            continue
        for tag in _BLOCK.finditer(line):
            name = tag["name"].lower()
            if not tag["end"]:
                stack.append((number, name))
            elif stack and stack[-1][1] == name:
                stack.pop()
    yield from stack[:1]  # those within it are its consequence


def _problem(path: str, line: int, what: str, end: str) -> Problem:
    return Problem(
        Where(path, line),
        "markup-unclosed",
        f"the {what} that begins here does not end.",
        f"Put {end} where it ends.",
        "warning",
    )
