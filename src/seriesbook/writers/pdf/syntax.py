"""How values are written in a PDF (ISO 32000-1 §7.3)."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SPECIAL = re.compile(rb"[\\()]")


def number(value: float) -> bytes:
    """A number, to three decimals: a thousandth of a point is less than any printer sees."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return b"0" if text == "-0" else text.encode()


def array(values: Iterable[float]) -> bytes:
    """Numbers in brackets."""
    return b"[%s]" % b" ".join(map(number, values))


def string(text: str) -> bytes:
    """A text string."""
    if text.isascii():
        return b"(%s)" % _SPECIAL.sub(rb"\\\g<0>", text.encode())
    return b"<%s>" % string_bytes(text).hex().encode()


def string_bytes(text: str) -> bytes:
    """What a text string stands for, which names are sorted by (§7.9.6)."""
    return text.encode() if text.isascii() else BOM_UTF16_BE + text.encode("utf-16-be")


def references(numbers: Iterable[int]) -> bytes:
    """References to objects, one after the other."""
    return b" ".join(b"%d 0 R" % number for number in numbers)
