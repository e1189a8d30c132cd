"""A PDF written from its first byte to its last, whatever its length, in little memory.

Streams go to the file as they come; other objects are packed by the hundred (ISO 32000-1 §7.5.7).
What stays in memory is where each object lies, for the cross-reference stream at the end (§7.5.8).
"""

from __future__ import annotations

import hashlib
import zlib
from array import array
from typing import TYPE_CHECKING

from seriesbook.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seriesbook.spool import Kept

# The second line tells programs that the file is binary (ISO 32000-1 §7.5.2).
_HEADER = b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n"
_PACK = 200
_ROW = 1 + 5 + 2  # bytes of an entry: its kind, where it is, its place in a pack


class BookFile:
    """A PDF in the making. Objects have numbers from 1 on, and may come in any order."""

    def __init__(self) -> None:
        self._spool = Spool()
        self._digest = hashlib.sha256()
        self._length = 0
        # By number: a stream's offset; or the number of the pack that an object is in.
        self._places = array("Q", [0])
        self._indexes = array("h", [-1])  # place in the pack; -1 for what is in none
        self._pack: list[tuple[int, bytes]] = []
        self._write(_HEADER)

    def number(self) -> int:
        """The number of an object that is still to come."""
        self._places.append(0)
        self._indexes.append(-1)
        return len(self._places) - 1

    def add(self, number: int, body: bytes) -> None:
        """Write an object that is no stream."""
        self._pack.append((number, body))
        if len(self._pack) == _PACK:
            self._close_pack()

    def add_stream(self, number: int, entries: bytes, data: bytes) -> None:
        """Write a stream. `entries` are those of its dictionary, without its length."""
        self._places[number] = self._length
        head = b"%d 0 obj\n<<%s/Length %d>>\nstream\n" % (number, entries, len(data))
        self._write(b"%s%s\nendstream\nendobj\n" % (head, data))

    def finish(self, root: int, info: int) -> Kept:
        """Write what is left and the cross-reference stream.

        The file's /ID is a digest of its bytes (ISO 32000-1 §14.4).
        """
        if self._pack:
            self._close_pack()
        start, number = self._length, self.number()
        self._places[number] = start
        mark = self._digest.hexdigest()[:32].encode()
        entries = (
            b"/Type/XRef/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]/Size %d/W[1 5 2]"
            b"/Filter/FlateDecode/DecodeParms<</Columns %d/Predictor 12>>"
            % (root, info, mark, mark, len(self._places), _ROW)
        )
        self.add_stream(number, entries, zlib.compress(self._rows(), 9))
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)
        return self._spool.whole()

    def _close_pack(self) -> None:
        number = self.number()
        heads, offset = [], 0
        for index, (member, body) in enumerate(self._pack):
            heads.append(b"%d %d" % (member, offset))
            offset += len(body) + 1
            self._places[member], self._indexes[member] = number, index
        head = b" ".join(heads) + b"\n"
        body = b"\n".join(body for _, body in self._pack)
        entries = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(heads), len(head))
        self._pack.clear()
        self.add_stream(number, entries, zlib.compress(head + body))

    def _rows(self) -> bytes:
        """The cross-reference table, each byte less the one above it (PNG's filter Up)."""
        out = bytearray()
        above = bytes(_ROW)
        for number, (place, index) in enumerate(zip(self._places, self._indexes, strict=True)):
            kind = 2 if index >= 0 else 1 if number else 0
            # The row of object 0 ends the list of free ones.
            rest = max(index, 0) if number else 0xFFFF
            row = kind.to_bytes(1) + place.to_bytes(5) + rest.to_bytes(2)
            out.append(2)
            out += _less(row, above)
            above = row
        return bytes(out)

    def _write(self, data: bytes) -> None:
        self._spool.keep(data)
        self._digest.update(data)
        self._length += len(data)


def _less(row: Sequence[int], above: Sequence[int]) -> bytes:
    return bytes((a - b) & 0xFF for a, b in zip(row, above, strict=True))
