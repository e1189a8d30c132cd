"""A theme's folder, read: what stands in theme.toml, and its templates, styles and labels.

Nothing outside the folder is opened, whatever its links say: a theme may come from a stranger.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from seriesbook.fonts import Typeface
from seriesbook.limits import USUAL, Limits
from seriesbook.model import Trim  # noqa: TC001 - pydantic reads it
from seriesbook.problems import Outcome, Problem, Where
from seriesbook.trims import parse_trim

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BASE = "plain"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_KINDS = ("*.j2", "*.css", "labels/*.toml", "theme.toml")


def _trim(value: Any) -> Any:
    trim = parse_trim(value) if isinstance(value, str) else None
    if trim is None:
        raise ValueError("not a page size; write 6x9in or A5")
    return trim


_Weight = Annotated[int, Field(ge=100, le=900)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _FontTable(_Strict):
    family: str
    package: str
    designer: str = ""
    license: str = ""
    weights: tuple[_Weight, ...] = (400,)
    styles: tuple[Literal["normal", "italic"], ...] = ("normal",)
    use: Literal["text", "code"] = "text"


class _PageTable(_Strict):
    size: Annotated[float, Field(ge=6, le=36)] | None = None
    smallest: Annotated[float, Field(ge=6, le=36)] | None = None
    leading: Annotated[float, Field(ge=1, le=2.5)] | None = None
    narrowest: Annotated[float, Field(ge=10, le=60)] | None = None
    widest: Annotated[float, Field(ge=10, le=60)] | None = None
    sides: Annotated[float, Field(ge=0.02, le=0.35)] | None = None
    top: Annotated[float, Field(ge=0.02, le=0.35)] | None = None
    bottom: Annotated[float, Field(ge=0.02, le=0.35)] | None = None
    code: Annotated[float, Field(ge=0.4, le=1)] | None = None
    trim: Annotated[Trim, BeforeValidator(_trim)] | None = None
    openings: Literal["recto", "next"] | None = None
    multiple: Literal[2, 4, 8, 16] | None = None


class _ThemeFile(_Strict):
    contract: Literal[1]
    title: str = ""
    description: str = ""
    parent: str = BASE
    page: _PageTable = _PageTable()
    fonts: tuple[_FontTable, ...] = ()


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


def read_chain(
    name: str, series_folder: Path, asked: Where, limits: Limits = USUAL
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
            outcome = _read(wanted, *found, limits)
            chain.insert(0, outcome.value)
            problems += outcome.problems
        if wanted == BASE:
            return Outcome(tuple(chain), tuple(problems))
        asked = asked if found is None else Where(f"{chain[0].path}/theme.toml")
        wanted = BASE if found is None else chain[0].parent
    problems.append(
        Problem(asked, "theme-cycle", f"the theme {wanted!r} extends itself.", "Name another.")
    )
    base, own = _find(BASE, series_folder) or (builtin_themes() / BASE, False)
    return Outcome((_read(BASE, base, own, limits).value, *chain), tuple(problems))


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


def _read(name: str, folder: Path, own: bool, limits: Limits) -> Outcome[ThemeFolder]:
    path = f"themes/{name}"
    problems: list[Problem] = []
    files: dict[str, bytes] = {}
    for file in _files(folder):
        key = file.relative_to(folder).as_posix()
        where = Where(f"{path}/{key}")
        size = file.stat().st_size if _inside(file, folder) else 0
        if not _inside(file, folder):
            message = "this is not a file inside its theme's folder."
            mend = "Put a copy of the file in its place."
            problems.append(Problem(where, "path-outside", message, mend))
        elif own and size > limits.theme_bytes:
            message = f"this file is larger than {limits.theme_bytes / 1_000_000:.4g} MB."
            mend = "Make it smaller, or raise `theme_bytes` in [limits] of series.toml."
            problems.append(Problem(where, "file-too-large", message, mend))
        else:
            files[key] = file.read_bytes()
    outcome = _manifest(files.get("theme.toml", b""), Where(f"{path}/theme.toml"))
    typefaces = tuple(Typeface(**dict(table)) for table in outcome.value.fonts)
    parent = "" if name == BASE else outcome.value.parent
    manifest = outcome.value
    page = tuple((k, v) for k, v in manifest.page if v is not None)
    theme = ThemeFolder(
        name, path, own, parent, typefaces, files, page, manifest.title, manifest.description
    )
    return Outcome(theme, (*problems, *outcome.problems))


def _files(folder: Path) -> Iterator[Path]:
    for pattern in _KINDS:
        yield from sorted(folder.glob(pattern))


def _manifest(data: bytes, where: Where) -> Outcome[_ThemeFile]:
    try:
        return Outcome(_ThemeFile.model_validate(tomllib.loads(data.decode())))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems: tuple[Problem, ...] = (_not_toml(where, error),)
    except ValidationError as error:
        problems = tuple(_refused(where, details) for details in error.errors())
    return Outcome(_ThemeFile(contract=1), problems)


def _refused(where: Where, details: Mapping[str, object]) -> Problem:
    place = details["loc"]
    key = ".".join(map(str, place)) if isinstance(place, tuple) else str(place)
    if details["type"] == "extra_forbidden":
        known = ", ".join(_ThemeFile.model_fields)
        return Problem(
            where, "key-unknown", f"a theme has no key {key!r}.", f"The keys are: {known}."
        )
    message = f"the key {key!r} is wrong: {_in_words(str(details['msg']))}."
    return Problem(where, "theme-broken", message, "The guide lists what theme.toml may say.")


def _in_words(said: str) -> str:
    """What pydantic says, as the end of a sentence."""
    text = said.removeprefix("Value error, ").replace("Input should be", "it should be")
    return (text[:1].lower() + text[1:]).rstrip(".")


def _not_toml(where: Where, error: Exception) -> Problem:
    """Name the line, which tomllib tells in words."""
    place = re.search(r"at line (\d+)", str(error))
    said = re.sub(r" \(at .*\)$", "", str(error)).rstrip(".")
    return Problem(
        Where(where.path, int(place[1]) if place else None),
        "theme-broken",
        f"this is not TOML: {said[:1].lower()}{said[1:]}.",
        'Each line is: key = "value".',
    )
