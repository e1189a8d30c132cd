"""Very large documents are set one at a time, so that one of them bounds a build's memory."""

from __future__ import annotations

import ctypes
import fcntl
import gc
import os
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# In characters; WeasyPrint takes some 300 bytes of memory for each while it sets a document.
_LARGE = 1_000_000


@contextmanager
def in_turn(document: str) -> Iterator[None]:
    """Wait while another worker of this build sets a large document, if this one is large.

    Workers of a build share their folder for temporary files; there the lock is. Without locks,
    nobody waits.
    """
    if len(document) < _LARGE:
        yield
        return
    place = Path(tempfile.gettempdir()) / f"seriesbook-{os.getuid()}.turn"
    handle = os.open(place, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
        _give_back()
    finally:
        os.close(handle)


def _give_back() -> None:
    """Have the C library give memory back to the system, before the next one takes as much."""
    gc.collect()
    with suppress(OSError, AttributeError):  # others than glibc do it by themselves
        ctypes.CDLL(None).malloc_trim(0)
