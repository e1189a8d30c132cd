"""Why parts of a book were made anew: which of the things that they are made from have changed.

For each edition the cache keeps digests of what the parts of its last build were made from.
If that is lost, so are the reasons, and nothing else.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from seriesbook.cache import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Set

    from seriesbook.cache import Cache
    from seriesbook.model import Edition, Series

# What a part is made from: names for authors, with digests.
Inputs: TypeAlias = "tuple[tuple[str, str], ...]"
_Known: TypeAlias = "dict[str, dict[str, str]]"

_KIND = "inputs"
_DIGITS = 16


def reasons(
    series: Series,
    edition: Edition,
    inputs: Mapping[str, Inputs],
    fresh: Set[str],
    cache: Cache,
) -> tuple[tuple[str, str], ...]:
    """Each part that was made anew, and why; what they were made from is kept for next time.

    Args:
        series: with `edition`, tells which build was the last one of this book.
        edition: see there.
        inputs: what each part of the book is made from.
        fresh: the parts that were made anew.
        cache: where the digests are.
    """
    key = key_of(series.identifier, series.slug, edition.name)
    data = cache.get(_KIND, key)
    before: _Known | None = json.loads(data) if data else None
    after: _Known = {
        name: {what: digest[:_DIGITS] for what, digest in made_from}
        for name, made_from in inputs.items()
    }
    if before != after:
        cache.put(_KIND, key, json.dumps(after, ensure_ascii=False).encode())
    return tuple((name, _why(name, before, after)) for name in inputs if name in fresh)


def _why(name: str, before: _Known | None, after: _Known) -> str:
    if before is None:
        return "no earlier build is known"
    if name not in before:
        return "new"
    changed = list(_changed(before[name], after[name]))
    return f"changed: {', '.join(changed)}" if changed else "not in the cache any more"


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for what in dict.fromkeys((*after, *before)):
        if before.get(what) != after.get(what):
            yield what
