"""A bound on nesting, checked in the text: Python-Markdown recurses and would run out of stack."""

from __future__ import annotations

import re

from seriesbook.limits import MAX_BRACKETS, MAX_NESTING
from seriesbook.problems import Outcome, Problem, Where

_QUOTES = re.compile(r"^(?:[ ]{0,3}>[ ]?)+")
_INDENT = re.compile(r"^[ \t]+(?=[-*+]|\d+[.)])")
_BRACKETS = re.compile(rf"(?:[\[(]|!\[){{{MAX_BRACKETS},}}|[*_~]{{{MAX_BRACKETS},}}(?=.*\w)")
LEVELS = MAX_NESTING // 2


def bound_depth(text: str, path: str, first: int) -> Outcome[str]:
    """Cut what is nested deeper than MAX_NESTING levels; a problem for the first such line."""
    lines = text.split("\n")
    found: dict[str, Problem] = {}
    for number, line in enumerate(lines):
        shorter, what = _bounded(line)
        if what:
            lines[number] = shorter
            found.setdefault(
                what,
                Problem(
                    Where(path, first + number),
                    "nesting-too-deep",
                    f"{what} are nested more than {LEVELS} levels deep.",
                    "Use fewer levels.",
                ),
            )
    return Outcome("\n".join(lines), tuple(found.values()))


def _bounded(line: str) -> tuple[str, str]:
    quotes = _QUOTES.match(line)
    if quotes and quotes[0].count(">") > LEVELS:
        return "> " * LEVELS + line[quotes.end() :], "quotations"
    indent = _INDENT.match(line)
    if indent and len(indent[0].expandtabs(4)) > LEVELS * 4:
        return line.lstrip(), "lists"
    brackets = _BRACKETS.search(line)
    if brackets:
        return _BRACKETS.sub(lambda m: m[0][:8], line), "brackets"
    return line, ""
