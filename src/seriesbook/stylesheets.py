"""Stylesheets joined of several files, and the way back from a place in one to its file and line.

A theme's stylesheet is that of all its parents, in which the engine counts lines from the top.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from seriesbook.problems import Where

if TYPE_CHECKING:
    from collections.abc import Iterable

# What CSS takes for the end of a line (CSS Syntax 3 §3.3).
_LINE_END = re.compile(r"\r\n|[\r\n\f]")


class Stretch(NamedTuple):
    """The part of a stylesheet, from `start` to `end`, that is the file at `path`."""

    start: int
    end: int
    path: str


Files: TypeAlias = "tuple[Stretch, ...]"


def joined(files: Iterable[tuple[str, str]]) -> tuple[str, Files]:
    """One stylesheet of files, given as (path, text), and where each of them is in it."""
    texts, found, end = [], [], 0
    for path, text in files:
        texts.append(text)
        found.append(Stretch(end, end + len(text), path))
        end += len(text) + 1
    return "\n".join(texts), tuple(found)


def moved(files: Files, by: int) -> Files:
    """The same files in a stylesheet that has so many characters more before them."""
    return tuple(Stretch(start + by, end + by, path) for start, end, path in files)


@dataclass(frozen=True, slots=True)
class Origin:
    """A stylesheet and what it was joined of.

    `theme` is the name of the theme, for what has no place in any file. Pages from right to left
    are set in the `mirrored` stylesheet.
    """

    css: str
    files: Files
    theme: str
    mirrored: bool = False

    def at(self, line: int, column: int = 0) -> Where | None:
        """The place of a line, as the engine counts; None in what is no file's."""
        if self.mirrored:
            from seriesbook.mirror import source_lines  # noqa: PLC0415 - only where there is news

            lines = source_lines(self.css)
            line, column = lines[min(line, len(lines)) - 1] if lines else line, 0
        return self._place(self._offset(line) + max(column - 1, 0), known=bool(column))

    def holding(self, pattern: str) -> Where | None:
        """The last place where a file has what a pattern finds: what is said last holds."""
        found = [match.start() for match in re.finditer(pattern, self.css)]
        places = (self._place(offset) for offset in reversed(found))
        return next((place for place in places if place), None)

    def declares(self, line: int, column: int, name: str) -> bool:
        """Whether the value of a property of this name begins at a place."""
        if self.mirrored:
            return bool(name)
        before = self.css[: self._offset(line) + column - 1].rstrip()
        declared = re.search(r"([\w-]+)\s*:$", before)
        return declared is not None and name.startswith(declared[1])

    def whole(self, name: str = "theme.toml") -> Where:
        """A file of the theme, the last one of that name that has a part in the stylesheet."""
        paths = (one.path for one in reversed(self.files) if one.path.endswith(f"/{name}"))
        return Where(next(paths, f"themes/{self.theme}/{name}"))

    def _offset(self, line: int) -> int:
        """Where a line begins; beyond all files, if there is no such."""
        starts = [0, *(match.end() for match in _LINE_END.finditer(self.css))]
        return starts[line - 1] if 0 < line <= len(starts) else len(self.css) + 1

    def _place(self, offset: int, *, known: bool = True) -> Where | None:
        for start, end, path in self.files:
            if start <= offset <= end:
                before = self.css[start:offset]
                breaks = list(_LINE_END.finditer(before))
                column = offset - start - (breaks[-1].end() if breaks else 0) + 1
                return Where(path, len(breaks) + 1, column if known else None)
        return None
