"""Bytes of a source as text: encodings, line ends, characters that XML can't hold."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from seriesbook.problems import Outcome, Problem, Where

if TYPE_CHECKING:
    from seriesbook.model import Source

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What https://www.w3.org/TR/xml/#charsets does not allow.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def decode(source: Source) -> Outcome[str]:
    """Read a text file: UTF-8, or UTF-16 with a byte order mark; lines end with a line feed.

    What is not valid becomes U+FFFD, with an error that names line and byte.
    """
    data, encoding = source.data, "utf-8"
    for mark, name in _BOMS:
        if data.startswith(mark):
            data, encoding = data[len(mark) :], name
            break
    problems: list[Problem] = []
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        text = data.decode(encoding, errors="replace")
        problems.append(_undecodable(source, data, error))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    illegal = _ILLEGAL.search(text)
    if illegal:
        problems.append(
            Problem(
                Where(source.path, text.count("\n", 0, illegal.start()) + 1),
                "character-illegal",
                f"the file holds control characters (the first is U+{ord(illegal[0]):04X}).",
                "Remove them; an editor can show invisible characters.",
            )
        )
        text = _ILLEGAL.sub(REPLACEMENT, text)
    return Outcome(text, tuple(problems))


def _undecodable(source: Source, data: bytes, error: UnicodeDecodeError) -> Problem:
    line = data.count(b"\n", 0, error.start) + 1
    return Problem(
        Where(source.path, line),
        "encoding",
        f"this is not UTF-8 text: byte {error.start} is 0x{data[error.start]:02X}.",
        "Save the file as UTF-8 in your editor (in Word: Plain Text, Unicode UTF-8).",
    )
