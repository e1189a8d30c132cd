"""Files put in place whole, or not at all."""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import ExitStack, suppress
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# No build takes as long (s) to write a file.
_STALE = 3600


def replace_files(files: Mapping[Path, bytes]) -> None:
    """Put all files in place at once; until all are written, none is touched.

    Raises OSError (disk full, folder not writable) with the old files whole.
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
    for path in files:
        _sweep(path)


def _sweep(path: Path) -> None:
    """Delete what builds that were killed left beside a file; others may be writing just now."""
    for left in path.parent.glob(f".{escape(path.name)}.*"):
        with suppress(OSError):
            if left.stat().st_mtime < time.time() - _STALE:
                left.unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
