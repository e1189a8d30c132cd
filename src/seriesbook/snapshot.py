"""What a series folder held when it was looked at, so that a save can be told from mere noise.

Events of a file system say too much (temporary files, backups, our own output) and too little
(a folder that was moved away and back). So they only tell when to look; what has changed is read
off two snapshots.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from seriesbook.shelving import IMAGES, TEXTS, suffix_of
from seriesbook.sources import is_passing

if TYPE_CHECKING:
    from collections.abc import Iterator

# Files that a book may be made of: sources, and what themes consist of.
_KINDS = frozenset((*TEXTS, *IMAGES, ".toml", ".css", ".j2"))
_SKIPPED = frozenset({"output", "node_modules", "__pycache__"})
# A file that was written within this time (ns) may be written again without a new time stamp:
# FAT keeps two seconds.
_MARGIN = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Look:
    """One file: its time (ns), size and inode; a digest once it has been seen to change.

    `settled` tells that its time stamp will differ from this one when it is written again.
    """

    stamp: tuple[int, int, int]
    settled: bool
    digest: str = ""


Snapshot = MappingProxyType[str, Look]
NOTHING: Snapshot = MappingProxyType({})


def look(folder: Path, apart: frozenset[Path], before: Snapshot, now: int) -> Snapshot:
    """Look at the files of a series.

    Args:
        folder: the series; one that is not there holds nothing.
        apart: folders inside it that don't belong to it, resolved.
        before: the last snapshot; what has not changed since is not read again.
        now: the time in ns since 1970.
    """
    files = {}
    for path in _walk(folder, apart):
        seen = _look(folder / path, before.get(path), now)
        if seen:
            files[path] = seen
    return MappingProxyType(files)


def changes(before: Snapshot, after: Snapshot) -> tuple[str, ...]:
    """Paths that came, went or hold something else, in order."""
    both = before.keys() | after.keys()
    return tuple(sorted(path for path in both if _differ(before.get(path), after.get(path))))


def _differ(one: Look | None, other: Look | None) -> bool:
    if one is None or other is None:
        return one is not other
    if one.digest and other.digest:
        return one.digest != other.digest
    return one.stamp != other.stamp


def _walk(folder: Path, apart: frozenset[Path]) -> Iterator[str]:
    todo = [(str(folder), "")]
    while todo:
        here, prefix = todo.pop()
        try:
            entries = list(os.scandir(here))
        except OSError:
            continue
        for entry in entries:
            if is_passing(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in _SKIPPED and not _is_apart(entry.path, apart):
                    todo.append((entry.path, f"{prefix}{entry.name}/"))
            elif suffix_of(entry.name) in _KINDS:
                yield prefix + entry.name


def _is_apart(path: str, apart: frozenset[Path]) -> bool:
    return bool(apart) and Path(path).resolve() in apart


def _look(path: Path, before: Look | None, now: int) -> Look | None:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return None
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        if before and before.settled and before.stamp == stamp:
            return before
        settled = status.st_mtime_ns < now - _MARGIN
        if settled and not before:
            return Look(stamp, settled)
        with path.open("rb") as file:
            return Look(stamp, settled, hashlib.file_digest(file, "sha256").hexdigest())
    except OSError:
        return None
