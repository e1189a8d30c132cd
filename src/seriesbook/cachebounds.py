"""Keeps the cache's folder within bounds: what was least recently used goes first.

A scan of the folder would cost a warm build too much. So a ledger, the file `used` in the folder,
grows by one byte for each block that is written; only when it says that the bound is passed is
the folder scanned, trimmed to seven eighths of the bound, and the ledger cut to what is true.
Appending is atomic and deleting twice does no harm, so that builds at the same time need no lock.
"""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Of what we made ourselves, not of what content may be: no limit of `limits`.
LIMIT = 1 << 30
# Prefix of files that are being written.
NEW = ".new-"
_BLOCK = 4096
_LEDGER = "used"
# A file that a killed build was writing; none takes that long (s).
_STALE = 3600
_KEY = re.compile("[0-9a-f]{64}")
# Tells programs that make copies of a disk to leave the folder out (https://bford.info/cachedir/).
_TAG = "CACHEDIR.TAG"
_TAG_TEXT = "Signature: 8a477f597d28d172789f06886806bc55\n# Made by Seriesbook; may be deleted.\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the cache: its kind, its bytes, and when it was last used (s since 1970)."""

    path: Path
    kind: str
    bytes: int
    used: float

    @property
    def blocks(self) -> int:
        """What it takes of the disk."""
        return blocks_of(self.bytes)


def blocks_of(size: int) -> int:
    """Blocks that so many bytes take."""
    return -(-size // _BLOCK)


def account(folder: Path, size: int, limit: int) -> None:
    """Note that a file of so many bytes was written; trim if the bound is passed.

    Raises OSError if the ledger can't be written.
    """
    blocks = blocks_of(size)
    handle = os.open(folder / _LEDGER, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    try:
        os.write(handle, b"." * blocks)
        noted = os.fstat(handle).st_size
    finally:
        os.close(handle)
    if noted == blocks:  # a new ledger, perhaps of an old folder
        with suppress(OSError):
            (folder / _TAG).write_text(_TAG_TEXT, encoding="utf-8")
    if noted == blocks or noted * _BLOCK > limit:
        trim(folder, limit)


def trim(folder: Path, limit: int) -> None:
    """Delete what was least recently used if all is more than `limit` bytes."""
    found = sorted(entries(folder), key=lambda entry: (entry.used, entry.path))
    blocks = sum(entry.blocks for entry in found)
    over = blocks * _BLOCK > limit
    now = time.time()
    for entry in found:
        unfinished = entry.path.name.startswith(NEW)
        stale = unfinished and entry.used < now - _STALE
        if stale or (over and not unfinished and blocks * _BLOCK > limit * 7 // 8):
            with suppress(OSError):
                entry.path.unlink()
            blocks -= entry.blocks
    with suppress(OSError):
        os.truncate(folder / _LEDGER, blocks)


def entries(folder: Path) -> Iterator[Entry]:
    """The files of the cache; other things that lie in the folder are none of ours."""
    for kind in _folders(folder):
        for shelf in _folders(kind):
            for file in _scan(shelf):
                if not (file.name.startswith(NEW) or _KEY.fullmatch(file.name)):
                    continue
                with suppress(OSError):
                    status = file.stat(follow_symlinks=False)
                    yield Entry(Path(file.path), kind.name, status.st_size, status.st_mtime)


def clear(folder: Path) -> int:
    """Delete all entries, and what folders are empty then; the number of entries deleted."""
    count = 0
    for entry in list(entries(folder)):
        with suppress(OSError):
            entry.path.unlink()
            count += 1
    for kind in _folders(folder):
        for shelf in (*_folders(kind), kind):
            with suppress(OSError):
                shelf.rmdir()
    for name in (_LEDGER, _TAG):
        with suppress(OSError):
            (folder / name).unlink()
    with suppress(OSError):
        folder.rmdir()
    return count


def _folders(folder: Path) -> list[Path]:
    return [Path(e.path) for e in _scan(folder) if e.is_dir(follow_symlinks=False)]


def _scan(folder: Path) -> list[os.DirEntry[str]]:
    try:
        return sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return []
