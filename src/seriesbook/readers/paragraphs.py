"""A bound on paragraphs: what sets their lines looks at each as a whole."""

from __future__ import annotations

import re

from seriesbook.limits import USUAL, Limits
from seriesbook.problems import Outcome, Problem, Where

# A line that begins something of its own: an item, a row, a quotation, a heading, a fence.
_OWN = re.compile(r"[ \t]*(?:[-*+|>#`~]|\d+[.)])")


def bound_paragraphs(text: str, path: str, first: int, limits: Limits = USUAL) -> Outcome[str]:
    """Cut paragraphs that are longer than the limit allows; a problem for each."""
    most = limits.paragraph_characters
    if len(text) <= most:
        return Outcome(text)
    lines = text.split("\n")
    problems: list[Problem] = []
    start, length = 0, 0
    for number, line in enumerate(lines):
        if not line.strip() or _OWN.match(line):
            start, length = number, 0
        elif not length:
            start = number
        before, length = length, length + len(line)
        if before <= most < length:
            problems.append(_too_long(Where(path, first + start), most))
        if length > most:
            lines[number] = line[: max(most - before, 0)]
    return Outcome("\n".join(lines), tuple(problems))


def _too_long(where: Where, most: int) -> Problem:
    return Problem(
        where,
        "paragraph-too-long",
        f"this paragraph has more than {most:,} characters.",
        "Make several of it, with blank lines between; or raise `paragraph_characters` in [limits]"
        " of series.toml.",
    )
