"""What decides, beside the sources, how a book comes out: our own code and what is installed.

Read from files, quickly: a build asks before it has loaded anything.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import sys
from functools import lru_cache
from pathlib import Path

_PACKAGE = Path(__file__).parent
# In a checkout the themes lie beside `src`, in an installed package inside it.
_THEMES = (_PACKAGE / "themes", _PACKAGE.parents[1] / "themes")
_SKIPPED = frozenset({"__pycache__"})
_LIBRARIES = {
    "pango_version_string": (
        "libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll", "libpango-1.0-0",
    ),
    "hb_version_string": (
        "libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll", "libharfbuzz-0",
    ),
}  # fmt: skip


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Changes when a file of Seriesbook does."""
    digest = hashlib.sha256()
    for root in (_PACKAGE, *_THEMES):
        for path in sorted(_files(str(root))):
            digest.update(path.encode() + b"\0")
            with open(f"{root}/{path}", "rb", buffering=0) as file:  # noqa: PTH123 - as below
                digest.update(hashlib.sha256(file.readall()).digest())
    return digest.hexdigest()


def _files(root: str) -> list[str]:
    """Paths of all files below a folder, from there; by strings, which is ten times as fast."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in _SKIPPED]
        here = folder[len(root) + 1 :]
        found += [f"{here}/{name}" if here else name for name in names]
    return found


@lru_cache(maxsize=1)
def _packages() -> frozenset[str]:
    """Folders that tell of an installed Python package: `pillow-11.0.0.dist-info`."""
    return frozenset(
        name
        for folder in sys.path
        if os.path.isdir(folder)  # noqa: PTH112 - as above
        for name in os.listdir(folder)  # noqa: PTH208
        if name.endswith((".dist-info", ".egg-info"))
    )


def version_of(package: str) -> str:
    """The version of a package, off the name of a folder: to read its metadata takes 1 ms."""
    found = {
        rest.rpartition(".")[0]
        for name, _, rest in (entry.partition("-") for entry in _packages())
        if name.lower().replace("_", "-") == package
    }
    if len(found) == 1:
        return found.pop()
    from importlib import metadata  # noqa: PLC0415 - several, or none: Python knows which counts

    return metadata.version(package)


@lru_cache(maxsize=1)
def installed() -> str:
    """Names and versions of all Python packages that can be imported, and of C libraries."""
    names = _packages()
    python = ".".join(map(str, sys.version_info[:3]))
    return "\n".join([python, *sorted(names), *library_versions()])


@lru_cache(maxsize=1)
def library_versions() -> tuple[str, ...]:
    """Versions of the C libraries that set text, or a word that says that they can't be asked."""
    return tuple(f"{symbol} {_ask(files, symbol)}" for symbol, files in _LIBRARIES.items())


def _ask(files: tuple[str, ...], symbol: str) -> str:
    for file in files:
        try:
            function = getattr(ctypes.CDLL(file), symbol)
        except (OSError, AttributeError):
            continue
        function.restype = ctypes.c_char_p
        return bytes(function()).decode()
    return "unknown"
