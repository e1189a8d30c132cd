"""Bytes by content hash: what a build made once and need not make again.

An entry is a file `FOLDER/KIND/ab/KEY`: a header with a checksum, then the data. It is written
beside its place and moved there, so that builds at the same time and killed builds leave whole
entries; one that is not whole is treated as absent. A cache that can't be written makes a build
slower, never wrong.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from seriesbook.problems import Problem, Where

if TYPE_CHECKING:
    from collections.abc import Iterable

_MAGIC = b"seriesbook cache 1\n"
_DIGEST = hashlib.sha256().digest_size


class Cache:
    """A folder of entries; `None` for one that lasts as long as the build and leaves nothing.

    Attributes:
        problems: at most one warning, from the first entry that could not be written.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._memory: dict[tuple[str, str], bytes] = {}
        self._writable = True
        self._problems: tuple[Problem, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What went wrong in writing, once."""
        return self._problems

    def get(self, kind: str, key: str) -> bytes | None:
        """Data of an entry; None if there is none, or it is damaged or can't be read."""
        if self._folder is None:
            return self._memory.get((kind, key))
        try:
            entry = self._path(self._folder, kind, key).read_bytes()
        except OSError:
            return None
        start = len(_MAGIC) + _DIGEST
        data = entry[start:]
        whole = entry[:start] == _MAGIC + hashlib.sha256(data).digest()
        return data if whole else None

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep an entry. Never raises; the first failure ends writing and leaves a warning."""
        if self._folder is None:
            self._memory[kind, key] = data
            return
        if not self._writable:
            return
        try:
            path = self._path(self._folder, kind, key)
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, (_MAGIC, hashlib.sha256(data).digest(), data))
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

    @staticmethod
    def _path(folder: Path, kind: str, key: str) -> Path:
        return folder / kind / key[:2] / key


def key_of(*parts: bytes | str) -> str:
    """Key of an entry: a hash of all that it is made from. Parts don't run into each other."""
    return _hash(part.encode() if isinstance(part, str) else part for part in parts)


def _hash(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    """Write beside the path, then move into place. Raises OSError and leaves nothing behind."""
    handle, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
        Path(name).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
