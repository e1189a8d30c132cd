"""Bytes set aside on disk: what a build or an import needs again, not in memory until then.

They lie in one temporary file without a name, so that nothing is left of it, however the program
ends. Any thread may set bytes aside and read them.
"""

from __future__ import annotations

import os
import tempfile
import threading
import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seriesbook.heap import give_back

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 1 << 20
# What was made and set aside has left holes in memory: they are worth the time from here on.
_MUCH = 1 << 24


class Spool:
    """A temporary file, made when first used; it goes when nothing refers to it any more."""

    def __init__(self) -> None:
        self._handle = -1
        self._end = 0
        self._lock = threading.Lock()

    def keep(self, data: bytes) -> Kept:
        """Set bytes aside. Raises OSError if there is no room."""
        with self._lock:
            if self._handle < 0:
                file = tempfile.TemporaryFile(prefix="seriesbook-", buffering=0)  # noqa: SIM115
                self._handle = file.fileno()
                weakref.finalize(self, file.close)
            start = self._end
            self._end += len(data)
            much = start // _MUCH < self._end // _MUCH
        _write(self._handle, data, start)
        if much:
            give_back()
        return Kept(self, start, len(data))

    def read(self, start: int, size: int) -> bytes:
        """Bytes of the file."""
        return os.pread(self._handle, size, start)

    def whole(self) -> Kept:
        """All that was set aside, one after the other."""
        return Kept(self, 0, self._end)


@dataclass(frozen=True, slots=True)
class Kept:
    """Where some bytes lie that were set aside."""

    _spool: Spool
    _start: int
    size: int

    def read(self, start: int = 0, size: int | None = None) -> bytes:
        """All of them, or some."""
        left = self.size - start
        return self._spool.read(self._start + start, left if size is None else min(size, left))

    def chunks(self) -> Iterator[bytes]:
        """All of them, a piece at a time."""
        return (self.read(start, _CHUNK) for start in range(0, self.size, _CHUNK))


def _write(handle: int, data: bytes, start: int) -> None:
    view = memoryview(data)
    while view:
        done = os.pwrite(handle, view, start)
        view, start = view[done:], start + done
