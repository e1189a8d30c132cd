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
# How files begin that are mistaken for text, and what they are.
_SIGNATURES = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a Word, LibreOffice or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word document (.doc)"),
    (b"{\\rtf", "an RTF document"),
)
_MANY, _SHARE = 10, 20  # more than ten illegal characters, and one in twenty: no text
# What https://www.w3.org/TR/xml/#charsets does not allow.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PAGE_BREAKS = re.compile("[\x0b\x0c]")  # left by old editors; they stand for white space
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def decode(source: Source) -> Outcome[str]:
    """Read a text file: UTF-8, or UTF-16 with a byte order mark; lines end with a line feed.

    What is not valid becomes U+FFFD, with an error that names line and byte. A file that is no
    text at all gives '' and one error.
    """
    kind = next((name for start, name in _SIGNATURES if source.data.startswith(start)), "")
    if kind:
        return _no_text(source, f"this is {kind}, though its name ends like a text's.")
    data, encoding = _without_mark(source.data)
    problems: list[Problem] = []
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        text = data.decode(encoding, errors="replace")
        problems.append(_undecodable(source, data, error))
    text = _PAGE_BREAKS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    illegal = list(_ILLEGAL.finditer(text))
    if len(illegal) > _MANY and len(illegal) * _SHARE > len(text):
        return _no_text(source, "this is not a text file.")
    if illegal:
        problems.append(_illegal(source, text, illegal[0]))
        text = legal(text)
    return Outcome(text, tuple(problems))


def legal(text: str) -> str:
    """The text with U+FFFD in place of what no XML file may hold."""
    return _ILLEGAL.sub(REPLACEMENT, text)


def _without_mark(data: bytes) -> tuple[bytes, str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :], encoding
    return data, "utf-8"


def _no_text(source: Source, message: str) -> Outcome[str]:
    mend = "Save the words as UTF-8 text, or take the file out of the folder."
    return Outcome("", (Problem(Where(source.path), "not-text", message, mend),))


def _undecodable(source: Source, data: bytes, error: UnicodeDecodeError) -> Problem:
    before = data[: error.start].decode(error.encoding, errors="replace")
    line = len(before.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    offset = len(source.data) - len(data) + error.start
    return Problem(
        Where(source.path, line),
        "encoding",
        f"this is not UTF-8 text: byte {offset} is 0x{data[error.start]:02X}.",
        "Save the file as UTF-8 in your editor (in Word: Plain Text, Unicode UTF-8).",
    )


def _illegal(source: Source, text: str, first: re.Match[str]) -> Problem:
    return Problem(
        Where(source.path, text.count("\n", 0, first.start()) + 1),
        "character-illegal",
        f"the file holds control characters (the first is U+{ord(first[0]):04X}).",
        "Remove them; an editor can show invisible characters.",
    )
