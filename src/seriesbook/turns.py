"""Very large documents are set one at a time, so that one of them bounds a build's memory."""

from __future__ import annotations

import fcntl
import gc
import os
import tempfile
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from seriesbook.heap import give_back

if TYPE_CHECKING:
    from collections.abc import Iterator

# In characters; WeasyPrint takes some 150 bytes of memory for each while it sets a document.
_LARGE = 1_000_000
_LONG = 150_000


@contextmanager
def in_turn(document: str) -> Iterator[None]:
    """Wait while another worker of this build sets a large document, if this one is large.

    Workers of a build share their folder for temporary files; there the lock is. Without locks,
    nobody waits. Before and after a long document, what is free is given back: what texts took
    that were read, and what the document took before the next one takes as much.
    """
    with ExitStack() as stack:
        if len(document) >= _LARGE:
            _wait(stack)
        long = len(document) >= _LONG
        if long:
            _clear()
        yield
        if long:
            _clear()


def _clear() -> None:
    gc.collect()
    give_back()


def _wait(stack: ExitStack) -> None:
    """Take the turn, which ends with the stack."""
    place = Path(tempfile.gettempdir()) / f"seriesbook-{os.getuid()}.turn"
    handle = os.open(place, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    stack.callback(os.close, handle)
    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_EX)
