"""JSON files read as a stream, row by row, with a clear word where they are none."""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING, Any

from seriesbook.problems import BookError, Problem, Where

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from seriesbook.importers.archives import Supply

_AGAIN = "Download the export again."
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"),
         (codecs.BOM_UTF16_BE, "utf-16-be"))  # fmt: skip
_STEPS = {"start_map": 1, "start_array": 1, "end_map": -1, "end_array": -1}


def values_at(
    supply: Supply, name: str, wanted: Callable[[str], str]
) -> Iterator[tuple[str, Any]]:
    """The values of a JSON file that are wanted, one by one; the others are passed over.

    `wanted` takes a path of keys ("db.item.data.posts.item", where "item" is any place of a list)
    and gives the name under which a value is given, or "" for one that is not wanted. What lies
    within a wanted value is part of it. Raises BookError if the file is no JSON.
    """
    import ijson  # noqa: PLC0415 - keeps the command line fast
    from ijson.common import ObjectBuilder  # noqa: PLC0415

    kind, builder, level, base = "", None, 0, 0
    try:
        with supply.open(name) as stream:
            for path, event, value in ijson.parse(_Utf8(stream), use_float=True):
                step = _STEPS.get(event, 0)
                if builder is None and event != "map_key" and step >= 0 and (kind := wanted(path)):
                    builder, base = ObjectBuilder(), level
                level += step
                if level > supply.limits.export_levels:
                    raise RecursionError  # a path would grow without end
                if builder is not None:
                    builder.event(event, value)
                    if level == base and event != "map_key":
                        yield kind, builder.value
                        builder = None
    except (ijson.JSONError, UnicodeDecodeError, RecursionError) as error:
        raise BookError([_broken(supply, name, error)]) from error


class _Utf8:
    """A stream in UTF-8, without a byte order mark, whatever it was in (RFC 8259 §8.1)."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder: codecs.IncrementalDecoder | None = None
        self._first = stream.read(3)
        for mark, name in _BOMS:
            if self._first.startswith(mark):
                self._first = self._first[len(mark) :]
                self._decoder = codecs.getincrementaldecoder(name)() if "16" in name else None

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._first + self._stream.read(size) if size else b""
        if size:
            self._first = b""
        return self._decoder.decode(data).encode() if self._decoder else data


def rows_at(supply: Supply, name: str, key: str = "") -> Iterator[dict[str, Any]]:
    """The tables of the list that a file is, or has under a key, one by one.

    A file that is a single table gives that.
    """
    with supply.open(name) as stream:
        listed = _Utf8(stream).read(1_000).lstrip().startswith(b"[")
    row = f"{key}.item" if key else "item" if listed else ""
    found = values_at(supply, name, lambda path: "row" if path == row else "")
    yield from (value for _, value in found if isinstance(value, dict))


def load_json(supply: Supply, name: str) -> Any:
    """The values of a small JSON file; raises BookError if it is none."""
    text = supply.read(name)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BookError([_problem(error, supply.label(name))]) from error


def _broken(supply: Supply, name: str, error: Exception) -> Problem:
    """What is wrong with a file; the line, if the file is no larger than can be read again."""
    if supply.size(name) <= supply.limits.source_bytes:
        try:
            load_json(supply, name)
        except BookError as told:
            return told.problems[0]
    return _problem(error, supply.label(name))


def _problem(error: Exception, label: str) -> Problem:
    if isinstance(error, UnicodeDecodeError):
        message = f"the file is not UTF-8 text: byte {error.start} can't be read."
        return Problem(Where(label), "encoding", message, _AGAIN)
    if isinstance(error, RecursionError):
        message = "the file is nested too deep to be read."
        return Problem(Where(label), "json-broken", message, _AGAIN)
    line = error.lineno if isinstance(error, json.JSONDecodeError) else None
    why = error.msg.lower() if isinstance(error, json.JSONDecodeError) else _first_line(error)
    message = f"the file is no JSON here, or breaks off: {why}."
    return Problem(Where(label, line), "json-broken", message, _AGAIN)


def _first_line(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    text = said.decode("utf-8", errors="replace") if isinstance(said, bytes) else str(said)
    return text.strip().partition("\n")[0].rstrip(".")


def said(row: Any, *path: str) -> str:
    """A text at a path of keys; '' if there is none."""
    for key in path:
        row = row.get(key) if isinstance(row, dict) else None
    return row if isinstance(row, str) else ""


def rows(value: Any) -> list[dict[str, Any]]:
    """The tables of a list; of a single table, that one."""
    if isinstance(value, dict):
        return [value]
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
