"""The one door to a series folder: regular files inside it, and nothing else."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from seriesbook.limits import MAX_IMAGE_BYTES, MAX_SOURCE_BYTES
from seriesbook.model import Source
from seriesbook.problems import BookError, Outcome, Problem, Where
from seriesbook.roles import ROLES, role_name
from seriesbook.slugs import natural_key, number_of, slugify, stem_of

MANIFEST = "series.toml"
TEXTS = (".md", ".markdown", ".docx", ".odt", ".html", ".htm", ".xhtml", ".rst", ".org", ".tex")
IMAGES = (
    ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".tif", ".tiff", ".bmp", ".avif", ".heic",
)  # fmt: skip
MATTER_FOLDERS = ("front", "back")
# Folders that hold something else than a series.
SKIPPED = frozenset({"output", "node_modules", "themes", "__pycache__"})
# Files beside essays that are about the folder.
ABOUT_THE_FOLDER = frozenset(
    "readme changelog license licence contributing copying authors todo notes-to-self "
    "code-of-conduct security".split()
)


@dataclass(frozen=True, slots=True)
class Sources:
    """What a series folder holds. `others` are the paths of all its other files."""

    manifest: Source | None
    essays: tuple[Source, ...]
    matter: tuple[Source, ...]
    images: Mapping[str, Source]
    others: tuple[str, ...] = ()


class ImageFiles(Mapping[str, Source]):
    """The images of a folder by path, read when asked for."""

    def __init__(self, folder: Path, paths: tuple[str, ...]) -> None:
        self._folder = folder
        self._paths = dict.fromkeys(paths)

    def __getitem__(self, path: str) -> Source:
        if path not in self._paths:
            raise KeyError(path)
        return _source(self._folder, path)

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def read_sources(folder: Path) -> Outcome[Sources]:
    """Read the essays, the matter and the manifest of a series folder.

    Essays are the texts in `essays/`, or at the top of a folder without one; matter is what lies
    in `front/` and `back/`, or bears the name of a role. Raises BookError if there is nothing
    to make a book of.
    """
    if not folder.is_dir():
        raise BookError([_nothing(f"there is no folder {folder}.", "Check the name.")])
    problems: list[Problem] = []
    paths = sorted(_walk(folder, problems), key=natural_key)
    texts = [path for path in paths if PurePosixPath(path).suffix.lower() in TEXTS]
    images = tuple(path for path in paths if PurePosixPath(path).suffix.lower() in IMAGES)
    essays = _essays(texts)
    matter = [path for path in texts if path not in essays and _is_matter(path)]
    manifest = _source(folder, MANIFEST) if MANIFEST in paths else None
    known = {*essays, *matter, *images, MANIFEST}
    sources = Sources(
        manifest,
        tuple(_source(folder, path) for path in essays),
        tuple(_source(folder, path) for path in matter),
        ImageFiles(folder, images),
        tuple(path for path in paths if path not in known),
    )
    if not essays:
        mend = "Put the essays, one Markdown file each, into a folder called essays."
        raise BookError([*problems, _nothing("there is no essay in this folder.", mend)])
    return Outcome(sources, tuple(problems))


def _nothing(message: str, mend: str) -> Problem:
    return Problem(Where("."), "series-empty", message, mend)


def _walk(folder: Path, problems: list[Problem]) -> Iterator[str]:
    """Paths of the regular files inside the folder; a problem for each essay-like other thing."""
    root = folder.resolve()
    todo = [(folder, "")]
    while todo:
        here, prefix = todo.pop()
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError as error:
            problems.append(_refused(prefix or ".", f"can't be read: {error.strerror}."))
            continue
        for entry in entries:
            path = f"{prefix}{entry.name}"
            if entry.name.startswith(".") or (entry.is_dir() and entry.name in SKIPPED):
                continue
            if entry.is_dir(follow_symlinks=False):
                if PurePosixPath(path).suffix.lower() in TEXTS:
                    problems.append(_refused(path, "is a folder, not a file."))
                todo.append((here / entry.name, f"{path}/"))
            elif _is_ours(path):
                reason = _reason_to_refuse(here / entry.name, root)
                if reason:
                    problems.append(_refused(path, reason))
                else:
                    yield path
            else:
                yield path


def _is_ours(path: str) -> bool:
    return path == MANIFEST or PurePosixPath(path).suffix.lower() in TEXTS + IMAGES


def _reason_to_refuse(path: Path, root: Path) -> str:
    """Why a file is not opened; '' if it may be."""
    try:
        target = path.resolve(strict=True)
        status = target.stat()
    except (OSError, RuntimeError):
        return "is a link that leads nowhere."
    limit = MAX_IMAGE_BYTES if path.suffix.lower() in IMAGES else MAX_SOURCE_BYTES
    reasons = (
        (not target.is_relative_to(root), "is a link that leaves the series folder."),
        (not stat.S_ISREG(status.st_mode), "is not a regular file."),
        (status.st_size > limit, f"is larger than {limit // 1_000_000} MB."),
        (not os.access(target, os.R_OK), "can't be read: permission denied."),
    )
    return next((reason for refused, reason in reasons if refused), "")


def _refused(path: str, reason: str) -> Problem:
    return Problem(
        Where(path), "file-refused", f"this {reason}", "Replace it by a file in the series folder."
    )


def _essays(texts: list[str]) -> list[str]:
    """Paths of the essays in natural order."""
    inside = [path for path in texts if path.startswith("essays/")]
    found = inside or [path for path in texts if _at_top(path)]
    return sorted(found, key=lambda path: (number_of(path) is None, natural_key(path)))


def _at_top(path: str) -> bool:
    pure = PurePosixPath(path)
    depth = len(pure.parts) - (pure.stem.lower() == "index")
    if depth > 1 or pure.parts[0] in MATTER_FOLDERS:
        return False
    name = slugify(stem_of(path))
    return name not in ABOUT_THE_FOLDER and role_name(name) not in _MATTER_ROLES


_MATTER_ROLES = frozenset(ROLES) - {"essay", "part"}


def _is_matter(path: str) -> bool:
    """Whether a text outside of the essays belongs to the book; bios lie in folders of their own."""
    parts = PurePosixPath(path).parts
    return parts[0] in {*MATTER_FOLDERS, "bios", "authors"} or (
        len(parts) == 1 and role_name(slugify(stem_of(path))) in _MATTER_ROLES
        and slugify(stem_of(path)) not in ABOUT_THE_FOLDER
    )  # fmt: skip


def _source(folder: Path, path: str) -> Source:
    data = (folder / path).read_bytes()
    return Source(path, data, hashlib.sha256(data).hexdigest())
