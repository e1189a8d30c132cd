"""Files put in place whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from seriesbook.leftovers import hold, sweep_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_PREFIX = ".seriesbook-new-"


def replace_files(files: Mapping[Path, Iterable[bytes]]) -> None:
    """Put all files, given in pieces, in place at once; until all are written, none is touched.

    Deletes what killed programs have left in the same folders. Raises OSError (disk full, folder
    not writable) with the old files whole.
    """
    folders = {path.parent for path in files}
    for folder in folders:
        sweep_files(folder, _PREFIX)
    with ExitStack() as stack:
        ready = [(_written(pieces, path.parent, stack), path) for path, pieces in files.items()]
        for temporary, path in ready:
            temporary.replace(path)
        for folder in folders:
            _sync(folder)


def _written(pieces: Iterable[bytes], folder: Path, stack: ExitStack) -> Path:
    """A file in a folder, whole, and locked until the stack is closed, which deletes it."""
    while True:
        handle, name = tempfile.mkstemp(prefix=_PREFIX, dir=folder)
        path = Path(name)
        file = stack.enter_context(os.fdopen(handle, "wb"))
        stack.callback(path.unlink, missing_ok=True)
        hold(handle)
        if os.fstat(handle).st_nlink:  # nobody swept it before it was locked
            break
    os.fchmod(handle, 0o666 & ~_umask())
    file.writelines(pieces)
    file.flush()
    os.fsync(handle)
    return path


def _sync(folder: Path) -> None:
    """Have the names on disk, too; not all file systems can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
