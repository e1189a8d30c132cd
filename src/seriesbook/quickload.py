"""Loads the C libraries of WeasyPrint without a search that starts compilers.

It asks for each library by several names, the ones of other systems first. For every name that
the loader does not know, cffi calls `ctypes.util.find_library`, which runs gcc, ld and ldconfig:
54 programs, 0.15 s of each worker's start.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Names by which the loader of Linux finds what WeasyPrint can't do without.
_NEEDED = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libharfbuzz.so.0",
    "libfontconfig.so.1",
    "libpangoft2-1.0.so.0",
)


@contextmanager
def without_search() -> Iterator[None]:
    """Let no library be searched for inside, if the loader knows all that are needed."""
    search = ctypes.util.find_library
    if sys.platform == "linux" and all(map(_loads, _NEEDED)):
        ctypes.util.find_library = _not_found
    try:
        yield
    finally:
        ctypes.util.find_library = search


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _not_found(name: str) -> None:
    return None
