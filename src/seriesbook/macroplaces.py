"""Which line of a macro has made a line of a page: Jinja knows only who called the macro."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Token = tuple[int, str, str]


class Made(NamedTuple):
    """What a macro has made: its template, the line where it begins there, its text."""

    template: str
    line: int
    text: str


def innermost(made: Sequence[Made], piece: str, number: int) -> tuple[Made, str] | None:
    """The macro that made a line (from 0) of a text, and that line as the macro made it."""
    found: list[tuple[Made, str]] = []
    for one in made:
        start = piece.find(one.text) if one.text.strip() else -1
        own = number - piece.count("\n", 0, start) if start >= 0 else -1
        lines = one.text.split("\n")
        if 0 <= own < len(lines) and lines[own].strip():
            found.append((one, lines[own]))
    return min(found, key=lambda way: len(way[0].text), default=None)


def line_in(tokens: Iterable[Token], begin: int, text: str) -> int:
    """The line of a macro that begins on line `begin` that has made a text; `begin` if unknown.

    It is that whose own characters are the most of the text.
    """
    best, most = begin, 0
    for where, kind, value in tokens:
        if where >= begin and kind == "name" and value in {"endmacro", "endcall"}:
            break
        if kind != "data":
            continue
        for line, words in enumerate(value.split("\n"), where):
            own = words.strip()
            if line >= begin and len(own) > most and own in text:
                best, most = line, len(own)
    return best
