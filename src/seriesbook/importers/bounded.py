"""Streams that end where they must, and what is said of files that can't be read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from seriesbook.mishaps import BAD_ZIP
from seriesbook.problems import BookError, Problem, Where

if TYPE_CHECKING:
    from seriesbook.limits import Limits


class Bounded(io.RawIOBase):
    """A stream that ends in a BookError if it is longer than it may be."""

    def __init__(self, stream: BinaryIO, limit: int, label: str) -> None:
        self._stream = stream
        self._left = limit
        self._limit = limit
        self._label = label

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes; raises BookError behind the limit, or where the file is damaged."""
        wanted = self._left + 1 if size < 0 else min(size, self._left + 1)
        try:
            data = self._stream.read(wanted)
        except BAD_ZIP as error:
            raise BookError([damaged(self._label, str(error))]) from error
        self._left -= len(data)
        if self._left < 0:
            raise BookError([too_large(self._label, "export_bytes", self._limit)])
        return data

    def close(self) -> None:
        """Close the file too."""
        if not self.closed:
            self._stream.close()
        super().close()


def refused(name: str, reason: str) -> Problem:
    """A member that is not touched."""
    mend = "If you need it, hand it in by itself."
    return Problem(Where(name), "member-refused", f"this was not read: {reason}.", mend, "warning")


def damaged(name: str, why: str) -> Problem:
    """A file that can't be read."""
    mend = "Download the export again, or save the file anew."
    return Problem(Where(name), "source-damaged", f"this can't be read: {why.rstrip('.')}.", mend)


def too_large(name: str, limit: str, most: int) -> Problem:
    """A file of more bytes than it may have, by the limit of this name."""
    message = f"this is larger than {most / 1_000_000:.4g} MB."
    mend = f"Hand in a smaller export, or allow more: --limit {limit}=NUMBER."
    return Problem(Where(name), "source-too-large", message, mend)


def too_many(name: str, limits: Limits) -> Problem:
    """A folder or archive of too many files."""
    message = f"this holds more than {limits.export_members} files."
    mend = "Name the folder of the posts alone, or allow more: --limit export_members=NUMBER."
    return Problem(Where(name), "source-too-large", message, mend)
