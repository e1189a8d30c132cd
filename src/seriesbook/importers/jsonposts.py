"""Posts as JSON: answers of WordPress's API, JSON Feed, exports of Curated and Tiny News."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, Any

from seriesbook import xhtml
from seriesbook.importers.days import iso_day
from seriesbook.importers.htmltree import fold
from seriesbook.importers.jsonfiles import rows, rows_at, said, values_at
from seriesbook.importers.model import Finding, Importer, Lead, Post

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from seriesbook.importers.archives import Supply
    from seriesbook.importers.model import Status


def recognise(supply: Supply) -> bool:
    """Whether a file is JSON of a kind in `FORMATS`."""
    start = supply.head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    return supply.kind == "file" and start in {b"{", b"["} and bool(_format(supply.head))


def _format(head: bytes) -> str:
    return next((name for name, (sign, _) in FORMATS.items() if sign.search(head)), "")


def read(supply: Supply) -> Iterator[Post | Finding]:
    """The posts of a file."""
    yield from FORMATS[_format(supply.head)][1](supply, supply.label(supply.name))


def _wordpress(supply: Supply, place: str) -> Iterator[Post]:
    """https://developer.wordpress.org/rest-api/reference/posts/"""
    for row in rows_at(supply, supply.name):
        embedded = row.get("_embedded")
        inside = embedded if isinstance(embedded, dict) else {}
        status: Status = "published" if said(row, "status") in {"publish", ""} else "draft"
        terms = [t for group in inside.get("wp:term", []) for t in rows(group)]
        media = next(iter(rows(inside.get("wp:featuredmedia"))), {})
        url = said(row, "link")
        yield Post(
            key=said(row, "guid", "rendered") or url or str(row.get("id")),
            kind="page" if row.get("type") == "page" else "essay",
            title=_plain(said(row, "title", "rendered")),
            html=said(row, "content", "rendered"),
            authors=_names(said(a, "name") for a in rows(inside.get("author"))),
            date=iso_day(said(row, "date")),
            updated=iso_day(said(row, "modified")),
            url=url,
            slug=said(row, "slug"),
            tags=_names(said(t, "name") for t in terms if said(t, "taxonomy") in _TAXONOMIES),
            status=status,
            place=f"{place}, post {row.get('id')}",
            lead=_lead(
                said(media, "source_url") or said(row, "jetpack_featured_media_url"),
                said(media, "alt_text"),
                said(media, "caption", "rendered"),
            ),
            stored=True,
        )


_TAXONOMIES = frozenset({"category", "post_tag"})


def _feed(supply: Supply, place: str) -> Iterator[Post]:
    """https://www.jsonfeed.org/version/1.1/"""
    known = ("title", "language", "author", "authors")
    data = dict(values_at(supply, supply.name, lambda path: path if path in known else ""))
    shared = rows(data.get("authors") or data.get("author"))
    for row in rows_at(supply, supply.name, "items"):
        text = said(row, "content_text")
        paragraphs = "".join(
            f"<p>{escape(part)}</p>" for part in text.split("\n\n") if part.strip()
        )
        tags = row.get("tags")
        people = rows(row.get("authors") or row.get("author")) or shared
        yield Post(
            key=str(row.get("id") or said(row, "url")),
            kind="essay",
            title=_plain(said(row, "title")),
            html=said(row, "content_html") or paragraphs,
            authors=_names(said(person, "name") for person in people),
            date=iso_day(said(row, "date_published")),
            updated=iso_day(said(row, "date_modified")),
            url=said(row, "url"),
            publication=said(data, "title"),
            slug=_slug(said(row, "url")),
            tags=tuple(t for t in tags if isinstance(t, str)) if isinstance(tags, list) else (),
            language=said(row, "language") or said(data, "language"),
            place=place,
            lead=_lead(said(row, "banner_image") or said(row, "image")),
            stored=True,
        )


def _curated(supply: Supply, place: str) -> Iterator[Post]:
    """An issue of a newsletter made with Curated: items under heads."""
    for row in rows_at(supply, supply.name):
        pieces = []
        for category in rows(row.get("categories")):
            pieces.append(f"<h2>{escape(said(category, 'name'))}</h2>")
            pieces += [_curated_item(item) for item in rows(category.get("items"))]
        status: Status = "published" if said(row, "publication_status") == "published" else "draft"
        yield Post(
            key=said(row, "url") or f"curated-{row.get('number')}",
            kind="essay",
            title=_plain(said(row, "title")),
            html="".join(pieces),
            date=iso_day(said(row, "published_at")),
            updated=iso_day(said(row, "updated_at")),
            url=said(row, "url"),
            slug=_slug(said(row, "title")),
            status=status,
            place=place,
            summary=fold(said(row, "summary")),
            stored=True,
        )


def _curated_item(item: dict[str, Any]) -> str:
    title, url = escape(said(item, "title")), escape(said(item, "url"))
    head = f'<a href="{url}">{title}</a>' if url else title
    under = f"<h3>{head}</h3>" if title else ""
    return f"{under}{said(item, 'description')}{said(item, 'footer')}"


def _tinynews(supply: Supply, place: str) -> Iterator[Post | Finding]:
    """Articles of the Tiny News Collective, in one language or several."""
    for row in rows_at(supply, supply.name):
        for text in rows(row.get("translations")):
            nodes = rows(text.get("content"))
            html = "".join(map(_tiny_node, nodes))
            unknown = sorted({said(n, "type") for n in nodes} - set(_TINY) - {""})
            lost = tuple(Finding("not-carried", f"block of the type {name}") for name in unknown)
            people = [person.get("author") for person in rows(row.get("author"))]
            named = (f"{said(p, 'first_names')} {said(p, 'last_name')}".strip() for p in people)
            language = said(text, "locale_code")
            yield Post(
                key=f"tinynews-{row.get('id')}-{language}",
                kind="essay",
                title=_plain(said(text, "headline")),
                html=html,
                authors=_names(named) or _names([said(text, "custom_byline")]),
                date=iso_day(said(text, "first_published_at")),
                updated=iso_day(said(text, "last_published_at")),
                url=said(row, "live_url"),
                slug=said(row, "slug"),
                language=language,
                status="published" if text.get("published") else "draft",
                place=place,
                findings=lost,
                lead=_lead(
                    said(row, "featured_image", "url"),
                    caption=escape(said(row, "featured_image", "caption")),
                ),
                stored=True,
            )


def _tiny_node(node: dict[str, Any]) -> str:
    writer = _TINY.get(said(node, "type"))
    return writer(node) if writer else ""


def _tiny_text(node: dict[str, Any]) -> str:
    inner = "".join(map(_tiny_run, rows(node.get("children"))))
    style = said(node, "style")
    match = re.fullmatch(r"HEADING_(\d)", style)
    tag = f"h{match[1]}" if match else "p"
    return f"<{tag}>{inner}</{tag}>" if inner.strip() else ""


def _tiny_run(run: dict[str, Any]) -> str:
    html = escape(said(run, "content"), quote=False)
    style = run.get("style")
    if isinstance(style, dict):
        for name, tag in (("italic", "em"), ("bold", "strong"), ("strikethrough", "del")):
            html = f"<{tag}>{html}</{tag}>" if style.get(name) else html
    url = said(run, "link")
    return f'<a href="{escape(url)}">{html}</a>' if url else html


def _tiny_list(node: dict[str, Any]) -> str:
    tag = "ol" if said(node, "listType") == "NUMBER" else "ul"
    lines = rows(node.get("items") or node.get("children"))
    items = (
        "".join(map(_tiny_run, rows(line.get("children")))) or _tiny_run(line) for line in lines
    )
    return f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>"


def _tiny_image(node: dict[str, Any]) -> str:
    image = next(iter(rows(node.get("children"))), node)
    src, alt = said(image, "imageUrl") or said(image, "url"), said(image, "imageAlt")
    return f'<figure><img src="{escape(src)}" alt="{escape(alt)}"/></figure>' if src else ""


def _tiny_embed(node: dict[str, Any]) -> str:
    url = said(node, "link")
    return f'<p><iframe src="{escape(url)}"></iframe></p>' if url else said(node, "html")


_TINY: dict[str, Callable[[dict[str, Any]], str]] = {
    "text": _tiny_text, "paragraph": _tiny_text, "list": _tiny_list, "image": _tiny_image,
    "mainImage": _tiny_image, "embed": _tiny_embed, "hr": lambda _: "<hr/>",
}  # fmt: skip


def _lead(source: str, alt: str = "", caption: str = "") -> Lead | None:
    return Lead(source, alt, caption) if source else None


def _plain(text: str) -> str:
    return xhtml.plain(fold(unescape(text) if "<" not in text else text))


def _names(found: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(fold, found))))


def _slug(url: str) -> str:
    return url.partition("?")[0].rstrip("/").rpartition("/")[2]


# Name -> what the first bytes of a file of the kind hold, and how to read its values.
FORMATS: dict[
    str,
    tuple[re.Pattern[bytes], Callable[[Supply, str], Iterator[Post] | Iterator[Post | Finding]]],
] = {
    "WordPress API": (re.compile(rb'"content"\s*:\s*\{\s*"rendered"'), _wordpress),
    "JSON Feed": (re.compile(rb'"version"\s*:\s*"https://jsonfeed\.org'), _feed),
    "Curated": (re.compile(rb'"publication_status"\s*:'), _curated),
    "Tiny News": (re.compile(rb'"translations"\s*:(?s:.*?)"headline"'), _tinynews),
}
IMPORTER = Importer(recognise, read)
