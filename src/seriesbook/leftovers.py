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
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

_LOCK = "in-use"
# Nothing takes as long (s) to make and lock, or to write, a file.
_STALE = 3600


class Claim:
    """Keeps a folder from being swept as long as it is open, or this process lives."""

    def __init__(self, folder: Path) -> None:
        self._handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        hold(self._handle)

    def close(self) -> None:
        """Let go."""
        if self._handle >= 0:
            os.close(self._handle)
        self._handle = -1

    def __enter__(self) -> Claim:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def is_claimed(folder: Path) -> bool:
    """Whether a folder bears a claim, be it of a process that is gone."""
    return (folder / _LOCK).exists()


def hold(handle: int) -> None:
    """Lock an open file until it is closed, on file systems that know locks."""
    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def sweep_files(folder: Path, prefix: str) -> None:
    """Delete the files of a prefix that were being written by processes that are gone."""
    for path in folder.glob(f"{prefix}*"):
        with suppress(OSError):
            if _is_nobodys(path, path):
                path.unlink()


def sweep_folders(parent: Path, prefix: str) -> None:
    """Delete this user's folders of a prefix that were claimed by processes that are gone.

    Folders of the same prefix without a claim are older than that, or not ours.
    """
    for path in parent.glob(f"{prefix}*"):
        with suppress(OSError):
            ours = not path.is_symlink() and path.stat().st_uid == os.geteuid()
            if ours and _is_nobodys(path, path / _LOCK):
                shutil.rmtree(path, ignore_errors=True)


def _is_nobodys(path: Path, lock: Path) -> bool:
    """Whether no process holds the lock of a file or folder. Raises OSError if it has none."""
    handle = os.open(lock, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # no locks here
        return abs(time.time() - path.stat().st_mtime) > _STALE
    finally:
        os.close(handle)
    return True
