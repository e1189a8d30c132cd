"""A PDF written from its first byte to its last, whatever its length, in little memory.

Streams go to the file as they come; other objects are packed by the hundred (ISO 32000-1 §7.5.7).
What stays in memory is where each object lies, for the cross-reference stream at the end (§7.5.8).
"""

from __future__ import annotations

import hashlib
import sys
import zlib
from array import array
from typing import TYPE_CHECKING

from seriesbook.spool import Spool

if TYPE_CHECKING:
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
        count = len(self._places)
        kinds = bytearray(2 if index >= 0 else 1 for index in self._indexes)
        indexes = array("H", (max(index, 0) for index in self._indexes))
        kinds[0], indexes[0] = 0, 0xFFFF  # object 0 ends the list of free ones
        columns = [kinds, *_columns(self._places)[-5:], *_columns(indexes)]
        table, rows = bytearray(_ROW * count), bytearray((_ROW + 1) * count)
        for place, column in enumerate(columns):
            table[place::_ROW] = column
        less = _less(bytes(table), bytes(_ROW) + bytes(table[:-_ROW]))
        rows[:: _ROW + 1] = b"\x02" * count
        for place in range(_ROW):
            rows[place + 1 :: _ROW + 1] = less[place::_ROW]
        return bytes(rows)

    def _write(self, data: bytes) -> None:
        self._spool.keep(data)
        self._digest.update(data)
        self._length += len(data)


def _columns(numbers: array[int]) -> list[bytes]:
    """The first bytes of all numbers, the second ones, and so on; the highest first."""
    data, size = numbers.tobytes(), numbers.itemsize
    order = range(size) if sys.byteorder == "big" else reversed(range(size))
    return [data[place::size] for place in order]


def _less(these: bytes, those: bytes) -> bytes:
    """Each byte less another, modulo 256: all at once, as one large number.

    A set top bit keeps a byte from borrowing of the next; what it should be is put in afterwards.
    """
    size = len(these)
    tops, all_bits = int.from_bytes(b"\x80" * size), int.from_bytes(b"\xff" * size)
    a, b = int.from_bytes(these), int.from_bytes(those)
    less = ((a | tops) - (b & ~tops)) ^ ((a ^ b ^ all_bits) & tops)
    return less.to_bytes(size)
