"""Links of posts: held open until all posts are known, then pointed at essays or addresses.

Which posts there are is known only when the last one has been read, and then the first are on
disk already. So a link is written with a token in the place of its address.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from seriesbook import xhtml
from seriesbook.importers.markdown_escape import address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml import etree

    from seriesbook.importers.model import Post

_OPEN, _CLOSE = "\ue000", "\ue001"
_TOKEN = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_LINK = re.compile(
    rf"\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\({_OPEN}(\d+){_CLOSE}(?:\s+\"[^\"]*\")?\)"
)
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}[-_]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_INDEX = re.compile(r"/(?:index\.(?:html?|php|md)|amp)?/?$", re.IGNORECASE)
_SCRIPT = re.compile(r"^/index\.php(?=/)", re.IGNORECASE)
# The same page seen in another way: its comments, for phones, as a feed, by a reader's country.
_VIEW = re.compile(r"/(?:comment-page-\d+|amp|feed|trackback)/?$", re.IGNORECASE)
_COUNTRY = re.compile(r"\.blogspot\.[a-z.]{2,6}$")
_NUMBER = re.compile(r"(?:^|&)(?:p|page_id|post)=(\d+)(?:&|$)")
_HASH = re.compile(r"(?:^|[-/])([0-9a-f]{10,12})$")  # of Medium's addresses
_BY_SLUG = re.compile(r"(?:^|/)p/([^/]+)$")  # Substack's addresses
_LISTS = frozenset({"tag", "tags", "category", "categories", "author", "page", "wp-content"})
_SUFFIX = re.compile(r"\.(?:html?|php|md|markdown)$", re.IGNORECASE)


def hold_links(root: etree._Element, post: Post) -> list[str]:
    """Put a token into each link, in place; give the addresses by number."""
    held: list[str] = []
    for link in list(root.iter("a")):
        href = link.get("href", "")
        if not href or href.startswith(("#", "mailto:", "tel:")):
            continue
        whole = absolute(href, post.url)
        if post.url and same_place(whole) == same_place(post.url) and "#" in whole:
            link.set("href", f"#{whole.partition('#')[2]}")
        else:
            link.set("href", token(len(held)))
            held.append(whole)
    return held


def settle_links(root: etree._Element, base: str) -> None:
    """Give each link its whole address at once, in place; one that has none keeps its words."""
    for link in list(root.iter("a")):
        whole = absolute(link.get("href", ""), base)
        if _SCHEME.match(whole):
            link.set("href", whole)
        else:
            xhtml.unwrap(link)


def token(number: int) -> str:
    """What stands in a text for the address of this number."""
    return f"{_OPEN}{number}{_CLOSE}"


def absolute(href: str, base: str) -> str:
    """An address seen from the page that it stands on."""
    try:
        return urljoin(base, href) if base and not _SCHEME.match(href) else href
    except ValueError:
        return href


def same_place(url: str) -> str:
    """What two addresses of one page have in common."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    host = _COUNTRY.sub(".blogspot.com", (parts.hostname or "").removeprefix("www."))
    path = _VIEW.sub("", _SCRIPT.sub("/", unquote(parts.path)))
    path = _SUFFIX.sub("", _INDEX.sub("/", path)).rstrip("/").lower()
    number = _NUMBER.search(parts.query) if not path else None
    return f"{host}{path}{'?p=' + number[1] if number else ''}"


@dataclass(slots=True)
class KnownPosts:
    """Essays by the addresses that their posts have had."""

    paths: dict[str, str] = field(default_factory=dict)
    anchors: dict[str, Mapping[str, str]] = field(default_factory=dict)
    named: dict[str, set[str]] = field(default_factory=dict)  # paths by the last piece of a place
    hosts: set[str] = field(default_factory=set)
    slugs: dict[str, str] = field(default_factory=dict)  # of posts whose site is not known

    def add(self, post: Post, path: str, anchors: Mapping[str, str], post_key: str) -> None:
        """Remember an essay. A key counts as an address if it is one, or a file's path."""
        self.anchors[path] = anchors
        url = post.url
        if url:
            self.hosts.add(_host(url))
        elif post.slug:
            self.slugs.setdefault(post.slug.lower(), path)
        for known in (url, post_key):
            if known:
                place = same_place(known)
                held = self.paths.setdefault(place, path)
                self.named.setdefault(_bare_name(place), set()).add(held)
                hashed = _HASH.search(place)
                if hashed:
                    self.named.setdefault(hashed[1], set()).add(held)

    def learn_site(self, links: Iterable[str]) -> None:
        """Find out where posts without an address were: where most links to them lead."""
        found = Counter(_host(url) for url in links if self._slug_of(url))
        self.hosts.update(host for host, _ in found.most_common(1) if host)

    def close(self, text: str, held: list[str], name: str) -> tuple[str, int, list[str]]:
        """Put addresses in the place of tokens.

        Gives the text, the number of links between essays, and the links that lead nowhere: of
        these the words are kept. `name` is the file name of the essay, where links start.
        """
        lost: list[str] = []
        count = 0

        def unlink(match: re.Match[str]) -> str:
            url = _held(held, match[2])
            if _SCHEME.match(url) or self._find(url):
                return match[0]
            lost.append(url)
            return match[1]

        def target(match: re.Match[str]) -> str:
            nonlocal count
            url = _held(held, match[1])
            path = self._find(url)
            if path is None:
                return address(url)
            count += path != name
            return self._with_anchor(path, url)

        text = _TOKEN.sub(target, _LINK.sub(unlink, text))
        return text, count, lost

    def _find(self, url: str) -> str | None:
        place = same_place(url)
        if place in self.paths:
            return self.paths[place]
        hashed = _HASH.search(place)
        if hashed and hashed[1] in self.named and "medium" in place:
            return self._only(hashed[1])
        own = not _SCHEME.match(url) or _host(url) in self.hosts
        shared = _host(url) == "open.substack.com"
        if (own or shared) and self._slug_of(url):
            return self._slug_of(url)
        named = url.partition("#")[0].endswith((".md", ".markdown"))
        listed = _LISTS.intersection(place.split("/"))
        return self._only(_bare_name(place)) if named or (own and not listed) else None

    def _slug_of(self, url: str) -> str:
        match = _BY_SLUG.search(same_place(url))
        return self.slugs.get(match[1], "") if match else ""

    def _only(self, stem: str) -> str | None:
        """The only essay whose address or file ends so: sites change the form of addresses."""
        found = self.named.get(stem, set())
        return next(iter(found)) if len(stem) > 2 and len(found) == 1 else None

    def _with_anchor(self, path: str, url: str) -> str:
        anchor = unquote(url.partition("#")[2])
        name = self.anchors.get(path, {}).get(anchor)
        return f"{path}#{name}" if name else path


def _host(url: str) -> str:
    return same_place(url).partition("/")[0].partition("?")[0] if _SCHEME.match(url) else ""


def _bare_name(place: str) -> str:
    """The last piece of an address, without a day before it."""
    return _DATE.sub("", place.rpartition("/")[2])


def _held(held: list[str], number: str) -> str:
    return held[int(number)] if int(number) < len(held) else ""
