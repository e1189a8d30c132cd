"""Memory that is free within this process, for the system."""

from __future__ import annotations

import ctypes
from contextlib import suppress


def give_back() -> None:
    """Have the C library give back what is free; it takes a few ms.

    It does so by itself at the end of its heap only, and much is freed in the middle.
    """
    with suppress(OSError, AttributeError):  # others than glibc do it by themselves
        ctypes.CDLL(None).malloc_trim(0)
