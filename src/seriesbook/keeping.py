"""Values of the model as bytes and back, for the cache. Data only: reading it can run nothing."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any

from seriesbook.frontmatter import Head
from seriesbook.limits import Limits
from seriesbook.model import (
    Collection,
    Edition,
    Epigraph,
    Heading,
    License,
    Note,
    Origin,
    Part,
    Person,
    Section,
    Series,
    Trim,
)
from seriesbook.problems import Outcome, Problem, Where

_TYPES: dict[str, Any] = {
    kind.__name__: kind
    for kind in (
        Collection, Edition, Epigraph, Head, Heading, License, Limits, Note, Origin, Outcome, Part,
        Person, Problem, Section, Series, Trim, Where,
    )
}  # fmt: skip
_DATE, _TIME = "date", "time"


def pack(value: Any) -> bytes:
    """Write a value of the model, or an outcome that holds one, as JSON."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":")).encode()


def unpack(data: bytes) -> Any:
    """Read what `pack` wrote."""
    return _value(json.loads(data))


@lru_cache(maxsize=len(_TYPES))
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _plain(value: Any) -> Any:
    """Tuples are lists; a date or an instance of a class is an object of one key."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dt.datetime):
        return {_TIME: value.isoformat()}
    if isinstance(value, dt.date):
        return {_DATE: value.isoformat()}
    if is_dataclass(value):
        kind: Any = type(value)
        return {kind.__name__: [_plain(getattr(value, name)) for name in _names(kind)]}
    return value


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(map(_value, plain))
    if isinstance(plain, dict):
        ((name, content),) = plain.items()
        if name == _DATE:
            return dt.date.fromisoformat(content)
        if name == _TIME:
            return dt.datetime.fromisoformat(content)
        return _TYPES[name](*map(_value, content))
    return plain
