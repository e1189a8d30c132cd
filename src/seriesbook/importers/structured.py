"""What a page says about itself in JSON-LD, `meta` and `link` elements.

Sources: https://schema.org/Article, https://ogp.me, https://www.dublincore.org, Highwire's
`citation_` names as https://scholar.google.com/intl/en/scholar/inclusion.html has them.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_ARTICLES = re.compile(r"(?:Article|Posting|Essay|Chapter|CreativeWork|Review|Report|WebPage)$")
_WEAK = re.compile(r"(?:WebPage|CreativeWork)$")
# What is looked at of facts beside the text; nothing of the text depends on them.
_DEEP = 6  # levels of JSON-LD
_MUCH = 2_000_000  # characters of one block of it
# Field → names of `meta` elements that give it, the best first.
NAMES: dict[str, tuple[str, ...]] = {
    "title": ("citation_title", "og:title", "dc.title", "dcterms.title", "parsely-title",
              "twitter:title", "title"),
    "author": ("citation_author", "author", "dc.creator", "dcterms.creator", "parsely-author",
               "article:author_name", "article:author", "byl", "sailthru.author"),
    "published": ("article:published_time", "citation_publication_date", "citation_date",
                  "dc.date", "dcterms.created", "dcterms.date", "dc.date.issued", "datepublished",
                  "parsely-pub-date", "date", "pubdate", "sailthru.date"),
    "modified": ("article:modified_time", "og:updated_time", "dcterms.modified", "last-modified",
                 "datemodified"),
    "url": ("og:url", "parsely-link", "citation_abstract_html_url"),
    "site": ("og:site_name", "citation_journal_title", "application-name", "publisher",
             "dc.publisher"),
    "language": ("og:locale", "dc.language", "dcterms.language", "citation_language",
                 "content-language", "language"),
    "license": ("dc.rights", "dcterms.license", "dcterms.rights", "license", "rights"),
    "subtitle": (),
    "tags": ("article:tag", "citation_keywords"),
}  # fmt: skip


def metadata_of(page: etree._Element) -> dict[str, list[str]]:
    """Field of NAMES → the values that a page gives, those of JSON-LD first."""
    found: dict[str, list[str]] = {name: [] for name in NAMES}
    for field, text in (*_linked_data(page), *_metas(page), *_links(page)):
        value = " ".join(text.split())
        if value and value not in found[field]:
            found[field].append(value)
    return found


def _metas(page: etree._Element) -> Iterator[tuple[str, str]]:
    given: dict[str, list[str]] = {}
    for meta in page.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        name = name or meta.get("http-equiv")
        if name and meta.get("content"):
            given.setdefault(name.strip().lower(), []).append(meta.get("content", ""))
    for field, names in NAMES.items():
        for name in names:
            for value in given.get(name, ()):
                yield field, value


def _links(page: etree._Element) -> Iterator[tuple[str, str]]:
    for link in page.iter("link", "a"):
        kinds = link.get("rel", "").lower().split()
        if "canonical" in kinds and link.tag == "link":
            yield "url", link.get("href", "")
        elif "license" in kinds:
            yield "license", link.get("href", "")


def _linked_data(page: etree._Element) -> Iterator[tuple[str, str]]:
    objects: list[dict[str, Any]] = []
    for script in page.iter("script"):
        if script.get("type", "").strip().lower() == "application/ld+json":
            objects += _objects(_loaded(script.text or ""))
    known = {o["@id"]: o for o in objects if isinstance(o.get("@id"), str) and len(o) > 1}
    articles = [o for o in objects if _is_type(o, _ARTICLES)]
    articles.sort(key=lambda o: _is_type(o, _WEAK))  # stable: what is surely an article first
    for article in articles:
        yield from _fields(article, known)


def _loaded(text: str) -> Any:
    if len(text) > _MUCH:
        return None
    text = re.sub(r"^\s*(?:<!--|//<!\[CDATA\[)|(?:-->|//\]\]>)\s*$", "", text)
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _DEEP:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for inner in value.values():
            if isinstance(inner, dict | list):
                yield from _objects(inner, depth + 1)


def _is_type(value: dict[str, Any], pattern: re.Pattern[str]) -> bool:
    kinds = value.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and pattern.search(kind) for kind in kinds)


def _fields(article: dict[str, Any], known: dict[str, Any]) -> Iterator[tuple[str, str]]:
    weak = _is_type(article, _WEAK)
    table = (
        ("title", "headline"), ("title", "" if weak else "name"), ("author", "author"),
        ("author", "creator"), ("published", "datePublished"), ("modified", "dateModified"),
        ("url", "url"), ("url", "mainEntityOfPage"), ("site", "publisher"),
        ("language", "inLanguage"), ("license", "license"), ("subtitle", "alternativeHeadline"),
        ("tags", "keywords"),
    )  # fmt: skip
    for field, name in table:
        for text in _texts(article.get(name), known):
            if field == "tags":
                yield from ((field, tag) for tag in text.split(","))
            else:
                yield field, text


def _texts(value: Any, known: dict[str, Any], depth: int = 0) -> Iterator[str]:
    """The texts that a value of JSON-LD means: of itself, its name, what it refers to."""
    if depth > _DEEP:
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, known, depth + 1)
    elif isinstance(value, dict):
        target = known.get(str(value.get("@id")), {}) if "name" not in value else value
        text = target.get("name") or value.get("@id") or value.get("url")
        if isinstance(text, str | list):
            yield from _texts(text, known, depth + 1)
