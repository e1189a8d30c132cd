"""Readers' comments that have lost their markup: numbered, or each under a name and a date."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from seriesbook import xhtml
from seriesbook.importers import blocks
from seriesbook.importers.days import find_day
from seriesbook.importers.model import Comment
from seriesbook.importers.phrases import kind_after, kind_of_line

if TYPE_CHECKING:
    from lxml import etree

_NUMBERED = re.compile(r"\s*\d+[.)]\s+")
_SAYS = re.compile(r"^(.{1,60}?)\s+(?:says|said|schrieb|sagt|a écrit|dijo|пишет)\s*:?$", re.I)
_FORM = re.compile(
    r"(?:your )?(?:name|e-?mail(?: address)?|website|url|comment)\s*\*?$|"
    r"your email address will not|required fields|save my name|reply$|antworten$|"
    r"répondre$|responder$",
    re.I,
)
_NAME = 5  # words


def read_comments(found: list[etree._Element]) -> tuple[Comment, ...]:
    """The comments in the blocks that follow a text."""
    texts = [blocks.text(block) for block in found]
    texts = [t for t in _before_form(texts) if t and not kind_of_line(t) and not _FORM.match(t)]
    numbered = any(map(_NUMBERED.match, texts))
    comments: list[Comment] = []
    index = 0
    while index < len(texts):
        author, day, used = _head(texts[index : index + 2])
        start = _NUMBERED.match(texts[index])
        goes_on = numbered or any(comment.author for comment in comments)
        if author or start or not goes_on or not comments:
            comments.append(Comment(author, day, ""))
        words = (
            texts[index + used :][:1] if used else [texts[index][start.end() if start else 0 :]]
        )
        last = comments[-1]
        comments[-1] = Comment(last.author, last.date, last.html + "".join(map(_paragraph, words)))
        index += used + 1
    return tuple(comment for comment in comments if comment.html)


def _before_form(texts: list[str]) -> list[str]:
    """The lines up to the form for new comments, if that follows them."""
    forms = [n for n, t in enumerate(texts) if n and kind_after(t) == "comments"]
    return texts[: forms[-1]] if forms else texts


def _head(texts: list[str]) -> tuple[str, dt.datetime | None, int]:
    """Name, date and number of the lines that they take up; ('', None, 0) for none."""
    says = _SAYS.match(texts[0])
    named = blocks.length(texts[0]) <= _NAME and texts[0][-1] not in ".!?…"
    day = find_day(texts[1]) if len(texts) > 1 and blocks.length(texts[1]) <= 8 else None
    when = dt.datetime(day[0].year, day[0].month, day[0].day) if day else None
    if says:
        return says[1], when, 2 if day else 1
    return (texts[0], when, 2) if named and day else ("", None, 0)


def _paragraph(text: str) -> str:
    root = xhtml.parse("<p></p>")
    root[0].text = text
    return xhtml.serialise(root)
