"""Names that authors give to files of a series, and the paths they mean."""

from __future__ import annotations

import difflib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from seriesbook.slugs import slugify, stem_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_FOLDERS = ("essays/", "front/", "back/")


class Names:
    """Files by path, file name, stem, and stem without its number."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = tuple(paths)
        self._table: dict[str, list[str]] = {}
        for path in self._paths:
            for name in _names(path):
                self._table.setdefault(name, []).append(path)

    def find(self, name: str) -> tuple[str, ...]:
        """The paths that a name may mean: one, none, or several."""
        clean = PurePosixPath(name.strip().removeprefix("./")).as_posix()
        return (clean,) if clean in self._paths else tuple(self._table.get(clean.lower(), ()))

    def nearest(self, name: str) -> str:
        """The path that looks most like a name; '' if none does."""
        near = difflib.get_close_matches(name.lower(), list(self._table), 1, cutoff=0.6)
        return self._table[near[0]][0] if near else ""


def _names(path: str) -> Iterable[str]:
    pure = PurePosixPath(path)
    stem = stem_of(path)
    inner = next((path.removeprefix(f) for f in _FOLDERS if path.startswith(f)), path)
    bare = slugify(stem.lstrip("0123456789-_. ") or stem)
    names = {
        path, inner, pure.name, stem, slugify(stem), bare,
        PurePosixPath(inner).with_suffix("").as_posix(), pure.with_suffix("").as_posix(),
    }  # fmt: skip
    return sorted({name.lower() for name in names} - {"index", pure.name.lower()} | {_last(pure)})


def _last(path: PurePosixPath) -> str:
    """File name; for `01-x/index.md`, where many have the same, the folder's."""
    return (path.parent.name if path.stem.lower() == "index" else path.name).lower()
