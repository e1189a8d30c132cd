"""The keys of theme.toml, and what may stand under them."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from seriesbook.leadin import Manner  # noqa: TC001 - pydantic reads it
from seriesbook.model import Trim  # noqa: TC001 - pydantic reads it
from seriesbook.problems import Outcome, Problem
from seriesbook.themefolder import BASE
from seriesbook.toml_lines import place_of_key
from seriesbook.toml_values import toml_fault
from seriesbook.trims import parse_trim

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seriesbook.problems import Where


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
    lead_in: Manner | None = None
    versal: Annotated[int, Field(ge=2, le=6)] | None = None
    multiple: Literal[2, 4, 8, 16] | None = None


class _ThemeFile(_Strict):
    contract: Literal[1]
    title: str = ""
    description: str = ""
    parent: str = BASE
    page: _PageTable = _PageTable()
    fonts: tuple[_FontTable, ...] = ()


def read_manifest(data: bytes, where: Where) -> Outcome[dict[str, Any]]:
    """What a theme.toml says, as JSON could say it: keys that it does not set of a page are left.

    If anything is wrong with it, it says nothing.
    """
    try:
        return Outcome(_plain(_ThemeFile.model_validate(tomllib.loads(data.decode("utf-8-sig")))))
    except ValidationError as error:  # a ValueError too
        problems = tuple(_refused(data, where, details) for details in error.errors())
    except (ValueError, RecursionError) as error:
        place, message, mend = toml_fault(where.path, data, error)
        problems = (Problem(place, "theme-broken", message, mend),)
    return Outcome(_plain(_ThemeFile(contract=1)), problems)


def _plain(told: _ThemeFile) -> dict[str, Any]:
    return told.model_dump(mode="json", exclude={"page"}) | {
        "page": told.page.model_dump(mode="json", exclude_none=True)
    }


def _refused(data: bytes, file: Where, details: Mapping[str, object]) -> Problem:
    place = details["loc"]
    key = ".".join(map(str, place)) if isinstance(place, tuple) else str(place)
    where = place_of_key(data, file.path, key)
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
