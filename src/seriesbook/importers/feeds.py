"""RSS and Atom with the whole text, and Blogger's export, which is Atom; streamed.

The stream is our own (see `xmlstream`): feedparser holds the whole feed, and cleans away the
players and notes that have to be told here.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from html import escape, unescape
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.htmltree import fold
from seriesbook.importers.model import Comment, Finding, Importer, Lead, Post
from seriesbook.importers.xmlstream import XmlStream, child_text, children, local, namespace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seriesbook.importers.archives import Supply
    from seriesbook.importers.model import Kind

_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF)[\s>]")
_BLOGGER = "schemas.google.com/blogger"
_KIND = re.compile(r"schemas\.google\.com/blogger/\d+/kind#(\w+)")
_SHORT = 600  # letters; a feed whose texts are shorter and end in dots has teasers only
_TEASER = re.compile(
    r"(?:\[?(?:…|\.\.\.|&hellip;)\]?|(?:continue reading|read (?:more|the rest)|weiterlesen)\W*)$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Channel:
    """What a feed says of itself."""

    title: str = ""
    language: str = ""
    author: str = ""
    rights: str = ""
    base: str = ""
    comments: dict[str, list[Comment]] = field(default_factory=dict)


def recognise(supply: Supply) -> bool:
    """Whether a file is a feed."""
    head = supply.head.replace(b"\0", b"")
    return supply.kind == "file" and bool(_ROOT.search(head[:4_000]))


def read(supply: Supply) -> Iterator[Post | Finding]:
    """The entries of a feed, one by one."""
    channel = _survey(supply)
    stream = XmlStream(supply.open(), supply.label(supply.name), limits=supply.limits)
    others: dict[str, int] = {}
    for entry in stream.elements("item", "entry"):
        kind = _kind(entry)
        if kind in {"post", "page"}:
            yield _post(entry, "page" if kind == "page" else "essay", channel, supply)
        elif kind != "comment":
            others[kind] = others.get(kind, 0) + 1
    for kind, count in others.items():
        yield Finding("dropped", f"entry of the kind {kind}", place=stream.label, count=count)
    yield from stream.findings()


def _survey(supply: Supply) -> _Channel:
    """The fields of the feed itself, and Blogger's comments by the post that they are on."""
    channel = _Channel()
    stream = XmlStream(supply.open(), supply.label(supply.name), limits=supply.limits)
    names = ("title", "language", "author", "creator", "rights", "copyright", "link", "id")
    for element in stream.elements("item", "entry", *names):
        if local(element) in {"item", "entry"}:
            if _kind(element) == "comment":
                _remember_comment(element, channel)
            continue
        parent = element.getparent()
        if parent is None or local(parent) not in {"channel", "feed"}:
            continue
        _take_field(element, channel)
    return channel


def _take_field(element: etree._Element, channel: _Channel) -> None:
    name, text = local(element), fold("".join(map(str, element.itertext())))
    if name == "title" and not channel.title:
        channel.title = xhtml.plain(unescape(text))
    elif name == "language":
        channel.language = text
    elif name in {"rights", "copyright"}:
        channel.rights = text
    elif name in {"author", "creator"} and not channel.author:
        channel.author = child_text(element, "name") or _person(text)
    elif name == "link" and not channel.base and element.get("rel", "alternate") == "alternate":
        channel.base = element.get("href", "") or text
    parent = element.getparent()
    lang = parent.get(xhtml.XML_LANG, "") if parent is not None else ""
    channel.language = channel.language or lang


def _kind(entry: etree._Element) -> str:
    """What an entry is: Blogger puts settings, templates and comments among the posts."""
    for category in children(entry, "category"):
        match = _KIND.search(category.get("term", ""))
        if match:
            return match[1]
    given = [e for e in children(entry, "type") if _BLOGGER in namespace(e)]
    return "".join(map(str, given[0].itertext())).strip().lower() if given else "post"


def _remember_comment(entry: etree._Element, channel: _Channel) -> None:
    reply = next(children(entry, "in-reply-to"), None)
    key = reply.get("ref", "") if reply is not None else ""
    author = next(children(entry, "author"), None)
    name = child_text(author, "name") if author is not None else ""
    day = _time(child_text(entry, "published"))
    channel.comments.setdefault(key, []).append(Comment(name, day, _text(entry, "content")))


def _post(entry: etree._Element, kind: Kind, channel: _Channel, supply: Supply) -> Post:
    url = _link(entry)
    key = child_text(entry, "id") or child_text(entry, "guid") or url
    title = xhtml.plain(unescape(_text(entry, "title", plain=True)))
    html, summary = _body(entry)
    findings = []
    if _is_teaser(html):
        findings.append(
            Finding("not-carried", "rest of a text: the feed has its beginning only", url)
        )
    lead = _lead(entry)
    for enclosure in _enclosures(entry, lead):
        findings.append(Finding("not-carried", "audio or video file", enclosure.get("url", "")))
    published = child_text(entry, "published") or child_text(entry, "pubDate")
    updated = _date(child_text(entry, "updated") or child_text(entry, "modified"))
    day = _date(published or child_text(entry, "date") or child_text(entry, "issued")) or updated
    return Post(
        key=key or f"{title} {day}",
        kind=kind,
        title=title,
        html=html,
        authors=_authors(entry, channel),
        date=day,
        updated=updated,
        url=url,
        publication=channel.title,
        slug=_slug(url),
        tags=_tags(entry),
        language=entry.get(xhtml.XML_LANG, "") or channel.language,
        status="draft" if _is_draft(entry) else "published",
        comments=tuple(channel.comments.get(key, ())),
        place=supply.label(supply.name),
        findings=tuple(findings),
        summary=summary,
        stored=True,
        lead=lead,
    )


def _lead(entry: etree._Element) -> Lead | None:
    """The picture that a feed gives beside a text (RSS enclosure, Media RSS)."""
    for element in children(entry, "enclosure", "content", "thumbnail"):
        media = "search.yahoo.com/mrss" in namespace(element) or local(element) == "enclosure"
        kind = element.get("type", "") or element.get("medium", "")
        pictured = kind.startswith("image") or local(element) == "thumbnail"
        if media and pictured and element.get("url"):
            return Lead(element.get("url", ""))
    return None


def _enclosures(entry: etree._Element, lead: Lead | None) -> Iterator[etree._Element]:
    shown = lead.src if lead else ""
    return (e for e in children(entry, "enclosure") if e.get("url", "") != shown)


def _link(entry: etree._Element) -> str:
    for link in children(entry, "link"):
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return link.get("href", "")
    text = child_text(entry, "link")
    guid = next(children(entry, "guid"), None)
    permanent = guid is not None and guid.get("isPermaLink", "true") != "false"
    found = text or (child_text(entry, "guid") if permanent else "")
    return found if found.startswith("http") else ""


def _body(entry: etree._Element) -> tuple[str, str]:
    """The text, and the summary where the entry has both."""
    full = next((_html(e) for e in children(entry, "encoded") if "content" in namespace(e)), "")
    full = full or _text(entry, "content")
    short = _text(entry, "summary") or _text(entry, "description")
    if full.strip():
        plain = fold(xhtml.plain(short))
        return full, plain if plain and plain not in fold(xhtml.plain(full)) else ""
    return short, ""


def _text(entry: etree._Element, name: str, *, plain: bool = False) -> str:
    element = next(children(entry, name), None)
    if element is None:
        return ""
    return fold("".join(map(str, element.itertext()))) if plain else _html(element)


def _html(element: etree._Element) -> str:
    """The content of an element as HTML: Atom may hold XHTML, HTML or plain text."""
    if element.get("type") == "xhtml" or len(element):
        copy = etree.fromstring(etree.tostring(element, with_tail=False))
        for inner in copy.iter(etree.Element):
            inner.tag = local(inner)
        etree.cleanup_namespaces(copy)
        return xhtml.serialise(copy)
    text = element.text or ""
    if element.get("type") == "text" or element.get("type") == "text/plain":
        return "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n"))
    return text


def _is_teaser(html: str) -> bool:
    text = fold(xhtml.plain(html))
    return len(text) < _SHORT and bool(_TEASER.search(text))


def _authors(entry: etree._Element, channel: _Channel) -> tuple[str, ...]:
    names = []
    for person in children(entry, "author", "creator"):
        text = fold("".join(map(str, person.itertext())))
        names.append(child_text(person, "name") or _person(text))
    found = [name for name in names if name] or [channel.author]
    return tuple(dict.fromkeys(filter(None, found)))


def _person(text: str) -> str:
    """A name without the address that RSS puts beside it: `a@b.org (Ann Bell)`."""
    match = re.fullmatch(r"\S+@\S+\s*\((.+)\)", text)
    bare = match[1] if match else re.sub(r"\s*[<(]?\S+@\S+[>)]?", "", text)
    return bare.strip()


def _tags(entry: etree._Element) -> tuple[str, ...]:
    found = []
    for category in children(entry, "category", "subject"):
        if category.get("scheme", "").endswith("#kind"):
            continue
        found.append(category.get("term") or fold("".join(map(str, category.itertext()))))
    return tuple(dict.fromkeys(filter(None, found)))


def _is_draft(entry: etree._Element) -> bool:
    status = next((e for e in entry.iter(etree.Element) if local(e) == "draft"), None)
    return (status is not None and (status.text or "").strip() == "yes") or (
        child_text(entry, "status").upper() in {"DRAFT", "SCHEDULED"}
    )


def _slug(url: str) -> str:
    last = url.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2]
    bare = re.sub(r"\.(?:html?|php|aspx?)$", "", last)
    return "" if bare.isdecimal() or url.count("/") < 4 else bare


def _time(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return None


def _date(text: str) -> dt.date | None:
    """A day as Atom (RFC 3339) or RSS (RFC 822) writes it."""
    time = _time(text)
    if time:
        return time.date()
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


IMPORTER = Importer(recognise, read)
