"""The one door to a series folder: regular files inside it, and nothing else."""

from __future__ import annotations

import hashlib
import os
import stat
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from seriesbook.folder import Sources
from seriesbook.limits import USUAL, Limits, limits_of
from seriesbook.model import Source
from seriesbook.problems import BookError, Outcome, Problem, Where
from seriesbook.shelving import (
    ABOUT_FOLDERS,
    FONTS,
    IMAGES,
    MANIFEST,
    TEXTS,
    doubts,
    essay_paths,
    is_font,
    is_matter,
    nothing,
    suffix_of,
)
from seriesbook.slugs import natural_key

__all__ = ["Sources", "read_sources"]

_KINDS = dict.fromkeys(IMAGES, "image_bytes") | dict.fromkeys(FONTS, "font_bytes")
# Folders that hold something else than a series.
_SKIPPED = frozenset({"output", "node_modules", "themes", "__pycache__"})


class ImageFiles(Mapping[str, Source]):
    """The images of a folder by path, read when asked for; OSError if one has gone since."""

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
    in `front/` and `back/`, bears the name of a role, or is named as a bio. Raises BookError if
    there is nothing to make a book of.
    """
    if not folder.is_dir():
        missing = Problem(
            Where("."), "series-empty", f"there is no folder {folder}.", "Check the name."
        )
        raise BookError([missing])
    problems: list[Problem] = []
    limits = _limits(folder)
    paths = sorted(_walk(folder, problems, limits), key=natural_key)
    manifest = _source(folder, MANIFEST) if MANIFEST in paths else None
    texts = [path for path in paths if suffix_of(path) in TEXTS]
    images = tuple(path for path in paths if suffix_of(path) in IMAGES)
    essays = essay_paths(texts)
    bios = _bios(manifest)
    matter = [path for path in texts if path not in essays and (is_matter(path) or path in bios)]
    fonts = [path for path in paths if is_font(path)]
    known = {*essays, *matter, *images, *fonts, MANIFEST}
    others = tuple(path for path in paths if path not in known)
    if not essays:
        raise BookError([*problems, nothing(others)])
    sources = Sources(
        manifest,
        tuple(_texts(folder, essays, problems)),
        tuple(_texts(folder, matter, problems)),
        ImageFiles(folder, images),
        others,
        tuple(_source(folder, path) for path in fonts),
        limits,
    )
    return Outcome(sources, (*problems, *doubts(others, bare=manifest is None)))


def _limits(folder: Path) -> Limits:
    """The limits that the manifest sets; it must itself keep to the usual ones."""
    path = folder / MANIFEST
    if _reason_to_refuse(str(path), os.path.realpath(folder), USUAL):
        return USUAL
    return limits_of(path.read_bytes())


def _texts(folder: Path, paths: list[str], problems: list[Problem]) -> Iterator[Source]:
    """Read files; a problem for each that has gone since the folder was looked through."""
    for path in paths:
        try:
            yield _source(folder, path)
        except OSError as error:
            problems.append(_refused(path, f"can't be read: {error.strerror}."))


def is_passing(name: str) -> bool:
    """Whether a file is hidden or a word processor's mark that another file is open."""
    return name.startswith((".", "~$"))


def _walk(folder: Path, problems: list[Problem], limits: Limits) -> Iterator[str]:
    """Paths of the regular files inside the folder; a problem for each book-like other thing."""
    root = os.path.realpath(folder)
    todo = [(str(folder), "")]
    while todo:
        here, prefix = todo.pop()
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError as error:
            problems.append(_refused(prefix or ".", f"can't be read: {error.strerror}."))
            continue
        for entry in entries:
            path = f"{prefix}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if entry.name in _SKIPPED or is_passing(entry.name):
                    continue
                todo.append((entry.path, f"{path}/"))
                if suffix_of(path) in TEXTS:
                    problems.append(_refused(path, "is a folder, not a file."))
            elif not is_passing(entry.name):
                reason = _reason_to_refuse(entry.path, root, limits)
                if not reason:
                    yield path
                elif _is_ours(path):
                    problems.append(_refused(path, reason))


def _is_ours(path: str) -> bool:
    return (
        path == MANIFEST
        or path in ABOUT_FOLDERS
        or suffix_of(path) in TEXTS + IMAGES
        or is_font(path)
    )


def _reason_to_refuse(path: str, root: str, limits: Limits) -> str:
    """Why a file is not opened; '' if it may be. By strings, since a series has hundreds."""
    try:
        target = os.path.realpath(path, strict=True)
        status = os.stat(target)  # noqa: PTH116
    except OSError:
        return "is a link that leads nowhere."
    limit: int = getattr(limits, _KINDS.get(suffix_of(path), "source_bytes"))
    reasons = (
        (not _is_inside(target, root), "is a link that leaves the series folder."),
        (stat.S_ISDIR(status.st_mode), "is a link to a folder."),
        (not stat.S_ISREG(status.st_mode), "is not a regular file."),
        (status.st_size > limit, f"is larger than {limit // 1_000_000} MB."),
        (not os.access(target, os.R_OK), "can't be read: permission denied."),
    )
    return next((reason for refused, reason in reasons if refused), "")


def _is_inside(target: str, root: str) -> bool:
    return os.path.commonpath((root, target)) == root


def _refused(path: str, reason: str) -> Problem:
    return Problem(
        Where(path), "file-refused", f"this {reason}", "Replace it by a file in the series folder."
    )


def _bios(manifest: Source | None) -> frozenset[str]:
    """Paths that the manifest names as bios: they may lie anywhere in the folder."""
    try:
        tree = tomllib.loads(manifest.data.decode("utf-8-sig")) if manifest else {}
    except (ValueError, RecursionError):  # config says what is wrong
        return frozenset()
    people = tree.get("authors", tree.get("author"))
    tables = people if isinstance(people, list) else [people]
    given = (table.get("bio") for table in tables if isinstance(table, dict))
    return frozenset(PurePosixPath(bio).as_posix() for bio in given if isinstance(bio, str))


def _source(folder: Path, path: str) -> Source:
    data = (folder / path).read_bytes()
    return Source(path, data, hashlib.sha256(data).hexdigest())
