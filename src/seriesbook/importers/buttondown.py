"""Buttondown exports: emails.csv or emails.json beside a folder of Markdown or HTML."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

from seriesbook.importers.days import iso_day
from seriesbook.importers.htmltree import fold
from seriesbook.importers.jsonfiles import rows_at
from seriesbook.importers.markdown_source import markdown_to_html
from seriesbook.importers.model import Finding, Importer, Post

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seriesbook.importers.archives import Supply

_TEXT = re.compile(r"(?:^|/)emails/([^/]+)\.(?:md|html?)$")
_TABLE = re.compile(r"(?:^|/)emails\.(?:csv|json)$")
_FANCY = re.compile(r"^\s*<!--\s*buttondown-editor-mode:\s*(\w+)\s*-->", re.IGNORECASE)


def recognise(supply: Supply) -> bool:
    """Whether a folder or zip is an export of Buttondown's."""
    if supply.kind == "file":
        return False
    tables = [name for name in supply.names if _TABLE.search(name)]
    return bool(tables) and any(_TEXT.search(name) for name in supply.names)


def read(supply: Supply) -> Iterator[Post | Finding]:
    """The emails of an export, one by one."""
    known = {str(row.get("slug") or row.get("id")): row for row in _table(supply)}
    for name in sorted(supply.names):
        match = _TEXT.search(name)
        if match:
            yield _post(match[1], known.pop(match[1], {}), name, supply)
    for row in known.values():
        yield Finding("dropped", "email without a text", str(row.get("subject", "")))


def _table(supply: Supply) -> list[dict[str, Any]]:
    tables = sorted(name for name in supply.names if _TABLE.search(name))
    name = next((name for name in tables if name.endswith(".json")), tables[0])
    if name.endswith(".json"):
        return list(rows_at(supply, name))
    text = supply.read(name).decode("utf-8-sig", errors="replace")
    return [dict(row) for row in csv.DictReader(io.StringIO(text))]


def _post(slug: str, row: dict[str, Any], name: str, supply: Supply) -> Post:
    text = supply.read(name).decode("utf-8-sig", errors="replace")
    mode = _FANCY.match(text)
    bare = _FANCY.sub("", text).strip()
    is_html = name.endswith(("html", "htm")) or bool(mode and mode[1].lower() == "fancy")
    return Post(
        key=f"buttondown-{row.get('id') or slug}",
        kind="essay",
        title=fold(str(row.get("subject") or "")),
        html=bare if is_html else markdown_to_html(bare),
        date=iso_day(str(row.get("publish_date") or "")),
        url=str(row.get("absolute_url") or ""),
        slug=slug,
        status="draft"
        if str(row.get("status") or "sent") in {"draft", "scheduled"}
        else "published",
        place=supply.label(name),
        stored=True,
    )


IMPORTER = Importer(recognise, read)
