"""A bound on nesting, checked in the text: Python-Markdown recurses and would run out of stack."""

from __future__ import annotations

import re
from functools import lru_cache

from seriesbook.limits import USUAL, Limits
from seriesbook.problems import Outcome, Problem, Where

_QUOTES = re.compile(r"^(?:[ ]{0,3}>[ ]?)+")
_INDENT = re.compile(r"^[ \t]+(?=[-*+]|\d+[.)])")


def bound_depth(text: str, path: str, first: int, limits: Limits = USUAL) -> Outcome[str]:
    """Cut what is nested deeper than the limits allow; a problem for the first such line."""
    lines = text.split("\n")
    found: dict[str, Problem] = {}
    levels = max(limits.nesting // 2, 1)
    brackets = _rows_of(limits.brackets)
    for number, line in enumerate(lines):
        shorter, what, most = _bounded(line, levels, brackets, limits.brackets)
        if what:
            lines[number] = shorter
            found.setdefault(
                what,
                Problem(
                    Where(path, first + number),
                    "nesting-too-deep",
                    f"{what} are nested more than {most} levels deep.",
                    "Use fewer levels.",
                ),
            )
    return Outcome("\n".join(lines), tuple(found.values()))


@lru_cache(maxsize=4)
def _rows_of(most: int) -> re.Pattern[str]:
    """So many opening brackets, or marks of emphasis, in a row.

    The first character stands before all choices, since `re` then runs through a text faster.
    """
    more = rf"{{{most - 1},}}"
    return re.compile(
        r"[\[(!*_~](?:"
        rf"(?:(?<=[\[(])|(?<=!)\[)(?:[\[(]|!\[){more}|(?<=[*_~])[*_~]{more}(?=.*\w))"
    )


def _bounded(line: str, levels: int, brackets: re.Pattern[str], most: int) -> tuple[str, str, int]:
    quotes = _QUOTES.match(line)
    if quotes and quotes[0].count(">") > levels:
        return "> " * levels + line[quotes.end() :], "quotations", levels
    indent = _INDENT.match(line)
    if indent and len(indent[0].expandtabs(4)) > levels * 4:
        return line.lstrip(), "lists", levels
    if brackets.search(line):
        return brackets.sub(lambda m: m[0][:8], line), "brackets", most
    return line, "", 0
