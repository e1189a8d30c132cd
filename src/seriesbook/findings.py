"""What pydantic finds wrong with a manifest, in the author's words."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel

from seriesbook.manifest import Manifest
from seriesbook.problems import Problem, Where

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pydantic_core import ErrorDetails

Words = tuple[str, str, str]  # code, message, mend

_EXAMPLES = {
    "string_type": 'Put it in quotation marks: {key} = "…"',
    "list_type": '{key} = ["…", "…"]',
    "dict_type": "Write it as a table: [{key}].",
    "model_type": "Write it as a table: [{key}].",
    "model_attributes_type": "Write it as a table: [{key}].",
}
_KINDS = {
    "string_type": "text",
    "list_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
}


def problems_of(
    errors: Iterable[ErrorDetails], lines: Mapping[str, int], path: str
) -> list[Problem]:
    """Translate pydantic's errors; `lines` are the manifest's by dotted key."""
    return [_problem(error, lines, path) for error in errors]


def _problem(error: ErrorDetails, lines: Mapping[str, int], path: str) -> Problem:
    location = [str(step) for step in error["loc"]]
    key = ".".join(location)
    while key and key not in lines:
        key = key.rpartition(".")[0]
    words = _TABLE.get(error["type"], _other)(error, location)
    return Problem(Where(path, lines.get(key)), *words)


def _unknown_key(error: ErrorDetails, location: list[str]) -> Words:
    known = sorted(_fields_at(location[:-1]))
    near = difflib.get_close_matches(location[-1].lower(), known, 1, cutoff=0.5)
    mend = f"Did you mean {near[0]!r}?" if near else f"Known here: {', '.join(known)}."
    return "key-unknown", f"the key {location[-1]!r} is not known.", mend


def _fields_at(location: list[str]) -> Iterable[str]:
    """Names of the keys that may stand at a place of the manifest."""
    model: type[BaseModel] = Manifest
    for step in location:
        field = model.model_fields.get(step)
        if field:
            model = _model_in(field.annotation) or model
    return model.model_fields


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)


def _missing(error: ErrorDetails, location: list[str]) -> Words:
    return "key-missing", f"the key {location[-1]!r} is missing.", f'Add {location[-1]} = "…".'


def _unknown_value(error: ErrorDetails, location: list[str]) -> Words:
    known = [
        word.strip("' ") for word in error["ctx"]["expected"].replace(" or ", ", ").split(",")
    ]
    value = str(error["input"])
    near = difflib.get_close_matches(value.lower(), known, 1, cutoff=0.4)
    start = f"Did you mean {near[0]!r}? " if near else ""
    return (
        "value-unknown",
        f"{location[-1]} can't be {value!r}.",
        f"{start}It may be: {', '.join(known)}.",
    )


def _wrong_type(error: ErrorDetails, location: list[str]) -> Words:
    key = next((step for step in reversed(location) if not step.isdecimal()), "")
    return (
        "value-type",
        f"{key} must be {_KINDS[error['type']]}, but it is {error['input']!r}.",
        _EXAMPLES[error["type"]].format(key=key),
    )


def _empty(error: ErrorDetails, location: list[str]) -> Words:
    return "value-empty", f"{location[-1]} is empty.", f'Write {location[-1]} = "…".'


def _bad_date(error: ErrorDetails, location: list[str]) -> Words:
    return (
        "date-invalid",
        f"{str(error['input'])!r} is not a date.",
        f"Write year, month and day: {location[-1]} = 2026-02-28.",
    )


def _other(error: ErrorDetails, location: list[str]) -> Words:
    value = str(error["input"])[:60]
    return "value-invalid", f"{location[-1]} can't be {value!r}.", "See the guide for its values."


_TABLE: dict[str, Callable[[ErrorDetails, list[str]], Words]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    "literal_error": _unknown_value,
    "string_too_short": _empty,
    **dict.fromkeys(_KINDS, _wrong_type),
    **dict.fromkeys(
        (
            "date_type", "date_parsing", "date_from_datetime_parsing", "datetime_type",
            "datetime_parsing", "datetime_from_date_parsing", "date_from_datetime_inexact",
        ),
        _bad_date,
    ),
}  # fmt: skip
