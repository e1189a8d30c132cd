"""What killed programs leave behind, told by locks, which die with their process.

A file or folder that is in use is locked (flock(2)) by whoever made it. One that can be locked is
nobody's any more, whatever clocks and process numbers say. Where a file system has no locks, what
has not changed for an hour is taken for left behind.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LOCK = "in-use"
# Nothing takes as long (s) to make and lock, or to write, a file.
_STALE = 3600


class Claim:
    """Keeps a folder from being swept as long as it is open, or this process lives."""

    def __init__(self, folder: Path) -> None:
        # Locked before it has the name that others look for.
        fresh = folder / f"{_LOCK}.new"
        self._handle = os.open(fresh, os.O_RDWR | os.O_CREAT, 0o600)
        hold(self._handle)
        fresh.rename(folder / _LOCK)

    def close(self) -> None:
        """Let go."""
        if self._handle >= 0:
            os.close(self._handle)
        self._handle = -1


def is_claimed(folder: Path) -> bool:
    """Whether a folder bears a claim, be it of a process that is gone."""
    return (folder / _LOCK).exists()


def hold(handle: int) -> None:
    """Lock an open file until it is closed, on file systems that know locks.

    Waits for one who is sweeping it just now: then it has no name any more.
    """
    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_EX)


def sweep_files(folder: Path, prefix: str) -> None:
    """Delete the files of a prefix that were being written by processes that are gone."""
    for path in folder.glob(f"{prefix}*"):
        with suppress(OSError), _if_nobodys(path, path):
            path.unlink()


def sweep_folders(parent: Path, prefix: str) -> None:
    """Delete this user's folders of a prefix that were claimed by processes that are gone.

    One that bears no claim may be anybody's, and stays.
    """
    for path in parent.glob(f"{prefix}*"):
        with suppress(OSError):
            if path.is_symlink() or path.stat().st_uid != os.geteuid():
                continue
            with _if_nobodys(path, path / _LOCK):
                shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _if_nobodys(path: Path, lock: Path) -> Iterator[None]:
    """Hold the lock of a file or folder for a while. Raises OSError if somebody else does."""
    handle = os.open(lock, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise
        except OSError:  # no locks here
            if abs(time.time() - path.stat().st_mtime) < _STALE:
                raise
        yield
    finally:
        os.close(handle)
