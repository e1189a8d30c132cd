"""Substack exports: posts.csv and a folder of HTML, in a zip or unpacked."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import TYPE_CHECKING

from seriesbook.importers.days import iso_day
from seriesbook.importers.htmltree import fold
from seriesbook.importers.model import Finding, Importer, Post

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seriesbook.importers.archives import Supply
    from seriesbook.importers.model import Kind, Status

_COLUMNS = frozenset({"post_id", "is_published", "title"})
_NAME = re.compile(r"(\d+)\.(.+)")
_KINDS: dict[str, Kind] = {"page": "page"}
# Types that are no essays, and what they are.
_OTHERS = {"thread": "discussion thread", "podcast": "podcast episode"}


def recognise(supply: Supply) -> bool:
    """Whether a folder or zip is a Substack export: a posts.csv with Substack's columns."""
    table = _table(supply)
    if not table:
        return False
    with supply.open(table) as stream:
        head = stream.read(2_000).decode("utf-8-sig", errors="replace").partition("\n")[0]
    return set(head.strip().split(",")) >= _COLUMNS


def _table(supply: Supply) -> str:
    if supply.kind == "file":
        return ""
    found = (name for name in supply.names if name.rpartition("/")[2] == "posts.csv")
    return min(found, key=len, default="")


def read(supply: Supply) -> Iterator[Post | Finding]:
    """The posts of an export, one by one."""
    table = _table(supply)
    folder = table.rpartition("posts.csv")[0]
    texts = {
        name.rpartition("/")[2].removesuffix(".html"): name
        for name in supply.names
        if name.startswith(folder) and name.endswith(".html")
    }
    rows = csv.DictReader(io.StringIO(supply.read(table).decode("utf-8-sig", errors="replace")))
    for row in rows:
        yield from _row({k: (v or "") for k, v in row.items() if k}, texts, supply)
    for name in texts.values():
        yield Finding("dropped", "text that posts.csv does not name", name, supply.label(name))


def _row(row: dict[str, str], texts: dict[str, str], supply: Supply) -> Iterator[Post | Finding]:
    post_id = row.get("post_id", "")
    name = texts.pop(post_id, "")
    if not name:
        number = post_id.partition(".")[0]
        name = texts.pop(next((key for key in texts if key.partition(".")[0] == number), ""), "")
    match = _NAME.fullmatch(post_id)
    kind = row.get("type", "")
    html = supply.read(name).decode("utf-8-sig", errors="replace") if name else ""
    findings = []
    if kind in _OTHERS:
        findings.append(Finding("guessed", f"{_OTHERS[kind]}, taken for an essay"))
    if row.get("podcast_url"):
        findings.append(Finding("not-carried", "audio or video file", row["podcast_url"]))
    status: Status = "published" if row.get("is_published", "").lower() == "true" else "draft"
    yield Post(
        key=f"substack-{match[1] if match else post_id}",
        kind=_KINDS.get(kind, "essay"),
        title=fold(unescape(row.get("title", ""))),
        html=html,
        subtitle=fold(unescape(row.get("subtitle", ""))),
        date=iso_day(row.get("post_date", "")),
        slug=match[2] if match else post_id,
        status=status,
        place=supply.label(name) if name else supply.label("posts.csv"),
        findings=tuple(findings),
        stored=True,
    )


IMPORTER = Importer(recognise, read)
