"""The themes at hand: listed, shown, and copied into a series to be changed there."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seriesbook.cache import Cache
from seriesbook.pageshape import PageStyle, shape
from seriesbook.problems import Where
from seriesbook.themefolder import BASE, builtin_themes, is_theme_name, read_chain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from seriesbook.themefolder import ThemeFolder


class ThemeError(ValueError):
    """A theme that is not there, or a place where none can be put: wrong usage."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A theme as a list shows it; `own` tells that it lies in the series folder."""

    name: str
    description: str
    own: bool


def shelf(series: Path) -> tuple[Shelved, ...]:
    """All themes that a series can name, the built-in ones first."""
    names = {p.parent.name: False for p in builtin_themes().glob("*/theme.toml")}
    own = series / "themes"
    if own.resolve() != builtin_themes().resolve():
        names |= {p.parent.name: True for p in own.glob("*/theme.toml")}
    ordered = sorted(names, key=lambda name: (names[name], name != BASE, name))
    return tuple(Shelved(name, _last(name, series).description, names[name]) for name in ordered)


def described(name: str, series: Path) -> Iterator[tuple[str, str]]:
    """What there is to know about a theme, as (word, text)."""
    _last(name, series)
    chain = read_chain(name, series, Where("series.toml"), Cache(None)).value
    style = PageStyle(**{key: value for folder in chain for key, value in folder.page})
    page = shape(style, style.trim)
    yield "Title", chain[-1].title or name
    yield "Description", chain[-1].description
    yield "Folder", str(_folder(name, series))
    yield "Extends", " → ".join(folder.name for folder in reversed(chain))
    yield (
        "Page",
        (
            f"{page.trim.width / 72:.3g} x {page.trim.height / 72:.3g} in,"
            f" {page.size:g} on {page.leading:g} pt, {page.lines} lines"
        ),
    )
    faces = next((f.typefaces for f in reversed(chain) if f.typefaces), ())
    yield "Typefaces", ", ".join(face.family for face in faces)
    yield "Own files", ", ".join(sorted(chain[-1].files))


def eject(name: str, series: Path, new_name: str = "") -> tuple[Path, ...]:
    """Copy a built-in theme's own files into a series' `themes/`; the paths of the copies.

    The copy goes before the built-in theme of its name. `plain`, on which all others rest, must
    get another name. Raises ThemeError, and copies nothing, if that can't be done.
    """
    _last(name, series)
    target_name = new_name or name
    if not is_theme_name(target_name):
        raise ThemeError(f"{target_name!r} can't be the name of a theme: use letters and digits.")
    if target_name == BASE:
        raise ThemeError(f"no theme can take the place of {BASE}; give the copy a name with --as.")
    target = series / "themes" / target_name
    if target.exists():
        raise ThemeError(f"there is a folder {target} already.")
    shutil.copytree(_folder(name, series), target, copy_function=shutil.copyfile)
    return tuple(sorted(path for path in target.rglob("*") if path.is_file()))


def _folder(name: str, series: Path) -> Path:
    own = series / "themes" / name
    is_own = name != BASE and (own / "theme.toml").is_file()
    return own if is_own else builtin_themes() / name


def _last(name: str, series: Path) -> ThemeFolder:
    """The theme itself. Raises ThemeError if there is none of this name."""
    outcome = read_chain(name, series, Where("series.toml"), Cache(None))
    missing = next((p for p in outcome.problems if p.code == "theme-missing"), None)
    if missing and outcome.value[-1].name != name:
        raise ThemeError(f"{missing.message} {missing.mend}")
    return outcome.value[-1]
