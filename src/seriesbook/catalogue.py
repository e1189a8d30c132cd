"""Names that authors give to essays in lists and links, and the paths they mean."""

from __future__ import annotations

import difflib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from seriesbook.slugs import slugify, stem_of

if TYPE_CHECKING:
    from collections.abc import Iterable


class EssayNames:
    """The essays of a series by path, file name, stem, and stem without its number."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = tuple(paths)
        self._table: dict[str, list[str]] = {}
        for path in self._paths:
            for name in _names(path):
                self._table.setdefault(name, []).append(path)

    def find(self, name: str) -> str | None:
        """Path of the one essay that a name means; None if there is none, or more than one."""
        clean = PurePosixPath(name.strip().removeprefix("./")).as_posix()
        if clean in self._paths:
            return clean
        found = self._table.get(clean.lower(), [])
        return found[0] if len(found) == 1 else None

    def nearest(self, name: str) -> str:
        """The path that looks most like a name; '' if none does."""
        near = difflib.get_close_matches(name.lower(), list(self._table), 1, cutoff=0.5)
        return self._table[near[0]][0] if near else ""


def _names(path: str) -> Iterable[str]:
    pure = PurePosixPath(path)
    stem = stem_of(path)
    bare = slugify(stem.lstrip("0123456789-_. ") or stem)
    names = {
        path, path.removeprefix("essays/"), pure.name, stem, slugify(stem), bare,
        pure.with_suffix("").as_posix().removeprefix("essays/"),
    }  # fmt: skip
    return sorted({name.lower() for name in names} - {"index", "index.md"})
