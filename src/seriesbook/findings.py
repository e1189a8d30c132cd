"""What pydantic finds wrong with a manifest, in the author's words."""

from __future__ import annotations

import difflib
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args, get_origin

from pydantic import BaseModel

from seriesbook.manifest import EditionTable, Manifest
from seriesbook.problems import Problem, Where

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pydantic_core import ErrorDetails

    from seriesbook.codes import Code
    from seriesbook.values import Values

Words: TypeAlias = "tuple[Code, str, str]"  # code, message, mend

_KINDS = {
    "string_type": ("text", 'Put it in quotation marks: {key} = "{value}"'),
    "int_type": ("a whole number", "Write digits alone: {key} = 1000"),
    "list_type": ("a list", '{key} = ["…", "…"]'),
    "dict_type": ("a table", "Write it as a table: [{key}.NAME]"),
    "model_type": ("a table", "Write it as a table: [{key}]"),
    "model_attributes_type": ("a table", "Write it as a table: [{key}]"),
}
# What to write for keys that may be given in several ways.
_EXAMPLES = {
    "license": 'Write an id: license = "CC-BY-4.0"',
    "collection": 'Write its title: collection = "…"',
    "author": 'author = "First Last"',
    "authors": 'authors = ["First Last"]',
    "parts": "Write a table for each part: [[parts]]",
    "edition": 'edition = "Second edition"; what is made is named by [editions.NAME] tables',
}
# Keys that authors bring from elsewhere.
_MEANT = {
    "name": "title", "lang": "language", "locale": "language", "date": "issued",
    "published": "issued", "year": "issued", "updated": "modified", "copyright": "license",
    "rights": "license", "summary": "description", "abstract": "description", "tags": "subjects",
    "keywords": "subjects", "categories": "subjects", "chapters": "order", "essays": "order",
    "contents": "order", "series": "collection", "by": "author", "city": "place",
    "uuid": "identifier", "id": "identifier", "image": "cover", "size": "trim",
    "page_size": "trim", "footnotes": "notes", "urls": "links", "url": "links",
    "website": "links", "biography": "bio", "type": "format",
}  # fmt: skip
_LONGEST = 60  # characters of an author's value in a message


def problems_of(errors: Iterable[ErrorDetails], values: Values, path: str) -> list[Problem]:
    """Translate pydantic's errors about the values of the manifest at `path`."""
    errors = list(errors)
    misspelt = {(*e["loc"][:-1], _likely(e)) for e in errors if e["type"] == "extra_forbidden"}
    return [
        _problem(error, values, path)
        for error in errors
        if error["type"] != "missing" or error["loc"] not in misspelt
    ]


def _problem(error: ErrorDetails, values: Values, path: str) -> Problem:
    location = [str(step) for step in error["loc"]]
    words = _TABLE.get(error["type"], _other)(error, location)
    return Problem(Where(path, values.line(".".join(location))), *words)


def _likely(error: ErrorDetails) -> str:
    """The key that an unknown one was meant to be; '' if none of its table looks like it."""
    *parents, key = map(str, error["loc"])
    fields = _model_at(parents).model_fields
    meant = _MEANT.get(key.lower(), "")
    near = difflib.get_close_matches(key.lower().replace("-", "_"), fields, 1, cutoff=0.55)
    return meant if meant in fields else next(iter(near), "")


def _unknown_key(error: ErrorDetails, location: list[str]) -> Words:
    key = location[-1]
    fields = _model_at(location[:-1]).model_fields
    meant, likely = _MEANT.get(key.lower(), ""), _likely(error)
    if likely:
        mend = f"Did you mean {likely!r}?"
    elif len(location) > 1 and (key in Manifest.model_fields or meant in Manifest.model_fields):
        mend = "It belongs to the series: move the line up, above the first line in [brackets]."
    elif key in EditionTable.model_fields or meant in EditionTable.model_fields:
        mend = f"It belongs to an edition: write [editions.NAME], and below it {meant or key} = …"
    else:
        mend = f"Known here: {', '.join(fields)}."
    return "key-unknown", f"the key {_short(key)} is not known.", mend


def _model_at(location: list[str]) -> type[BaseModel]:
    """The table that stands at a place of the manifest."""
    model: type[BaseModel] = Manifest
    for step in location:
        field = model.model_fields.get(step)
        model = (_model_in(field.annotation) if field else None) or model
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)


def _missing(error: ErrorDetails, location: list[str]) -> Words:
    key = location[-1]
    annotation = _model_at(location[:-1]).model_fields[key].annotation
    choices = get_args(annotation) if get_origin(annotation) is Literal else ()
    mend = " or ".join(f'{key} = "{choice}"' for choice in choices) or f"{key} = …"
    return "key-missing", f"the key {key!r} is missing.", f"Add {mend}."


def _unknown_value(error: ErrorDetails, location: list[str]) -> Words:
    expected = error["ctx"]["expected"].replace(" or ", ", ")
    known = [word.strip("' ") for word in expected.split(",")]
    near = difflib.get_close_matches(str(error["input"]).lower(), known, 1, cutoff=0.4)
    start = f"Did you mean {near[0]!r}? " if near else ""
    message = f"{location[-1]} can't be {_short(error['input'])}."
    return "value-unknown", message, f"{start}It may be: {', '.join(known)}."


def _wrong_type(error: ErrorDetails, location: list[str]) -> Words:
    key = next((step for step in reversed(location) if not step.isdecimal()), "")
    kind, example = _KINDS[error["type"]]
    value = error["input"]
    if location[-1].isdecimal():
        message = f"an item of {key} must be {kind}, but it is {_short(value)}."
        return "value-type", message, _EXAMPLES.get(key, f'Write {key} = ["…", "…"]')
    plain = value if isinstance(value, int | float | date) else "…"
    message = f"{key} must be {kind}, but it is {_short(value)}."
    mend = _EXAMPLES.get(key) or example.format(key=key, value=plain)
    return "value-type", message, mend


def _empty(error: ErrorDetails, location: list[str]) -> Words:
    return "value-empty", f"{location[-1]} is empty.", f'Write {location[-1]} = "…".'


def _bad_date(error: ErrorDetails, location: list[str]) -> Words:
    mend = f"Write year, month and day: {location[-1]} = 2026-02-28."
    return "date-invalid", f"{_short(error['input'])} is not a date.", mend


def _other(error: ErrorDetails, location: list[str]) -> Words:
    message = f"{location[-1]} can't be {_short(error['input'])}."
    return "value-invalid", message, "See the guide for its values."


def _short(value: Any) -> str:
    """A value as TOML has it, or nearly so."""
    names: dict[type, str] = {dict: "a table", list: "a list", bool: str(value).lower()}
    if type(value) in names:
        return names[type(value)]
    text = str(value)
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return repr(text) if isinstance(value, str) else text


_TABLE: dict[str, Callable[[ErrorDetails, list[str]], Words]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    "literal_error": _unknown_value,
    "string_too_short": _empty,
    "date_invalid": _bad_date,
    **dict.fromkeys(_KINDS, _wrong_type),
}
