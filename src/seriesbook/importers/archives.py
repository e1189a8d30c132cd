"""Bounded access to what an author hands in: a file, a folder or a zip, never past its walls.

Refused, each with a Problem: members whose path leaves the archive ("zip slip"), links that leave
the folder, files that are no files, members that unpack to far more than they are ("zip bombs").
Nothing is unpacked to disk: members are read, or streamed, when they are asked for.
"""

from __future__ import annotations

import io
import os
import stat
import weakref
import zipfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Literal, cast

from seriesbook.importers.bounded import Bounded, damaged, refused, too_large, too_many
from seriesbook.limits import USUAL, Limits
from seriesbook.mishaps import BAD_ZIP
from seriesbook.problems import BookError, Problem, Where

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

SupplyKind = Literal["file", "folder", "zip"]
HEAD_BYTES = 65_536
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
# Folders that hold a tool's own things, never an author's texts.
_SKIPPED = frozenset({"__MACOSX", "node_modules", "__pycache__"})
_SMALL = 1_000_000  # bytes; what is smaller is no bomb, however well it packs


@dataclass(frozen=True, slots=True)
class Supply:
    """One SOURCE of an import: a file, or a folder or zip with its members.

    `names` are the paths of the members with forward slashes (a file has its own name alone);
    `head` are the first bytes of a file. `problems` tells what was refused.
    """

    path: Path
    kind: SupplyKind
    names: tuple[str, ...]
    head: bytes = b""
    problems: tuple[Problem, ...] = ()
    sizes: Mapping[str, int] = field(default_factory=dict)
    opener: Callable[[str], BinaryIO] = field(default=lambda _: io.BytesIO())
    prefix: str = ""  # what stands before a member's name in a place of the report
    packed: Callable[[], BinaryIO] = field(default=io.BytesIO)  # a zip as the file that it is
    limits: Limits = USUAL

    @property
    def name(self) -> str:
        """The name of the file, folder or zip."""
        return self.names[0] if self.kind == "file" else self.path.name

    def size(self, name: str) -> int:
        """Size in bytes of a member, as its folder or archive states it."""
        return self.sizes.get(name, 0)

    def open(self, name: str = "") -> BinaryIO:
        """A stream of a member's bytes, bounded by `export_bytes`."""
        name = name or self.names[0]
        most = self.limits.export_bytes
        return cast("BinaryIO", Bounded(self.opener(name), most, self.label(name)))

    def read(self, name: str = "", limit: str = "source_bytes") -> bytes:
        """The bytes of a member; raises BookError if there are more than the named limit."""
        name, most = name or self.names[0], getattr(self.limits, limit)
        try:
            with self.opener(name) as stream:
                data = stream.read(most + 1)
        except BAD_ZIP as error:
            raise BookError([damaged(self.label(name), str(error))]) from error
        if len(data) > most:
            raise BookError([too_large(self.label(name), limit, most)])
        return data

    def read_packed(self, limit: str = "source_bytes") -> bytes:
        """The bytes of a zip as the file that it is; raises BookError if there are too many."""
        most = getattr(self.limits, limit)
        try:
            with self.packed() as stream:
                data = stream.read(most + 1)
        except BAD_ZIP as error:
            raise BookError([damaged(self.name, str(error))]) from error
        if len(data) > most:
            raise BookError([too_large(self.name, limit, most)])
        return data

    def label(self, name: str) -> str:
        """A member's name for a reader of the report."""
        inside = name if self.kind == "file" else f"{self.name}/{name}"
        return f"{self.prefix}{inside}"

    def member(self, name: str) -> Supply:
        """A member as a source of its own."""
        return _open_file(
            Path(self.path, name), name, lambda: self.opener(name), self.size(name),
            f"{self.name}/", self.limits,
        )  # fmt: skip


def open_supply(path: Path, limits: Limits = USUAL) -> Supply:
    """Open a SOURCE. Raises BookError if it is not there or can't be read."""
    try:
        if path.is_dir():
            return _open_folder(path, limits)
        if not path.exists():
            missing = f"there is no file or folder {path}."
            raise BookError([Problem(Where(str(path)), "source-missing", missing, "Check it.")])
        if not path.is_file():
            raise BookError([damaged(str(path), "it is not a regular file")])
        size = path.stat().st_size
        return _open_file(path, path.name, lambda: path.open("rb"), size, "", limits)
    except OSError as error:
        raise BookError([damaged(str(path), error.strerror or str(error))]) from error


def _open_file(
    path: Path, name: str, opener: Callable[[], BinaryIO], size: int, prefix: str, limits: Limits
) -> Supply:
    """A file, or the archive that it is."""
    try:
        with opener() as stream:
            head = stream.read(HEAD_BYTES)
    except BAD_ZIP as error:
        raise BookError([damaged(f"{prefix}{name}", str(error))]) from error
    if head.startswith((_ZIP, _EMPTY_ZIP)):
        return _open_zip(path, name, opener, head, prefix, limits)
    return Supply(
        path, "file", (name,), head, sizes={name: size}, opener=lambda _: opener(),
        prefix=prefix, limits=limits,
    )  # fmt: skip


def _open_folder(path: Path, limits: Limits) -> Supply:
    problems: list[Problem] = []
    root = path.resolve()
    sizes: dict[str, int] = {}
    for name in _walk(path, root, problems):
        if len(sizes) == limits.export_members:
            raise BookError([too_many(str(path), limits)])
        sizes[name] = (path / name).stat().st_size
    named = Path(root.name or path.name)
    return Supply(
        named if not path.name else path,
        "folder",
        tuple(sizes),
        problems=tuple(problems),
        sizes=sizes,
        opener=lambda name: (path / name).open("rb"),
        limits=limits,
    )


def _walk(folder: Path, root: Path, problems: list[Problem]) -> Iterator[str]:
    """Names of the regular files inside, in order; what is hidden is passed over."""
    todo = [""]
    while todo:
        prefix = todo.pop()
        inside = []
        for entry in sorted(os.scandir(folder / prefix), key=lambda entry: entry.name):
            name = f"{prefix}{entry.name}"
            if entry.name.startswith(".") or entry.name in _SKIPPED:
                continue
            if entry.is_dir(follow_symlinks=False):
                inside.append(f"{name}/")
            elif _is_inside(folder / name, root):
                yield name
            else:
                problems.append(refused(name, "it is a link that leaves the folder, or no file"))
        todo += reversed(inside)


def _is_inside(path: Path, root: Path) -> bool:
    try:
        target = path.resolve(strict=True)
        return target.is_relative_to(root) and stat.S_ISREG(target.stat().st_mode)
    except (OSError, RuntimeError):
        return False


def _open_zip(
    path: Path, name: str, opener: Callable[[], BinaryIO], head: bytes, prefix: str, limits: Limits
) -> Supply:
    """An archive by its directory; the members' bytes are untouched until they are asked for."""
    held: BinaryIO | None = None
    try:
        stream = opener()
        held = stream if stream.seekable() else io.BytesIO(stream.read(limits.export_bytes))
        archive = zipfile.ZipFile(held)
        weakref.finalize(archive, held.close)  # no one else knows when a Supply is done with
        entries = archive.infolist()
    except BAD_ZIP as error:
        if held:
            held.close()
        raise BookError([damaged(name, f"the zip file is damaged: {error}")]) from error
    if len(entries) > limits.export_members:
        raise BookError([too_many(name, limits)])
    problems: list[Problem] = []
    known: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        reason = _reason_to_refuse(entry, limits)
        if reason:
            problems.append(refused(f"{name}/{entry.filename}", reason))
        elif not entry.is_dir() and not _is_hidden(entry.filename):
            known[entry.filename] = entry
    return Supply(
        path,
        "zip",
        tuple(known),
        head,
        tuple(problems),
        {member: entry.file_size for member, entry in known.items()},
        lambda member: cast("BinaryIO", archive.open(known[member])),
        packed=opener,
        prefix=prefix,
        limits=limits,
    )


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part.startswith(".") or part in _SKIPPED for part in parts)


def _reason_to_refuse(entry: zipfile.ZipInfo, limits: Limits) -> str:
    """Why a member is not touched; '' if it may be read."""
    name = entry.filename
    packed = max(entry.compress_size, 1)
    reasons = (
        (leaves(name), "its path leads out of the archive"),
        (len(name) > limits.path_characters, "its path is too long"),
        (stat.S_ISLNK(entry.external_attr >> 16), "it is a link"),
        (bool(entry.flag_bits & 1), "it is encrypted"),
        (entry.file_size > limits.export_bytes, "it is too large"),
        (
            entry.file_size > _SMALL and entry.file_size / packed > limits.export_ratio,
            "it unpacks to far more than it is",
        ),
    )
    return next((reason for refused, reason in reasons if refused), "")


def leaves(name: str) -> bool:
    """Whether a path is absolute or climbs out of where it starts."""
    flat = name.replace("\\", "/")
    pure = PurePosixPath(flat)
    return pure.is_absolute() or ".." in pure.parts or flat[1:2] == ":" or "\0" in name
