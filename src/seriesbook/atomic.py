"""Files put in place whole, or not at all."""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import ExitStack, suppress
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# No build takes as long (s) to write a file.
_STALE = 3600


def replace_files(files: Mapping[Path, bytes], *, sweeping: bool = True) -> None:
    """Put all files in place at once; until all are written, none is touched.

    Whoever writes thousands of files one by one sweeps once, at the end. Raises OSError (disk
    full, folder not writable) with the old files whole.
    """
    with ExitStack() as stack:
        ready = []
        for path, data in files.items():
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            stack.callback(Path(name).unlink, missing_ok=True)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o666 & ~_umask())
            ready.append((Path(name), path))
        for temporary, path in ready:
            temporary.replace(path)
    if sweeping:
        sweep(files)


def sweep(paths: Iterable[Path]) -> None:
    """Delete what runs that were killed left beside files; others may be writing just now."""
    for folder, inside in groupby(sorted(paths), key=lambda path: path.parent):
        names = {path.name for path in inside}
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                if entry.name[:1] == "." and entry.name[1:].rpartition(".")[0] in names:
                    _drop_if_stale(entry)


def _drop_if_stale(entry: os.DirEntry[str]) -> None:
    with suppress(OSError):
        if entry.stat(follow_symlinks=False).st_mtime < time.time() - _STALE:
            Path(entry).unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
