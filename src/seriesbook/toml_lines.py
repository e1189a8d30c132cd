"""Where the keys of a TOML text stand; `tomllib` reads values and forgets lines."""

from __future__ import annotations

import re

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_ASSIGNMENT = re.compile(r"^\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'))*)\s*=\s*(.*)$")  # fmt: skip  # noqa: E501
_BARE = re.compile(r"[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'")
_INLINE_KEY = re.compile(r"([A-Za-z0-9_-]+)\s*=")


def key_lines(text: str) -> dict[str, int]:
    """Line (from 1) of every dotted key: `title`, `authors.0.name`, `parts.1.essays.2`.

    Tables of an array count from 0; so do the items of a list that stands on several lines, one
    a line, or on one line.
    """
    lines: dict[str, int] = {}
    prefix = ""
    counts: dict[str, int] = {}
    closing = ""  # what ends the value that goes on over several lines
    listing = ""
    for number, line in enumerate(text.split("\n"), 1):
        if closing:
            closing, listing = _continue(line, closing, listing, lines, counts, number)
            continue
        header = _HEADER.match(line)
        assignment = None if header else _ASSIGNMENT.match(line)
        if header:
            prefix = _table(header, counts)
            lines.setdefault(prefix, number)
        elif assignment:
            key = ".".join(filter(None, [prefix, _dotted(assignment[1])]))
            lines.setdefault(key, number)
            closing, listing = _value(assignment[2], key, lines, counts, number)
    return lines


def _dotted(key: str) -> str:
    return ".".join(part.strip("\"'") for part in _BARE.findall(key))


def _table(header: re.Match[str], counts: dict[str, int]) -> str:
    name = _dotted(header[2])
    if header[1] == "[[":
        counts[name] = counts.get(name, -1) + 1
        return f"{name}.{counts[name]}"
    first, _, rest = name.partition(".")
    return f"{first}.{counts[first]}.{rest}" if first in counts and rest else name


def _value(
    value: str, key: str, lines: dict[str, int], counts: dict[str, int], number: int
) -> tuple[str, str]:
    """Note what is inside a value; tell how it ends if it goes on, and the list it is."""
    for quote in ('"""', "'''"):
        if value.startswith(quote) and value.count(quote) == 1:
            return quote, ""
    bare = _without_strings(value)
    if value.startswith("{"):
        for match in _INLINE_KEY.finditer(bare):
            lines.setdefault(f"{key}.{match[1]}", number)
    if value.startswith("["):
        counts[key] = -1
        _items(value[1:], key, lines, counts, number)
        if bare.count("[") > bare.count("]"):
            return "]", key
    return "", ""


def _continue(
    line: str, closing: str, listing: str, lines: dict[str, int], counts: dict[str, int],
    number: int,
) -> tuple[str, str]:  # fmt: skip
    if listing:
        _items(line, listing, lines, counts, number)
        ended = _without_strings(line).count("]") > _without_strings(line).count("[")
    else:
        ended = closing in line
    return ("", "") if ended else (closing, listing)


def _items(text: str, key: str, lines: dict[str, int], counts: dict[str, int], number: int) -> None:
    for _ in re.finditer(r"\"(?:\\.|[^\"\\])*\"|'[^']*'|\{", text.partition("#")[0] or text):
        counts[key] += 1
        lines.setdefault(f"{key}.{counts[key]}", number)


def _without_strings(text: str) -> str:
    return re.sub(r"\"(?:\\.|[^\"\\])*\"|'[^']*'|#.*", "", text)
