"""Bytes by content hash: what a build made once and need not make again.

An entry is a file `FOLDER/KIND/a/KEY`: a header with a checksum, then the data. It is written
beside its place and moved there, so that builds at the same time and killed builds leave whole
entries; one that is not whole is treated as absent. A cache that can't be written makes a build
slower, never wrong. Its time stamp tells when it was last used, to the hour; `cachebounds` goes
by that.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from seriesbook.cachebounds import LIMIT, NEW, account
from seriesbook.problems import Problem, Where
from seriesbook.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from seriesbook.spool import Kept

_MAGIC = b"seriesbook cache 1\n"
_DIGEST = hashlib.sha256().digest_size
_START = len(_MAGIC) + _DIGEST
_HOUR = 3600


class Cache:
    """A folder of entries; `None` for one that lasts as long as the build and leaves nothing.

    Attributes:
        spool: where a build that uses it sets aside what it need not have in memory.
    """

    def __init__(self, folder: Path | None, limit: int = LIMIT) -> None:
        self._folder = folder
        self._root = str(folder)
        self._limit = limit
        self.spool = Spool()
        self._aside: dict[tuple[str, str], Kept] = {}
        self._writable = True
        self._problems: tuple[Problem, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What went wrong in writing, once."""
        return self._problems

    @property
    def lasts(self) -> bool:
        """Whether entries outlive the build."""
        return self._folder is not None

    def holds(self, kind: str) -> bool:
        """Whether a build has ever left entries of this kind here."""
        return self._folder is not None and (self._folder / kind).is_dir()

    def get(self, kind: str, key: str) -> bytes | None:
        """Data of an entry; None if there is none, or it is damaged or can't be read."""
        if self._folder is None:
            aside = self._aside.get((kind, key))
            return aside.read() if aside else None
        path = self._path(kind, key)
        try:
            entry = _read(path)
        except OSError:
            return None
        data = entry[_START:]
        whole = entry[:_START] == _MAGIC + hashlib.sha256(data).digest()
        return data if whole else None

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep an entry. Never raises; the first failure ends writing and leaves a warning."""
        if self._folder is None:
            with contextlib.suppress(OSError):
                self._aside[kind, key] = self.spool.keep(data)
            return
        if not self._writable:
            return
        try:
            path = self._path(kind, key)
            try:
                _write(path, (_MAGIC, hashlib.sha256(data).digest(), data))
            except FileNotFoundError:  # no such folder, or it was cleared just now
                Path(path).parent.mkdir(parents=True, exist_ok=True)
                _write(path, (_MAGIC, hashlib.sha256(data).digest(), data))
            account(self._folder, len(data), self._limit)
        except OSError as error:
            self._writable = False
            self._problems = (
                Problem(
                    Where("cache"),
                    "cache-unwritable",
                    f"the cache folder {self._folder} can't be written: {error.strerror}.",
                    "The books are right, but the next build is as slow as this one.",
                    "warning",
                ),
            )

    def kept(self, kind: str, key: str, make: Callable[[], bytes]) -> bytes:
        """Data of an entry, which is made and put if there is none."""
        data = self.get(kind, key)
        if data is None:
            data = make()
            self.put(kind, key, data)
        return data

    def _path(self, kind: str, key: str) -> str:
        return f"{self._folder}/{kind}/{key[0]}/{key}"


def key_of(*parts: bytes | str) -> str:
    """Key of an entry: a hash of all that it is made from. Parts don't run into each other."""
    return _hash(part.encode() if isinstance(part, str) else part for part in parts)


def _hash(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def _read(path: str) -> bytes:
    """What a file holds; by the system's own calls, since a build reads a thousand."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        status = os.fstat(handle)
        data = os.read(handle, status.st_size)
        while len(data) < status.st_size and (more := os.read(handle, status.st_size)):
            data += more
    finally:
        os.close(handle)
    # Noted once an hour: writing costs more than reading.
    if abs(time.time() - status.st_mtime) > _HOUR:
        with contextlib.suppress(OSError):
            os.utime(path)
    return data


def _write(path: str, pieces: Iterable[bytes]) -> None:
    """Write beside the path, then move into place. Raises OSError and leaves nothing behind."""
    fresh = f"{path.rpartition('/')[0]}/{NEW}{os.urandom(8).hex()}"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
        os.replace(fresh, path)  # noqa: PTH105 - as above
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(fresh)  # noqa: PTH108
        raise
