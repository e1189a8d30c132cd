"""A second import: what changed at the source is updated, what the author edited is kept.

The folder remembers in one hidden file what was written for which post. A file is written again
only if it still is what was written; nothing is ever deleted.

All files are written into a hidden folder first. Then what will come is noted in the state, and
the files are moved into place: an import that is killed at any moment, or finds the disk full, is
made good by the next one, which can tell its files from the author's.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal

from seriesbook.atomic import replace_files
from seriesbook.leftovers import Claim, sweep_folders

if TYPE_CHECKING:
    from types import TracebackType

Action = Literal["new", "updated", "unchanged", "kept", "conflict", "removed"]
STATE = ".seriesbook-import.json"
VERSION = 1
CONFLICTS = "import-conflicts"
_STAGING = ".seriesbook-import-"


@dataclass(slots=True)
class State:
    """What an earlier import wrote: hashes by path, paths by the key of their post.

    `coming` are hashes of what an import that did not end was about to write.
    """

    files: dict[str, str] = field(default_factory=dict)
    posts: dict[str, str] = field(default_factory=dict)
    coming: dict[str, str] = field(default_factory=dict)

    def last(self, path: str, disk: str | None) -> str | None:
        """Hash of what we last wrote to a path; `disk` is the hash of what lies there."""
        coming = self.coming.get(path)
        return coming if coming and disk == coming else self.files.get(path)

    def as_bytes(self) -> bytes:
        """The file that keeps it."""
        tables = {"posts": self.posts, "files": self.files, "coming": self.coming}
        state = {"version": VERSION} | {n: dict(sorted(t.items())) for n, t in tables.items() if t}
        return (json.dumps(state, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def read_state(folder: Path) -> State:
    """The state of a folder; an empty one if it has none, or none that can be read."""
    try:
        data = json.loads((folder / STATE).read_text(encoding="utf-8"))
        files, posts, coming = (data.get(name, {}) for name in ("files", "posts", "coming"))
    except (OSError, ValueError, AttributeError, RecursionError):
        return State()
    if not (_is_table(files) and _is_table(posts) and _is_table(coming)):
        return State()
    return State(
        {path: value for path, value in files.items() if _is_inside(path)},
        {key: path for key, path in posts.items() if _is_inside(path)},
        {path: value for path, value in coming.items() if _is_inside(path)},
    )


def _is_table(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())


def _is_inside(path: str) -> bool:
    pure = PurePosixPath(path)
    return bool(pure.parts) and not pure.is_absolute() and ".." not in pure.parts


@dataclass(slots=True)
class Merger:
    """Writes the files of an import into a folder: all at its `close`, each whole.

    Leaving its `with` block without that leaves the folder as it was.
    """

    folder: Path
    state: State
    dry_run: bool = False
    written: dict[str, str] = field(default_factory=dict)
    _staged: dict[str, str] = field(default_factory=dict)  # hashes by path
    _staging: Path | None = None
    _claim: Claim | None = None
    _made: list[Path] = field(default_factory=list)  # folders

    def __enter__(self) -> Merger:
        if not self.dry_run:
            self._make(self.folder)
            sweep_folders(self.folder, _STAGING)
            self._staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=self.folder))
            self._claim = Claim(self._staging)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._staging:
            shutil.rmtree(self._staging, ignore_errors=True)
        if self._claim:
            self._claim.close()
        for made in reversed(self._made):
            with suppress(OSError):  # it is not empty, as a rule
                made.rmdir()

    def _make(self, folder: Path) -> None:
        """Make a folder, and note it if it was not there."""
        missing = [f for f in (folder, *folder.parents) if not f.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        self._made += reversed(missing)

    def put(self, path: str, data: bytes) -> Action:
        """Write a file unless the author has changed or removed it; tell what will be done."""
        digest = hashlib.sha256(data).hexdigest()
        disk = _digest(self.folder / path)
        last = self.state.last(path, disk)
        action = _action(digest, last, disk)
        if action in {"new", "updated"}:
            self.put_always(path, data)
        elif action == "conflict":
            self.put_always(f"{CONFLICTS}/{path}", data)
        keeps = action in {"kept", "removed", "conflict"}
        self.written[path] = last if keeps and last else digest
        if action == "conflict" and not last:
            del self.written[path]  # it is the author's own file
        return action

    def put_always(self, path: str, data: bytes) -> None:
        """Write a file that is nobody's but ours."""
        if not self._staging:
            return
        _save(self._staging / _name(path), data)
        self._staged[path] = hashlib.sha256(data).hexdigest()

    def close(self, posts: dict[str, str]) -> None:
        """Move all files into place; remember what was written for which post."""
        if not self._staging:
            return
        known = {**self.state.posts, **posts}
        for path in self._staged:
            self._make((self.folder / path).parent)
        coming = State(self.state.files, known, self._staged)
        done = State({**self.state.files, **self.written}, known)
        _save(self._staging / _name(STATE), done.as_bytes())
        replace_files({self.folder / STATE: (coming.as_bytes(),)})
        for path in (*self._staged, STATE):  # which takes no more room
            (self._staging / _name(path)).replace(self.folder / path)


def _save(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _name(path: str) -> str:
    """Name of a file while it waits to be moved."""
    return hashlib.sha256(path.encode()).hexdigest()


def _action(digest: str, last: str | None, disk: str | None) -> Action:
    """What to do with a file, by the hashes of now, of the last import, and on disk."""
    if disk == digest:
        return "unchanged"
    if disk is None:
        return "removed" if last else "new"
    if disk == last:
        return "updated"
    return "kept" if digest == last else "conflict"


def _digest(path: Path) -> str | None:
    """Hash of a file; None if there is none. A link is not followed out of the folder."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None
