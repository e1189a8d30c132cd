"""Places in a text counted in bytes of UTF-8, as the engine does, and in characters.

They are counted on from the one that was asked for last, so that the lines of a paragraph of
millions of characters are not each counted from its beginning.
"""

from __future__ import annotations

from typing import Any


class Places:
    """The places of one text."""

    __slots__ = ("_byte", "_character", "_data", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._data = text.encode()
        self._byte = self._character = 0

    def character(self, byte: int) -> int:
        """Index of the character that begins at a byte."""
        if self.text.isascii():
            return min(byte, len(self.text))
        if byte < self._byte:
            self._byte = self._character = 0
        self._character += len(self._data[self._byte : byte].decode())
        self._byte = byte
        return self._character

    def byte(self, character: int) -> int:
        """How many bytes stand before a character."""
        if self.text.isascii():
            return min(character, len(self.text))
        if character < self._character:
            self._byte = self._character = 0
        self._byte += len(self.text[self._character : character].encode())
        self._character = character
        return self._byte


def places_of(box: Any) -> Places:
    """The places of the text of a box, kept with it."""
    known: Places | None = box.__dict__.get("seriesbook_places")
    if known is None or known.text is not box.text:
        known = box.seriesbook_places = Places(box.text)
    return known
