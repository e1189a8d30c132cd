"""Which paths of a series folder are essays, which are matter, and which look forgotten."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from seriesbook.problems import Problem, Where
from seriesbook.roles import ROLES, role_name
from seriesbook.slugs import natural_key, number_of, slugify, stem_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from seriesbook.codes import Code

MANIFEST = "series.toml"
TEXTS = (".md", ".markdown", ".docx", ".odt", ".html", ".htm", ".xhtml", ".rst", ".org", ".tex")
IMAGES = (
    ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".tif", ".tiff", ".bmp", ".avif", ".heic",
)  # fmt: skip
FONTS = (".ttf", ".otf")
FONT_FOLDER = "fonts/"
ABOUT_FOLDERS = ("essays", "front", "back", "images", "fonts")
_MATTER_FOLDERS = ("front", "back", "bios", "authors")
_MATTER_ROLES = frozenset(ROLES) - {"essay", "part"}
# Files beside essays that are about the folder.
_ABOUT_THE_FOLDER = frozenset(
    "readme changelog license licence contributing copying authors todo notes-to-self "
    "code-of-conduct security import-report".split()
)
# Texts in formats that we don't read, and what to do with them.
_UNREAD = {
    ".txt": "Rename it to end in .md.",
    ".text": "Rename it to end in .md.",
    ".mdown": "Rename it to end in .md.",
    ".doc": "Save it as .docx.",
    ".rtf": "Save it as .docx.",
    ".pages": "Export it as .docx.",
    ".gdoc": "Download it as .docx.",
    ".pdf": "Put the text that it was made from here.",
    ".epub": "Put the text that it was made from here.",
    ".adoc": "Convert it to .md.",
    ".textile": "Convert it to .md.",
    ".typ": "Convert it to .md.",
    ".wiki": "Convert it to .md.",
}


@lru_cache(maxsize=1024)
def suffix_of(path: str) -> str:
    """Suffix of a path in small letters, with its dot."""
    return PurePosixPath(path).suffix.lower()


def essay_paths(texts: Sequence[str]) -> list[str]:
    """The essays in natural order, numbered ones first: `essays/`, else the top of the folder."""
    inside = [path for path in texts if path.startswith("essays/")]
    found = inside or [path for path in texts if _is_top_essay(path)]
    return sorted(found, key=lambda path: (number_of(path) is None, natural_key(path)))


def _is_top_essay(path: str) -> bool:
    pure = PurePosixPath(path)
    depth = len(pure.parts) - (pure.stem.lower() == "index")
    if depth > 1 or pure.parts[0] in _MATTER_FOLDERS:
        return False
    name = slugify(stem_of(path))
    return name not in _ABOUT_THE_FOLDER and role_name(name) not in _MATTER_ROLES


def is_font(path: str) -> bool:
    """Whether a path is that of a font of the author's own."""
    return path.startswith(FONT_FOLDER) and suffix_of(path) in FONTS


def is_matter(path: str) -> bool:
    """Whether a text that is no essay belongs to the book by its place or name."""
    parts = PurePosixPath(path).parts
    if len(parts) > 1:
        return parts[0] in _MATTER_FOLDERS
    name = slugify(stem_of(path))
    return role_name(name) in _MATTER_ROLES and name not in _ABOUT_THE_FOLDER


def nothing(others: Iterable[str]) -> Problem:
    """The problem of a folder without essays; `others` are the paths of what it does hold."""
    mend = "Put the essays, one Markdown file each, into a folder called essays."
    series = next((path for path in others if path.endswith(f"/{MANIFEST}")), "")
    unread = next((path for path in others if suffix_of(path) in _UNREAD), "")
    if series:
        mend = f"Did you mean the folder {series.removesuffix(f'/{MANIFEST}')}?"
    elif unread:
        mend = f"There is {unread}, which can't be read. {_UNREAD[suffix_of(unread)]}"
    return Problem(Where("."), "series-empty", "there is no essay in this folder.", mend)


def doubts(others: Iterable[str], *, bare: bool) -> Iterator[Problem]:
    """Warn of files that were probably meant for the book but aren't in it.

    `bare` tells that the folder has no manifest.
    """
    for path in others:
        words = _doubt(PurePosixPath(path), bare=bare)
        if words:
            yield Problem(Where(path), *words, "warning")


def _doubt(path: PurePosixPath, *, bare: bool) -> tuple[Code, str, str] | None:
    top, suffix = len(path.parts) == 1, path.suffix.lower()
    if path.parts[0] in {"essays", "front", "back"} and suffix in _UNREAD:
        return "format-unknown", f"{suffix} files can't be read; it is left out.", _UNREAD[suffix]
    if path.parts[0] == "fonts" and suffix in {".woff", ".woff2", ".ttc", ".otc"}:
        return "font-unknown", f"{suffix} files can't be read.", "Use its .ttf or .otf file."
    if top and bare and suffix == ".toml":
        return "manifest-misnamed", "this file is not read.", f"Is it meant? Call it {MANIFEST}."
    if top and suffix in TEXTS and slugify(path.stem) not in _ABOUT_THE_FOLDER:
        mend = "Move it to essays/, front/ or back/."
        return "essay-outside", "this text lies outside of essays/ and is not in the book.", mend
    return None
