"""Fenced code: where it stands in a Markdown text, and how it is set.

Python-Markdown knows fences at the margin only; here they may stand in lists and quotations.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown.preprocessors import Preprocessor

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPEN = re.compile(
    r"^(?P<prefix>(?>[ ]{0,3}>[ ]?)*[ \t]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^\n]*)$"
)
_LANGUAGE = re.compile(r"(?:\{\s*)?\.?([A-Za-z][\w+#-]*)")
_LIST_MARK = re.compile(r"^[ \t>]*(?:[-*+]|\d+[.)])[ \t]+")


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of fenced code: indexes of its first line and after its last.

    `prefix` is what stands before its first mark, `holder` what puts a block into the same
    quotation or list in Python-Markdown, where lists are indented by fours.
    """

    prefix: str
    holder: str
    language: str
    start: int
    end: int
    closed: bool


def find_fences(lines: list[str]) -> Iterator[Fence]:
    """The blocks of fenced code in a text, by CommonMark §4.5; an open one ends the text."""
    index = 0
    in_list = False
    while index < len(lines):
        line = lines[index]
        match = _OPEN.match(line)
        if not match or not _opens(match, in_list):
            if line.strip():
                in_list = bool(_LIST_MARK.match(line)) or (in_list and line[0] in " \t>")
            index += 1
            continue
        end, closed = _end_of(lines, index, match)
        language = _LANGUAGE.match(match["info"])
        yield Fence(
            match["prefix"], _holder(match["prefix"], in_list),
            language[1].lower() if language else "", index, end, closed,
        )  # fmt: skip
        index = end


def _holder(prefix: str, in_list: bool) -> str:
    quotes, mark, indent = prefix.rpartition(">")
    spaces = len(indent.removeprefix(" ") if mark else indent.expandtabs(4))
    if not in_list or not spaces:
        return f"{quotes}{mark} " if mark else ""
    return f"{quotes}{mark}{' ' if mark else ''}{' ' * (-(-spaces // 4) * 4)}"


def _opens(match: re.Match[str], in_list: bool) -> bool:
    """Four spaces make code of their own, unless a list is around them."""
    indent = match["prefix"].rpartition(">")[2].expandtabs(4)
    return (in_list or len(indent) < 4) and not (match["fence"][0] == "`" and "`" in match["info"])


def _end_of(lines: list[str], start: int, opening: re.Match[str]) -> tuple[int, bool]:
    quoted = opening["prefix"].count(">")
    fence = opening["fence"]
    for index in range(start + 1, len(lines)):
        line = lines[index]
        if quoted and line.lstrip()[:1] != ">":
            return index, False
        bare = line.strip(" \t>") if quoted else line.strip()
        if len(bare) >= len(fence) and not bare.strip(fence[0]):
            return index + 1, True
    return len(lines), False


class Fences(Preprocessor):
    """Puts each block of fenced code into the stash for finished HTML."""

    def run(self, lines: list[str]) -> list[str]:
        """Lines with a placeholder in place of each block, in its quotation or list."""
        made: list[str] = []
        at = 0
        for fence in find_fences(lines):
            placeholder = self.md.htmlStash.store(_set(lines, fence))
            blank = fence.holder.rstrip()
            made += [*lines[at : fence.start], blank, fence.holder + placeholder, blank, blank]
            at = fence.end
        return [*made, *lines[at:]]


def _set(lines: list[str], fence: Fence) -> str:
    inner = lines[fence.start + 1 : fence.end - (1 if fence.closed else 0)]
    code = "\n".join(_without(line, fence.prefix) for line in inner)
    language = f' class="language-{html.escape(fence.language)}"' if fence.language else ""
    return f"<pre><code{language}>{html.escape(code, quote=False)}\n</code></pre>"


def _without(line: str, prefix: str) -> str:
    """A line of code without the marks of the quotation and the indent of the list around it."""
    for _ in range(prefix.count(">")):
        line = re.sub(r"^[ ]{0,3}>[ ]?", "", line, count=1)
    indent = prefix.rpartition(">")[2]
    width = len(indent.removeprefix(" ") if ">" in prefix else indent)
    spaces = len(line) - len(line.lstrip(" \t"))
    return line[min(spaces, width) :]
