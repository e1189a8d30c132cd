"""Title, authors, dates, address, publication, language and license of a saved page.

Each is looked for where pages state it, the surest place first: JSON-LD and `meta` elements,
microdata and microformats, then what a reader of the page sees (its heading, its byline).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers import blocks
from seriesbook.importers.bylines import is_name, read_byline, tidy_name
from seriesbook.importers.days import day_of
from seriesbook.importers.licensing import find_license
from seriesbook.importers.structured import metadata_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

_JOINTS = re.compile(r"\s+[|\-–—·•»«:]{1,2}\s+|\s*[|»]\s*")
_BYLINE = re.compile(r"(?:^|[\s_-])(?:by-?line|p-author|authors?|writer)(?:$|[\s_-])", re.I)
_DATE = re.compile(
    r"(?:^|[\s_-])(?:by-?line|date|dt-published|published|posted(?:-on)?|pubdate|timestamp|time|"
    r"meta)(?:$|[\s_-])",
    re.I,
)
_SUBTITLE = re.compile(
    r"(?:^|[\s_-])(?:dek|deck|standfirst|sub-?title|entry-subtitle)(?:$|\s)", re.I
)
_SAVED = re.compile(r"saved from url=\(\d+\)(\S+)")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.I)
_NO_AUTHOR = re.compile(
    r"^(?:admin|administrator|editor|staff|guest|webmaster|unknown|root)$", re.I
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about itself; '' or None for what it does not say."""

    title: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    date: dt.date | None = None
    updated: dt.date | None = None
    url: str = ""
    publication: str = ""
    language: str = ""
    license: str = ""
    tags: tuple[str, ...] = field(default=())


def read_metadata(page: etree._Element) -> Metadata:
    """Read what a page says about itself; `page` is the whole `html` tree, scripts and all."""
    given = metadata_of(page)
    url = next(filter(_is_address, given["url"]), "")
    site = next(iter(given["site"]), "")
    date = next(filter(None, map(day_of, given["published"])), None) or _shown_date(page)
    updated = next(filter(None, map(day_of, given["modified"])), None)
    title = _title(page, given["title"], site)
    return Metadata(
        title=title,
        subtitle=next(iter(given["subtitle"]), "") or _subtitle(page, title),
        authors=_authors(page, given["author"], site),
        date=date,
        updated=updated if updated and updated != date else None,
        url=url,
        publication=site if not _is_address(site) else "",
        language=_language(page, given["language"]),
        license=next(filter(None, map(find_license, given["license"])), ""),
        tags=tuple(given["tags"])[:20],
    )


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def saved_from(document: str) -> str:
    """The address that a browser writes over a page that it saves; '' if there is none."""
    match = _SAVED.search(document[:4096])
    return match[1] if match and _is_address(match[1]) else ""


def _title(page: etree._Element, given: list[str], site: str) -> str:
    """The title: as the page shows it, if it shows what its metadata says."""
    element = page.find("head/title")
    named = xhtml.text_of(element) if element is not None else ""
    stated = [_without_site(title, site) for title in given if title]
    alike = (*stated, _without_site(named, site), named)
    shown = [(e, t) for e in page.iter("h1", "h2") if (t := blocks.text(e).strip(" ¶#"))]
    for piece in filter(None, _JOINTS.split(named)) if site or not stated else ():
        exact = [text for _, text in shown if blocks.folded(text) == blocks.folded(piece)]
        if exact and blocks.folded(piece) != blocks.folded(site):
            return exact[0]
    for _, heading in sorted(shown, key=lambda pair: str(pair[0].tag)):
        if any(blocks.is_same(heading, title) or _begins(heading, title) for title in alike):
            return heading
    if stated:
        return stated[0]
    inside = [text for e, text in shown if e.tag == "h1" and _in_text(e)]
    first = next((t for e, t in shown if e.tag == "h1" and t.casefold() != site.casefold()), "")
    short = _without_site(named, site)
    return inside[0] if len(inside) == 1 else first if _is_nothing(short, site) else short


def _in_text(element: etree._Element) -> bool:
    return any(parent.tag in {"article", "main"} for parent in element.iterancestors())


def _is_nothing(title: str, site: str) -> bool:
    return title.casefold() in {"", "document", "untitled", "untitled document", "home", "blog",
                                "index", "new tab", "no title", site.casefold()}  # fmt: skip


def _begins(heading: str, title: str) -> bool:
    """Whether one of two is the other cut short, or with the site's name after it."""
    first, second = blocks.folded(heading), blocks.folded(title)
    return min(len(first), len(second)) > 12 and (
        second.startswith(first) or first.startswith(second)
    )


def _without_site(title: str, site: str) -> str:
    """A title without the name of the site before or after it."""
    pieces = [piece for piece in _JOINTS.split(title) if piece.strip()]
    if len(pieces) < 2:
        return title.strip()
    name = blocks.folded(site)
    for index in (-1, 0):
        if _is_site(blocks.folded(pieces[index]), name):
            cut = title.rpartition(pieces[index])[0] if index else title.partition(pieces[0])[2]
            return cut.strip(" |-–—·•»«:")
    if site or " | " not in title:
        return title.strip()
    return title.split(" | ", maxsplit=1)[0].strip()


def _is_site(piece: str, name: str) -> bool:
    return bool(name and piece) and (piece in {name, f"the {name}"} or name.startswith(piece))


def _authors(page: etree._Element, given: list[str], site: str) -> tuple[str, ...]:
    names = [name for text in given for name in _names(text)]
    names = [n for n in names if n.casefold() != site.casefold() and not _NO_AUTHOR.match(n)]
    if not names:
        names = list(_shown_authors(page))
    return tuple(dict.fromkeys(map(tidy_name, names)))


def _names(text: str) -> Iterator[str]:
    """The names in one value of metadata; addresses of profiles are none."""
    text = re.sub(r"\s*[(<][^)>]*(?:@|https?:)[^)>]*[)>]", "", text)
    text = re.sub(r"^\s*by\s+", "", text, flags=re.I)
    if _is_address(text) or "@" in text or not text.strip():
        return
    pieces = re.split(r"\s*;\s*|\s+and\s+|\s*&\s*", text)
    for piece in pieces:
        parts = [part.strip() for part in piece.split(",")]
        if len(parts) > 1 and all(is_name(p) and " " in p for p in parts):
            yield from parts
        elif len(parts) == 2 and all(map(is_name, parts)):  # "Family, Given"
            yield f"{parts[1]} {parts[0]}"
        elif piece.strip():
            yield piece.strip()


def _shown_authors(page: etree._Element) -> Iterator[str]:
    for element in (*_with(page, "rel", "author"), *_with(page, "itemprop", "author")):
        text = blocks.text(element)
        if is_name(text) and " " in text:
            yield text
            return
    for element in _named(page, _BYLINE):
        text = blocks.text(element)
        line = read_byline(text)
        if line and line.authors:
            yield from line.authors
            return
        if is_name(text) and " " in text:
            yield text
            return


def _shown_date(page: etree._Element) -> dt.date | None:
    marked: Iterable[etree._Element] = _with(page, "itemprop", "datePublished")
    for element in (*marked, *page.iter("time")):
        stated = element.get("datetime") or element.get("content") or blocks.text(element)
        day = day_of(stated)
        if day and "updated" not in element.get("class", "") and not _in_table(element):
            return day
    for element in _named(page, _DATE):
        text = blocks.text(element)
        if not _in_table(element) and blocks.length(text) <= 25 and (day := day_of(text)):
            return day
    return None


def _subtitle(page: etree._Element, title: str) -> str:
    """The line under the title, where its class says what it is."""
    for element in _named(page, _SUBTITLE):
        text = blocks.text(element)
        if 1 < blocks.length(text) <= 50 and not blocks.is_same(text, title):
            return text
    return ""


def _named(page: etree._Element, pattern: re.Pattern[str]) -> Iterator[etree._Element]:
    """Elements by their classes, outside of readers' comments."""
    for element in page.iter(
        "p", "div", "span", "a", "h2", "h3", "h4", "address", "section", "time"
    ):
        if pattern.search(element.get("class", "")) and not any(
            "comment" in up.get("class", "") for up in (element, *element.iterancestors())
        ):
            yield element


def _in_table(element: etree._Element) -> bool:
    return any(parent.tag == "table" for parent in element.iterancestors())


def _with(page: etree._Element, name: str, value: str) -> list[etree._Element]:
    """The elements that have a word among those of an attribute."""
    return [e for e in page.iter(etree.Element) if value in e.get(name, "").split()]


def _language(page: etree._Element, given: list[str]) -> str:
    body = page.find("body")
    stated = [page.get("lang", ""), page.get(xhtml.XML_LANG, ""), page.get("xml:lang", "")]
    stated += [body.get("lang", "") if body is not None else "", *given]
    for text in stated:
        tag = text.strip().replace("_", "-").split(",")[0]
        if _LANGUAGE.fullmatch(tag) and tag.lower() not in {"und", "zxx"}:
            return _tag(tag)
    return ""


def _tag(tag: str) -> str:
    """A BCP 47 tag with letters as they are usual: `en-US`, `zh-Hant`."""
    first, *rest = tag.split("-")
    spelled = [p.upper() if len(p) == 2 else p.title() if len(p) == 4 else p for p in rest]
    return "-".join([first.lower(), *spelled])
