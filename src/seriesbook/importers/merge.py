"""A second import: what changed at the source is updated, what the author edited is kept.

The folder remembers in one hidden file what was written for which post. A file is written again
only if it still is what was written; nothing is ever deleted.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal

from seriesbook.atomic import replace_files, sweep

Action = Literal["new", "updated", "unchanged", "kept", "conflict", "removed"]
STATE = ".seriesbook-import.json"
VERSION = 1
CONFLICTS = "import-conflicts"


@dataclass(slots=True)
class State:
    """What an earlier import wrote: hashes by path, paths by the key of their post."""

    files: dict[str, str] = field(default_factory=dict)
    posts: dict[str, str] = field(default_factory=dict)


def read_state(folder: Path) -> State:
    """The state of a folder; an empty one if it has none, or none that can be read."""
    try:
        data = json.loads((folder / STATE).read_text(encoding="utf-8"))
        files, posts = data["files"], data["posts"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return State()
    if not (_is_table(files) and _is_table(posts)):
        return State()
    return State(
        {path: value for path, value in files.items() if _is_inside(path)},
        {key: path for key, path in posts.items() if _is_inside(path)},
    )


def _is_table(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())


def _is_inside(path: str) -> bool:
    pure = PurePosixPath(path)
    return bool(pure.parts) and not pure.is_absolute() and ".." not in pure.parts


@dataclass(slots=True)
class Merger:
    """Writes the files of an import into a folder, one by one, each whole."""

    folder: Path
    state: State
    dry_run: bool = False
    written: dict[str, str] = field(default_factory=dict)

    def put(self, path: str, data: bytes) -> Action:
        """Write a file unless the author has changed or removed it; tell what was done."""
        digest = hashlib.sha256(data).hexdigest()
        last = self.state.files.get(path)
        disk = _digest(self.folder / path)
        action = _action(digest, last, disk)
        if action in {"new", "updated"}:
            self._write(path, data)
        elif action == "conflict":
            self._write(f"{CONFLICTS}/{path}", data)
        keeps = action in {"kept", "removed", "conflict"}
        self.written[path] = last if keeps and last else digest
        if action == "conflict" and not last:
            del self.written[path]  # it is the author's own file
        return action

    def put_always(self, path: str, data: bytes) -> None:
        """Write a file that is nobody's but ours."""
        self._write(path, data)

    def close(self, posts: dict[str, str]) -> None:
        """Remember what was written for which post."""
        state = {
            "version": VERSION,
            "posts": dict(sorted({**self.state.posts, **posts}.items())),
            "files": dict(sorted({**self.state.files, **self.written}.items())),
        }
        text = json.dumps(state, ensure_ascii=False, indent=1) + "\n"
        self._write(STATE, text.encode("utf-8"))
        if not self.dry_run:
            sweep(self.folder / path for path in (*self.written, STATE))

    def _write(self, path: str, data: bytes) -> None:
        if self.dry_run:
            return
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_files({target: data}, sweeping=False)


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
