"""Texts kept on disk until they are needed again, so that memory holds one post at a time."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from typing import IO

IN_MEMORY = 32_000_000  # bytes; what is more goes to disk


def _file() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)


@dataclass(slots=True)
class Spool:
    """Pieces of bytes, each known by its place and length."""

    file: IO[bytes] = field(default_factory=_file)
    end: int = 0

    def put(self, data: bytes) -> tuple[int, int]:
        """Keep a piece; give its place."""
        self.file.seek(self.end)
        self.file.write(data)
        place = (self.end, len(data))
        self.end += len(data)
        return place

    def get(self, place: tuple[int, int]) -> bytes:
        """The piece at a place."""
        self.file.seek(place[0])
        return self.file.read(place[1])

    def close(self) -> None:
        """Give the disk back."""
        self.file.close()
