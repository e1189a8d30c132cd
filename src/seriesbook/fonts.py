"""Fonts that a theme names, from font packages, as static instances.

WeasyPrint would cut an instance of a variable font anew for every document, so each is cut once
and kept. The machine's own fonts are never looked at.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from seriesbook.cache import key_of
from seriesbook.problems import Outcome, Problem
from seriesbook.rendition import Font
from seriesbook.versions import code_digest, installed

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from seriesbook.cache import Cache
    from seriesbook.problems import Where

Style = Literal["normal", "italic"]

# A theme may come from a stranger: nothing but a font package is ever imported on its word.
_PACKAGE = re.compile(r"fontpkg-[a-z0-9-]+")
# Packages of another make that carry a font worth having: their files are read, never their code.
_OTHERS: dict[str, tuple[dict[str, Any], ...]] = {
    "mplfonts": (
        {
            "path": "mplfonts/fonts/NotoSerifCJKsc-Regular.otf",
            "style": "normal",
            "weight": 400,
            "variable": False,
        },
    ),
}
_LICENSES = {"OFL-1.1": "SIL Open Font License", "Apache-2.0": "Apache License 2.0"}
# mplfonts wants matplotlib, which its fonts do not.
_INSTALL = {"mplfonts": "pip install --no-deps mplfonts"}


@dataclass(frozen=True, slots=True)
class Typeface:
    """A family that a theme is set in, as its theme.toml says.

    `weights` and `styles` are the faces wanted: each weight in each style. `use` tells whether
    it serves all text or only code, so that a book without code need not carry it.
    """

    family: str
    package: str
    designer: str = ""
    license: str = ""
    weights: tuple[int, ...] = (400,)
    styles: tuple[Style, ...] = ("normal",)
    use: Literal["text", "code"] = "text"


def cut(typeface: Typeface, cache: Cache, where: Where) -> Outcome[tuple[Font, ...]]:
    """Static fonts of a typeface: one for each weight (100 to 900) and style.

    `where` is the theme.toml that asks for them. A package that is not installed, or has no such
    style, is an error.
    """
    root = _root(typeface.package)
    if root is None:
        return Outcome((), (_missing(typeface, where),))
    files = _files(typeface.package, root)
    fonts: list[Font] = []
    problems: list[Problem] = []
    for style in typeface.styles:
        for weight in typeface.weights:
            file = _nearest(files, style, weight)
            if file is None:
                problems.append(_no_style(typeface, style, where))
                continue
            path = root.joinpath(file["path"])
            name = f"{typeface.package}/{file['path']}"
            data = _instance(name, path, weight, cache) if file["variable"] else path.read_bytes()
            digest = hashlib.sha256(data).hexdigest()
            fonts.append(Font(typeface.family, weight, style, data, digest, typeface.license))
    return Outcome(tuple(fonts), tuple(dict.fromkeys(problems)))


def face_of(package: str, weights: tuple[int, ...]) -> Typeface | None:
    """The typeface of a font package, in all its styles; None if it is not installed."""
    root = _root(package)
    if root is None or package in _OTHERS:
        return None
    described = json.loads(root.joinpath("metadata.json").read_text(encoding="utf-8"))
    kinds = {file["style"] for file in described["files"]}
    styles: tuple[Style, ...] = ("normal", "italic")
    return Typeface(
        family=described["family"],
        package=package,
        license=_LICENSES.get(described["license"], described["license"]),
        weights=weights,
        styles=tuple(style for style in styles if style in kinds),
    )


def is_installed(package: str) -> bool:
    """Whether a font package can be read."""
    return _root(package) is not None


def how_to_install(package: str) -> str:
    """The command that brings a font package."""
    return _INSTALL.get(package, f"pip install {package}")


def _missing(typeface: Typeface, where: Where) -> Problem:
    known = _PACKAGE.fullmatch(typeface.package) or typeface.package in _OTHERS
    return Problem(
        where,
        "font-package-missing",
        f"{typeface.family} comes from {typeface.package}, which is not installed.",
        f"Run `{how_to_install(typeface.package)}`."
        if known
        else "Name a package that begins with fontpkg-.",
    )


def _files(package: str, root: Traversable) -> list[dict[str, Any]]:
    """What a package says of its font files."""
    if package in _OTHERS:
        return list(_OTHERS[package])
    described = json.loads(root.joinpath("metadata.json").read_text(encoding="utf-8"))
    return list(described["files"])


def _root(package: str) -> Traversable | None:
    """The folder that a package's paths start from."""
    if package in _OTHERS:
        return _folder_of(package)
    if not _PACKAGE.fullmatch(package):
        return None
    try:
        return resources.files(package.replace("-", "_"))
    except ModuleNotFoundError:
        return None


def _folder_of(package: str) -> Traversable | None:
    """Where a package is installed, without running any of it."""
    from importlib import metadata  # noqa: PLC0415 - few packages need it, and it takes long

    try:
        root = Path(str(metadata.distribution(package).locate_file("")))
    except metadata.PackageNotFoundError:
        return None
    return root if all((root / file["path"]).is_file() for file in _OTHERS[package]) else None


def _no_style(typeface: Typeface, style: Style, where: Where) -> Problem:
    return Problem(
        where,
        "font-style-missing",
        f"{typeface.package} has no {style} style of {typeface.family}.",
        "Take it out of the typeface's styles.",
    )


def _nearest(files: list[dict[str, Any]], style: Style, weight: int) -> dict[str, Any] | None:
    """The file of a style: the variable one, else that of the nearest weight."""
    fitting = [file for file in files if file["style"] == style]
    return min(
        fitting,
        key=lambda file: (not file["variable"], abs((file["weight"] or weight) - weight)),
        default=None,
    )


def instance(data: bytes, digest: str, weight: int, cache: Cache) -> tuple[bytes, str]:
    """A static instance of a variable font that is no package's, and its digest."""
    key = key_of(installed(), code_digest(), digest, str(weight))
    made = cache.kept("font", key, lambda: _cut(data, weight))
    return made, hashlib.sha256(made).hexdigest()


def _instance(name: str, path: Traversable, weight: int, cache: Cache) -> bytes:
    """An instance of a variable font. Its package's version is one of those installed."""
    key = key_of(installed(), code_digest(), name, str(weight))
    return cache.kept("font", key, lambda: _cut(path.read_bytes(), weight))


def _cut(source: bytes, weight: int) -> bytes:
    from seriesbook import instances  # noqa: PLC0415 - not needed while the cache is warm

    return instances.instance(source, weight)
