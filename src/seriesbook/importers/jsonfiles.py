"""JSON files read whole, with a clear word where they are none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from seriesbook.problems import BookError, Problem, Where

if TYPE_CHECKING:
    from seriesbook.importers.archives import Supply

_AGAIN = "Download the export again."


def load_json(supply: Supply, name: str) -> Any:
    """The values of a JSON file; raises BookError if it is none."""
    text = supply.read(name, "export_json_bytes")
    label = supply.label(name)
    try:
        return json.loads(text)
    except UnicodeDecodeError as error:
        message = f"the file is not UTF-8 text: byte {error.start} can't be read."
        raise BookError([Problem(Where(label), "encoding", message, _AGAIN)]) from error
    except json.JSONDecodeError as error:
        message = f"the file is no JSON here, or breaks off: {error.msg.lower()}."
        where = Where(label, error.lineno)
        raise BookError([Problem(where, "json-broken", message, _AGAIN)]) from error
    except RecursionError as error:
        message = "the file is nested too deep to be read."
        raise BookError([Problem(Where(label), "json-broken", message, _AGAIN)]) from error


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
