"""Dictionaries of hyphens, read as far as words ask for them.

Pyphen reads all patterns of a language (11,000 of English) before the first word: 50 ms of each
worker. Here a pattern's letters are found by removing its digits, of all of them at once, and
what stands between them is read when a word has these letters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pyphen

if TYPE_CHECKING:
    from pathlib import Path

# A line that is neither a comment nor an option, and allows or forbids something.
_PATTERN = re.compile(
    r"^(?!%|#|(?:COMPOUND)?(?:LEFT|RIGHT)HYPHENMIN)([^\n1-9]*[1-9]\S*)[^\S\n]*$", re.MULTILINE
)
# Hexadecimal characters, other hyphenations, digits that are not ASCII, blanks: for Pyphen.
_INTRICATE = re.compile(r"\^\^|/|[^\D0-9]|[^\S\n]")
_NO_DIGITS = str.maketrans("", "", "0123456789")


class Patterns(pyphen.HyphDict):  # type: ignore[misc]
    """Patterns of a language by their letters; as they stand in the file until one is needed."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            encoding = file.readline().decode()
        lines = _PATTERN.findall(path.read_text(encoding).partition("\n")[2])
        text = "\n".join(lines)
        if not lines or _INTRICATE.search(text):
            super().__init__(path)
            return
        letters = text.translate(_NO_DIGITS).split("\n")
        self.patterns: dict[str, Any] = dict(zip(letters, lines, strict=True))
        self.cache: dict[str, Any] = {}
        self.maxlen = max(map(len, self.patterns))

    def positions(self, word: str) -> list[Any]:
        """Where a word can be hyphenated (see Pyphen, whose steps these are)."""
        word = word.lower()
        points: list[Any] | None = self.cache.get(word)
        if points is not None:
            return points
        pointed = f".{word}."
        length, patterns = len(pointed), self.patterns
        found = [0] * (length + 1)
        for start in range(length - 1):
            for end in range(start + 1, min(start + self.maxlen, length) + 1):
                pattern = patterns.get(pointed[start:end])
                if not pattern:
                    continue
                if type(pattern) is str:
                    pattern = patterns[pointed[start:end]] = _read(pattern)
                offset, values = pattern
                here = slice(start + offset, start + offset + len(values))
                found[here] = map(max, values, found[here])
        points = self.cache[word] = [
            pyphen.DataInt(place - 1, reference=value)
            for place, value in enumerate(found)
            if value % 2
        ]
        return points


def _read(pattern: str) -> tuple[int, tuple[int, ...]]:
    """The numbers between a pattern's letters, without zeros at both ends, and their offset."""
    values = [int(digit or "0") for digit, _ in pyphen.parse(pattern)]
    telling = [index for index, value in enumerate(values) if value]
    return telling[0], tuple(values[telling[0] : telling[-1] + 1])


def install() -> None:
    """Let Pyphen, and WeasyPrint that asks it, have such dictionaries."""
    pyphen.HyphDict = Patterns
