"""Zip files of members that are compressed already, so that what did not change is not again.

Python's `zipfile` compresses whatever it writes. Format: PKWARE APPNOTE 6.3.3 §4.3, as far as OCF
allows it (https://www.w3.org/TR/epub-33/#sec-container-zip): no ZIP64 is needed below 4 GiB.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seriesbook.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seriesbook.spool import Kept

_LOCAL = struct.Struct("<IHHHHHIIIHH")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END = struct.Struct("<IHHHHIIH")
_STORED, _DEFLATED = 0, 8
_VERSION, _UNIX = 20, 3 << 8
_UTF8 = 0x800
# The earliest day that a zip can say, 1 January 1980; and the rights of a plain file.
_TIME, _DAY = 0, (1 << 5) | 1
_PLAIN_FILE = 0o100644 << 16
_MOST = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a zip: `packed` is what is written of it, deflated or as it is."""

    name: str
    packed: bytes
    size: int
    crc: int
    deflated: bool


def stored(name: str, data: bytes) -> Member:
    """A member that is not compressed."""
    return Member(name, data, len(data), zlib.crc32(data), deflated=False)


def deflate(data: bytes) -> bytes:
    """A member's bytes, compressed as well as zlib can."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def zipped(members: Iterable[Member]) -> Kept:
    """A zip of these members, in their order, all of the same day; each is written as it comes.

    Raises OverflowError from 4 GiB on.
    """
    spool = Spool()
    directory: list[bytes] = []
    offset = 0
    for member in members:
        name = member.name.encode()
        flags = 0 if name.isascii() else _UTF8
        method = _DEFLATED if member.deflated else _STORED
        common = (
            _VERSION, flags, method, _TIME, _DAY, member.crc, len(member.packed), member.size,
            len(name), 0,
        )  # fmt: skip
        spool.keep(b"".join((_LOCAL.pack(0x04034B50, *common), name, member.packed)))
        directory.append(
            _CENTRAL.pack(0x02014B50, _UNIX | _VERSION, *common, 0, 0, 0, _PLAIN_FILE, offset)
            + name
        )
        offset += _LOCAL.size + len(name) + len(member.packed)
        if offset > _MOST:
            raise OverflowError("an e-book of more than 4 GiB")
    size, count = sum(map(len, directory)), len(directory)
    end = _END.pack(0x06054B50, 0, 0, count, count, size, offset, 0)
    spool.keep(b"".join((*directory, end)))
    return spool.whole()
