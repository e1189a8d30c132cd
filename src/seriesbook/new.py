"""A first series, which explains the syntax by using it."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable
    from pathlib import Path


class FolderNotEmptyError(Exception):
    """The folder for a new series holds something already."""


def start_series(folder: Path) -> tuple[Path, ...]:
    """Write the files of a new series into a folder that is empty or not there yet.

    Hidden files, such as git's, don't count. Returns the paths of what was written. Raises
    FolderNotEmptyError rather than touch anybody's files, OSError if nothing can be written.
    """
    if folder.exists() and any(not path.name.startswith(".") for path in folder.iterdir()):
        raise FolderNotEmptyError(f"{folder} is not empty; name a new folder.")
    written = []
    for name, file in _templates(files("seriesbook") / "data" / "new", ""):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.read_bytes())
        written.append(path)
    return tuple(written)


def _templates(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _templates(entry, f"{prefix}{entry.name}/")
        else:
            yield f"{prefix}{entry.name}", entry
