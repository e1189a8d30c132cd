"""Loads WeasyPrint without what it does not need.

It asks for each C library by several names, the ones of other systems first. For every name that
the loader does not know, cffi calls `ctypes.util.find_library`, which runs gcc, ld and ldconfig:
54 programs, 0.15 s of each worker's start.

It imports what cuts fonts, a third of its modules and 0.08 s, for documents that bring fonts of
rare kinds.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import gc
import importlib
import sys
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Names by which the loader of Linux finds what WeasyPrint can't do without.
_NEEDED = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libharfbuzz.so.0",
    "libfontconfig.so.1",
    "libpangoft2-1.0.so.0",
)
# Modules that WeasyPrint takes functions and classes from, only to call them.
_SELDOM = ("fontTools.subset", "fontTools.ttLib.woff2", "fontTools.varLib.instancer")


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


class _Later(ModuleType):
    """Stands for a module that is imported when something of it is first called."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def called(*args: Any, **kwargs: Any) -> Any:
            return getattr(importlib.import_module(self.__name__), name)(*args, **kwargs)

        return called


@contextmanager
def cutting_later() -> Iterator[None]:
    """Let modules imported inside be given stand-ins for what cuts fonts."""
    fresh = [name for name in _SELDOM if name not in sys.modules]
    sys.modules.update({name: _Later(name) for name in fresh})
    try:
        yield
    finally:
        for name in fresh:
            sys.modules.pop(name, None)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Look for no garbage inside: what is imported stays."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
