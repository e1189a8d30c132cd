"""A theme's folder, read: what stands in theme.toml, and its templates, styles and labels.

Nothing outside the folder is opened, whatever its links say: a theme may come from a stranger.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seriesbook.cache import key_of
from seriesbook.fonts import Typeface
from seriesbook.limits import USUAL, Limits
from seriesbook.model import Trim
from seriesbook.problems import Outcome, Problem, Where
from seriesbook.toml_lines import place_of_key
from seriesbook.versions import code_digest, installed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from seriesbook.cache import Cache

BASE = "plain"
_KIND = "theme"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_KINDS = ("*.j2", "*.css", "labels/*.toml", "theme.toml")


@dataclass(frozen=True, slots=True)
class ThemeFolder:
    """One theme of a chain.

    `path` is as problems name it (`themes/classic`); `own` tells that it lies in the series
    folder; `page` is what it wants of a page; `files` are its templates, styles and labels by
    name.
    """

    name: str
    path: str
    own: bool
    parent: str
    typefaces: tuple[Typeface, ...]
    files: Mapping[str, bytes]
    page: tuple[tuple[str, Any], ...] = ()
    title: str = ""
    description: str = ""

    def at(self, key: str) -> Where:
        """Place of a dotted key in its theme.toml."""
        return place_of_key(self.files.get("theme.toml", b""), f"{self.path}/theme.toml", key)


def read_chain(
    name: str, series_folder: Path, asked: Where, cache: Cache, limits: Limits = USUAL
) -> Outcome[tuple[ThemeFolder, ...]]:
    """A theme and its parents, `plain` first.

    `asked` is where the edition names its theme. A theme that can't be found, or extends
    itself, is an error, and the chain is `plain` with what was found.
    """
    chain: list[ThemeFolder] = []
    problems: list[Problem] = []
    wanted = name
    while wanted not in {folder.name for folder in chain}:
        found = _find(wanted, series_folder)
        if found is None:
            problems.append(_missing(wanted, series_folder, asked))
        else:
            outcome = _read(wanted, *found, cache, limits)
            chain.insert(0, outcome.value)
            problems += outcome.problems
        if wanted == BASE:
            return Outcome(tuple(chain), tuple(problems))
        asked = asked if found is None else chain[0].at("parent")
        wanted = BASE if found is None else chain[0].parent
    problems.append(
        Problem(asked, "theme-cycle", f"the theme {wanted!r} extends itself.", "Name another.")
    )
    base, own = _find(BASE, series_folder) or (builtin_themes() / BASE, False)
    return Outcome((_read(BASE, base, own, cache, limits).value, *chain), tuple(problems))


def is_theme_name(name: str) -> bool:
    """Whether a folder of this name can be a theme."""
    return _NAME.fullmatch(name) is not None


def builtin_themes() -> Path:
    """The folder of built-in themes: inside the wheel, or at the top of a checkout."""
    here = Path(__file__).resolve().parent
    inside = here / "themes"
    return inside if inside.is_dir() else here.parents[1] / "themes"


def _find(name: str, series_folder: Path) -> tuple[Path, bool] | None:
    if not is_theme_name(name):
        return None
    # `plain` is what every template rests on: no folder may stand in for it.
    own = series_folder / "themes" / name
    if name != BASE and _inside(own / "theme.toml", series_folder):
        return own, True
    built_in = builtin_themes() / name
    return (built_in, False) if (built_in / "theme.toml").is_file() else None


def _inside(path: Path, folder: Path) -> bool:
    """Whether a regular file really lies in a folder."""
    return path.is_file() and path.resolve().is_relative_to(folder.resolve())


def _missing(name: str, series_folder: Path, asked: Where) -> Problem:
    known = sorted(
        {
            path.parent.name
            for folder in (builtin_themes(), series_folder / "themes")
            for path in folder.glob("*/theme.toml")
        }
    )
    return Problem(
        asked,
        "theme-missing",
        f"there is no theme {name!r}.",
        f"Choose one of: {', '.join(known)}.",
    )


def _read(
    name: str, folder: Path, own: bool, cache: Cache, limits: Limits
) -> Outcome[ThemeFolder]:
    path = f"themes/{name}"
    problems: list[Problem] = []
    files: dict[str, bytes] = {}
    for file in _files(folder):
        key = file.relative_to(folder).as_posix()
        where = Where(f"{path}/{key}")
        inside = _inside(file, folder)
        size = file.stat().st_size if inside else 0
        if not inside:
            message = "this is not a file inside its theme's folder."
            mend = "Put a copy of the file in its place."
            problems.append(Problem(where, "path-outside", message, mend))
        elif own and size > limits.theme_bytes:
            message = f"this file is larger than {limits.theme_bytes / 1_000_000:.4g} MB."
            mend = "Make it smaller, or raise `theme_bytes` in [limits] of series.toml."
            problems.append(Problem(where, "file-too-large", message, mend))
        else:
            files[key] = file.read_bytes()
    outcome = _manifest(files.get("theme.toml", b""), Where(f"{path}/theme.toml"), cache)
    told = outcome.value
    theme = ThemeFolder(
        name=name,
        path=path,
        own=own,
        parent="" if name == BASE else told["parent"],
        typefaces=tuple(Typeface(**_tuples(table)) for table in told["fonts"]),
        files=files,
        page=tuple((k, Trim(**v) if k == "trim" else v) for k, v in told["page"].items()),
        title=told["title"],
        description=told["description"],
    )
    return Outcome(theme, (*problems, *outcome.problems))


def _manifest(data: bytes, where: Where, cache: Cache) -> Outcome[dict[str, Any]]:
    """What a theme.toml says, from the cache if nothing was wrong with it."""
    key = key_of(code_digest(), installed(), data)
    kept = cache.get(_KIND, key)
    if kept is not None:
        return Outcome(json.loads(kept))
    from seriesbook.thememanifest import read_manifest  # noqa: PLC0415 - pydantic: 60 ms

    outcome = read_manifest(data, where)
    if not outcome.problems:
        cache.put(_KIND, key, json.dumps(outcome.value).encode())
    return outcome


def _tuples(told: Mapping[str, Any]) -> dict[str, Any]:
    """A table as JSON has it, with tuples for its lists."""
    return {key: tuple(v) if isinstance(v, list) else v for key, v in told.items()}


def _files(folder: Path) -> Iterator[Path]:
    for pattern in _KINDS:
        yield from sorted(folder.glob(pattern))
