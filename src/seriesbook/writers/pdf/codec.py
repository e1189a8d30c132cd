"""A layout as bytes and back, for the cache. Data only: reading it can run nothing."""

from __future__ import annotations

import json
from dataclasses import astuple
from typing import Any

from seriesbook.typeset import Anchor, Box, Face, Glyph, Layout, Link, Message, Sheet

# Part of every key: raised when what a layout holds, or how it is made, changes.
FORMAT = "10"
_LENGTH = 8


def pack(layout: Layout) -> bytes:
    """Write a layout as a JSON head and the PDF."""
    head = json.dumps(
        {
            "sheets": [astuple(sheet) for sheet in layout.sheets],
            "anchors": [astuple(anchor) for anchor in layout.anchors],
            "links": [astuple(link) for link in layout.links],
            "messages": [astuple(message) for message in layout.messages],
            "faces": [astuple(face) for face in layout.faces],
            "starts": layout.starts,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    return len(head).to_bytes(_LENGTH, "big") + head + layout.pdf


def unpack(data: bytes) -> Layout:
    """Read what `pack` wrote."""
    end = _LENGTH + int.from_bytes(data[:_LENGTH], "big")
    head: dict[str, Any] = json.loads(data[_LENGTH:end])
    return Layout(
        pdf=data[end:],
        sheets=tuple(_sheet(*values) for values in head["sheets"]),
        anchors=tuple(Anchor(*values) for values in head["anchors"]),
        links=tuple(Link(*values) for values in head["links"]),
        messages=tuple(Message(*values) for values in head["messages"]),
        faces=tuple(_face(*values) for values in head["faces"]),
        starts=tuple(head["starts"]),
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
