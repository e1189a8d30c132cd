"""A bound on paragraphs: what sets their lines looks at each as a whole."""

from __future__ import annotations

import re

from seriesbook.limits import USUAL, Limits
from seriesbook.problems import Outcome, Problem, Where
from seriesbook.sanitise import paragraph_too_long

# A line that begins something of its own: an item, a row, a quotation, a heading, a fence.
_OWN = re.compile(r"[ \t]*(?:[-*+|>#`~]|\d+[.)])")
# A picture within a text: nothing of it is set as words.
_PICTURE = re.compile(
    r"(?<=\]\()data:image/[\w+.;,/%=-]+(?=[)\s])|(?<=src=[\"'])data:image/[\w+.;,/%=-]+(?=[\"'])"
)


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
        words = line
        if len(line) > most:
            words = _PICTURE.sub("", line)
        before, length = length, length + len(words)
        if before <= most < length:
            problems.append(paragraph_too_long(Where(path, first + start), most))
        if length > most:
            lines[number] = words[: max(most - before, 0)]
    return Outcome("\n".join(lines), tuple(problems))
