"""WordPress exports (WXR), one file or several: blocks and classic text, streamed."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from html import escape, unescape
from typing import TYPE_CHECKING, Any

from seriesbook import xhtml
from seriesbook.importers.autop import add_paragraphs
from seriesbook.importers.htmltree import first_words, fold, parse_fragment
from seriesbook.importers.model import Comment, Finding, Importer, Lead, Post, SeriesHint
from seriesbook.importers.shortcodes import Attachment, Shortcodes
from seriesbook.importers.xmlstream import XmlStream, child_text, children, local, namespace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

    from seriesbook.importers.archives import Supply
    from seriesbook.importers.model import Kind, Status

_SIGN = re.compile(rb"wordpress\.org/export/|<wp:wxr_version|xmlns:wp=", re.IGNORECASE)
_STATUS: dict[str, Status] = {
    "publish": "published", "private": "private", "draft": "draft", "pending": "draft",
    "future": "draft", "auto-draft": "draft",
}  # fmt: skip
_KINDS: dict[str, Kind] = {"post": "essay", "page": "page"}
# Types that hold no text of an author's.
_SILENT = frozenset(
    "attachment nav_menu_item revision custom_css customize_changeset oembed_cache wp_block "
    "wp_template wp_template_part wp_global_styles wp_navigation user_request wp_font_family "
    "wp_font_face jp_mem_plan jp_pay_order acf-field acf-field-group".split()
)
_BLOCKS = re.compile(r"<!--\s+/?wp:")
_PAGES = re.compile(r"<!--\s*(?:nextpage|more\b.*?|noteaser)\s*-->")
_PART = re.compile(r"_?series_part(?:_\d+)?")


@dataclass(slots=True)
class _Site:
    """What the whole export says: the blog, its authors, its files."""

    title: str = ""
    language: str = ""
    authors: dict[str, str] = field(default_factory=dict)
    library: dict[str, Attachment] = field(default_factory=dict)


def recognise(supply: Supply) -> bool:
    """Whether a file is a WordPress export."""
    head = supply.head.replace(b"\0", b"")
    return supply.kind == "file" and b"<rss" in head and bool(_SIGN.search(head))


def read(supply: Supply) -> Iterator[Post | Finding]:
    """The posts of one export."""
    return read_all([supply])


def read_all(supplies: Sequence[Supply]) -> Iterator[Post | Finding]:
    """The posts of exports that belong together: pictures of one may be listed in another."""
    sites = [_survey(supply) for supply in supplies]
    library = {i: a for site in sites for i, a in site.library.items()}
    authors = {login: name for site in sites for login, name in site.authors.items()}
    for supply, site in zip(supplies, sites, strict=True):
        whole = _Site(site.title, site.language, authors, library)
        stream = XmlStream(supply.open(), supply.label(supply.name), limits=supply.limits)
        skipped: dict[str, int] = {}
        for item in stream.elements("item"):
            kind = child_text(item, "post_type") or "post"
            if kind in _SILENT:
                continue
            if kind not in _KINDS and child_text(item, "status") in {"trash", "inherit"}:
                continue
            if child_text(item, "status") == "trash":
                skipped["post in the trash"] = skipped.get("post in the trash", 0) + 1
                continue
            yield _post(item, kind, whole, supply)
        for what, count in skipped.items():
            yield Finding("dropped", what, place=stream.label, count=count)
        yield from stream.findings()


def _survey(supply: Supply) -> _Site:
    """Read what stands outside the posts: names of authors, files of the library."""
    site = _Site()
    stream = XmlStream(supply.open(), supply.label(supply.name), limits=supply.limits)
    for element in stream.elements("author", "item", "title", "language"):
        parent = element.getparent()
        top = parent is not None and local(parent) == "channel"
        name = local(element)
        if name == "title" and top and not site.title:
            site.title = fold("".join(map(str, element.itertext())))
        elif name == "language" and top:
            site.language = "".join(map(str, element.itertext())).strip()
        elif name == "author" and "wordpress" in namespace(element):
            login = child_text(element, "author_login")
            site.authors[login] = _name(element) or login
        elif name == "item" and child_text(element, "post_type") == "attachment":
            site.library[child_text(element, "post_id")] = _attachment(element)
    return site


def _name(author: etree._Element) -> str:
    shown = child_text(author, "author_display_name")
    first, last = child_text(author, "author_first_name"), child_text(author, "author_last_name")
    whole = f"{first} {last}".strip()
    return fold(
        unescape(whole if shown in {"", child_text(author, "author_login")} and whole else shown)
    )


def _attachment(item: etree._Element) -> Attachment:
    meta = _meta(item)
    return Attachment(
        url=child_text(item, "attachment_url") or child_text(item, "guid"),
        alt=fold(meta.get("_wp_attachment_image_alt", "")),
        caption=_excerpt(item),
        parent=child_text(item, "post_parent"),
    )


def _meta(item: etree._Element) -> dict[str, str]:
    return {
        child_text(meta, "meta_key"): child_text(meta, "meta_value")
        for meta in children(item, "postmeta")
    }


def _encoded(item: etree._Element, *, excerpt: bool) -> str:
    """The `encoded` element of the content, or of the excerpt."""
    found = (e for e in children(item, "encoded") if ("excerpt" in namespace(e)) == excerpt)
    element = next(found, None)
    return "".join(map(str, element.itertext())) if element is not None else ""


def _excerpt(item: etree._Element) -> str:
    return _encoded(item, excerpt=True).strip()


def _post(item: etree._Element, kind: str, site: _Site, supply: Supply) -> Post:
    meta = _meta(item)
    post_id = child_text(item, "post_id")
    codes = Shortcodes(site.library, post_id)
    featured = site.library.get(meta.get("_thumbnail_id", ""))
    notes = _notes(meta.get("footnotes", ""))
    html = _body(_encoded(item, excerpt=False), notes or [], codes)
    title = fold(unescape(child_text(item, "title")))
    link, guid = child_text(item, "link"), child_text(item, "guid")
    status = _STATUS.get(child_text(item, "status") or "publish", "draft")
    findings = [*codes.findings, *_left_behind(meta, kind)]
    if notes is None:
        what = "notes of a post, whose list is damaged in the export"
        findings.append(Finding("not-carried", what, first_words(meta["footnotes"])))
    return Post(
        key=guid or link or f"{title}-{post_id}",
        kind=_KINDS.get(kind, "page"),
        title=xhtml.plain(title),
        html=html,
        authors=_authors(item, site),
        date=_date(child_text(item, "post_date")) or _rfc_date(child_text(item, "pubDate")),
        updated=_date(child_text(item, "post_modified")),
        url=_permalink(link),
        publication=site.title,
        slug=child_text(item, "post_name"),
        tags=_tags(item),
        language=site.language,
        status="private"
        if child_text(item, "post_password") and status == "published"
        else status,
        series=_series(item, meta),
        comments=tuple(_comments(item)),
        place=f"{supply.label(supply.name)}, post {post_id}"
        if post_id
        else supply.label(supply.name),
        findings=tuple(findings),
        summary=xhtml.plain(fold(_excerpt(item))),
        stored=True,
        lead=Lead(featured.url, featured.alt, featured.caption) if featured else None,
    )


def _permalink(link: str) -> str:
    """The address of a post; a draft has none but a preview."""
    return link if re.match(r"https?://", link) and "?p=" not in link[-40:] else ""


def _body(text: str, notes: Sequence[Any], codes: Shortcodes) -> str:
    """The body as HTML: shortcodes expanded, paragraphs put in, notes of the notes block added."""
    text = _PAGES.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    blocks = bool(_BLOCKS.search(text))
    root = parse_fragment(codes.expand(text))
    if not blocks:
        add_paragraphs(root)
    return xhtml.serialise(root) + _notes_block(notes)


def _notes(footnotes: str) -> list[Any] | None:
    """The notes of WordPress's own notes block, kept beside the text as JSON; None if damaged."""
    try:
        notes = json.loads(footnotes) if footnotes.strip() else []
    except (ValueError, RecursionError):
        return None
    return notes if isinstance(notes, list) else None


def _notes_block(notes: Sequence[Any]) -> str:
    items = "".join(
        f'<li id="{escape(str(n.get("id", "")))}">{n.get("content", "")}</li>'
        for n in notes
        if isinstance(n, dict)
    )
    return f'<ol class="wp-block-footnotes">{items}</ol>' if items else ""


def _authors(item: etree._Element, site: _Site) -> tuple[str, ...]:
    """The authors: those of the Co-Authors plugin, else the one who posted."""
    several = [
        fold("".join(map(str, c.itertext())))
        for c in children(item, "category")
        if c.get("domain") == "author"
    ]
    login = child_text(item, "creator")
    names = [site.authors.get(name, name) for name in several] or [site.authors.get(login, login)]
    return tuple(dict.fromkeys(filter(None, names)))


def _tags(item: etree._Element) -> tuple[str, ...]:
    found = [
        fold(unescape("".join(map(str, c.itertext()))))
        for c in children(item, "category")
        if c.get("domain", "category") in {"category", "post_tag", "tag"}
    ]
    return tuple(dict.fromkeys(tag for tag in found if tag and tag != "Uncategorized"))


def _series(item: etree._Element, meta: dict[str, str]) -> SeriesHint | None:
    """What the plugins for series (PublishPress Series, Organize Series) know."""
    titles = [
        fold("".join(map(str, c.itertext())))
        for c in children(item, "category")
        if c.get("domain") in {"series", "post_series", "newspack_series"}
    ]
    parts = [value for key, value in meta.items() if _PART.fullmatch(key) and value.isdecimal()]
    if not titles:
        return None
    return SeriesHint(title=titles[0], number=int(parts[0]) if parts else None)


def _left_behind(meta: dict[str, str], kind: str) -> Iterator[Finding]:
    """What a post has besides its text."""
    if meta.get("enclosure"):
        yield Finding("not-carried", "audio or video file", meta["enclosure"].split("\n")[0])
    if kind not in _KINDS:
        yield Finding("guessed", f"item of the type {kind}, taken for a page")


def _comments(item: etree._Element) -> Iterator[Comment]:
    for comment in children(item, "comment"):
        approved = child_text(comment, "comment_approved") == "1"
        if approved and child_text(comment, "comment_type") in {"", "comment"}:
            stamp = child_text(comment, "comment_date")
            yield Comment(child_text(comment, "comment_author"), _time(stamp), _comment(comment))


def _comment(comment: etree._Element) -> str:
    root = parse_fragment(child_text(comment, "comment_content"))
    add_paragraphs(root)
    return xhtml.serialise(root)


def _time(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None


def _date(text: str) -> dt.date | None:
    time = _time(text)
    return time.date() if time else None


def _rfc_date(text: str) -> dt.date | None:
    if " -0001 " in text:  # how WordPress writes that there is no date
        return None
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


IMPORTER = Importer(recognise, read, read_all)
