"""What pandoc says, at the author's line and in words that help."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from seriesbook.problems import Problem, Where
from seriesbook.readers.pandoc_words import FAILURES, LONGEST, WARNINGS, words_for
from seriesbook.sanitise import refusal_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seriesbook.frontmatter import Head

_LINE = re.compile(r"\bline (\d+)")
_QUOTED = re.compile(r"\"([^\"]+)\"|'([^'\"]+)'|(?:resource|image|option:) ([^\s:]+)")
_PLACE = re.compile(r"^Error at .*?\(line (\d+), column \d+\):\s*")
_MESSAGE = re.compile(r"^\[(?:WARNING|INFO)\] ", re.M)
# What the reader of HTML passes over: a whole element, or its beginning, or its end.
_TAG = re.compile(r"Skipped '<(/?)([A-Za-z][\w:-]*).*' at", re.DOTALL)


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
    place = _PLACE.search(text)
    where = Where(path, int(place[1]) + first - 1 if place else None)
    reason, mend = why_unreadable(said)
    return replace(failed(path, reason, mend), where=where)


def why_unreadable(said: str) -> tuple[str, str]:
    """What pandoc's last words mean, and how to mend it."""
    text = " ".join(_PLACE.sub("", " ".join(said.split())).rstrip(" ^.").split())
    _, words = words_for(text, FAILURES)
    if words is not None:
        return words.message, words.mend
    detail = f' ("{text[:LONGEST]}")' if text else ""
    return f"pandoc, which reads such files, gives up{detail}", ""


def warnings(said: str, head: Head, form: str = "") -> list[Problem]:
    """What pandoc says of a document of a format, in the author's words."""
    begin = head.body.partition("\\begin{document}")
    preamble = begin[0].count("\n") if form == "latex" and begin[1] else 0
    return [
        problem
        for text in texts_of(said)
        if not (text.startswith("Skipped ") and _number_in(text, preamble + 1) <= preamble)
        for problem in _problems(text, Where(head.path, _line_of(text, head)), form)
    ]


def texts_of(said: str) -> list[str]:
    """The messages that pandoc wrote, each once and in one line."""
    found = [" ".join(text.split()) for text in _MESSAGE.split(said) if text.strip()]
    return list(dict.fromkeys(found))


def in_words(text: str) -> tuple[str, str, bool]:
    """Message and mend for one of pandoc's warnings, and whether it is of note; "" for none."""
    known, words = words_for(text, WARNINGS)
    if words is not None:
        return words.message, words.mend, words.severity != "hint"
    if known:
        return "", "", False
    message = f'pandoc, which read this document, noticed something ("{text[:LONGEST]}").'
    return message, "Look at that place in the book; if it is right, you may leave it.", True


def _problems(text: str, where: Where, form: str) -> Iterator[Problem]:
    tag = _TAG.match(text) if form == "html" else None
    if tag:
        found = None if tag[1] else refusal_of(tag[2].lower(), where)
        if found:
            yield replace(found, severity="warning")
        return
    message, mend, of_note = in_words(text)
    if message:
        yield Problem(where, "document-warning", message, mend, "warning" if of_note else "hint")


def _line_of(said: str, head: Head) -> int | None:
    """Line in the file of what pandoc says.

    It names the end of the block; the words that it quotes stand there or before.
    """
    lines = head.body.split("\n")
    number = _number_in(said, len(lines))
    words = [word.replace("\\\\", "\\") for pair in _QUOTED.findall(said) for word in pair if word]
    found = (n for n in range(min(number, len(lines)), 0, -1)
             if any(w in lines[n - 1] for w in words))  # fmt: skip
    line = next(found, number if _LINE.search(said) else None)
    return None if line is None else line + head.body_line - 1


def _number_in(said: str, otherwise: int) -> int:
    """The line that a message names at its end."""
    places = _LINE.findall(said)
    return int(places[-1]) if places else otherwise
