"""What pandoc says, at the author's line and in words that help."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from seriesbook.problems import Problem, Where

if TYPE_CHECKING:
    from seriesbook.frontmatter import Head

_LINE = re.compile(r"\bline (\d+)")
_QUOTED = re.compile(r"\"([^\"]+)\"|'([^'\"]+)'")
_PLACE = re.compile(r"^Error at .*?\(line (\d+), column \d+\):\s*")
# pandoc's messages, and what they mean to an author.
_WORDS = (
    (
        re.compile(r"Could not fetch resource '?([^\s']+?)'?(?::\s|:?$)"),
        "the image {} is not inside the document.",
        "Insert it into the document (not as a link), or put the file into the series folder.",
    ),
    (
        re.compile(r"Could not load include file (\S+)"),
        "the file {} is not read: a text can't include another.",
        "Copy its words into this file.",
    ),
    (
        re.compile(r"Skipped '(.*)' at"),
        "this could not be read and is left out: {}",
        "Write it in another way.",
    ),
    (
        re.compile(r"Reference not found for '(.*)'"),
        "the reference {} leads nowhere.",
        "Correct or remove it.",
    ),
    (
        re.compile(r"Duplicate note reference '(.*?)'"),
        "the note {} is defined twice.",
        "Give one of the two another label.",
    ),
)
_MESSAGE = re.compile(r"^\[(?:WARNING|INFO)\] ", re.M)


def failed(path: str, reason: str, mend: str = "") -> Problem:
    """A document that can't be read, and why."""
    return Problem(
        Where(path),
        "document-unreadable",
        f"this file can't be read: {reason}.",
        mend or "Open it in the program that made it and save it again.",
    )


def unreadable(path: str, said: str, first: int) -> Problem:
    """What pandoc says of a text that it can't read, at its line in the file."""
    text = " ".join(said.split())
    place = _PLACE.match(text)
    where = Where(path, int(place[1]) + first - 1 if place else None)
    reason = text[place.end() if place else 0 :].rstrip(" ^.")[:200]
    return replace(failed(path, reason or "pandoc gives up"), where=where)


def warnings(said: str, head: Head) -> list[Problem]:
    """What pandoc says, in the author's words where we know them."""
    found = [" ".join(text.split()) for text in _MESSAGE.split(said) if text.strip()]
    problems: list[Problem] = []
    for text in dict.fromkeys(found):
        message, mend = _in_words(text)
        where = Where(head.path, _line_of(text, head))
        problems.append(Problem(where, "document-warning", message, mend, "warning"))
    return problems


def _line_of(said: str, head: Head) -> int | None:
    """Line in the file of what pandoc says.

    It names the end of the block; the words that it quotes stand there or before.
    """
    place = _LINE.search(said)
    if place is None:
        return None
    number = int(place[1])
    lines = head.body.split("\n")[:number]
    words = [word for pair in _QUOTED.findall(said) for word in pair if word]
    found = (n for n in range(len(lines), 0, -1) if any(w in lines[n - 1] for w in words))
    return next(found, number) + head.body_line - 1


def _in_words(text: str) -> tuple[str, str]:
    """Message and mend for one of pandoc's warnings."""
    for pattern, message, mend in _WORDS:
        match = pattern.match(text)
        if match:
            return message.format(*(group[:100] for group in match.groups())), mend
    return f"pandoc says: {text[:300]}", "Look at that place in the book."
