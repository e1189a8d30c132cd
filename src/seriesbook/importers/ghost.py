"""Ghost exports: one JSON file, its texts in HTML, Lexical or Mobiledoc; its API's answers too."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from seriesbook.importers.days import iso_day
from seriesbook.importers.htmltree import fold
from seriesbook.importers.jsonfiles import values_at
from seriesbook.importers.lexical import lexical_to_html
from seriesbook.importers.mobiledoc import mobiledoc_to_html
from seriesbook.importers.model import Finding, Importer, Lead, Picture, Post

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seriesbook.importers.archives import Supply
    from seriesbook.importers.model import Status

_SIGN = re.compile(
    rb'"(?:mobiledoc|lexical|posts_authors|posts_tags|feature_image|primary_author|'
    rb'published_at)"\s*:'
)
_URL = "__GHOST_URL__"
_SIZE = re.compile(r"/content/images/size/w\d+(?:h\d+)?/")
_STATUS: dict[str, Status] = {"published": "published", "sent": "published"}
_FILES = re.compile(r"content/(?:images|files|media)/.*")

# A path to a row of a table; both `db` and `data` may be lists.
_ROW = re.compile(r"(?:db\.(?:item\.)?)?(?:data\.(?:item\.)?)?(\w+)\.item")
_SMALL = frozenset({"users", "tags", "posts_meta", "settings", "posts_authors", "posts_tags"})
_META = ("feature_image_alt", "feature_image_caption")

Table = dict[str, Any]


def recognise(supply: Supply) -> bool:
    """Whether a file is a Ghost export, or a zip holds one with its content."""
    if supply.kind == "file":
        return supply.head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") and _is_ghost(
            supply.head
        )
    name = _json_name(supply)
    if not name or name.count("/") > 2:
        return False
    with supply.open(name) as stream:
        return _is_ghost(stream.read(65_536))


def _is_ghost(head: bytes) -> bool:
    whole = b'"db"' in head and b'"data"' in head
    return whole or (b'"posts"' in head and bool(_SIGN.search(head)))


def _json_name(supply: Supply) -> str:
    found = [name for name in supply.names if name.endswith(".json")]
    return max(found, key=supply.size, default="")


@dataclass(slots=True)
class _Site:
    """The tables beside the posts, which are small."""

    people: dict[str, Table] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    meta: dict[str, Table] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    joined: dict[str, list[Table]] = field(default_factory=dict)


def read(supply: Supply) -> Iterator[Post | Finding]:
    """The posts of an export; the file is read twice, so that one post is held at a time."""
    name = supply.name if supply.kind == "file" else _json_name(supply)
    site = _survey(supply, name)
    language = site.settings.get("locale") or site.settings.get("lang", "")
    authors = _joined(site.joined.get("posts_authors", []), "author_id")
    tagged = _joined(site.joined.get("posts_tags", []), "tag_id")
    pictures = _pictures(supply, site.settings.get("url", ""))
    for _, row in _rows(supply, name, frozenset({"posts"})):
        post_id = str(row.get("id"))
        names = [site.people[i] for i in authors.get(post_id, []) if i in site.people]
        yield Post(
            **_fields({**site.meta.get(post_id, {}), **row}, site.settings.get("url", "")),
            authors=_authors(row, names, site.people),
            tags=_tags(row, [site.tags[i] for i in tagged.get(post_id, []) if i in site.tags]),
            publication=site.settings.get("title", ""),
            language=str(row.get("locale") or language),
            bio=_bio(row, names),
            pictures=pictures,
            place=f"{supply.label(name)}, post {post_id}",
            stored=True,
        )


def _survey(supply: Supply, name: str) -> _Site:
    site = _Site()
    for table, row in _rows(supply, name, _SMALL):
        key = str(row.get("id"))
        if table == "users":
            site.people[key] = row
        elif table == "tags":
            site.tags[key] = _said(row, "name")
        elif table == "posts_meta":
            site.meta[str(row.get("post_id"))] = {k: row[k] for k in _META if row.get(k)}
        elif table == "settings":
            site.settings[_said(row, "key")] = _said(row, "value")
        else:
            site.joined.setdefault(table, []).append(row)
    return site


def _rows(supply: Supply, name: str, wanted: frozenset[str]) -> Iterator[tuple[str, Table]]:
    """Rows of some tables, which are within `db` and `data`, or at the top."""

    def table(path: str) -> str:
        match = _ROW.fullmatch(path)
        return match[1] if match and match[1] in wanted else ""

    for found, value in values_at(supply, name, table):
        if isinstance(value, dict):
            yield found, _unwrapped(value)


def _unwrapped(row: Table) -> Table:
    """A row, or one of those files in which each row lies beside its address."""
    inner = row.get("data")
    return {**inner, "url": row.get("url", "")} if isinstance(inner, dict) else row


def _joined(rows: list[Table], column: str) -> dict[str, list[str]]:
    """Ids of the other table by post, in their order."""
    found: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: row.get("sort_order") or 0):
        found.setdefault(str(row.get("post_id")), []).append(str(row.get(column)))
    return found


def _fields(row: Table, site: str) -> dict[str, Any]:
    """What the row of a post itself says."""
    slug = _said(row, "slug")
    url = _said(row, "canonical_url") or _said(row, "url")
    if not url.startswith("http"):
        url = urljoin(site, f"/{slug}/") if site.startswith("http") and slug else ""
    page = row.get("type") == "page" or bool(row.get("page"))
    status: Status = _STATUS.get(_said(row, "status") or "published", "draft")
    return {
        "key": f"ghost-{_said(row, 'uuid') or row.get('id') or url or slug}",
        "kind": "page" if page else "essay",
        "title": fold(_said(row, "title")),
        "html": _settled(_body(row), site),
        "subtitle": _subtitle(row),
        "date": iso_day(_said(row, "published_at") or _said(row, "created_at")),
        "updated": iso_day(_said(row, "updated_at")),
        "url": url.replace(_URL, site),
        "slug": slug,
        "status": status,
        "findings": tuple(_left_behind(row)),
        "lead": _lead(row, site),
    }


def _body(row: Table) -> str:
    """The text as Lexical or Mobiledoc has it, unless the HTML made of them says far more."""
    made = lexical_to_html(_said(row, "lexical")) or mobiledoc_to_html(_said(row, "mobiledoc"))
    html = _said(row, "html")
    return html if _letters(made) * 2 < _letters(html) else made


def _letters(html: str) -> int:
    return len(re.sub(r"<[^>]*>|\s+", "", html))


def _said(row: Table, name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


_LONGEST_SUBTITLE = 200


def _subtitle(row: Table) -> str:
    """Ghost shows the excerpt that an author writes under the title."""
    text = fold(_said(row, "custom_excerpt"))
    return text if len(text) <= _LONGEST_SUBTITLE else ""


def _settled(text: str, site: str) -> str:
    """Addresses with the site's own, and of pictures those of their full size."""
    return _SIZE.sub("/content/images/", text.replace(_URL, site.rstrip("/")))


def _lead(row: Table, site: str) -> Lead | None:
    source = _settled(_said(row, "feature_image"), site)
    alt, caption = _said(row, "feature_image_alt"), _said(row, "feature_image_caption")
    return Lead(source, alt, caption) if source else None


def _left_behind(row: Table) -> Iterator[Finding]:
    for place in ("codeinjection_head", "codeinjection_foot"):
        if _said(row, place).strip():
            yield Finding("dropped", "code of the page", _said(row, place)[:60])


def _authors(row: Table, names: list[Table], people: dict[str, Table]) -> tuple[str, ...]:
    listed = row.get("authors")
    found = (
        names or [a for a in listed if isinstance(a, dict)] if isinstance(listed, list) else names
    )
    single = row.get("author") or people.get(str(row.get("author_id")))
    if not found and isinstance(single, dict):
        found = [single]
    persons = (_unwrapped(person) for person in found)
    return tuple(dict.fromkeys(filter(None, (fold(_said(p, "name")) for p in persons))))


def _bio(row: Table, names: list[Table]) -> str:
    listed = row.get("authors")
    found = names or (listed if isinstance(listed, list) else [])
    first = found[0] if found and isinstance(found[0], dict) else {}
    text = _said(_unwrapped(first), "bio")
    return f"<p>{text}</p>" if text else ""


def _tags(row: Table, names: list[str]) -> tuple[str, ...]:
    listed = row.get("tags")
    rows = (
        [_unwrapped(t) for t in listed if isinstance(t, dict)] if isinstance(listed, list) else []
    )
    found = names or [_said(tag, "name") for tag in rows]
    return tuple(dict.fromkeys(tag for tag in found if tag and not tag.startswith("#")))


def _pictures(supply: Supply, site: str) -> dict[str, Picture]:
    """The files of a zip with content, by the addresses that texts use."""
    found: dict[str, Picture] = {}
    for name in supply.names if supply.kind != "file" else ():
        match = _FILES.search(name)
        if match:
            picture = Picture(name, "", partial(supply.read, name, "image_bytes"))
            found[f"/{match[0]}"] = found[f"{site.rstrip('/')}/{match[0]}"] = picture
    return found


IMPORTER = Importer(recognise, read)
