"""A build that would make just what lies there already: told without making anything.

What a build was made from (every file of the series folder, the options, our code, what is
installed) has one key; under it the cache keeps what the build said, and the digests of the books
that it wrote. If these still lie in their places, there is nothing to do. Nothing heavy is
imported here: this runs before everything else.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seriesbook.cache import Cache, key_of
from seriesbook.problems import Problem, Where
from seriesbook.report import ShownBook
from seriesbook.versions import code_digest, installed

if TYPE_CHECKING:
    from seriesbook.report import Options, Report

_KIND = "built"
# Folders of a series that hold no sources.
_SKIPPED = frozenset({"output", "node_modules", "__pycache__"})
# From this size on a file is known by its size and time: hashing it would take too long.
_LARGE = 64_000_000


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a build said: its books, its problems, its report as JSON."""

    books: tuple[ShownBook, ...]
    problems: tuple[Problem, ...]
    report: dict[str, Any]


def key_for(folder: Path, options: Options) -> str | None:
    """Key of a build; None if it can't be known, or nothing is kept."""
    if options.cache is None:
        return None
    try:
        files = sorted(_files(folder, options.output))
    except OSError:
        return None
    return key_of(
        code_digest(), installed(), folder.resolve().name, str(options.output.resolve()),
        repr((options.editions, options.epoch)), *files,
    )  # fmt: skip


def _files(folder: Path, output: Path) -> list[str]:
    """Every file below a folder, by path and content; books that were built there are not."""
    found = []
    root, books = str(folder), os.path.realpath(output)
    for here, folders, names in os.walk(root):
        folders[:] = [
            name
            for name in folders
            if name not in _SKIPPED
            and not name.startswith(".")
            and os.path.realpath(f"{here}/{name}") != books
        ]
        below = os.path.relpath(here, root)
        prefix = "" if below == "." else f"{below}/"
        found += [f"{prefix}{name}\0{_content(f'{here}/{name}')}" for name in names]
    return found


def _content(path: str) -> str:
    """What a file holds; of a link where it leads, since what it leads to may be anybody's."""
    status = os.lstat(path)
    if stat.S_ISLNK(status.st_mode):
        return f"link {os.readlink(path)}"  # noqa: PTH115 - must not be followed
    if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGE:
        return f"{status.st_mode} {status.st_size} {status.st_mtime_ns}"
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - a series has hundreds
        return hashlib.sha256(file.readall()).hexdigest()


def recall(key: str | None, options: Options) -> Remembered | None:
    """What the build of a key said, if its books still lie where it put them."""
    data = Cache(options.cache).get(_KIND, key) if key else None
    if data is None:
        return None
    said = json.loads(data)
    if any(_digest(Path(path)) != digest for path, digest in said["files"].items()):
        return None
    return Remembered(
        tuple(ShownBook(Path(path), *rest) for path, *rest in said["books"]),
        tuple(Problem(Where(*place), *rest) for place, *rest in said["problems"]),
        said["report"],
    )


def remember(key: str | None, folder: Path, report: Report, options: Options) -> None:
    """Keep what a build said. `key` was made before it began.

    A file that was saved meanwhile may be in these books or not, so nothing is kept of them.
    """
    if key is None or key_for(folder, options) != key:
        return
    said = {
        "files": {str(book.path.resolve()): book.sha256 for book in report.books}
        | {str(report.path.resolve()): _digest(report.path)},
        "books": [[str(book.path), book.bytes, book.pages] for book in report.shown()],
        "problems": [
            [astuple(p.where), p.code, p.message, p.mend, p.severity] for p in report.problems
        ],
        "report": report.as_json(),
    }
    Cache(options.cache).put(_KIND, key, json.dumps(said).encode())


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
