"""A layout as bytes and back, for the cache. Data only: reading it can run nothing."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from seriesbook.typeset import Anchor, Box, Face, Glyph, Layout, Message, Sheet
from seriesbook.writers.pdf.partscodec import packed, unpacked

if TYPE_CHECKING:
    from seriesbook.parts import Parts
    from seriesbook.spool import Kept

# Part of every key: raised when what a layout holds, or how it is made, changes.
FORMAT = "13"
_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Fragment:
    """A layout whose bulk is on disk: what is asked for of all pages at once is at hand.

    `sheets`, `anchors`, `messages`, `starts` are those of the layout.
    """

    sheets: tuple[Sheet, ...]
    anchors: tuple[Anchor, ...]
    messages: tuple[Message, ...]
    starts: tuple[int, ...]
    _packed: Kept
    _faces: int
    _parts: int

    @property
    def parts(self) -> Parts:
        """Its objects, read anew each time."""
        return unpacked(self._packed.read(self._parts))

    @property
    def faces(self) -> tuple[Face, ...]:
        """The fonts that its PDF lacks, read anew each time."""
        data = self._packed.read(self._faces, self._parts - self._faces)
        return tuple(_face(*values) for values in json.loads(data))


def pack(layout: Layout) -> bytes:
    """Write what a book needs of a layout: two heads in JSON, and its objects.

    The lengths of the heads come first.
    """
    kinds = {sheet: n for n, sheet in enumerate(dict.fromkeys(layout.sheets))}
    head = _json(
        {
            "kinds": [astuple(sheet) for sheet in kinds],
            "sheets": [kinds[sheet] for sheet in layout.sheets],
            "anchors": [astuple(anchor) for anchor in layout.anchors],
            "messages": [astuple(message) for message in layout.messages],
            "starts": layout.starts,
        }
    )
    faces = _json([astuple(face) for face in layout.faces])
    lengths = b"".join(len(part).to_bytes(_LENGTH, "big") for part in (head, faces))
    return lengths + head + faces + packed(layout.parts)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def fragment(packed: Kept) -> Fragment:
    """Read of what `pack` wrote as much as is wanted at hand."""
    lengths = packed.read(0, 2 * _LENGTH)
    faces = 2 * _LENGTH + int.from_bytes(lengths[:_LENGTH], "big")
    head = json.loads(packed.read(2 * _LENGTH, faces - 2 * _LENGTH))
    kinds = [_sheet(*values) for values in head["kinds"]]
    return Fragment(
        sheets=tuple(map(kinds.__getitem__, head["sheets"])),
        anchors=tuple(Anchor(*values) for values in head["anchors"]),
        messages=tuple(Message(*values) for values in head["messages"]),
        starts=tuple(head["starts"]),
        _packed=packed,
        _faces=faces,
        _parts=faces + int.from_bytes(lengths[_LENGTH:], "big"),
    )


def _sheet(
    width: float,
    height: float,
    content: list[float],
    margin_lines: list[list[float]],
    bleeds: bool,
) -> Sheet:
    lines = tuple(Box(*line) for line in margin_lines)
    return Sheet(width, height, Box(*content), lines, bleeds)


def _face(digest: str, glyphs: list[tuple[int, str, int]]) -> Face:
    return Face(digest, tuple(Glyph(*values) for values in glyphs))
