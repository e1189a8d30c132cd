"""What Pillow warns of while it reads a picture, in words that help an author."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from seriesbook.listening import heard_problems
from seriesbook.problems import Problem, Where

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FINE = "If it looks right in the book, nothing needs to be done."
_WORDS = tuple(
    (re.compile(pattern, re.DOTALL), message, mend)
    for pattern, message, mend in (
        (r".*(?:EXIF|Metadata|Tag (?:offset|data)|MakerNote|XMP data|TIFF directory)"
         r"|Truncated File|not enough data|.*(?:end of file|unpack requires)",
         "what the picture {} says of itself is damaged; its pixels are there.",
         "Nothing needs to be done."),
        (r"Palette images with Transparency|Couldn't allocate palette",
         "see-through parts of the picture {} may be lost.", _FINE),
        (r"Invalid APNG|Image appears to be a malformed MPO",
         "the picture {} holds several; the first alone is shown.", _FINE),
        (r"Image size|More samples per pixel", "the picture {} is larger than is usual.", _FINE),
    )
)  # fmt: skip


def picture_problems(heard: Iterable[str], path: str, where: Where) -> Iterator[Problem]:
    """What was heard of a picture, as hints, each once; what nobody foresaw is quoted."""
    for text in dict.fromkeys(heard):
        known = next((row for row in _WORDS if row[0].match(text)), None)
        if known:
            yield Problem(where, "library-warning", known[1].format(path), known[2], "hint")
        else:
            yield from heard_problems([f"{path}: {text}"], where)
