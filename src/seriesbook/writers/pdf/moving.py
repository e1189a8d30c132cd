"""Objects of pikepdf's moved into a book's file, with numbers of the book's.

So is written what a book has once: its catalog, outline, fonts and metadata. An object of the
book's file that such a PDF refers to is a name there (`reference`).
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from pikepdf import Name, ObjectType

if TYPE_CHECKING:
    import pikepdf

    from seriesbook.writers.pdf.bookfile import BookFile

_STANDS_FOR = "/Seriesbook.object."
# In what qpdf writes: strings, which are passed over, and references.
_TOKEN = re.compile(
    rb"\((?:[^\\()]|\\.)*\)|<[0-9a-f]+>|/Seriesbook\.object\.(\d+)|(\d+) 0 R", re.DOTALL
)
_OWN_LENGTH = re.compile(rb"/Length (?:\d+ 0 R|\d+) ?")


def reference(number: int) -> Name:
    """What stands in a PDF for an object of the book."""
    return Name(f"{_STANDS_FOR}{number}")


class Mover:
    """Moves what is asked for, and all that it refers to, of one PDF."""

    def __init__(self, pdf: pikepdf.Pdf, file: BookFile) -> None:
        self._pdf, self._file = pdf, file
        self._numbers: dict[int, int] = {}
        self._waiting: list[int] = []

    def number(self, thing: pikepdf.Object) -> int:
        """The number in the book of an object, which is moved."""
        return self._number(thing.objgen[0])

    def move(self) -> None:
        """Write what was asked for; once, when nothing will be changed any more."""
        while self._waiting:
            own = self._waiting.pop()
            thing = self._pdf.get_object(own, 0)
            if thing._type_code == ObjectType.stream:
                self._stream(self._numbers[own], thing)
            else:
                self._file.add(self._numbers[own], self._renumbered(thing.unparse(resolved=True)))

    def _stream(self, number: int, thing: pikepdf.Object) -> None:
        data = thing.read_raw_bytes()
        entries = self._renumbered(thing.stream_dict.unparse())
        entries = _OWN_LENGTH.sub(b"", entries, count=1).strip()[2:-2]
        # Programs that don't read PDF look for metadata (ISO 16684-1): it stays as it is.
        if "/Filter" not in thing.stream_dict and thing.get("/Type") != Name.Metadata:
            data, entries = zlib.compress(data), entries + b"/Filter/FlateDecode"
        self._file.add_stream(number, entries, data)

    def _renumbered(self, text: bytes) -> bytes:
        return _TOKEN.sub(self._token, text)

    def _token(self, match: re.Match[bytes]) -> bytes:
        ours, own = match.groups()
        if own is not None:
            return b"%d 0 R" % self._number(int(own))
        return ours + b" 0 R" if ours is not None else match[0]

    def _number(self, own: int) -> int:
        if own not in self._numbers:
            self._numbers[own] = self._file.number()
            self._waiting.append(own)
        return self._numbers[own]
