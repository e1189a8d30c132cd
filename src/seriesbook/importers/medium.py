"""Medium exports: a zip or folder of HTML files, one a post; or one such file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.days import iso_day
from seriesbook.importers.htmltree import classes_of, fold, parse_fragment
from seriesbook.importers.model import Finding, Importer, Post

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seriesbook.importers.archives import Supply

_SIGN = re.compile(rb'class="(?:p-canonical|h-entry)"|data-field="body"')
_PLACE = re.compile(r"(?:^|/)posts/[^/]+\.html$")
_ID = re.compile(r"-([0-9a-f]{8,12})(?:\.html)?$")
_DRAFT = re.compile(r"(?:^|/)draft_|draft[-_][^/]*\.html$", re.IGNORECASE)
_LARGE = re.compile(r"(cdn-images-\d\.medium\.com/(?:max|fit/[a-z]/\d+))/\d+/")


def recognise(supply: Supply) -> bool:
    """Whether this is a post of Medium's, or holds such posts."""
    if supply.kind == "file":
        return _is_post(supply.head)
    names = _names(supply)
    if not names:
        return False
    with supply.open(names[0]) as stream:
        return _is_post(stream.read(65_536))


def _is_post(head: bytes) -> bool:
    return b"h-entry" in head and b'data-field="body"' in head and bool(_SIGN.search(head))


def _names(supply: Supply) -> list[str]:
    if supply.kind == "file":
        return list(supply.names)
    return sorted(name for name in supply.names if _PLACE.search(f"/{name}"))


def read(supply: Supply) -> Iterator[Post | Finding]:
    """The posts of an export, one by one."""
    for name in _names(supply):
        text = supply.read(name).decode("utf-8-sig", errors="replace")
        document = parse_fragment(text, supply.limits.page_levels)
        body = next((e for e in document.iter("section") if e.get("data-field") == "body"), None)
        if body is None:
            yield Finding("dropped", "page that is no post", name, supply.label(name))
            continue
        yield _post(document, body, name, supply)


def _post(document: etree._Element, body: etree._Element, name: str, supply: Supply) -> Post:
    title, subtitle = _said(document, "p-name"), _field(document, "subtitle")
    title, subtitle = _take_heads(body, title, subtitle)
    _tidy(body)
    time = next((t for t in document.iter("time") if "dt-published" in classes_of(t)), None)
    url = _address(document)
    found = _ID.search(name)
    stem = name.rpartition("/")[2].removesuffix(".html")
    draft = bool(_DRAFT.search(name)) or (time is None and not url)
    return Post(
        key=f"medium-{found[1] if found else stem}",
        kind="essay",
        title=title,
        html=xhtml.serialise(body),
        subtitle=subtitle,
        authors=tuple(filter(None, [_said(document, "p-author")])),
        date=iso_day(time.get("datetime", "")) if time is not None else None,
        url=url,
        slug=_slug(url or stem),
        tags=tuple(xhtml.text_of(a) for a in document.iter("a") if classes_of(a) & {"p-tag"}),
        status="draft" if draft else "published",
        place=supply.label(name),
        stored=True,
    )


def _said(document: etree._Element, name: str) -> str:
    found = (e for e in document.iter(etree.Element) if name in classes_of(e))
    return next((xhtml.text_of(e) for e in found), "")


def _field(document: etree._Element, name: str) -> str:
    found = (e for e in document.iter("section") if e.get("data-field") == name)
    return next((fold(xhtml.text_of(e)) for e in found), "")


def _address(document: etree._Element) -> str:
    found = (e for e in document.iter("a") if "p-canonical" in classes_of(e))
    return next((e.get("href", "").partition("?")[0] for e in found), "")


def _slug(text: str) -> str:
    """The words of an address or a file's name, without its date and number."""
    last = _ID.sub("", text.rstrip("/").rpartition("/")[2])
    return re.sub(r"^(?:draft_|\d{4}-\d{2}-\d{2}_?)", "", last).strip("-_")


def _take_heads(body: etree._Element, title: str, subtitle: str) -> tuple[str, str]:
    """The title and subtitle that stand in the text; the export's summary is no subtitle."""
    given = ""
    for block in list(body.iter("h1", "h2", "h3", "h4", "p")):
        names = classes_of(block)
        if "graf--title" in names:
            title = xhtml.text_of(block) or title
            xhtml.remove(block)
        elif "graf--subtitle" in names:
            given = xhtml.text_of(block)
            xhtml.remove(block)
    first = next((b for b in body.iter("p", "h4") if xhtml.text_of(b)), None)
    if not given and first is not None and first.find("em") is not None:
        whole = xhtml.text_of(first) == xhtml.text_of(first[0]) if len(first) else False
        if whole and subtitle and xhtml.text_of(first) == subtitle:
            given = subtitle
            xhtml.remove(first)
    elif given and first is not None and xhtml.text_of(first) == given:
        xhtml.remove(first)
    return title, given


def _tidy(body: etree._Element) -> None:
    """Breaks between sections stay, the first has none; pictures in full size."""
    for footer in list(body.iter("footer")):  # of an export that is not well-formed
        xhtml.remove(footer)
    rules = [e for e in body.iter("div") if "section-divider" in classes_of(e)]
    for rule in rules[:1]:
        xhtml.remove(rule)
    for image in body.iter("img"):
        image.set("src", _LARGE.sub(r"\1/3200/", image.get("src", "")))
    for block in body.iter("p", "h3", "h4", "blockquote", "figure", "pre", "li"):
        block.attrib.pop("name", "")
    for quote in body.iter("blockquote", "p"):
        if "graf--pullquote" in classes_of(quote):
            quote.set("class", "pullquote")


IMPORTER = Importer(recognise, read)
